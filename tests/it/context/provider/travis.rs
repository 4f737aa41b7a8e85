use super::{branch, job, pull_request, tag};

#[test]
fn travis_false_is_no_pull_request() {
    for number in ["false", ""] {
        let context = job("travis-branch", &[("TRAVIS_PULL_REQUEST", number)]).unwrap();
        assert_eq!(*context.git_ref(), branch("feature/search"), "{number:?}");
        assert_eq!((context.head_sha(), context.fork()), (None, None), "{number:?}");
    }
}

#[test]
fn travis_branch_is_the_target_of_a_pull_request() {
    let context = job("travis-pull-request", &[]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
    assert!(context.head_sha().is_some_and(|head| head != context.sha()), "a merge is built");
}

#[test]
fn travis_branch_of_a_tag_is_no_branch() {
    assert_eq!(*job("travis-tag", &[]).unwrap().git_ref(), tag("v1.0.0"));
}

#[test]
fn travis_event_is_a_pull_request_without_its_number_too() {
    let error = job("travis-pull-request", &[("TRAVIS_PULL_REQUEST", "")]).unwrap_err();
    assert_eq!(error.variable(), Some("TRAVIS_PULL_REQUEST"));
}
