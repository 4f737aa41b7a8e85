use alloc::string::String;
use alloc::vec::Vec;

use crate::policy::Fact;

/// The facts that make a machine write a tag, character by character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(Vec<(Fact, char)>);

impl Facts {
    pub(crate) fn of_name(name: &str) -> Self {
        let mut facts = Self::default();
        facts.read(Fact::Name, name.chars());
        facts
    }

    pub(crate) fn read(&mut self, fact: Fact, text: impl Iterator<Item = char>) {
        self.0.extend(text.map(|character| (fact, character)));
    }

    pub(crate) fn tell(&self, fact: Fact) -> bool {
        self.0.iter().any(|(found, _)| *found == fact)
    }

    /// Whether they tell anything of a capture.
    pub(crate) fn tell_captures(&self) -> bool {
        self.0.iter().any(|(found, _)| matches!(found, Fact::Capture(_)))
    }

    /// The text of one fact, where the tag says it.
    pub(crate) fn of(&self, fact: Fact) -> Option<String> {
        let characters = self.0.iter().filter(|(found, _)| *found == fact).map(|(_, one)| *one);
        let text: String = match fact {
            // A machine reads it byte by byte.
            Fact::Declared(_) => characters
                .clone()
                .map(|one| u8::try_from(one).ok())
                .collect::<Option<_>>()
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .unwrap_or_else(|| characters.collect()),
            _ => characters.collect(),
        };
        (!text.is_empty()).then_some(text)
    }
}
