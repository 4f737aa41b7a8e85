use alloc::vec::Vec;

use super::refs::Refs;
use crate::policy::image::Images;
use crate::policy::language::{Effort, Expression, Settings, Shape};
use crate::policy::variant::Variants;
use crate::policy::{CharSet, Conditions, Placeholder, Rule, TagGrammar, VersionScheme};

/// Proves that templates give what their places take, from the policy's own
/// settings.
#[derive(Debug)]
pub(crate) struct Prover<'a> {
    pub(crate) settings: Settings<'a>,
    pub(crate) grammar: TagGrammar,
    pub(crate) variants: &'a Variants,
    pub(crate) images: &'a Images,
    pub(crate) rules: Vec<(&'a Rule, Refs<'a>)>,
    pub(crate) effort: Effort,
}

impl<'a> Prover<'a> {
    pub(crate) fn new(
        settings: Settings<'a>,
        grammar: TagGrammar,
        variants: &'a Variants,
        images: &'a Images,
        rules: &'a [Rule],
        effort: &Effort,
    ) -> Self {
        effort.grant(SEARCH_STEPS);
        let rules = rules.iter().map(|rule| (rule, Refs::new(&rule.conditions))).collect();
        Self { settings, grammar, variants, images, rules, effort: effort.clone() }
    }

    /// The shape of what a placeholder may become where these conditions hold.
    pub(crate) fn shape(&self, placeholder: &Placeholder, conditions: &Conditions) -> Shape {
        match (placeholder, conditions.release()) {
            (Placeholder::Version, Some(filter)) => shortest_version(filter.scheme),
            // INVARIANT: whoever plans checks the tag that one of these is in.
            (one, _) if one.is_checked_at_plan_time() => Shape::run(CharSet::LOWER, 1, 1),
            _ => Expression::of(placeholder, conditions, self.settings).shape(),
        }
    }
}

/// What is known of every version: that it has at least the numbers of the shortest.
fn shortest_version(scheme: VersionScheme) -> Shape {
    let (length, holds) = match scheme {
        VersionScheme::SemVer => ("1.0.0".len(), CharSet::of(b".")),
        VersionScheme::Dotted => ("1.0".len(), CharSet::of(b".")),
        VersionScheme::Pep440 => ("1".len(), CharSet::NONE),
    };
    let any = CharSet::DIGITS.or(holds);
    Shape { any, ..Shape::run(CharSet::DIGITS, length, length) }
}

/// Steps for all that a policy leaves to a search: a fraction of a second. People's
/// policies leave nothing, or little: 256 rules of regexes, twice, load.
const SEARCH_STEPS: usize = 2_000_000;
