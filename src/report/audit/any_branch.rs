use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::given::{Given, both_show};
use super::identity::names_run;
use super::reach::Reach;
use super::severity::Severity;
use super::side::Side;
use super::situation::{Spare, is_same_ref, situations};
use crate::name::Quoted;
use crate::policy::language::Facts;
use crate::policy::{Placeholder, TagKind};

/// Finds the floating tags that name no ref though anybody's ref gives them, in
/// one finding: whoever pushes last has them.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let mut paths = Vec::new();
    let mut first = None;
    for side in auditor.sides.iter().filter(|side| is_anybodys(side)) {
        let Some(witness) = witness(auditor, side) else { continue };
        paths.push(side.place.to_string());
        first.get_or_insert((rule_name(side.rule), witness));
    }
    let Some((rule, witness)) = first else { return };
    let [left, right, ..] = witness.contexts() else { return };
    findings.push(Finding {
        code: FindingCode::AnyBranchMovesFloating,
        severity: Severity::Warning,
        paths,
        message: format!(
            "{rule} moves {} from {} to {}",
            Quoted(witness.tag().map_or("", |tag| tag.as_str())),
            left.git_ref(),
            right.git_ref(),
        ),
        remedy: "say whose it is, as when = { branch = \"main\" } does, or put {slug} into it",
        witness: Some(witness),
    });
}

fn is_anybodys(side: &Side<'_>) -> bool {
    let names_ref = |one: &Placeholder| {
        matches!(
            one,
            Placeholder::Slug
                | Placeholder::Branch
                | Placeholder::TargetBranch
                | Placeholder::PullRequest
        )
    };
    side.reach == Reach::Anybody
        && side.tag.kind == TagKind::Floating
        && !side.tag.template.has(names_ref)
        && !names_run(side.tag)
}

/// Two refs that everybody has seen, where the rule takes them; else the
/// shortest.
fn witness(auditor: &Auditor<'_>, side: &Side<'_>) -> Option<FindingWitness> {
    let show = |pair: [&Given; 2]| Some(both_show(pair, side.shared_by(pair)?));
    let everyday = auditor.both(side.rule, ["feature/a", "feature/b"]);
    if let Some(witness) = everyday.as_ref().and_then(|pair| show(pair.each_ref())) {
        return Some(witness);
    }
    let all = |spare| -> Vec<Given> {
        let contexts = situations(side.rule, None, &Facts::default(), spare, &auditor.effort);
        contexts.into_iter().filter_map(|context| auditor.given(context)).collect()
    };
    let (lefts, rights) = (all(Spare::FIRST), all(Spare::SECOND));
    let pairs = lefts.iter().flat_map(|left| rights.iter().map(move |right| [left, right]));
    let mut apart = pairs.filter(|[left, right]| !is_same_ref(&left.context, &right.context));
    apart.find_map(show)
}
