//! Laws of reading a policy backwards.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestRunner};
use regex::Regex;
use tagwright::{
    Candidate, CiContext, Dialect, GitRef, Plan, PlannedTag, Policy, Tag, Timestamp,
    TriggerDocument, strategies,
};

/// Policies, each with a context for which its rules fire often.
pub(crate) fn situation() -> impl Strategy<Value = (Policy, CiContext)> {
    strategies::policy()
        .prop_flat_map(|policy| (Just(policy.clone()), strategies::context_for(&policy)))
}

/// The tags of a plan as its images have them, with their suffixes.
pub(crate) fn pushed(plan: &Plan) -> Vec<(&PlannedTag, String, Tag)> {
    let with = |image: &tagwright::PlannedImage, tag: &PlannedTag| {
        Tag::new(format!("{}{}", tag.tag(), image.suffix())).unwrap()
    };
    plan.images()
        .flat_map(|image| {
            let all = plan.tags().iter().chain(plan.undecided());
            all.map(move |tag| (tag, image.suffix().to_owned(), with(image, tag)))
        })
        .collect()
}

/// What a placeholder gives under a rule, worked out a second time.
fn values(
    policy: &Policy,
    context: &CiContext,
    plan: &Plan,
    rule: &str,
    name: &str,
) -> Vec<String> {
    let document = policy.document();
    let rule = document.rules.iter().find(|one| one.name == rule).unwrap();
    let (git_tag, number) = match context.git_ref() {
        GitRef::Tag(name) => (name.as_str(), 0),
        GitRef::PullRequest { number, .. } => ("", *number),
        GitRef::Branch(_) | GitRef::Detached => ("", 0),
    };
    let version = match &rule.when {
        TriggerDocument::Release { prefix, .. } => &git_tag[prefix.len()..],
        _ => git_tag.strip_prefix('v').unwrap_or(git_tag),
    };
    let numbers = || semver::Version::parse(version).unwrap();
    let sha = context.sha().as_str();
    let one = |text: &dyn ToString| vec![text.to_string()];
    match name.trim_end_matches("_2") {
        "short_sha" => one(&&sha[..document.short_sha.min(sha.len())]),
        "sha" => one(&sha),
        "slug" => one(&plan.slug().map_or("", |slug| slug.as_str())),
        "branch" => one(context.git_ref().name().unwrap()),
        "pr" => one(&number),
        "run_number" => one(&context.run_number().unwrap()),
        "project" => one(&context.project()),
        "git_tag" => one(&git_tag),
        "version" => one(&version.replace('+', "_")),
        "major" => one(&numbers().major),
        "minor" => one(&numbers().minor),
        "patch" => one(&numbers().patch),
        "prerelease" => one(&numbers().pre),
        "created" => instants(context.created().unwrap()),
        "committed" => instants(context.committed().unwrap()),
        other => panic!("no value is known for {other}"),
    }
}

/// An instant in each format of the strategies.
fn instants(instant: Timestamp) -> Vec<String> {
    let digits: String = instant.to_string().chars().filter(char::is_ascii_digit).collect();
    vec![digits[..8].to_owned(), digits, instant.to_unix().to_string()]
}

fn is_origin(candidate: &Candidate, policy: &Policy, context: &CiContext, plan: &Plan) -> bool {
    candidate.fields().iter().all(|field| {
        values(policy, context, plan, candidate.rule(), field.name())
            .iter()
            .any(|value| field.readings().iter().any(|reading| *reading == **value))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_planned_is_recognized((policy, context) in situation()) {
        let Ok(plan) = policy.plan(&context) else { return Ok(()) };
        for (planned, suffix, tag) in pushed(&plan) {
            let candidates = policy.recognize(&tag);
            let origin = candidates
                .iter()
                .filter(|one| one.rule() == planned.rule() && one.suffix() == suffix)
                .find(|one| is_origin(one, &policy, &context, &plan));
            prop_assert!(origin.is_some(), "{tag} of {}: {candidates:?}", planned.rule());
        }
    }

    #[test]
    fn what_is_planned_matches_the_pattern_of_its_rule((policy, context) in situation()) {
        let Ok(plan) = policy.plan(&context) else { return Ok(()) };
        let patterns = policy.patterns(Dialect::Go);
        for (planned, _, tag) in pushed(&plan) {
            let pattern = patterns.iter().find(|one| one.rule() == planned.rule()).unwrap();
            let regex = Regex::new(pattern.regex()).unwrap();
            prop_assert!(regex.is_match(tag.as_str()), "{tag} and {}", pattern.regex());
            captures_are_fields(&policy, &tag)?;
        }
    }

    #[test]
    fn any_tag_at_all_is_read(policy in strategies::policy(), text in "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}") {
        let tag = Tag::new(text).unwrap();
        for candidate in policy.recognize(&tag) {
            prop_assert!(candidate.fields().iter().all(|field| !field.readings().is_empty()));
        }
        captures_are_fields(&policy, &tag)?;
    }

    #[test]
    fn a_plans_own_build_env_is_verified((policy, context) in situation(), cut in any::<prop::sample::Index>()) {
        let Ok(plan) = policy.plan(&context) else { return Ok(()) };
        let text = plan.build_env().to_string();
        prop_assert_eq!(policy.verify(&context, &text), Ok(plan));
        let mut shorter = text.clone();
        shorter.remove(cut.index(text.len()));
        prop_assert!(policy.verify(&context, &shorter).is_err(), "{shorter:?} for {text:?}");
    }

    #[test]
    fn no_text_is_too_strange_to_verify(context in strategies::context(), text in "(\\PC|[=\r\n\u{feff}\"]){0,40}") {
        let policy = Policy::cwiq();
        if policy.verify(&context, &text).is_ok() {
            prop_assert_eq!(policy.plan(&context).unwrap().build_env().to_string(), text);
        }
    }

    #[test]
    fn policies_of_the_strategy_are_many(policy in strategies::policy()) {
        prop_assert_eq!(Policy::new(policy.document().clone()).unwrap(), policy);
    }
}

/// The laws above say little of situations without a plan.
#[test]
fn most_situations_are_of_use() {
    let mut runner = TestRunner::deterministic();
    let (mut own, mut planned) = (0, 0);
    for _ in 0..500 {
        let (policy, context) = situation().new_tree(&mut runner).unwrap().current();
        own += usize::from(policy != Policy::cwiq());
        planned += usize::from(policy.plan(&context).is_ok());
    }
    println!("of 500: {own} policies are not the built-in one, {planned} situations have a plan");
    assert!(own > 350 && planned > 150, "{own} {planned}");
}

/// Where a tag has one reading under a template, the groups of the template's
/// expression are its fields.
fn captures_are_fields(policy: &Policy, tag: &Tag) -> Result<(), TestCaseError> {
    let candidates = policy.recognize(tag);
    let patterns = policy.patterns(Dialect::Go);
    for candidate in &candidates {
        let same = |other: &&Candidate| other.path() == candidate.path();
        let is_single = candidate.is_certain() && candidates.iter().filter(same).count() == 1;
        // No expression compares two groups, as recognizing does.
        let placeholders = candidate.template().matches('{').count();
        // Nor does it know `u64::MAX`, by which recognizing parts two numbers.
        let touch = candidate.template().contains("}{");
        // Nor what leaves a suffix to the image rather than to a slug.
        let suffixes = policy.document().images.iter().any(|image| image.suffix.is_some());
        if !is_single || touch || suffixes || placeholders > candidate.fields().len() {
            continue;
        }
        let rule = patterns.iter().find(|one| one.rule() == candidate.rule()).unwrap();
        let pattern =
            rule.tags().iter().find(|one| one.template() == candidate.template()).unwrap();
        let regex = Regex::new(pattern.regex()).unwrap();
        let captures = regex.captures(tag.as_str());
        let Some(captures) = captures else {
            return Err(TestCaseError::fail(format!("{tag} is not of {}", pattern.regex())));
        };
        for field in candidate.fields() {
            let group = captures.name(field.name()).map(|found| found.as_str());
            let value = field.value().unwrap().to_string();
            prop_assert_eq!(
                group,
                Some(&*value),
                "{} in {} by {}",
                field.name(),
                tag,
                pattern.regex()
            );
        }
    }
    Ok(())
}
