//! The container-image tag-and-naming policy of a CI pipeline, as one pure
//! function.

#![no_std]
#![deny(missing_docs)]

extern crate alloc;

mod context;
mod name;
mod plan;
mod policy;
mod render;

pub use context::{CiContext, ContextError, ContextErrorKind, Provider};
pub use name::{
    CommitSha, Digest, EnvKey, EnvValue, GitRef, ImageName, NameError, NameErrorKind, RefName,
    Reference, ReferenceRef, Registry, Repository, Slug, SlugCase, SlugEdges, SlugOptions,
    SlugRules, SlugRuns, Tag, Timestamp,
};
pub use plan::{
    Pairs, Plan, PlanError, PlanErrorKind, PlannedImage, PlannedTag, Promotion, TagSet,
};
pub use policy::{
    Assignments, BuilderDocument, ImageDocument, Moves, NameCase, NamesDocument, Policy,
    PolicyDocument, PolicyError, PolicyErrorKind, PrereleaseFilter, RuleDocument, TagDocument,
    TagKind, TriggerDocument, Witness,
};
pub use render::{BuildEnv, DockerConfig, Kaniko};
