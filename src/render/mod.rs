//! Plans as other programs take them: texts and command lines.

mod build_env;
mod docker_config;
mod exports;
mod github_output;
mod helm_values;
mod json;
mod kaniko;
mod shell;

pub use build_env::BuildEnv;
pub use docker_config::DockerConfig;
pub use exports::Exports;
pub use github_output::GithubOutput;
pub use helm_values::HelmValues;
pub use json::Json;
pub use kaniko::Kaniko;
