mod plan;
mod policy;
pub(crate) mod reference;
mod report;
mod sample;
mod slug;

use crate::case::Group;

/// One family after the other: who looks for a slug need not wait for the
/// largest policy.
pub(crate) fn all() -> impl Iterator<Item = Group> {
    let families: [fn() -> Vec<Group>; 7] = [
        slug::groups,
        reference::groups,
        plan::groups,
        policy::groups,
        report::groups,
        report::of_the_largest_policy,
        policy::at_the_limits,
    ];
    families.into_iter().flat_map(|groups| groups())
}
