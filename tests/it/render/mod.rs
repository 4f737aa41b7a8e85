mod build_env;
mod buildah;
mod commands;
mod docker_config;
mod kaniko;
mod shell;
