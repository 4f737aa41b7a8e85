use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::{GitRef, RefName};
use crate::plan::PlanErrorKind;
use crate::policy::language::Facts;
use crate::policy::{Conditions, Variant, everyday};
use crate::report::audit::situation::situations;
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Severity};
use crate::report::example_context::Spare;

/// Finds the events to which no rule applies, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let has_no_rule = |context: &CiContext| {
        auditor.policy.plan(context).is_err_and(|error| error.kind() == PlanErrorKind::NoRule)
    };
    let facts = Facts::default();
    let builds = auditor.builds(Conditions::NONE);
    let mut contexts: Vec<CiContext> = Vec::new();
    let mut events: Vec<String> = Vec::new();
    for (git_ref, is_protected) in everyday_events() {
        let of = |variant: &&Variant| {
            let Auditor { policy, effort, .. } = auditor;
            let rules = (Conditions::NONE, None);
            let all = situations(policy, rules, &git_ref, &facts, Spare::FIRST, variant, effort);
            all.into_iter().map(|context| context.with_protected(is_protected))
        };
        let of_builds: Vec<CiContext> = builds.iter().flat_map(of).filter(has_no_rule).collect();
        let Some(first) = of_builds.first() else { continue };
        events.push(match first.variant() {
            _ if of_builds.len() == builds.len() => git_ref.to_string(),
            Some(variant) => format!("{git_ref} in variant {variant}"),
            None => format!("{git_ref} without a variant"),
        });
        contexts.push(first.clone());
    }
    if contexts.is_empty() {
        return Vec::new();
    }
    let examples = contexts.into_iter().map(|context| (context, Conditions::NONE));
    Vec::from([Finding {
        code: FindingCode::EventWithoutTags,
        severity: Severity::Info,
        paths: Vec::from(["rules".into()]),
        message: format!("no rule applies to {}", any_of(&events)),
        accepted: None,
        remedy: "add a rule, or start no pipeline for them".into(),
        witness: Some(FindingWitness::new(examples, None)),
    }])
}

fn any_of(events: &[String]) -> String {
    match events {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => events.concat(),
    }
}

/// One ref of each sort of event, and whether it is protected, as in the table: the default
/// branch, another branch, a release, a prerelease, another git tag, a pull request, a commit
/// alone.
fn everyday_events() -> [(GitRef, bool); 7] {
    let name = RefName::from_static;
    let branch = everyday::BRANCHES[0];
    [
        (GitRef::Branch(name(everyday::DEFAULT_BRANCHES[0])), true),
        (GitRef::Branch(name(branch)), false),
        (GitRef::Tag(name(everyday::RELEASES[0])), true),
        (GitRef::Tag(name("v1.0.0-rc.1")), true),
        (GitRef::Tag(name(everyday::OTHER_TAGS[0])), false),
        (GitRef::PullRequest { number: 1, source: name(branch), target: None }, false),
        (GitRef::Detached, false),
    ]
}
