pub(crate) mod agreement;
mod build;
mod commands;
mod csv;
mod handover;
mod hostile;
mod laws;
mod shell;
mod traps;
