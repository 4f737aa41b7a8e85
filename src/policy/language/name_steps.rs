use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::interner::StateId;
use super::rule_names::RuleNames;
use super::slug_machine::{SlugEnd, SlugPhase};
use super::tag_machine::{Phase, Point, PrefixPhase, Reads, Step, TagMachine};
use super::tag_part::TagPart;
use crate::name::{DOT_ABOVE, DOTTED_I, Fate, KELVIN, Slug, SlugCase, SlugRules};
use crate::policy::{Fact, SlugId};

/// What becomes of the name of a ref in a tag: itself, its version, or its slug.
impl TagMachine {
    /// The steps that write nothing: those after what a name gives, and those that read
    /// a part of a name that is not written.
    pub(crate) fn silent_steps(&self, from: Point, to: &mut Vec<Step>) {
        let next = self.begin(from.part + 1);
        let silent = |to| Step { reads: Reads::Nothing, to };
        match from.phase {
            Phase::Whole(state) => {
                to.extend(self.accepts_name(from.part, state).then_some(silent(next)));
            }
            Phase::GitTag(state, prefix) => {
                if prefix.is_whole() && self.accepts_name(from.part, state) {
                    to.push(silent(next));
                }
                let at =
                    |state, prefix| Point { part: from.part, phase: Phase::GitTag(state, prefix) };
                match prefix {
                    PrefixPhase::Prefixes => {
                        let each = self.prefixes.iter().enumerate();
                        let each = each.map(|(index, one)| PrefixPhase::release(one, (index, 0)));
                        to.extend(each.map(|prefix| silent(at(state, prefix))));
                    }
                    PrefixPhase::Dropped => {
                        let part = from.part;
                        let count = self.names.borrow_mut().automaton.completions(state).len();
                        let reads = |way| Reads::Rest { part, state, way };
                        to.extend((0..count).map(|way| Step { reads: reads(way), to: next }));
                    }
                    _ => {}
                }
                let Some((character, prefix)) = self.left_out(prefix) else { return };
                if let Some(state) = self.step_name(from.part, state, character) {
                    let reads = Reads::One(Fact::Name, character);
                    to.push(Step { reads, to: at(state, prefix) });
                }
            }
            Phase::Slug(state, slug) => self.silent_slug_steps(from.part, state, slug, to),
            Phase::Empty(written) => {
                let (_, rules) = self.slug(from.part);
                if written == rules.empty().map_or(0, |empty| empty.as_str().len()) {
                    to.push(silent(self.after_slug(from.part, SlugEnd::Whole)));
                }
            }
            Phase::Distinct(written) if written == self.slug(from.part).1.distinct() + 1 => {
                to.push(silent(next));
            }
            Phase::Written(_) | Phase::Fact(_) | Phase::Distinct(_) => {}
        }
    }

    /// The steps that write this byte of what a name gives.
    pub(super) fn name_steps(&self, Point { part, phase }: Point, byte: u8, to: &mut Vec<Step>) {
        let character = char::from(byte);
        let mut read = |state, character, phase: &dyn Fn(StateId) -> Phase| {
            if let Some(state) = self.step_name(part, state, character) {
                let reads = Reads::One(self.fact_of(part), character);
                to.push(Step { reads, to: Point { part, phase: phase(state) } });
            }
        };
        match phase {
            Phase::Whole(state) => read(state, character, &Phase::Whole),
            Phase::GitTag(state, prefix) => {
                let begins = prefix == PrefixPhase::Version;
                let Some(prefix) = prefix.after(byte) else { return };
                let is_droppable = begins && self.drops_build;
                let prefix = if is_droppable { PrefixPhase::Droppable } else { prefix };
                let phase = |state| Phase::GitTag(state, prefix);
                if byte != b'+' {
                    read(state, character, &phase);
                }
                if byte == b'_' && !self.is_without_plus && prefix != PrefixPhase::Droppable {
                    read(state, '+', &phase);
                }
            }
            Phase::Slug(state, slug) => {
                let (_, rules) = self.slug(part);
                if slug.is_full(rules) || !rules.alphabet().survives(byte) {
                    return;
                }
                if !byte.is_ascii_alphanumeric() {
                    for (reads, state, fate) in self.separators(part, state, slug) {
                        let is_written = fate.byte == Some(byte);
                        if let Some(slug) = slug.write(rules, fate).filter(|_| is_written) {
                            let phase = Phase::Slug(state, slug);
                            to.push(Step { reads, to: Point { part, phase } });
                        }
                    }
                    return;
                }
                let fate = rules.alphabet().fate(character);
                if fate.byte != Some(byte) || slug.is_split() {
                    return;
                }
                let Some(slug) = slug.write(rules, fate) else { return };
                let phase = |slug| move |state| Phase::Slug(state, slug);
                read(state, character, &phase(slug));
                if rules.alphabet().case == SlugCase::Lower {
                    if byte.is_ascii_lowercase() {
                        read(state, character.to_ascii_uppercase(), &phase(slug));
                    }
                    match byte {
                        b'i' => read(state, DOTTED_I, &phase(slug.split())),
                        b'k' => read(state, KELVIN, &phase(slug)),
                        _ => {}
                    }
                }
            }
            Phase::Empty(written) => {
                let empty = self.slug(part).1.empty().map_or("", Slug::as_str);
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
                if is_legal && written <= self.slug(part).1.distinct() {
                    let phase = Phase::Distinct(written + 1);
                    to.push(Step { reads: Reads::Nothing, to: Point { part, phase } });
                }
            }
            Phase::Written(_) | Phase::Fact(_) => {}
        }
    }

    /// The names that a part is made of, or the captures.
    pub(crate) fn names_of(&self, part: usize) -> &Rc<RefCell<RuleNames>> {
        self.captured.get(&part).unwrap_or(&self.names)
    }

    /// What is read where a part is written.
    pub(crate) fn fact_of(&self, part: usize) -> Fact {
        self.parts().get(part).and_then(TagPart::fact).unwrap_or(Fact::Name)
    }

    /// The slug that a part of the template is; the policy's own for other parts.
    pub(super) fn slug(&self, part: usize) -> (SlugId, &SlugRules) {
        let id = self.slug_id(part);
        (id, self.slugs.rules(id))
    }

    pub(super) fn is_elastic(&self, part: usize, state: StateId) -> bool {
        self.names_of(part).borrow().is_elastic(self.slug_id(part), state)
    }

    /// The separators that a name may go on with: what each reads, where it leads, and
    /// what becomes of it.
    fn separators(
        &self,
        part: usize,
        state: StateId,
        slug: SlugPhase,
    ) -> impl Iterator<Item = (Reads, StateId, Fate)> {
        let of_slug = self.slug(part);
        let fate = |character| of_slug.1.alphabet().fate(character);
        // The second of the two characters that one becomes in lower case.
        let second = slug.is_split().then(|| (Reads::Nothing, state, fate(DOT_ABOVE)));
        let steps =
            (!slug.is_split()).then(|| self.names_of(part).borrow_mut().separated(of_slug, state));
        let steps = steps.into_iter().flat_map(move |steps| {
            let read = |one| Reads::One(self.fact_of(part), one);
            let steps = steps.iter().map(|(one, to)| (read(*one), *to, fate(*one)));
            steps.collect::<Vec<_>>()
        });
        second.into_iter().chain(steps)
    }

    /// Where the end of a name leads whose slug ends so.
    pub(super) fn after_slug(&self, part: usize, end: SlugEnd) -> Point {
        let at = |phase| Point { part, phase };
        let (_, rules) = self.slug(part);
        match (end, rules.distinct()) {
            (SlugEnd::Empty, _) if rules.empty().is_some() => at(Phase::Empty(0)),
            (_, 0) => self.begin(part + 1),
            (SlugEnd::Empty | SlugEnd::Joined, _) => at(Phase::Distinct(1)),
            _ => at(Phase::Distinct(0)),
        }
    }

    fn silent_slug_steps(&self, part: usize, state: StateId, slug: SlugPhase, to: &mut Vec<Step>) {
        let (_, rules) = self.slug(part);
        let end = slug.end(rules);
        if slug.is_full(rules) {
            if end != SlugEnd::Never {
                let point = self.after_slug(part, end);
                let names = self.names_of(part);
                let count = names.borrow_mut().automaton.completions(state).len();
                let rest = |way| Reads::Rest { part, state, way };
                to.extend((0..count).map(|way| Step { reads: rest(way), to: point }));
            }
            return;
        }
        if self.accepts_name(part, state) && end != SlugEnd::Never {
            to.push(Step { reads: Reads::Nothing, to: self.after_slug(part, end) });
        }
        for (reads, state, fate) in self.separators(part, state, slug) {
            if let Some(slug) = slug.swallow(rules, fate) {
                to.push(Step { reads, to: Point { part, phase: Phase::Slug(state, slug) } });
            }
        }
    }

    /// The next character that `{version}` leaves out, of the prefix of releases or one `v`,
    /// and the phase after it.
    fn left_out(&self, prefix: PrefixPhase) -> Option<(char, PrefixPhase)> {
        match prefix {
            PrefixPhase::Release(index, read) => {
                let prefix = self.prefixes.get(index)?;
                let character = prefix.get(read..)?.chars().next()?;
                let read = read + character.len_utf8();
                Some((character, PrefixPhase::release(prefix, (index, read))))
            }
            PrefixPhase::Start => Some(('v', PrefixPhase::LeftOut)),
            PrefixPhase::Droppable => {
                (!self.is_without_plus).then_some(('+', PrefixPhase::Dropped))
            }
            PrefixPhase::Prefixes
            | PrefixPhase::Version
            | PrefixPhase::LeftOut
            | PrefixPhase::Written
            | PrefixPhase::After
            | PrefixPhase::Dropped => None,
        }
    }

    fn accepts_name(&self, part: usize, state: StateId) -> bool {
        self.names_of(part).borrow().automaton.accepts(state)
    }

    fn step_name(&self, part: usize, from: StateId, character: char) -> Option<StateId> {
        self.names_of(part).borrow_mut().automaton.step(from, character)
    }
}

impl PrefixPhase {
    /// After so many bytes of the prefix of a release, which has this index.
    pub(super) fn release(prefix: &str, (index, read): (usize, usize)) -> Self {
        if read < prefix.len() { Self::Release(index, read) } else { Self::Version }
    }

    /// The phase after a byte that is written; `None` if the byte is left out, or if
    /// the `v` before it is not what it was taken for.
    fn after(self, byte: u8) -> Option<Self> {
        match self {
            Self::Prefixes | Self::Release(..) | Self::Dropped => None,
            Self::Start if byte == b'v' => Some(Self::Written),
            Self::LeftOut | Self::Version => byte.is_ascii_digit().then_some(Self::After),
            Self::Written => (!byte.is_ascii_digit()).then_some(Self::After),
            Self::Start | Self::After => Some(Self::After),
            Self::Droppable => Some(Self::Droppable),
        }
    }

    /// Whether a name may end here.
    fn is_whole(self) -> bool {
        matches!(self, Self::Written | Self::After | Self::Droppable)
    }
}
