use alloc::collections::{BTreeMap, BTreeSet};
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::ops::Range;

use super::dfa::Dfa;
use super::distinctions::Distinctions;
use super::effort::Effort;
use super::expression::Expression;
use super::facts::Facts;
use super::interner::{Interner, StateId};
use super::name_automaton::NameAutomaton;
use super::rule_names::RuleNames;
use super::search::Language;
use super::settings::Settings;
use super::slug_machine::{SlugEnd, SlugPhase};
use super::tag_part::{Assumption, TagPart, Use};
use crate::name::{Slug, SlugCase, SlugEdges, SlugRules, SlugRuns, is_inner_of_tag};
use crate::policy::{Conditions, Fact, SlugId, SlugName, Slugs, Template};

/// The tags that one template of one rule can give, as a machine that writes a
/// tag while it reads the facts that the tag is made of.
///
/// It never leaves out a tag that a context gives, except under an assumption. It
/// includes other tags if one fact occurs twice in a template.
#[derive(Clone, Debug)]
pub(crate) struct TagMachine {
    parts: Vec<TagPart>,
    pub(super) names: Rc<RefCell<RuleNames>>,
    /// The texts of the captures among the parts, by the index of the part.
    pub(super) captured: BTreeMap<usize, Rc<RefCell<RuleNames>>>,
    /// What may precede the version of a release; empty for other names.
    pub(super) prefixes: Rc<[String]>,
    /// Whether `{version}` ends before build metadata.
    pub(super) drops_build: bool,
    pub(super) slugs: Slugs,
    assumes: bool,
    /// Whether git tags with a `+` are left out.
    pub(super) is_without_plus: bool,
    repository: Option<RepositoryParts>,
    effort: Effort,
    /// What it has found out, which its clones share.
    known: Rc<RefCell<KnownStates>>,
}

/// The parts of a whole reference that are before its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RepositoryParts {
    /// How many there are; the last is the colon.
    pub(crate) count: usize,
    /// Whether their letters are written in lower case.
    pub(crate) is_lowered: bool,
}

impl RepositoryParts {
    /// Those that are left after so many parts.
    pub(crate) fn after(self, count: usize) -> Self {
        Self { count: self.count.saturating_sub(count), ..self }
    }
}

#[derive(Debug)]
struct KnownStates {
    /// The facts among the parts.
    facts: Vec<Option<Dfa>>,
    points: Interner<Point>,
    /// The representative of each point, and the rank of the point: see
    /// `Language::rank`.
    ranks: Vec<(StateId, usize)>,
    /// For each point, the bytes whose steps are known, ascending, and where among the
    /// `targets` the steps lead. `None` is for the steps that write nothing.
    steps: Vec<Vec<(Option<u8>, Range<usize>)>>,
    targets: Vec<StateId>,
}

/// How far a machine has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Point {
    pub(super) part: usize,
    pub(super) phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// This many bytes of the text have been written.
    Written(usize),
    Fact(StateId),
    Whole(StateId),
    /// Of a git tag, whose prefix may be left out.
    GitTag(StateId, PrefixPhase),
    Slug(StateId, SlugPhase),
    /// After the end of the name: writing the replacement for an empty slug.
    Empty(usize),
    /// Writing the hyphen and the digits of `distinct`.
    Distinct(usize),
}

/// Where `{version}` is in a git tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PrefixPhase {
    /// Before any of the prefixes of a release.
    Prefixes,
    /// After this many bytes of the prefix with this index.
    Release(usize, usize),
    /// After a prefix, before the first digit of the version.
    Version,
    /// Before what may be a `v` and a digit.
    Start,
    /// After a `v` that was left out, before its digit.
    LeftOut,
    /// After a `v` that was written, before any character but a digit.
    Written,
    /// After all that may be left out.
    After,
    /// In a version whose build metadata is left out.
    Droppable,
    /// After the `+` of that.
    Dropped,
}

/// A step of a machine: what it reads, and where it leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) reads: Reads,
    pub(crate) to: Point,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Reads {
    Nothing,
    One(Fact, char),
    /// The rest of a name or capture from this state on, of its ways the one of this
    /// number.
    Rest {
        part: usize,
        state: StateId,
        way: usize,
    },
}

impl TagMachine {
    pub(crate) fn new(
        settings: Settings<'_>,
        (template, conditions): (&Template, &Conditions),
        names: &Rc<RefCell<RuleNames>>,
        assumption: Assumption,
    ) -> Self {
        let (parts, assumes) = TagPart::of(template, conditions, settings, assumption);
        let (prefixes, effort, assumes_project) = {
            let RuleNames { automaton, .. } = &*names.borrow();
            let prefixes = Rc::clone(automaton.prefixes());
            (prefixes, automaton.effort().clone(), automaton.assumes_project())
        };
        let is_of_name = |part: &TagPart| matches!(part, TagPart::Name(_));
        let assumes = assumes || assumes_project && parts.iter().any(is_of_name);
        let drops_build = !conditions.have_whole_versions();
        let captured = parts.iter().enumerate().filter_map(|(index, part)| match part {
            TagPart::Capture(capture, _) => {
                Some((index, RuleNames::new(NameAutomaton::of_capture(capture, &effort))))
            }
            TagPart::Text(_) | TagPart::Fact(..) | TagPart::Name(_) => None,
        });
        let known = Rc::new(RefCell::new(KnownStates::of(&parts)));
        let (names, slugs) = (Rc::clone(names), settings.slugs.clone());
        let repository = None;
        let is_without_plus = false;
        Self {
            captured: captured.collect(),
            parts,
            names,
            prefixes,
            drops_build,
            slugs,
            assumes,
            is_without_plus,
            repository,
            effort,
            known,
        }
    }

    /// The same without the git tags that have a `+`; `None` where no `+` is replaced.
    pub(crate) fn without_plus(&self) -> Option<Self> {
        let replaces = |part: &TagPart| matches!(part, TagPart::Name(Use::GitTag | Use::Version));
        let known = Rc::new(RefCell::new(KnownStates::of(&self.parts)));
        self.parts.iter().any(replaces).then(|| Self {
            is_without_plus: true,
            known,
            ..self.clone()
        })
    }

    /// The same for a template of a whole reference.
    pub(crate) fn of_reference(self, repository: Option<RepositoryParts>) -> Self {
        Self { repository, ..self }
    }

    pub(crate) fn is_of_reference(&self) -> bool {
        self.repository.is_some()
    }

    pub(crate) fn assumes(&self) -> bool {
        self.assumes
    }

    pub(crate) fn parts(&self) -> &[TagPart] {
        &self.parts
    }

    /// The names that its tags are made of.
    pub(crate) fn names(&self) -> &Rc<RefCell<RuleNames>> {
        &self.names
    }

    pub(crate) fn effort(&self) -> &Effort {
        &self.effort
    }

    /// Adds the characters that it distinguishes from others.
    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        for names in core::iter::once(&self.names).chain(self.captured.values()) {
            names.borrow().automaton.distinguish(distinctions);
        }
        let is_lowered = self.repository.is_some_and(|repository| repository.is_lowered);
        if is_lowered || self.slug_rules().any(|rules| rules.alphabet().case == SlugCase::Lower) {
            distinctions.fold_case();
        }
        for expression in self.declared() {
            expression.distinguish(distinctions);
        }
        // Of the characters of a text, tags and slugs hold those of ASCII alone.
        let texts = self.texts().flatten().copied().filter(u8::is_ascii);
        distinctions.name(texts.map(char::from));
        let empty = self.slug_rules().filter_map(SlugRules::empty).map(Slug::as_str);
        distinctions.name(empty.flat_map(str::chars));
    }

    /// The bytes to try: of ASCII, one for each class that nothing distinguishes, and
    /// every other byte that the template itself can write.
    ///
    /// A byte that is missing here would make every text with it look impossible, and
    /// what is illegal because of it look legal. What a name writes is ASCII unless the
    /// template holds `{branch}`, whose other characters are searched for before. The
    /// characters of `told_apart` are distinguished from others as well.
    pub(crate) fn bytes(&self, told_apart: &str) -> Vec<u8> {
        let mut distinctions = Distinctions::default();
        self.distinguish(&mut distinctions);
        distinctions.name(told_apart.chars());
        let characters = distinctions.characters().into_iter().filter(char::is_ascii);
        let ascii = characters.filter_map(|one| u8::try_from(one).ok());
        // A class has all bytes beyond ASCII or none, so that those of one character do.
        let foreign = "é".bytes().filter(|_| self.declared().next().is_some());
        let beyond = self.texts().flatten().copied().filter(|byte| !byte.is_ascii());
        let beyond: BTreeSet<u8> = beyond.chain(foreign).collect();
        ascii.chain(beyond).collect()
    }

    /// What declared values may be.
    fn declared(&self) -> impl Iterator<Item = &Expression> {
        self.parts.iter().filter_map(|part| match part {
            TagPart::Fact(Fact::Declared(_), expression) => Some(expression),
            _ => None,
        })
    }

    /// What the template writes whatever the facts are, and what is between the numbers
    /// of an instant.
    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.parts.iter().flat_map(|part| match part {
            TagPart::Text(text) => Vec::from([&**text]),
            TagPart::Fact(_, expression) => expression.texts(),
            TagPart::Name(_) | TagPart::Capture(..) => Vec::new(),
        })
    }

    pub(crate) fn is_end(&self, point: Point) -> bool {
        point.part == self.parts.len()
    }

    /// The steps that write this byte.
    pub(crate) fn writing_steps(&self, from: Point, byte: u8, to: &mut Vec<Step>) {
        match self.repository {
            None => self.written_steps(from, byte, to),
            Some(RepositoryParts { count, .. }) if from.part >= count => {
                if is_inner_of_tag(byte) {
                    self.written_steps(from, byte, to);
                }
            }
            // No repository has an upper-case letter.
            Some(_) if byte.is_ascii_uppercase() => {}
            Some(RepositoryParts { is_lowered, .. }) => {
                self.written_steps(from, byte, to);
                if is_lowered && byte.is_ascii_lowercase() {
                    self.written_steps(from, byte.to_ascii_uppercase(), to);
                }
            }
        }
    }

    fn written_steps(&self, from: Point, byte: u8, to: &mut Vec<Step>) {
        let Some(part) = self.parts.get(from.part) else { return };
        let next = self.begin(from.part + 1);
        let at = |phase| Point { part: from.part, phase };
        let character = char::from(byte);
        let mut step = |reads, to_point| to.push(Step { reads, to: to_point });
        match (part, from.phase) {
            (TagPart::Text(text), Phase::Written(written)) if text.get(written) == Some(&byte) => {
                let is_last = written + 1 == text.len();
                step(Reads::Nothing, if is_last { next } else { at(Phase::Written(written + 1)) });
            }
            (TagPart::Fact(fact, _), Phase::Fact(state)) => {
                let facts = &mut self.known.borrow_mut().facts;
                let Some(Some(dfa)) = facts.get_mut(from.part) else { return };
                let Some(state) = dfa.next(state, byte, &mut 0) else { return };
                if dfa.is_end(state) {
                    step(Reads::One(*fact, character), next);
                }
                if !dfa.is_over(state) {
                    step(Reads::One(*fact, character), at(Phase::Fact(state)));
                }
            }
            (TagPart::Name(_) | TagPart::Capture(..), _) => self.name_steps(from, byte, to),
            _ => {}
        }
    }

    /// What a step read, for the facts of its tag.
    pub(crate) fn note(&mut self, reads: Reads, facts: &mut Facts) {
        match reads {
            Reads::Nothing => {}
            Reads::One(fact, character) => facts.read(fact, core::iter::once(character)),
            Reads::Rest { part, state, way } => {
                let completions = self.names_of(part).borrow_mut().automaton.completions(state);
                let rest = completions.get(way).map(String::as_str);
                facts.read(self.fact_of(part), rest.unwrap_or_default().chars());
            }
        }
    }

    /// The point before the first byte.
    pub(super) fn first(&self) -> Point {
        for (part, id) in self.slugs_of_parts() {
            let rules = self.slugs.rules(id);
            // Separators come nearer to the cut where each of them counts.
            let counts = rules.runs() == SlugRuns::Keep && rules.alphabet().replacement.is_some();
            if rules.edges() == SlugEdges::Trim && counts && !rules.makes_paths() {
                self.names_of(part).borrow_mut().find_elastic((id, rules));
            }
        }
        self.begin(0)
    }

    fn slugs_of_parts(&self) -> impl Iterator<Item = (usize, SlugId)> {
        self.parts.iter().enumerate().filter_map(|(part, it)| Some((part, it.slug()?)))
    }

    fn slug_rules(&self) -> impl Iterator<Item = &SlugRules> {
        self.slugs_of_parts().map(|(_, id)| self.slugs.rules(id))
    }

    /// The slug that a part is; the policy's own for other parts.
    pub(super) fn slug_id(&self, part: usize) -> SlugId {
        let id = self.parts.get(part).and_then(TagPart::slug);
        id.unwrap_or_else(|| self.slugs.id(&SlugName::OWN))
    }

    pub(super) fn begin(&self, part: usize) -> Point {
        let start = StateId::START;
        let phase = match self.parts.get(part) {
            Some(TagPart::Name(Use::Whole) | TagPart::Capture(_, Use::Whole)) => {
                Phase::Whole(start)
            }
            Some(TagPart::Name(Use::GitTag)) => Phase::GitTag(start, PrefixPhase::After),
            Some(TagPart::Name(Use::Version)) => Phase::GitTag(
                start,
                match &*self.prefixes {
                    [] => PrefixPhase::Start,
                    [prefix] => PrefixPhase::release(prefix, (0, 0)),
                    _ => PrefixPhase::Prefixes,
                },
            ),
            Some(TagPart::Name(Use::Slug(_)) | TagPart::Capture(_, Use::Slug(_))) => {
                Phase::Slug(start, SlugPhase::START)
            }
            Some(TagPart::Fact(..)) => Phase::Fact(start),
            _ => Phase::Written(0),
        };
        Point { part, phase }
    }
}

impl TagMachine {
    fn number(&self, point: Point) -> StateId {
        let ranked = match point.phase {
            Phase::Slug(state, slug) if self.is_elastic(point.part, state) => {
                let (slug, rank) = slug.rank();
                Some((Point { phase: Phase::Slug(state, slug), ..point }, rank))
            }
            _ => None,
        };
        let mut known = self.known.borrow_mut();
        let rank = ranked.map(|(first, rank)| (known.number(first, None), rank));
        known.number(point, rank)
    }

    fn point(&self, state: StateId) -> Option<Point> {
        self.known.borrow().points.get(state).copied()
    }

    /// Adds where this byte leads, or nothing that is written.
    fn follow(&mut self, from: StateId, byte: Option<u8>, to: &mut Vec<StateId>) {
        if self.known.borrow().recall(from, byte, to) {
            return;
        }
        let Some(point) = self.point(from) else { return };
        let mut steps = Vec::new();
        match byte {
            Some(byte) => self.writing_steps(point, byte, &mut steps),
            None => {
                self.silent_steps(point, &mut steps);
                self.elastic_step(point, &mut steps);
            }
        }
        let before = to.len();
        to.extend(steps.iter().map(|step| self.number(step.to)));
        // What was given up is not remembered.
        if !self.effort.is_spent() {
            let targets = to.get(before..).unwrap_or_default();
            self.known.borrow_mut().remember(from, byte, targets);
        }
    }

    /// Reads separators up to the cut, and a rest, in one step: the point after them
    /// dominates the points in between.
    fn elastic_step(&self, point: Point, steps: &mut Vec<Step>) {
        let Phase::Slug(state, slug) = point.phase else { return };
        let end = slug.end(self.slug(point.part).1);
        if self.is_elastic(point.part, state) && end != SlugEnd::Never {
            steps.push(Step { reads: Reads::Nothing, to: self.after_slug(point.part, end) });
        }
    }
}

impl KnownStates {
    fn of(parts: &[TagPart]) -> Self {
        let fact = |part: &TagPart| match part {
            TagPart::Fact(_, expression) => Dfa::of(expression),
            TagPart::Text(_) | TagPart::Name(_) | TagPart::Capture(..) => None,
        };
        Self {
            facts: parts.iter().map(fact).collect(),
            points: Interner::new(),
            ranks: Vec::new(),
            steps: Vec::new(),
            targets: Vec::new(),
        }
    }

    fn number(&mut self, point: Point, rank: Option<(StateId, usize)>) -> StateId {
        let number = self.points.number(point);
        if number.index() == self.ranks.len() {
            self.ranks.push(rank.unwrap_or((number, 0)));
            self.steps.push(Vec::new());
        }
        number
    }

    fn recall(&self, from: StateId, byte: Option<u8>, to: &mut Vec<StateId>) -> bool {
        let Some(steps) = self.steps.get(from.index()) else { return false };
        let known = steps.binary_search_by_key(&byte, |(byte, _)| *byte);
        let Some((_, range)) = known.ok().and_then(|place| steps.get(place)) else { return false };
        to.extend_from_slice(self.targets.get(range.clone()).unwrap_or_default());
        true
    }

    fn remember(&mut self, from: StateId, byte: Option<u8>, targets: &[StateId]) {
        let Some(steps) = self.steps.get_mut(from.index()) else { return };
        let before = self.targets.len();
        self.targets.extend_from_slice(targets);
        let place = steps.partition_point(|(known, _)| *known < byte);
        steps.insert(place, (byte, before..self.targets.len()));
    }
}

impl Language for TagMachine {
    fn start(&mut self) -> StateId {
        self.number(self.first())
    }

    fn silent(&mut self, from: StateId, to: &mut Vec<StateId>) {
        self.follow(from, None, to);
    }

    fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>) {
        self.follow(from, Some(byte), to);
    }

    fn accepts(&self, state: StateId) -> bool {
        self.point(state).is_some_and(|point| self.is_end(point))
    }

    fn rank(&self, state: StateId) -> (StateId, usize) {
        self.known.borrow().ranks.get(state.index()).copied().unwrap_or((state, 0))
    }
}
