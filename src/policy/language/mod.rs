//! What tags a rule can give at all: whether one is illegal, and whether two
//! rules can give one.

mod ambiguous;
mod distinctions;
mod effort;
mod elastic;
mod facts;
mod glob;
mod illegal;
mod name_automaton;
mod name_search;
mod name_steps;
mod patterns;
mod readings;
mod ref_grammar;
mod regex_language;
mod regex_nfa;
mod rule_names;
mod search;
mod semver_automaton;
mod settings;
mod slug_machine;
mod tag_machine;
mod tag_part;

pub(crate) use ambiguous::Ambiguous;
pub(crate) use distinctions::Distinctions;
pub(crate) use effort::Effort;
pub(crate) use facts::{Fact, Facts};
pub(crate) use illegal::Illegal;
pub(crate) use name_automaton::NameAutomaton;
pub(crate) use regex_language::RegexLanguage;
pub(crate) use rule_names::RuleNames;
pub(crate) use search::{Everything, NotFound, shortest_common, shortest_text};
pub(crate) use settings::Settings;
pub(crate) use tag_machine::TagMachine;
pub(crate) use tag_part::{
    Assumption, SAMPLE_INSTANT, SAMPLE_PRERELEASE, SAMPLE_PROJECT, SAMPLE_TARGET, TagPart, Use,
};
