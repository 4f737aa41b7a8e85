use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::explained_tag::ExplainedTag;

/// A rule in an explanation: whether and why it applies, and its tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedRule {
    /// The name of the rule.
    pub rule: String,
    /// The path of the rule in the policy, such as `rules[2]`.
    pub path: String,
    /// Whether the rule applies.
    pub decision: RuleDecision,
    /// The reason for the decision.
    pub reason: String,
    /// The tags of the rule, if it applies; they end at one that could not be made.
    pub tags: Vec<ExplainedTag>,
}

/// Whether a rule applies to a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth case")]
pub enum RuleDecision {
    /// It applies.
    Fires,
    /// It does not apply.
    Skipped,
    /// The context does not have the fact that decides, so there is no plan.
    Unknown,
}

/// Writes the decision as in the serde form.
impl fmt::Display for RuleDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
