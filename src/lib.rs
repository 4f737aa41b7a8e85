//! The container-image tag-and-naming policy of a CI pipeline, as one pure
//! function.

#![no_std]
#![deny(missing_docs)]

extern crate alloc;

mod context;
mod name;

pub use context::{CiContext, ContextError, ContextErrorKind, Provider};
pub use name::{
    CommitSha, Digest, EnvKey, EnvValue, GitRef, ImageName, NameError, NameErrorKind, RefName,
    Reference, ReferenceRef, Registry, Repository, Slug, SlugCase, SlugEdges, SlugOptions,
    SlugRules, SlugRuns, Tag, Timestamp,
};
