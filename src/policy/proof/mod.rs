//! The proof that whatever a policy gives is legal at its place.
//!
//! A [`Prover`] knows the policy's own settings. It asks the shapes of the parts
//! of a template first, and searches for a counterexample where they do not tell.

mod cache;
mod capture_remedy;
mod claim;
mod counterexample;
mod declared_remedy;
mod env;
mod grammar;
mod name;
mod prover;
mod refs;
mod refusal;
mod refutation;
mod remedy;
mod tag;
mod variant;
mod verdict;

pub use counterexample::Counterexample;

pub(crate) use prover::Prover;
