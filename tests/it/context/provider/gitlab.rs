use tagwright::context::ContextErrorKind;
use tagwright::{CiContext, Provider, RefName, SlugRules};

use super::{branch, get, job, pull_request, read, refused, tag};
use crate::given::SHA;
use crate::vectors::cases;

const GITLAB: [(&str, &str); 3] =
    [("CI_COMMIT_SHA", SHA), ("CI_COMMIT_BRANCH", "main"), ("CI_PROJECT_NAME", "server")];

#[test]
fn a_missing_gitlab_variable_is_named() {
    for (change, variable, message) in [
        (
            &[("CI_COMMIT_SHA", "")][..],
            "CI_COMMIT_SHA",
            "CI_COMMIT_SHA is not set; GitLab sets it to the commit that is built",
        ),
        (
            &[("CI_PROJECT_NAME", "")],
            "CI_PROJECT_NAME",
            "CI_PROJECT_NAME is not set; GitLab sets it to the name of the project",
        ),
        (
            &[("CI_COMMIT_BRANCH", "")],
            "CI_COMMIT_BRANCH",
            "CI_COMMIT_BRANCH is not set; nor is CI_COMMIT_TAG or CI_MERGE_REQUEST_IID; GitLab sets one of them, unless the git tag was deleted meanwhile",
        ),
        (
            &[("CI_COMMIT_BRANCH", ""), ("CI_MERGE_REQUEST_IID", "7")],
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME is not set; GitLab sets it to the source branch of a merge request",
        ),
    ] {
        let result = read(Provider::GitLab, &GITLAB, change);
        refused(result, ContextErrorKind::MissingVariable, variable, message);
    }
}

#[test]
fn a_malformed_gitlab_variable_is_named() {
    for (change, message) in [
        (
            ("CI_COMMIT_SHA", "A1B2"),
            r#"CI_COMMIT_SHA: invalid commit sha "A1B2": unexpected 'A' at byte 0; a commit sha is 40 or 64 digits of 0-9 and a-f"#,
        ),
        (
            ("CI_COMMIT_BRANCH", "a..b"),
            r#"CI_COMMIT_BRANCH: invalid ref name "a..b": unexpected '.' at byte 2; git refs hold no "..""#,
        ),
        (
            ("CI_PROJECT_NAME", "a\u{1b}"),
            r#"CI_PROJECT_NAME: invalid project "a\u{1b}": unexpected '\u{1b}' at byte 1; a project must not contain control characters"#,
        ),
        (
            ("CI_MERGE_REQUEST_IID", "+7"),
            r#"CI_MERGE_REQUEST_IID: invalid number "+7": expected a number such as 42"#,
        ),
        (
            ("CI_PIPELINE_IID", "18446744073709551616"),
            r#"CI_PIPELINE_IID: invalid number "18446744073709551616": expected a number such as 42"#,
        ),
        (
            ("CI_COMMIT_REF_PROTECTED", "yes"),
            r#"CI_COMMIT_REF_PROTECTED: invalid flag "yes": expected true or false"#,
        ),
        (
            ("SOURCE_DATE_EPOCH", "2026-03-18"),
            r#"SOURCE_DATE_EPOCH: invalid timestamp "2026-03-18": expected seconds since 1970, such as 1773824400"#,
        ),
        (
            ("SOURCE_DATE_EPOCH", "-1"),
            r#"SOURCE_DATE_EPOCH: invalid timestamp "-1": expected seconds since 1970, such as 1773824400"#,
        ),
        (
            ("SOURCE_DATE_EPOCH", "253402300800"),
            r#"SOURCE_DATE_EPOCH: invalid timestamp "253402300800": instants from 1970 to 9999 are supported"#,
        ),
        (
            ("CI_PIPELINE_CREATED_AT", "yesterday"),
            r#"CI_PIPELINE_CREATED_AT: invalid timestamp "yesterday": expected a form like 2026-03-18T09:00:00Z"#,
        ),
        (
            ("CI_JOB_STARTED_AT", "1773824400"),
            r#"CI_JOB_STARTED_AT: invalid timestamp "1773824400": expected a form like 2026-03-18T09:00:00Z"#,
        ),
        (
            ("CI_COMMIT_TIMESTAMP", "1773824400"),
            r#"CI_COMMIT_TIMESTAMP: invalid timestamp "1773824400": expected a form like 2026-03-18T09:00:00Z"#,
        ),
        (
            ("CI_PROJECT_DIR", "/a\nb"),
            r#"CI_PROJECT_DIR: invalid string "/a\nb": unexpected '\n' at byte 2; this fact must not contain control characters"#,
        ),
    ] {
        let result = read(Provider::GitLab, &GITLAB, &[change]);
        refused(result, ContextErrorKind::MalformedVariable, change.0, message);
    }
}

#[test]
fn two_gitlab_refs_are_a_conflict() {
    for (change, variable, message) in [
        (
            &[("CI_COMMIT_TAG", "v1.0.0")][..],
            "CI_COMMIT_TAG",
            r#"CI_COMMIT_TAG is "v1.0.0" while CI_COMMIT_BRANCH is "main"; a run has one ref, and GitLab sets only the variables of that ref"#,
        ),
        (
            &[("CI_MERGE_REQUEST_IID", "7")],
            "CI_MERGE_REQUEST_IID",
            r#"CI_MERGE_REQUEST_IID is "7" while CI_COMMIT_BRANCH is "main"; a run has one ref, and GitLab sets only the variables of that ref"#,
        ),
        (
            &[("CI_MERGE_REQUEST_IID", "7"), ("CI_COMMIT_BRANCH", ""), ("CI_COMMIT_TAG", "v1")],
            "CI_MERGE_REQUEST_IID",
            r#"CI_MERGE_REQUEST_IID is "7" while CI_COMMIT_TAG is "v1"; a run has one ref, and GitLab sets only the variables of that ref"#,
        ),
    ] {
        let result = read(Provider::GitLab, &GITLAB, change);
        refused(result, ContextErrorKind::Conflict, variable, message);
    }
}

#[test]
fn the_time_of_a_gitlab_build_is_the_first_that_is_known() {
    let epoch = ("SOURCE_DATE_EPOCH", "0");
    let pipeline = ("CI_PIPELINE_CREATED_AT", "2026-03-18T09:00:00Z");
    let job = ("CI_JOB_STARTED_AT", "2026-03-18T10:00:00Z");
    for (change, expected) in [
        (&[epoch, pipeline, job][..], Some("1970-01-01T00:00:00Z")),
        (&[pipeline, job], Some("2026-03-18T09:00:00Z")),
        (&[job], Some("2026-03-18T10:00:00Z")),
        (&[], None),
    ] {
        let context = read(Provider::GitLab, &GITLAB, change).unwrap();
        assert_eq!(context.created().map(|created| created.to_string()).as_deref(), expected);
    }
}

#[test]
fn the_head_of_a_merge_request_is_never_guessed() {
    const HEAD: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233";
    for (event, source_sha, expected, why) in [
        ("detached", "", Some(SHA), "the source branch itself is built"),
        ("", "", Some(SHA), "GitLab before 12.3 had detached pipelines alone"),
        ("merged_result", HEAD, Some(HEAD), "a merge is built"),
        ("merge_train", HEAD, Some(HEAD), "a merge is built"),
        ("merged_result", "", None, "a merge is built, and its head not said"),
        ("merge_train", "", None, "a merge is built, and its head not said"),
    ] {
        let change = [
            ("CI_COMMIT_BRANCH", ""),
            ("CI_MERGE_REQUEST_IID", "7"),
            ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "feature/search"),
            ("CI_MERGE_REQUEST_EVENT_TYPE", event),
            ("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", source_sha),
        ];
        let context = read(Provider::GitLab, &GITLAB, &change).unwrap();
        assert_eq!(context.head_sha().map(AsRef::as_ref), expected, "{event}: {why}");
        assert_eq!(*context.sha(), SHA, "{event}: the commit that is built");
        assert_eq!(context.fork(), None, "{event}: the projects are not known");
    }
}

#[test]
fn a_description_from_a_web_page_cannot_stop_a_build() {
    let change = [("CI_PROJECT_DESCRIPTION", "\u{1b}[2J"), ("CI_PROJECT_TITLE", "a\tb\r\nc")];
    let context = read(Provider::GitLab, &GITLAB, &change).unwrap();
    assert_eq!(context.description(), None);
    assert_eq!(context.title(), Some("a\tb\r\nc"));
}

#[test]
fn gitlab_older_names_are_read_where_there_are_no_others() {
    assert_eq!(*job("gitlab-8-branch", &[]).unwrap().git_ref(), branch("feature/search"));
    assert_eq!(*job("gitlab-8-tag", &[]).unwrap().git_ref(), tag("v1.0.0"));
    let old = [
        ("CI_BUILD_REF", "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233"),
        ("CI_BUILD_REF_NAME", "other"),
        ("CI_BUILD_TAG", "v9"),
    ];
    let context = job("gitlab-branch", &old).unwrap();
    assert_eq!(context, job("gitlab-branch", &[]).unwrap(), "the newer names go before");
}

#[test]
fn gitlab_ref_name_is_a_branch_before_there_was_a_variable_for_it() {
    for (version, is_read) in [
        ("9.0.0", true),
        ("11.11.8-ee", true),
        ("12.5.10", true),
        ("12.6.0", false),
        ("13.0.1-ee", false),
        ("17.8.1-ee", false),
        ("12", false),
        ("unknown", false),
        ("", false),
    ] {
        let result = job("gitlab-11-branch", &[("CI_SERVER_VERSION", version)]);
        match &result {
            Ok(context) => assert_eq!(*context.git_ref(), branch("feature/search"), "{version}"),
            Err(error) => assert_eq!(error.variable(), Some("CI_COMMIT_BRANCH"), "{version}"),
        }
        assert_eq!(result.is_ok(), is_read, "{version}");
    }
    assert!(job("gitlab-tag-deleted", &[]).is_err(), "a git tag that is gone is no branch");
}

#[test]
fn gitlab_expansion_of_a_dollar_is_refused() {
    // What was made of main$x, feature/$x-search and v1.0.0$1 by the runner.
    for (environment, variable, name, slug) in [
        ("gitlab-branch", "CI_COMMIT_BRANCH", "main", "main-x"),
        ("gitlab-branch", "CI_COMMIT_BRANCH", "feature/-search", "feature--x-search"),
        ("gitlab-tag", "CI_COMMIT_TAG", "v1.0.0", "v1-0-0-1"),
        ("gitlab-merge-request", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "main", "main-x"),
        ("gitlab-11-branch", "CI_COMMIT_REF_NAME", "main", "main-x"),
        ("gitlab-8-branch", "CI_BUILD_REF_NAME", "main", "main-x"),
    ] {
        let changes = [(variable, name), ("CI_COMMIT_REF_SLUG", slug)];
        let message = format!(
            "{variable} is {name:?} while CI_COMMIT_REF_SLUG is {slug:?}; the slug is of another \
             name: GitLab's runner expands $ in the names of branches and git tags; rename it, or \
             supply the context yourself"
        );
        refused(job(environment, &changes), ContextErrorKind::Conflict, variable, &message);
    }
}

/// What the runner makes of a variable's value where no other is called like its
/// references: Go's `os.Expand`, with `$$` for a dollar.
fn expand(text: &str) -> String {
    let (mut expanded, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        let (name, width) = reference(after);
        if width == 0 || name == "$" {
            expanded.push('$');
        }
        rest = &after[width..];
    }
    expanded + rest
}

/// The name after a dollar, and how much is taken for it.
fn reference(text: &str) -> (&str, usize) {
    let is_word = |one: char| one == '_' || one.is_ascii_alphanumeric();
    if let Some(inner) = text.strip_prefix('{') {
        if inner.starts_with(SPECIAL) && inner[1..].starts_with('}') {
            return (&inner[..1], 3);
        }
        return inner.find('}').map_or(("", 1), |end| (&inner[..end], end + 2));
    }
    if text.starts_with(SPECIAL) {
        return (&text[..1], 1);
    }
    let end = text.find(|one| !is_word(one)).unwrap_or(text.len());
    (&text[..end], end)
}

const SPECIAL: &[char] =
    &['*', '#', '$', '@', '!', '?', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

#[test]
fn expansion_is_the_runners() {
    for (text, expected) in [
        ("main$-", "main"),
        ("main$x", "main"),
        ("main${}", "main"),
        ("main$", "main$"),
        ("$-main", "main"),
        ("$_main", ""),
        ("v1.0.0$_", "v1.0.0"),
        ("a$$b", "a$b"),
        ("a$.b", "a$.b"),
        ("a${x}b", "ab"),
    ] {
        assert_eq!(expand(text), expected, "{text}");
    }
    for row in cases("gitlab/gitlab_variable_expansion_cases.json") {
        let value = row["value"].as_str().unwrap();
        let variables = row["job_variables"].as_object().unwrap();
        if !variables
            .keys()
            .any(|name| value.contains(&format!("${name}")) || value.contains(&format!("{{{name}")))
        {
            assert_eq!(expand(value), row["after_runner_expand"].as_str().unwrap(), "{value:?}");
        }
    }
}

/// Every name of up to five of these characters: it passes for the name that it
/// is expanded to exactly where both are one from the first letter or digit to
/// the last, and for that of the default branch never.
#[test]
fn gitlab_branch_passes_for_another_only_where_their_edges_differ() {
    let edge = |text: &str| text.trim_matches(|one: char| !one.is_ascii_alphanumeric()).to_owned();
    let (mut refused_by_slug, mut passed) = (0, 0);
    let mut names = vec![String::new()];
    for _ in 0..5 {
        let letters = ["a", "A", "$", "-", "_", "{", "}", "."];
        names = names.iter().flat_map(|name| letters.map(|one| format!("{name}{one}"))).collect();
        for name in names.iter().filter(|name| name.contains('$')) {
            let arrived = expand(name);
            if arrived == *name
                || ![name, &arrived].iter().all(|name| RefName::new(name.as_str()).is_ok())
            {
                continue;
            }
            let slug = SlugRules::GITLAB_REF.slug(name).map(String::from).unwrap_or_default();
            let read = |default: &str| {
                let change = [
                    ("CI_COMMIT_BRANCH", arrived.as_str()),
                    ("CI_COMMIT_REF_SLUG", &slug),
                    ("CI_COMMIT_REF_PROTECTED", "false"),
                    ("CI_DEFAULT_BRANCH", default),
                ];
                CiContext::from_provider(Provider::GitLab, |name| {
                    get(&change, name).or_else(|| get(&GITLAB, name))
                })
            };
            assert!(read(&arrived).is_err(), "{name} passes for the default branch {arrived}");
            match read("trunk") {
                Ok(_) => {
                    assert_eq!(edge(name), edge(&arrived), "{name} passes for {arrived}");
                    passed += 1;
                }
                Err(error) => {
                    assert_eq!(error.variable(), Some("CI_COMMIT_BRANCH"), "{name}: {error}");
                    assert_ne!(edge(name), edge(&arrived), "{name} does not pass for {arrived}");
                    refused_by_slug += 1;
                }
            }
        }
    }
    assert!(refused_by_slug > 1_000 && passed > 100);
}

#[test]
fn gitlab_default_branch_is_protected_or_not_known() {
    let unprotected = ("CI_COMMIT_REF_PROTECTED", "false");
    refused(
        job("gitlab-branch", &[unprotected]),
        ContextErrorKind::Conflict,
        "CI_COMMIT_BRANCH",
        r#"CI_COMMIT_BRANCH is "main" while CI_COMMIT_REF_PROTECTED is "false"; the default branch is not protected, or this is another branch, such as main$-, whose name GitLab's runner expands to that of the default branch; protect the default branch, or supply the context yourself, with a "branch" that does not come from these variables"#,
    );
    // Both remedies.
    assert!(job("gitlab-branch", &[("CI_COMMIT_REF_PROTECTED", "true")]).is_ok());
    assert!(CiContext::branch("server", "main", SHA).is_ok());
    // GitLab before 11.11 does not say.
    let unknown = job("gitlab-branch", &[("CI_COMMIT_REF_PROTECTED", "")]).unwrap();
    assert_eq!(unknown.protected(), None);
    for (environment, change) in [
        ("gitlab-branch", ("CI_COMMIT_BRANCH", "feature/search")),
        ("gitlab-branch", ("CI_DEFAULT_BRANCH", "trunk")),
        ("gitlab-tag", ("CI_COMMIT_TAG", "main")),
        // Whoever opens it could open one from or into the default branch.
        ("gitlab-merge-request", ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "main")),
        ("gitlab-external-pull-request", ("CI_COMMIT_BRANCH", "main")),
    ] {
        let context = job(environment, &[unprotected, change]);
        assert!(context.is_ok(), "{environment} {change:?}: {context:?}");
    }
}

#[test]
fn gitlab_dollar_in_ref_name_alone_is_harmless() {
    let context = job("gitlab-dollar-in-ref-name", &[]).unwrap();
    assert_eq!(*context.git_ref(), branch("price$5"));
}

#[test]
fn gitlab_slug_of_the_own_name_is_no_conflict() {
    let long = "feature/".to_owned() + &"x".repeat(80);
    let slug = "feature-".to_owned() + &"x".repeat(55);
    for (name, slug) in [
        ("feature/Search", "feature-search"),
        ("Déjà_vu", "d-j--vu"),
        ("日本語", ""),
        (long.as_str(), slug.as_str()),
    ] {
        let changes = [("CI_COMMIT_BRANCH", name), ("CI_COMMIT_REF_SLUG", slug)];
        assert!(job("gitlab-branch", &changes).is_ok(), "{name}");
    }
    let changes = [
        ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "feature/search"),
        ("CI_COMMIT_REF_SLUG", "feature-search"),
    ];
    let context = job("gitlab-merge-request", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
}

#[test]
fn gitlab_variable_that_is_set_and_empty_is_absent() {
    let empty = [("CI_COMMIT_TAG", ""), ("CI_MERGE_REQUEST_IID", ""), ("CI_BUILD_TAG", "")];
    let context = job("gitlab-branch", &empty).unwrap();
    assert_eq!(context, job("gitlab-branch", &[]).unwrap());
}

#[test]
fn gitlab_pull_request_of_a_mirrored_repository_is_no_push() {
    let context = job("gitlab-external-pull-request", &[]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
    let fork = [("CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY", "octocat/server")];
    assert_eq!(job("gitlab-external-pull-request", &fork).unwrap().fork(), Some(true));
    let unknown = [("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME", "")];
    let error = job("gitlab-external-pull-request", &unknown).unwrap_err();
    assert_eq!(error.variable(), Some("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME"));
}
