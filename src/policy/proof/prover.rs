use crate::policy::image::Images;
use crate::policy::language::{Effort, Settings};
use crate::policy::tag_grammar::TagGrammar;

/// Proves that templates give what their places take, from the policy's own
/// settings.
#[derive(Clone, Debug)]
pub(crate) struct Prover<'a> {
    pub(crate) settings: Settings<'a>,
    pub(crate) grammar: TagGrammar,
    pub(crate) images: &'a Images,
    pub(crate) effort: Effort,
}

/// Steps for all that a policy leaves to a search: a fraction of a second. People's
/// policies leave nothing, or little: 256 rules of regexes, twice, load.
pub(crate) const SEARCH_STEPS: usize = 2_000_000;
