//! No two builds get one immutable tag without a finding.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tagwright::audit::{Finding, FindingCode};
use tagwright::testing::Universe;
use tagwright::{CiContext, Policy, TagKind};

use crate::given::policy;

/// Rules of which one immutable tag may name two builds.
const SEEDS: [&str; 9] = [
    r#"rules = [{ name = "a", when = { release = { prefix = ["v", ""] } }, tags = "{version}" }]"#,
    r#"rules = [{ name = "a", when = { release = { build = "drop" } }, tags = "{version}" }]"#,
    r#"rules = [{ name = "a", when = { release = {}, tag = "*" }, tags = "{major}.{minor}.{patch}" }]"#,
    r#"rules = [{ name = "a", when = { release = { scheme = "pep440", prerelease = "include" } }, tags = "{version}" }]"#,
    r#"rules = [{ name = "a", when = { release = { scheme = "dotted", prefix = ["v", "", "r"] } }, tags = "{version}" }]"#,
    r#"rules = [{ name = "a", when = { tag = "*" }, tags = "{version}" }]"#,
    r#"rules = [
        { name = "a", when = { tag = "v*" }, tags = "{version}" },
        { name = "b", when = { release = { scheme = "dotted", prefix = "" } }, tags = "{git_tag}" },
    ]"#,
    r#"variants = { alpine = "-alpine", cuda = "-cuda" }
       rules = [{ name = "a", when = { release = {} }, tags = [{ tag = "{version}", affix = false }] }]"#,
    r#"variants = { alpine = "-alpine", b = "-b" }
       rules = [{ name = "a", when = { release = { prerelease = "include" } }, tags = "{version}" }]"#,
];

const VERSIONS: [&str; 22] = [
    "v1.0.0",
    "1.0.0",
    "r1.0.0",
    "v1.0",
    "1.0",
    "v1.0.0.0",
    "1.0.0.0",
    "v01.0.0",
    "v1.0.0+a",
    "v1.0.0+b",
    "1.0.0+a",
    "v1.0a1",
    "v1.0-alpha.1",
    "v1.0.0a1",
    "v1.0.0-b",
    "v1.0.0-b-b",
    "v1.0.0_a",
    "release-1.0.0",
    "server/v1.0.0",
    "v7",
    "server-v1.0.0",
    "7",
];
const BRANCHES: [&str; 7] =
    ["main", "develop", "v1.0.0", "release/1.0", "release-1.0", "feature/a-fix", "feature-a-fix"];

/// Different builds: each ref has a commit of its own, and all else differs too.
fn contexts(policy: &Policy) -> Vec<CiContext> {
    let mut count: u64 = 0;
    let mut sha = || {
        count += 1;
        (format!("{:08x}{:032x}", count * 0x0101_0101, count), count)
    };
    let mut all = Vec::new();
    let variants = policy.document().variants.keys().map(Some).chain([None]);
    for variant in variants {
        let mut add = |make: &dyn Fn(&str) -> CiContext| {
            let (sha, count) = sha();
            let mut context = make(&sha)
                .with_created(
                    tagwright::Timestamp::from_unix(i64::try_from(count * 86_461).unwrap())
                        .unwrap(),
                )
                .with_committed(
                    tagwright::Timestamp::from_unix(i64::try_from(count * 86_461).unwrap())
                        .unwrap(),
                )
                .with_run_number(count)
                .with_default_branch("main")
                .unwrap()
                .with_event(tagwright::context::Event::Push)
                .with_protected(true);
            context = crate::given::alone(context);
            if let Some(variant) = variant {
                context = context.with_variant(variant).unwrap();
            }
            for (name, value) in &policy.document().values {
                if value.unique {
                    context = context.with_value(name, format!("{}.{count}", count % 7)).unwrap();
                }
            }
            all.push(context);
        };
        for name in VERSIONS {
            add(&|sha| CiContext::tag("server", name, sha).unwrap());
        }
        for name in BRANCHES {
            add(&|sha| CiContext::branch("server", name, sha).unwrap());
        }
    }
    all
}

/// Returns how many tags of two builds the policy gives.
fn check(policy: &Policy) -> usize {
    let contexts = contexts(policy);
    let findings = policy.audit();
    let mut given: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut shared = 0;
    for context in &contexts {
        let Ok(plan) = policy.plan(context) else { continue };
        for image in plan.images() {
            for planned in image.tags().filter(|planned| planned.kind == TagKind::Immutable) {
                let reference = format!("{}:{}", image.push, planned.tag);
                let build = context.sha().to_string();
                let (rule, of) = given
                    .entry(reference.clone())
                    .or_insert_with(|| (planned.rule.to_string(), build.clone()));
                if *of != build {
                    shared += 1;
                    let is_reported =
                        findings.iter().any(|one| reports(policy, one, [rule, &planned.rule]));
                    assert!(
                        is_reported,
                        "{reference} of {context:?}: {:?}\n{findings:#?}",
                        policy.document().rules
                    );
                }
            }
        }
    }
    shared
}

/// Whether a finding is about tags of both rules that may be equal.
fn reports(policy: &Policy, finding: &Finding, rules: [&str; 2]) -> bool {
    let is_such = matches!(
        finding.code,
        FindingCode::SharedTag
            | FindingCode::SlugCollision
            | FindingCode::ShortShaCollision
            | FindingCode::NotDecided
    );
    let is_about = |rule: &str| {
        let index = policy.document().rules.iter().position(|one| one.name == *rule).unwrap();
        let begin = format!("rules[{index}]");
        finding.paths.iter().any(|path| path.starts_with(&begin) || path == "rules")
    };
    is_such && rules.into_iter().all(is_about)
}

#[test]
fn two_builds_get_one_immutable_tag_only_with_a_finding() {
    let shared: usize = SEEDS.iter().map(|seed| check(&policy(seed))).sum();
    assert!(shared > 20, "{shared} tags of two builds");
}

#[test]
fn random_policies_give_two_builds_one_immutable_tag_only_with_a_finding() {
    let mut runner = TestRunner::deterministic();
    let policies = Universe::default().policy();
    let shared: usize =
        (0..150).map(|_| check(&policies.new_tree(&mut runner).unwrap().current())).sum();
    assert!(shared > 20, "{shared} tags of two builds");
}
