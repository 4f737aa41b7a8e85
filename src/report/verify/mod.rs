//! The downstream guard: is this `build.env` the policy's?

mod error;
mod line;
#[expect(clippy::module_inception, reason = "the verb of the module is its name")]
mod verify;

pub use error::{VerifyError, VerifyErrorKind};
