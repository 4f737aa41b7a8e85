//! Validated names that are needed less often: platforms, borrowed references and the
//! options of slugs.
//!
//! A value of one of these types is always legal. The common types, such as [`Tag`],
//! [`ImageName`] and [`Reference`], are at the root of the crate.

pub(crate) mod commit_sha;
mod debug;
pub(crate) mod digest;
mod docker;
mod env_key;
mod env_value;
pub(crate) mod error;
pub(crate) mod event;
mod foreign_time_format;
pub(crate) mod git_ref;
mod grammar;
pub(crate) mod image_name;
mod license_expression;
pub(crate) mod newtype;
mod platform;
mod quoted;
mod ref_kind;
pub(crate) mod ref_name;
pub(crate) mod reference;
mod reference_flaw;
mod reference_ref;
mod registry;
mod repository;
mod reserved_env_key;
pub(crate) mod slug;
mod slug_alphabet;
mod slug_options;
mod slug_preset;
pub(crate) mod slug_rules;
mod slug_step;
mod slug_writer;
pub(crate) mod tag;
mod time_format;
pub(crate) mod timestamp;
mod url;
mod utc_offset;
mod words;

pub use error::NameErrorKind;
pub use platform::Platform;
pub use reference_ref::ReferenceRef;
pub use slug_options::{SlugCase, SlugEdges, SlugOptions, SlugRuns};

pub(crate) use commit_sha::CommitSha;
pub(crate) use debug::debug_as_message;
pub(crate) use digest::Digest;
pub(crate) use env_key::check as check_env_key;
pub(crate) use env_value::{check as check_env_value, is_legal as is_of_env_value};
pub(crate) use error::{Flaw, NameError};
pub(crate) use event::{Event, EventSet};
pub(crate) use foreign_time_format::meant_by as time_format_meant_by;
pub(crate) use git_ref::GitRef;
pub(crate) use image_name::{IMAGE_NAME_LIMIT, ImageName, NO_NAMESPACE, SHORT_REPOSITORY};
pub(crate) use license_expression::check as check_license_expression;
pub(crate) use quoted::{Quoted, Shown};
pub(crate) use ref_kind::{RefKind, RefKinds};
pub(crate) use ref_name::RefName;
pub(crate) use reference::Reference;
pub(crate) use registry::{check_text as check_registry, host as host_of_registry};
pub(crate) use repository::{check_text as check_repository, is_legal as is_repository};
pub(crate) use slug::Slug;
pub(crate) use slug_alphabet::{DOT_ABOVE, DOTTED_I, Fate, KELVIN};
pub(crate) use slug_preset::SlugPreset;
pub(crate) use slug_rules::SlugRules;
pub(crate) use slug_step::SlugStep;
pub(crate) use tag::{Tag, is_first as is_first_of_tag, is_inner as is_inner_of_tag};
pub(crate) use time_format::{TimeFormat, TimePart};
pub(crate) use timestamp::Timestamp;
pub(crate) use url::check as check_url;
pub(crate) use utc_offset::UtcOffset;
pub(crate) use words::{word_list, words};
