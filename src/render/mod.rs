//! Renders plans for other programs.

pub mod build;
mod csv;
pub(crate) mod error;
pub mod handover;
mod json;
mod schema;
mod shell;
