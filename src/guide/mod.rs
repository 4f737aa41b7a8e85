//! The **guide**: how to write a policy, and how pipelines use it.
//!
//! To begin with:
//!
//! * [`getting_started`]: install the tool, write a policy, use it in a pipeline.
//! * [`recipes`]: complete pipeline files for GitLab and GitHub, each with its policy.
//! * [`migrating`]: docker/metadata-action, `CI_COMMIT_REF_SLUG` and `git describe` as
//!   policies.
//! * [`troubleshooting`]: answers by exit status, message and symptom.
//!
//! Reference:
//!
//! * [`policy_language`]: every key of a policy and every placeholder.
//! * [`context`]: every key of a context, and how to give it.
//! * [`ci_providers`]: which facts the job of each CI system provides, and how much of it
//!   can be trusted.
//! * [`builders`]: the command line of each builder for a plan, and how a later job moves
//!   the floating tags.
//! * [`hand_over`]: how later jobs get the tag of a build, and check it.
//! * [`review`]: how to see what a policy does before a pipeline does it, and which commit
//!   a tag is of.
//! * [`library`]: tagwright in a Rust program, and in unit tests.
//! * [`built_in_policy`]: the example policy, [`Policy::cwiq`](crate::Policy::cwiq), with
//!   the reasons for its decisions.

#[doc = include_str!("getting_started.md")]
pub mod getting_started {}

#[doc = include_str!("recipes.md")]
pub mod recipes {}

#[doc = include_str!("migrating.md")]
pub mod migrating {}

#[doc = include_str!("troubleshooting.md")]
pub mod troubleshooting {}

#[doc = include_str!("policy_language.md")]
pub mod policy_language {}

#[doc = include_str!("context.md")]
pub mod context {}

#[doc = include_str!("ci_providers.md")]
pub mod ci_providers {}

#[doc = include_str!("builders.md")]
pub mod builders {}

#[doc = include_str!("hand_over.md")]
pub mod hand_over {}

#[doc = include_str!("review.md")]
pub mod review {}

#[doc = include_str!("library.md")]
pub mod library {}

#[doc = include_str!("built_in_policy.md")]
pub mod built_in_policy {}
