//! Whether two rules can give one tag, corner by corner of the names that git
//! allows and of what a slug makes of them.

use tagwright::audit::FindingCode;

use crate::given::policy;

/// What the audit says of the tags of two rules.
#[track_caller]
fn verdict(slug: &str, rules: [(&str, &str); 2]) -> String {
    let rules = rules.iter().enumerate().map(|(index, (when, tag))| {
        format!("[[rules]]\nname = \"r{index}\"\nwhen = {{ {when} }}\ntags = [\"{tag}\"]\n")
    });
    let policy = policy(&format!("slug = {{ {slug} }}\n{}", rules.collect::<String>()));
    let findings = policy.audit();
    let of_both = findings.iter().find(|finding| {
        matches!(finding.code, FindingCode::SharedTag | FindingCode::NotDecided)
            && finding.paths == ["rules[0].tags[0]", "rules[1].tags[0]"]
    });
    match of_both {
        None => "never".into(),
        Some(finding) => match &finding.witness {
            None => "not decided".into(),
            Some(witness) => {
                let [one, other] = witness.contexts.as_slice() else { panic!("{finding}") };
                // They are of one repository.
                assert_eq!(one.default_branch(), other.default_branch(), "{finding}");
                let text = format!(
                    "{} by {} and {}",
                    witness.tag.as_ref().unwrap(),
                    one.git_ref(),
                    other.git_ref()
                );
                text.replace('"', "`")
            }
        },
    }
}

#[track_caller]
fn assert_verdicts(slug: &str, cases: &[(&str, &str, &str, &str, &str)]) {
    for (when, tag, other_when, other_tag, expected) in cases {
        let verdict = verdict(slug, [(when, tag), (other_when, other_tag)]);
        assert_eq!(verdict, *expected, "{when} {tag} {other_when} {other_tag}");
    }
}

/// A version stands without the `v` of its git tag, and the `v` is in no tag.
#[test]
fn a_version_is_the_git_tag_without_its_v() {
    assert_verdicts(
        "",
        &[
            ("tag = '10'", "{version}", "branch = 'x'", "10", "10 by git tag `10` and branch `x`"),
            (
                "tag = 'v10'",
                "{version}",
                "branch = 'x'",
                "10",
                "10 by git tag `v10` and branch `x`",
            ),
            ("tag = 'v10'", "{version}", "branch = 'x'", "v10", "never"),
            (
                "tag = 'a+b'",
                "{version}",
                "branch = 'x'",
                "a_b",
                "a_b by git tag `a+b` and branch `x`",
            ),
        ],
    );
}

/// A hyphen at the end of a name is the one before the digits of `distinct`.
#[test]
fn the_digits_behind_a_hyphen_follow_it() {
    assert_verdicts(
        "edges = 'keep', runs = 'collapse', distinct = 4",
        &[
            ("branch = '/a-/'", "{slug}", "tag = 'x'", "a-0123", "not decided"),
            ("branch = '/a-/'", "{slug}", "tag = 'x'", "a--0123", "never"),
            ("branch = 'a'", "{slug}", "tag = 'x'", "a-0123", "not decided"),
            ("branch = 'a'", "{slug}", "tag = 'x'", "a-012", "never"),
            ("branch = 'a'", "{slug}", "tag = 'x'", "a-012g", "never"),
        ],
    );
    // Of a name that leaves nothing there are the digits alone.
    assert_verdicts(
        "edges = 'trim', distinct = 4",
        &[
            ("branch = '/_+/'", "x{slug}", "tag = 'x'", "x0123", "not decided"),
            ("branch = '/_+/'", "x{slug}", "tag = 'x'", "x-0123", "never"),
        ],
    );
}

/// `.` counts against the cut where hyphens in a row do not.
#[test]
fn a_separator_that_is_kept_is_trimmed_where_a_run_is_not() {
    assert_verdicts(
        "keep = '.', runs = 'collapse', edges = 'trim', max-length = 3, empty = 'x'",
        &[
            (
                "branch = '/-[.#%]abc/'",
                "{slug}",
                "tag = 'x'",
                "a",
                "a by branch `-.abc` and git tag `x`",
            ),
            (
                "branch = '/-[.#%]abc/'",
                "{slug}",
                "tag = 'x'",
                "ab",
                "ab by branch `-#abc` and git tag `x`",
            ),
            ("branch = '/-[.#%]abc/'", "{slug}", "tag = 'x'", "abc", "never"),
        ],
    );
}

/// Numbers have no leading zeros, and no more digits than the largest.
#[test]
fn a_number_is_one_that_can_be() {
    let pull = "pull-request = {}";
    assert_verdicts(
        "",
        &[
            (
                pull,
                "{pr}",
                "branch = 'x'",
                "7",
                "7 by pull request 7 from branch `feature/search` and branch `x`",
            ),
            (
                pull,
                "{pr}",
                "branch = 'x'",
                "70",
                "70 by pull request 70 from branch `feature/search` and branch `x`",
            ),
            (pull, "{pr}", "branch = 'x'", "07", "never"),
            (
                pull,
                "{pr}",
                "branch = 'x'",
                "10000000000000000000",
                "10000000000000000000 by pull request 10000000000000000000 from branch `feature/search` and branch `x`",
            ),
            (pull, "{pr}", "branch = 'x'", "100000000000000000000", "never"),
        ],
    );
}

/// A branch is the default branch or is not: where a slug has one name alone, two
/// refs never share it.
#[test]
fn the_default_branch_is_one_branch() {
    let default = "default-branch = true";
    assert_verdicts(
        "edges = 'keep', runs = 'keep', case = 'keep'",
        &[
            (default, "v-{slug}", "branch = '/x|y/'", "v-{slug}", "never"),
            (default, "v-{slug}", "branch = '/x|y/'", "v-{slug}", "never"),
            (
                default,
                "v-{slug}",
                "branch = 'x-y'",
                "v-{slug}",
                "v-x-y by branch `x_y` and branch `x-y`",
            ),
            (
                "branch = 'x-y'",
                "v-{slug}",
                default,
                "v-{slug}",
                "v-x-y by branch `x-y` and branch `x_y`",
            ),
            (
                default,
                "{created:%Y}{slug}",
                "branch = '/x|y/'",
                "{created:%Y}{slug}",
                "not decided",
            ),
        ],
    );
}

/// Of an instant that is not the one of the samples, only its digits are known.
#[test]
fn another_instant_is_not_decided() {
    let branch = "branch = 'x'";
    assert_verdicts(
        "",
        &[
            (branch, "m{created:%m}", "tag = 'x'", "m04", "not decided"),
            (branch, "m{created:%m}", "tag = 'x'", "m4", "never"),
            (branch, "m{created:%m}", "tag = 'x'", "m004", "never"),
            (branch, "s{created:%s}", "tag = 'x'", "s123", "not decided"),
            (branch, "s{created:%s}", "tag = 'x'", "s0123", "never"),
        ],
    );
}

/// The project is one, but it is not known which.
#[test]
fn another_project_is_not_decided() {
    let branch = "branch = 'x'";
    assert_verdicts(
        "",
        &[
            (branch, "{project}-1", "tag = 'x'", "a-1", "not decided"),
            (branch, "1-{project}", "tag = 'x'", "1-a", "not decided"),
            (branch, "1-{project}", "tag = 'x'", "2-a", "never"),
            (branch, "1-{project}", "tag = 'x'", "1-", "never"),
        ],
    );
    // What stands before the slug of one name is as long as the project is.
    assert_verdicts(
        "distinct = 8",
        &[(branch, "{project}{slug}", "tag = 'x'", "a{slug}", "not decided")],
    );
}

/// The digits of a hash are those of a plan, and a git tag can be called like that.
#[test]
fn a_git_tag_is_called_like_a_slug_with_its_hash() {
    assert_verdicts(
        "edges = 'trim', empty = 'x', distinct = 4",
        &[
            (
                "branch = 'a'",
                "{slug}",
                "tag = '*'",
                "{git_tag}",
                "a-ca97 by branch `a` and git tag `a-ca97`",
            ),
            (
                "branch = 'a'",
                "x-{slug}",
                "tag = '*'",
                "{version}",
                "x-a-ca97 by branch `a` and git tag `x-a-ca97`",
            ),
            ("branch = 'a'", "{slug}", "tag = '/[a-c]+/'", "{git_tag}", "never"),
        ],
    );
}

/// One pull request has one source: two that differ by it are two.
#[test]
fn pull_requests_of_two_sources_are_two() {
    for (source, other) in [("'x'", "'y'"), ("'x*'", "'y*'"), ("['x', 'z']", "{ except = 'x*' }")] {
        let [ours, theirs] =
            [source, other].map(|one| format!("pull-request = {{ source = {one} }}"));
        let verdict = verdict("", [(&ours, "a"), (&theirs, "a")]);
        assert!(verdict.starts_with("a by pull request 1 from"), "{source} {other}: {verdict}");
    }
}

/// A prerelease is read back into its git tag.
#[test]
fn a_prerelease_is_what_a_tag_has_of_it() {
    let only = "release = { prerelease = 'only' }";
    assert_verdicts(
        "",
        &[
            (
                only,
                "x-{prerelease}",
                "branch = 'b'",
                "x-b",
                "x-b by git tag `v1.0.0-b` and branch `b`",
            ),
            (only, "x-{prerelease}", "branch = 'b'", "x-01", "never"),
            (only, "x-{prerelease}", "branch = 'b'", "x-a.", "never"),
            (
                only,
                "{prerelease}",
                "branch = 'b'",
                "{short_sha}",
                "aaaaaaaa by git tag `v1.0.0-aaaaaaaa` and branch `b`",
            ),
        ],
    );
}

/// A git tag has its version beside itself; two git tags meet where the one is the other's.
#[test]
fn two_templates_of_one_rule_meet_in_two_names() {
    assert_verdicts(
        "",
        &[
            (
                "tag = '*'",
                "{git_tag}",
                "tag = '*'",
                "{version}",
                "1.1 by git tag `1.1` and git tag `v1.1`",
            ),
            ("tag = '/[ab]+/'", "{git_tag}", "tag = '/[ab]+/'", "{version}", "never"),
            ("tag = '/v[ab]+/'", "{git_tag}", "tag = '/v[ab]+/'", "{version}", "never"),
        ],
    );
}

/// Two builds never have one unique value, wherever in the tags it stands.
#[test]
fn a_unique_value_beside_a_slug_tells_two_builds_apart() {
    let verdict = |whens: [&str; 2], pattern: &str| {
        let rules = whens.iter().enumerate().map(|(index, when)| {
            let tag = "{slug}{describe}";
            format!(
                "[[rules]]\nname = 'r{index}'\nwhen = {{ branch = '{when}' }}\ntags = ['{tag}']\n"
            )
        });
        let text = format!(
            "slug = {{ edges = 'trim', empty = 'x', max-length = 6 }}\n\
             [values.describe]\npattern = '{pattern}'\nunique = true\n{}",
            rules.collect::<String>()
        );
        let findings = policy(&text).audit();
        let of_both = findings.iter().find(|finding| {
            matches!(finding.code, FindingCode::SharedTag | FindingCode::NotDecided)
                && finding.paths == ["rules[0].tags[0]", "rules[1].tags[0]"]
        });
        match of_both.map(|finding| finding.witness.as_ref()) {
            None => "never".to_owned(),
            Some(None) => "not decided".to_owned(),
            Some(Some(witness)) => witness.tag.as_ref().unwrap().to_string(),
        }
    };
    assert_eq!(verdict(["a*", "b*"], "/[0-9]{1,4}/"), "never", "no slug is the other's");
    assert_eq!(verdict(["a*", "ab*"], "/[0-9]{4}/"), "never", "all end with the value");
    assert_eq!(verdict(["a", "ab"], "/b{1,2}/"), "abb", "of bb, and of b");
}

/// A tag of one rule is compared with itself: what tells builds apart may end anywhere.
#[test]
fn a_tag_whose_parts_can_be_read_in_several_ways_is_of_two_builds() {
    const REMEDY: &str =
        "put a character between the parts of the tag that none of them can contain";
    let of = |tag: &str| {
        let text = format!(
            "slug = {{ edges = 'trim', empty = 'x' }}\n\
             [values.build]\npattern = '/[0-9][0-9a-z-]{{0,9}}/'\nunique = true\n\
             [values.flavor]\npattern = '/[0-9a-f]{{1,9}}/'\n\
             [[rules]]\nname = 'work'\nwhen = {{ branch = '*' }}\ntags = ['{tag}']\n"
        );
        let policy = policy(&text);
        let findings = policy.audit();
        let mut about = findings.into_iter().filter(|finding| {
            matches!(finding.code, FindingCode::SharedTag | FindingCode::NotDecided)
        });
        let first = about.next();
        assert_eq!(about.next(), None, "{tag}");
        first.map(|finding| {
            super::policies::assert_reproducible(&policy, &finding);
            assert_eq!(finding.remedy, REMEDY, "{tag}");
            format!("{} {}: {}", finding.severity, finding.code, finding.message)
        })
    };
    for (tag, expected, followed) in [
        (
            "{build}-{slug}",
            "warning shared-tag: rule work gives tag \"1-a-a\" for branch \"a-a\" with build \"1\" \
             and for branch \"a\" with build \"1-a\"",
            "{build}_{slug}",
        ),
        (
            "{slug}{run_number}",
            "warning shared-tag: rule work gives tag \"a11\" for branch \"a1\" with run number 1 \
             and for branch \"a\" with run number 11",
            "{slug}_{run_number}",
        ),
        (
            "{build}{run_number}",
            "warning shared-tag: rule work gives tag \"111\" for branch \"feature/search\" with \
             build \"1\" and run number 11 and for branch \"feature/search\" with build \"11\" and \
             run number 1",
            "{build}_{run_number}",
        ),
        (
            "{slug}{short_sha}{flavor}",
            "warning shared-tag: rule work gives tag \"abaaaaaaaaa\" for branch \"ab\" with sha \
             aaaaaaaa4e5f and for branch \"a\" with sha baaaaaaab4a5",
            "{slug}_{short_sha}_{flavor}",
        ),
    ] {
        assert_eq!(of(tag).as_deref(), Some(expected), "{tag}");
        assert_eq!(of(followed), None, "{followed}");
    }
    for tag in ["{slug}-{run_number}", "{run_number}.{slug}", "{short_sha}{slug}{build}", "{build}"]
    {
        assert_eq!(of(tag), None, "{tag}");
    }
}
