//! What tags a rule can give at all: whether one is illegal, and whether two
//! rules can give one.

mod ambiguous;
mod beginning;
mod cut_in_two_ways;
mod dfa;
mod distinctions;
mod effort;
mod elastic;
mod example_texts;
mod expression;
mod facts;
mod illegal;
mod interner;
mod name_automaton;
mod name_search;
mod name_steps;
mod nfa;
mod pattern_expression;
mod placeholder_expression;
mod readings;
mod ref_grammar;
mod release_expression;
mod rule_names;
mod search;
mod settings;
mod shape;
mod slug_expression;
mod slug_machine;
mod tag_machine;
mod tag_part;
mod version_prefixes;

pub(crate) use ambiguous::Ambiguous;
pub(crate) use cut_in_two_ways::CutInTwoWays;
pub(crate) use dfa::Dfa;
pub(crate) use distinctions::Distinctions;
pub(crate) use effort::Effort;
pub(crate) use expression::Expression;
pub(crate) use facts::Facts;
pub(crate) use name_automaton::NameAutomaton;
pub(crate) use rule_names::RuleNames;
pub(crate) use search::{Everything, Language, NotFound, shortest_common, shortest_text};
pub(crate) use settings::Settings;
pub(crate) use shape::Shape;
pub(crate) use tag_machine::{RepositoryParts, TagMachine};
pub(crate) use tag_part::{Assumption, TagPart, Use};
