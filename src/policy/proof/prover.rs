use alloc::vec::Vec;

use super::refs::Refs;
use crate::policy::image::Images;
use crate::policy::language::{Effort, Settings};
use crate::policy::rule::Rule;
use crate::policy::tag_grammar::TagGrammar;

/// Proves that templates give what their places take, from the policy's own
/// settings.
#[derive(Debug)]
pub(crate) struct Prover<'a> {
    pub(crate) settings: Settings<'a>,
    pub(crate) grammar: TagGrammar,
    pub(crate) images: &'a Images,
    pub(crate) rules: Vec<(&'a Rule, Refs<'a>)>,
    pub(crate) effort: Effort,
}

impl<'a> Prover<'a> {
    pub(crate) fn new(
        settings: Settings<'a>,
        grammar: TagGrammar,
        images: &'a Images,
        rules: &'a [Rule],
        effort: &Effort,
    ) -> Self {
        effort.grant(SEARCH_STEPS);
        let rules = rules.iter().map(|rule| (rule, Refs::new(&rule.trigger))).collect();
        Self { settings, grammar, images, rules, effort: effort.clone() }
    }
}

/// Steps for all that a policy leaves to a search: a fraction of a second. People's
/// policies leave nothing, or little: 256 rules of regexes, twice, load.
const SEARCH_STEPS: usize = 2_000_000;
