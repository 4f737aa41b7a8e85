//! The downstream guard: is this `build.env` the policy's?

mod error;
mod line;
mod verify;

pub use error::{VerifyError, VerifyErrorKind};
