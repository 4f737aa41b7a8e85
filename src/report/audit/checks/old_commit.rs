use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::RefKind;
use crate::policy::{Moves, TagKind};
use crate::report::audit::auditor::pairs;
use crate::report::audit::exposure::Exposure;
use crate::report::audit::situation::is_same_ref;
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Severity, Side};
use crate::report::example_context::Spare;

/// Finds the floating tags of branches that a slow pipeline of an older commit takes back, in
/// one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let mut places = BTreeSet::new();
    let mut first: Option<(&Side<'_>, FindingWitness)> = None;
    for side in auditor.sides.iter().filter(|side| may_be_taken_back(side)) {
        let facts = side.shared_facts();
        let of = |spare| auditor.contexts(side.rule, side.variant, &facts, spare);
        let newer = of(Spare::FIRST);
        // Nothing in the tag is of the commit, so what one has the other has too.
        let is_found = if first.is_some() {
            newer.iter().any(|one| auditor.given(one).is_some_and(|it| it.text(side).is_some()))
        } else {
            let older = of(Spare::SECOND);
            let are_of_one_ref = |[left, right]: &[CiContext; 2]| is_same_ref(left, right);
            let pairs = pairs(&newer, &older).filter(are_of_one_ref);
            let witness = auditor.first_pair([side.rule; 2], pairs, |given| side.shared_by(given));
            first = witness.map(|witness| (side, witness));
            first.is_some()
        };
        places.extend(is_found.then_some(side.place));
    }
    let Some((side, witness)) = first else { return Vec::new() };
    let ([git_ref, _], rule) = (witness.refs(), side.rule_name());
    Vec::from([Finding {
        code: FindingCode::OldCommitMovesFloating,
        severity: Severity::Info,
        paths: places.iter().map(ToString::to_string).collect(),
        message: format!(
            "{rule} moves {} back to an older commit of {git_ref} whose pipeline ends last",
            witness.quoted()
        ),
        accepted: None,
        remedy: "set moves = \"branch-head\" for the tag, and give branch_head to each pipeline"
            .into(),
        witness: Some(witness),
    }])
}

/// Whether two commits of a branch give one tag that always moves. The tag of a schedule is of
/// the day, not of the head; and where whatever branch was built last has it, no head keeps it.
fn may_be_taken_back(side: &Side<'_>) -> bool {
    let conditions = &side.rule.conditions;
    conditions.are_for(RefKind::Branch)
        && !conditions.are_scheduled()
        && side.tag.kind == TagKind::Floating
        && side.tag.moves == Moves::Always
        && (side.exposure != Exposure::Open || side.names_ref())
        && !side.tells_commits()
        && !side.tells_pipelines()
}
