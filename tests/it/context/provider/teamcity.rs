use tagwright::GitRef;
use tagwright::context::ContextErrorKind;

use super::{SHA, branch, job, refused, tag};

#[test]
fn teamcity_default_names_no_branch() {
    let error = job("teamcity-branch", &[("Git_Branch", "<default>")]).unwrap_err();
    assert_eq!(error.kind(), ContextErrorKind::MalformedVariable);
    assert_eq!(error.variable(), Some("Git_Branch"));
}

#[test]
fn teamcity_tells_no_branch_by_itself() {
    let context = job("teamcity-branch", &[("Git_Branch", "")]).unwrap();
    assert_eq!(*context.git_ref(), GitRef::Detached);
}

#[test]
fn teamcity_pull_request_is_no_branch() {
    for name in [
        "refs/pull/7/head",
        "refs/pull/7/merge",
        "pull/7",
        "merge-requests/7",
        "pull-requests/7",
        "7",
        "7/head",
        "7/merge",
    ] {
        let error = job("teamcity-branch", &[("Git_Branch", name)]).unwrap_err();
        assert_eq!(error.kind(), ContextErrorKind::MalformedVariable, "{name}");
    }
}

#[test]
fn teamcity_branch_is_a_ref_or_a_logical_name() {
    for (name, expected) in [
        ("refs/heads/feature/search", branch("feature/search")),
        ("feature/search", branch("feature/search")),
        ("refs/tags/v1.0.0", tag("v1.0.0")),
        ("refs/heads/7", branch("7")),
        ("7.x", branch("7.x")),
        ("feature/head", branch("feature/head")),
    ] {
        let context = job("teamcity-branch", &[("Git_Branch", name)]).unwrap();
        assert_eq!(*context.git_ref(), expected);
    }
}

#[test]
fn teamcity_logical_name_that_may_be_a_git_tag_is_refused() {
    for name in ["tags/v1.0.0", "heads/main", "v1.0.0", "1.0.0", "HEAD", SHA] {
        let message = format!(
            "Git_Branch: invalid ref {name:?}: it may name a branch or a git tag; expected the \
             value of %teamcity.build.vcs.branch.ID%, such as refs/heads/main"
        );
        let result = job("teamcity-branch", &[("Git_Branch", name)]);
        refused(result, ContextErrorKind::MalformedVariable, "Git_Branch", &message);
    }
    let unresolved = "%teamcity.build.vcs.branch.Server%";
    let error = job("teamcity-branch", &[("Git_Branch", unresolved)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Git_Branch: invalid ref \"%teamcity.build.vcs.branch.Server%\": it does not name a \
         branch; expected the value of %teamcity.build.vcs.branch.ID%, such as refs/heads/main",
    );
}

#[test]
fn teamcity_branch_that_is_called_like_a_git_tag_is_none() {
    let name = "refs/heads/refs/tags/v1.0.0";
    let message = r#"Git_Branch: invalid ref name "refs/tags/v1.0.0": it looks like a full ref and would be mistaken for another ref; rename it"#;
    let result = job("teamcity-branch", &[("Git_Branch", name)]);
    refused(result, ContextErrorKind::MalformedVariable, "Git_Branch", message);
}

#[test]
fn teamcity_build_number_has_a_format_of_its_own() {
    for (number, expected) in [("42", Some(42)), ("1.0.42", None), ("main-42", None), ("", None)] {
        let context = job("teamcity-branch", &[("BUILD_NUMBER", number)]).unwrap();
        assert_eq!(context.run_number(), expected, "{number:?}");
    }
}
