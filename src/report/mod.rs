//! What a person reads about a policy.

mod assertion;
mod audit;
mod diagram;
mod diff;
mod example_context;
mod explain;
mod recognition;
#[cfg(feature = "proptest")]
pub mod strategies;
mod table;
mod verification;

pub use audit::{Finding, FindingCode, FindingWitness, Severity};
pub use diagram::Diagram;
pub use diff::{Change, ChangedPart, EventDiff, PlanDiff, PolicyDiff};
pub use explain::{
    ExplainedRule, ExplainedTag, ExplainedText, ExplainedValue, Explanation, RuleDecision,
    TagMovement,
};
pub use recognition::{Candidate, Dialect, Field, FieldValue, Recognizer, RulePattern, TagPattern};
pub use table::{PolicyTable, TableEvent, TableRow, TableTag};
pub use verification::{VerifyError, VerifyErrorKind};
