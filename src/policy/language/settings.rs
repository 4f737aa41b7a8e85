use crate::policy::Slugs;

/// What a policy says of placeholders: how slugs are made, and how many digits a
/// short sha has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings<'a> {
    pub(crate) slugs: &'a Slugs,
    pub(crate) short_sha: usize,
}
