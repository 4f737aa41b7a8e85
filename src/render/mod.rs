//! Plans as other programs take them: texts and command lines.

mod annotation_level;
mod build;
mod build_env;
mod buildah;
mod command_line;
mod digest_file;
mod docker_config;
mod kaniko;
mod shell;

pub use annotation_level::AnnotationLevel;
pub use build_env::BuildEnv;
pub use buildah::Buildah;
pub use command_line::CommandLine;
pub use docker_config::DockerConfig;
pub use kaniko::Kaniko;
