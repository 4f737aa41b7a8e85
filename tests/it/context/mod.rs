mod ci_context;
mod document;
mod event;
mod event_file;
mod laws;
pub(crate) mod provider;
mod source_branch;
