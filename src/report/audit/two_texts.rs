//! Where two tags meet in two texts of one fact: of two names, of two values.

use alloc::vec::Vec;

use super::finding_witness::FindingWitness;
use super::meeting::{MOST_READINGS, Pair};
use crate::policy::Fact;
use crate::policy::language::{
    Assumption, Everything, NameAutomaton, NotFound, RuleNames, TagMachine, TagPart, TwoFacts,
};
use crate::report::example_context::Spare;

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
                let found = self.shortest_of_two(&mut plain, Fact::Name);
                found.ok().and_then(|text| self.show(&text, plain).ok())
            }
        };
        if let Some(witness) = plain {
            return Ok(witness);
        }
        match self.shortest_of_two(&mut machines, Fact::Name) {
            Ok(text) => self.show(&text, machines),
            Err(NotFound::Never) if self.are_of_names() => Err(NotFound::Never),
            Err(_) => Err(NotFound::Undecided),
        }
    }

    /// The shortest tag that two texts of a fact give, one in each.
    fn shortest_of_two(
        &self,
        machines: &mut [TagMachine; 2],
        fact: Fact,
    ) -> Result<Vec<u8>, NotFound> {
        let bytes = self.auditor.bytes(machines.iter());
        let mut two = TwoFacts::new(machines.each_mut(), fact);
        let found = self.auditor.shortest(&mut two, &mut Everything, &bytes);
        if two.gave_up() { found.map_err(|_| NotFound::Undecided) } else { found }
    }

    /// Whether the names of refs are the only facts in the two tags.
    fn are_of_names(&self) -> bool {
        let is_open = |part: &TagPart| matches!(part, TagPart::Fact(..) | TagPart::Capture(..));
        !self.sides.into_iter().any(|side| side.parts.iter().any(is_open))
    }

    /// The shortest tag of two builds, which have two values where one is unique.
    pub(super) fn of_two_values(
        &self,
        mut machines: [TagMachine; 2],
    ) -> Result<FindingWitness, NotFound> {
        let values = self.auditor.policy.declared_values().iter();
        let unique = values.filter(|value| value.unique).map(|value| Fact::Declared(value.index));
        let of_both = unique.filter(|fact| self.sides.into_iter().all(|side| side.has(&[*fact])));
        let mut text = None;
        for fact in of_both {
            match self.shortest_of_two(&mut machines, fact) {
                Err(NotFound::Never) if machines.iter().any(TagMachine::assumes) => {
                    return Err(NotFound::Undecided);
                }
                found => text = Some(found?),
            }
        }
        self.show(&text.ok_or(NotFound::Undecided)?, machines)
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
