//! What every finding of every policy shows, code by code.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tagwright::audit::{Finding, FindingCode, Severity};
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, GitRef, Policy, Tag, TagKind};

use super::policies::{assert_reproducible, policies};
use crate::plan::conditions::events_of;
use crate::report::policies::policy;

/// The paths of what gives a tag, as the explanation of a plan has them.
fn places(policy: &Policy, context: &CiContext, tag: &Tag) -> Vec<String> {
    let explanation = policy.explain(context);
    let tags = explanation.tags().filter(|one| one.text.result.as_deref() == Some(tag.as_str()));
    tags.map(|one| one.text.path.trim_end_matches(".tag").to_owned()).collect()
}

/// Whether one of the finding's paths gives the tag.
fn is_given_there(policy: &Policy, finding: &Finding, context: &CiContext, tag: &Tag) -> bool {
    let places = places(policy, context, tag);
    finding.paths.iter().any(|path| places.contains(path))
}

/// The kind of a tag of a plan.
fn kind(policy: &Policy, context: &CiContext, tag: &Tag) -> Option<TagKind> {
    let plan = policy.plan(context).unwrap();
    plan.tags().iter().find(|planned| planned.tag == *tag).map(|planned| planned.kind)
}

fn is_label(tag: &str) -> bool {
    let is_end = |end: Option<char>| end.is_some_and(|one| one.is_ascii_alphanumeric());
    tag.len() <= 63 && is_end(tag.chars().next()) && is_end(tag.chars().last())
}

/// What a reader of YAML might not take for text, in a word: it is one of a few
/// words, or it begins with a digit and has nothing but what numbers have.
fn may_be_a_number(tag: &str) -> bool {
    let is_number = tag.starts_with(|one: char| one.is_ascii_digit())
        && tag.chars().all(|one| one.is_ascii_hexdigit() || "xXob_.-".contains(one));
    is_number
        || ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
            .contains(&tag.to_ascii_lowercase().as_str())
}

fn check_label(policy: &Policy, finding: &Finding, contexts: &[CiContext]) {
    let [context] = contexts else { panic!("{finding}") };
    let key = finding.message.split(' ').nth(1).unwrap();
    assert_eq!(policy.plan(context).unwrap().labels().get(key), None, "{finding}");
}

/// Complete contexts, of a ref and an event that exist together.
fn assert_exist(finding: &Finding, contexts: &[CiContext]) {
    for context in contexts {
        let event = context.event().expect("a complete context");
        assert!(events_of(context).contains(&event), "{finding}: {context:?}");
        let is_pull_request = matches!(context.git_ref(), GitRef::PullRequest { .. });
        assert_eq!(context.fork().is_some(), is_pull_request, "{finding}: {context:?}");
        assert!(context.protected().is_some(), "{finding}: {context:?}");
    }
}

/// The codes that are about floating tags.
const MOVES: [FindingCode; 5] = [
    FindingCode::AnyBranchMovesFloating,
    FindingCode::PrereleaseMovesFloating,
    FindingCode::AnyTagMovesFloating,
    FindingCode::OldReleaseMovesFloating,
    FindingCode::OldCommitMovesFloating,
];

fn check(policy: &Policy, finding: &Finding) {
    assert_reproducible(policy, finding);
    let Some(witness) = &finding.witness else {
        let is_without = matches!(
            finding.code,
            FindingCode::UnreachableRule | FindingCode::CheckedAtPlanTime | FindingCode::NotDecided
        );
        assert!(is_without, "{finding}");
        return;
    };
    let contexts = witness.contexts.as_slice();
    assert_exist(finding, contexts);
    let is_of_images = finding.paths.iter().any(|path| path.starts_with("images"));
    let Some(tag) = &witness.tag else {
        let has_no_rule = match finding.code {
            FindingCode::EventWithoutTags => true,
            FindingCode::UnreachableRule => false,
            code => panic!("a witness of {code} has a tag"),
        };
        for context in contexts {
            let error = policy.plan(context).unwrap_err();
            assert_eq!(error.kind() == PlanErrorKind::NoRule, has_no_rule, "{finding}");
        }
        return;
    };
    if finding.code == FindingCode::InheritedLabel {
        return check_label(policy, finding, contexts);
    }
    if !is_of_images {
        let is_given = |one: &CiContext| is_given_there(policy, finding, one, tag);
        assert!(contexts.iter().all(is_given), "{finding}");
    }
    let version = |context: &CiContext| context.git_ref().name().map(ToString::to_string).unwrap();
    match (finding.code, contexts) {
        // Two variants are different builds, whatever else they are of.
        (FindingCode::SharedTag, [left, right]) if left.variant() != right.variant() => {}
        (FindingCode::SharedTag, [left, right]) => {
            let is_of_one_commit = left.sha() == right.sha();
            assert!(
                !is_of_one_commit || is_of_images || finding.severity == Severity::Info,
                "{finding}"
            );
            let numbers = [left, right].map(|context| match context.git_ref() {
                GitRef::PullRequest { number, .. } => Some(*number),
                _ => None,
            });
            let are_pulls = numbers[0].is_some() && numbers[0] == numbers[1];
            let is_one_ref = left.git_ref() == right.git_ref() || are_pulls;
            let is_named = left.git_ref().name().is_some();
            // Of one ref, two commits have one tag by two templates.
            let by_two = || finding.paths.len() > 1 && !is_of_one_commit;
            assert!(is_of_images || !(is_one_ref && is_named) || by_two(), "{finding}");
        }
        (FindingCode::SlugCollision | FindingCode::AnyBranchMovesFloating, [left, right]) => {
            assert_ne!(left.git_ref(), right.git_ref(), "{finding}");
        }
        (FindingCode::PrereleaseMovesFloating, [_, to]) => {
            assert!(is_prerelease(&version(to)), "{finding}");
        }
        (FindingCode::AnyTagMovesFloating, [from, to]) => {
            assert_ne!(version(from), version(to), "{finding}");
        }
        (FindingCode::OldReleaseMovesFloating, [from, to]) => {
            let [from, to] = [from, to].map(version);
            match [&from, &to].map(|name| sem_ver(name)) {
                [Some(newer), Some(older)] => assert!(older < newer, "{finding}"),
                // Of one number, letters decide.
                _ => assert!(numbers(&to) <= numbers(&from) && from != to, "{finding}"),
            }
        }
        (FindingCode::OldCommitMovesFloating, [newer, older]) => {
            assert!(matches!(newer.git_ref(), GitRef::Branch(_)), "{finding}");
            assert_eq!(newer.git_ref(), older.git_ref(), "{finding}");
            assert_ne!(newer.sha(), older.sha(), "{finding}");
        }
        (FindingCode::PrimaryIsFloating, [context]) => {
            let plan = policy.plan(context).unwrap();
            let primary = plan.tags().primary();
            assert_eq!((&primary.tag, primary.kind), (tag, TagKind::Floating), "{finding}");
        }
        (FindingCode::ShortShaCollision, [left, right]) => {
            let digits = policy.document().short_sha;
            let [ours, theirs] = [left, right].map(|one| one.sha().to_string());
            assert_eq!(ours[..digits], theirs[..digits], "{finding}");
            assert_ne!(ours, theirs, "{finding}");
        }
        (FindingCode::ReadsAsNumber, [_]) => assert!(may_be_a_number(tag.as_str()), "{finding}"),
        (FindingCode::RegistryRule, [context]) => {
            let plan = policy.plan(context).unwrap();
            let mut images = plan.images().flat_map(|image| [image.push, image.pull]);
            let of_registry = images
                .any(|name| finding.message.contains(&format!("{} refuses", name.registry())));
            assert!(of_registry, "{finding}");
        }
        (FindingCode::LabelUnsafe, [_]) => assert!(!is_label(tag.as_str()), "{finding}"),
        _ => panic!("a witness of {} contexts: {finding}", contexts.len()),
    }
    if MOVES.contains(&finding.code) {
        for context in contexts {
            assert_eq!(kind(policy, context, tag), Some(TagKind::Floating), "{finding}");
        }
    }
}

/// Tries a law on so many random values, unless `PROPTEST_CASES` says how many, and
/// on more of them until it has seen what it must: few may well hold nothing of it.
/// Whether it has.
#[must_use]
fn tried_until_seen<S: Strategy>(
    cases: u32,
    values: &S,
    law: impl Fn(S::Value) -> Result<(), TestCaseError>,
    has_seen: impl Fn() -> bool,
) -> bool {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    let config = ProptestConfig {
        cases: wanted.unwrap_or(cases),
        max_shrink_iters: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    (0..20).any(|_| {
        // One of its own, because a runner runs no more than its cases.
        TestRunner::new(config.clone()).run(values, &law).unwrap();
        has_seen()
    })
}

/// The version that a name ends with; a prefix may have digits too.
fn sem_ver(name: &str) -> Option<semver::Version> {
    let mut ends = name.char_indices().map(|(start, _)| &name[start..]);
    ends.find_map(|end| semver::Version::parse(end).ok())
}

/// The numbers that a version of another scheme begins with, without zeros at the end.
fn numbers(name: &str) -> Vec<u128> {
    let version = name.trim_start_matches(|one: char| !one.is_ascii_digit());
    let release = version.split(|one: char| !one.is_ascii_digit() && one != '.').next();
    let numbers = release.unwrap_or_default().split('.');
    let mut numbers: Vec<u128> = numbers.map_while(|number| number.parse().ok()).collect();
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers
}

/// Whether a version of SemVer or PEP 440 is a prerelease.
fn is_prerelease(name: &str) -> bool {
    let letters = ["a", "b", "c", "rc", "pre", "dev"];
    let has = |letters: &&str| {
        name.match_indices(*letters).any(|(index, _)| {
            let before = name[..index].trim_end_matches(['-', '_', '.']);
            before.ends_with(|one: char| one.is_ascii_digit())
        })
    };
    name.contains('-') || letters.iter().any(has)
}

#[test]
fn every_witness_shows_what_its_finding_says() {
    let seen: RefCell<BTreeSet<FindingCode>> = RefCell::default();
    let law = |policy: Policy| {
        for finding in policy.audit() {
            seen.borrow_mut().insert(finding.code);
            check(&policy, &finding);
        }
        Ok(())
    };
    assert!(tried_until_seen(96, &policy(), law, || seen.borrow().len() >= 9), "{seen:?}");
}

/// The policies of this repository's tests have a finding of every code.
#[test]
fn every_code_is_found_somewhere() {
    let mut seen = BTreeSet::new();
    for policy in policies() {
        for finding in policy.audit() {
            seen.insert(finding.code);
            check(&policy, &finding);
        }
    }
    assert_eq!(seen.len(), 16, "{seen:?}");
}
