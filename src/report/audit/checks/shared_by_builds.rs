use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::Quoted;
use crate::policy::Fact;
use crate::report::audit::auditor::Evidence;
use crate::report::audit::two_texts::of_two_builds;
use crate::report::audit::{Auditor, Finding, FindingCode, Question, Severity, Side};

/// Finds the tags that two builds have by one tag of a rule, though it has what only one build
/// has: in `{build}-{slug}`, the value `1` before `a-b` is `1-a` before `b`.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    auditor.tags().iter().filter_map(|side| of(auditor, side)).collect()
}

fn of(auditor: &Auditor<'_>, side: &Side<'_>) -> Option<Finding> {
    let one = core::iter::once(side);
    let shown = auditor.ask(one, |tag| Question::Meet(tag, tag), &mut |side| {
        Ok((Severity::Warning, of_two_builds(auditor, side)?))
    });
    let Evidence { paths, severity, witness, .. } = shown?;
    let builds: Vec<String> =
        witness.contexts.iter().map(|context| build(auditor, side, context)).collect();
    Some(Finding {
        code: FindingCode::SharedTag,
        severity,
        paths,
        message: format!(
            "{} gives {} {} for {}",
            side.rule_name(),
            witness.noun(),
            witness.quoted(),
            builds.join(" and for ")
        ),
        accepted: None,
        remedy: "put a character between the parts of the tag that none of them can contain".into(),
        witness: Some(witness),
    })
}

/// The ref of a build, and what only that build has.
fn build(auditor: &Auditor<'_>, side: &Side<'_>, context: &CiContext) -> String {
    let values = side.identities().filter_map(|fact| match fact {
        Fact::RunNumber => Some(format!("run number {}", context.run_number()?)),
        Fact::Declared(index) => {
            let value = auditor.policy.declared_values().iter().find(|one| one.index == index)?;
            Some(format!("{} {}", value.name, Quoted(context.values().get(&value.name)?)))
        }
        _ => Some(format!("sha {:.12}", context.sha().as_str())),
    });
    let values: Vec<String> = values.collect();
    format!("{} with {}", context.git_ref(), values.join(" and "))
}
