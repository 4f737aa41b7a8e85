use alloc::string::String;

use super::expression::Expression;
use crate::name::{RefName, SlugCase, SlugEdges, SlugRules, SlugRuns};
use crate::policy::{CharSet, Pattern, Trigger};

/// What `{slug}` can be written as in the tags of one rule.
#[derive(Debug)]
pub(crate) struct SlugSpelling<'a> {
    rules: &'a SlugRules,
    /// The same rules without `distinct`, and with the length that it leaves.
    base: Option<SlugRules>,
    trigger: &'a Trigger,
}

impl<'a> SlugSpelling<'a> {
    pub(crate) fn new(rules: &'a SlugRules, trigger: &'a Trigger) -> Self {
        let mut options = rules.options();
        options.max_length = rules.base_length();
        options.distinct = 0;
        options.empty = None;
        Self { rules, base: SlugRules::new(options).ok(), trigger }
    }

    /// Whether a name of the trigger can have this slug, which the expression
    /// takes.
    pub(crate) fn admits(&self, text: &str) -> bool {
        let Some(base) = self.base_of(text) else { return false };
        if base.is_empty() {
            return self.may_be_empty();
        }
        // The slug of a slug is that slug.
        let is_slug = |rules: &SlugRules| rules.slug(base).is_some_and(|slug| slug == *base);
        if !self.base.as_ref().is_none_or(is_slug) {
            return false;
        }
        let is_of = |name| self.rules.slug(name).is_some_and(|slug| slug == *text);
        !self.is_name(base) || self.takes(base) && is_of(base)
    }

    /// What stands before the digits of `distinct`.
    fn base_of<'t>(&self, text: &'t str) -> Option<&'t str> {
        if self.rules.distinct() == 0 {
            return Some(text);
        }
        let base = text.get(..text.len().checked_sub(self.rules.distinct())?)?;
        match base.strip_suffix('-') {
            // A base that is a hyphen itself has no other behind it.
            None | Some("") => Some(base),
            without => without,
        }
    }

    fn may_be_empty(&self) -> bool {
        self.rules.empty().is_none() && self.rules.edges() == SlugEdges::Trim
    }

    /// Whether no other name has this slug: nothing was replaced, cut or
    /// stripped. No name is empty, so nothing stands for one.
    fn is_name(&self, text: &str) -> bool {
        (self.rules.distinct() == 0 || self.rules.runs() == SlugRuns::Keep)
            && self.rules.alphabet().case == SlugCase::Keep
            && self.rules.edges() == SlugEdges::Keep
            && text.len() < self.rules.base_length()
            && !text.contains('-')
    }

    /// Whether the trigger fires for this name.
    fn takes(&self, name: &str) -> bool {
        let takes = match self.trigger {
            Trigger::Branch(names) | Trigger::Tag(names) => names.matches(name),
            Trigger::Release(filter) => filter.read(name).is_ok(),
            _ => true,
        };
        takes && RefName::new(name).is_ok()
    }

    pub(crate) fn expression(&self) -> Expression {
        match self.trigger {
            Trigger::Branch(names) | Trigger::Tag(names) => match names.matching() {
                Some(patterns) => Expression::any(patterns.iter().map(|one| self.of_pattern(one))),
                None => self.any_slug(),
            },
            Trigger::Release(filter) => self.behind(&filter.prefix),
            _ => self.any_slug(),
        }
    }

    fn of_pattern(&self, pattern: &Pattern) -> Expression {
        match (pattern.literal(), pattern.glob()) {
            (Some(name), _) => {
                let slug = self.rules.slug(name);
                Expression::text(slug.map_or_else(String::new, String::from))
            }
            (None, Some(glob)) => {
                let fixed = glob.find(['*', '?']).and_then(|end| glob.get(..end));
                self.behind(fixed.unwrap_or_default())
            }
            (None, None) => self.any_slug(),
        }
    }

    /// The slugs of the names that begin with this text.
    fn behind(&self, fixed: &str) -> Expression {
        let is_literal = !fixed.is_empty()
            && self.rules.runs() == SlugRuns::Keep
            && self.rules.edges() == SlugEdges::Keep
            && self.rules.distinct() == 0;
        match self.rules.slug(fixed) {
            Some(fixed) if is_literal => {
                let room =
                    self.rules.max_length() - fixed.as_str().len().min(self.rules.max_length());
                Expression::all([
                    Expression::text(fixed),
                    Expression::run(self.characters(), 0, room),
                ])
            }
            _ => self.any_slug(),
        }
    }

    fn any_slug(&self) -> Expression {
        let digits = self.rules.distinct();
        let length = self.rules.base_length();
        let may_be_empty = self.may_be_empty();
        if digits == 0 {
            let base = self.base(length);
            return if may_be_empty { base.optional() } else { base };
        }
        let hyphen = Expression::text('-');
        let digits = Expression::run(CharSet::LOWER_HEX, digits, digits);
        let base = Expression::all([self.base(length), hyphen.clone()]);
        let base = match (self.rules.runs(), self.rules.edges()) {
            // A base that ends with '-' needs no other.
            (SlugRuns::Collapse, SlugEdges::Keep) => Expression::any([base, hyphen]),
            _ => base,
        };
        Expression::all([if may_be_empty { base.optional() } else { base }, digits])
    }

    /// What stands before the digits of `distinct`; without them, the slug.
    fn base(&self, length: usize) -> Expression {
        let alphanumeric = self.alphanumeric();
        let any = self.characters();
        let kept = any.without(CharSet::HYPHEN);
        let hyphen = || Expression::text('-').optional();
        let between = |class, most: usize| {
            Expression::all([hyphen(), Expression::Class(class)]).times(0, most)
        };
        match (self.rules.runs(), self.rules.edges()) {
            (SlugRuns::Keep, SlugEdges::Keep) => Expression::run(any, 1, length),
            (SlugRuns::Keep, SlugEdges::Trim) => {
                let Some(inner) = length.checked_sub(2) else {
                    return Expression::Class(alphanumeric);
                };
                let rest = Expression::all([
                    Expression::run(any, 0, inner),
                    Expression::Class(alphanumeric),
                ]);
                Expression::all([Expression::Class(alphanumeric), rest.optional()])
            }
            // How long it is in all, an expression without hyphens next to each
            // other cannot say.
            (SlugRuns::Collapse, SlugEdges::Keep) => {
                let body = Expression::all([
                    Expression::all([hyphen(), Expression::Class(kept)]).times(1, length),
                    hyphen(),
                ]);
                Expression::any([body, Expression::text('-')])
            }
            (SlugRuns::Collapse, SlugEdges::Trim) if kept == alphanumeric => Expression::all([
                Expression::Class(alphanumeric),
                between(alphanumeric, length.saturating_sub(1)),
            ]),
            (SlugRuns::Collapse, SlugEdges::Trim) => {
                let rest = Expression::all([
                    between(kept, length.saturating_sub(2)),
                    hyphen(),
                    Expression::Class(alphanumeric),
                ]);
                Expression::all([Expression::Class(alphanumeric), rest.optional()])
            }
        }
    }

    fn alphanumeric(&self) -> CharSet {
        match self.rules.alphabet().case {
            SlugCase::Keep => CharSet::ALPHANUMERIC,
            SlugCase::Lower => CharSet::LOWER.or(CharSet::DIGITS),
        }
    }

    fn characters(&self) -> CharSet {
        let kept = self.rules.alphabet().keep();
        let kept = kept.filter_map(|character| u8::try_from(character).ok());
        let class = self.alphanumeric().or(CharSet::HYPHEN);
        kept.fold(class, |class, byte| class.or(CharSet::of(&[byte])))
    }
}
