pub(crate) mod agreement;
mod build;
mod commands;
mod csv;
pub(crate) mod handover;
mod hostile;
mod laws;
mod shell;
mod traps;
