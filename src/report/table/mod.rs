//! A policy as people read it.

mod diagram;
mod markdown;
mod policy_table;
mod sample;
mod table_row;

pub use diagram::Diagram;
pub use policy_table::PolicyTable;
pub use table_row::{TableEvent, TableRow, TableTag};
