use serde::ser::{Serialize, Serializer};

/// A list whose only item is written as itself.
pub(super) struct OneOrMany<'a, T>(pub(super) &'a [T]);

impl<T: Serialize> Serialize for OneOrMany<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [one] => one.serialize(serializer),
            many => serializer.collect_seq(many),
        }
    }
}
