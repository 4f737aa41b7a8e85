mod ci_context;
mod document;
mod event;
mod github_event;
mod laws;
pub(crate) mod provider;
mod source_branch;

pub(crate) const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
