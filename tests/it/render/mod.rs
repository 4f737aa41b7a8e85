mod build_env;
mod docker_config;
mod kaniko;
mod shell;
