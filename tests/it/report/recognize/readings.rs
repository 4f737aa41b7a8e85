use std::collections::BTreeSet;

use serde_json::json;
use tagwright::audit::FindingCode;
use tagwright::recognize::{Dialect, TagField, TagFieldValue};
use tagwright::{CommitSha, Policy, RefName, Slug, Tag, TagKind};

use super::recognized;
use crate::given::{SHA, policy};
use crate::report::rule;

/// Asserts the lines of the candidates of a tag, in their order.
#[track_caller]
fn assert_candidates(policy: &Policy, tag: &str, expected: &[&str], why: &str) {
    let found: Vec<String> =
        recognized(policy, &Tag::new(tag).unwrap()).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected, "{tag}: {why}");
}

#[test]
fn the_built_in_policy_reads_its_own_tags() {
    let policy = Policy::cwiq();
    for (tag, expected, why) in [
        (
            "branch-feature-search-a1b2c3d8",
            [
                "rule feature (branch-{slug}-{short_sha}): slug feature-search, short_sha a1b2c3d8",
                "rule merge-request (branch-{slug}-{short_sha}): slug feature-search, short_sha a1b2c3d8",
            ]
            .as_slice(),
            "two rules have the template, and no version begins with branch",
        ),
        (
            "branch-main-a1b2c3d8",
            &["rule merge-request (branch-{slug}-{short_sha}): slug main, short_sha a1b2c3d8"],
            "main itself is an exception of feature, and nothing else has the slug main",
        ),
        (
            "main-a1b2c3d8",
            &["rule main (main-{short_sha}): short_sha a1b2c3d8"],
            "",
        ),
        ("latest", &["rule main (latest)"], "the version of a git tag vlatest is vlatest"),
        ("vlatest", &["rule release ({version}): version vlatest"], ""),
        ("1.0.0", &["rule release ({version}): version 1.0.0"], ""),
        ("main-a1b2c3d", &[], "seven digits"),
        ("vlatest.", &[], "git refuses it"),
        ("v1", &[], "the version of a git tag v1 is 1, and that of vv1 vv1"),
        ("x..y", &[], "git refuses .."),
    ] {
        assert_candidates(&policy, tag, expected, why);
    }
}

#[test]
fn fields_are_typed() {
    let policy = policy(
        &("short-sha = 12".to_owned()
            + &rule("sha", "{  }", r#"["s-{sha}", "h-{head_sha}"]"#)
            + &rule("pr", "{ pull-request = {} }", r#"["pr-{pr}-{slug}"]"#)
            + &rule("main", "{ branch = [\"main\", \"dev\"] }", r#"["b-{branch}-{short_sha}"]"#)
            + &rule("release", "{ release = {} }", r#"["r-{major}.{minor}.{patch}"]"#)
            + &rule("run", "{ event = 'schedule' }", r#"["run-{run_number}-{created:%Y%m%d}"]"#)
            + &rule("git", "{ tag = \"build/*\" }", r#"["g-{version}"]"#)),
    );
    let sha = || TagFieldValue::Sha(CommitSha::new(SHA).unwrap());
    let text = |text: &str| TagFieldValue::Text(text.into());
    for (tag, expected) in [
        (format!("s-{SHA}"), vec![("sha", sha())]),
        (format!("h-{SHA}"), vec![("head_sha", sha())]),
        (
            "pr-7-a-1".into(),
            vec![
                ("pr", TagFieldValue::Number(7)),
                ("slug", TagFieldValue::Slug(Slug::new("a-1").unwrap())),
            ],
        ),
        (
            "b-dev-a1b2c3d8e5f6".into(),
            vec![
                ("branch", TagFieldValue::Ref(RefName::new("dev").unwrap())),
                ("short_sha", text("a1b2c3d8e5f6")),
            ],
        ),
        (
            "r-1.20.300".into(),
            vec![
                ("major", TagFieldValue::Number(1)),
                ("minor", TagFieldValue::Number(20)),
                ("patch", TagFieldValue::Number(300)),
            ],
        ),
        (
            "run-42-20260318".into(),
            vec![("run_number", TagFieldValue::Number(42)), ("created", text("20260318"))],
        ),
    ] {
        let candidates = recognized(&policy, &Tag::new(tag.as_str()).unwrap());
        let [candidate] = candidates.as_slice() else { panic!("{tag}: {candidates:?}") };
        assert!(candidate.is_certain());
        let found: Vec<_> = candidate
            .fields
            .iter()
            .map(|field| (&*field.name, field.value().unwrap().clone()))
            .collect();
        assert_eq!(found, expected, "{tag}");
    }
}

#[test]
fn a_number_is_one_in_json_too() {
    let policy = policy(&rule("pr", "{ pull-request = {} }", r#"["pr-{pr}-{short_sha}"]"#));
    let candidates = recognized(&policy, &Tag::from_static("pr-7-a1b2c3d8"));
    let [candidate] = candidates.as_slice() else { panic!("{candidates:?}") };
    assert_eq!(serde_json::to_value(candidate.get("pr")).unwrap(), serde_json::json!(7));
    let number = candidate.get("pr").unwrap();
    assert!(*number == "7" && *number != "8" && *number == *"7" && *number != *"8");
    let sha = serde_json::to_value(candidate.get("short_sha")).unwrap();
    assert_eq!(sha, serde_json::json!("a1b2c3d8"));
}

#[test]
fn a_target_is_one_that_the_rule_takes() {
    let when = r#"{ pull-request = { target = ["main", "develop"] } }"#;
    let policy = policy(&rule("into", when, r#"["into-{target_branch}-{pr}"]"#));
    for (tag, expected) in [
        (
            "into-main-7",
            ["rule into (into-{target_branch}-{pr}): target_branch main, pr 7"].as_slice(),
        ),
        ("into-maine-7", &[]),
    ] {
        assert_candidates(&policy, tag, expected, "only pull requests into two branches fire it");
    }
}

#[test]
fn what_no_plan_writes_is_not_recognized() {
    let release = rule("release", "{ release = {} }", r#"["r-{version}"]"#);
    let pr = rule("pr", "{ pull-request = {} }", r#"["pr-{pr}"]"#);
    let hotfix = rule("hotfix", "{ branch = \"hotfix/*\" }", r#"["h-{slug}"]"#);
    let twice = rule("twice", "{  }", r#"["t-{short_sha}-{short_sha}"]"#);
    let seconds = rule("seconds", "{  }", r#"["s-{created:%s}"]"#);
    let builds = rule("builds", "{ tag = \"v1+*\" }", r#"["v-{version}"]"#);
    let plain = rule("plain", "{ tag = \"r*\" }", r#"["n-{version}"]"#);
    let both = rule("both", "{ tag = [\"v1*\", \"v*0\"] }", r#"["o-{version}"]"#);
    let more = seconds + &builds + &plain + &both;
    let policy = policy(&(release + &pr + &hotfix + &twice + &more));
    for (tag, count, why) in [
        ("r-1.0.0", 1, ""),
        ("r-1.0.0_build.5", 1, "the _ was a +"),
        ("r-1.0.0-rc.1", 0, "the rule takes no prereleases"),
        ("r-01.0.0", 0, "SemVer has no leading zeros"),
        ("r-1.0", 0, "no version"),
        ("r-99999999999999999999.0.0", 0, "over u64"),
        ("pr-7", 1, ""),
        ("pr-07", 0, "a number has no leading zeros"),
        ("pr-18446744073709551615", 1, "the greatest"),
        ("pr-18446744073709551616", 0, "over u64"),
        ("h-hotfix-7", 1, ""),
        ("h-feature-7", 0, "no slug of hotfix/*"),
        ("t-a1b2c3d8-a1b2c3d8", 1, ""),
        ("t-a1b2c3d8-a1b2c3d9", 0, "two digits of one sha are the same"),
        ("t-A1B2C3D8-A1B2C3D8", 0, "shas are lower case"),
        ("s-253402300799", 1, "the last second of 9999"),
        ("s-9999999999999", 0, "no second of four digits of years"),
        ("v-1_b5", 1, "the _ was a + of v1+b5"),
        ("v-1-b5", 0, "nothing else was"),
        ("n-r1", 1, "a name without a v is its own version"),
        ("n-s1", 0, "not behind r"),
        ("o-1.0", 1, "v1.0 matches both patterns"),
        ("o-2.1", 0, "v2.1 matches neither"),
    ] {
        assert_eq!(recognized(&policy, &Tag::new(tag).unwrap()).len(), count, "{tag}: {why}");
    }
}

#[test]
fn slugs_are_read_by_their_rules() {
    let rules = rule("all", "{ branch = { except = \"hidden\" } }", r#"["b-{slug}"]"#);
    for (options, tag, is_recognized, why) in [
        ("max-length = 4", "b-abcd", true, "four"),
        ("max-length = 4", "b-abcde", false, "five"),
        ("case = \"lower\"", "b-Abc", false, "upper case"),
        ("keep = \".\"", "b-a.b", true, "kept"),
        ("", "b-a.b", false, "not kept"),
        ("runs = \"collapse\"", "b-a--b", false, "a run"),
        ("runs = \"collapse\"", "b-hidden", false, "the one name with this slug has another rule"),
        ("", "b-a--b", true, "runs are kept"),
        ("edges = \"trim\"\nempty = \"x\"", "b--a", false, "an edge"),
        ("distinct = 4\nmax-length = 9", "b-abcd-88d4", true, "the digits of abcd"),
        ("distinct = 4\nmax-length = 9", "b-abc-12e4", false, "abc has other digits"),
        ("distinct = 4\nmax-length = 9", "b-abcd", false, "no digits"),
        ("distinct = 4\nruns = \"collapse\"", "b-ab-2fd1", true, "ab- needs no other hyphen"),
    ] {
        let policy = policy(&format!("[slug]\n{options}{rules}"));
        let found = recognized(&policy, &Tag::new(tag).unwrap());
        assert_eq!(!found.is_empty(), is_recognized, "{options} {tag}: {why}");
    }
}

/// No name of git is empty, so where edges are kept nothing has the slug of one.
#[test]
fn the_slug_of_nothing_is_that_of_its_own_name_alone() {
    let rules = rule("others", "{ branch = { except = \"x\" } }", r#"["n-{slug}"]"#);
    let policy = policy(&format!("slug.empty = \"x\"{rules}"));
    assert_candidates(&policy, "n-x", &[], "the branch x has another rule");
    assert_candidates(&policy, "n-y", &["rule others (n-{slug}): slug y"], "every other has this");
}

#[test]
fn no_version_is_empty_and_none_begins_with_v_and_a_digit() {
    for (when, expected) in [
        ("{ tag = {} }", ["rule a (x{version}-{git_tag}): version v, git_tag v"].as_slice()),
        ("{ tag = \"/v?w*/\" }", &["rule a (x{version}-{git_tag}): version v, git_tag v"]),
        ("{ tag = \"w*\" }", &[]),
    ] {
        let policy = policy(&rule("a", when, "\"x{version}-{git_tag}\""));
        assert_candidates(&policy, "xv-v", expected, when);
        assert_candidates(&policy, "x-v", &[], when);
    }
    let policy = policy(&rule("a", "{ tag = {} }", "\"x{version}\""));
    assert_candidates(&policy, "xv1", &[], "the version of v1 is 1");
    assert_candidates(&policy, "xvault-1", &["rule a (x{version}): version vault-1"], "");
}

#[test]
fn a_slug_of_a_release_begins_with_its_prefix() {
    let policy = policy(&rule("r", "{ release = {} }", r#"["r-{slug}"]"#));
    assert_candidates(&policy, "r-v1-0-0", &["rule r (r-{slug}): slug v1-0-0"], "of v1.0.0");
    assert_candidates(&policy, "r-v1", &[], "v1 is no release, and nothing else has this slug");
}

#[test]
fn the_longest_tag_is_read_to_its_end() {
    let policy = policy(
        &["slug.max-length = 126", &rule("all", "{ branch = {} }", r#"["b-{slug}"]"#)].concat(),
    );
    let tag = |end: &str| Tag::new(format!("b-{}{end}", "a".repeat(125))).unwrap();
    assert_eq!(recognized(&policy, &tag("a")).len(), 1);
    assert_eq!(recognized(&policy, &tag(".")).len(), 0);
}

#[test]
fn a_template_that_stands_twice_is_read_once() {
    let tags = r#"["x-{major}", { tag = "x-{major}", moves = "highest" }]"#;
    let policy = policy(&rule("r", "{ release = {} }", tags));
    assert_candidates(&policy, "x-1", &["rule r (x-{major}): major 1"], "two tags, one text");
    let patterns = policy.patterns(Dialect::JavaScript);
    assert_eq!(patterns[0].regex, "^x-(?<major>0|[1-9][0-9]{0,19})$");
}

#[test]
fn a_tag_that_reads_in_several_ways_says_so() {
    let policy = policy(&rule("pr", "{ pull-request = {} }", r#"["{project}-{slug}"]"#));
    let candidates = recognized(&policy, &Tag::new("runner-api-x").unwrap());
    let [candidate] = candidates.as_slice() else { panic!("{candidates:?}") };
    assert!(!candidate.is_certain());
    assert_eq!(candidate.get("project"), None);
    assert_eq!(
        candidate.to_string(),
        "rule pr ({project}-{slug}): project runner or runner-api, slug api-x or x",
    );
    assert_eq!(
        serde_json::to_value(candidate).unwrap(),
        serde_json::json!({
            "rule": "pr", "path": "rules[0].tags[0]", "template": "{project}-{slug}",
            "kind": "floating", "variant": null,
            "fields": {"project": ["runner", "runner-api"], "slug": ["api-x", "x"]},
        }),
    );
}

#[test]
fn the_variant_is_given_back() {
    let text = r#"
        version = 1
        variants = { alpine = "-alpine" }
        images = [{ name = "app", push = "registry.example.com" }]
        rules = [{ name = "all", when = { branch = "*" }, tags = ["x{slug}-{run_number}", "b-{short_sha}"] }]
    "#;
    let policy: Policy = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    assert_candidates(
        &policy,
        "b-a1b2c3d8-alpine",
        &["rule all (b-{short_sha}): short_sha a1b2c3d8, variant alpine"],
        "",
    );
    let candidates = recognized(&policy, &Tag::new("xa-7-alpine").unwrap());
    assert_eq!(candidates.len(), 1);
    assert_eq!(candidates[0].variant, Some("alpine"));
    assert_eq!(candidates[0].kind, TagKind::Floating);
    assert_eq!(candidates[0].get("run_number"), Some(&TagFieldValue::Number(7)));
}

/// The policy that makes reading hardest: parts of any length that nothing
/// stands between, for a tag that fits everywhere. Trying all ways out would take
/// years.
#[test]
fn reading_does_not_explode() {
    let fields = "{project}{slug}{run_number}{pr}{project}{slug}{run_number}{slug}{project}";
    let rule = rule("all", "{ pull-request = {} }", &format!("[\"x{fields}\"]"));
    let policy = policy(&["slug.max-length = 10", &rule].concat());
    let tag = Tag::new(format!("x{}", "1".repeat(127))).unwrap();
    let candidates = recognized(&policy, &tag);
    let [candidate] = candidates.as_slice() else { panic!("{candidates:?}") };
    let names: Vec<&str> = candidate.fields.iter().map(|field| &*field.name).collect();
    assert_eq!(names, ["project", "slug", "run_number", "pr"]);
    assert!(candidate.fields.iter().all(|field| field.readings.is_empty()));
}

/// A tag of 34 characters is two texts in 33 ways.
#[test]
fn no_more_readings_are_listed_than_a_person_can_compare() {
    let policy = policy(&rule("pr", "{ pull-request = {} }", r#"["{project}{slug}"]"#));
    let read = |length| recognized(&policy, &Tag::new("a".repeat(length)).unwrap()).remove(0);
    let all = read(TagField::MOST_READINGS + 1);
    assert!(all.fields.iter().all(|field| field.readings.len() == TagField::MOST_READINGS));
    let more = read(TagField::MOST_READINGS + 2);
    assert!(!more.is_certain() && more.get("slug").is_none());
    assert_eq!(more.to_string(), "rule pr ({project}{slug}): project ?, slug ?");
    let json = serde_json::to_value(&more).unwrap();
    assert_eq!(json["fields"], json!({"project": null, "slug": null}));
}

/// What a release has not, such as metadata in its git tag, is nothing anywhere.
#[test]
fn a_part_that_is_left_out_is_nothing() {
    let when = "{ release = { prerelease = \"include\" } }";
    let policy = policy(&rule("r", when, r#"["b-{git_tag}-{short_sha}"]"#));
    let expected = "rule r (b-{git_tag}-{short_sha}): git_tag v1.0.0, short_sha a1b2c3d8";
    assert_candidates(&policy, "b-v1.0.0-a1b2c3d8", &[expected], "between two texts");
}

/// Templates are told apart by their text first, and share what they begin with.
#[test]
fn templates_that_begin_alike_are_told_apart() {
    let tags =
        r#"["a", "ab-{run_number}", "ab-{run_number}-x", "ab-{run_number}-{short_sha}", "abc"]"#;
    let policy = policy(&rule("all", "{  }", tags));
    for (tag, expected) in [
        ("a", ["rule all (a)"].as_slice()),
        ("ab", &[]),
        ("abc", &["rule all (abc)"]),
        ("ab-7", &["rule all (ab-{run_number}): run_number 7"]),
        ("ab-7-x", &["rule all (ab-{run_number}-x): run_number 7"]),
        ("ab-7-", &[]),
    ] {
        assert_candidates(&policy, tag, expected, "a tree of templates");
    }
}

/// Beforehand the audit says which rules share a tag, and with which tag;
/// reading that tag gives all of them.
#[test]
fn what_the_audit_says_is_shared_has_several_candidates() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/policies/accidents");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = files.map(|path| std::fs::read_to_string(path).unwrap());
    let loaded = texts.filter_map(|text| toml::from_str::<Policy>(&text).ok());
    let mut shared = 0;
    for policy in loaded.chain([Policy::cwiq()]) {
        for finding in policy.audit() {
            let witness = finding.witness.as_ref().and_then(|witness| witness.tag.as_ref());
            let (FindingCode::SharedTag, Some(tag)) = (finding.code, witness) else { continue };
            // Two projects that share an image share its tags as they are.
            if !finding.paths.iter().any(|path| path.starts_with("rules")) {
                continue;
            }
            let candidates = recognized(&policy, tag);
            // A finding may be about several tags of a rule, its witness is one.
            let rules = |paths: &mut dyn Iterator<Item = &str>| -> BTreeSet<String> {
                let rules = paths.filter(|path| path.starts_with("rules"));
                rules.map(|path| path.split('.').next().unwrap().to_owned()).collect()
            };
            let of_finding = rules(&mut finding.paths.iter().map(String::as_str));
            let of_candidates = rules(&mut candidates.iter().map(|one| &*one.path));
            assert!(of_finding.is_subset(&of_candidates), "{finding}: {candidates:?}");
            assert!(candidates.len() > 1, "{finding}: {candidates:?}");
            shared += 1;
        }
    }
    assert!(shared >= 10, "{shared}");
}

#[test]
fn programs_read_the_same_candidates() {
    let policy = policy(&rule("request", "{ pull-request = {} }", "['pr-{pr}-{short_sha}']"));
    let candidates = recognized(&policy, &Tag::from_static("pr-7-a1b2c3d8"));
    assert_eq!(
        serde_json::to_value(&candidates).unwrap(),
        json!([{
            "rule": "request",
            "path": "rules[0].tags[0]",
            "template": "pr-{pr}-{short_sha}",
            "kind": "immutable",
            "variant": null,
            "fields": {"pr": 7, "short_sha": "a1b2c3d8"},
        }])
    );
}
