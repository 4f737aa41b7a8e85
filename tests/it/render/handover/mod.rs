mod build_env;
mod github_output;
mod helm_values;
mod json;
mod shell_exports;
