//! Types of the facts in a [`CiContext`], and its error.

mod address;
pub(crate) mod ci_context;
mod document;
pub(crate) mod error;
mod event_file;
mod fact;
mod facts;
pub(crate) mod provider;
mod source_branch;
mod summary;
mod supplied_values;

pub use crate::name::event::Event;
pub use error::ContextErrorKind;
pub use supplied_values::{SuppliedValues, SuppliedValuesIter};

pub(crate) use ci_context::CiContext;
pub(crate) use error::ContextError;
