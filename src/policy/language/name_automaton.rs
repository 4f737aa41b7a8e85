use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use super::dfa::Dfa;
use super::distinctions::Distinctions;
use super::effort::Effort;
use super::expression::Expression;
use super::interner::{Interner, StateId};
use super::nfa::Nfa;
use super::ref_grammar::RefGrammar;
use super::release_expression::usual_versions;
use crate::policy::{
    Capture, Conditions, Names, Pattern, Projects, ReleaseFilter, example_project,
};

/// The names of git refs that a rule admits, as a deterministic automaton over
/// characters: one of the patterns, none of the exceptions, and git's own
/// grammar.
#[derive(Debug)]
pub(crate) struct NameAutomaton {
    /// Of these all take a name: the patterns, the versions.
    taken: [Option<Dfa>; 2],
    except: Dfa,
    /// Names that it does not take, though all else says so.
    minus: Option<Box<NameAutomaton>>,
    /// What may precede the version of a release.
    prefixes: Rc<[String]>,
    /// Whether they are those of one project, which is assumed.
    assumes_project: bool,
    /// Whether it follows every pattern: one that it does not is taken for any
    /// name, or as an exception for none.
    is_exact: bool,
    /// Where git's grammar begins.
    git: RefGrammar,
    /// Whether what is read may end where a name may not.
    is_part: bool,
    distinctions: Distinctions,
    symbols: Vec<char>,
    twins: Vec<(char, char)>,
    states: Interner<State>,
    /// Where each character that was read at a state leads, ascending.
    steps: Vec<Vec<(char, Option<StateId>)>>,
    pub(super) completions: BTreeMap<StateId, Rc<[String]>>,
    effort: Effort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    git: RefGrammar,
    taken: [Option<StateId>; 2],
    /// `None` where no exception goes on.
    except: Option<StateId>,
    minus: Option<StateId>,
}

/// The nodes of patterns that are looked at in the time of one step.
const LOOKS: usize = 16;
/// The nodes of patterns that are made in the time of one step.
const MADE: usize = 2;

impl NameAutomaton {
    /// The names that a rule admits: of branches, of git tags, or of the source branches
    /// of pull requests; of git tags in which the project has its place, those of the
    /// example project.
    pub(crate) fn of(conditions: &Conditions, effort: &Effort) -> Self {
        match conditions.release() {
            Some(filter) => Self::of_releases(conditions, filter, effort),
            None => Self::of_any_project(conditions, effort),
        }
    }

    /// Those of its names that are such releases.
    pub(crate) fn of_releases(
        conditions: &Conditions,
        filter: &ReleaseFilter,
        effort: &Effort,
    ) -> Self {
        if !filter.has_project() {
            return Self::new(conditions.names(), Some(filter), effort);
        }
        let project = example_project([Some(conditions), None], effort);
        let projects = match &project {
            Some(project) => Projects::One(project),
            None => Projects::Matching(conditions.project()),
        };
        Self::with(conditions.names(), Some((filter, projects)), effort)
    }

    /// The names that a rule admits, whatever the project is.
    pub(crate) fn of_any_project(conditions: &Conditions, effort: &Effort) -> Self {
        Self::narrowed(conditions, &Pattern::expression, effort)
    }

    /// The names that match, those alone that are such releases.
    pub(crate) fn new(
        names: Option<&Names>,
        release: Option<&ReleaseFilter>,
        effort: &Effort,
    ) -> Self {
        Self::with(names, release.map(|filter| (filter, Projects::Matching(None))), effort)
    }

    fn with(
        names: Option<&Names>,
        release: Option<(&ReleaseFilter, Projects<'_>)>,
        effort: &Effort,
    ) -> Self {
        let matching = names.and_then(Names::matching);
        let matching = matching.map(|patterns| patterns.iter().map(Pattern::expression));
        Self::of_expressions(matching, names, release, None, effort)
    }

    /// The names that a rule admits, whatever the project is, with an expression instead of
    /// each pattern.
    pub(crate) fn narrowed(
        conditions: &Conditions,
        expression: &dyn Fn(&Pattern) -> Option<Expression>,
        effort: &Effort,
    ) -> Self {
        let names = conditions.names();
        let matching = names.and_then(Names::matching);
        let matching = matching.map(|patterns| patterns.iter().map(expression));
        let projects = Projects::Matching(conditions.project());
        let release = conditions.release().map(|filter| (filter, projects));
        let no_release = conditions.no_release().map(|_| usual_versions());
        Self::of_expressions(matching, names, release, no_release.as_ref(), effort)
    }

    /// The names that match one of these expressions, and are not exceptions; it takes steps for
    /// the size of the patterns.
    fn of_expressions(
        matching: Option<impl Iterator<Item = Option<Expression>>>,
        names: Option<&Names>,
        release: Option<(&ReleaseFilter, Projects<'_>)>,
        no_release: Option<&Expression>,
        effort: &Effort,
    ) -> Self {
        let except = names.map(Names::except).unwrap_or_default();
        let mut distinctions = Distinctions::default();
        let (matching, all_matching) =
            matching.map(|expressions| dfa(expressions, &mut distinctions)).unzip();
        if no_release.is_some() {
            distinctions.name(['v']);
        }
        let except = except.iter().map(Pattern::expression);
        let (except, all_except) =
            dfa(except.chain(no_release.cloned().map(Some)), &mut distinctions);
        let versions = release.map(|(filter, projects)| {
            filter.distinguish(projects, &mut distinctions);
            Dfa::of(&filter.expression(projects))
        });
        let all_versions = !matches!(versions, Some(None));
        let of_project = release.map(|(filter, projects)| match projects {
            Projects::One(project) => (filter, project),
            Projects::Matching(_) => (filter, ""),
        });
        let prefixes = of_project.into_iter().flat_map(|(filter, project)| {
            filter.prefixes.iter().map(|prefix| prefix.text(project).into())
        });
        let mut automaton = Self {
            taken: [matching.filter(|_| all_matching == Some(true)), versions.flatten()],
            except,
            prefixes: prefixes.collect(),
            assumes_project: release.is_some_and(|(filter, _)| filter.has_project()),
            is_exact: all_matching != Some(false) && all_except && all_versions,
            distinctions,
            ..Self::unread(effort)
        };
        let made: usize = automaton.taken.iter().flatten().map(Dfa::size).sum();
        effort.spend((made + automaton.except.size()) / MADE);
        automaton.begin();
        automaton
    }

    /// The parts of names that a capture may be.
    pub(crate) fn of_capture(capture: &Capture, effort: &Effort) -> Self {
        let expressions = core::iter::once(Some(capture.expression.clone()));
        let mut automaton = Self::of_expressions(Some(expressions), None, None, None, effort);
        let starts = capture.borders.begins_part;
        automaton.git = if starts { RefGrammar::Start } else { RefGrammar::Inside };
        automaton.is_part = !capture.borders.ends_name;
        automaton.begin();
        automaton
    }

    /// The same names, nothing of which has been read: its patterns are not
    /// written out again.
    pub(crate) fn anew(&self) -> Self {
        let mut automaton = Self {
            taken: self.taken.each_ref().map(|dfa| dfa.as_ref().map(Dfa::anew)),
            except: self.except.anew(),
            minus: self.minus.as_ref().map(|minus| Box::new(minus.anew())),
            prefixes: Rc::clone(&self.prefixes),
            assumes_project: self.assumes_project,
            is_exact: self.is_exact,
            git: self.git,
            is_part: self.is_part,
            distinctions: self.distinctions.clone(),
            ..Self::unread(&self.effort)
        };
        automaton.begin();
        automaton
    }

    fn unread(effort: &Effort) -> Self {
        Self {
            taken: [None, None],
            except: Dfa::new(Nfa::new()),
            minus: None,
            prefixes: Rc::default(),
            assumes_project: false,
            is_exact: true,
            git: RefGrammar::Start,
            is_part: false,
            distinctions: Distinctions::default(),
            symbols: Vec::new(),
            twins: Vec::new(),
            states: Interner::new(),
            steps: Vec::new(),
            completions: BTreeMap::new(),
            effort: effort.clone(),
        }
    }

    /// The names of this one that are not of another.
    pub(crate) fn minus(mut self, other: Self) -> Self {
        self.is_exact &= other.is_exact;
        self.distinctions.add(&other.distinctions);
        self.minus = Some(Box::new(other));
        self.begin();
        self
    }

    /// The names of this one that an expression has too; not exact if the automaton follows two
    /// of them already.
    pub(crate) fn within(mut self, names: Dfa) -> Self {
        names.distinguish(&mut self.distinctions);
        match self.taken.iter_mut().find(|dfa| dfa.is_none()) {
            Some(free) => *free = Some(names),
            None => self.is_exact = false,
        }
        self.begin();
        self
    }

    fn begin(&mut self) {
        let start = State {
            git: self.git,
            taken: self.taken.each_ref().map(|dfa| dfa.as_ref().map(|_| StateId::START)),
            except: Some(StateId::START),
            minus: self.minus.as_ref().map(|_| StateId::START),
        };
        self.states = Interner::new();
        self.states.number(start);
        self.steps = Vec::from([Vec::new()]);
        self.completions.clear();
        self.symbols = self.distinctions.characters();
        self.twins = self.distinctions.twins();
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// The characters to try where any will do.
    pub(crate) fn symbols(&self) -> &[char] {
        &self.symbols
    }

    /// Pairs of a character to try and another that no name distinguishes from it.
    pub(crate) fn twins(&self) -> &[(char, char)] {
        &self.twins
    }

    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        distinctions.add(&self.distinctions);
    }

    /// What may precede the version of a release; empty if the names need not be
    /// releases.
    pub(crate) fn prefixes(&self) -> &Rc<[String]> {
        &self.prefixes
    }

    /// Whether they are the names of one project, which others have other names than.
    pub(crate) fn assumes_project(&self) -> bool {
        self.assumes_project
    }

    pub(crate) fn effort(&self) -> &Effort {
        &self.effort
    }

    /// Whether one state dominates another: a name may continue from it as from the
    /// other, and in more ways. The two differ only in what git forbids at the other.
    pub(crate) fn outdoes(&self, one: StateId, other: StateId) -> bool {
        let (Some(one), Some(other)) = (self.states.get(one), self.states.get(other)) else {
            return false;
        };
        one.git == RefGrammar::Plain
            && other.git != RefGrammar::Plain
            && (one.taken, one.except, one.minus) == (other.taken, other.except, other.minus)
    }

    /// Whether a name may end here.
    pub(crate) fn accepts(&self, state: StateId) -> bool {
        let Some(state) = self.states.get(state) else { return false };
        let is_minus = match (&self.minus, state.minus) {
            (Some(minus), Some(state)) => minus.accepts(state),
            _ => false,
        };
        (self.is_part || state.git.accepts())
            && !is_minus
            && self.taken.iter().zip(state.taken).all(|(dfa, state)| match (dfa, state) {
                (Some(dfa), Some(state)) => dfa.is_end(state),
                _ => true,
            })
            && !state.except.is_some_and(|state| self.except.is_end(state))
    }

    /// Reads a character; `None` where no name goes on with it, or
    /// the question has run out of steps.
    pub(crate) fn step(&mut self, from: StateId, character: char) -> Option<StateId> {
        let known = self.steps.get(from.index())?;
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
        let next = next.map(|state| self.states.number(state));
        self.steps.resize_with(self.states.len(), Vec::new);
        if let Some(known) = self.steps.get_mut(from.index()) {
            known.insert(place, (character, next));
        }
        next
    }

    fn next(&mut self, from: StateId, character: char) -> Option<State> {
        let State { git, mut taken, except, minus } = *self.states.get(from)?;
        let mut weight = 1 + except.map_or(0, |state| self.except.weight(state));
        for (dfa, state) in self.taken.iter().zip(taken) {
            weight += dfa.as_ref().zip(state).map_or(0, |(dfa, state)| dfa.weight(state));
        }
        if !self.effort.spend(weight) {
            return None;
        }
        let git = git.step(character)?;
        let mut looks = 0;
        for (dfa, state) in self.taken.iter_mut().zip(&mut taken) {
            if let (Some(dfa), Some(before)) = (dfa, &state) {
                *state = Some(dfa.read(*before, character, &mut looks)?);
            }
        }
        let except = except.and_then(|state| self.except.read(state, character, &mut looks));
        if except.is_some_and(|state| self.except.takes_all(state)) {
            return None;
        }
        self.effort.spend(looks / LOOKS);
        let minus = match (&mut self.minus, minus) {
            (Some(minus), Some(state)) => minus.step(state, character),
            _ => None,
        };
        Some(State { git, taken, except, minus })
    }
}

/// The texts of some expressions, and whether every one of them is followed: one that
/// is not is left out. To `distinctions` it adds what they distinguish.
fn dfa(
    expressions: impl Iterator<Item = Option<Expression>>,
    distinctions: &mut Distinctions,
) -> (Dfa, bool) {
    let mut nfa = Nfa::new();
    let mut is_exact = true;
    for expression in expressions {
        let added = expression.and_then(|expression| {
            expression.distinguish(distinctions);
            nfa.add(&expression)
        });
        is_exact &= added.is_some();
    }
    (Dfa::new(nfa), is_exact)
}

#[cfg(test)]
impl NameAutomaton {
    /// The names that match, with so many steps for all that is asked of them.
    pub(super) fn matching(pattern: &str, steps: usize) -> Self {
        let names = crate::policy::document::NamesDocument::from(pattern);
        let names =
            Names::new(&names, crate::policy::names::Named::Ref, &crate::data::Path::Root).unwrap();
        let effort = Effort::new();
        effort.grant(steps);
        effort.begin();
        Self::new(Some(&names), None, &effort)
    }
}

#[cfg(test)]
mod tests {
    use super::{NameAutomaton, StateId};

    fn read(names: &mut NameAutomaton, text: &str) -> StateId {
        let end = text.chars().try_fold(StateId::START, |state, one| names.step(state, one));
        end.unwrap()
    }

    /// After `a/` git forbids what it does not forbid after `a`. Where any run of
    /// characters is taken, nothing else is different.
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
