//! Overviews of a policy: the tags that each event gets, as a table or diagram.
//!
//! Start at [`Policy::table`](crate::Policy::table) or
//! [`Policy::diagram`](crate::Policy::diagram).

mod diagram;
mod markdown;
mod policy_table;
mod sample;
mod table_row;

pub use diagram::Diagram;
pub use policy_table::{PolicyTable, TableVariant};
pub use table_row::{TableEvent, TableImage, TableRow, TableTag};
