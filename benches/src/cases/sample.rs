//! Contexts of the built-in policy's pipeline.

use tagwright::{CiContext, Timestamp};

pub(crate) const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
pub(crate) const CREATED: &str = "2026-03-18T09:00:00Z";

/// With what a pipeline knows beside its ref.
pub(crate) fn known(context: CiContext) -> CiContext {
    let created = Timestamp::parse(CREATED).unwrap();
    context.with_created(created).with_workspace("/builds/orchestrator/server").unwrap()
}

pub(super) fn main() -> CiContext {
    known(CiContext::branch("server", "main", SHA).unwrap())
}

pub(super) fn feature() -> CiContext {
    known(CiContext::branch("server", "feature/search", SHA).unwrap())
}

pub(super) fn merge_request() -> CiContext {
    known(CiContext::pull_request("server", 7, "fix/x", SHA).unwrap())
}

pub(super) fn tag() -> CiContext {
    known(CiContext::tag("server", "v1.0.0", SHA).unwrap())
}
