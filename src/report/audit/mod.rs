//! What a policy allows that its owner may not have meant.

mod auditor;
mod checks;
mod finding;
mod finding_code;
mod finding_witness;
mod git_tags;
mod given;
mod likeness;
mod meeting;
mod not_decided;
mod severity;
mod side;
mod situation;

use alloc::vec::Vec;

use crate::policy::Policy;
use auditor::Auditor;
use checks::{CHECKS, Check};

pub use finding::Finding;
pub use finding_code::FindingCode;
pub use finding_witness::FindingWitness;
pub use severity::Severity;

impl Policy {
    /// Looks for what the policy allows that its owner may not have meant, the
    /// worst first.
    ///
    /// Every witness was planned: its contexts really give its tag. Whether two tags
    /// of the policy can be one is decided, not guessed: what a tag can be are
    /// the names that its rule takes, made into tags by the rules of slugs,
    /// and two such sets either have a tag in common or have none. Where that
    /// would take too long, a regex looks at the edges of words, or one fact
    /// stands twice in a template, a finding says that it was not decided.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{Policy, Severity};
    ///
    /// let findings = Policy::cwiq().audit();
    /// assert!(findings.iter().all(|finding| finding.severity < Severity::Error));
    /// ```
    #[must_use]
    pub fn audit(&self) -> Vec<Finding> {
        let auditor = Auditor::new(self);
        let mut findings = Vec::new();
        for Check { steps, find } in CHECKS {
            auditor.effort.grant(steps);
            findings.extend(find(&auditor));
        }
        findings.extend(auditor.left_open());
        findings.sort_by_key(|finding| (core::cmp::Reverse(finding.severity), finding.code));
        findings
    }
}
