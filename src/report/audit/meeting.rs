//! Whether two tags of a policy can ever be one, and the argument for the answer.
//!
//! # The question
//!
//! Two tags *meet* in two builds of one repository if one build gives a text by the
//! first tag, and the other gives the same text by the second. The builds are of two
//! commits, and of two refs, or of one ref if both rules apply in both. It is no
//! accident if both tags give the text in both builds: that is one floating tag, which
//! moves as it is meant to. Two tags of one rule are compared like those of two, and so
//! are two rules that apply together. A tag that has what only one build has is compared
//! with itself ([`of_two_builds`](super::two_texts::of_two_builds)).
//!
//! Tags that carry the commit in the same place are equal for one commit alone. They
//! meet in two refs at one commit, which replaces a build by the same sources; tags that
//! name no ref are meant to.
//!
//! # Why a shortest common tag
//!
//! What a tag can be is a set of texts: the names that the rule takes, made into tags.
//! Each set is an automaton ([`TagMachine`]), and one search through both at once finds
//! a text of both or proves that there is none. That proof is exact: an automaton leaves
//! out no tag that a build gives. It has more where a fact appears twice in a template,
//! so a text is only a candidate until it is planned. The shortest is the one to look
//! for because a breadth-first search finds it before anything else, and because it
//! reads best. The facts that give the text ([`TagMachine::readings`]) are completed to
//! contexts, and the finding is reported only if their plans hold it.
//!
//! An instant, a project or a target branch cannot be turned back from a text into a
//! context, so the first search assumes those of the examples. If it finds nothing, a
//! search without the assumption decides whether nothing is there; what is common to
//! every build of a project is left out of both tags then.
//!
//! # When a second search is needed
//!
//! Both tags may have the shortest text for one ref, which is not a meeting, while a longer
//! text is of two refs. Three cases have an exact second question:
//!
//! * Both rules are for branches, or both for git tags, by name. The difference
//!   of the two automata separates the refs that both rules match from those that only one
//!   matches: the search is repeated for the names of one rule without those of the other, both ways
//!   round. For names that both take, two equal templates give one text, and never meet; of
//!   two other templates, it is a text of two names that is searched ([`TwoNames`](crate::policy::language::TwoNames)).
//! * The templates are alike, and one rule is for the default branch. A text of one way
//!   in both is of one branch, so the search is for a text that has two ways
//!   ([`Ambiguous`]).
//! * Both tags end in the hash of a name (`distinct`). Equal tags are of one name, so the
//!   search is for a name that both rules take, for two kinds of ref.
//!
//! # What stays undecided
//!
//! A question is not decided if the search runs out of steps, if a regex is one that the
//! automata do not follow, if a text was found only without the assumption, or if none of
//! the texts that were found is a meeting and none of the three cases applies.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::cmp::Reverse;

use super::auditor::{Auditor, pairs};
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::likeness::{
    are_ends_of_one, are_of_one_kind, before_one_hash, is_one_tag, is_one_to_one, may_be_as_long,
    name_branches, name_one_build, name_one_commit,
};
use super::same_build::{are_in_earlier_build, conditions_in_build, have_same_conditions};
use super::severity::Severity;
use super::side::Side;
use super::situation::{is_same_ref, of_one_repository, situations, tell_ref};
use super::texts::{TagTexts, common};
use crate::context::CiContext;
use crate::policy::document::ConditionsDocument;
use crate::policy::language::{
    Ambiguous, Assumption, Everything, Facts, NameAutomaton, NotFound, RuleNames, TagMachine,
    TagPart,
};
use crate::policy::{Fact, Names, Place, have_no_project};
use crate::report::example_context::Spare;

/// Two tags of a policy that may meet.
pub(crate) struct Pair<'p> {
    pub(super) auditor: &'p Auditor<'p>,
    pub(crate) sides: [&'p Side<'p>; 2],
    /// Of the second of two contexts; the first has [`Spare::FIRST`].
    pub(super) second: Spare,
    /// Whether equal tags are of one commit.
    pub(crate) is_of_one_commit: bool,
    /// Whether the two are of different variants: whatever else they are of, they are
    /// different builds.
    pub(crate) is_of_variants: bool,
}

/// Two contexts whose plans hold one tag.
pub(crate) struct Meeting<'p> {
    pub(crate) severity: Severity,
    pub(crate) sides: [&'p Side<'p>; 2],
    pub(crate) witness: FindingWitness,
}

impl Meeting<'_> {
    /// What sorts the worst first, and of those the shortest tag.
    pub(crate) fn rank(&self) -> (Reverse<Severity>, usize, [Place<'static>; 2]) {
        let places = self.sides.map(|side| side.place);
        (Reverse(self.severity), self.witness.text().len(), places)
    }
}

/// More facts for one tag than these hardly help, where another rule keeps those
/// of the first from having a plan.
pub(super) const MOST_READINGS: usize = 4;

impl<'p> Pair<'p> {
    /// `None` for two tags whose templates show that they never meet.
    pub(crate) fn new(auditor: &'p Auditor<'p>, sides: [&'p Side<'p>; 2]) -> Option<Self> {
        let [left, right] = sides;
        let slugs = auditor.policy.slugs();
        let is_of_variants = left.build != right.build;
        // What differs in the affixes alone meets in one build as it does in another.
        let is_known = !is_of_variants
            && sides.iter().all(|side| side.tag.differs_in_affixes())
            && are_in_earlier_build(auditor.policy, sides);
        let is_of_one_commit = !is_of_variants && name_one_commit(sides);
        // Of whole references, the texts say it.
        let is_of_tags = left.given.repository.is_none();
        let are_of_one_image = !is_of_tags || left.given.images.meets(right.given.images);
        let may_meet = !is_known
            && are_of_one_image
            && are_ends_of_one(left.tail(), right.tail())
            && may_be_as_long(slugs, [&left.parts, &right.parts])
            && (!is_of_one_commit || sides.iter().all(|side| side.names_ref()))
            && !name_one_build(slugs, sides);
        if !may_meet || have_no_project(sides.map(|one| &one.rule.conditions), &auditor.effort) {
            return None;
        }
        if is_of_variants {
            let second = Spare::OF_OTHER_BUILD;
            return Some(Self { auditor, sides, second, is_of_one_commit, is_of_variants });
        }
        if have_same_conditions(auditor.policy, sides) {
            // What differs neither from commit to commit nor from ref to ref is the same
            // in two builds for which both rules apply.
            let is_default = left.rule.conditions.default_branch() == Some(true);
            let varies = |side: &Side<'_>| {
                side.template().has(|one| match one.fact() {
                    Fact::Project => false,
                    Fact::Name => !is_default,
                    _ => true,
                })
            };
            if is_one_tag(sides) || !sides.into_iter().any(varies) {
                return None;
            }
        }
        let second = if is_of_one_commit { Spare::AT_ONE_COMMIT } else { Spare::SECOND };
        Some(Self { auditor, sides, second, is_of_one_commit, is_of_variants })
    }

    pub(super) fn is_of_one_rule(&self) -> bool {
        let [left, right] = self.sides;
        left.index == right.index
    }

    /// The shortest tag in which the two meet.
    pub(crate) fn meeting(&self) -> Result<Meeting<'p>, NotFound> {
        let (severity, witness) = self.judged(self.shortest()?);
        Ok(Meeting { severity, sides: self.sides, witness })
    }

    fn shortest(&self) -> Result<FindingWitness, NotFound> {
        if self.is_of_one_commit {
            // What is for information need not be the shortest.
            let everyday = Vec::from([Facts::of_name("feature/search")]);
            if let Some(witness) = self.witness(None, &[everyday.clone(), everyday]) {
                return Ok(witness);
            }
        }
        let names = self.sides.map(Side::all_names);
        let (text, mut machines) = self.common(names)?;
        let mut shown = || {
            [1, MOST_READINGS].into_iter().find_map(|most| {
                let facts = machines.each_mut().map(|machine| machine.readings(&text, most));
                self.witness(Some(&text), &facts)
            })
        };
        if self.is_of_variants {
            return shown().ok_or(NotFound::Undecided);
        }
        if let Some(heads) = before_one_hash(self.auditor.policy.slugs(), self.sides) {
            return match self.of_one_name(heads) {
                Err(NotFound::Undecided) => shown().ok_or(NotFound::Undecided),
                found => found,
            };
        }
        if let Some(witness) = shown() {
            return Ok(witness);
        }
        if let Some(witness) = self.of_planned_hash(&text, &mut machines) {
            return Ok(witness);
        }
        if self.sides.into_iter().all(Side::has_unique) {
            return self.of_two_values(&machines);
        }
        // The shortest tag is of one ref, of one commit or of none: there may be others.
        if names.iter().any(|names| is_empty(&mut names.borrow_mut().automaton) == Some(true)) {
            return Err(NotFound::Never);
        }
        if !are_of_one_kind(self.sides) {
            return self.of_two_refs(machines);
        }
        if !names.iter().all(|names| names.borrow().automaton.is_exact()) {
            return Err(NotFound::Undecided);
        }
        match self.of_names_apart() {
            Err(NotFound::Never) => self.of_names_together(),
            found => found,
        }
    }

    /// The shortest tag of a name that one of the rules alone takes.
    fn of_names_apart(&self) -> Result<FindingWitness, NotFound> {
        let [left, right] = self.sides.map(|side| || side.names(&self.auditor.effort));
        let apart = [[left().minus(right()), right()], [left(), right().minus(left())]];
        let mut unless_found = NotFound::Never;
        let mut shortest: Option<FindingWitness> = None;
        for mut names in apart {
            let are_empty = names.each_mut().map(is_empty);
            if are_empty.contains(&Some(true)) {
                continue;
            }
            let names = names.map(RuleNames::new);
            let found = self.common(names.each_ref());
            let found = found.and_then(|(text, machines)| self.show(&text, machines));
            match found {
                Err(NotFound::Never) => {}
                Err(NotFound::Undecided) => unless_found = NotFound::Undecided,
                Ok(witness) => {
                    let length = shortest.as_ref().map_or(usize::MAX, |one| one.text().len());
                    if witness.text().len() < length {
                        shortest = Some(witness);
                    }
                }
            }
        }
        shortest.ok_or(unless_found)
    }

    /// The shortest tag of two names that both rules take. There is none where both rules
    /// apply to each such name and both tags give one text for it.
    fn of_names_together(&self) -> Result<FindingWitness, NotFound> {
        let mut names = self.common_names();
        let is_never = is_empty(&mut names) == Some(true);
        if is_never || is_one_tag(self.sides) && self.differ_by_names() {
            return Err(NotFound::Never);
        }
        let [left, _] = self.sides;
        if !is_one_tag(self.sides) {
            return self.of_two_names(names);
        }
        // One ref may make one of the rules apply, and later the other: that is one tag,
        // which moves as it is meant to. Two refs meet where one text has two ways.
        if !left.names_ref() {
            let are_one_name =
                |side: &Side<'_>| side.rule.conditions.names().is_some_and(Names::is_one);
            let is_one = self.sides.into_iter().any(are_one_name);
            return Err(if is_one { NotFound::Never } else { NotFound::Undecided });
        }
        self.of_two_ways(names)
    }

    /// The shortest tag that two of these names give, where both templates are one.
    pub(super) fn of_two_ways(&self, names: NameAutomaton) -> Result<FindingWitness, NotFound> {
        let [left, _] = self.sides;
        let names = RuleNames::new(names);
        let settings = self.auditor.policy.settings();
        let made = (left.template(), &left.rule.conditions);
        let machine = TagMachine::new(settings, made, &names, Assumption::Sample);
        let mut machine = machine.of_reference(left.given.repository);
        let bytes = self.auditor.bytes([&machine]);
        let ambiguous = &mut Ambiguous::new(&mut machine);
        let text = match self.auditor.shortest(ambiguous, &mut Everything, &bytes) {
            Err(NotFound::Never) if machine.assumes() => return Err(NotFound::Undecided),
            found => found?,
        };
        self.show(&text, [machine.clone(), machine])
    }

    /// Whether only the names of refs decide which of the two rules applies.
    fn differ_by_names(&self) -> bool {
        let [ours, theirs] = self.sides.map(|side| {
            let when = conditions_in_build(self.auditor.policy, side);
            ConditionsDocument { branch: None, tag: None, release: None, ..when }
        });
        ours == theirs
    }

    /// The shortest tag that has two ways in one of the two, of two refs; that of one
    /// way is known to be of one ref, or of none.
    fn of_two_refs(&self, mut machines: [TagMachine; 2]) -> Result<FindingWitness, NotFound> {
        let [left, right] = self.sides;
        let is_default = |side: &Side<'_>| side.rule.conditions.default_branch() == Some(true);
        if is_one_tag(self.sides) && self.sides.into_iter().all(is_default) {
            // A repository has one default branch, and that is one ref.
            return Err(NotFound::Never);
        }
        if !is_one_to_one(self.sides) {
            return Err(NotFound::Undecided);
        }
        if left.is_read_in_one_way(Fact::PullRequest, self.auditor.policy.slugs()) {
            return Err(NotFound::Never);
        }
        if !name_branches(self.sides) {
            return Err(NotFound::Undecided);
        }
        // One of the rules is for the default branch, which any branch may be: what has
        // two ways in the other has them in this one too.
        let bytes = self.auditor.bytes(&machines);
        let [ours, theirs] = &mut machines;
        let is_default = is_default(left);
        let [default_side, _] = if is_default { self.sides } else { [right, left] };
        let is_any = default_side.rule.conditions.names().is_none();
        let (default, named) = if is_default { (ours, theirs) } else { (theirs, ours) };
        let found = self.auditor.shortest(&mut Ambiguous::new(default), named, &bytes);
        let text = match found {
            Err(NotFound::Never) if left.machine.assumes() || !is_any => {
                return Err(NotFound::Undecided);
            }
            found => found?,
        };
        self.show(&text, machines)
    }

    /// The shortest tag that one name has in both, of two refs: of a branch and a git
    /// tag, or of a branch and a pull request from it.
    fn of_one_name(&self, heads: [&[TagPart]; 2]) -> Result<FindingWitness, NotFound> {
        const OF_BUILD: [Fact; 5] =
            [Fact::Sha, Fact::HeadSha, Fact::CommitTime, Fact::RunNumber, Fact::Start];
        let [left, _] = self.sides;
        let is_of_one_ref = are_of_one_kind(self.sides) || name_branches(self.sides);
        let tells_build = |side: &Side<'_>| side.has(&OF_BUILD) || side.has_declared();
        let may_meet = !is_of_one_ref || self.sides.into_iter().any(tells_build);
        if !may_meet || !may_be_as_long(self.auditor.policy.slugs(), heads) {
            return Err(NotFound::Never);
        }
        if !is_one_to_one(self.sides) {
            // One name has one slug, so the text before it is equal too.
            return Err(NotFound::Undecided);
        }
        if is_of_one_ref || left.has(&[Fact::PullRequest]) {
            return Err(NotFound::Never);
        }
        let both = RuleNames::new(self.common_names());
        let (text, [mut ours, _]) = self.common([&both, &both])?;
        let facts = ours.readings(&text, MOST_READINGS);
        let mut found = facts.into_iter().filter_map(|facts| {
            let facts = Vec::from([facts]);
            self.witness(Some(&text), &[facts.clone(), facts])
        });
        found.next().ok_or(NotFound::Undecided)
    }

    pub(super) fn common_names(&self) -> NameAutomaton {
        let [left, right] = self.sides.map(|side| || side.names(&self.auditor.effort));
        left().minus(left().minus(right()))
    }

    /// The shortest common tag of some names of the two.
    pub(super) fn common(
        &self,
        [ours, theirs]: [&Rc<RefCell<RuleNames>>; 2],
    ) -> Result<(Vec<u8>, [TagMachine; 2]), NotFound> {
        let [left, right] = self.sides;
        common(
            self.auditor,
            [(left, ours), (right, theirs)].map(|(side, names)| TagTexts { side, names }),
        )
    }

    /// A witness of any facts that give a text.
    pub(super) fn show(
        &self,
        text: &[u8],
        machines: [TagMachine; 2],
    ) -> Result<FindingWitness, NotFound> {
        let facts = machines.map(|mut machine| machine.readings(text, MOST_READINGS));
        self.witness(Some(text), &facts).ok_or(NotFound::Undecided)
    }

    /// Two contexts that have these facts and in which the two tags meet.
    ///
    /// The tag is as long as the text, if there is one: the digits of a hash alone may
    /// differ.
    pub(super) fn witness(
        &self,
        text: Option<&[u8]>,
        [ours, theirs]: &[Vec<Facts>; 2],
    ) -> Option<FindingWitness> {
        let [left, right] = self.sides.map(|side| side.rule);
        let of = |side: &Side<'_>, apart, facts: &[Facts], spare| -> Vec<CiContext> {
            let of_facts =
                |facts| self.auditor.contexts_apart(side.rule, side.variant, apart, facts, spare);
            facts.iter().flat_map(of_facts).collect()
        };
        let [our_side, their_side] = self.sides;
        let [from_left, from_right] =
            [left, right].map(|rule| (!self.is_of_one_rule()).then_some(rule));
        let lefts = of(our_side, from_right, ours, Spare::FIRST);
        let rights = of(their_side, from_left, theirs, self.second);
        // Both of one ref, where the facts of one side leave the ref open.
        let of_one_ref = |contexts: &[CiContext], sides: [&Side<'_>; 2], facts: &[Facts], spare| {
            let [side, other] = sides;
            let conditions = &side.rule.conditions;
            let apart = (!self.is_of_one_rule()).then_some(&other.rule.conditions);
            let open = facts.iter().filter(|facts| !tell_ref(facts));
            let candidates = open.flat_map(|facts| contexts.iter().map(move |one| (one, facts)));
            let taken = candidates.filter(|(one, _)| conditions.takes(one.git_ref()));
            let Auditor { policy, effort, .. } = self.auditor;
            let pairs = taken.flat_map(|(one, facts)| {
                let (rules, git_ref) = ((conditions, apart), one.git_ref());
                let all = situations(policy, rules, git_ref, facts, spare, side.variant, effort);
                all.into_iter().map(|other| (one.clone(), other))
            });
            pairs.collect::<Vec<_>>()
        };
        let same = of_one_ref(&lefts, [their_side, our_side], theirs, self.second);
        let same = same.into_iter().map(|(left, right)| [left, right]);
        let other = of_one_ref(&rights, [our_side, their_side], ours, Spare::FIRST);
        let other = other.into_iter().map(|(right, left)| [left, right]);
        let pairs = pairs(&lefts, &rights).chain(same).chain(other);
        let pairs = pairs.map(|pair| of_one_repository(self.sides, pair));
        let pairs = pairs.map(|pair| self.of_two_builds(pair));
        let differ = pairs.filter(|[left, right]| {
            self.is_of_variants || (left.sha() == right.sha()) == self.is_of_one_commit
        });
        let is_shortest = |shown: &String| text.is_none_or(|text| shown.len() == text.len());
        self.auditor
            .first_pair([left, right], differ, |given| self.shared(given).filter(is_shortest))
    }

    /// The tag in which the two meet in two builds.
    fn shared(&self, [ours, theirs]: [&Given; 2]) -> Option<String> {
        let [left, right] = self.sides;
        let shared = ours.text(left).filter(|text| theirs.text(right).as_ref() == Some(text))?;
        let [crossed, other] = [ours.text(right), theirs.text(left)];
        let is_meant = crossed.as_ref() == Some(&shared) && other.as_ref() == Some(&shared);
        let are_together = crossed.is_some() && other.is_some() && !self.is_of_one_commit;
        let is_apart =
            self.is_of_variants || are_together || !is_same_ref(&ours.context, &theirs.context);
        let is_of_one_project = ours.context.project() == theirs.context.project();
        let is_accident = is_apart && (self.is_of_variants || !is_meant);
        (is_of_one_project && is_accident).then(|| shared.into_owned())
    }

    /// Where one of the tags alone has a declared value, the other build has another:
    /// two builds do not share a unique value, nor is it meant that both give the tag.
    fn of_two_builds(&self, mut pair: [CiContext; 2]) -> [CiContext; 2] {
        for value in self.auditor.policy.declared_values() {
            let has = self.sides.map(|side| side.has(&[Fact::Declared(value.index)]));
            let [one, other] = &mut pair;
            let (from, to) = match has {
                [true, false] => (one, other),
                [false, true] => (other, one),
                _ => continue,
            };
            let text = from.values().get(&value.name);
            let example = value.examples().iter().find(|example| Some(&***example) != text);
            let changed = example.map(|text| to.clone().with_value(&*value.name, &**text));
            if let Some(Ok(changed)) = changed {
                *to = changed;
            }
        }
        pair
    }
}

/// Whether there is no name; `None` where that takes too long.
fn is_empty(names: &mut NameAutomaton) -> Option<bool> {
    names.effort().begin();
    names.is_empty()
}
