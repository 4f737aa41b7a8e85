//! Plans as other programs take them, texts and command lines; and what
//! builders write back.

mod annotation_level;
mod bake;
mod base64;
mod build;
mod build_env;
mod buildah;
mod buildctl;
mod buildx;
mod command_line;
mod csv;
mod digest_file;
mod docker_build;
mod docker_config;
mod exports;
mod github_output;
mod helm_values;
mod json;
mod kaniko;
mod label_line;
mod metadata_file;
mod retag;
mod shell;
mod unicode_13;

pub use annotation_level::AnnotationLevel;
pub use bake::Bake;
pub use build_env::BuildEnv;
pub use buildah::Buildah;
pub use buildctl::Buildctl;
pub use buildx::Buildx;
pub use command_line::{CommandLine, Commands};
pub use docker_build::DockerBuild;
pub use docker_config::DockerConfig;
pub use exports::Exports;
pub use github_output::GitHubOutput;
pub use helm_values::HelmValues;
pub use json::Json;
pub use kaniko::Kaniko;
pub use metadata_file::{MetadataError, MetadataErrorKind};
