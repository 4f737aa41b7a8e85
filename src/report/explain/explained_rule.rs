use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::explained_tag::ExplainedTag;

/// A rule in an explanation: whether it fired, why, and its tags if it did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ExplainedRule {
    pub(super) rule: String,
    pub(super) path: String,
    pub(super) decision: RuleDecision,
    pub(super) reason: String,
    pub(super) tags: Vec<ExplainedTag>,
}

/// Whether a rule is for a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "it is, or it is not, or nobody knows")]
pub enum RuleDecision {
    /// It is.
    Fires,
    /// It is not.
    Idle,
    /// The context leaves out the fact that decides; there is no plan.
    Unknown,
}

impl ExplainedRule {
    /// Returns the name of the rule.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Returns where it stands in the policy, such as `rules[2]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns whether it fired.
    #[must_use]
    pub fn decision(&self) -> RuleDecision {
        self.decision
    }

    /// Returns why it did or did not.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns its tags, if it fired, up to one that could not be made.
    #[must_use]
    pub fn tags(&self) -> &[ExplainedTag] {
        &self.tags
    }
}

impl RuleDecision {
    /// Returns the decision as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fires => "fires",
            Self::Idle => "idle",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for RuleDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
