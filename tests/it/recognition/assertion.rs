use std::panic::{AssertUnwindSafe, catch_unwind};

use tagwright::{CiContext, PlanErrorKind, Policy};

use super::SHA;

fn main() -> CiContext {
    let created = "2026-03-18T09:00:00Z".parse().unwrap();
    CiContext::branch("server", "main", SHA).unwrap().with_created(created)
}

/// Asserts what an assertion says when it fails.
#[track_caller]
fn assert_fails(assertion: impl FnOnce(), expected: &str) {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), expected);
}

const PLAN: &str = "\
the plan:
    tag main-a1b2c3d8 (immutable, rule main)
    tag latest (floating, rule main)
    image nexus.shared.cwiq.io:8443/orchestrator-server
    env IMAGE_TAG=main-a1b2c3d8
";

#[test]
fn what_holds_is_silent() {
    let policy = Policy::cwiq();
    policy.assert_tags(&main(), ["main-a1b2c3d8", "latest"]);
    policy.assert_references(
        &main(),
        [
            "nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8",
            "nexus.shared.cwiq.io:8443/orchestrator-server:latest",
        ],
    );
    policy.assert_build_env(&main(), "IMAGE_TAG=main-a1b2c3d8\n");
    let nightly = CiContext::tag("server", "nightly", SHA).unwrap();
    policy.assert_refuses(&nightly, PlanErrorKind::NoRule);
}

#[test]
fn a_failure_shows_the_difference_the_plan_and_where_a_tag_would_be_from() {
    let policy = Policy::cwiq();
    assert_fails(
        || policy.assert_tags(&main(), ["main-a1b2c3d", "latest"]),
        &format!(
            "tags of branch \"main\" are not as expected\nexpected -, found +\n\
             - main-a1b2c3d\n    would be of rule release ({{version}}): version main-a1b2c3d\n  \
             latest\n+ main-a1b2c3d8\n{PLAN}"
        ),
    );
    assert_fails(
        || policy.assert_tags(&main(), ["latest", "main-a1b2c3d8"]),
        &format!(
            "tags of branch \"main\" are not as expected\nexpected -, found +\n  latest\n  \
             main-a1b2c3d8\nthe order found: main-a1b2c3d8, latest\n{PLAN}"
        ),
    );
    assert_fails(
        || policy.assert_build_env(&main(), "IMAGE_TAG=stable\n"),
        &format!(
            "build.env of branch \"main\" are not as expected\nexpected -, found +\n\
             - IMAGE_TAG=stable\n    would be of rule release (stable)\n    \
             would be of rule release ({{version}}): version stable\n\
             + IMAGE_TAG=main-a1b2c3d8\n{PLAN}"
        ),
    );
}

#[test]
fn a_plan_that_is_there_or_missing_against_expectation_is_shown() {
    let policy = Policy::cwiq();
    assert_fails(
        || policy.assert_refuses(&main(), PlanErrorKind::NoRule),
        &format!("branch \"main\" is not refused\nexpected NoRule, found a plan\n{PLAN}"),
    );
    let bare = CiContext::branch("server", "main", SHA).unwrap();
    let reason = "build arg BUILD_DATE: {created} needs created, which is unknown; set \
                  SOURCE_DATE_EPOCH, or give the context \"created\" (CiContext::with_created)";
    assert_fails(
        || policy.assert_tags(&bare, ["latest"]),
        &format!("tags of branch \"main\" are not as expected\nthere is no plan: {reason}\n"),
    );
    assert_fails(
        || policy.assert_refuses(&bare, PlanErrorKind::NoRule),
        &format!(
            "branch \"main\" is refused otherwise: {reason}\nexpected NoRule, found MissingFact\n"
        ),
    );
}
