//! What the strategies promise of their distribution, of a seed that is always
//! the same.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tagwright::testing::{context, context_for, policy, situation};
use tagwright::{CiContext, GitRef, Policy};

const SAMPLES: usize = 1_024;

/// Of so many samples, the share for which this holds, in percent.
fn share<T: std::fmt::Debug>(
    strategy: impl Strategy<Value = T>,
    holds: impl Fn(&T) -> bool,
) -> usize {
    let mut runner = TestRunner::deterministic();
    let samples = (0..SAMPLES).map(|_| strategy.new_tree(&mut runner).unwrap().current());
    samples.filter(holds).count() * 100 / SAMPLES
}

#[test]
fn contexts_have_each_fact_most_of_the_time() {
    let facts: [fn(&CiContext) -> bool; 4] = [
        |context| context.head_sha().is_some(),
        |context| context.created().is_some(),
        |context| context.run_number().is_some(),
        |context| context.title().is_some(),
    ];
    for fact in facts {
        let share = share(context(), fact);
        assert!((65..=75).contains(&share), "{share} %");
    }
}

#[test]
fn contexts_for_a_policy_have_every_fact() {
    let contexts = || context_for(&Policy::cwiq());
    assert_eq!(share(contexts(), |context| context.run_number().is_some()), 100);
    assert_eq!(share(contexts(), |context| context.default_branch().is_some()), 100);
}

#[test]
fn some_branches_are_the_default_branch() {
    let contexts = || context_for(&Policy::cwiq());
    let is_branch = |context: &CiContext| matches!(context.git_ref(), GitRef::Branch(_));
    let is_default = |context: &CiContext| {
        let GitRef::Branch(name) = context.git_ref() else { return false };
        context.default_branch() == Some(name)
    };
    let (branches, defaults) = (share(contexts(), is_branch), share(contexts(), is_default));
    assert!((branches / 3..=branches * 3 / 4).contains(&defaults), "{defaults} of {branches} %");
}

#[test]
fn a_third_of_the_situations_have_a_plan() {
    let share = share(situation(), |(policy, context)| policy.plan(context).is_ok());
    assert!((25..=45).contains(&share), "{share} %");
}

#[test]
fn names_come_from_the_patterns_of_a_policy() {
    let policy = |when: &str| -> Policy {
        let images = "images = [{ name = \"{project}\", push = \"r.example.com\" }]";
        let rule =
            format!("[[rules]]\nname = \"r\"\nwhen = {{ {when} }}\ntags = [\"{{short_sha}}\"]");
        toml::from_str(&format!("version = 1\n{images}\n{rule}")).unwrap()
    };
    for (when, begins) in [
        ("branch = \"team-seven/*\"", "team-seven/"),
        ("tag = \"build-seven-?\"", "build-seven-"),
        ("release = { prefix = \"server-seven-v\" }", "server-seven-v"),
    ] {
        let policy = policy(when);
        let share = share(context_for(&policy), |context| {
            context.git_ref().name().is_some_and(|name| name.as_str().starts_with(begins))
        });
        assert!(share >= 40, "{share} % {when}");
    }
    let requests = policy("pull-request = { target = \"release-seven/*\" }");
    let share = share(context_for(&requests), |context| match context.git_ref() {
        GitRef::PullRequest { target: Some(target), .. } => {
            target.as_str().starts_with("release-seven/")
        }
        _ => false,
    });
    assert!(share >= 40, "{share} %");
}

/// What few policies have, some have.
#[test]
fn policies_are_of_many_shapes() {
    let has_branch = share(policy(), |policy| {
        let rules = &policy.document().rules;
        rules.iter().any(|rule| {
            rule.when.branch.is_some() && rule.tags.iter().any(|tag| tag.tag.contains("{branch}"))
        })
    });
    assert!(has_branch > 0);
    let has_variants = share(policy(), |policy| {
        let document = policy.document();
        document.rules.iter().any(|rule| rule.when.variant.is_some())
    });
    assert!(has_variants > 3, "{has_variants}");
    let has_empty = |is_long: fn(usize) -> bool| {
        share(policy(), move |policy| {
            let slug = &policy.document().slug;
            slug.empty.is_some() && is_long(slug.max_length)
        })
    };
    assert!(has_empty(|length| length > 16) > 0);
}
