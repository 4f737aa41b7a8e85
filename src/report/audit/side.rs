use alloc::borrow::Cow;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::auditor::{Auditor, distinctions, tag};
use super::exposure::Exposure;
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::repositories::ComparedTag;
use crate::context::CiContext;
use crate::name::{RefKind, is_inner_of_tag};
use crate::policy::language::{
    Dfa, Effort, Facts, Language, NameAutomaton, NotFound, RuleNames, TagMachine, TagPart,
    shortest_common,
};
use crate::policy::{
    Fact, Moves, Part, Place, Placeholder, PrereleaseFilter, ReleaseFilter, Rule, RuleTag, SlugId,
    Slugs, Template, Variant,
};
use crate::report::example_context::Spare;

/// A tag of a rule.
#[derive(Debug)]
pub(crate) struct Side<'a> {
    pub(crate) place: Place<'static>,
    /// The index of its rule.
    pub(crate) index: usize,
    pub(crate) rule: &'a Rule,
    pub(crate) tag: &'a RuleTag,
    /// The build in which it is given, and its index among the builds.
    pub(crate) variant: &'a Variant,
    pub(crate) build: usize,
    /// Whose tags its rule gives.
    pub(crate) exposure: Exposure,
    pub(crate) given: ComparedTag<'a>,
    /// What its tags are made of, whatever the facts are.
    pub(crate) parts: Vec<TagPart>,
    /// Its tags on the assumption of the contexts that are made up.
    pub(crate) machine: TagMachine,
    /// The text that each of its tags begins with.
    pub(crate) head: Vec<u8>,
}

impl Side<'_> {
    /// What is compared: its tag, or its whole reference.
    pub(crate) fn template(&self) -> &Template {
        &self.given.template
    }

    /// Its rule as messages name it.
    pub(crate) fn rule_name(&self) -> String {
        format!("rule {}", self.rule.name.escape_debug())
    }

    /// The same, with its variant.
    pub(crate) fn rule_name_in_build(&self) -> String {
        if self.variant.is_plain() {
            format!("{} without a variant", self.rule_name())
        } else {
            format!("{} in variant {}", self.rule_name(), self.variant.name)
        }
    }

    pub(crate) fn has(&self, facts: &[Fact]) -> bool {
        self.template().has(|one| facts.contains(&one.fact()))
    }

    /// Whether it has what many refs share.
    pub(crate) fn has_line(&self) -> bool {
        self.template().has(|one| one.fact().is_line())
    }

    /// Whether it has digits of a commit, or a value of one build alone.
    pub(crate) fn names_commit(&self) -> bool {
        self.has(&[Fact::Sha, Fact::HeadSha]) || self.has_unique()
    }

    pub(crate) fn has_declared(&self) -> bool {
        self.template().has(|one| matches!(one.fact(), Fact::Declared(_)))
    }

    pub(crate) fn has_capture(&self) -> bool {
        self.template().has(|one| matches!(one.fact(), Fact::Capture(_)))
    }

    pub(crate) fn has_unique(&self) -> bool {
        self.template().has(Placeholder::is_unique)
    }

    pub(crate) fn names_ref(&self) -> bool {
        self.has(&[Fact::Name, Fact::PullRequest])
    }

    pub(crate) fn is_of_git_tags(&self) -> bool {
        self.rule.conditions.are_for(RefKind::Tag)
    }

    /// Whether its tags tell two commits apart, whatever their refs are. Of one head
    /// commit, the pipelines of several pull requests build several merges.
    pub(crate) fn tells_commits(&self) -> bool {
        self.identities().any(|fact| !matches!(fact, Fact::RunNumber | Fact::Start))
    }

    /// Whether its tags tell two pipelines of one commit apart: by their number, by
    /// the second, or by a unique value.
    pub(crate) fn tells_pipelines(&self) -> bool {
        let is_of_commit = |fact| matches!(fact, Fact::Sha | Fact::HeadSha | Fact::CommitTime);
        self.identities().any(|fact| !is_of_commit(fact))
    }

    /// What two builds of two commits may have in common: pull requests from one branch
    /// have one head.
    pub(crate) fn shared_facts(&self) -> Facts {
        let mut facts = Facts::default();
        if self.is_of_pull_requests() {
            facts.read(Fact::HeadSha, core::iter::repeat_n('c', 40));
        }
        facts
    }

    pub(crate) fn is_of_pull_requests(&self) -> bool {
        self.rule.conditions.are_for(RefKind::PullRequest)
    }

    /// The first of its slugs.
    pub(crate) fn slug(&self) -> Option<SlugId> {
        self.parts.iter().find_map(TagPart::slug)
    }

    /// Whether its tags end in no two ways for two names, by the digits of `distinct`.
    pub(crate) fn has_hash(&self, slugs: &Slugs) -> bool {
        let mut ids = self.parts.iter().filter_map(TagPart::slug);
        ids.any(|id| slugs.rules(id).distinct() > 0)
    }

    /// The facts that no two builds of two commits share.
    pub(crate) fn identities(&self) -> impl Iterator<Item = Fact> {
        let conditions = &self.rule.conditions;
        let tells_builds = |one: &&Placeholder| match one.fact() {
            Fact::Sha | Fact::HeadSha => one.names_commit(conditions),
            Fact::RunNumber => true,
            Fact::CommitTime | Fact::Start => one.tells_seconds(),
            _ => one.is_unique(),
        };
        let placeholders = self.template().parts().iter().filter_map(Part::placeholder);
        placeholders.filter(tells_builds).map(Placeholder::fact)
    }

    /// Whether a fact can be read from its tags in only one way, in one project: where it begins
    /// and ends is known by the lengths of other parts, or by a character between them.
    pub(crate) fn is_read_in_one_way(&self, fact: Fact, slugs: &Slugs) -> bool {
        let has_one_length = |parts: &[TagPart]| {
            let of_one =
                |part: &TagPart| part.fact() == Some(Fact::Project) || part.is_of_one_length(slugs);
            parts.iter().all(of_one)
        };
        // Text has the character as often in every tag.
        let parts_two = |byte: Option<&u8>, parts: &[TagPart]| {
            let mut values = parts.iter().filter(|part| !matches!(part, TagPart::Text(_)));
            byte.is_some_and(|byte| {
                values.all(|part| {
                    !TagPart::shape(core::slice::from_ref(part), slugs).any.holds(*byte)
                })
            })
        };
        let is_there = |index: usize| {
            let halves = self.parts.split_at_checked(index);
            let Some((before, [value, after @ ..])) = halves else { return false };
            let from = self.parts.get(index..).unwrap_or_default();
            let through = self.parts.get(..=index).unwrap_or_default();
            let (left, right) = (text(before.last()).last(), text(after.first()).first());
            let value = core::slice::from_ref(value);
            let is_whole = has_one_length(value);
            let ends = has_one_length(after) || parts_two(right, through);
            let begins = || has_one_length(before) || parts_two(left, from);
            ends && (is_whole || parts_two(left, value))
                || (ends || is_whole || parts_two(right, value)) && begins()
        };
        let places = self.parts.iter().enumerate().filter(|(_, part)| part.fact() == Some(fact));
        places.map(|(index, _)| index).any(is_there)
    }

    /// The names that give the tag: a prerelease moves no line of final releases.
    pub(crate) fn names(&self, effort: &Effort) -> NameAutomaton {
        match self.rule.conditions.release() {
            Some(filter)
                if filter.prerelease == PrereleaseFilter::Include
                    && self.tag.moves != Moves::Always =>
            {
                let prerelease = PrereleaseFilter::Exclude;
                let filter = ReleaseFilter { prerelease, ..filter.clone() };
                NameAutomaton::of_releases(&self.rule.conditions, &filter, effort)
            }
            _ => self.all_names().borrow().automaton.anew(),
        }
    }

    /// The names of its rule, which all tags of the rule share.
    pub(crate) fn all_names(&self) -> &Rc<RefCell<RuleNames>> {
        self.machine.names()
    }

    /// The text that each of its tags ends with.
    pub(crate) fn tail(&self) -> &[u8] {
        text(self.parts.last())
    }

    /// One of its tags that two plans hold.
    pub(crate) fn shared_by(&self, [from, to]: [&Given; 2]) -> Option<String> {
        from.text(self).filter(|text| to.text(self).as_ref() == Some(text)).map(Cow::into_owned)
    }

    /// The shortest of its tags that a language has too, and a plan that holds
    /// it.
    pub(crate) fn shortest_in(
        &self,
        language: &mut Dfa,
        auditor: &Auditor<'_>,
    ) -> Result<FindingWitness, NotFound> {
        let (mut machine, effort) = (self.machine.clone(), &auditor.effort);
        let mut distinctions = distinctions([&machine]);
        language.distinguish(&mut distinctions);
        let text = shortest_common(&mut machine, language, &distinctions.bytes(), effort)?;
        let tag = tag(&text).ok_or(NotFound::Undecided)?;
        let facts = machine.readings(&text, 2);
        let mut contexts = facts
            .iter()
            .flat_map(|facts| auditor.contexts(self.rule, self.variant, facts, Spare::FIRST));
        let gives = |context: &CiContext| {
            auditor.given(context).is_some_and(|given| given.has(self.place, &tag))
        };
        let context = contexts.find(gives).ok_or(NotFound::Undecided)?;
        Ok(FindingWitness::new([(context, &self.rule.conditions)], Some(tag)))
    }
}

/// The sides of each rule.
pub(crate) fn rules<'s, 'a>(sides: &'s [Side<'a>]) -> impl Iterator<Item = &'s [Side<'a>]> {
    sides.chunk_by(|left, right| left.index == right.index)
}

/// The text that each tag begins with: the text at the beginning of the template, followed by
/// what the names of the rule have in common.
pub(crate) fn head(parts: &[TagPart], machine: &mut TagMachine) -> Vec<u8> {
    const MOST: usize = 16;
    let texts: Vec<&[u8]> = parts
        .iter()
        .map_while(|part| Some(text(Some(part))).filter(|text| !text.is_empty()))
        .collect();
    let mut head = texts.concat();
    let is_name_next = matches!(parts.get(texts.len()), Some(TagPart::Name(_)));
    if !is_name_next || machine.assumes() {
        return head;
    }
    let start = machine.start();
    let mut at = machine.closure(Vec::from([start]));
    for byte in &head {
        at = machine.follow_all(&at, *byte);
    }
    while head.len() < MOST && !at.iter().any(|state| machine.accepts(*state)) {
        let is_legal =
            |byte: u8| is_inner_of_tag(byte) || machine.is_of_reference() && b"/:".contains(&byte);
        let bytes = (0..=u8::MAX).filter(|byte| is_legal(*byte)).collect::<Vec<_>>().into_iter();
        let mut next = bytes.filter_map(|byte| {
            let to = machine.follow_all(&at, byte);
            (!to.is_empty()).then_some((byte, to))
        });
        let (Some((byte, to)), None) = (next.next(), next.next()) else { break };
        head.push(byte);
        at = to;
    }
    if machine.effort().is_spent() {
        head.truncate(texts.iter().copied().map(<[u8]>::len).sum());
    }
    head
}

fn text(part: Option<&TagPart>) -> &[u8] {
    match part {
        Some(TagPart::Text(text)) => text,
        _ => &[],
    }
}
