//! What most tests begin with: policies from text, and contexts.

use tagwright::{CiContext, Policy, PolicyDocument, PolicyError};

pub(crate) const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
pub(crate) const CREATED: &str = "2026-03-18T09:00:00Z";

/// Part of a policy in TOML; what every policy has is added where it is left
/// out.
pub(crate) fn whole(part: &str) -> String {
    let mut text = String::new();
    if !part.contains("version =") {
        text.push_str("version = 1\n");
    }
    text.push_str(part);
    if !part.contains("images") {
        text.push_str("\n[[images]]\nname = \"{project}\"\npush = \"r.example.com\"\n");
    }
    if !part.contains("rules") {
        text.push_str("\n[[rules]]\nname = \"any\"\nwhen = {}\ntags = [\"x\"]\n");
    }
    text
}

#[track_caller]
pub(crate) fn load(part: &str) -> Result<Policy, PolicyError> {
    let document = toml::from_str::<PolicyDocument>(&whole(part)).expect("a policy's shape");
    Policy::new(document)
}

#[track_caller]
pub(crate) fn policy(part: &str) -> Policy {
    load(part).unwrap_or_else(|error| panic!("{part}\n{error}"))
}

pub(crate) fn known(context: CiContext) -> CiContext {
    context.with_created(CREATED.parse().unwrap())
}

pub(crate) fn branch(branch: &str) -> CiContext {
    known(CiContext::branch("server", branch, SHA).unwrap())
}

pub(crate) fn git_tag(tag: &str) -> CiContext {
    known(CiContext::tag("server", tag, SHA).unwrap())
}

pub(crate) fn pull_request(source: &str) -> CiContext {
    known(CiContext::pull_request("server", 7, source, SHA).unwrap())
}

pub(crate) fn project(project: &str) -> CiContext {
    known(CiContext::branch(project, "main", SHA).unwrap())
}

/// The context of a repository that has no git tag but the one that is built.
pub(crate) fn alone(context: CiContext) -> CiContext {
    let built = context.git_ref().name().map(ToString::to_string);
    context.with_versions(built).unwrap()
}
