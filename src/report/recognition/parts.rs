use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::positions::Positions;
use super::spelling::Spelling;
use crate::policy::language::Expression;
use crate::policy::{Content, Placeholder, Policy, Rule, RuleTag};

/// A part of a tag: text of the policy's own, or a field.
#[derive(Debug)]
pub(crate) enum SpelledPart<'a> {
    Text(Expression),
    Field {
        /// The name of the placeholder; a second format of an instant has a
        /// number behind it.
        name: String,
        placeholder: &'a Placeholder,
        spelling: Spelling<'a>,
    },
}

/// The parts of a template, as the tags of its rule hold them.
pub(crate) fn parts<'a>(
    policy: &'a Policy,
    rule: &'a Rule,
    tag: &'a RuleTag,
) -> Vec<SpelledPart<'a>> {
    let mut named: Vec<(String, &Placeholder)> = Vec::new();
    let contents = tag.template.parts().iter().map(|part| &part.content);
    contents
        .map(|content| match content {
            Content::Literal(text) => SpelledPart::Text(Expression::text(&**text)),
            Content::Placeholder(placeholder) => {
                let known = named.iter().find(|(_, earlier)| *earlier == placeholder);
                let name = match known {
                    Some((name, _)) => name.clone(),
                    None => {
                        let of_name = |(_, earlier): &&(String, &Placeholder)| {
                            earlier.name() == placeholder.name()
                        };
                        let name =
                            numbered(placeholder.name(), named.iter().filter(of_name).count());
                        named.push((name.clone(), placeholder));
                        name
                    }
                };
                let spelling = Spelling::of(policy, &rule.trigger, placeholder);
                SpelledPart::Field { name, placeholder, spelling }
            }
        })
        .collect()
}

/// A name, and behind it its number where there are others before it.
pub(crate) fn numbered(name: &str, before: usize) -> String {
    if before == 0 { name.to_owned() } else { format!("{name}_{}", before + 1) }
}

impl SpelledPart<'_> {
    pub(crate) fn expression(&self) -> &Expression {
        match self {
            Self::Text(text) => text,
            Self::Field { spelling, .. } => spelling.expression(),
        }
    }

    /// Where the part can end in a text if it begins at this byte.
    pub(crate) fn ends(&self, text: &str, start: usize) -> Positions {
        let ends = self.expression().ends(text.as_bytes(), Positions::only(start));
        let Self::Field { spelling, .. } = self else { return ends };
        let mut admitted = Positions::NONE;
        for end in ends.iter() {
            if text.get(start..end).is_some_and(|text| spelling.admits(text)) {
                admitted.insert(end);
            }
        }
        admitted
    }
}
