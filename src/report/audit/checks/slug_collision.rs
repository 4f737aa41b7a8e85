use alloc::format;
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::policy::Fact;
use crate::policy::language::{Ambiguous, Everything, NotFound};
use crate::report::audit::auditor::{Shown, pairs};
use crate::report::audit::situation::is_same_ref;
use crate::report::audit::{
    Auditor, Finding, FindingCode, FindingWitness, Question, Severity, Side,
};
use crate::report::example_context::Spare;

/// Finds the tags that two refs of one rule give, though they name a ref.
///
/// Slugs with digits of `distinct` are left out: two refs meet there only where
/// the digits do. One finding is for all tags that a slug is the cause of, one
/// for all others.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let of = |slugs| {
        auditor.ask(&auditor.sides, Question::Collides, &mut |side| {
            if side.has_slug() != slugs || !is_asked(auditor, side) {
                return Err(NotFound::Never);
            }
            let witness = collision(auditor, side)?;
            Ok((severity(side, &witness), witness))
        })
    };
    let finding = |(slugs, shown)| {
        let Shown { paths, side, severity, witness } = shown;
        let [left, right] = witness.refs();
        let (rule, tag) = (side.rule_name(), witness.quoted());
        Finding {
            code: FindingCode::SlugCollision,
            severity,
            paths,
            message: format!(
                "{rule} gives {} {tag} for {left} and for {right}{}",
                witness.noun(),
                witness.at_one_commit()
            ),
            remedy: match (slugs, side.tells_commits()) {
                (true, false) => "add {short_sha}, or set distinct = 10 in [slug]",
                (true, true) if side.is_of_pull_requests() => {
                    "set distinct = 10 in [slug], or put {pr} into the tag"
                }
                (true, true) => "set distinct = 10 in [slug]",
                (false, _) => "take only the git tags that are versions: when = { release = {} }",
            },
            witness: Some(witness),
        }
    };
    let found = [true, false].into_iter().filter_map(|slugs| Some((slugs, of(slugs)?)));
    found.map(finding).collect()
}

/// Whether a tag names a ref, and neither a run nor the ref's hash nor its number.
pub(crate) fn is_asked(auditor: &Auditor<'_>, side: &Side<'_>) -> bool {
    let names_ref = side.names_ref() || side.has_line();
    let tells_refs = side.tells_pipelines()
        || side.names_pull_request()
        || side.has_hash(auditor.policy.slug_rules());
    names_ref && !tells_refs
}

/// The pair that everybody has seen: it is told where the rule takes it.
const EVERYDAY: [&str; 2] = ["feature/a", "feature-a"];

/// The shortest tag that two refs have: at one commit, if it names the commit.
pub(crate) fn collision(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
) -> Result<FindingWitness, NotFound> {
    let second = if side.tells_commits() { Spare::AT_ONE_COMMIT } else { Spare::SECOND };
    let differ = |[left, right]: &[CiContext; 2]| !is_same_ref(left, right);
    if side.has_slug() {
        let named = |name: &str, spare| {
            let mut facts = side.shared_facts();
            facts.read(Fact::Name, name.chars());
            auditor.contexts(side.rule, &facts, spare)
        };
        let [left, right] = EVERYDAY;
        let (lefts, rights) = (named(left, Spare::FIRST), named(right, second));
        let shown = auditor.first_pair(pairs(&lefts, &rights), |given| side.shared_by(given));
        if let Some(witness) = shown {
            return Ok(witness);
        }
    }
    let mut machine = side.machine.clone();
    let bytes = auditor.bytes([&machine]);
    let ambiguous = &mut Ambiguous::new(&mut machine);
    let text = auditor.shortest(ambiguous, &mut Everything, &bytes)?;
    // Another rule may keep one of them from having a plan.
    let readings = machine.readings(&text, 8);
    let [lefts, rights] = [Spare::FIRST, second].map(|spare| {
        let all = readings.iter();
        all.flat_map(|facts| auditor.contexts(side.rule, facts, spare)).collect::<Vec<_>>()
    });
    let pairs = pairs(&lefts, &rights).filter(differ);
    let witness =
        auditor.first_pair(pairs, |given| side.shared_by(given).filter(|it| it.as_bytes() == text));
    witness.ok_or(NotFound::Undecided)
}

/// Of one commit, nothing else is built. That `+` is written `_` is Helm's convention,
/// and no version holds `_`.
fn severity(side: &Side<'_>, witness: &FindingWitness) -> Severity {
    let mut names = witness.contexts.iter().filter_map(|context| context.git_ref().name());
    let mut next = || names.next().map(|name| name.as_str().replace('+', "_"));
    let is_harmless = side.tells_commits() || next() == next();
    if is_harmless { Severity::Info } else { Severity::Warning }
}
