//! What git tags are to the releases of a rule.

use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Policy};

use super::tags;
use crate::given::{SHA, git_tag, policy};

fn release(options: &str, templates: &str) -> Policy {
    policy(&format!(
        "[[rules]]\nname = \"r\"\nwhen = {{ release = {{ {options} }} }}\ntags = [{templates}]\n"
    ))
}

/// The tags of a git tag, or why its rule does not apply.
fn planned(policy: &Policy, context: &CiContext) -> String {
    match policy.plan(context) {
        Ok(plan) => tags(&plan).join(" "),
        Err(error) => {
            assert_eq!(error.kind(), PlanErrorKind::NoRule, "{error}");
            let message = error.to_string();
            message.split_once(": r: ").unwrap_or_else(|| panic!("{message}")).1.to_owned()
        }
    }
}

#[test]
fn each_scheme_reads_and_writes_its_versions() {
    let numbers = "\"{version}\", \"m{major}.{minor}\"";
    for (options, git_tag_name, expected) in [
        ("", "v1.2.3", "1.2.3 m1.2"),
        ("", "v1.2.3+b.5", "1.2.3_b.5 m1.2"),
        ("build = 'drop'", "v1.2.3+b.5", "1.2.3 m1.2"),
        ("build = 'drop', prerelease = 'include'", "v1.2.3-rc.1+5", "1.2.3-rc.1 m1.2"),
        (
            "",
            "v2024.03.01",
            "not a SemVer version after \"v\": leading zero in \"03\" (release = { scheme = \"dotted\" } would match it)",
        ),
        ("prerelease = 'include'", "v4.3", "not a SemVer version after \"v\": only two numbers"),
        ("", "v4", "not a SemVer version after \"v\": only one number"),
        (
            "",
            "v4.3",
            "not a SemVer version after \"v\": only two numbers (release = { scheme = \"dotted\" } would match it)",
        ),
        (
            "",
            "v0.45.3.1",
            "not a SemVer version after \"v\": more than three numbers (release = { scheme = \"dotted\" } would match \
             it)",
        ),
        ("", "vnext", "not a SemVer version after \"v\": unexpected 'n'"),
        ("", "1.2.3", "does not begin with \"v\" (release = { prefix = \"\" } would match it)"),
        ("", "1.2", "does not begin with \"v\""),
        ("scheme = 'dotted'", "v2024.03.01", "2024.03.01 m2024.03"),
        ("scheme = 'dotted'", "v0.45.3.1", "0.45.3.1 m0.45"),
        ("scheme = 'dotted'", "v0.44.0-RC3", "not a dotted version after \"v\": unexpected '-'"),
        ("scheme = 'dotted'", "v4", "not a dotted version after \"v\": only one number"),
        ("scheme = 'pep440'", "v4.3", "4.3 m4.3"),
        ("scheme = 'pep440'", "v4", "4 m4.0"),
        ("scheme = 'pep440'", "v04.3.POST-1+Ubuntu-02", "4.3.post1_ubuntu.2 m4.3"),
        ("scheme = 'pep440', build = 'drop'", "v4.3+ubuntu.2", "4.3 m4.3"),
        ("scheme = 'pep440'", "v4.3.0-rc.1", "a prerelease"),
        ("scheme = 'pep440', prerelease = 'include'", "v4.3.0-rc.1", "4.3.0rc1 m4.3"),
        (
            "scheme = 'pep440'",
            "v1!4.3",
            "not a PEP 440 version after \"v\": no image tag can hold the epoch \"1!\"",
        ),
    ] {
        let policy = release(options, numbers);
        assert_eq!(planned(&policy, &git_tag(git_tag_name)), expected, "{options} {git_tag_name}");
    }
}

#[test]
fn the_prerelease_is_that_of_the_scheme() {
    for (scheme, git_tag_name, expected) in [
        ("semver", "v1.0.0-rc.1", "rc.1"),
        ("pep440", "v1.0.0-rc.1", "rc1"),
        ("pep440", "v1.0.0a2.post3.dev4", "a2.post3.dev4"),
        ("pep440", "v1.0.0-1.dev4", "post1.dev4"),
        ("pep440", "v1.0.0.dev", "dev0"),
    ] {
        let options = format!("scheme = '{scheme}', prerelease = 'only'");
        let policy = release(&options, "\"{prerelease}\"");
        assert_eq!(planned(&policy, &git_tag(git_tag_name)), expected);
    }
}

/// The longest prefix that a version follows counts.
#[test]
fn one_of_several_prefixes_is_before_the_version() {
    let of = |prefixes: &str, git_tag_name: &str| {
        let options = format!("prefix = [{prefixes}], scheme = 'dotted'");
        planned(&release(&options, "\"{version}\""), &git_tag(git_tag_name))
    };
    assert_eq!(of("'v', ''", "v1.2"), "1.2");
    assert_eq!(of("'v', ''", "1.2"), "1.2");
    assert_eq!(of("'', '1.'", "1.2.3"), "2.3");
    assert_eq!(of("'', '1.'", "1.2"), "1.2", "no version follows the longer one");
    assert_eq!(of("'v', 'v1.2.'", "v1.2.3.4"), "3.4");
    assert_eq!(of("'v', ''", "nightly"), "not a dotted version: unexpected 'n'");
    assert_eq!(of("'v', ''", "vnext"), "not a dotted version after \"v\": unexpected 'n'");
    assert_eq!(of("'v', 'release-'", "x1.2"), "does not begin with \"v\" or \"release-\"");
    assert_eq!(
        of("'a', 'b', 'c', 'd', 'e'", "1.2"),
        "does not begin with \"a\" or \"b\" or \"c\" or \"d\" or others (release = { prefix = \"\" } would match it)"
    );
}

/// The key that the reason for a git tag names makes the rule match it.
#[test]
fn a_key_that_would_match_the_git_tag_does() {
    for (options, git_tag_name, key) in [
        ("", "1.2.3", "prefix = \"\""),
        ("prefix = ['v', 'release-']", "1.2.3", "prefix = \"\""),
        ("scheme = 'pep440'", "1.2rc1.post2", ""),
        ("", "v1.2", "scheme = \"dotted\""),
        ("", "v1.2.3.4", "scheme = \"dotted\""),
        ("", "v2024.03.01", "scheme = \"dotted\""),
        ("build = 'drop'", "v1.2", ""),
        ("", "nightly", ""),
    ] {
        let reason = planned(&release(options, "\"{version}\""), &git_tag(git_tag_name));
        let found = reason
            .split_once(" (release = { ")
            .and_then(|(_, rest)| rest.split_once(" } would match"));
        assert_eq!(found.map_or("", |(key, _)| key), key, "{options}: {reason}");
        if !key.is_empty() {
            let planned = planned(&release(key, "\"{version}\""), &git_tag(git_tag_name));
            assert_eq!(planned, git_tag_name.trim_start_matches('v'));
        }
    }
}

#[test]
fn the_project_has_its_place_in_a_prefix() {
    let policy = release("prefix = ['{project}/v', '{project}@{project}-']", "\"{version}\"");
    let of =
        |project: &str, tag: &str| planned(&policy, &CiContext::tag(project, tag, SHA).unwrap());
    assert_eq!(of("server", "server/v1.2.3"), "1.2.3");
    assert_eq!(of("server", "server@server-1.2.3"), "1.2.3");
    let missing = "does not begin with \"server/v\" or \"server@server-\"";
    assert_eq!(of("server", "ui/v1.2.3"), missing);
    assert_eq!(of("server", "server@ui-1.2.3"), missing);
    assert_eq!(of("server", "{project}/v1.2.3"), missing);
    // A text of the policy's own may have braces.
    let policy = release("prefix = '{{v}}'", "\"{version}\"");
    assert_eq!(planned(&policy, &git_tag("{v}1.2.3")), "1.2.3");
}

#[test]
fn a_git_tag_that_is_no_version_has_a_rule_of_its_own() {
    let policy = policy(
        "[[rules]]\nname = \"r\"\nwhen = { release = false }\ntags = [\"x-{version}-{short_sha}\"]\n",
    );
    for (name, expected) in [
        ("nightly", "x-nightly-a1b2c3d8"),
        ("v1.2", "x-1.2-a1b2c3d8"),
        ("1.2.3", "x-1.2.3-a1b2c3d8"),
        ("v1.2.3", "the version \"1.2.3\""),
        ("v1.2.3-rc.1+5", "the version \"1.2.3-rc.1+5\""),
        ("v18446744073709551616.0.0", "x-18446744073709551616.0.0-a1b2c3d8"),
    ] {
        assert_eq!(planned(&policy, &git_tag(name)), expected, "{name}");
    }
    let explanation = policy.explain(&git_tag("v1.2"));
    let why = "not a SemVer version after \"v\": only two numbers";
    assert_eq!(explanation.rules[0].reason, why);
}

/// Outside tags there is the version of the first rule for releases that applies.
#[test]
fn names_and_values_have_the_version_of_the_first_release() {
    let policy = policy(
        r#"
build-args = ["VERSION={version}", "MINOR={minor}", "PATCH={patch}"]

[[rules]]
name = "any"
when = { tag = "*" }
tags = ["{short_sha}"]

[[rules]]
name = "date"
when = { release = { scheme = "dotted" } }
tags = ["{version}"]

[[rules]]
name = "python"
when = { release = { scheme = "pep440", prerelease = "include" } }
tags = ["py-{version}"]
"#,
    );
    for (name, expected) in [
        ("v2024.03.1", "VERSION=2024.03.1 MINOR=03 PATCH="),
        ("v4.3-rc1", "VERSION=4.3rc1 MINOR=3 PATCH=0"),
        ("v4.3.x", "VERSION=4.3.x MINOR= PATCH="),
    ] {
        let plan = policy.plan(&git_tag(name)).unwrap();
        let args: Vec<String> =
            plan.build_args().iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(args.join(" "), expected, "{name}");
    }
}

/// Only git tags of the rule's own prefixes, project and scheme are among its versions.
#[test]
fn other_versions_keep_no_tag_from_moving() {
    let highest = "\"{version}\", { tag = \"latest\", moves = \"highest\" }";
    for (options, built, versions, moves) in [
        ("", "v1.0.0", &["2.0.0", "ui/v2.0.0", "v2.0"][..], true),
        ("prefix = ['v', '']", "v1.0.0", &["2.0.0"], false),
        ("prefix = '{project}/v'", "server/v1.0.0", &["ui/v2.0.0", "v2.0.0"], true),
        ("prefix = '{project}/v'", "server/v1.0.0", &["server/v2.0.0"], false),
        ("scheme = 'dotted'", "v2024.3", &["v2024.03", "v2024.2.9"], true),
        ("scheme = 'dotted'", "v2024.03", &["v2024.3", "v2024.3.0"], true),
        ("scheme = 'dotted'", "v2024.3", &["v2024.03.1"], false),
        ("scheme = 'dotted'", "v2024.9", &["v2024.10"], false),
        ("scheme = 'dotted'", "v1.0", &["v2.0.0-rc.1"], true),
        ("scheme = 'pep440'", "v1.0", &["v1.0.0", "v1.0rc1", "v1.1.dev1"], true),
        ("scheme = 'pep440'", "v1.0", &["v1.0.post1"], false),
        ("scheme = 'pep440'", "v1.0", &["v1.0+1"], false),
    ] {
        let policy = release(options, highest);
        let context = git_tag(built).with_versions(versions.iter().copied().chain([built]));
        let plan = policy.plan(&context.unwrap()).unwrap();
        assert_eq!(plan.tags().contains("latest"), moves, "{options} {built} {versions:?}");
        assert!(plan.undecided().is_empty());
    }
}

#[test]
fn an_explanation_says_what_became_of_the_git_tag() {
    for (options, name, expected) in [
        ("", "v1.2.3+5", &["without \"v\"", "'+' is '_'"][..]),
        ("build = 'drop'", "v1.2.3+5", &["without \"v\"", "without build metadata \"5\""]),
        ("prefix = ''", "1.2.3", &[]),
        ("prefix = ['v', '']", "v1.2.3", &["without \"v\""]),
        ("scheme = 'pep440'", "v4.3", &["without \"v\""]),
        ("scheme = 'pep440'", "v4.3-1", &["without \"v\"", "in the normal form of PEP 440"]),
        (
            "scheme = 'pep440', build = 'drop'",
            "v4.3-1+a",
            &["without \"v\"", "in the normal form of PEP 440", "without build metadata \"a\""],
        ),
        ("scheme = 'dotted'", "v2024.03", &["without \"v\""]),
    ] {
        let policy = release(options, "\"{version}\"");
        let explanation = policy.explain(&git_tag(name));
        let value = &explanation.rules[0].tags[0].text.values[0];
        assert_eq!(value.steps, expected, "{options} {name}");
    }
}
