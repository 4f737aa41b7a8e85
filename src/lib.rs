//! Names and tags for the container images of a CI pipeline, computed from the
//! facts of a job and a policy.
//!
//! A [`CiContext`] holds the facts of a job: its project, branch or git tag,
//! commit and so on. A [`Policy`] is data, usually a file. [`Policy::plan`] turns
//! the two into a [`Plan`]: image names, tags, the slug, build args, labels, the
//! contents of `build.env`, and the command line of the builder.
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
//! # Layers
//!
//! ```text
//!  report            audit · explain · table · diff · recognize · verify
//!  render            BuildEnv · Build × Builder → Commands · DockerConfig …
//!  plan              Policy × CiContext → Plan
//!  context │ policy  independent inputs
//!  data              how both are read from TOML, JSON or YAML
//!  name              Tag · Reference · Slug · CommitSha · RefName …
//! ```
//!
//! A layer uses only the layers below it. Each fallible step has its own error
//! type, which reports what is wrong, where, and what would be right:
//!
//! * [`NameError`]: a string is not a valid name.
//! * [`ContextError`]: CI variables or data do not form a valid context.
//! * [`PolicyError`]: a policy does not load.
//! * [`PlanError`]: the policy has no plan for the context.
//! * [`MetadataError`]: a file that a builder wrote has no digest.
//! * [`VerifyError`]: a `build.env` is not what the policy gives.
//!
//! # Guarantees
//!
//! * **No illegal tag.** When a policy is loaded, its templates are proved to give
//!   legal tags and names for every branch and pull request that their rules
//!   admit. Text that somebody else chooses freely (the project, the git tag and
//!   the version read from it) is checked when a plan is made. If a
//!   tag or name cannot hold it, there is an error; it is not repaired silently.
//! * **Determinism.** The same facts give the same bytes. The crate uses no clock,
//!   environment, file, network or random order, and no Cargo feature changes
//!   what a policy means.
//! * **No panics**, whatever the input. The exceptions are the assertions for unit
//!   tests, such as [`Policy::assert_tags`].
//!
//! # Features
//!
//! They only add API and none needs `std`.
//!
//! * `review`, on by default: what people and tools read about a policy: audit,
//!   table, explanation, diff, recognition of tags, verification of deploy jobs,
//!   assertions for unit tests. A tool that only plans and builds compiles a third
//!   less of this crate without it (`default-features = false`).
//! * `proptest`: the module `strategies`, with strategies for contexts, refs and
//!   policies for property tests.
//!
//! # Scope
//!
//! The crate contacts no registry and pushes nothing. It does not read the
//! environment: the caller passes a lookup function to [`CiContext::from_ci`]. It
//! does not obtain credentials: [`DockerConfig`] renders those that it is given.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![cfg_attr(
    not(feature = "review"),
    expect(
        dead_code,
        unused_imports,
        reason = "what only reports use is kept beside what plans use"
    )
)]

extern crate alloc;

mod context;
mod data;
#[cfg(doc)]
pub mod guide;
mod name;
mod plan;
mod policy;
mod render;
#[cfg(feature = "review")]
mod report;

pub use context::{CiContext, ContextError, ContextErrorKind, Event, Provider};
pub use name::{
    CommitSha, Digest, EnvKey, EnvValue, GitRef, ImageName, NameError, NameErrorKind, Platform,
    RefName, Reference, ReferenceRef, Registry, Repository, Slug, SlugCase, SlugEdges, SlugOptions,
    SlugRules, SlugRuns, Tag, Timestamp,
};
pub use plan::{
    Pairs, Plan, PlanError, PlanErrorKind, PlannedImage, PlannedTag, Promotion, TagSet,
};
pub use policy::{
    Assignments, BuilderDocument, Counterexample, Fit, ImageDocument, MajorZero, Moves, NameCase,
    NamesDocument, Policy, PolicyDocument, PolicyError, PolicyErrorKind, PrereleaseFilter,
    RuleDocument, TagDocument, TagKind, TriggerDocument,
};
pub use render::{
    AnnotationLevel, BakeFile, Build, BuildEnv, Builder, CommandLine, Commands, DockerConfig,
    Exports, GitHubOutput, HelmValues, Json, MetadataError,
};
#[cfg(feature = "proptest")]
pub use report::strategies;
#[cfg(feature = "review")]
pub use report::{
    Candidate, Change, ChangedPart, Diagram, Dialect, EventDiff, ExplainedRule, ExplainedTag,
    ExplainedText, ExplainedValue, Explanation, Field, FieldValue, Finding, FindingCode,
    FindingWitness, PlanDiff, PolicyDiff, PolicyTable, Recognizer, RuleDecision, RulePattern,
    Severity, TableEvent, TableRow, TableTag, TagMovement, TagPattern, VerifyError,
    VerifyErrorKind,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
