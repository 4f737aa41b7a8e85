//! Plans as other programs take them, texts and command lines; and what
//! builders write back.

mod annotation_level;
mod bake;
mod base64;
mod build;
mod build_env;
mod build_option;
mod buildah;
mod buildctl;
mod builder;
mod buildx;
mod command_line;
mod csv;
mod digest_file;
mod docker;
mod docker_config;
mod exports;
mod github_output;
mod helm_values;
mod json;
mod kaniko;
mod label_line;
mod metadata_file;
mod retag;
mod schema;
mod shell;
mod unicode_13;

pub use annotation_level::AnnotationLevel;
pub use bake::BakeFile;
pub use build::Build;
pub use build_env::BuildEnv;
pub use builder::Builder;
pub use command_line::{CommandLine, Commands};
pub use docker_config::DockerConfig;
pub use exports::Exports;
pub use github_output::GitHubOutput;
pub use helm_values::HelmValues;
pub use json::Json;
pub use metadata_file::MetadataError;
