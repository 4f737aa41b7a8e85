use super::{SHA, branch, job, pull_request, tag};

#[test]
fn drone_push_with_source_and_target_is_a_branch() {
    let changes = [("DRONE_SOURCE_BRANCH", "patch-1"), ("DRONE_TARGET_BRANCH", "main")];
    let context = job("drone-branch", &changes).unwrap();
    assert_eq!(*context.git_ref(), branch("feature/search"));
    assert_eq!(context.head_sha(), None);
}

#[test]
fn drone_branch_is_the_target_of_a_pull_request() {
    let context = job("drone-pull-request", &[]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
}

#[test]
fn drone_branch_of_a_tag_is_no_branch() {
    for name in ["v1.0.0", "main", ""] {
        let context = job("drone-tag", &[("DRONE_BRANCH", name)]).unwrap();
        assert_eq!(*context.git_ref(), tag("v1.0.0"), "{name:?}");
    }
}

#[test]
fn drone_reads_the_refs_of_every_forge() {
    for (full_ref, head) in [
        ("refs/pull/7/head", Some(SHA)),
        ("refs/pull/7/merge", None),
        ("refs/merge-requests/7/head", Some(SHA)),
        ("refs/pull-requests/7/from", Some(SHA)),
    ] {
        let context = job("drone-pull-request", &[("DRONE_COMMIT_REF", full_ref)]).unwrap();
        let expected = pull_request(7, "feature/search", Some("main"));
        assert_eq!(*context.git_ref(), expected, "{full_ref}");
        assert_eq!(context.head_sha().map(AsRef::as_ref), head, "{full_ref}");
    }
}

#[test]
fn drone_event_makes_a_pull_request_of_a_branch() {
    let changes = [("DRONE_COMMIT_REF", "refs/heads/main")];
    let context = job("drone-pull-request", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
    assert_eq!(context.head_sha(), None, "what the commit is of is not told");
    let error = job("drone-pull-request", &[changes[0], ("DRONE_PULL_REQUEST", "")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "DRONE_PULL_REQUEST is not set; Drone sets it to the number of a pull request"
    );
}

#[test]
fn drone_number_makes_a_pull_request_of_a_push() {
    let context = job("drone-branch", &[("DRONE_PULL_REQUEST", "7")]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("feature/search")));
    assert!(job("drone-old", &[]).is_err(), "its source is not told");
}
