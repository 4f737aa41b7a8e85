//! What the fuzz targets share: how an input becomes a case, and readers written
//! without a look at the crate that they judge.

mod case;
mod doors;
pub mod dotenv;
pub mod grammar;
pub mod shell;

pub use case::Case;
pub use doors::agree;
