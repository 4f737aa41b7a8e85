//! Verification in later jobs: whether a `build.env` is the one that the policy gives.
//!
//! Start at [`Policy::verify`](crate::Policy::verify).

mod error;
mod line;
#[expect(clippy::module_inception, reason = "the verb of the module is its name")]
mod verify;

pub use error::{VerifyError, VerifyErrorKind};
