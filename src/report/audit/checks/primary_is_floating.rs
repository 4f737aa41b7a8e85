use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::policy::TagKind;
use crate::policy::language::Facts;
use crate::report::audit::side::rules;
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Severity, Side};
use crate::report::example_context::Spare;

/// Finds the rules whose first tag moves, although `build.env` hands it to later jobs.
/// The rules whose plan also has an immutable tag are reported as one warning, all others
/// as one finding for information.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let primaries: Vec<_> =
        rules(auditor.tags()).flat_map(|sides| floating_primaries(auditor, sides)).collect();
    let finding = |has_immutable: bool| {
        let of = || primaries.iter().filter(|(_, has, _)| *has == has_immutable);
        let (side, _, witness) = of().next()?;
        let (severity, remedy) = if has_immutable {
            (Severity::Warning, "put the immutable tag first")
        } else {
            (Severity::Info, "put a tag with {short_sha} before it")
        };
        let ([git_ref, _], rule) = (witness.refs(), side.rule_name());
        Some(Finding {
            code: FindingCode::PrimaryIsFloating,
            severity,
            paths: of()
                .map(|(side, ..)| side.place)
                .collect::<BTreeSet<_>>()
                .iter()
                .map(ToString::to_string)
                .collect(),
            message: format!(
                "the first tag of {rule} is {} for {git_ref}, and moves while later jobs use it",
                witness.quoted(),
            ),
            accepted: None,
            remedy: remedy.into(),
            witness: Some(witness.clone()),
        })
    };
    [true, false].into_iter().filter_map(finding).collect()
}

/// What the first tag of a rule can be that does not stay where it is, where it floats;
/// whether the plan has an immutable one too; and what shows it.
fn floating_primaries<'s>(
    auditor: &'s Auditor<'_>,
    sides: &'s [Side<'s>],
) -> impl Iterator<Item = (&'s Side<'s>, bool, FindingWitness)> {
    let rules = sides.first().map(|side| side.rule).into_iter();
    let all = rules.flat_map(|rule| {
        let contexts = |variant| auditor.contexts(rule, variant, &Facts::default(), Spare::FIRST);
        auditor.builds(&rule.conditions).into_iter().flat_map(contexts)
    });
    all.filter_map(|context| {
        let given = auditor.given(&context)?;
        let primary = given.plan.tags().primary();
        let side = sides.iter().find(|side| given.has(side.place, &primary.tag))?;
        if primary.kind != TagKind::Floating || primary.rule != side.rule.name {
            return None;
        }
        let has_immutable = given.plan.tags().of_kind(TagKind::Immutable).next().is_some();
        let witness =
            FindingWitness::new([(context, &side.rule.conditions)], Some(primary.tag.clone()));
        Some((side, has_immutable, witness))
    })
}
