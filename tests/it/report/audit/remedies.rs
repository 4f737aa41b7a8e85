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
        let text = "slug = { edges = 'trim', empty = 'x' }\n\
                    [[rules]]\nname = 'a'\nwhen = { branch = '*' }\ntags = ['{slug}']\n\
                    [[rules]]\nname = 'b'\nwhen = { TAG }\ntags = ['{git_tag}']\n";
        let findings = policy(&text.replace("TAG", &format!("tag = {tag}"))).audit();
        let shared = findings.iter().find(|one| one.code == FindingCode::SharedTag).unwrap();
        assert_eq!(release(shared), expected, "{shared}");
        if let Some(release) = expected {
            load(&text.replace("TAG", &format!("tag = {tag}, {release}"))).unwrap();
        }
    }
}

/// What variants share, and the policy after each remedy of it.
#[test]
fn variants_are_apart_after_the_remedy() {
    let rule = |when: &str, tag: &str| {
        format!("[[rules]]\nname = 'a'\nwhen = {{ {when} }}\ntags = [{tag}]\n")
    };
    let suffix = "variants = { alpine = '-alpine' }\n";
    let prefix = "variants = { alpine = { prefix = 'alpine-' } }\n";
    let debian = "variants = { alpine = '-alpine', debian = '' }\n";
    let prereleases = rule("release = { prerelease = 'include' }", "'{version}'");
    let finals = rule("release = {}", "'{version}'");
    let lines = rule("release = { prerelease = 'include' }", "'{major}.{minor}-{version}'");
    let commits = |tag: &str| suffix.to_owned() + &rule("branch = '*'", tag);
    for (text, remedy, followed) in [
        (
            suffix.to_owned() + &prereleases,
            "write the variant before the version, as alpine = { prefix = \"alpine-\" } does in \
             [variants]",
            vec![prefix.to_owned() + &prereleases],
        ),
        (
            suffix.to_owned() + &finals,
            "leave out build metadata, as tag = { except = \"*+*\" } does, or write the variant before \
             the version, as alpine = { prefix = \"alpine-\" } does in [variants]",
            vec![
                suffix.to_owned()
                    + &rule("release = {}, tag = { except = \"*+*\" }", "'{version}'"),
                prefix.to_owned() + &finals,
            ],
        ),
        (
            suffix.to_owned() + &lines,
            "write the variant before the version, as alpine = { prefix = \"alpine-\" } does in \
             [variants]",
            vec![prefix.to_owned() + &lines],
        ),
        (
            commits("{ tag = 'b-{short_sha}', affix = false }"),
            "leave out affix = false",
            vec![commits("'b-{short_sha}'")],
        ),
        (
            debian.to_owned() + &rule("branch = '*'", "{ tag = 'b-{short_sha}', affix = false }"),
            "leave out affix = false, or put {variant} into the tag",
            vec![
                debian.to_owned() + &rule("branch = '*'", "'b-{short_sha}'"),
                debian.to_owned()
                    + &rule("branch = '*'", "{ tag = 'b-{short_sha}{variant}', affix = false }"),
            ],
        ),
        (
            commits("'b-{slug}'").replace("variants", "slug = { empty = 'x' }\nvariants"),
            "give each variant an affix that no tag of another can begin or end with",
            vec![
                "slug = { empty = 'x' }\nvariants = { alpine = '.alpine' }\n".to_owned()
                    + &rule("branch = '*'", "'b-{slug}'"),
            ],
        ),
    ] {
        let shared = |text: &str| {
            let all = policy(text).audit();
            all.into_iter().find(|one| one.code == FindingCode::SharedTag)
        };
        let finding = shared(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(finding.remedy, remedy, "{finding}");
        for followed in followed {
            assert_eq!(shared(&followed), None, "{followed}");
        }
    }
}
