//! A policy as people read it.

mod markdown;
mod policy_table;
mod sample;
mod table_row;

pub use policy_table::PolicyTable;
pub use table_row::{TableEvent, TableRow, TableTag};
