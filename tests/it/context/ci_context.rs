use tagwright::context::{ContextErrorKind, Event};
use tagwright::{CiContext, CommitSha, ContextError, GitRef, RefName, Timestamp};

use crate::given::SHA;

#[test]
fn a_context_of_each_ref_has_its_facts_and_no_others() {
    let name = RefName::from_static("feature/search");
    let request = GitRef::PullRequest { number: 7, source: name.clone(), target: None };
    for (context, git_ref) in [
        (CiContext::branch("server", "feature/search", SHA), GitRef::Branch(name.clone())),
        (CiContext::tag("server", "feature/search", SHA), GitRef::Tag(name)),
        (CiContext::pull_request("server", 7, "feature/search", SHA), request),
        (CiContext::detached("server", SHA), GitRef::Detached),
    ] {
        let context = context.unwrap();
        assert_eq!(context.project(), "server");
        assert_eq!(*context.sha(), SHA);
        assert_eq!(*context.git_ref(), git_ref);
        assert_eq!(context.head_sha(), None);
        assert_eq!(context.default_branch(), None);
        assert_eq!(context.project_path(), None);
        assert_eq!(context.created(), None);
        assert_eq!(context.committed(), None);
        assert_eq!(context.event(), None);
        assert_eq!(context.fork(), None);
        assert_eq!(context.protected(), None);
        assert_eq!(context.workspace(), None);
        assert_eq!(context.source_url(), None);
        assert_eq!(context.title(), None);
        assert_eq!(context.description(), None);
        assert_eq!(context.licenses(), None);
        assert_eq!(context.run_number(), None);
        assert_eq!(context.versions(), None);
    }
}

#[test]
fn every_fact_that_is_set_is_there() {
    let instant = Timestamp::from_unix(1_773_824_400).unwrap();
    let commit = Timestamp::from_unix(1_773_824_101).unwrap();
    let context = CiContext::pull_request(String::from("server"), 7, "feature/search", SHA)
        .unwrap()
        .with_target("main")
        .unwrap()
        .with_head_sha(CommitSha::from_static(SHA))
        .with_default_branch("trunk")
        .unwrap()
        .with_project_path("cwiq/server")
        .unwrap()
        .with_created(instant)
        .with_committed(commit)
        .with_event(Event::Schedule)
        .with_fork(false)
        .with_protected(true)
        .with_workspace("/builds/cwiq/server")
        .unwrap()
        .with_source_url("https://gitlab.cwiq.io/cwiq/server")
        .unwrap()
        .with_title("Server")
        .unwrap()
        .with_description("Two\r\nlines\tand a tab")
        .unwrap()
        .with_licenses("MIT OR Apache-2.0")
        .unwrap()
        .with_run_number(42)
        .with_versions(["1.0.0", "1.1.0"])
        .unwrap();
    let target = Some(RefName::from_static("main"));
    let source = RefName::from_static("feature/search");
    assert_eq!(*context.git_ref(), GitRef::PullRequest { number: 7, source, target });
    assert_eq!(context.head_sha(), Some(&CommitSha::from_static(SHA)));
    assert_eq!(context.default_branch(), Some(&RefName::from_static("trunk")));
    assert_eq!(context.project_path(), Some("cwiq/server"));
    assert_eq!(context.created(), Some(instant));
    assert_eq!(context.committed(), Some(commit));
    assert_eq!(context.event(), Some(Event::Schedule));
    assert_eq!(context.fork(), Some(false));
    assert_eq!(context.protected(), Some(true));
    assert_eq!(context.workspace(), Some("/builds/cwiq/server"));
    assert_eq!(context.source_url(), Some("https://gitlab.cwiq.io/cwiq/server"));
    assert_eq!(context.title(), Some("Server"));
    assert_eq!(context.description(), Some("Two\r\nlines\tand a tab"));
    assert_eq!(context.licenses(), Some("MIT OR Apache-2.0"));
    assert_eq!(context.run_number(), Some(42));
    assert_eq!(context.versions(), Some(["1.0.0".to_owned(), "1.1.0".to_owned()].as_slice()));
}

#[test]
fn an_empty_text_is_absent_and_an_empty_list_is_not() {
    let context = CiContext::detached("server", SHA).unwrap();
    assert_eq!(context.clone().with_title("").unwrap(), context);
    let replaced = context.clone().with_title("Server").unwrap().with_title("").unwrap();
    assert_eq!(replaced, context);
    let none = context.clone().with_versions([""; 0]).unwrap();
    assert_eq!(none.versions(), Some([].as_slice()));
    assert_ne!(none, context);
}

#[test]
fn a_repository_of_several_services_has_a_context_for_each() {
    let repository = CiContext::branch("shop", "main", SHA).unwrap().with_run_number(42);
    let service = repository.clone().with_project("api").unwrap();
    assert_eq!(service.project(), "api");
    assert_eq!(service.with_project("shop").unwrap(), repository, "all else stays");
}

#[test]
fn project_names_are_not_judged_before_the_plan() {
    for project in ["Server", ".x", "a__b", "a..b", "a b", &"x".repeat(300)] {
        assert_eq!(CiContext::detached(project, SHA).unwrap().project(), project);
    }
}

#[test]
fn refusals_name_the_fact_and_say_what_would_be_right() {
    let context = || CiContext::branch("server", "main", SHA).unwrap();
    for (result, fact, message) in [
        (
            CiContext::branch("", "main", SHA),
            "project",
            r#"project: invalid project "": it is empty; the name of the project is required"#,
        ),
        (
            CiContext::branch("a\nb", "main", SHA),
            "project",
            r#"project: invalid project "a\nb": unexpected '\n' at byte 1; a project must not contain control characters"#,
        ),
        (
            context().with_project(""),
            "project",
            r#"project: invalid project "": it is empty; the name of the project is required"#,
        ),
        (
            CiContext::branch("server", "feature..x", SHA),
            "branch",
            r#"branch: invalid ref name "feature..x": unexpected '.' at byte 8; git refs hold no "..""#,
        ),
        (
            CiContext::tag("server", "", SHA),
            "tag",
            r#"tag: invalid ref name "": it is empty; a git ref has a name"#,
        ),
        (
            CiContext::pull_request("server", 7, "a b", SHA),
            "pull_request.source",
            r#"pull_request.source: invalid ref name "a b": unexpected ' ' at byte 1; git refs hold no space and none of ~ ^ : ? * [ \"#,
        ),
        (
            CiContext::detached("server", "A1B2"),
            "sha",
            r#"sha: invalid commit sha "A1B2": unexpected 'A' at byte 0; a commit sha is 40 or 64 digits of 0-9 and a-f"#,
        ),
        (
            context().with_project_path("a\0b"),
            "project_path",
            r#"project_path: invalid string "a\0b": unexpected '\0' at byte 1; this fact must not contain control characters"#,
        ),
        (
            context().with_workspace("/x\n"),
            "workspace",
            r#"workspace: invalid string "/x\n": unexpected '\n' at byte 2; this fact must not contain control characters"#,
        ),
        (
            context().with_source_url("\u{1b}[2J"),
            "source_url",
            r#"source_url: invalid string "\u{1b}[2J": unexpected '\u{1b}' at byte 0; this fact must not contain control characters"#,
        ),
        (
            context().with_licenses("MIT\t"),
            "licenses",
            r#"licenses: invalid string "MIT\t": unexpected '\t' at byte 3; this fact must not contain control characters"#,
        ),
        (
            context().with_title("a\0"),
            "title",
            r#"title: invalid string "a\0": unexpected '\0' at byte 1; this fact must not contain control characters other than line breaks and tabs"#,
        ),
        (
            context().with_description("\u{9b}2J"),
            "description",
            r#"description: invalid string "\u{9b}2J": unexpected '\u{9b}' at byte 0; this fact must not contain control characters other than line breaks and tabs"#,
        ),
        (
            context().with_versions(["1.0.0", ""]),
            "versions",
            r#"versions: invalid version "": it is empty; a version is the name of a git tag"#,
        ),
        (
            context().with_versions(["1.0\n"]),
            "versions",
            r#"versions: invalid version "1.0\n": unexpected '\n' at byte 3; a version must not contain control characters"#,
        ),
    ] {
        refused(result, ContextErrorKind::InvalidFact, fact, message);
    }
}

#[test]
fn a_name_is_short_and_a_commit_exists() {
    for (result, fact, message) in [
        (
            CiContext::branch("server", "refs/heads/main", SHA),
            "branch",
            r#"branch: invalid ref name "refs/heads/main": leave out "refs/heads/" and give the rest as a branch"#,
        ),
        (
            CiContext::branch("server", "refs/tags/v1.0.0", SHA),
            "branch",
            r#"branch: invalid ref name "refs/tags/v1.0.0": leave out "refs/tags/" and give the rest as a git tag"#,
        ),
        (
            CiContext::tag("server", "refs/tags/v1.0.0", SHA),
            "tag",
            r#"tag: invalid ref name "refs/tags/v1.0.0": leave out "refs/tags/" and give the rest as a git tag"#,
        ),
        (
            CiContext::pull_request("server", 7, "refs/heads/x", SHA),
            "pull_request.source",
            r#"pull_request.source: invalid ref name "refs/heads/x": leave out "refs/heads/" and give the rest as a branch"#,
        ),
        (
            CiContext::pull_request("server", 7, "x", SHA)
                .and_then(|context| context.with_target("refs/heads/main")),
            "pull_request.target",
            r#"pull_request.target: invalid ref name "refs/heads/main": leave out "refs/heads/" and give the rest as a branch"#,
        ),
        (
            CiContext::branch("server", "main", SHA)
                .and_then(|context| context.with_default_branch("refs/heads/main")),
            "default_branch",
            r#"default_branch: invalid ref name "refs/heads/main": leave out "refs/heads/" and give the rest as a branch"#,
        ),
        (
            CiContext::branch("server", "main", SHA)
                .and_then(|context| context.with_default_branch("")),
            "default_branch",
            r#"default_branch: invalid ref name "": it is empty; a git ref has a name"#,
        ),
        (
            CiContext::detached("server", "0000000000000000000000000000000000000000"),
            "sha",
            r#"sha: invalid commit sha "0000000000000000000000000000000000000000": a sha of zeros is git's null id, which names no commit"#,
        ),
    ] {
        refused(result, ContextErrorKind::InvalidFact, fact, message);
    }
}

#[test]
fn only_a_pull_request_has_a_target() {
    let main = || RefName::from_static("main");
    for (context, message) in [
        (
            CiContext::branch("server", "main", SHA),
            r#"target: branch "main" has none; only a pull request has a target branch"#,
        ),
        (
            CiContext::tag("server", "v1.0.0", SHA),
            r#"target: git tag "v1.0.0" has none; only a pull request has a target branch"#,
        ),
        (
            CiContext::detached("server", SHA),
            "target: a detached commit has none; only a pull request has a target branch",
        ),
    ] {
        let result = context.unwrap().with_target(main());
        refused(result, ContextErrorKind::Conflict, "target", message);
    }
}

#[test]
fn a_context_is_displayed_in_one_line_with_what_can_decide_about_a_tag() {
    let head = CommitSha::from_static("0f1e2d3c4b5a69788796a5b4c3d2e1f000112233");
    let instant = Timestamp::from_unix(1_773_824_400).unwrap();
    let request = CiContext::pull_request("server", 7, "feature/\u{202e}x", SHA)
        .and_then(|context| context.with_target("main"))
        .and_then(|context| context.with_default_branch("trunk"))
        .and_then(|context| context.with_project_path("cwiq/server"))
        .and_then(|context| context.with_variant("alpine"))
        .and_then(|context| context.with_versions(["v1.0.0", "v2.0.0"]))
        .and_then(|context| context.with_value("describe", "v1 \"x\""))
        .and_then(|context| context.with_title("Two\nlines"))
        .unwrap()
        .with_event(Event::PullRequest)
        .with_fork(false)
        .with_protected(true)
        .with_created(instant)
        .with_committed(instant)
        .with_branch_head(head.clone())
        .with_run_number(42);
    let line = |head: &str| {
        format!(
            "pull request 7 from branch \"feature/\\u{{202e}}x\" of project \"server\" at {SHA}, \
             target \"main\"{head}, branch_head 0f1e2d3c4b5a69788796a5b4c3d2e1f000112233, \
             default_branch \"trunk\", project_path \"cwiq/server\", variant \"alpine\", event \
             pull-request, fork false, protected true, created 2026-03-18T09:00:00Z, committed \
             2026-03-18T09:00:00Z, run_number 42, versions 2, value describe \"v1 \\\"x\\\"\""
        )
    };
    assert_eq!(request.to_string(), line(""));
    let own = CommitSha::from_static(SHA);
    assert_eq!(request.clone().with_head_sha(own).to_string(), line(""));
    let other = request.with_head_sha(head).to_string();
    assert_eq!(other, line(", head_sha 0f1e2d3c4b5a69788796a5b4c3d2e1f000112233"));
    for (context, line) in [
        (CiContext::branch("server", "main", SHA), "branch \"main\""),
        (CiContext::tag("server", "v1", SHA), "git tag \"v1\""),
        (CiContext::detached("server", SHA), "a detached commit"),
    ] {
        assert_eq!(context.unwrap().to_string(), format!("{line} of project \"server\" at {SHA}"));
    }
}

#[test]
fn contexts_and_errors_are_plain_values() {
    fn is_a_value<T>()
    where
        T: Clone + std::fmt::Debug + PartialEq + Eq + Send + Sync + 'static,
    {
    }
    fn is_a_key<T: std::hash::Hash>() {}
    is_a_value::<CiContext>();
    is_a_key::<CiContext>();
    is_a_value::<ContextError>();
    is_a_value::<ContextErrorKind>();
}

#[track_caller]
fn refused(
    result: Result<CiContext, ContextError>,
    kind: ContextErrorKind,
    fact: &str,
    message: &str,
) {
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.kind(), kind, "{message}");
    assert_eq!(error.fact(), Some(fact), "{message}");
    assert_eq!(error.variable(), None, "{message}");
    assert!(std::error::Error::source(&error).is_none(), "{message}: says its cause itself");
}
