//! Formats in which a job passes its plan to later jobs and steps.
//!
//! [`Plan::build_env`](crate::Plan::build_env) writes `build.env`. The other formats
//! are for steps of GitHub Actions, shells and Helm; JSON is for any program.

mod github_output;
mod helm_values;
mod json;
mod shell_exports;

pub use github_output::GitHubOutput;
pub use helm_values::HelmValues;
pub use shell_exports::ShellExports;
