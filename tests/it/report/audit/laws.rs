//! What every finding of every policy shows, code by code.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tagwright::audit::{Finding, FindingCode, FindingWitness, Severity};
use tagwright::document::{ReleaseCondition, RuleDocument, VersionScheme};
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

/// A line for the tag, and a line for each context, by which it is told from the others.
fn assert_displayed(witness: &FindingWitness) {
    let text = witness.to_string();
    let (first, contexts) = text.split_once('\n').unwrap();
    match &witness.tag {
        Some(tag) => assert!(first.ends_with(&format!("{tag}\"")), "{text}"),
        None => assert_eq!(first, "no tag"),
    }
    let expected: Vec<_> =
        witness.examples().map(|(context, actor)| format!("  {actor}: {context}")).collect();
    assert_eq!(contexts, expected.join("\n"));
    assert_eq!(expected.len(), witness.contexts.len(), "{text}");
    let distinct: BTreeSet<_> = witness.contexts.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), expected.len(), "{text}");
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
    assert_displayed(witness);
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
            // Of one ref, two commits have one tag by two templates, or by one that tells
            // builds apart.
            let tells_builds = || left.run_number() != right.run_number();
            let by_two = || !is_of_one_commit && (finding.paths.len() > 1 || tells_builds());
            assert!(is_of_images || !(is_one_ref && is_named) || by_two(), "{finding}");
        }
        (FindingCode::SlugCollision | FindingCode::AnyBranchMovesFloating, [left, right]) => {
            assert_ne!(left.git_ref(), right.git_ref(), "{finding}");
        }
        (FindingCode::PrereleaseMovesFloating, [from, to]) => {
            assert!(is_prerelease(policy, finding, [from, to]), "{finding}");
        }
        (FindingCode::AnyTagMovesFloating, [from, to]) => {
            assert_ne!(from.git_ref().name().unwrap(), to.git_ref().name().unwrap(), "{finding}");
        }
        (FindingCode::OldReleaseMovesFloating, [from, to]) => {
            let versions = versions(policy, finding, [from, to]);
            assert!(versions.iter().any(Versions::has_older), "{finding}");
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

/// The rule that a finding is about.
fn rule_of<'p>(policy: &'p Policy, finding: &Finding) -> &'p RuleDocument {
    let rules = policy.document().rules.iter().enumerate();
    let mut rules = rules.map(|(index, rule)| (format!("rules[{index}].tags"), rule));
    rules.find(|(path, _)| finding.paths[0].starts_with(path)).unwrap().1
}

/// Whether the second git tag is a prerelease; of a rule that does not say which versions it
/// takes, after any text.
fn is_prerelease(policy: &Policy, finding: &Finding, contexts: [&CiContext; 2]) -> bool {
    let release = &rule_of(policy, finding).when.release;
    let name = contexts[1].git_ref().name().unwrap().as_str();
    let mut ends = name.char_indices().map(|(start, _)| &name[start..]);
    versions(policy, finding, contexts).iter().any(Versions::has_prerelease)
        || !matches!(release, Some(ReleaseCondition::Version(_))) && ends.any(is_sem_ver_prerelease)
}

fn is_sem_ver_prerelease(version: &str) -> bool {
    semver::Version::parse(version).is_ok_and(|version| !version.pre.is_empty())
}

/// The versions that a rule takes: how they are written, and what may be before them. A rule
/// that does not say it takes two names with one text before their versions.
fn versions(policy: &Policy, finding: &Finding, contexts: [&CiContext; 2]) -> Vec<Versions> {
    let [from, to] = contexts.map(|context| context.git_ref().name().unwrap().as_str());
    let rule = rule_of(policy, finding);
    let with = |scheme, prefix: &str| {
        let ends = [from, to].map(|name| name.strip_prefix(prefix));
        Some(Versions { scheme, ends: [ends[0]?.to_owned(), ends[1]?.to_owned()] })
    };
    if let Some(ReleaseCondition::Version(release)) = &rule.when.release {
        let project = contexts[0].project().to_string();
        let prefixes = release.prefix.iter().map(|prefix| prefix.replace("{project}", &project));
        return prefixes.filter_map(|prefix| with(release.scheme, &prefix)).collect();
    }
    let prefixes = from.char_indices().map(|(end, _)| &from[..end]);
    let both = |prefix| [VersionScheme::SemVer, VersionScheme::Dotted].map(|one| with(one, prefix));
    prefixes.flat_map(both).flatten().collect()
}

/// Two versions of one scheme.
struct Versions {
    scheme: VersionScheme,
    ends: [String; 2],
}

impl Versions {
    /// Whether the second is older, as far as numbers say it.
    fn has_older(&self) -> bool {
        let [newer, older] = &self.ends;
        match self.scheme {
            VersionScheme::SemVer => {
                let versions = [newer, older].map(|one| semver::Version::parse(one).ok());
                let [Some(newer), Some(older)] = versions else { return false };
                older.cmp_precedence(&newer).is_lt()
            }
            VersionScheme::Dotted => {
                let [Some(newer), Some(older)] = [newer, older].map(|one| numbers(one)) else {
                    return false;
                };
                older < newer
            }
            // Of one number, letters decide.
            _ => epoch_and_numbers(older) <= epoch_and_numbers(newer) && older != newer,
        }
    }

    /// Whether the second is a prerelease.
    fn has_prerelease(&self) -> bool {
        let [_, version] = &self.ends;
        match self.scheme {
            VersionScheme::SemVer => is_sem_ver_prerelease(version),
            VersionScheme::Dotted => false,
            _ => {
                let version = version.to_ascii_lowercase();
                let public = version.split('+').next().unwrap();
                let letters = public.split(|one: char| !one.is_ascii_alphabetic());
                letters.into_iter().any(|word| {
                    ["a", "alpha", "b", "beta", "c", "rc", "pre", "preview", "dev"].contains(&word)
                })
            }
        }
    }
}

/// Numbers with dots between them, without zeros at the end.
fn numbers(version: &str) -> Option<Vec<u128>> {
    let numbers = version.split('.').map(|number| number.parse().ok());
    let mut numbers: Vec<u128> = numbers.collect::<Option<_>>()?;
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    Some(numbers)
}

/// The epoch of a version of PEP 440, and its numbers.
fn epoch_and_numbers(version: &str) -> (u128, Vec<u128>) {
    let version = version.trim_start_matches(['v', 'V']);
    let (epoch, rest) = version.split_once('!').unwrap_or(("0", version));
    let end = rest.find(|one: char| !one.is_ascii_digit() && one != '.').unwrap_or(rest.len());
    let release = rest[..end].trim_end_matches('.');
    (epoch.parse().unwrap(), numbers(release).unwrap())
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
