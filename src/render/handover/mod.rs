//! Formats in which a job hands its plan to later jobs and steps.
//!
//! `build.env` is [`Plan::build_env`](crate::Plan::build_env). The others are for
//! steps of GitHub Actions, for a shell, for Helm, and, as JSON, for any program.

mod github_output;
mod helm_values;
mod json;
mod shell_exports;

pub use github_output::GitHubOutput;
pub use helm_values::HelmValues;
pub use shell_exports::ShellExports;
