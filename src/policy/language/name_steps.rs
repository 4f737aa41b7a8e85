use alloc::string::String;
use alloc::vec::Vec;

use super::interner::StateId;
use super::rule_names::mapped;
use super::slug_machine::{SlugEnd, SlugPhase};
use super::tag_machine::{Phase, Point, Reads, Step, TagMachine};
use crate::name::{Slug, SlugCase};
use crate::policy::Fact;

/// What becomes of the name of a ref in a tag: itself, its version, or its slug.
impl TagMachine {
    /// The steps that write nothing: those behind what a name gives, and those that
    /// read of a name what is not written.
    pub(crate) fn silent_steps(&mut self, from: Point, to: &mut Vec<Step>) {
        let next = self.begin(from.part + 1);
        let silent = |to| Step { reads: Reads::Nothing, to };
        match from.phase {
            Phase::Whole(state) => to.extend(self.accepts_name(state).then_some(silent(next))),
            Phase::Version(state, read) => {
                if self.accepts_name(state) {
                    to.push(silent(next));
                }
                let Some(character) = self.prefix_character(read) else { return };
                if let Some(state) = self.step_name(state, character) {
                    let phase = Phase::Version(state, read + character.len_utf8());
                    let reads = Reads::One(Fact::Name, character);
                    to.push(Step { reads, to: Point { part: from.part, phase } });
                }
            }
            Phase::Slug(state, slug) => self.silent_slug_steps(from.part, state, slug, to),
            Phase::Empty(written) => {
                if written == self.slug.empty().map_or(0, |empty| empty.as_str().len()) {
                    to.push(silent(self.behind_slug(from.part, SlugEnd::Whole)));
                }
            }
            Phase::Distinct(written) if written == self.slug.distinct() + 1 => {
                to.push(silent(next));
            }
            Phase::Written(_) | Phase::Fact(_) | Phase::Distinct(_) => {}
        }
    }

    /// The steps that write this byte of what a name gives.
    pub(super) fn name_steps(
        &mut self,
        Point { part, phase }: Point,
        byte: u8,
        to: &mut Vec<Step>,
    ) {
        let character = char::from(byte);
        let mut read = |state, character, phase: &dyn Fn(StateId) -> Phase| {
            if let Some(state) = self.step_name(state, character) {
                let reads = Reads::One(Fact::Name, character);
                to.push(Step { reads, to: Point { part, phase: phase(state) } });
            }
        };
        match phase {
            Phase::Whole(state) => read(state, character, &Phase::Whole),
            Phase::Version(state, count) => {
                let is_in_prefix = match &self.prefix {
                    Some(prefix) => count < prefix.len(),
                    None => count == 0 && byte == b'v',
                };
                if is_in_prefix {
                    return;
                }
                let behind = self.prefix.as_ref().map_or(1, String::len);
                let phase = |state| Phase::Version(state, behind);
                read(state, character, &phase);
                if byte == b'_' {
                    read(state, '+', &phase);
                }
            }
            Phase::Slug(state, slug) => {
                let Some(slug) = slug.write(&self.slug, byte) else { return };
                let phase = |state| Phase::Slug(state, slug);
                if byte == b'-' {
                    let separated = self.names.borrow_mut().separated(state);
                    for (character, state) in separated.iter() {
                        if mapped(&self.slug, *character) == b'-' {
                            let reads = Reads::One(Fact::Name, *character);
                            let to_point = Point { part, phase: phase(*state) };
                            to.push(Step { reads, to: to_point });
                        }
                    }
                    return;
                }
                if mapped(&self.slug, character) == byte {
                    read(state, character, &phase);
                }
                if self.slug.alphabet().case == SlugCase::Lower && byte.is_ascii_lowercase() {
                    read(state, character.to_ascii_uppercase(), &phase);
                }
            }
            Phase::Empty(written) => {
                let empty = self.slug.empty().map_or("", Slug::as_str);
                if empty.as_bytes().get(written) == Some(&byte) {
                    let phase = Phase::Empty(written + 1);
                    to.push(Step { reads: Reads::Nothing, to: Point { part, phase } });
                }
            }
            Phase::Distinct(written) => {
                let is_legal = match written {
                    0 => byte == b'-',
                    _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
                };
                if is_legal && written <= self.slug.distinct() {
                    let phase = Phase::Distinct(written + 1);
                    to.push(Step { reads: Reads::Nothing, to: Point { part, phase } });
                }
            }
            Phase::Written(_) | Phase::Fact(_) => {}
        }
    }

    pub(super) fn is_elastic(&self, state: StateId) -> bool {
        self.names.borrow().is_elastic(state)
    }

    /// Where the end of a name leads whose slug ends so.
    pub(super) fn behind_slug(&self, part: usize, end: SlugEnd) -> Point {
        let at = |phase| Point { part, phase };
        match (end, self.slug.distinct()) {
            (SlugEnd::Empty, _) if self.slug.empty().is_some() => at(Phase::Empty(0)),
            (_, 0) => self.begin(part + 1),
            (SlugEnd::Empty | SlugEnd::Joined, _) => at(Phase::Distinct(1)),
            _ => at(Phase::Distinct(0)),
        }
    }

    fn silent_slug_steps(
        &mut self,
        part: usize,
        state: StateId,
        slug: SlugPhase,
        to: &mut Vec<Step>,
    ) {
        let end = slug.end(&self.slug);
        if slug.is_full(&self.slug) {
            if end != SlugEnd::Never {
                let point = self.behind_slug(part, end);
                let count = self.names.borrow_mut().automaton.completions(state).len();
                to.extend((0..count).map(|way| Step { reads: Reads::Rest(state, way), to: point }));
            }
            return;
        }
        if self.accepts_name(state) && end != SlugEnd::Never {
            to.push(Step { reads: Reads::Nothing, to: self.behind_slug(part, end) });
        }
        let separated = self.names.borrow_mut().separated(state);
        for (character, state) in separated.iter() {
            let mapped = mapped(&self.slug, *character);
            let Some(slug) = slug.swallow(&self.slug, mapped) else { continue };
            let reads = Reads::One(Fact::Name, *character);
            to.push(Step { reads, to: Point { part, phase: Phase::Slug(*state, slug) } });
        }
    }

    /// The character of a prefix that `{version}` leaves out: that of the
    /// trigger, else one `v`.
    fn prefix_character(&self, read: usize) -> Option<char> {
        match &self.prefix {
            Some(prefix) => prefix.get(read..)?.chars().next(),
            None => (read == 0).then_some('v'),
        }
    }

    fn accepts_name(&self, state: StateId) -> bool {
        self.names.borrow().automaton.accepts(state)
    }

    fn step_name(&self, from: StateId, character: char) -> Option<StateId> {
        self.names.borrow_mut().automaton.step(from, character)
    }
}
