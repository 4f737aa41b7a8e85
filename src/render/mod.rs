//! Plans as other programs take them: texts and command lines.

mod build_env;
mod docker_config;
mod kaniko;
mod shell;

pub use build_env::BuildEnv;
pub use docker_config::DockerConfig;
pub use kaniko::Kaniko;
