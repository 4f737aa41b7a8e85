//! One binary; its modules mirror `src/`.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails loudly, and its helpers are not marked as tests"
)]

mod cli;
mod conformance;
mod context;
mod end_to_end;

mod found_by_fuzzing;
mod given;
mod guide;
mod layers;
mod name;
mod ordered_json;
mod page;
mod plan;
mod policy;
mod prose;
mod public_types;
mod readme;
mod recipes;
mod render;
mod report;
mod reproducers;
mod schemes;
mod vectors;
