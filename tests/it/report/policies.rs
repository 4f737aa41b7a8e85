//! Policies of every kind: those of these tests, varied ones, and those whose rules
//! meet.

use proptest::prelude::*;
use proptest::sample::select;
use tagwright::Policy;
use tagwright::testing::Universe;

use crate::plan::policies;

/// Boxed: two of them beside each other are too large for the stack of a test.
pub(crate) fn policy() -> BoxedStrategy<Policy> {
    let tiny = Universe::tiny().policy();
    prop_oneof![1 => select(policies()), 3 => tagwright::testing::policy(), 1 => tiny].boxed()
}
