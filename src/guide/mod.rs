//! The **guide**: what a policy says, and what jobs do with what it gives.
//!
//! * [`policy_language`]: every key of a policy file, every placeholder.
//! * [`built_in_policy`]: [`Policy::cwiq`](crate::Policy::cwiq) as a file, what
//!   it decides, and what its audit says.
//! * [`context`]: what a CI job says about itself, and which of it can be trusted.
//! * [`builders`]: one plan as the command line of each builder, and how floating
//!   tags move afterwards.
//! * [`hand_over`]: how the jobs behind a build get its tag, and why they need
//!   not trust it.
//! * [`review`]: what a policy does, seen before a pipeline does it; and a tag
//!   read backwards.
//!
//! What one type or function does, and what it refuses, stands with it.

#[doc = include_str!("policy_language.md")]
pub mod policy_language {}

#[doc = include_str!("built_in_policy.md")]
pub mod built_in_policy {}

#[doc = include_str!("context.md")]
pub mod context {}

#[doc = include_str!("builders.md")]
pub mod builders {}

#[doc = include_str!("hand_over.md")]
pub mod hand_over {}

#[doc = include_str!("review.md")]
pub mod review {}
