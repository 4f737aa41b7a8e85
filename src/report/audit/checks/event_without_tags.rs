use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::{GitRef, RefName};
use crate::plan::PlanErrorKind;
use crate::policy::language::Facts;
use crate::policy::{Conditions, everyday};
use crate::report::audit::situation::situations;
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Severity};
use crate::report::example_context::Spare;

/// Finds the events for which no rule is there, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let has_no_rule = |context: &CiContext| {
        auditor.policy.plan(context).is_err_and(|error| error.kind() == PlanErrorKind::NoRule)
    };
    let facts = Facts::default();
    let of = |git_ref: &GitRef| {
        let rules = (Conditions::NONE, None);
        situations(auditor.policy, rules, git_ref, &facts, Spare::FIRST, &auditor.effort)
    };
    let refs = everyday_events();
    let contexts: Vec<CiContext> = refs.iter().flat_map(of).filter(has_no_rule).collect();
    if contexts.is_empty() {
        return Vec::new();
    }
    let events: Vec<String> =
        contexts.iter().map(|context| context.git_ref().to_string()).collect();
    Vec::from([Finding {
        code: FindingCode::EventWithoutTags,
        severity: Severity::Info,
        paths: Vec::from(["rules".into()]),
        message: format!("no rule is for {}", events.join(", ")),
        remedy: "add a rule, or start no pipeline for them",
        witness: Some(FindingWitness::new(contexts, None)),
    }])
}

/// One ref of each sort of event: the default branch, another branch, a release, a
/// prerelease, another git tag, a pull request, a commit alone.
fn everyday_events() -> [GitRef; 7] {
    let name = RefName::from_static;
    let branch = everyday::BRANCHES[0];
    [
        GitRef::Branch(name(everyday::DEFAULT_BRANCHES[0])),
        GitRef::Branch(name(branch)),
        GitRef::Tag(name(everyday::RELEASES[0])),
        GitRef::Tag(name("v1.0.0-rc.1")),
        GitRef::Tag(name(everyday::OTHER_TAGS[0])),
        GitRef::PullRequest { number: 1, source: name(branch), target: None },
        GitRef::Detached,
    ]
}
