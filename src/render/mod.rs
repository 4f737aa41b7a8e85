//! Plans as other programs take them.

pub mod build;
mod csv;
pub(crate) mod error;
pub mod handover;
mod json;
mod schema;
mod shell;
