//! Builds: the commands that build and push an image, and the files that builders
//! read and write.
//!
//! Start at [`Plan::build`](crate::Plan::build), or at a shorthand such as
//! [`Plan::kaniko`](crate::Plan::kaniko).

mod annotation_level;
mod bake;
mod base64;
#[expect(clippy::module_inception, reason = "the noun of the module is its name")]
mod build;
mod build_option;
mod buildah;
mod buildctl;
mod builder;
mod buildx;
mod command_line;
mod digest_file;
mod docker;
mod docker_config;
mod kaniko;
mod label_line;
mod metadata_file;
mod retag;
mod unicode_13;

pub use annotation_level::AnnotationLevel;
pub use bake::BakeFile;
pub use build::Build;
pub use builder::Builder;
pub use command_line::{CommandLine, Commands};
pub use docker_config::DockerConfig;
pub use metadata_file::MetadataError;

pub use super::error::RenderErrorKind;
