//! Strategies of `proptest`: contexts, refs and policies for the property
//! tests of those who build on this crate.
//!
//! Everything that they give is legal, and much of it hostile: branches that
//! look like options, like releases, like tags of another rule; projects that
//! no image name can hold. [`policy()`] gives only policies that load, and
//! [`context_for`] contexts for which the rules of one policy fire often;
//! [`situation`] gives both. [`Universe`] says what policies are made of. The
//! types themselves have [`Arbitrary`](proptest::arbitrary::Arbitrary), so that
//! `any::<CiContext>()` works too.
//!
//! # Examples
//!
//! That a deploy job can rely on the tag, whatever people call their branches:
//!
//! ```
//! use proptest::prelude::*;
//! use tagwright::{CiContext, Policy};
//!
//! proptest!(|(context: CiContext)| {
//!     if let Ok(plan) = Policy::cwiq().plan(&context) {
//!         prop_assert!(plan.build_env().to_string().starts_with("IMAGE_TAG="));
//!     }
//! });
//! ```

mod context;
mod names;
mod policy;

pub use context::{context, context_for, situation};
pub use names::{
    HOSTILE_NAMES, PROJECTS, RELEASE_NAMES, commit_sha, git_ref, project, ref_name, timestamp,
};
pub use policy::{Universe, policy, policy_document};
