use super::severity::Severity;
use crate::policy::{Placeholder, Rule, RuleTag, Trigger};

/// Who decides that a tag is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Whoever can push a branch or open a pull request.
    Anybody,
    /// Those who can push to one branch, or make a release.
    Few,
}

impl Reach {
    /// How much it matters that two tags meet: most where anybody can replace
    /// what few may make.
    pub(crate) fn severity(sides: [Self; 2]) -> Severity {
        match sides {
            [Self::Anybody, Self::Few] | [Self::Few, Self::Anybody] => Severity::Error,
            _ => Severity::Warning,
        }
    }

    /// A tag that names its commit is nobody's to choose: who names a branch
    /// does not name its digits. Branches that could be listed are exactly named,
    /// also by a regex.
    pub(crate) fn of(rule: &Rule, tag: &RuleTag, is_finite: bool) -> Self {
        let names_commit = |one: &Placeholder| {
            matches!(one, Placeholder::Sha | Placeholder::ShortSha | Placeholder::HeadSha)
        };
        match &rule.trigger {
            _ if tag.template.has(names_commit) => Self::Few,
            Trigger::Branch(_) if is_finite => Self::Few,
            Trigger::Tag(_) | Trigger::Release(_) | Trigger::DefaultBranch | Trigger::Schedule => {
                Self::Few
            }
            Trigger::Branch(_) | Trigger::PullRequest { .. } | Trigger::Any => Self::Anybody,
        }
    }
}
