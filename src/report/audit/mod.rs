//! What a policy allows that its owner may not have meant.

mod any_branch;
mod auditor;
mod candidates;
mod checked_at_plan_time;
mod event_without_tags;
mod finding;
mod finding_code;
mod finding_witness;
mod git_tags;
mod given;
mod identity;
mod label_unsafe;
mod meeting;
mod moved_floating;
mod not_decided;
mod primary_is_floating;
mod reach;
mod reads_as_number;
mod registry_rule;
mod severity;
mod shared_image;
mod shared_tag;
mod short_sha_collision;
mod side;
mod situation;
mod slug_collision;
mod unreachable_rule;

use alloc::vec::Vec;

use crate::policy::Policy;
use auditor::{Auditor, COMMON_STEPS};

pub use finding::Finding;
pub use finding_code::FindingCode;
pub use finding_witness::FindingWitness;
pub use severity::Severity;

impl Policy {
    /// Looks for what the policy allows that its owner may not have meant, the
    /// worst first.
    ///
    /// Every witness was planned: its contexts really give its tag. Whether two
    /// rules can give one tag is decided, not guessed: what a rule can give are
    /// the names that its trigger takes, made into tags by the rules of slugs,
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
    /// assert!(findings.iter().all(|finding| finding.severity() < Severity::Error));
    /// ```
    #[must_use]
    pub fn audit(&self) -> Vec<Finding> {
        let auditor = Auditor::new(self);
        let mut findings = Vec::new();
        // Each sort of question has its own steps: none keeps another from an
        // answer.
        auditor.effort.grant(COMMON_STEPS);
        moved_floating::find(&auditor, &mut findings);
        any_branch::find(&auditor, &mut findings);
        primary_is_floating::find(&auditor, &mut findings);
        unreachable_rule::find(&auditor, &mut findings);
        event_without_tags::find(&auditor, &mut findings);
        checked_at_plan_time::find(&auditor, &mut findings);
        short_sha_collision::find(&auditor, &mut findings);
        auditor.effort.grant(SHARED_STEPS);
        shared_tag::find(&auditor, &mut findings);
        auditor.effort.grant(COMMON_STEPS);
        shared_image::find(&auditor, &mut findings);
        auditor.effort.grant(COMMON_STEPS);
        slug_collision::find(&auditor, &mut findings);
        auditor.effort.grant(COMMON_STEPS);
        reads_as_number::find(&auditor, &mut findings);
        auditor.effort.grant(COMMON_STEPS);
        label_unsafe::find(&auditor, &mut findings);
        auditor.effort.grant(COMMON_STEPS);
        registry_rule::find(&auditor, &mut findings);
        findings.extend(auditor.left_open());
        findings.sort_by_key(|finding| (core::cmp::Reverse(finding.severity), finding.code));
        findings
    }
}

/// Steps for whether two rules can give one tag, of which there are most.
const SHARED_STEPS: usize = 4_000_000;
