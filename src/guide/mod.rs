//! The **guide**: how to write a policy, and what jobs do with a plan.
//!
//! * [`policy_language`]: every key of a policy file and every placeholder.
//! * [`built_in_policy`]: [`Policy::cwiq`](crate::Policy::cwiq) as a file, the
//!   decisions behind it, and the findings of its audit.
//! * [`ci_providers`]: what a job of each CI system says about itself, and how much
//!   of it can be trusted.
//! * [`builders`]: the command line of each builder for a plan, and how a later
//!   job moves the floating tags.
//! * [`hand_over`]: how later jobs get the tag of a build and check it.
//! * [`review`]: how to see what a policy does before a pipeline does it, and how
//!   to read a tag backwards.
//!
//! Details of a type or function, such as the errors that it returns, are in its
//! own documentation.

#[doc = include_str!("policy_language.md")]
pub mod policy_language {}

#[doc = include_str!("built_in_policy.md")]
pub mod built_in_policy {}

#[doc = include_str!("ci_providers.md")]
pub mod ci_providers {}

#[doc = include_str!("builders.md")]
pub mod builders {}

#[doc = include_str!("hand_over.md")]
pub mod hand_over {}

#[doc = include_str!("review.md")]
pub mod review {}
