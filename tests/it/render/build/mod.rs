mod bake;
mod buildah;
mod digest_file;
mod docker_config;
mod kaniko;
mod kaniko_options;
mod options;
mod retag;
