use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use super::distinctions::Distinctions;
use super::effort::Effort;
use super::patterns::{Patterns, Positions};
use super::ref_grammar::RefGrammar;
use super::semver_automaton::SemVer;
use crate::policy::{Names, ReleaseFilter, Trigger};

/// The names of git refs that a trigger takes, as a deterministic automaton over
/// characters: one of the patterns, none of the exceptions, and git's own
/// grammar.
///
/// Its states are made when they are first reached: most never are.
#[derive(Debug)]
pub(crate) struct NameAutomaton {
    matching: Option<Patterns>,
    except: Patterns,
    release: Option<ReleaseFilter>,
    /// Names that it does not take, though all else says so.
    minus: Option<Box<NameAutomaton>>,
    /// Whether it follows every pattern: one that it does not is taken for any
    /// name, or as an exception for none.
    is_exact: bool,
    symbols: Vec<char>,
    twins: Vec<(char, char)>,
    states: Vec<State>,
    /// Whether a name may end at each of them.
    ends: Vec<bool>,
    numbers: BTreeMap<State, StateId>,
    /// Where each character that was read at a state leads, ascending.
    steps: Vec<Vec<(char, Option<StateId>)>>,
    pub(super) completions: BTreeMap<StateId, Rc<[String]>>,
    effort: Effort,
}

/// A state of a [`NameAutomaton`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StateId(u32);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    git: RefGrammar,
    matching: Option<Positions>,
    except: Positions,
    release: Release,
    minus: Option<StateId>,
}

/// The nodes of a regex that are looked at in the time of one step.
const LOOKS: usize = 16;

/// How far a release has been read: the bytes of its prefix, or the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Release {
    Any,
    Prefix(usize),
    Version(SemVer),
}

impl NameAutomaton {
    /// Before the first character.
    pub(crate) const START: StateId = StateId(0);

    /// The names for which a trigger fires: of branches, of git tags, or of the
    /// source branches of pull requests.
    pub(crate) fn of(trigger: &Trigger, effort: &Effort) -> Self {
        match trigger {
            Trigger::Branch(names) | Trigger::Tag(names) => Self::new(Some(names), None, effort),
            Trigger::Release(filter) => Self::new(None, Some(filter), effort),
            _ => Self::new(None, None, effort),
        }
    }

    /// The names that match, those alone that are such releases.
    pub(crate) fn new(
        names: Option<&Names>,
        release: Option<&ReleaseFilter>,
        effort: &Effort,
    ) -> Self {
        let matching = names.and_then(Names::matching).map(Patterns::new);
        let except = Patterns::new(names.map(Names::except).unwrap_or_default());
        let is_exact = matching.as_ref().is_none_or(Patterns::is_exact) && except.is_exact();
        let mut automaton = Self {
            matching: matching.filter(Patterns::is_exact),
            except,
            release: release.cloned(),
            minus: None,
            is_exact,
            symbols: Vec::new(),
            twins: Vec::new(),
            states: Vec::new(),
            ends: Vec::new(),
            numbers: BTreeMap::new(),
            steps: Vec::new(),
            completions: BTreeMap::new(),
            effort: effort.clone(),
        };
        automaton.begin();
        automaton
    }

    /// The names of this one that are not of another.
    pub(crate) fn minus(mut self, other: Self) -> Self {
        self.is_exact &= other.is_exact;
        self.minus = Some(Box::new(other));
        self.begin();
        self
    }

    fn begin(&mut self) {
        let start = State {
            git: RefGrammar::Start,
            matching: self.matching.as_ref().map(Patterns::start),
            except: self.except.start(),
            release: match &self.release {
                None => Release::Any,
                Some(filter) if filter.prefix.is_empty() => Release::Version(SemVer::START),
                Some(_) => Release::Prefix(0),
            },
            minus: self.minus.as_ref().map(|_| Self::START),
        };
        self.steps = Vec::from([Vec::new()]);
        self.completions.clear();
        self.numbers = BTreeMap::from([(start.clone(), Self::START)]);
        self.ends = Vec::from([self.is_end(&start)]);
        self.states = Vec::from([start]);
        let mut distinctions = Distinctions::default();
        self.distinguish(&mut distinctions);
        self.symbols = distinctions.characters();
        self.twins = distinctions.twins();
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// The characters to try where any will do.
    pub(crate) fn symbols(&self) -> &[char] {
        &self.symbols
    }

    /// For characters to try, another that no name is told apart by.
    pub(crate) fn twins(&self) -> &[(char, char)] {
        &self.twins
    }

    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        for patterns in self.matching.iter().chain([&self.except]) {
            patterns.distinguish(distinctions);
        }
        if let Some(filter) = &self.release {
            distinctions.name(filter.prefix.chars());
        }
        if let Some(minus) = &self.minus {
            minus.distinguish(distinctions);
        }
    }

    /// What stands before the version of a release.
    pub(crate) fn prefix(&self) -> Option<&str> {
        self.release.as_ref().map(|filter| &*filter.prefix)
    }

    pub(crate) fn effort(&self) -> &Effort {
        &self.effort
    }

    /// Whether a name may go on from one state as from another, and in more ways:
    /// all that parts the two is that git forbids something at the other.
    pub(crate) fn outdoes(&self, one: StateId, other: StateId) -> bool {
        let state = |id: StateId| self.states.get(id.0 as usize);
        let (Some(one), Some(other)) = (state(one), state(other)) else { return false };
        one.git == RefGrammar::Plain
            && other.git != RefGrammar::Plain
            && (&one.matching, &one.except, one.release, one.minus)
                == (&other.matching, &other.except, other.release, other.minus)
    }

    /// Whether a name may end here.
    pub(crate) fn accepts(&self, state: StateId) -> bool {
        self.ends.get(state.0 as usize) == Some(&true)
    }

    fn is_end(&self, state: &State) -> bool {
        let is_taken = match (&self.matching, &state.matching) {
            (Some(patterns), Some(positions)) => patterns.accepts(positions),
            _ => true,
        };
        let is_minus = match (&self.minus, state.minus) {
            (Some(minus), Some(state)) => minus.accepts(state),
            _ => false,
        };
        is_taken
            && !is_minus
            && state.git.accepts()
            && !self.except.accepts(&state.except)
            && match (state.release, &self.release) {
                (Release::Version(version), Some(filter)) => version.accepts(filter.prerelease),
                (Release::Prefix(_), _) => false,
                (Release::Any | Release::Version(_), _) => true,
            }
    }

    /// Reads a character; `None` where no name of the trigger goes on with it, or
    /// the question has run out of steps.
    pub(crate) fn step(&mut self, from: StateId, character: char) -> Option<StateId> {
        let known = self.steps.get(from.0 as usize)?;
        let place = match known.binary_search_by_key(&character, |(read, _)| *read) {
            Ok(place) => return known.get(place).and_then(|(_, to)| *to),
            Err(place) => place,
        };
        if self.effort.is_spent() {
            return None;
        }
        let next = self.next(from, character);
        if self.effort.is_spent() {
            return None;
        }
        let next = next.map(|state| match self.numbers.get(&state) {
            Some(number) => *number,
            None => {
                let number = StateId(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
                self.ends.push(self.is_end(&state));
                self.states.push(state.clone());
                self.steps.push(Vec::new());
                self.numbers.insert(state, number);
                number
            }
        });
        if let Some(known) = self.steps.get_mut(from.0 as usize) {
            known.insert(place, (character, next));
        }
        next
    }

    fn next(&mut self, from: StateId, character: char) -> Option<State> {
        let from = self.states.get(from.0 as usize)?;
        let weight = from.matching.as_ref().map_or(1, Vec::len) + from.except.len();
        if !self.effort.spend(1 + weight) {
            return None;
        }
        let git = from.git.step(character)?;
        let mut looks = 0;
        let matching = match (&self.matching, &from.matching) {
            (Some(patterns), Some(positions)) => {
                let next = patterns.step(positions, character, &mut looks);
                if next.is_empty() {
                    return None;
                }
                Some(next)
            }
            _ => None,
        };
        let release = self.release(from.release, character)?;
        let except = self.except.step(&from.except, character, &mut looks);
        let minus = from.minus;
        self.effort.spend(looks / LOOKS);
        let minus = match (&mut self.minus, minus) {
            (Some(minus), Some(state)) => minus.step(state, character),
            _ => None,
        };
        Some(State { git, matching, except, release, minus })
    }

    fn release(&self, from: Release, character: char) -> Option<Release> {
        let Some(filter) = &self.release else { return Some(Release::Any) };
        match from {
            Release::Any => Some(Release::Any),
            Release::Prefix(read) => {
                let rest = filter.prefix.get(read..)?.strip_prefix(character)?;
                Some(match rest {
                    "" => Release::Version(SemVer::START),
                    rest => Release::Prefix(filter.prefix.len() - rest.len()),
                })
            }
            Release::Version(version) => {
                let byte = u8::try_from(character).ok()?;
                version.step(byte, filter.prerelease).map(Release::Version)
            }
        }
    }
}

#[cfg(test)]
impl NameAutomaton {
    /// The names that match, with so many steps for all that is asked of them.
    pub(super) fn matching(pattern: &str, steps: usize) -> Self {
        let names = crate::policy::NamesDocument::from(pattern);
        let names = Names::new(&names, &crate::data::Path::Root).unwrap();
        let effort = Effort::new();
        effort.grant(steps);
        effort.begin();
        Self::new(Some(&names), None, &effort)
    }
}

#[cfg(test)]
mod tests {
    use super::NameAutomaton;

    fn read(names: &mut NameAutomaton, text: &str) -> super::StateId {
        let end = text.chars().try_fold(NameAutomaton::START, |state, one| names.step(state, one));
        end.unwrap()
    }

    /// Behind `a/` git forbids what it does not behind `a`, and nothing else is
    /// different where any run of characters is taken.
    #[test]
    fn a_plain_character_outdoes_one_that_git_looks_at() {
        let mut names = NameAutomaton::matching("*", 1_000);
        let (plain, slash) = (read(&mut names, "a"), read(&mut names, "a/"));
        assert!(names.outdoes(plain, slash));
        assert!(!names.outdoes(slash, plain));
        assert!(!names.outdoes(plain, plain));
        assert!(!names.outdoes(slash, slash));
    }

    #[test]
    fn what_a_pattern_tells_apart_outdoes_nothing() {
        let mut names = NameAutomaton::matching("a?b", 1_000);
        let (plain, slash) = (read(&mut names, "a"), read(&mut names, "a/"));
        assert!(!names.outdoes(plain, slash));
    }

    /// Names without those of a pattern that is not followed are not exact.
    #[test]
    fn both_sides_of_a_difference_are_to_be_exact() {
        let exact = || NameAutomaton::matching("*", 1_000);
        let inexact = || NameAutomaton::matching(r"/a\bb|c/", 1_000);
        assert!(exact().is_exact() && !inexact().is_exact());
        assert!(exact().minus(exact()).is_exact());
        assert!(!exact().minus(inexact()).is_exact());
        assert!(!inexact().minus(exact()).is_exact());
    }
}
