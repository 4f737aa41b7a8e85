use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::explained_tag::ExplainedTag;

/// A rule in an explanation: whether it fired, why, and its tags if it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedRule {
    /// The name of the rule.
    pub rule: String,
    /// Where the rule is in the policy, such as `rules[2]`.
    pub path: String,
    /// Whether it fired.
    pub decision: RuleDecision,
    /// Why it did or did not.
    pub reason: String,
    /// Its tags, if it fired, up to one that could not be made.
    pub tags: Vec<ExplainedTag>,
}

/// Whether a rule applies to a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "it does, or it does not, or nobody knows")]
pub enum RuleDecision {
    /// It does.
    Fires,
    /// It does not.
    Skipped,
    /// The context leaves out the fact that decides; there is no plan.
    Unknown,
}

/// The decision as its serde form writes it.
impl fmt::Display for RuleDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
