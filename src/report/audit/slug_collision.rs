use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name, tag};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::given::{Given, both_show};
use super::identity::{names_pull_request, names_run};
use super::not_decided::Question;
use super::severity::Severity;
use super::side::Side;
use super::situation::{Spare, is_same_ref, situations};
use crate::name::Quoted;
use crate::policy::Policy;
use crate::policy::language::{
    Ambiguous, Distinctions, Everything, NotFound, TagPart, Use, shortest_common,
};

/// Finds the tags that two refs of one rule give, though they name a ref.
///
/// Slugs with digits of `distinct` are left out: two refs meet there only where
/// the digits do. One finding is for all tags that a slug is the cause of, one
/// for all others.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let mut found: Vec<(bool, Severity, String, String, FindingWitness)> = Vec::new();
    let mut everyday: Option<(usize, Option<[Given; 2]>)> = None;
    for side in &auditor.sides {
        if !is_asked(auditor.policy, side) {
            continue;
        }
        let is_slug = has_slug(side);
        let index = side.index;
        let (_, pair) = match everyday.take().filter(|(of, _)| *of == index) {
            Some(known) => everyday.insert(known),
            None => everyday.insert((index, auditor.both(side.rule, EVERYDAY))),
        };
        let shared = pair.as_ref().filter(|_| is_slug).and_then(|pair| {
            let pair = pair.each_ref();
            Some(both_show(pair, side.shared_by(pair)?))
        });
        let witness = match shared.map_or_else(|| collision(auditor, side), Ok) {
            Err(NotFound::Never) => continue,
            Err(NotFound::Undecided) => {
                auditor.leave_open(Question::Collides(side.place));
                continue;
            }
            Ok(witness) => witness,
        };
        let severity = severity(&witness);
        let path = side.place.to_string();
        found.push((is_slug, severity, path, rule_name(side.rule), witness));
    }
    for slugs in [true, false] {
        let group = || found.iter().filter(|(is_slug, ..)| *is_slug == slugs);
        let worst = group().min_by_key(|(_, severity, _, _, witness)| {
            (core::cmp::Reverse(*severity), witness.length())
        });
        let Some((_, severity, _, rule, witness)) = worst else { continue };
        let [left, right, ..] = witness.contexts() else { continue };
        findings.push(Finding {
            code: FindingCode::SlugCollision,
            severity: *severity,
            paths: group().map(|(_, _, path, ..)| path.clone()).collect(),
            message: format!(
                "{rule} gives tag {} for {} and for {}",
                Quoted(witness.tag().map_or("", |tag| tag.as_str())),
                left.git_ref(),
                right.git_ref(),
            ),
            remedy: if slugs {
                "add {short_sha}, or set distinct = 10 in [slug]"
            } else {
                "take only the git tags that are versions: when = { release = {} }"
            },
            witness: Some(witness.clone()),
        });
    }
}

fn has_slug(side: &Side<'_>) -> bool {
    side.machine.parts().contains(&TagPart::Name(Use::Slug))
}

/// Whether a tag names a ref, and neither a run nor the ref's hash nor its number.
pub(crate) fn is_asked(policy: &Policy, side: &Side<'_>) -> bool {
    let has_hash = has_slug(side) && policy.slug_rules().distinct() > 0;
    let names_other = names_run(side.tag) || names_pull_request(&side.parts);
    !(side.tag.template.is_literal() || has_hash || names_other)
}

/// The pair that everybody has seen: it is told where the rule takes it.
const EVERYDAY: [&str; 2] = ["feature/a", "feature-a"];

/// The shortest tag that two refs have.
pub(crate) fn collision(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
) -> Result<FindingWitness, NotFound> {
    let mut distinctions = Distinctions::default();
    let mut machine = side.machine.clone();
    machine.distinguish(&mut distinctions);
    let (bytes, effort) = (distinctions.bytes(), &auditor.effort);
    let ambiguous = &mut Ambiguous::new(&mut machine);
    let text = shortest_common(ambiguous, &mut Everything, &bytes, effort)?;
    let tag = tag(&text).ok_or(NotFound::Undecided)?;
    // Another rule may keep one of them from having a plan.
    let readings = machine.readings(&text, 8);
    let all = |spare| -> Vec<Given> {
        let contexts =
            readings.iter().flat_map(|facts| situations(side.rule, None, facts, spare, effort));
        contexts
            .filter_map(|context| auditor.given(context))
            .filter(|given| given.has(side.place, &tag))
            .collect()
    };
    let (lefts, rights) = (all(Spare::FIRST), all(Spare::SECOND));
    for left in &lefts {
        let mut others = rights.iter().filter(|right| !is_same_ref(&left.context, &right.context));
        if let Some(right) = others.next() {
            return Ok(both_show([left, right], tag));
        }
    }
    Err(NotFound::Undecided)
}

/// That `+` is written `_` is Helm's convention, and no version holds `_`.
fn severity(witness: &FindingWitness) -> Severity {
    let mut names = witness.contexts().iter().filter_map(|context| context.git_ref().name());
    let mut next = || names.next().map(|name| name.as_str().replace('+', "_"));
    if next() == next() { Severity::Info } else { Severity::Warning }
}
