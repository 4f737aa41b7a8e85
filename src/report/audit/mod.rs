//! What a policy allows that its owner may not have meant.

mod any_branch;
mod auditor;
mod checked_at_plan_time;
mod event_without_tags;
mod finding;
mod finding_code;
mod finding_witness;
mod git_tags;
mod given;
mod label_unsafe;
mod likeness;
mod meeting;
mod moved_floating;
mod not_decided;
mod primary_is_floating;
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

/// A sort of question about a policy.
struct Check {
    /// The steps of all its searches: none keeps another check from an answer.
    steps: usize,
    find: fn(&Auditor<'_>) -> Vec<Finding>,
}

/// Most searches are for tags that two tags of a policy share.
const CHECKS: [Check; 13] = [
    Check { steps: COMMON_STEPS, find: moved_floating::find },
    Check { steps: COMMON_STEPS, find: any_branch::find },
    Check { steps: COMMON_STEPS, find: primary_is_floating::find },
    Check { steps: COMMON_STEPS, find: unreachable_rule::find },
    Check { steps: COMMON_STEPS, find: event_without_tags::find },
    Check { steps: COMMON_STEPS, find: checked_at_plan_time::find },
    Check { steps: COMMON_STEPS, find: short_sha_collision::find },
    Check { steps: 4 * COMMON_STEPS, find: shared_tag::find },
    Check { steps: COMMON_STEPS, find: shared_image::find },
    Check { steps: 2 * COMMON_STEPS, find: slug_collision::find },
    Check { steps: COMMON_STEPS, find: reads_as_number::find },
    Check { steps: COMMON_STEPS, find: label_unsafe::find },
    Check { steps: COMMON_STEPS, find: registry_rule::find },
];

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
