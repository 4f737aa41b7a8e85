use crate::name::{RefName, SlugCase, SlugEdges, SlugRules, SlugRuns};
use crate::policy::Trigger;

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
}
