//! How a job hands its plan to the jobs and steps behind it.

mod github_output;
mod helm_values;
mod json;
mod shell_exports;

pub use github_output::GitHubOutput;
pub use helm_values::HelmValues;
pub use shell_exports::ShellExports;
