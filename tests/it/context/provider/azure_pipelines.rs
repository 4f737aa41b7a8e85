use super::{branch, job, pull_request};

#[test]
fn azure_pull_request_variables_on_a_push_are_ignored() {
    let context = job(
        "azure-branch",
        &[
            ("SYSTEM_PULLREQUEST_PULLREQUESTID", "7"),
            ("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "7"),
            ("SYSTEM_PULLREQUEST_SOURCEBRANCH", "refs/heads/patch-1"),
            ("SYSTEM_PULLREQUEST_SOURCECOMMITID", "not a commit"),
            ("SYSTEM_PULLREQUEST_TARGETBRANCH", "main"),
            ("SYSTEM_PULLREQUEST_ISFORK", "maybe"),
        ],
    )
    .unwrap();
    assert_eq!(context, job("azure-branch", &[]).unwrap());
    assert_eq!((context.head_sha(), context.fork()), (None, None));
}

#[test]
fn azure_branch_is_more_than_its_last_part() {
    let context = job("azure-branch", &[("BUILD_SOURCEBRANCHNAME", "search")]).unwrap();
    assert_eq!(*context.git_ref(), branch("feature/search"));
}

#[test]
fn azure_branches_are_spelt_in_full_or_in_short() {
    for (source, target) in [
        ("refs/heads/feature/search", "refs/heads/main"),
        ("feature/search", "main"),
        ("refs/heads/feature/search", "main"),
    ] {
        let changes = [
            ("SYSTEM_PULLREQUEST_SOURCEBRANCH", source),
            ("SYSTEM_PULLREQUEST_TARGETBRANCH", target),
        ];
        let context = job("azure-pull-request", &changes).unwrap();
        assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
    }
}

#[test]
fn azure_number_is_that_of_the_ref_and_not_an_id() {
    let context = job("azure-pull-request-fork", &[]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(8, "patch-1", Some("main")));
}

#[test]
fn azure_reason_makes_a_pull_request_of_a_branch() {
    let changes = [("BUILD_SOURCEBRANCH", "refs/heads/main")];
    let context = job("azure-pull-request-fork", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(8, "patch-1", Some("main")), "its number");
    let context = job("azure-pull-request", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")), "its id");
}

#[test]
fn azure_start_is_read_at_any_offset() {
    for start in ["2026-03-18 06:00:00-03:00", "2026-03-18T09:00:00Z"] {
        let context = job("azure-branch", &[("SYSTEM_PIPELINESTARTTIME", start)]).unwrap();
        assert_eq!(context.created().unwrap().to_string(), "2026-03-18T09:00:00Z");
    }
}

#[test]
fn credentials_are_no_part_of_an_address() {
    for (uri, expected) in [
        ("https://cwiq@dev.azure.com/cwiq/_git/x", "https://dev.azure.com/cwiq/_git/x"),
        ("https://u:p@ss@dev.azure.com/x", "https://dev.azure.com/x"),
        ("https://token@github.com", "https://github.com"),
        ("http://u:p@host:8080?x=@y", "http://host:8080?x=@y"),
        ("https://github.com/@cwiq/server", "https://github.com/@cwiq/server"),
        ("ssh://git@host/x", "ssh://git@host/x"),
    ] {
        let context = job("azure-branch", &[("BUILD_REPOSITORY_URI", uri)]).unwrap();
        assert_eq!(context.source_url(), Some(expected));
    }
}

#[test]
fn azure_name_of_a_repository_is_what_is_behind_its_last_slash() {
    for (repository, path, project) in [
        ("octocat/hello-world", Some("octocat/hello-world"), "hello-world"),
        ("hello-world", None, "hello-world"),
        ("octocat/", None, "octocat/"),
    ] {
        let context = job("azure-branch", &[("BUILD_REPOSITORY_NAME", repository)]).unwrap();
        assert_eq!((context.project_path(), context.project()), (path, project));
    }
}
