//! The check of a deploy job: whether a `build.env` is what the policy gives.
//!
//! Start at [`Policy::verify`](crate::Policy::verify).

mod error;
mod line;
#[expect(clippy::module_inception, reason = "the verb of the module is its name")]
mod verify;

pub use error::{VerifyError, VerifyErrorKind};
