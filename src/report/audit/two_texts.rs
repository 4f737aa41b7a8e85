//! Where two tags meet in two texts of one fact: of two names, of two values.

use alloc::vec::Vec;

use super::auditor::{Auditor, distinctions, pairs};
use super::finding_witness::FindingWitness;
use super::meeting::{MOST_READINGS, Pair};
use super::side::Side;
use crate::context::CiContext;
use crate::policy::Fact;
use crate::policy::language::{
    Assumption, Everything, NameAutomaton, NotFound, RuleNames, TagMachine, TagPart, TwoNames,
    TwoValues,
};
use crate::report::example_context::Spare;

/// The shortest tag that two builds have by one tag of a rule, though it has what only one
/// build has: where its parts meet can be read in several ways.
pub(crate) fn of_two_builds(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
) -> Result<FindingWitness, NotFound> {
    let slugs = auditor.policy.slugs();
    let is_instant = |fact| matches!(fact, Fact::CommitTime | Fact::Start);
    let is_known = |fact| is_instant(fact) || side.is_read_in_one_way(fact, slugs);
    let Some(fact) = side.identities().next().filter(|_| !side.identities().any(is_known)) else {
        return Err(NotFound::Never);
    };
    of_values(auditor, [&side.machine; 2].map(Clone::clone), fact, |text, [mut machine, _]| {
        let all = machine.readings(text, MOST_WAYS);
        let of_two = all.iter().flat_map(|one| all.iter().map(move |other| (one, other)));
        let mut apart = of_two.filter(|(one, other)| one.of(fact) < other.of(fact));
        let witness = apart.find_map(|(one, other)| {
            let [lefts, rights] = [(one, Spare::FIRST), (other, Spare::SECOND)]
                .map(|(facts, spare)| auditor.contexts(side.rule, side.variant, facts, spare));
            let are_two = |[left, right]: &[CiContext; 2]| {
                left.sha() != right.sha() && left.run_number() != right.run_number()
            };
            let pairs = pairs(&lefts, &rights).filter(are_two);
            auditor.first_pair([side.rule; 2], pairs, |given| side.shared_by(given))
        });
        witness.ok_or(NotFound::Undecided)
    })
}

/// More ways to read a tag hardly show two builds where these do not.
const MOST_WAYS: usize = 16;

/// The shortest tag that two names give, one in each.
fn shortest_of_names(
    auditor: &Auditor<'_>,
    machines: &mut [TagMachine; 2],
) -> Result<Vec<u8>, NotFound> {
    let bytes = auditor.bytes(machines.iter());
    let mut two = TwoNames::new(machines.each_mut());
    let found = auditor.shortest(&mut two, &mut Everything, &bytes);
    if two.gave_up() { found.map_err(|_| NotFound::Undecided) } else { found }
}

/// A tag that two values of a fact give, one in each, and that can be shown.
fn of_values(
    auditor: &Auditor<'_>,
    mut machines: [TagMachine; 2],
    fact: Fact,
    show: impl Fn(&[u8], [TagMachine; 2]) -> Result<FindingWitness, NotFound>,
) -> Result<FindingWitness, NotFound> {
    const LONGEST_LEAD: usize = 16;
    let bytes = auditor.bytes(machines.iter());
    let is_open = machines.iter().any(TagMachine::assumes);
    for longest_lead in [None, Some(LONGEST_LEAD)] {
        let mut two = TwoValues::new(machines.each_mut(), fact, longest_lead);
        let found = auditor.shortest(&mut two, &mut Everything, &bytes);
        let is_open = two.gave_up() || is_open;
        let text = match found {
            Ok(text) => text,
            Err(NotFound::Never) if !is_open => return Err(NotFound::Never),
            Err(_) => continue,
        };
        // In two places, one value may be read: not where it has another character.
        let others = longest_lead.is_none().then(|| others(&machines, &text)).into_iter().flatten();
        let mut texts = core::iter::once(text.clone()).chain(others);
        if let Some(witness) = texts.find_map(|text| show(&text, machines.clone()).ok()) {
            return Ok(witness);
        }
    }
    Err(NotFound::Undecided)
}

/// The same text with one character replaced by another that neither machine distinguishes
/// from it.
fn others(machines: &[TagMachine; 2], text: &[u8]) -> Vec<Vec<u8>> {
    let twins = distinctions(machines).twins();
    let other = |byte: u8| twins.iter().find(|(one, _)| *one == char::from(byte));
    let replaced = text.iter().enumerate().filter_map(|(index, byte)| {
        let twin = u8::try_from(other(*byte)?.1).ok()?;
        let mut text = text.to_vec();
        *text.get_mut(index)? = twin;
        Some(text)
    });
    replaced.collect()
}

impl Pair<'_> {
    /// The shortest tag that two of these names give, one in each; of one name it is known
    /// to be of one ref, which has it in both.
    pub(super) fn of_two_names(&self, names: NameAutomaton) -> Result<FindingWitness, NotFound> {
        let names = RuleNames::new(names);
        let settings = self.auditor.policy.settings();
        let mut machines = self.sides.map(|side| {
            let made = (side.template(), &side.rule.conditions);
            let machine = TagMachine::new(settings, made, &names, Assumption::Sample);
            machine.of_reference(side.given.repository)
        });
        // A `_` that is a `+` in one of the names is often in both tags of both.
        let plain = match machines.each_ref().map(TagMachine::without_plus) {
            [None, None] => None,
            plain => {
                let [ours, theirs] = &machines;
                let [left, right] = plain;
                let mut plain =
                    [left.unwrap_or_else(|| ours.clone()), right.unwrap_or_else(|| theirs.clone())];
                let found = shortest_of_names(self.auditor, &mut plain);
                found.ok().and_then(|text| self.show(&text, plain).ok())
            }
        };
        if let Some(witness) = plain {
            return Ok(witness);
        }
        match shortest_of_names(self.auditor, &mut machines) {
            Ok(text) => self.show(&text, machines),
            Err(NotFound::Never) if self.are_of_names() => Err(NotFound::Never),
            Err(_) => Err(NotFound::Undecided),
        }
    }

    /// Whether the names of refs are the only facts in the two tags.
    fn are_of_names(&self) -> bool {
        let is_open = |part: &TagPart| matches!(part, TagPart::Fact(..) | TagPart::Capture(..));
        !self.sides.into_iter().any(|side| side.parts.iter().any(is_open))
    }

    /// The shortest tag of two builds, which have two values where one is unique.
    pub(super) fn of_two_values(
        &self,
        machines: &[TagMachine; 2],
    ) -> Result<FindingWitness, NotFound> {
        let values = self.auditor.policy.declared_values().iter();
        let unique = values.filter(|value| value.unique).map(|value| Fact::Declared(value.index));
        let of_both = unique.filter(|fact| self.sides.into_iter().all(|side| side.has(&[*fact])));
        let mut shown = Err(NotFound::Undecided);
        for fact in of_both {
            let show = |text: &[u8], machines| self.show(text, machines);
            shown = of_values(self.auditor, machines.clone(), fact, show);
            if shown == Err(NotFound::Never) {
                break;
            }
        }
        shown
    }

    /// A tag with the hash of a name in the one, which no search predicts: that of a plan,
    /// read by the other.
    pub(super) fn of_planned_hash(
        &self,
        text: &[u8],
        machines: &mut [TagMachine; 2],
    ) -> Option<FindingWitness> {
        let slugs = self.auditor.policy.slugs();
        let hashed = self.sides.iter().position(|side| side.has_hash(slugs))?;
        let [left, right] = self.sides;
        let side = if hashed == 0 { left } else { right };
        let spare = if hashed == 0 { Spare::FIRST } else { self.second };
        let all = machines.get_mut(hashed)?.readings(text, MOST_READINGS);
        all.into_iter().find_map(|facts| {
            let contexts = self.auditor.contexts(side.rule, side.variant, &facts, spare);
            let given = contexts.iter().find_map(|context| self.auditor.given(context))?;
            let planned = given.text(side)?;
            let mut read = machines
                .each_mut()
                .map(|machine| machine.readings(planned.as_bytes(), MOST_READINGS));
            // Digits are read of any name that is as long.
            if let Some(own) = read.get_mut(hashed) {
                *own = Vec::from([facts]);
            }
            self.witness(Some(planned.as_bytes()), &read)
        })
    }
}
