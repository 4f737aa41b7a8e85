//! Which rules let an older version move a floating tag, against all of their small git tags.

use std::collections::BTreeSet;

use tagwright::audit::{Finding, FindingCode, Severity};
use tagwright::{CiContext, Policy};

use super::policies::assert_reproducible;
use crate::given::{SHA, load, policy};

fn audit(when: &str, tag: &str) -> (Policy, Vec<Finding>) {
    let policy = policy(&format!("[[rules]]\nname = 'r'\nwhen = {{ {when} }}\ntags = ['{tag}']\n"));
    let findings = policy.audit();
    for finding in &findings {
        assert_reproducible(&policy, finding);
    }
    (policy, findings)
}

fn find(findings: &[Finding], code: FindingCode) -> Option<&Finding> {
    findings.iter().find(|finding| finding.code == code)
}

/// Versions of every shape, by the names that a rule takes: no sample is needed to find two.
#[test]
fn older_versions_are_found_in_the_language_of_a_rule() {
    let cases = [
        (r"tag = '/v0\.[0-9]+\.[0-9]+/'", "latest", Some("v0.0.1 v0.0.0"), "{}"),
        ("tag = 'v3.*'", "latest", Some("v3.0.1 v3.0.0"), "{}"),
        (r"tag = '/v[0-9]+\.[0-9]+/'", "latest", Some("v0.1 v0.0"), "{ scheme = \"dotted\" }"),
        (
            r"tag = '/v[0-9]+(\.[0-9]+){3}/'",
            "latest",
            Some("v0.0.0.1 v0.0.0.0"),
            "{ scheme = \"dotted\" }",
        ),
        (
            r"tag = '/20[0-9]{2}\.[0-9]{2}\.[0-9]{2}/'",
            "latest",
            Some("2000.10.11 2000.10.10"),
            "{ prefix = \"\", scheme = \"dotted\" }",
        ),
        ("tag = 'rel-*'", "latest", Some("rel-2.0.0 rel-1.2.9"), "{ prefix = \"rel-\" }"),
        ("tag = ['v1.0', 'v1.1']", "latest", Some("v1.1 v1.0"), "{ scheme = \"dotted\" }"),
        ("tag = ['v1.0', 'v1.0.0']", "latest", None, ""),
        ("tag = ['v1.0.0', 'v1.0.0+x']", "latest", None, ""),
        ("tag = ['a1.0', 'b1.1']", "latest", None, ""),
        ("tag = 'v1.0.0'", "latest", None, ""),
    ];
    for (when, tag, expected, release) in cases {
        let (_, findings) = audit(when, tag);
        let found = find(&findings, FindingCode::OldReleaseMovesFloating);
        let names = found.map(|finding| {
            let contexts = finding.witness.as_ref().unwrap().contexts.iter();
            let names = contexts.map(|context| context.git_ref().name().unwrap().to_string());
            names.collect::<Vec<_>>().join(" ")
        });
        assert_eq!(names.as_deref(), expected, "{when} {findings:?}");
        assert_eq!(find(&findings, FindingCode::NotDecided), None, "{when}");
        let Some(finding) = found else { continue };
        let remedy = format!(
            "compare versions: when = {{ release = {release} }}, and moves = \"highest\" for the tag"
        );
        assert_eq!(finding.remedy, remedy, "{when}");
        // Followed, it helps, and both versions are still releases.
        let followed = load(&format!(
            "[[rules]]\nname = 'r'\nwhen = {{ {when}, release = {release} }}\n\
             tags = [{{ tag = '{tag}', moves = 'highest' }}]\n"
        ))
        .unwrap();
        let left = followed.audit();
        assert_eq!(find(&left, FindingCode::OldReleaseMovesFloating), None, "{when}");
        for name in expected.unwrap().split(' ') {
            let context = CiContext::tag("server", name, SHA).unwrap();
            let context = crate::given::alone(context);
            let context = context.with_created(crate::given::CREATED.parse().unwrap());
            assert!(followed.plan(&context).is_ok(), "{when} {name}");
        }
    }
}

/// The numbers of a version of two to four, if it is one.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let numbers: Option<Vec<u64>> = version.split('.').map(|one| one.parse().ok()).collect();
    let mut numbers = numbers.filter(|all| (2..=4).contains(&all.len()))?;
    numbers.resize(4, 0);
    Some(numbers)
}

fn small_versions(digits: &[&str]) -> Vec<String> {
    let mut longest: Vec<String> = digits.iter().map(ToString::to_string).collect();
    let mut all = Vec::new();
    for _ in 0..3 {
        longest = longest
            .iter()
            .flat_map(|one| digits.iter().map(move |digit| format!("{one}.{digit}")))
            .collect();
        all.extend(longest.clone());
    }
    all
}

/// Every pattern of a list, and every tag that names some numbers.
#[test]
fn agrees_with_enumeration_of_dotted_versions() {
    const PATTERNS: [&str; 16] = [
        r"/v[0-9]+\.[0-9]+/",
        r"/v(1|01)\.(0|1)/",
        r"/v(1|01)\.0/",
        r"/v1(\.0){1,3}/",
        r"/v1\.0(\.[01])?/",
        r"/v[01]\.1\.0/",
        r"/v(0\.1|1\.0)/",
        r"/v(0\.1|1\.1)(\.0)?/",
        r"/v1\.(0|00|000)(\.00)?/",
        r"/v(10|1)\.(1|10)\.1/",
        r"/v(1\.0\.1|1\.1\.0)/",
        r"/v(0\.0\.0\.1|1\.0\.0\.1)/",
        "v1.*",
        "v*.1",
        "v1.0",
        "v?.0.1",
    ];
    const TAGS: [&str; 5] = ["latest", "{major}", "{minor}", "{major}.{minor}", "{minor}-{major}"];
    let versions = small_versions(&["0", "1", "00", "01", "10", "000"]);
    let (mut found, mut never) = (0, 0);
    for pattern in PATTERNS {
        for tag in TAGS {
            let when = format!("tag = '{pattern}', release = {{ scheme = 'dotted' }}");
            let (policy, findings) = audit(&when, tag);
            let plans = versions.iter().filter_map(|version| {
                let context = CiContext::tag("server", &*format!("v{version}"), SHA).ok()?;
                let context = context.with_created(crate::given::CREATED.parse().unwrap());
                let plan = policy.plan(&context).ok()?;
                Some((plan.tags().primary().tag.to_string(), numbers(version)?))
            });
            let plans: BTreeSet<(String, Vec<u64>)> = plans.collect();
            let differ = |(tag, version): &(String, Vec<u64>)| {
                plans.iter().any(|(other, numbers)| other == tag && numbers != version)
            };
            let expected = plans.iter().any(differ);
            let finding = find(&findings, FindingCode::OldReleaseMovesFloating);
            let is_open = find(&findings, FindingCode::NotDecided)
                .is_some_and(|finding| finding.message.contains("which versions"));
            assert!(!is_open, "{pattern} {tag}: {findings:?}");
            assert!(finding.is_some() || !expected, "{pattern} {tag}");
            if let Some(finding) = finding {
                let contexts = &finding.witness.as_ref().unwrap().contexts;
                let all = contexts.iter().map(|context| {
                    numbers(context.git_ref().name().unwrap().as_str().trim_start_matches('v'))
                });
                let all: Vec<_> = all.collect();
                assert!(all[0] > all[1], "{finding}");
            }
            found += usize::from(expected);
            never += usize::from(finding.is_none());
        }
    }
    assert!(found > 25 && never > 15, "{found} {never}");
}

/// A final release and a prerelease, and a git tag that is no version, are found as sets too.
#[test]
fn other_movers_are_found_in_the_language_of_a_rule() {
    let cases = [
        ("tag = ['v7.0.0', 'v7.0.0-x.1']", Some("v7.0.0 v7.0.0-x.1"), None),
        ("tag = ['v7.0.0', 'edge']", None, Some("v7.0.0 edge")),
        ("tag = ['v7.0', 'edge']", None, Some("v7.0 edge")),
        ("tag = ['v7.0.0', 'v7.0.1']", None, None),
        ("tag = 'v7.*'", Some("v7.1.1 v7.1.1-a"), Some("v7.1.1 v7.a")),
        (r"tag = '/v7\.[0-9]+\.[0-9]+/'", None, None),
        (
            "release = { prerelease = 'include' }, tag = ['v7.0.0', 'v7.1.0-x']",
            Some("v7.0.0 v7.1.0-x"),
            None,
        ),
        ("release = { scheme = 'dotted' }, tag = ['v7.0', 'v7.0.1']", None, None),
    ];
    for (when, prerelease, other) in cases {
        let (_, findings) = audit(when, "latest");
        for (code, expected) in [
            (FindingCode::PrereleaseMovesFloating, prerelease),
            (FindingCode::AnyTagMovesFloating, other),
        ] {
            let names = find(&findings, code).map(|finding| {
                let contexts = finding.witness.as_ref().unwrap().contexts.iter();
                let names = contexts.map(|context| context.git_ref().name().unwrap().to_string());
                names.collect::<Vec<_>>().join(" ")
            });
            assert_eq!(names.as_deref(), expected, "{when} {code}");
            let Some(finding) = find(&findings, code) else { continue };
            let name = expected.unwrap().split(' ').next().unwrap();
            for (when, tag) in followed(when, &finding.remedy) {
                let text = format!("[[rules]]\nname = 'r'\nwhen = {{ {when} }}\ntags = [{tag}]\n");
                let policy = load(&text).unwrap();
                assert_eq!(find(&policy.audit(), code), None, "{text}");
                let context = CiContext::tag("server", name, SHA).unwrap();
                assert_eq!(
                    policy.plan(&context).unwrap().tags().primary().tag,
                    *"latest",
                    "{text}"
                );
            }
        }
        assert_eq!(find(&findings, FindingCode::NotDecided), None, "{when}");
    }
}

/// The conditions and the tag of each remedy that a message gives for a rule of `latest`.
fn followed(when: &str, remedy: &str) -> Vec<(String, &'static str)> {
    const LATEST: &str = "'latest'";
    const FINAL: &str = "{ tag = 'latest', moves = 'final' }";
    if remedy == "set prerelease = \"exclude\", or moves = \"final\" for the tag" {
        let excluded = when.replace("'include'", "'exclude'");
        return vec![(excluded, LATEST), (when.to_owned(), FINAL)];
    }
    let condition = remedy.strip_prefix("take final releases alone: when = { ").unwrap();
    let condition = condition.strip_suffix(" }").unwrap();
    vec![(format!("{when}, {condition}"), LATEST)]
}

/// Two git tags of one rule that give one tag, though it is made of the whole version; the remedy
/// followed, none do.
#[test]
fn two_git_tags_of_one_version_are_found() {
    let cases = [
        ("release = { prefix = ['v', ''] }", "1.1.1 v1.1.1"),
        ("release = { build = 'drop' }", "v1.1.1 v1.1.1+a"),
        ("release = { scheme = 'pep440' }", "v1.0.0 vv1.0.0"),
        ("release = { scheme = 'pep440', prerelease = 'only' }", "v1.0.0rc1 v1.0.0-rc.1"),
    ];
    for (when, expected) in cases {
        let (_, findings) = audit(when, "{version}");
        let finding =
            find(&findings, FindingCode::SlugCollision).unwrap_or_else(|| panic!("{when}"));
        let contexts = finding.witness.as_ref().unwrap().contexts.iter();
        let names: Vec<_> = contexts.map(|one| one.git_ref().name().unwrap().to_string()).collect();
        assert_eq!(names.join(" "), expected, "{finding}");
        assert_eq!(
            finding.remedy,
            "use {git_tag}, which distinguishes two git tags of one version"
        );
        let (_, findings) = audit(when, "{git_tag}");
        // A `+` is written `_` all the same.
        let left = find(&findings, FindingCode::SlugCollision);
        assert!(left.is_none_or(|one| one.severity == Severity::Info), "{when}");
    }
    for when in ["release = {}", "release = { scheme = 'dotted' }"] {
        let (_, findings) = audit(when, "{version}");
        assert_eq!(find(&findings, FindingCode::SlugCollision), None, "{when}");
    }
}
