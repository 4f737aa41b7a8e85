use std::panic::{AssertUnwindSafe, catch_unwind};

use tagwright::plan::PlanErrorKind;
use tagwright::testing::{assert_build_env, assert_references, assert_refuses, assert_tags};
use tagwright::{CiContext, Policy};

use crate::given::{SHA, branch};

/// Asserts what an assertion says of a context when it fails, before it
/// explains it.
#[track_caller]
fn assert_fails(assertion: impl FnOnce(), context: &CiContext, expected: &str) {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).unwrap_err();
    let explanation = Policy::cwiq().explain(context);
    let expected = format!("{expected}\n{explanation}");
    assert_eq!(panic.downcast_ref::<String>().unwrap(), &expected);
}

#[test]
fn what_holds_is_silent() {
    let policy = Policy::cwiq();
    assert_tags(&policy, &branch("main"), ["main-a1b2c3d8", "latest"]);
    assert_references(
        &policy,
        &branch("main"),
        [
            "nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8",
            "nexus.shared.cwiq.io:8443/orchestrator-server:latest",
        ],
    );
    assert_build_env(&policy, &branch("main"), "IMAGE_TAG=main-a1b2c3d8\n");
    let nightly = CiContext::tag("server", "nightly", SHA).unwrap();
    assert_refuses(&policy, &nightly, PlanErrorKind::NoRule);
}

#[test]
fn a_failure_shows_the_difference_and_where_a_tag_would_be_from() {
    let policy = Policy::cwiq();
    assert_fails(
        || assert_tags(&policy, &branch("main"), ["1.2.3", "latest"]),
        &branch("main"),
        "tags of branch \"main\" not as expected\nexpected -, found +\n\
         - 1.2.3\n    would be of rule release ({version}): version 1.2.3\n  \
         latest\n+ main-a1b2c3d8\n",
    );
    assert_fails(
        || assert_tags(&policy, &branch("main"), ["latest", "main-a1b2c3d8"]),
        &branch("main"),
        "tags of branch \"main\" not as expected\nexpected -, found +\n  latest\n  \
         main-a1b2c3d8\nthe order found: main-a1b2c3d8, latest\n",
    );
    assert_fails(
        || assert_references(&policy, &branch("main"), ["r.io/server:stable"]),
        &branch("main"),
        "references of branch \"main\" not as expected\nexpected -, found +\n\
         - r.io/server:stable\n    would be of rule release (stable)\n\
         + nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8\n\
         + nexus.shared.cwiq.io:8443/orchestrator-server:latest\n",
    );
    assert_fails(
        || assert_build_env(&policy, &branch("main"), "IMAGE_TAG=stable\n"),
        &branch("main"),
        "build.env of branch \"main\" not as expected\nexpected -, found +\n\
         - IMAGE_TAG=stable\n    would be of rule release (stable)\n\
         + IMAGE_TAG=main-a1b2c3d8\n",
    );
    let push = "nexus.shared.cwiq.io:8443/orchestrator-server";
    assert_fails(
        || assert_references(&policy, &branch("main"), [format!("{push}:main-a1b2c3d8")]),
        &branch("main"),
        &format!(
            "references of branch \"main\" not as expected\nexpected -, found +\n  \
             {push}:main-a1b2c3d8\n+ {push}:latest\n"
        ),
    );
}

#[test]
fn a_plan_that_is_there_or_missing_against_expectation_is_explained() {
    let policy = Policy::cwiq();
    assert_fails(
        || assert_refuses(&policy, &branch("main"), PlanErrorKind::NoRule),
        &branch("main"),
        "branch \"main\" is not refused\nexpected NoRule, found a plan\n",
    );
    let bare = CiContext::branch("server", "main", SHA).unwrap();
    assert_fails(
        || assert_tags(&policy, &bare, ["latest"]),
        &bare,
        "tags of branch \"main\" not as expected\nthere is no plan\n",
    );
    assert_fails(
        || assert_refuses(&policy, &bare, PlanErrorKind::NoRule),
        &bare,
        "branch \"main\" is refused otherwise\nexpected NoRule, found MissingFact\n",
    );
}

#[test]
fn a_line_feed_and_a_line_said_twice_are_differences_to_see() {
    let policy = Policy::cwiq();
    assert_fails(
        || assert_build_env(&policy, &branch("main"), "IMAGE_TAG=main-a1b2c3d8"),
        &branch("main"),
        "build.env of branch \"main\" not as expected\nexpected -, found +\n\
         - IMAGE_TAG=main-a1b2c3d8 (without a line feed)\n+ IMAGE_TAG=main-a1b2c3d8\n",
    );
    assert_fails(
        || assert_tags(&policy, &branch("main"), ["main-a1b2c3d8", "latest", "latest"]),
        &branch("main"),
        "tags of branch \"main\" not as expected\nexpected -, found +\n  main-a1b2c3d8\n  \
         latest\n- latest\n    would be of rule main (latest)\n",
    );
}
