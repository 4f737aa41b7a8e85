//! Explanations: which rules apply, and how every tag is made.
//!
//! Start at [`Policy::explain`](crate::Policy::explain). It also explains why there is
//! no plan.

mod explained_rule;
mod explained_tag;
mod explained_text;
mod explained_value;
mod explanation;
mod fact_source;
mod layout;
mod reason;
mod recorder;
mod slug_steps;

pub use explained_rule::{ExplainedRule, RuleDecision};
pub use explained_tag::{ExplainedTag, TagAffixes, TagMovement};
pub use explained_text::ExplainedText;
pub use explained_value::ExplainedValue;
pub use explanation::Explanation;
