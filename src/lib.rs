//! The container-image tag-and-naming policy of a CI pipeline, as one pure
//! function.
//!
//! A [`CiContext`] (branch, sha, tag, project …) and a [`Policy`] (data) go in;
//! a [`Plan`] comes out: image names, tags, slug, build args, labels, the text
//! of `build.env`, and the builder's command line. It is for authors of CI
//! tools who link it, for command-line tools that embed it, and for tests that
//! use its plan as the reference.
//!
//! ```
//! use tagwright::{CiContext, Policy};
//!
//! let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
//! let context = CiContext::branch("server", "main", sha)?
//!     .with_created("2026-03-18T09:00:00Z".parse()?);
//! let plan = Policy::cwiq().plan(&context)?;
//!
//! let references: Vec<String> = plan.references().map(String::from).collect();
//! assert_eq!(references, [
//!     "nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8",
//!     "nexus.shared.cwiq.io:8443/orchestrator-server:latest",
//! ]);
//! assert_eq!(plan.build_env().to_string(), "IMAGE_TAG=main-a1b2c3d8\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a policy may say, and what jobs do with a plan, is told in the
//! [`guide`].
//!
//! # How the parts fit
//!
//! ```text
//!  report            audit · explain · table · diff · recognize · verify
//!  render            BuildEnv · Kaniko · Buildah · Buildx … · DockerConfig
//!  plan              Policy × CiContext → Plan
//!  context │ policy  two kinds of data; they do not know each other
//!  name              Tag · Reference · Slug · CommitSha · RefName …
//! ```
//!
//! A layer knows those below it and none above. Every step that can fail has
//! one error: [`NameError`] for a text that is no legal name, [`ContextError`]
//! for CI variables that make no context, [`PolicyError`] for a policy that
//! does not load, [`PlanError`] for a context that the policy has no plan for,
//! [`MetadataError`] for a builder's file without a digest, [`VerifyError`] for
//! a `build.env` that is not what the policy gives.
//! Each says what is wrong, where, and what would be right.
//!
//! # What it promises
//!
//! * A policy that loads cannot give an illegal tag: its templates are proved
//!   for every context that their rules admit. Only the project and what is
//!   read from a git tag are checked when a plan is made.
//! * The same facts give the same bytes: there is no clock, no environment, no
//!   file, no network and no random order in it, and no Cargo feature changes
//!   what a policy means.
//! * No input panics. Only the assertions for unit tests do, such as
//!   [`Policy::assert_tags`], whose purpose it is.
//!
//! # Features
//!
//! Both only add API; no policy means anything else with them, and neither
//! brings in `std`.
//!
//! * `proptest`: strategies for contexts, refs and policies, for the property
//!   tests of others, in the module `strategies`.
//! * `schemars`: `JsonSchema` of [`Policy`], [`PolicyDocument`], [`CiContext`]
//!   and [`Plan`]; the schemas themselves are in `schemas/`, for editors.
//!
//! # What it is not
//!
//! It asks no registry and pushes nothing. It reads no environment:
//! [`CiContext::from_ci`] is given a look-up. It fetches no credentials:
//! [`DockerConfig`] renders those it is given.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]

extern crate alloc;

mod context;
#[cfg(doc)]
pub mod guide;
mod name;
mod plan;
mod policy;
mod render;
mod report;

pub use context::{CiContext, ContextError, ContextErrorKind, Provider};
pub use name::{
    CommitSha, Digest, EnvKey, EnvValue, GitRef, ImageName, NameError, NameErrorKind, Platform,
    RefName, Reference, ReferenceRef, Registry, Repository, Slug, SlugCase, SlugEdges, SlugOptions,
    SlugRules, SlugRuns, Tag, Timestamp,
};
pub use plan::{
    Pairs, Plan, PlanError, PlanErrorKind, PlannedImage, PlannedTag, Promotion, TagSet,
};
pub use policy::{
    Assignments, BuilderDocument, Fit, ImageDocument, MajorZero, Moves, NameCase, NamesDocument,
    Policy, PolicyDocument, PolicyError, PolicyErrorKind, PrereleaseFilter, RuleDocument,
    TagDocument, TagKind, TriggerDocument, Witness,
};
pub use render::{
    AnnotationLevel, Bake, BuildEnv, Buildah, Buildctl, Buildx, CommandLine, Commands, DockerBuild,
    DockerConfig, Exports, GitHubOutput, HelmValues, Json, Kaniko, MetadataError,
    MetadataErrorKind,
};
#[cfg(feature = "proptest")]
pub use report::strategies;
pub use report::{
    Candidate, Change, ChangedPart, Diagram, Dialect, EventDiff, ExplainedRule, ExplainedTag,
    ExplainedText, ExplainedValue, Explanation, Field, FieldValue, Finding, FindingCode,
    FindingWitness, PlanDiff, PolicyDiff, PolicyTable, RuleDecision, RulePattern, Severity,
    TableEvent, TableRow, TableTag, TagMovement, TagPattern, VerifyError, VerifyErrorKind,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
