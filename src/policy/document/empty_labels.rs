use crate::name::word_list;

/// What becomes of a label whose value is empty for a context, as a version is for a
/// branch.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EmptyLabels {
    /// It is left out. If the base image has such a label, the image inherits it.
    #[default]
    Omit,
    /// It stays, and hides the label of the base image.
    Keep,
}

word_list! {
    EmptyLabels, "treatment of empty labels",
    Omit "omit"
    or Keep "keep"
}

impl EmptyLabels {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    pub(super) fn is_omit(&self) -> bool {
        *self == Self::Omit
    }
}
