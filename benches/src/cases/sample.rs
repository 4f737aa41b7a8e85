//! Contexts of the built-in policy's pipeline.

use tagwright::CiContext;

use crate::job::{SHA, known};

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
