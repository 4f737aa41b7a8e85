use alloc::format;
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::policy::TagKind;
use crate::policy::language::NotFound;
use crate::report::audit::auditor::{Evidence, pairs};
use crate::report::audit::exposure::Exposure;
use crate::report::audit::situation::is_same_ref;
use crate::report::audit::{
    Auditor, Finding, FindingCode, FindingWitness, Question, Severity, Side,
};
use crate::report::example_context::Spare;

/// Finds the floating tags that name no ref though several refs give them: whoever
/// pushes last has them. Those that schedules alone give are for information.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let of = |severity| {
        auditor.ask(auditor.sides.iter(), Question::Moves, &mut |side| ask(auditor, side, severity))
    };
    let finding = |Evidence { paths, side, severity, witness }: Evidence<'_>| {
        let [from, to] = witness.refs();
        let (rule, tag) = (side.rule_name(), witness.quoted());
        Finding {
            code: FindingCode::AnyBranchMovesFloating,
            severity,
            paths,
            message: format!("{rule} moves {tag} from {from} to {to}"),
            accepted: None,
            remedy: "say whose it is, as when = { branch = \"main\" } does, or put {slug} into it"
                .into(),
            witness: Some(witness),
        }
    };
    [Severity::Warning, Severity::Info].into_iter().filter_map(of).map(finding).collect()
}

fn ask(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    wanted: Severity,
) -> Result<(Severity, FindingWitness), NotFound> {
    let severity = match side.exposure {
        Exposure::Open => Severity::Warning,
        Exposure::Scheduled => Severity::Info,
        Exposure::Owned => return Err(NotFound::Never),
    };
    let names_one = side.names_ref() || side.tells_commits() || side.tells_pipelines();
    if severity != wanted || side.tag.kind != TagKind::Floating || names_one {
        return Err(NotFound::Never);
    }
    let facts = side.shared_facts();
    let [lefts, rights] = [Spare::FIRST, Spare::SECOND]
        .map(|spare| auditor.contexts(side.rule, side.variant, &facts, spare));
    // Two detached commits have no ref that could be another's.
    let are_two_refs = |[left, right]: &[CiContext; 2]| {
        !is_same_ref(left, right) && left.git_ref() != right.git_ref()
    };
    let pairs = pairs(&lefts, &rights).filter(are_two_refs);
    let witness = auditor.first_pair([side.rule; 2], pairs, |given| side.shared_by(given));
    Ok((severity, witness.ok_or_else(|| auditor.none_found())?))
}
