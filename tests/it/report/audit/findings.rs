use tagwright::Policy;
use tagwright::audit::{Finding, FindingCode, Severity};

use super::policies::assert_reproducible;
use crate::given::{branch, policy};

const CODES: &[(FindingCode, &str)] = &[
    (FindingCode::SharedTag, "shared-tag"),
    (FindingCode::SlugCollision, "slug-collision"),
    (FindingCode::PrereleaseMovesFloating, "prerelease-moves-floating"),
    (FindingCode::AnyBranchMovesFloating, "any-branch-moves-floating"),
    (FindingCode::AnyTagMovesFloating, "any-tag-moves-floating"),
    (FindingCode::OldReleaseMovesFloating, "old-release-moves-floating"),
    (FindingCode::OldCommitMovesFloating, "old-commit-moves-floating"),
    (FindingCode::PrimaryIsFloating, "primary-is-floating"),
    (FindingCode::UnreachableRule, "unreachable-rule"),
    (FindingCode::EventWithoutTags, "event-without-tags"),
    (FindingCode::CheckedAtPlanTime, "checked-at-plan-time"),
    (FindingCode::ShortShaCollision, "short-sha-collision"),
    (FindingCode::ReadsAsNumber, "reads-as-number"),
    (FindingCode::LabelUnsafe, "label-unsafe"),
    (FindingCode::RegistryRule, "registry-rule"),
    (FindingCode::NotDecided, "not-decided"),
];

#[track_caller]
fn finding(policy: &Policy, code: FindingCode) -> Finding {
    let findings = policy.audit();
    let found = findings.iter().find(|finding| finding.code == code);
    found.unwrap_or_else(|| panic!("no {code}: {findings:?}")).clone()
}

#[test]
fn codes_are_stable() {
    for (code, text) in CODES {
        assert_eq!(code.as_str(), *text);
        assert_eq!(code.to_string(), *text);
        assert_eq!(serde_json::to_value(code).unwrap(), *text);
    }
    for (severity, text) in
        [(Severity::Info, "info"), (Severity::Warning, "warning"), (Severity::Error, "error")]
    {
        assert_eq!(severity.as_str(), text);
        assert_eq!(severity.to_string(), text);
        assert_eq!(serde_json::to_value(severity).unwrap(), text);
    }
}

#[test]
fn findings_read_as_one_line() {
    let cases = [
        (
            FindingCode::SharedTag,
            "[slug]\nedges = \"trim\"\nempty = \"x\"\n\
             [[rules]]\nname = \"main\"\nwhen = { branch = \"main\" }\ntags = [\"latest\"]\n\
             [[rules]]\nname = \"all\"\nwhen = { branch = \"*\" }\ntags = [\"{slug}\"]",
            "error shared-tag at rules[0].tags[0], rules[1].tags[0]: tag \"latest\" comes from rule \
             main for branch \"main\" and from rule all for branch \"latest\", which a contributor can \
             push; leave such names out, as branch = { except = \"latest\" } does, or begin the \
             tags of each rule with a different prefix",
        ),
        (
            FindingCode::SharedTag,
            "[[rules]]\nname = \"main\"\nwhen = { branch = \"main\" }\ntags = [\"latest\"]\n\
             [[rules]]\nname = \"tags\"\nwhen = { tag = \"*\" }\ntags = [\"{version}\"]",
            "warning shared-tag at rules[0].tags[0], rules[1].tags[0]: tag \"latest\" comes from \
             rule main for branch \"main\" and from rule tags for git tag \"latest\"; take only \
             the git tags that are versions: when = { release = {} }",
        ),
        (
            FindingCode::SlugCollision,
            "[[rules]]\nname = \"all\"\nwhen = { branch = \"*\" }\ntags = [\"b-{slug}\"]",
            "warning slug-collision at rules[0].tags[0]: rule all gives tag \"b-feature-a\" for \
             branch \"feature/a\" and for branch \"feature-a\"; add {short_sha}, or set distinct = \
             10 in [slug]",
        ),
        (
            FindingCode::SlugCollision,
            "[[rules]]\nname = \"tags\"\nwhen = { tag = \"v*\" }\ntags = [\"{version}\"]",
            "info slug-collision at rules[0].tags[0]: rule tags gives tag \"1_\" for git tag \"v1_\" \
             and for git tag \"v1+\"; take only the git tags that are versions: when = { release = \
             {} }",
        ),
        (
            FindingCode::PrereleaseMovesFloating,
            "[[rules]]\nname = \"tags\"\nwhen = { tag = \"v*\" }\ntags = [\"stable\"]",
            "warning prerelease-moves-floating at rules[0].tags[0]: rule tags moves \"stable\" from \
             git tag \"v1.2.9\" to git tag \"v2.0.0-rc.1\", a prerelease; take final releases \
             alone: when = { release = {} }",
        ),
        (
            FindingCode::AnyTagMovesFloating,
            "[[rules]]\nname = \"tags\"\nwhen = { tag = \"v*\" }\ntags = [\"stable\"]",
            "warning any-tag-moves-floating at rules[0].tags[0]: rule tags moves \"stable\" from git \
             tag \"v1.2.9\" to git tag \"vnext\", which is not a version; take final releases alone: \
             when = { release = {} }",
        ),
        (
            FindingCode::OldReleaseMovesFloating,
            "[[rules]]\nname = \"final\"\nwhen = { release = {} }\ntags = [\"{version}\", \"{major}\"]",
            "info old-release-moves-floating at rules[0].tags[1]: rule final moves \"1\" from git \
             tag \"v1.2.9\" to git tag \"v1.1.0\", which is older; set moves = \"highest\" for the \
             tag",
        ),
        (
            FindingCode::OldCommitMovesFloating,
            "[[rules]]\nname = \"main\"\nwhen = { branch = \"main\" }\ntags = [\"m-{short_sha}\", \"latest\"]",
            "info old-commit-moves-floating at rules[0].tags[1]: rule main moves \"latest\" back to an \
             older commit of branch \"main\" whose pipeline ends last; set moves = \"branch-head\" for \
             the tag, and give branch_head to each pipeline",
        ),
        (
            FindingCode::PrimaryIsFloating,
            "[[rules]]\nname = \"main\"\nwhen = { branch = \"main\" }\n\
             tags = [\"latest\", \"m-{short_sha}\"]",
            "warning primary-is-floating at rules[0].tags[0]: the first tag of rule main is \
             \"latest\" for branch \"main\", and moves while later jobs use it; put the immutable \
             tag first",
        ),
        (
            FindingCode::UnreachableRule,
            "[[rules]]\nname = \"none\"\nwhen = { branch = { matching = \"a/*\", except = \"a*\" } }\n\
             tags = [\"{short_sha}\"]",
            "warning unreachable-rule at rules[0].when: no ref that git allows makes rule none \
             apply; mend its patterns, or remove it",
        ),
        (
            FindingCode::UnreachableRule,
            "[[rules]]\nname = \"api\"\nwhen = { tag = \"api/v*\" }\ntags = [\"{version}\"]",
            "warning unreachable-rule at rules[0].tags[0]: no image tag can hold what rule api \
             gives, as for git tag \"api/v1.0.0\"; use {slug}, or release with a prefix that is \
             everything before the version",
        ),
        (
            FindingCode::EventWithoutTags,
            "[[rules]]\nname = \"refs\"\nwhen = { branch = \"*\" }\ntags = [\"b-{short_sha}\"]\n\
             [[rules]]\nname = \"tags\"\nwhen = { tag = \"*\" }\ntags = [\"t-{short_sha}\"]",
            "info event-without-tags at rules: no rule applies to pull request 1 from \
             branch \"feature/search\" or a detached commit; add a rule, or start no pipeline for them",
        ),
        (
            FindingCode::CheckedAtPlanTime,
            "[[rules]]\nname = \"tags\"\nwhen = { tag = \"v*\" }\ntags = [\"{version}\"]",
            "info checked-at-plan-time at images[0].name, rules[0].tags[0]: the values of \
             {project} and {version} are checked when a plan is made; nothing has to be done: \
             planning fails for a value that is not legal there",
        ),
        (
            FindingCode::ShortShaCollision,
            "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"c-{short_sha}\"]",
            "info short-sha-collision at rules[0].tags[0]: among 9268 commits, the chance that two \
             share their first 8 digits is 1 in 100; set short-sha = 12, as git itself does for large \
             repositories",
        ),
        (
            FindingCode::ReadsAsNumber,
            "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]",
            "warning reads-as-number at rules[0].tags[0]: YAML may read the tag \"1e111111\" as a \
             number, as it does about 1 short sha in 27; begin the tag with a letter: sha-{short_sha}",
        ),
        (
            FindingCode::ReadsAsNumber,
            "[[rules]]\nname = \"pr\"\nwhen = { pull-request = {} }\ntags = [\"{pr}\"]",
            "info reads-as-number at rules[0].tags[0]: YAML may read the tag \"1\" of pull request \
             1 from branch \"feature/search\" as a number; quote it wherever YAML or Helm reads it",
        ),
        (
            FindingCode::LabelUnsafe,
            "[[rules]]\nname = \"all\"\nwhen = { branch = \"*\" }\ntags = [\"b-{slug}\"]",
            "info label-unsafe at rules[0].tags[0]: the tag \"b--\" of branch \"-\" is not a valid \
             Kubernetes label value, which must begin and end with a letter or digit; where a tag becomes a \
             label, set edges = \"trim\" or a smaller max-length in [slug]",
        ),
        (
            FindingCode::NotDecided,
            "[slug]\nedges = \"trim\"\nempty = \"x\"\nmax-length = 20\n\
             [[rules]]\nname = \"main\"\nwhen = { branch = \"main\" }\ntags = [\"b-a-c\"]\n\
             [[rules]]\nname = \"all\"\nwhen = { pull-request = {} }\ntags = [\"b-{slug}-{slug}\"]",
            "info not-decided at rules[0].tags[0], rules[1].tags[0]: whether rules[0].tags[0] and \
             rules[1].tags[0] can be one tag was not decided; begin the tags of each rule with a \
             different prefix",
        ),
    ];
    for (code, text, expected) in cases {
        let policy = policy(text);
        let finding = finding(&policy, code);
        assert_eq!(finding.to_string(), expected);
        assert_reproducible(&policy, &finding);
    }
}

#[test]
fn a_finding_as_json() {
    let policy = policy(
        "[[rules]]\nname = \"main\"\nwhen = { branch = \"main\" }\ntags = [\"latest\"]\n\
         [[rules]]\nname = \"pr\"\nwhen = { pull-request = { target = \"latest\" } }\n\
         tags = [\"latest\"]",
    );
    let finding = finding(&policy, FindingCode::SharedTag);
    let text = serde_json::to_string_pretty(&finding).unwrap() + "\n";
    let golden = include_str!("../../../golden/finding.json");
    assert_eq!(text, golden);
    assert_eq!(finding.paths, ["rules[0].tags[0]", "rules[1].tags[0]"]);
    assert_eq!(finding.remedy, "begin the tags of each rule with a different prefix");
    assert!(finding.message.starts_with("tag \"latest\" comes from rule main"));
}

#[test]
fn the_worst_come_first() {
    let findings = Policy::cwiq().audit();
    assert!(findings.is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity)));
    assert!(findings.iter().all(|finding| finding.severity < Severity::Error));
    for finding in &findings {
        assert_reproducible(&Policy::cwiq(), finding);
    }
}

#[test]
fn many_pairs_are_one_finding() {
    let rules = |count: usize| -> String {
        let rule = |index| {
            format!(
                "[[rules]]\nname = \"r{index}\"\nwhen = {{ branch = \"r{index}\" }}\n\
                 tags = [\"latest\"]\n"
            )
        };
        (0..count).map(rule).collect()
    };
    let count = |count| {
        let findings = policy(&rules(count)).audit();
        findings.iter().filter(|finding| finding.code == FindingCode::SharedTag).count()
    };
    assert_eq!(count(3), 3, "three pairs, each for itself");
    assert_eq!(count(4), 1, "six pairs");
    let finding = finding(&policy(&rules(4)), FindingCode::SharedTag);
    assert!(finding.message.ends_with("and 5 other pairs of rules share tags too"), "{finding}");
    assert_eq!(finding.paths.len(), 4);
}

/// Whether names differ at the fifteenth character from their end takes more
/// states than are worth it.
#[test]
fn what_takes_too_long_is_not_decided() {
    let policy = policy(
        "[[rules]]\nname = \"a\"\nwhen = { branch = \"/[ab]*a[ab]{14}/\" }\ntags = [\"b-{slug}\"]\n\
         [[rules]]\nname = \"b\"\nwhen = { branch = \"/[ab]*b[ab]{14}/\" }\ntags = [\"b-{slug}\"]",
    );
    let finding = finding(&policy, FindingCode::NotDecided);
    assert!(finding.message.contains("rules[0].tags[0] and rules[1].tags[0]"), "{finding}");
}

/// A hundred rules of teams and releases, as a large monorepo has them.
#[test]
fn a_hundred_rules_are_decided() {
    let rule = |index| {
        format!(
            "[[rules]]\nname = \"b{index}\"\nwhen = {{ branch = \"team{index}/*\" }}\n\
             tags = [\"{{slug}}-{{short_sha}}\", \"t{index}-{{slug}}\", \"{{slug}}\"]\n\
             [[rules]]\nname = \"r{index}\"\nwhen = {{ release = {{ prefix = \"s{index}/v\" }} }}\n\
             tags = [\"s{index}-{{version}}\", \"s{index}-{{major}}.{{minor}}\"]\n"
        )
    };
    let rules: String = (0..50).map(rule).collect();
    let findings = policy(&rules).audit();
    let (shared, others): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding| finding.code == FindingCode::SharedTag);
    assert!(others.iter().all(|finding| finding.code != FindingCode::NotDecided), "{findings:?}");
    // A branch may be called like another with its commit behind.
    assert!(shared.iter().all(|finding| finding.severity == Severity::Info), "{findings:?}");
}

#[test]
fn every_question_that_is_not_decided_is_named() {
    let cases = [
        (
            "branch = [\"b\", \"/fix\\\\b[^a]*/\"]",
            "b-{slug}",
            "whether two refs have one rules[0].tags[0] was not decided",
        ),
        (
            "tag = \"/[ab]{1,3}/\"",
            "b-{slug}{slug}",
            "whether two refs have one rules[0].tags[0] was not decided",
        ),
    ];
    for (when, tag, expected) in cases {
        let text = format!(
            "[slug]\nedges = \"trim\"\nempty = \"x\"\nmax-length = 4\n\
             [[rules]]\nname = \"a\"\nwhen = {{ {when} }}\ntags = [\"{tag}\"]"
        );
        let finding = finding(&policy(&text), FindingCode::NotDecided);
        assert_eq!(finding.message, expected);
        assert_eq!(
            finding.remedy,
            "make the patterns of its rule simpler, and use each fact once in a tag"
        );
    }
}

/// Each of these plans writes half a megabyte of labels.
#[test]
fn plans_that_take_too_long_leave_open_what_else_there_is() {
    let label = |index| format!("\"k{index}={}\"", "x".repeat(4000));
    let labels: Vec<String> = (0..128).map(label).collect();
    let of = |rules: usize| {
        let rule = |index| {
            format!(
                "[[rules]]\nname = \"r{index}\"\nwhen.branch = \"b{index}\"\ntags = [\"t{index}\"]\n"
            )
        };
        let rules: String = (0..rules).map(rule).collect();
        policy(&format!("labels = [{}]\n{rules}", labels.join(", ")))
    };
    let finding = finding(&of(256), FindingCode::NotDecided);
    assert_eq!(
        finding.to_string(),
        "info not-decided at rules: whether there is more to find in rules was not decided; make \
         the patterns of the rules simpler, or split the policy into several"
    );
    let findings = of(64).audit();
    assert!(findings.iter().all(|finding| finding.code != FindingCode::NotDecided), "{findings:?}");
}

/// No prerelease moves the tag that is first of the rule.
#[test]
fn the_first_tag_of_a_rule_is_the_first_that_moves() {
    let policy = policy(
        "[[rules]]\nname = \"release\"\nwhen = { release = { prerelease = \"include\" } }\n\
         tags = [{ tag = \"v{major}\", moves = \"final\" }, \"v{minor}\"]",
    );
    let finding = finding(&policy, FindingCode::PrimaryIsFloating);
    assert_eq!(finding.paths, ["rules[0].tags[1]"]);
}

/// For a prerelease one of the two rules gives nothing: there `1` is of the other
/// alone.
#[test]
fn a_rule_whose_tag_stays_is_not_there() {
    let policy = policy(
        "[[rules]]\nname = \"one\"\nwhen = { release = { prefix = \"\", prerelease = \"include\" } }\ntags = [\"1\"]\n\
         [[rules]]\nname = \"line\"\nwhen = { release = { prefix = \"\", prerelease = \"include\" } }\n\
         tags = [{ tag = \"{major}\", moves = \"final\" }]",
    );
    let finding = finding(&policy, FindingCode::SharedTag);
    assert_reproducible(&policy, &finding);
    assert_eq!(finding.witness.as_ref().and_then(|witness| witness.tag.as_ref()).unwrap(), "1");
}

/// Behind the cut two names may differ in nothing that a pattern tells apart.
#[test]
fn names_of_one_length_meet_in_the_cut() {
    let policy = policy(
        "slug.max-length = 1\n[[rules]]\nname = \"pairs\"\nwhen = { branch = \"/[ab]{2}/\" }\n\
         tags = [\"{slug}\"]",
    );
    let finding = finding(&policy, FindingCode::SlugCollision);
    assert_reproducible(&policy, &finding);
    assert_eq!(
        finding.message,
        "rule pairs gives tag \"a\" for branch \"aa\" and for branch \"ab\""
    );
}

/// Of characters that nothing tells apart, or that do as well, one stands for all;
/// but two of them are two names: within a slug, where its edges are trimmed, and behind the cut.
#[test]
fn names_meet_in_characters_that_nothing_tells_apart() {
    let cases = [
        ("", "/a[#-&]b/", "a-b", "a#b", "a%b"),
        ("", "/a[/-]b/", "a-b", "a-b", "a/b"),
        ("", "/a[^\\x00-\\x7F]{2}b/", "a-b", "aéb", "aêb"),
        ("", "/a[^\\x00-\\x7F]{3}b/", "a-b", "a日b", "a旦b"),
        ("edges = \"trim\", empty = \"x\"", "/a[#-&]/", "a", "a#", "a%"),
        ("max-length = 1", "/a[^\\x00-\\x7F]{2}/", "a", "aé", "aê"),
    ];
    for (slug, pattern, tag, first, second) in cases {
        let policy = policy(&format!(
            "slug = {{ {slug} }}\n[[rules]]\nname = \"pairs\"\nwhen = {{ branch = '{pattern}' }}\n\
             tags = [\"{{slug}}\"]",
        ));
        let finding = finding(&policy, FindingCode::SlugCollision);
        assert_reproducible(&policy, &finding);
        assert_eq!(
            finding.message,
            format!(
                "rule pairs gives tag \"{tag}\" for branch \"{first}\" and for branch \"{second}\""
            )
        );
    }
}

/// A character beyond ASCII that a pattern names stands for no other.
#[test]
fn a_named_character_stands_for_itself_alone() {
    let policy = policy(
        "[[rules]]\nname = \"a\"\n\
         when = { branch = { matching = '/a[^\\x00-\\x7F]{2}b/', except = \"aéb\" } }\n\
         tags = [\"{slug}\"]",
    );
    let finding = finding(&policy, FindingCode::SlugCollision);
    assert_reproducible(&policy, &finding);
    assert_eq!(
        finding.message,
        "rule a gives tag \"a-b\" for branch \"aêb\" and for branch \"aëb\""
    );
    assert!(policy.audit().iter().all(|finding| finding.code != FindingCode::UnreachableRule));
}

/// Two branches of one slug, of which one is the default branch.
#[test]
fn a_branch_meets_the_default_branch_behind_a_tag_of_one_branch() {
    let policy = policy(
        "[[rules]]\nname = \"default\"\nwhen = { default-branch = true }\ntags = [\"b-{slug}\"]\n\
         [[rules]]\nname = \"signs\"\nwhen = { branch = '/a[#-&]?b/' }\ntags = [\"b-{slug}\"]",
    );
    let finding = finding(&policy, FindingCode::SharedTag);
    assert_reproducible(&policy, &finding);
    assert_eq!(finding.witness.as_ref().and_then(|witness| witness.tag.as_ref()).unwrap(), "b-a-b");
}

/// `11a` is of pull request 1 from branch `1a`, and of pull request 11 from `a`.
#[test]
fn a_number_that_runs_into_a_slug_tells_no_pull_requests_apart() {
    let policy = policy(
        "slug = { edges = \"trim\", empty = \"x\" }\n\
         [[rules]]\nname = \"main\"\nwhen = { pull-request = { target = \"main\" } }\n\
         tags = [\"pr{pr}{slug}\"]\n\
         [[rules]]\nname = \"dev\"\nwhen = { pull-request = { target = \"dev\" } }\n\
         tags = [\"pr{pr}{slug}\"]",
    );
    let finding = finding(&policy, FindingCode::NotDecided);
    assert!(finding.message.starts_with("whether rules[0].tags[0] and rules[1].tags[0] can be"));
}

/// Behind a text that may be the number of a pull request stands the slug of one
/// name, with one hash.
#[test]
fn one_name_meets_itself_behind_a_number() {
    let policy = |head: &str| {
        policy(&format!(
            "slug = {{ distinct = 8 }}\n\
             [[rules]]\nname = \"pr\"\nwhen = {{ pull-request = {{}} }}\n\
             tags = [\"b{{pr}}-{{slug}}\"]\n\
             [[rules]]\nname = \"branch\"\nwhen = {{ branch = \"*\" }}\ntags = [\"{head}{{slug}}\"]",
        ))
    };
    let policy_of_one = policy("b1-");
    let finding = finding(&policy_of_one, FindingCode::SharedTag);
    assert_reproducible(&policy_of_one, &finding);
    assert_eq!(finding.witness.unwrap().tag.unwrap(), "b1-a-ca978112");
    // Where what stands before is shorter, the two are never equal.
    let findings = policy("b").audit();
    assert!(findings.iter().all(|one| one.code != FindingCode::NotDecided), "{findings:?}");
}

/// Two pull requests of one branch have one head commit, and are merged into two.
#[test]
fn a_head_commit_names_no_build() {
    let policy = policy(
        "[[rules]]\nname = \"main\"\nwhen = { pull-request = { target = \"main\" } }\n\
         tags = [\"h-{head_sha}\"]\n\
         [[rules]]\nname = \"dev\"\nwhen = { pull-request = { target = \"dev\" } }\n\
         tags = [\"h-{head_sha}\"]",
    );
    let finding = finding(&policy, FindingCode::SharedTag);
    assert_reproducible(&policy, &finding);
}

/// Outside pull requests the head is the commit that is built.
#[test]
fn a_head_commit_is_the_commit_of_a_branch() {
    let findings = |first: &str, second: &str| {
        let policy = policy(&format!(
            "[[rules]]\nname = \"a\"\nwhen = {{ branch = \"a*\" }}\ntags = [\"h-{{{first}}}\"]\n\
             [[rules]]\nname = \"b\"\nwhen = {{ branch = \"b*\" }}\ntags = [\"h-{{{second}}}\"]"
        ));
        let codes = policy.audit().into_iter().map(|finding| finding.code);
        let open = [FindingCode::SharedTag, FindingCode::NotDecided];
        codes.filter(|code| open.contains(code)).collect::<Vec<_>>()
    };
    for (first, second) in
        [("head_sha", "head_sha"), ("short_head_sha", "short_sha"), ("sha", "head_sha")]
    {
        assert_eq!(findings(first, second), [], "{first} {second}");
    }
}

/// The shortest names of a pattern may take too long to find; others do as well.
#[test]
fn two_detached_commits_are_no_two_refs() {
    // A ref with a name is no address, so that only detached commits are planned.
    let policy = policy(
        "labels = { \"org.opencontainers.image.url\" = \"{branch}{git_tag}\" }
         rules = [{ name = \"all\", when = {}, tags = \"x\" }]",
    );
    let codes: Vec<_> = policy.audit().iter().map(|finding| finding.code).collect();
    assert!(!codes.contains(&FindingCode::AnyBranchMovesFloating), "{codes:?}");
}

#[test]
fn a_rule_of_very_many_names_is_shown_by_some() {
    let policy = policy(
        "[[rules]]\nname = \"far\"\nwhen = { branch = \"/[ab]*a[ab]{14}/\" }\n\
         tags = [\"latest\"]",
    );
    for code in [FindingCode::AnyBranchMovesFloating, FindingCode::PrimaryIsFloating] {
        let finding = finding(&policy, code);
        assert_reproducible(&policy, &finding);
    }
}

/// What a regex takes that looks at the edges of words is not known, so nothing is
/// shown of its rule; that is said.
#[test]
fn a_rule_without_a_known_name_is_not_decided() {
    let of = |names: &str| {
        policy(&format!(
            "[[rules]]\nname = \"a\"\nwhen = {{ branch = {names} }}\ntags = [\"latest\"]"
        ))
    };
    let finding = finding(&of("'/\\bfix.*/'"), FindingCode::NotDecided);
    assert_eq!(finding.message, "whether a ref makes rules[0].when fire was not decided");
    let findings = of("{ except = '/.*\\bwip.*/' }").audit();
    assert!(findings.iter().all(|one| one.code != FindingCode::NotDecided), "{findings:?}");
}

/// One rule whose names nobody knows does not hide what all others show.
#[test]
fn a_short_sha_is_shown_by_any_rule_that_has_one() {
    let policy = policy(
        "[[rules]]\nname = \"a\"\nwhen = { branch = '/\\bfix.*/' }\ntags = [\"a-{short_sha}\"]\n\
         [[rules]]\nname = \"b\"\nwhen = { branch = \"*\" }\ntags = [\"b-{short_sha}\"]",
    );
    let finding = finding(&policy, FindingCode::ShortShaCollision);
    assert_reproducible(&policy, &finding);
    assert_eq!(finding.paths, ["rules[0].tags[0]", "rules[1].tags[0]"]);
}

/// What the variants of a policy do to one another.
fn shared_by_variants(tag: &str) -> Vec<String> {
    let text = format!(
        "version = 1\nvariants = {{ alpine = \"-alpine\" }}\n\
         images = [{{ name = \"{{project}}\", push = \"r.example.com\" }}]\n\
         [[rules]]\nname = \"all\"\nwhen = {{}}\ntags = [\"{tag}\"]",
    );
    let codes = [FindingCode::SharedTag, FindingCode::NotDecided];
    let findings = toml::from_str::<Policy>(&text).unwrap().audit();
    let found = findings.iter().filter(|finding| codes.contains(&finding.code));
    found.map(ToString::to_string).collect()
}

#[test]
fn a_suffix_parts_two_variants_whatever_the_day_and_the_project() {
    assert_eq!(shared_by_variants("nightly-{created:%Y%m%d}"), [""; 0]);
    assert_eq!(shared_by_variants("{project}-edge"), [""; 0]);
    assert_eq!(shared_by_variants("edge-{project}"), [""; 0]);
    assert_eq!(
        shared_by_variants("{run_number}{project}"),
        [
            "info not-decided at rules[0].tags[0]: whether two builds can have one rules[0].tags[0] was \
             not decided; make the patterns of its rule simpler, and use each fact once in a tag"
        ],
    );
}

/// The images of a variant are asked for as those of the first build are.
#[test]
fn each_variant_is_asked_for_the_names_of_its_images() {
    let policy: Policy = toml::from_str(
        "version = 1\nvariants = { a = '-a', b__b = '-b' }\n\
         images = [{ name = '{project}-{variant}', push = '1.dkr.ecr.eu-west-1.amazonaws.com' }]\n\
         [[rules]]\nname = 'a'\nwhen = { branch = 'main', variant = ['a', 'b__b'] }\n\
         tags = ['{short_sha}']\n",
    )
    .unwrap();
    let finding = finding(&policy, FindingCode::RegistryRule);
    let context = &finding.witness.as_ref().unwrap().contexts[0];
    assert_eq!(context.variant(), Some("b__b"), "{finding}");
}

/// A capture that is cut is of one name, or of two that share more than it.
#[test]
fn a_name_whose_capture_is_cut_does_not_collide_with_itself() {
    let policy = policy(
        "[slug]\nempty = 'x'\nedges = 'trim'\n\
         [slugs.capture]\nof = 'x'\nmax-length = 2\nempty = 'x'\nedges = 'trim'\n\
         [[rules]]\nname = 'a'\n\
         when = { branch = '/release\\/(?<x>[0-9]{1,3}[.][0-9]{1,3})/' }\n\
         tags = ['x{slug}{slug:capture}']\n",
    );
    for finding in policy.audit().iter().filter(|one| one.code == FindingCode::SlugCollision) {
        let contexts = &finding.witness.as_ref().unwrap().contexts;
        assert_ne!(contexts[0].git_ref(), contexts[1].git_ref(), "{finding}");
    }
}

/// Two variants are two builds, whatever values the policy declares.
#[test]
fn a_unique_value_that_no_tag_has_hides_nothing() {
    let found = |values: &str| {
        let text = format!(
            "{values}[variants]\nalpine = '-alpine'\n\
             [[rules]]\nname = 'release'\nwhen = {{ release = {{}} }}\ntags = ['{{version}}']\n"
        );
        finding(&policy(&text), FindingCode::SharedTag).to_string()
    };
    let declared = "[values.describe]\npattern = '/[a-z]{1,40}/'\nunique = true\n";
    assert_eq!(found(declared), found(""));
}

#[test]
fn a_target_is_a_name_that_another_rule_may_take() {
    let policy = policy(
        "[[rules]]\nname = \"trunk\"\nwhen = { branch = \"main\" }\ntags = [\"main-preview\"]\n\
         [[rules]]\nname = \"into\"\nwhen = { pull-request = { target = [\"main\", \"next\"] } }\n\
         tags = [\"{target_branch}-preview\"]",
    );
    let finding = finding(&policy, FindingCode::SharedTag);
    assert_reproducible(&policy, &finding);
    assert_eq!(
        finding.message,
        "tag \"main-preview\" comes from rule trunk for branch \"main\" and from rule into for pull \
         request 2 from branch \"feature/search\", which an outsider can open"
    );
}

#[test]
fn git_tags_that_are_listed_need_not_be_versions() {
    let policy = policy(
        "[[rules]]\nname = \"trunk\"\nwhen = { branch = \"main\" }\ntags = [\"x\"]\n\
         [[rules]]\nname = \"listed\"\nwhen = { tag = [\"r1\", \"r2\"] }\ntags = [\"x\"]",
    );
    let finding = finding(&policy, FindingCode::SharedTag);
    assert_eq!(finding.remedy, "begin the tags of each rule with a different prefix");
}

/// One finding for the characters of each slug, and one for its cut.
#[test]
fn each_slug_has_its_collisions() {
    let policy = policy(
        r#"
        slugs.host = { preset = "dns-label", max-length = 30 }
        slugs.hash = { distinct = 10 }
        rules = [
          { name = "a", when = { branch = "*" }, tags = ["x-{slug:host}", "h-{slug:hash}"] },
          { name = "b", when = { branch = "*" }, tags = "y{slug:gitlab-ref}-{short_sha}" },
          { name = "c", when = { branch = "release/*" }, tags = "z{slug}" },
          { name = "d", when = { branch = "/[ab]{1,3}/" }, tags = "d{slug:docker-metadata}" },
          { name = "e", when = { pull-request = {} }, tags = "e{slug:host}-{short_sha}" },
        ]
        "#,
    );
    let findings = policy.audit();
    let found = findings.iter().filter(|finding| finding.code == FindingCode::SlugCollision);
    let found: Vec<String> = found.map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "warning slug-collision at rules[2].tags[0]: rule c gives tag \"zrelease--\" for branch \
             \"release/-\" and for branch \"release/_\"; add {short_sha}, or set distinct = 10 in \
             [slug]",
            "warning slug-collision at rules[2].tags[0]: rule c gives tag \
             \"zrelease-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\" for branch \
             \"release/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\" and for branch \
             \"release/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\", as {slug} is cut to 40 characters; add \
             {short_sha}, or set distinct = 10 in [slug]",
            "warning slug-collision at rules[0].tags[0], rules[4].tags[0]: rule a gives tag \
             \"x-feature-a\" for branch \"feature/a\" and for branch \"feature-a\"; add {short_sha}, \
             or set distinct = 10 in the table of its slug",
            "warning slug-collision at rules[0].tags[0], rules[4].tags[0]: rule a gives tag \
             \"x-dependabot-npm-and-yarn-typesc\" for branch \
             \"dependabot/npm_and_yarn/typescript-eslint/parser-8.18.1\" and for branch \
             \"dependabot/npm_and_yarn/typescript-eslint/parser-8.18.2\", as {slug:host} is cut to \
             30 characters; add {short_sha}, or set distinct = 10 in the table of its slug",
            "info slug-collision at rules[1].tags[0]: rule b gives tag \"yfeature-a-0a1b2c3d\" for \
             branch \"feature/a\" and for branch \"feature-a\" at one commit; declare a slug in \
             [slugs] with this preset and distinct = 10",
            "info slug-collision at rules[1].tags[0]: rule b gives tag \
             \"ydependabot-npm-and-yarn-frontend-typescript-eslint-parser-8-18-…\" for branch \
             \"dependabot/npm_and_yarn/frontend/typescript-eslint/parser-8.18.1\" and for branch \
             \"dependabot/npm_and_yarn/frontend/typescript-eslint/parser-8.18.2\" at one commit, as \
             {slug:gitlab-ref} is cut to 63 characters; declare a slug in [slugs] with this preset \
             and distinct = 10",
        ]
    );
}

#[test]
fn a_cut_is_shown_by_branches_of_bots() {
    for (slug, length, tag) in [
        ("{ max-length = 20 }", 20, "_{slug}"),
        ("'dns-label'", 63, "_{slug}"),
        ("'docker-metadata'", 128, "{slug}"),
    ] {
        let policy = policy(&format!(
            "slug = {slug}\nrules = [{{ name = 'a', when = {{ branch = {{}} }}, tags = '{tag}' }}]"
        ));
        let findings = policy.audit();
        let cut = findings.iter().find(|finding| finding.message.contains("is cut to"));
        let cut = cut.unwrap_or_else(|| panic!("{slug}: {findings:?}"));
        assert_eq!((cut.code, cut.severity), (FindingCode::SlugCollision, Severity::Warning));
        let names: Vec<&str> = cut
            .witness
            .iter()
            .flat_map(|witness| &witness.contexts)
            .map(|context| context.git_ref().name().unwrap().as_str())
            .collect();
        assert!(names.iter().all(|name| name.starts_with("dependabot/")), "{names:?}");
        assert!(names[0] != names[1] && names[0].len() > length, "{names:?}");
        let tags = names
            .iter()
            .map(|name| policy.plan(&branch(name)).unwrap().tags().primary().tag.clone());
        let tags: Vec<_> = tags.collect();
        assert_eq!(tags[0], tags[1]);
    }
}

/// A branch and a git tag of one name are two refs, which the digits of `distinct` do not
/// tell apart. With the remedy, nothing collides.
#[test]
fn one_name_of_two_kinds_of_refs_collides() {
    let rules = |when: &str| {
        format!(
            "slug = {{ distinct = 10 }}\n[[rules]]\nname = \"nightly\"\n\
             when = {{ event = \"schedule\"{when} }}\ntags = [\"n-{{slug}}\"]"
        )
    };
    assert_eq!(
        finding(&policy(&rules("")), FindingCode::SlugCollision).to_string(),
        "info slug-collision at rules[0].tags[0]: rule nightly gives tag \"n-feature-a-951d42dc02\" \
         for branch \"feature/a\" and for git tag \"feature/a\"; let the rule apply to one kind of \
         ref, as when = { branch = {} } does",
    );
    let findings = policy(&rules(", branch = {}")).audit();
    assert!(findings.iter().all(|one| one.code != FindingCode::SlugCollision), "{findings:?}");
}

/// What conditions besides names say, the audit takes into account.
#[test]
fn conditions_tell_builds_apart() {
    let pair = |left: &str, right: &str| {
        let rules = format!(
            "[[rules]]\nname = \"a\"\nwhen = {{ {left} }}\ntags = [\"latest\"]\n\
             [[rules]]\nname = \"b\"\nwhen = {{ {right} }}\ntags = [\"latest\"]"
        );
        let findings = policy(&rules).audit();
        let shared = findings
            .iter()
            .filter(|one| matches!(one.code, FindingCode::SharedTag | FindingCode::NotDecided));
        shared.map(ToString::to_string).collect::<Vec<_>>()
    };
    // One ref, which is built by a push and by a schedule.
    let none: [&str; 0] = [];
    assert_eq!(pair("branch = 'main'", "branch = 'main', event = 'schedule'"), none);
    assert_eq!(pair("default-branch = true", "default-branch = true, protected = true"), none);
    // Two projects, whose images have two names.
    assert_eq!(pair("branch = 'main', project = 'ui'", "branch = 'x', project = 'a*'"), none);
    assert_eq!(
        pair("branch = 'main', event = 'push'", "branch = 'next', event = 'schedule'"),
        [
            "warning shared-tag at rules[0].tags[0], rules[1].tags[0]: tag \"latest\" comes from rule a \
          for branch \"main\" and from rule b for branch \"next\"; begin the tags of each rule with \
          a different prefix"
        ],
    );
    assert_eq!(
        pair("default-branch = true", "default-branch = false"),
        [
            "error shared-tag at rules[0].tags[0], rules[1].tags[0]: tag \"latest\" comes from rule a \
          for branch \"feature/search\" and from rule b for branch \"search\", which a contributor can \
          push; begin the tags of each rule with a different prefix"
        ],
    );
    assert_eq!(
        pair("branch = 'main', project = 'u*'", "branch = 'x', project = 'ui'"),
        [
            "warning shared-tag at rules[0].tags[0], rules[1].tags[0]: tag \"latest\" comes from rule a \
          for branch \"main\" and from rule b for branch \"x\"; begin the tags of each rule with a \
          different prefix"
        ],
    );
}

#[test]
fn a_release_that_no_tag_pattern_leaves_is_unreachable() {
    let text =
        "[[rules]]\nname = \"a\"\nwhen = { release = {}, tag = 'w*' }\ntags = [\"{version}\"]";
    assert_eq!(
        finding(&policy(text), FindingCode::UnreachableRule).to_string(),
        "warning unreachable-rule at rules[0].when: no ref that git allows makes rule a apply; mend \
         its patterns, or remove it",
    );
}

/// A tag without affixes is that of every variant: each pipeline of the matrix replaces
/// what the others pushed.
#[test]
fn a_tag_without_affixes_is_shared_by_all_variants() {
    let of = |tag: &str| {
        let text = format!(
            "version = 1\nvariants = {{ debian = \"\", alpine = \"-alpine\", cuda = \"-cuda\" }}\n\
             images = [{{ name = \"{{project}}\", push = \"r.example.com\" }}]\n\
             [[rules]]\nname = \"main\"\nwhen = {{ branch = \"main\" }}\n\
             tags = [\"{{short_sha}}\", {tag}]"
        );
        let findings = toml::from_str::<Policy>(&text).unwrap().audit();
        let shared = findings.into_iter().filter(|one| one.code == FindingCode::SharedTag);
        shared.map(|one| one.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("{ tag = \"edge\", affix = false }"),
        ["error shared-tag at rules[0].tags[1]: tag \"edge\" comes from rule main in variant \
             alpine for branch \"main\" and from rule main in variant cuda for branch \"main\" at one \
             commit; the variants that share tags are alpine, cuda, debian; leave out affix = \
             false, or put {variant} into the tag"]
    );
    // As the message says.
    assert_eq!(of("\"edge\""), [""; 0]);
    assert_eq!(of("{ tag = \"edge-{variant}\", affix = false }"), [""; 0]);
}

/// A rule is compared in the variants that it is for.
#[test]
fn rules_meet_in_the_variants_that_they_are_for() {
    let of = |one: &str, other: &str| {
        let text = format!(
            "version = 1\nvariants = {{ alpine = \"-alpine\", cuda = \"-cuda\" }}\n\
             images = [{{ name = \"{{project}}\", push = \"r.example.com\" }}]\n\
             rules = [{{ name = \"a\", when = {{ branch = \"a\", variant = {one} }}, tags = \"x\" }},\n\
             {{ name = \"b\", when = {{ branch = \"b\", variant = {other} }}, tags = \"x\" }}]"
        );
        let findings = toml::from_str::<Policy>(&text).unwrap().audit();
        let codes = [FindingCode::SharedTag, FindingCode::UnreachableRule, FindingCode::NotDecided];
        let all = findings.into_iter().filter(|one| codes.contains(&one.code));
        all.map(|one| one.to_string()).collect::<Vec<_>>()
    };
    // Affixes part the two.
    assert_eq!(of("\"alpine\"", "\"cuda\""), [""; 0]);
    assert_eq!(
        of("[\"alpine\", \"\"]", "\"a*\""),
        [
            "warning shared-tag at rules[0].tags[0], rules[1].tags[0]: tag \"x-alpine\" comes from rule \
          a for branch \"a\" and from rule b for branch \"b\"; begin the tags of each rule with a different \
          prefix"
        ]
    );
}

/// An event that has no rule in one variant fails one job of the matrix.
#[test]
fn an_event_without_tags_in_one_variant_is_found() {
    let text = "version = 1\nvariants = { alpine = \"-alpine\", cuda = \"-cuda\" }\n\
                images = [{ name = \"{project}\", push = \"r.example.com\" }]\n\
                rules = [{ name = \"a\", when = { variant = { except = \"cuda\" } }, tags = \"x\" },\n\
                { name = \"b\", when = { branch = \"*\" }, tags = \"{short_sha}\" },\n\
                { name = \"c\", when = { tag = \"v*\", variant = \"cuda\" }, tags = \"y\" }]";
    let findings = toml::from_str::<Policy>(text).unwrap().audit();
    let finding = findings.iter().find(|one| one.code == FindingCode::EventWithoutTags).unwrap();
    assert_eq!(
        finding.message,
        "no rule applies to git tag \"nightly\" in variant cuda, pull request 1 from branch \
         \"feature/search\" in variant cuda or a detached commit in variant cuda"
    );
}
