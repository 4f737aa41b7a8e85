//! What is known of the run: facts, and where each CI provider keeps them.

mod address;
mod ci_context;
mod document;
mod error;
mod event;
mod event_file;
mod fact;
mod facts;
mod provider;
mod source_branch;

pub use ci_context::CiContext;
pub use error::{ContextError, ContextErrorKind};
pub use event::Event;
pub use provider::Provider;
