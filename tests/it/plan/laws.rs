use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Value, json};
use tagwright::document::{
    ConditionsDocument, PrereleaseFilter, PullRequestDocument, ReleaseDocument, RuleDocument,
};
use tagwright::explain::{ExplainedRule, TagMovement};
use tagwright::plan::{PlanErrorKind, PlannedImage};
use tagwright::{CiContext, GitRef, ImageName, Plan, Policy, Reference, Tag, TagKind};

use super::{policies, shell_text, words};
use tagwright::testing::context;

fn policy() -> impl Strategy<Value = Policy> {
    proptest::sample::select(policies())
}

/// A context that often gives a plan: its project is an image's, its time is
/// known, and its git tag may be a release.
fn plain_context() -> impl Strategy<Value = CiContext> {
    let releases = proptest::sample::select(&["v1.0.0", "v1.2.9", "v2.0.0-rc.1", "v0.1.0+7"][..]);
    let project = "[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8})?";
    (context(), project, any::<bool>(), proptest::option::of(releases)).prop_map(
        |(context, project, keep, release)| {
            if keep {
                return context;
            }
            let mut value = serde_json::to_value(&context).unwrap();
            value["project"] = project.into();
            value["created"] = "2026-03-18T09:00:00Z".into();
            if let Some(release) = release {
                for git_ref in ["branch", "tag", "pull_request"] {
                    value.as_object_mut().unwrap().remove(git_ref);
                }
                value["tag"] = release.into();
            }
            serde_json::from_value(value).unwrap()
        },
    )
}

fn host() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(
        &[
            "docker.io",
            "docker.io/acme",
            "localhost:5000",
            "localhost:5000/a/b",
            "R:1",
            "1.2.3.4",
            "nexus.shared.cwiq.io:8443/x__y",
        ][..],
    )
}

/// What an image may be called, or nearly; around the limits of its length too.
fn project() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9]{1,3}([._/-]{1,2}[a-z0-9]{1,3}){0,3}",
        "[a-zA-Z0-9._/:@é-]{1,9}",
        "[a-z]{215,256}",
        "[a-z]{120}/[a-z]{95,136}",
    ]
}

fn check(policy: &Policy, context: &CiContext, plan: &Plan) -> Result<(), TestCaseError> {
    let tags: Vec<&Tag> = plan.tags().iter().map(|planned| &planned.tag).collect();
    prop_assert!(!tags.is_empty());
    prop_assert_eq!(tags.iter().collect::<BTreeSet<_>>().len(), tags.len(), "unique");
    prop_assert!(tags.contains(&&plan.tags().primary().tag));

    let references: Vec<Reference> = plan.references().collect();
    prop_assert_eq!(references.len(), plan.images().count() * tags.len());
    let pulled: Vec<Reference> = plan.pull_references().collect();
    for reference in references.iter().chain(&pulled) {
        prop_assert_eq!(&Reference::parse(reference.as_str()).unwrap(), reference, "re-parses");
        prop_assert!(reference.tag().is_some_and(|tag| Tag::new(tag).is_ok()));
        prop_assert!(reference.name().len() <= 255);
        prop_assert!(!reference.as_str().starts_with('-'));
    }
    for image in plan.images() {
        for name in [Some(image.push), Some(image.pull), image.cache].into_iter().flatten() {
            prop_assert_eq!(&ImageName::parse(name.as_str()).unwrap(), name);
        }
    }

    let destinations: Vec<Reference> = plan.references().collect();
    let sorted: BTreeSet<_> = destinations.iter().collect();
    prop_assert_eq!(&sorted, &references.iter().collect::<BTreeSet<_>>());
    prop_assert_eq!(destinations.len(), references.len());
    let of_kind = |kind| -> BTreeSet<String> {
        let of_image = |image: PlannedImage<'_>| {
            let tags = image.tags().filter(|planned| planned.kind == kind);
            tags.map(|planned| String::from(image.reference(planned))).collect::<Vec<_>>()
        };
        plan.images().flat_map(of_image).collect()
    };
    let (immutable, floating) = (of_kind(TagKind::Immutable).len(), of_kind(TagKind::Floating));
    are_pushed_as_the_rules_say(policy, context, plan)?;
    for (index, destination) in destinations.iter().enumerate() {
        prop_assert_eq!(index >= immutable, floating.contains(destination.as_str()));
    }
    for promotion in plan.promotions() {
        prop_assert!(references.contains(&promotion.from) && references.contains(&promotion.to));
        prop_assert!(!floating.contains(promotion.from.as_str()));
        prop_assert!(floating.contains(promotion.to.as_str()));
        let repository = |reference: &Reference| reference.name().to_owned();
        let is_copy = repository(&promotion.from) != repository(&promotion.to);
        prop_assert_eq!(promotion.is_copy, is_copy);
        let is_own = |reference: &&Reference| repository(reference) == repository(&promotion.to);
        let has_own = destinations[..immutable].iter().any(|one| is_own(&one));
        prop_assert_eq!(is_copy, !has_own, "a copy is the last resort");
    }
    let promoted: BTreeSet<String> = plan.promotions().map(|one| String::from(one.to)).collect();
    prop_assert_eq!(promoted, if immutable > 0 { floating } else { BTreeSet::new() });
    let pulled: Vec<Reference> = plan.pull_references().collect();
    prop_assert_eq!(pulled.len(), destinations.len());
    prop_assert!(pulled.contains(&plan.pull_reference()));
    for undecided in plan.undecided() {
        prop_assert!(!tags.contains(&&undecided.tag), "decided and undecided");
        prop_assert_eq!(undecided.kind, TagKind::Floating);
    }

    if let Some(tag) = plan.build_env().get("IMAGE_TAG") {
        let primary = plan.tags().primary();
        let mut images = plan.images();
        let first = images.find(|image| image.tags().any(|planned| planned == primary)).unwrap();
        prop_assert_eq!(tag, String::from(primary.tag.clone()));
        prop_assert_eq!(plan.image(), first.push);
    }
    prop_assert!(plan.labels().iter().all(|(_, value)| !value.is_empty()), "labels have values");
    prop_assert_eq!(plan.build_env().len(), policy_env(policy));
    let env = plan.build_env().to_string();
    prop_assert!(env.len() < 5120 && !env.contains("\n\n") && !env.starts_with('\n'));

    let arguments = words(&plan.kaniko().with_labels());
    let pushed: Vec<&str> = arguments
        .windows(2)
        .filter(|pair| pair[0] == "--destination")
        .map(|pair| pair[1].as_str())
        .collect();
    prop_assert_eq!(pushed, destinations.iter().map(Reference::as_str).collect::<Vec<_>>());

    let json = serde_json::to_string(plan).unwrap();
    let value: Value = serde_json::from_str(&json).unwrap();
    prop_assert_eq!(&value, &serde_json::to_value(plan).unwrap());
    let stable = serde_json::to_string(&value).unwrap();
    prop_assert_eq!(serde_json::from_str::<Value>(&stable).unwrap(), value);
    Ok(())
}

/// Each image receives the tags of its rules, and is in the plan if there is one; found
/// out from the explanation and the document.
fn are_pushed_as_the_rules_say(
    policy: &Policy,
    context: &CiContext,
    plan: &Plan,
) -> Result<(), TestCaseError> {
    let explanation = policy.explain(context);
    let mut planned = plan.images();
    for image in &policy.document().images {
        let is_pushed =
            |rule: &&ExplainedRule| image.rules.as_ref().is_none_or(|all| all.contains(&rule.rule));
        let rules = explanation.rules.iter().filter(is_pushed);
        let tags: BTreeSet<&str> = rules
            .flat_map(|rule| &rule.tags)
            .filter(|tag| tag.movement == TagMovement::Moves)
            .filter_map(|tag| tag.text.result.as_deref())
            .collect();
        if tags.is_empty() {
            continue;
        }
        let found = planned.next().unwrap();
        prop_assert_eq!(tags, found.tags().map(|one| one.tag.as_str()).collect::<BTreeSet<_>>());
    }
    prop_assert!(planned.next().is_none());
    Ok(())
}

fn policy_env(policy: &Policy) -> usize {
    match &policy.document().env {
        tagwright::document::Assignments::List(list) => list.len(),
        tagwright::document::Assignments::Table(table) => table.len(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn closure_whatever_is_planned_is_legal(policy in policy(), context in plain_context()) {
        if let Ok(plan) = policy.plan(&context) {
            check(&policy, &context, &plan)?;
        }
    }

    #[test]
    fn totality_an_error_is_one_clear_line(policy in policy(), context in context()) {
        if let Err(error) = policy.plan(&context) {
            let text = error.to_string();
            prop_assert!(!text.contains(char::is_control), "{:?}", text);
            prop_assert!(!text.ends_with('.') && text.len() < 4096, "{}", text);
        }
    }

    #[test]
    fn determinism_same_facts_same_bytes(policy in policy(), context in plain_context()) {
        let again: Policy =
            serde_json::from_str(&serde_json::to_string(&policy).unwrap()).unwrap();
        let same: CiContext =
            serde_json::from_str(&serde_json::to_string(&context).unwrap()).unwrap();
        let (one, other) = (policy.plan(&context), again.plan(&same));
        prop_assert_eq!(&one, &other);
        if let (Ok(one), Ok(other)) = (one, other) {
            prop_assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
            prop_assert_eq!(shell_text(&one.kaniko()), shell_text(&other.kaniko()));
        }
    }

    #[test]
    fn closure_image_names_are_those_that_parse(
        push in host(), pull in host(), project in project(), cache in any::<bool>()
    ) {
        let mut image = json!({ "name": "{project}", "push": push, "pull": pull });
        if cache {
            image["cache"] = "{project}/cache".into();
        }
        let policy: Policy = serde_json::from_value(json!({
            "version": 1,
            "images": [image],
            "rules": [{ "name": "any", "when": {}, "tags": ["{short_sha}"] }],
        })).unwrap();
        let mut names = vec![format!("{push}/{project}"), format!("{pull}/{project}")];
        names.extend(cache.then(|| format!("{push}/{project}/cache")));
        let flawed = names.iter().find(|name| ImageName::parse(*name).is_err());

        let context = CiContext::branch(&project, "main", "a1".repeat(20)).unwrap();
        match (policy.plan(&context), flawed) {
            (Ok(plan), None) => {
                let image = plan.images().next().unwrap();
                let planned = [Some(&image.push), Some(&image.pull), image.cache.as_ref()];
                let planned: Vec<_> = planned.into_iter().flatten().map(ToString::to_string).collect();
                prop_assert_eq!(planned, names);
            }
            (Err(error), Some(_)) => prop_assert_eq!(error.kind(), PlanErrorKind::IllegalName),
            (plan, flawed) => prop_assert!(false, "{:?}, but {:?}", plan, flawed),
        }
    }

    #[test]
    fn irrelevance_a_rule_that_cannot_fire_changes_nothing(
        policy in policy(), context in plain_context(), at in any::<proptest::sample::Index>()
    ) {
        let Ok(plan) = policy.plan(&context) else { return Ok(()) };
        let mut document = policy.document().clone();
        let mut idle: RuleDocument = document.rules[0].clone();
        idle.name = "idle".into();
        idle.tags = vec![idle.tags[0].clone()];
        idle.tags[0].tag = "idle".into();
        idle.tags[0].moves = tagwright::document::Moves::Always;
        *idle.when = match context.git_ref() {
            GitRef::PullRequest { .. } => {
                ConditionsDocument::release(ReleaseDocument::new("v", PrereleaseFilter::Include))
            }
            _ => ConditionsDocument::pull_request(PullRequestDocument::default()),
        };
        document.rules.insert(at.index(document.rules.len() + 1), idle);
        let more = Policy::new(document).unwrap();
        prop_assert_eq!(more.plan(&context).unwrap(), plan);
    }

    #[test]
    fn irrelevance_facts_that_no_template_names_change_nothing(
        context in plain_context(), title in "[a-z]{1,9}", number in any::<u64>()
    ) {
        let more = context.clone().with_title(title).unwrap().with_run_number(number);
        prop_assert_eq!(Policy::cwiq().plan(&more), Policy::cwiq().plan(&context));
    }
}

#[test]
fn the_laws_are_tried_on_plans_and_not_only_on_errors() {
    let mut planned = [0; 8];
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..512 {
        let context = plain_context().new_tree(&mut runner).unwrap().current();
        for (policy, planned) in policies().iter().zip(&mut planned) {
            *planned += usize::from(policy.plan(&context).is_ok());
        }
    }
    let planned = &planned[..policies().len()];
    assert!(planned.iter().all(|count| *count > 5), "{planned:?} plans of 512 contexts");
}
