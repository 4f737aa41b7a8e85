//! Names and tags for the container images of a CI pipeline, computed from the
//! facts of a job and a policy.
//!
//! A [`CiContext`] contains the facts of a job: its project, branch or git tag, commit
//! and so on. A [`Policy`] is data, usually a file. [`Policy::plan`] turns the two into
//! a [`Plan`]: image names, tags, the slug, build args, labels, the contents of
//! `build.env`, and the command line of the builder.
//!
//! The crate is for authors of CI tools, who link it, and for unit tests that
//! compare what a pipeline does with its plan.
//!
//! ```
//! use tagwright::{CiContext, Policy};
//!
//! let policy: Policy = toml::from_str(r#"
//!     version = 1
//!     images = [{ name = "{project}", push = "registry.example.com/team" }]
//!     env = ["IMAGE_TAG={image_tag}"]
//!     rules = [{ name = "main", when = { branch = "main" }, tags = ["main-{short_sha}", "latest"] }]
//! "#)?;
//!
//! // In a job: CiContext::from_ci(|name| std::env::var(name).ok())?
//! let context = CiContext::branch("server", "main", "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334")?;
//!
//! let plan = policy.plan(&context)?;
//! let references: Vec<String> = plan.references().map(String::from).collect();
//! assert_eq!(references, [
//!     "registry.example.com/team/server:main-a1b2c3d8",
//!     "registry.example.com/team/server:latest",
//! ]);
//! assert_eq!(plan.build_env().to_string(), "IMAGE_TAG=main-a1b2c3d8\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The [`guide`] describes the policy language and what the jobs of a pipeline do
//! with a plan. [`Policy::cwiq`] is a built-in example, the policy of a real
//! pipeline.
//!
//! # Where to find what
//!
//! The types that every user needs are at the root of the crate. The others are in
//! modules by task, in the order of a pipeline:
//!
//! | to | start at | module |
//! | --- | --- | --- |
//! | check a tag, a reference or a digest | [`Tag`], [`Reference`], [`Digest`] | [`name`] |
//! | read the facts of the job | [`CiContext::from_ci`] | [`context`] |
//! | load or build a policy | [`Policy`], [`PolicyDocument`] | [`document`] |
//! | make a plan | [`Policy::plan`] | [`plan`] |
//! | build and push, move floating tags | [`Plan::build`], [`Plan::promotions`] | [`build`] |
//! | pass the plan to the next job or step | [`Plan::build_env`], [`Plan::github_output`] | [`handover`] |
//! | check the tag that a later job received | [`Policy::verify`] | [`verify`] |
//! | find what a policy allows by mistake | [`Policy::audit`] | [`audit`] |
//! | see which rule decided | [`Policy::explain`] | [`explain`] |
//! | review a change of a policy | [`Policy::diff`] | [`diff`] |
//! | list what each event gets | [`Policy::table`] | [`table`] |
//! | recognize a tag of a registry | [`Policy::recognize`] | [`recognize`] |
//! | test a policy or a tool | [`assert_tags`](testing::assert_tags) | [`testing`] |
//!
//! # Errors
//!
//! Each step that can fail has an error type. Its message says what is wrong, where,
//! and what would be right; programs use its `kind()`.
//!
//! * [`NameError`]: a string is not a valid name.
//! * [`ContextError`]: CI variables or data do not form a valid context.
//! * [`PolicyError`]: a policy is not valid. To get it with its kind from a file, read a
//!   [`PolicyDocument`] and check that: `Policy::new(toml::from_str(text)?)`. Reading a
//!   `Policy` gives the error of the format, with the same message.
//! * [`PlanError`]: the policy has no plan for the context;
//!   [`missing_facts`](PlanError::missing_facts) names the facts to supply.
//! * [`RenderError`]: a builder or a hand-over format cannot do what was asked.
//! * [`MetadataError`](build::MetadataError): a file that a builder wrote has no
//!   digest.
//! * [`VerifyError`](verify::VerifyError): a `build.env` is not what the policy
//!   gives.
//!
//! # Guarantees
//!
//! * **No illegal tag.** When a policy is loaded, its templates are proved to give
//!   legal tags and names for every branch and pull request that their rules match. A
//!   string that somebody else chooses freely (the project, the git tag and the version
//!   read from it) is checked when a plan is made. If it is not legal in a tag or name,
//!   that is an error; it is not repaired silently.
//! * **Determinism.** The same facts give the same bytes. The crate uses no clock,
//!   environment, file, network or random order, and no Cargo feature changes
//!   what a policy means.
//! * **No panics**, whatever the input. The exceptions are the assertions for unit
//!   tests in [`testing`].
//!
//! # In `Cargo.toml`
//!
//! ```toml
//! [dependencies]
//! tagwright = "0.1"
//! toml = "1"        # or serde_json, serde_yaml_ng: whatever reads the policy's file
//!
//! [dev-dependencies]
//! tagwright = { version = "0.1", features = ["proptest"] }
//! proptest = "1"
//! ```
//!
//! Rust 1.85 or later.
//!
//! # Features
//!
//! Features only add API, and none needs `std`.
//!
//! * `review`, enabled by default: reports about a policy (audit, table, explanation,
//!   diff), recognition of tags, verification in deploy jobs, and assertions for unit
//!   tests. A tool that only plans and builds compiles a third less of this crate
//!   without it (`default-features = false`).
//! * `proptest`: strategies for contexts, refs and policies in [`testing`], for
//!   property tests. `cargo doc --all-features` shows them.
//!
//! # Scope
//!
//! The crate contacts no registry and pushes nothing. It does not read the
//! environment: the caller passes a lookup function to [`CiContext::from_ci`]. It
//! does not obtain credentials: [`DockerConfig`](build::DockerConfig) renders those
//! that it is given.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![cfg_attr(
    not(feature = "review"),
    expect(
        dead_code,
        unused_imports,
        reason = "what only reports use is kept next to what plans use"
    )
)]

extern crate alloc;

pub mod context;
mod data;
#[cfg(doc)]
pub mod guide;
pub mod name;
pub mod plan;
mod policy;
mod render;
#[cfg(feature = "review")]
mod report;

pub use context::ci_context::CiContext;
pub use context::error::ContextError;
pub use context::provider::Provider;
pub use name::commit_sha::CommitSha;
pub use name::digest::Digest;
pub use name::error::NameError;
pub use name::git_ref::GitRef;
pub use name::image_name::ImageName;
pub use name::ref_name::RefName;
pub use name::reference::Reference;
pub use name::slug::Slug;
pub use name::slug_rules::SlugRules;
pub use name::tag::Tag;
pub use name::timestamp::Timestamp;
pub use plan::error::PlanError;
pub use plan::plan::Plan;
pub use policy::document;
pub use policy::document::policy::PolicyDocument;
pub use policy::{Policy, PolicyError, TagKind};
pub use render::error::RenderError;
pub use render::{build, handover};
#[cfg(feature = "review")]
pub use report::{audit, diff, explain, recognize, table, testing, verify};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
