//! What the fuzz targets share: how an input becomes a case, and readers written
//! without a look at the crate that they judge.

mod case;
pub mod csv;
mod doors;
pub mod dotenv;
pub mod github;
pub mod grammar;
pub mod hcl;
pub mod peer;
pub mod sh;
pub mod shell;
pub mod slug;
mod strftime;

pub use case::Case;
pub use doors::agree;
pub use strftime::strftime;
