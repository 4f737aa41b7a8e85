//! Reports about a policy, for people.

pub mod audit;
mod circumstances;
pub mod diff;
mod example_context;
pub mod explain;
pub mod recognize;
pub mod table;
pub mod testing;
pub mod verify;
