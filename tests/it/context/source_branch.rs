use tagwright::context::{ContextErrorKind, Event};
use tagwright::{CiContext, CommitSha, GitRef, RefName};

use crate::given::SHA;

const HEAD: CommitSha = CommitSha::from_static("0f1e2d3c4b5a69788796a5b4c3d2e1f000112233");
const OWN: CommitSha = CommitSha::from_static(SHA);

fn request() -> CiContext {
    CiContext::pull_request("server", 7, "main", SHA)
        .and_then(|context| context.with_target("production"))
        .unwrap()
}

#[test]
fn a_pull_request_of_the_repository_is_a_run_of_its_branch() {
    for (event, expected) in [
        (Event::PullRequest, Some(Event::Push)),
        (Event::MergeQueue, None),
        (Event::Manual, Some(Event::Manual)),
    ] {
        let context = request()
            .with_fork(false)
            .with_head_sha(OWN)
            .with_protected(false)
            .with_run_number(42)
            .with_event(event)
            .into_source_branch()
            .unwrap();
        let branch = CiContext::branch("server", "main", SHA).unwrap().with_run_number(42);
        let branch = match expected {
            Some(event) => branch.with_event(event),
            None => branch,
        };
        assert_eq!(context, branch, "{event}");
        assert_eq!(context.clone().into_source_branch(), Ok(context), "twice is once");
    }
}

#[test]
fn a_run_of_anything_else_stays() {
    for context in [
        CiContext::branch("server", "main", SHA).unwrap().with_event(Event::PullRequest),
        CiContext::tag("server", "v1.0.0", SHA).unwrap().with_protected(true),
        CiContext::detached("server", SHA).unwrap(),
    ] {
        assert_eq!(context.clone().into_source_branch(), Ok(context));
    }
}

#[test]
fn a_pull_request_that_may_be_other_code_is_refused() {
    for (context, fact, message) in [
        (
            request().with_head_sha(OWN).with_fork(true),
            "fork",
            r#"fork: pull request 7 from branch "main" is from a fork, whose branches are not those of the repository"#,
        ),
        (
            request().with_head_sha(OWN),
            "fork",
            r#"fork: pull request 7 from branch "main" may be from a fork, whose branches are not those of the repository; if it is not, set "fork" to false"#,
        ),
        (
            request().with_fork(false).with_head_sha(HEAD),
            "sha",
            r#"sha: pull request 7 from branch "main" is built as a merge with its target, which is not a commit of that branch"#,
        ),
        (
            request().with_fork(false),
            "head_sha",
            r#"head_sha: pull request 7 from branch "main" may be built as a merge with its target, which is not a commit of that branch; if it is not, set "head_sha" to its commit"#,
        ),
    ] {
        let error = context.into_source_branch().unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ContextErrorKind::Conflict, "{message}");
        assert_eq!((error.fact(), error.variable()), (Some(fact), None), "{message}");
    }
    let followed = request().with_fork(false).with_head_sha(OWN).into_source_branch().unwrap();
    assert_eq!(*followed.git_ref(), GitRef::Branch(RefName::from_static("main")));
}
