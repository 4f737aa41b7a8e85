use alloc::borrow::Cow;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::spelling::Spelling;
use crate::policy::{Content, Placeholder, Policy, Rule, RuleTag, Template};

/// A tag of a rule, with the possible spellings of its placeholders.
#[derive(Clone, Debug)]
pub(crate) struct SpelledTag<'p> {
    pub(crate) tag: &'p RuleTag,
    /// Its index among the tags of the rule.
    pub(crate) index: usize,
    pub(crate) parts: Vec<SpelledPart<'p>>,
}

/// A part of a tag: literal text, or a field.
#[derive(Clone, Debug)]
pub(crate) enum SpelledPart<'p> {
    Text(&'p str),
    Field {
        /// The name of the placeholder. A number is appended for a second slug or time
        /// format.
        name: Cow<'p, str>,
        spelling: Arc<Spelling<'p>>,
    },
}

impl<'p> SpelledTag<'p> {
    /// The wanted tags of a rule for one variant. Of duplicates, only the first is
    /// returned.
    pub(crate) fn of_rule(
        policy: &'p Policy,
        rule: &'p Rule,
        build: usize,
        is_wanted: impl Fn(&Template) -> bool,
    ) -> impl Iterator<Item = Self> {
        // A placeholder has the same spelling in all tags of a rule.
        let mut known: Vec<Arc<Spelling<'p>>> = Vec::new();
        let mut spelling =
            move |placeholder| match known.iter().find(|one| one.placeholder() == placeholder) {
                Some(known) => Arc::clone(known),
                None => {
                    let new = Arc::new(Spelling::of(policy, &rule.conditions, placeholder));
                    known.push(Arc::clone(&new));
                    new
                }
            };
        let tags = rule.tags.iter().enumerate().filter(move |(index, tag)| {
            let template = tag.template_in(build);
            let mut earlier = rule.tags.iter().take(*index).map(|one| one.template_in(build));
            is_wanted(template) && !earlier.any(|earlier| is_same(earlier, template))
        });
        tags.map(move |(index, tag)| Self {
            tag,
            index,
            parts: parts(tag.template_in(build), &mut spelling),
        })
    }

    /// The placeholders, with the names of their fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&Cow<'p, str>, &Spelling<'p>)> {
        self.parts.iter().filter_map(|part| match part {
            SpelledPart::Text(_) => None,
            SpelledPart::Field { name, spelling } => Some((name, &**spelling)),
        })
    }

    /// The number of bytes of literal text.
    pub(crate) fn text_length(&self) -> usize {
        let lengths = self.parts.iter().map(|part| match part {
            SpelledPart::Text(text) => text.len(),
            SpelledPart::Field { .. } => 0,
        });
        lengths.sum()
    }
}

fn is_same(left: &Template, right: &Template) -> bool {
    contents(left).eq(contents(right))
}

fn contents(template: &Template) -> impl Iterator<Item = &Content> {
    template.parts().iter().map(|part| &part.content)
}

fn parts<'p>(
    template: &'p Template,
    spelling: &mut dyn FnMut(&'p Placeholder) -> Arc<Spelling<'p>>,
) -> Vec<SpelledPart<'p>> {
    let mut named: Vec<(Cow<'p, str>, &Placeholder)> = Vec::new();
    let mut name = |placeholder: &'p Placeholder| {
        if let Some((name, _)) = named.iter().find(|(_, earlier)| *earlier == placeholder) {
            return name.clone();
        }
        let of_name = named.iter().filter(|(_, earlier)| earlier.name() == placeholder.name());
        let name = numbered(placeholder.name(), of_name.count());
        named.push((name.clone(), placeholder));
        name
    };
    let part = |content: &'p Content| match content {
        Content::Literal(text) => SpelledPart::Text(text),
        Content::Placeholder(placeholder) => {
            SpelledPart::Field { name: name(placeholder), spelling: spelling(placeholder) }
        }
    };
    contents(template).map(part).collect()
}

/// The name, followed by a number if there are others before it.
pub(crate) fn numbered(name: &str, before: usize) -> Cow<'_, str> {
    match before {
        0 => Cow::Borrowed(name),
        _ => Cow::Owned(format!("{name}_{}", before + 1)),
    }
}
