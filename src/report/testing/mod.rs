//! For unit tests: assertions about the plans of a policy, and strategies for
//! property tests.
//!
//! Each assertion plans a context and compares one thing. A failure shows both
//! sides, for a tag that was expected in vain which rule it would be from, and the
//! [explanation](crate::Policy::explain) of the plan or of why there is none.
//!
//! The strategies need the feature `proptest`; documentation that is built on one's own
//! machine shows them with `cargo doc --all-features`. They give contexts, refs and
//! policies. Everything that they give is legal, and much of it hostile: branches that
//! look like options, like releases, like tags of another rule; projects that no image
//! name can contain. [`CiContext`](crate::CiContext), [`CommitSha`](crate::CommitSha),
//! [`GitRef`](crate::GitRef), [`Policy`](crate::Policy), [`RefName`](crate::RefName) and
//! [`Timestamp`](crate::Timestamp) also implement proptest's `Arbitrary`, so that
//! `any::<CiContext>()` works.

mod assertion;
#[cfg(feature = "proptest")]
mod captures;
#[cfg(feature = "proptest")]
mod context;
#[cfg(feature = "proptest")]
mod extras;
#[cfg(feature = "proptest")]
mod names;
#[cfg(feature = "proptest")]
mod policy;
#[cfg(feature = "proptest")]
mod slugs;

pub use assertion::{assert_build_env, assert_references, assert_refuses, assert_tags};
#[cfg(feature = "proptest")]
pub use context::{context, context_for, situation};
#[cfg(feature = "proptest")]
pub use names::{
    HOSTILE_NAMES, PROJECTS, RELEASE_NAMES, commit_sha, git_ref, project, ref_name, timestamp,
};
#[cfg(feature = "proptest")]
pub use policy::{Universe, policy, policy_document};
