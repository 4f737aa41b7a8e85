//! How much it matters that two rules give one tag: by whose the tag is, who takes it over, and with
//! which name.

use tagwright::Policy;
use tagwright::audit::{Actor, Finding, FindingCode, Severity};

use super::policies::assert_reproducible;
use crate::given::policy;

const HEAD: &str = "slug = { keep = '.', edges = 'trim', empty = 'unnamed' }\n";

fn rules(rules: [(&str, &str); 2]) -> Policy {
    let rule = |(index, (when, tag)): (usize, &(&str, &str))| {
        format!("[[rules]]\nname = 'r{index}'\nwhen = {{ {when} }}\ntags = ['{tag}']\n")
    };
    let rules: String = rules.iter().enumerate().map(rule).collect();
    policy(&format!("{HEAD}{rules}"))
}

#[track_caller]
fn shared(policy: &Policy) -> Finding {
    let findings = policy.audit();
    let found = findings.iter().find(|finding| finding.code == FindingCode::SharedTag);
    let finding = found.unwrap_or_else(|| panic!("{findings:?}")).clone();
    assert_reproducible(policy, &finding);
    finding
}

/// Who owns `latest`, and who takes it over by a name.
#[test]
fn severity_follows_who_can_do_it() {
    use Actor::{Contributor, Maintainer, Outsider};
    let owners = [
        ("branch = 'main'", Contributor),
        ("default-branch = true", Contributor),
        ("branch = '/(main|master)/'", Contributor),
        ("release = {}", Contributor),
        ("tag = 'v*', protected = true", Maintainer),
        ("event = 'schedule'", Contributor),
        ("branch = '*', protected = true", Maintainer),
    ];
    let takers = [
        ("branch = '*'", Contributor, Severity::Error),
        ("branch = '*', default-branch = false", Contributor, Severity::Error),
        ("pull-request = {}", Outsider, Severity::Error),
        ("pull-request = {}, fork = true", Outsider, Severity::Error),
        ("pull-request = {}, fork = false", Contributor, Severity::Error),
        ("branch = '*', protected = true", Maintainer, Severity::Warning),
        ("pull-request = {}, protected = true", Maintainer, Severity::Warning),
    ];
    for (owner, owned_by) in owners {
        for (taker, taken_by, expected) in takers {
            // The two are one and the same.
            if owner == taker {
                continue;
            }
            let policy = rules([(owner, "latest"), (taker, "{slug}")]);
            let finding = shared(&policy);
            assert_eq!(finding.severity, expected, "{owner} {taker}: {finding}");
            let mut actors = finding.witness.unwrap().actors;
            // A schedule may build a pull request of its own.
            if owner.starts_with("event") {
                actors[0] = owned_by;
            }
            assert_eq!(actors, [owned_by, taken_by], "{owner} {taker}");
        }
    }
}

/// Names that nobody would choose are no error, and those that somebody would are.
#[test]
fn severity_follows_the_names_that_take_a_tag() {
    use Severity::{Error, Warning};
    let cases = [
        // Words, versions and dates.
        ("branch = 'main'", "latest", "branch = '*'", "{slug}", Error),
        ("release = {}", "{major}", "branch = '*'", "{slug}", Error),
        ("release = {}", "{major}.{minor}", "branch = '*'", "{slug}", Error),
        ("release = {}", "{version}", "branch = '*'", "{slug}", Error),
        ("branch = 'main'", "n-{created:%Y%m%d}", "branch = '*'", "{slug}", Error),
        // A pull request needs no name to have a number.
        ("branch = 'main'", "b-{run_number}", "pull-request = {}", "b-{pr}", Error),
        // A stray hyphen.
        ("branch = 'main'", "latest", "branch = { except = 'latest' }", "{slug}", Warning),
        (
            "branch = 'main'",
            "latest",
            "branch = { except = ['latest', 'late*'] }",
            "{slug}",
            Warning,
        ),
        // Digits of a commit, unless they are all there is.
        ("branch = 'main'", "{sha}", "branch = '*'", "{slug}", Warning),
        ("branch = 'main'", "main-{short_sha}", "branch = '*'", "{slug}", Warning),
        ("branch = 'main'", "{created:%Y%m%d}-{short_sha}", "branch = '*'", "{slug}", Warning),
        ("branch = 'main'", "{short_sha}", "branch = '*'", "{slug}", Error),
        // A branch and a git tag of one name, which git tells apart; a fork has not the git tags.
        ("tag = '*'", "{git_tag}", "branch = '*'", "{slug}", Warning),
        ("release = {}", "{git_tag}", "branch = '*'", "{slug}", Warning),
        ("release = {}", "{git_tag}", "pull-request = {}, fork = false", "{slug}", Warning),
        ("tag = 'v*'", "{git_tag}", "pull-request = {}", "{slug}", Error),
        ("tag = '/v[0-9]-[0-9]/'", "{git_tag}", "pull-request = {}", "{slug}", Warning),
        // A git tag that is no version is no release.
        ("tag = '*'", "{git_tag}", "pull-request = {}", "pr-{pr}", Warning),
        // Neither is the other's.
        ("branch = 'a*'", "{slug}", "branch = '*'", "{slug}", Warning),
        ("branch = 'a*'", "{slug}", "pull-request = {}", "{slug}", Warning),
        ("branch = 'main'", "latest", "branch = 'next'", "latest", Warning),
        ("branch = 'main'", "latest", "release = {}", "latest", Warning),
        // Two releases.
        ("release = { prefix = 'a-' }", "{version}", "release = {}", "{version}", Error),
        ("release = { prefix = 'a-' }", "{major}", "release = {}", "{major}", Warning),
    ];
    for (owner, owned, taker, taken, expected) in cases {
        let policy = rules([(owner, owned), (taker, taken)]);
        let finding = shared(&policy);
        assert_eq!(finding.severity, expected, "{owner} {owned} {taker} {taken}: {finding}");
    }
}

/// Two commits of a branch give what a slow pipeline takes back; with the remedy, no other
/// commit than the head gives it.
#[test]
fn the_head_of_a_branch_keeps_its_floating_tags() {
    let audit = |when: &str, tag: &str| {
        let text = format!("{HEAD}[[rules]]\nname = 'r'\nwhen = {{ {when} }}\ntags = [{tag}]\n");
        let policy = policy(&text);
        let findings = policy.audit().into_iter();
        let found: Vec<Finding> =
            findings.filter(|one| one.code == FindingCode::OldCommitMovesFloating).collect();
        for finding in &found {
            assert_reproducible(&policy, finding);
        }
        found
    };
    for (when, tag) in [
        ("branch = 'main'", "'latest'"),
        ("default-branch = true", "'edge-{created:%Y%m%d}'"),
        ("branch = '*'", "'{slug}'"),
        ("branch = 'main'", "{ tag = 'latest', moves = 'always' }"),
    ] {
        let [finding] = &audit(when, tag)[..] else { panic!("{when} {tag}") };
        assert_eq!(finding.severity, Severity::Info);
        assert_eq!(
            finding.remedy,
            "set moves = \"branch-head\" for the tag, and give branch_head to each pipeline"
        );
    }
    for (when, tag) in [
        ("branch = 'main'", "{ tag = 'latest', moves = 'branch-head' }"),
        ("branch = 'main'", "'main-{short_sha}'"),
        ("branch = 'main'", "'main-{run_number}'"),
        ("branch = 'main', event = 'schedule'", "'nightly'"),
        // It is moved from branch to branch.
        ("branch = '*'", "'latest'"),
        ("release = {}", "'latest'"),
        ("pull-request = {}", "'pr-{pr}'"),
    ] {
        assert_eq!(audit(when, tag), [], "{when} {tag}");
    }
}

/// What an error proposes for the names of a rule, done: no error is left.
#[test]
fn exceptions_that_a_remedy_names_are_enough() {
    let cases = [
        (
            ["branch = 'main'", "latest", "branch = {}", "{slug}"],
            "leave such names out, as branch = { except = \"latest\" } does, or begin the tags of each rule \
             with a different prefix",
            "branch = { except = \"latest\" }",
        ),
        (
            ["branch = 'main'", "latest", "pull-request = {}", "{slug}"],
            "leave such names out, as pull-request = { source = { except = \"latest\" } } does, or begin the \
             tags of each rule with a different prefix",
            "pull-request = { source = { except = \"latest\" } }",
        ),
        (
            ["branch = 'main'", "latest", "branch = {}", "{slug:gitlab-ref}"],
            "leave such names out, as branch = { except = '/(?i)latest/' } does, or begin the tags of each \
             rule with a different prefix",
            "branch = { except = '/(?i)latest/' }",
        ),
        (
            ["branch = 'main'", "latest-stable", "branch = {}", "{slug}"],
            "leave such names out, as branch = { except = '/latest[-_./].*/' } does, or begin the tags of \
             each rule with a different prefix",
            "branch = { except = '/latest[-_./].*/' }",
        ),
        (
            ["branch = 'main'", "n-{created:%Y%m%d}", "branch = {}", "{slug}"],
            "leave such names out, as branch = { except = '/n[-_./].*/' } does, or begin the tags of each \
             rule with a different prefix",
            "branch = { except = '/n[-_./].*/' }",
        ),
        (
            ["release = {}", "{version}", "branch = {}", "{slug}"],
            "leave such names out, as branch = { except = '/[0-9].*/' } does, or begin the tags of each rule \
             with a different prefix",
            "branch = { except = '/[0-9].*/' }",
        ),
        (
            ["release = {}", "v{major}.{minor}", "branch = {}", "{slug}"],
            "leave such names out, as branch = { except = '/v[0-9].*/' } does, or begin the tags of each rule \
             with a different prefix",
            "branch = { except = '/v[0-9].*/' }",
        ),
        (
            ["branch = 'main'", "latest", "branch = { except = 'main' }", "{slug}"],
            "leave such names out: add \"latest\" to its except, or begin the tags of each rule with a \
             different prefix",
            "branch = { except = ['main', 'latest'] }",
        ),
    ];
    for ([owner, owned, taker, taken], remedy, followed) in cases {
        let finding = shared(&rules([(owner, owned), (taker, taken)]));
        assert_eq!((&*finding.remedy, finding.severity), (remedy, Severity::Error), "{finding}");
        let followed = rules([(owner, owned), (followed, taken)]);
        let findings = followed.audit();
        assert!(findings.iter().all(|one| one.severity < Severity::Error), "{findings:?}");
    }
    // The other one.
    let own = rules([("branch = 'main'", "latest"), ("branch = {}", "b-{slug}")]);
    assert!(own.audit().iter().all(|one| one.code != FindingCode::SharedTag));
}
