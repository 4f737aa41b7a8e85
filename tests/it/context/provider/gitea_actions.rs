use super::{SHA, job, pull_request};

#[test]
fn gitea_head_is_the_commit_of_a_pull_request() {
    for environment in ["gitea-pull-request", "forgejo-pull-request"] {
        let context = job(environment, &[]).unwrap();
        assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
        assert_eq!(context.head_sha().map(AsRef::as_ref), Some(SHA), "{environment}");
        let merge = [("GITHUB_REF", "refs/pull/7/merge")];
        let context = job(environment, &merge).unwrap();
        assert_eq!(context.head_sha(), None, "{environment}: a merge is built");
    }
}

#[test]
fn gitea_protection_is_no_fact() {
    for environment in ["gitea-branch", "forgejo-branch"] {
        for flag in ["false", "true", "nonsense"] {
            let context = job(environment, &[("GITHUB_REF_PROTECTED", flag)]).unwrap();
            assert_eq!(context.protected(), None, "{environment} {flag}");
        }
    }
}

#[test]
fn gitea_server_ends_in_a_slash() {
    let context = job("gitea-branch", &[]).unwrap();
    assert_eq!(context.source_url(), Some("https://git.cwiq.io/cwiq/server"));
}

#[test]
fn gitea_pull_request_target_is_no_push() {
    for environment in ["gitea-pull-request-target", "forgejo-pull-request-target"] {
        let error = job(environment, &[]).unwrap_err();
        assert_eq!(error.kind(), tagwright::context::ContextErrorKind::Conflict, "{environment}");
    }
}
