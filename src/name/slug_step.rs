/// A step in making a slug, in the order of the options.
///
/// Characters that are cut off take no step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SlugStep {
    /// A letter became lower case.
    Lowered,
    /// A character was replaced.
    Replaced,
    /// A character was removed.
    Removed,
    /// A character was left out of a run.
    Collapsed,
    /// What follows was cut off.
    Cut,
    /// A character was removed from an edge.
    Trimmed,
    /// Nothing was left.
    Emptied,
    /// A digit of the text's SHA-256 was appended.
    Distinct,
}
