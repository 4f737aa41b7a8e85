//! Plans in the tools that they are for: a registry, buildah, podman, skopeo.
//!
//! No distribution packages kaniko, so `render::build::kaniko_options` reads its command
//! lines by the rules of its source.

mod build;
mod grammar;
mod http;
mod labels;
mod logins;
mod paths;
mod pipeline;
mod promote;
mod registry;
mod workplace;

use std::path::PathBuf;

use tagwright::{Policy, PolicyDocument};

/// Where `PATH` has a program.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Says what cannot be tried here; where `TAGWRIGHT_TOOLS` is `required`, that is
/// a failure.
#[track_caller]
pub(crate) fn skip(why: &str) {
    let is_required = std::env::var_os("TAGWRIGHT_TOOLS").is_some_and(|value| value == "required");
    assert!(!is_required, "{why}, and TAGWRIGHT_TOOLS requires it");
    println!("skipped: {why}");
}

#[track_caller]
fn have(programs: &[&str]) -> bool {
    let found = programs.iter().map(|program| {
        let found = find(program);
        if found.is_none() {
            skip(&format!("there is no {program}"));
        }
        found.is_some()
    });
    found.fold(true, |all, one| all & one)
}

/// The built-in policy on a registry of one's own.
fn built_in_at(registry: &str) -> PolicyDocument {
    let mut document = Policy::cwiq().document().clone();
    for image in &mut document.images {
        image.push = registry.into();
        image.pull = Some(registry.into());
    }
    document
}
