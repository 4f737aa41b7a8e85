use alloc::collections::BTreeSet;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::distinctions::Distinctions;
use super::effort::Effort;
use super::facts::{Fact, Facts};
use super::name_automaton::{NameAutomaton, StateId};
use super::rule_names::RuleNames;
use super::search::Language;
use super::settings::Settings;
use super::slug_machine::{SlugEnd, SlugPhase};
use super::tag_part::{Assumption, LONGEST_NUMBER, Radix, TagPart, Use};
use crate::name::{Slug, SlugCase, SlugEdges, SlugRules, SlugRuns};
use crate::policy::Template;

/// The tags that one template of one rule can give, as a machine that writes a
/// tag while it reads the facts that the tag is made of.
///
/// It never leaves out a tag that a context gives, unless on an assumption; it
/// has others where one fact stands twice in a template.
#[derive(Clone, Debug)]
pub(crate) struct TagMachine {
    parts: Vec<TagPart>,
    pub(super) names: Rc<RefCell<RuleNames>>,
    /// What stands before the version of a release.
    pub(super) prefix: Option<String>,
    pub(super) slug: SlugRules,
    assumes: bool,
    effort: Effort,
    scratch: Vec<Step>,
}

/// How far a machine has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Point {
    pub(super) part: usize,
    pub(super) phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// This many bytes of the part have been written.
    Written(usize),
    /// In a number, behind this many digits of which the first is not `0`.
    Nonzero(usize),
    Whole(StateId),
    /// Behind this many bytes of a name that may be its prefix.
    Version(StateId, usize),
    Slug(StateId, SlugPhase),
    /// Behind the end of the name: writing what stands for an empty slug.
    Empty(usize),
    /// Writing the hyphen and the digits of `distinct`.
    Distinct(usize),
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
    /// The rest of a name from this state on, of its ways the one of this
    /// number.
    Rest(StateId, usize),
}

impl TagMachine {
    pub(crate) fn new(
        settings: Settings<'_>,
        template: &Template,
        names: &Rc<RefCell<RuleNames>>,
        assumption: Assumption,
    ) -> Self {
        let (parts, assumes) = TagPart::of(template, settings.short_sha, assumption);
        let (prefix, effort) = {
            let RuleNames { automaton, .. } = &*names.borrow();
            (automaton.prefix().map(Into::into), automaton.effort().clone())
        };
        Self {
            parts,
            names: Rc::clone(names),
            prefix,
            slug: settings.slug.clone(),
            assumes,
            effort,
            scratch: Vec::new(),
        }
    }

    /// The same, with a text behind every tag.
    pub(crate) fn with_suffix(mut self, suffix: &str) -> Self {
        if !suffix.is_empty() {
            self.parts.push(TagPart::Text(suffix.bytes().collect()));
        }
        self
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

    /// The characters that it tells from others.
    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        self.names.borrow().automaton.distinguish(distinctions);
        if self.slug.alphabet().case == SlugCase::Lower {
            distinctions.fold_case();
        }
        // Of the characters of a text, tags and slugs hold those of ASCII alone.
        let texts = self.texts().flatten().copied().filter(u8::is_ascii);
        distinctions.name(texts.map(char::from));
        distinctions.name(self.slug.empty().map_or("", Slug::as_str).chars());
    }

    /// The bytes to try: those of ASCII, one for each class that nothing tells
    /// apart, and all others that the template itself can write.
    ///
    /// A byte that is missing here would make every text with it look impossible,
    /// and what is illegal because of it look legal. What a name writes is ASCII
    /// unless the template holds `{branch}`, whose other characters are looked
    /// for before. The characters of a text may be `told_apart` as well.
    pub(crate) fn bytes(&self, told_apart: &str) -> Vec<u8> {
        let mut distinctions = Distinctions::default();
        self.distinguish(&mut distinctions);
        distinctions.name(told_apart.chars());
        let characters = distinctions.characters().into_iter().filter(char::is_ascii);
        let ascii = characters.filter_map(|one| u8::try_from(one).ok());
        let beyond: BTreeSet<u8> =
            self.texts().flatten().copied().filter(|byte| !byte.is_ascii()).collect();
        ascii.chain(beyond).collect()
    }

    /// What the template writes whatever the facts are.
    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.parts.iter().filter_map(|part| match part {
            TagPart::Text(text) => Some(&**text),
            _ => None,
        })
    }

    pub(crate) fn is_end(&self, point: Point) -> bool {
        point.part == self.parts.len()
    }

    /// The steps that write this byte.
    pub(crate) fn writing_steps(&mut self, from: Point, byte: u8, to: &mut Vec<Step>) {
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
            (TagPart::Digits { radix, lengths: [least, most], fact }, Phase::Written(written)) => {
                let is_digit = match radix {
                    Radix::Ten => byte.is_ascii_digit(),
                    Radix::Sixteen => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
                };
                if is_digit {
                    let written = written + 1;
                    if written == *least || written == *most {
                        step(Reads::One(*fact, character), next);
                    }
                    if written < *most {
                        step(Reads::One(*fact, character), at(Phase::Written(written)));
                    }
                }
            }
            (TagPart::Number(fact), phase @ (Phase::Written(_) | Phase::Nonzero(_))) => {
                let written = if let Phase::Nonzero(written) = phase { written } else { 0 };
                if byte.is_ascii_digit() {
                    step(Reads::One(*fact, character), next);
                    if (written, byte) != (0, b'0') && written + 1 < LONGEST_NUMBER {
                        step(Reads::One(*fact, character), at(Phase::Nonzero(written + 1)));
                    }
                }
            }
            (TagPart::Free(fact), _) => {
                step(Reads::One(*fact, character), next);
                step(Reads::One(*fact, character), from);
            }
            (TagPart::Name(_), _) => self.name_steps(from, byte, to),
            _ => {}
        }
    }

    /// What a step read, for the facts of its tag.
    pub(crate) fn note(&mut self, reads: Reads, facts: &mut Facts) {
        match reads {
            Reads::Nothing => {}
            Reads::One(fact, character) => facts.read(fact, core::iter::once(character)),
            Reads::Rest(state, way) => {
                let completions = self.names.borrow_mut().automaton.completions(state);
                let rest = completions.get(way).map(String::as_str);
                facts.read(Fact::Name, rest.unwrap_or_default().chars());
            }
        }
    }

    pub(super) fn begin(&self, part: usize) -> Point {
        let start = NameAutomaton::START;
        let phase = match self.parts.get(part) {
            Some(TagPart::Name(Use::Whole)) => Phase::Whole(start),
            Some(TagPart::Name(Use::Version)) => Phase::Version(start, 0),
            Some(TagPart::Name(Use::Slug)) => Phase::Slug(start, SlugPhase::start(&self.slug)),
            _ => Phase::Written(0),
        };
        Point { part, phase }
    }
}

impl Language for TagMachine {
    type State = Point;

    fn start(&mut self) -> Point {
        // Separators come nearer to the cut where each of them counts.
        let trims = self.slug.edges() == SlugEdges::Trim && self.slug.runs() == SlugRuns::Keep;
        if trims && self.parts.contains(&TagPart::Name(Use::Slug)) {
            self.names.borrow_mut().find_elastic();
        }
        self.begin(0)
    }

    fn silent(&mut self, from: Point, to: &mut Vec<Point>) {
        let mut steps = core::mem::take(&mut self.scratch);
        self.silent_steps(from, &mut steps);
        to.extend(steps.drain(..).map(|step| step.to));
        self.scratch = steps;
        if let Phase::Slug(state, slug) = from.phase {
            let end = slug.end(&self.slug);
            if self.is_elastic(state) && end != SlugEnd::Never {
                // Separators up to the cut and a rest, at once: the points in
                // between are outdone by this one.
                to.push(self.behind_slug(from.part, end));
            }
        }
    }

    fn step(&mut self, from: Point, byte: u8, to: &mut Vec<Point>) {
        let mut steps = core::mem::take(&mut self.scratch);
        self.writing_steps(from, byte, &mut steps);
        to.extend(steps.drain(..).map(|step| step.to));
        self.scratch = steps;
    }

    fn accepts(&self, state: Point) -> bool {
        self.is_end(state)
    }

    fn rank(&self, point: Point) -> (Point, usize) {
        match point.phase {
            Phase::Slug(state, slug) if self.is_elastic(state) => {
                let (slug, rank) = slug.rank();
                (Point { phase: Phase::Slug(state, slug), ..point }, rank)
            }
            _ => (point, 0),
        }
    }
}
