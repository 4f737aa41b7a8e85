//! The table of checks: a new one is a file and a line here.

mod any_branch;
mod checked_at_plan_time;
mod event_without_tags;
mod inherited_label;
mod label_unsafe;
mod moved_floating;
mod old_commit;
mod primary_is_floating;
mod reads_as_number;
mod registry_rule;
mod shared_by_builds;
mod shared_image;
mod shared_tag;
mod short_sha_collision;
mod slug_collision;
mod unreachable_rule;

use alloc::vec::Vec;

use super::auditor::{Auditor, COMMON_STEPS};
use super::finding::Finding;

/// A sort of question about a policy.
pub(crate) struct Check {
    /// The steps of all its searches: none keeps another check from an answer.
    pub(crate) steps: usize,
    pub(crate) find: fn(&Auditor<'_>) -> Vec<Finding>,
}

/// Most searches are for tags that two tags of a policy share.
pub(super) const CHECKS: [Check; 16] = [
    Check { steps: COMMON_STEPS, find: moved_floating::find },
    Check { steps: COMMON_STEPS, find: any_branch::find },
    Check { steps: COMMON_STEPS, find: old_commit::find },
    Check { steps: COMMON_STEPS, find: primary_is_floating::find },
    Check { steps: COMMON_STEPS, find: unreachable_rule::find },
    Check { steps: COMMON_STEPS, find: event_without_tags::find },
    Check { steps: COMMON_STEPS, find: checked_at_plan_time::find },
    Check { steps: COMMON_STEPS, find: short_sha_collision::find },
    Check { steps: 4 * COMMON_STEPS, find: shared_tag::find },
    Check { steps: COMMON_STEPS, find: shared_by_builds::find },
    Check { steps: COMMON_STEPS, find: shared_image::find },
    Check { steps: 2 * COMMON_STEPS, find: slug_collision::find },
    Check { steps: COMMON_STEPS, find: reads_as_number::find },
    Check { steps: COMMON_STEPS, find: label_unsafe::find },
    Check { steps: COMMON_STEPS, find: inherited_label::find },
    Check { steps: COMMON_STEPS, find: registry_rule::find },
];
