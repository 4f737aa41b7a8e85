//! What the findings of this repository's policies say to do, done.

use tagwright::Policy;
use tagwright::audit::{Finding, FindingCode};
use tagwright::document::RuleDocument;

use super::golden::corners;
use super::policies::policies;
use crate::given::{load, policy};

/// The condition that the remedy says to write, if it says to take versions only.
fn release(finding: &Finding) -> Option<&str> {
    let when = finding.remedy.strip_prefix("take only the git tags that are versions: when = ")?;
    when.strip_prefix("{ ")?.strip_suffix(" }")
}

/// A rule for the git tags that this condition matches.
fn rule_of(condition: &str) -> RuleDocument {
    let text = format!("[[rules]]\nname = 'a'\nwhen = {{ {condition} }}\ntags = ['x']\n");
    policy(&text).document().rules[0].clone()
}

#[test]
fn git_tags_that_are_versions_are_apart() {
    let mut followed = 0;
    for policy in policies().into_iter().chain(corners()) {
        for finding in &policy.audit() {
            let Some(release) = release(finding) else { continue };
            let only = rule_of(release);
            let mut document = policy.document().clone();
            for (index, rule) in document.rules.iter_mut().enumerate() {
                let place = format!("rules[{index}]");
                let is_of = finding.paths.iter().any(|path| path.starts_with(&place));
                if is_of && rule.when.tag.is_some() && rule.when.release.is_none() {
                    rule.when.release.clone_from(&only.when.release);
                }
            }
            let policy = Policy::new(document).unwrap();
            let is_left = |one: &&Finding| one.code == finding.code && one.paths == finding.paths;
            let findings = policy.audit();
            assert_eq!(findings.iter().find(is_left), None, "after {finding}");
            followed += 1;
        }
    }
    assert!(followed > 30, "{followed}");
}

/// The versions are those that the rule has, under its prefix and of its scheme.
#[test]
fn versions_to_take_are_those_of_the_rule() {
    for (tag, expected) in [
        ("'*'", Some("release = {}")),
        ("'v*'", Some("release = {}")),
        ("'rel-*'", Some("release = { prefix = \"rel-\" }")),
        ("'/20[0-9]{2}[-.][0-9]{2}/'", Some("release = { prefix = \"\", scheme = \"dotted\" }")),
        ("'nightly-*'", Some("release = { prefix = \"nightly-\" }")),
        ("'/nightly[a-z]*/'", None),
    ] {
        let text = format!(
            "slug = {{ edges = 'trim', empty = 'x' }}\n\
             [[rules]]\nname = 'a'\nwhen = {{ branch = '*' }}\ntags = ['{{slug}}']\n\
             [[rules]]\nname = 'b'\nwhen = {{ TAG }}\ntags = ['{{git_tag}}']\n"
        );
        let findings = policy(&text.replace("TAG", &format!("tag = {tag}"))).audit();
        let shared = findings.iter().find(|one| one.code == FindingCode::SharedTag).unwrap();
        assert_eq!(release(shared), expected, "{shared}");
        if let Some(release) = expected {
            load(&text.replace("TAG", &format!("tag = {tag}, {release}"))).unwrap();
        }
    }
}
