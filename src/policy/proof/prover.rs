use super::tag_grammar::TagGrammar;
use crate::policy::image::Images;
use crate::policy::language::{Effort, Settings};

/// Proves that templates give what their places take, from the policy's own
/// settings.
#[derive(Clone, Debug)]
pub(crate) struct Prover<'a> {
    pub(crate) settings: Settings<'a>,
    pub(crate) grammar: TagGrammar,
    pub(crate) images: &'a Images,
    pub(crate) effort: Effort,
}

/// Steps for all that a policy leaves to a search; people's policies leave
/// nothing, or little.
pub(crate) const SEARCH_STEPS: usize = 1_000_000;
