use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::policy::language::Facts;
use crate::policy::{EmptyLabels, Rule, Sink};
use crate::report::audit::given::Given;
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Severity};
use crate::report::example_context::Spare;

/// Finds the labels that are empty for some event and then left out, in one finding: the
/// image inherits them from its base image.
pub(crate) fn find<'a>(auditor: &Auditor<'a>) -> Vec<Finding> {
    let policy = auditor.policy;
    let labels = policy.assignments(Sink::Label);
    if policy.document().empty_labels == EmptyLabels::Keep || labels.is_empty() {
        return Vec::new();
    }
    let mut paths: Vec<String> = Vec::new();
    let mut first: Option<(String, &Rule, Rc<Given>)> = None;
    let of_builds = |rule: &'a Rule| {
        let builds = auditor.builds(&rule.conditions).into_iter();
        builds.map(move |variant| (rule, variant))
    };
    for (rule, variant) in policy.rules().iter().flat_map(of_builds) {
        let contexts = auditor.contexts(rule, variant, &Facts::default(), Spare::FIRST);
        let Some(given) = contexts.first().and_then(|one| auditor.given(&untold(one.clone())?))
        else {
            continue;
        };
        let values = given.plan.declared_labels().iter();
        for ((key, _), label) in values.zip(labels).filter(|((_, value), _)| value.is_empty()) {
            let path = label.place(Sink::Label).to_string();
            if !paths.contains(&path) {
                paths.push(path);
            }
            first.get_or_insert_with(|| (key.to_string(), rule, Rc::clone(&given)));
        }
    }
    let Some((key, rule, given)) = first else { return Vec::new() };
    paths.sort_unstable();
    let others = match paths.len() - 1 {
        0 => String::new(),
        1 => ", and another label is too".into(),
        more => format!(", and {more} other labels are too"),
    };
    let tag = given.plan.tags().primary().tag.clone();
    let witness = FindingWitness::new([(given.context.clone(), &rule.conditions)], Some(tag));
    let git_ref = witness.refs()[0].clone();
    Vec::from([Finding {
        code: FindingCode::InheritedLabel,
        severity: Severity::Info,
        paths,
        message: format!(
            "label {key} has no value for {git_ref} and is left out, so that the image inherits it \
             from its base image{others}"
        ),
        accepted: None,
        remedy: "set empty-labels = \"keep\" to hide what the base image says".into(),
        witness: Some(witness),
    }])
}

/// The same context of a project that says nothing of itself.
fn untold(context: CiContext) -> Option<CiContext> {
    let context = context.with_source_url("").and_then(|context| context.with_title(""));
    let context = context.and_then(|context| context.with_description(""));
    context.and_then(|context| context.with_licenses("")).ok()
}
