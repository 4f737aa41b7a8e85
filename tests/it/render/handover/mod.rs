mod build_env;
pub(crate) mod github_output;
mod helm_values;
mod json;
mod shell_exports;
