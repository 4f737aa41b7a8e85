use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;

use super::finding_witness::FindingWitness;
use super::given::Given;
use super::not_decided::{Question, Undecided};
use super::reach::Reach;
use super::site::{Place, Site};
use super::situation::{Spare, situations};
use crate::context::CiContext;
use crate::name::{GitRef, Tag};
use crate::policy::language::{
    Assumption, Distinctions, Effort, Fact, Facts, NameAutomaton, NotFound, RegexLanguage,
    RuleNames, TagMachine, TagPart, shortest_common,
};
use crate::policy::{
    Moves, Names, NamesDocument, Path, Pattern, Policy, PrereleaseFilter, ReleaseFilter, Rule,
    RuleTag, Trigger,
};

/// Steps for every sort of question but whether two rules can give one tag.
pub(crate) const COMMON_STEPS: usize = 1_000_000;

/// What the questions about one policy share: its tags as automata, and how much
/// searching is left.
pub(crate) struct Auditor<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) effort: Effort,
    pub(crate) sides: Vec<Side<'a>>,
    pub(crate) undecided: Undecided,
}

/// A tag of a rule.
pub(crate) struct Side<'a> {
    pub(crate) place: Place,
    pub(crate) rule: &'a Rule,
    pub(crate) tag: &'a RuleTag,
    pub(crate) reach: Reach,
    /// Its tags on the assumption of the contexts that are made up.
    pub(crate) machine: TagMachine,
}

impl<'a> Auditor<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        let effort = Effort::new();
        effort.grant(COMMON_STEPS);
        let mut sides = Vec::new();
        for (index, rule) in policy.rules().iter().enumerate() {
            effort.begin();
            let mut names = NameAutomaton::of(&rule.trigger, &effort);
            let is_finite = may_be_finite(rule) && names.is_finite();
            let names = RuleNames::new(names, policy.slug_rules());
            for (position, tag) in rule.tags.iter().enumerate() {
                let machine = TagMachine::new(
                    policy.settings(),
                    &tag.template,
                    &rule.trigger,
                    &names,
                    Assumption::Sample,
                );
                let (place, reach) = ((index, position), Reach::of(rule, tag, is_finite));
                sides.push(Side { place, rule, tag, reach, machine });
            }
        }
        Self { policy, effort, sides, undecided: Undecided::default() }
    }

    /// Asks every tag for a witness: where there is one, and the shortest of them.
    pub(crate) fn ask(
        &mut self,
        question: fn(Site) -> Question,
        ask: &mut dyn FnMut(&mut Side<'_>, &Self) -> Result<FindingWitness, NotFound>,
    ) -> Option<(Vec<String>, FindingWitness)> {
        let mut sides = core::mem::take(&mut self.sides);
        let mut paths = Vec::new();
        let mut shortest: Option<FindingWitness> = None;
        for side in &mut sides {
            let witness = match ask(side, self) {
                Ok(witness) => witness,
                Err(NotFound::Never) => continue,
                Err(NotFound::Undecided) => {
                    self.undecided.add(question(side.site()));
                    continue;
                }
            };
            paths.push(side.site().to_string());
            if shortest.as_ref().is_none_or(|other| witness.length() < other.length()) {
                shortest = Some(witness);
            }
        }
        self.sides = sides;
        Some((paths, shortest?))
    }

    /// The plan of a context.
    pub(crate) fn given(&self, context: CiContext) -> Option<Given> {
        Given::of(self.policy, &self.effort, context)
    }

    /// The plan of a context for which a rule fires, and nothing is missing.
    pub(crate) fn everyday(&self, rule: &Rule, facts: &Facts, spare: Spare) -> Option<Given> {
        let contexts = situations(rule, None, facts, spare, &self.effort);
        self.given(contexts.into_iter().next()?)
    }

    /// The plans of two refs of a rule.
    pub(crate) fn both(&self, rule: &Rule, names: [&str; 2]) -> Option<[Given; 2]> {
        let [from, to] = names.map(|name| {
            let mut facts = Facts::default();
            facts.read(Fact::Name, name.chars());
            facts
        });
        let from = self.everyday(rule, &from, Spare::FIRST)?;
        Some([from, self.everyday(rule, &to, Spare::SECOND)?])
    }
}

impl Side<'_> {
    pub(crate) fn site(&self) -> Site {
        Site::Tag(self.place)
    }

    /// The names that give the tag: a prerelease moves no line of final releases,
    /// and major zero is none.
    pub(crate) fn names(&self, effort: &Effort) -> NameAutomaton {
        let Trigger::Release(filter) = &self.rule.trigger else {
            return NameAutomaton::of(&self.rule.trigger, effort);
        };
        let prerelease = match filter.prerelease {
            PrereleaseFilter::Any if self.tag.moves != Moves::Always => PrereleaseFilter::No,
            other => other,
        };
        let filter = ReleaseFilter { prerelease, ..filter.clone() };
        let names = NameAutomaton::new(None, Some(&filter), effort);
        match major_zero(&filter.prefix) {
            Some(zero) if self.tag.skips_major_zero => {
                names.minus(NameAutomaton::new(Some(&zero), None, effort))
            }
            _ => names,
        }
    }

    /// The text that each of its tags begins with.
    pub(crate) fn head(&self) -> &[u8] {
        text(self.machine.parts().first())
    }

    /// The text that each of its tags ends with.
    pub(crate) fn tail(&self) -> &[u8] {
        text(self.machine.parts().last())
    }

    /// A machine for some of its tags: of other names, on another assumption.
    pub(crate) fn machine_of(
        &self,
        policy: &Policy,
        names: &Rc<RefCell<RuleNames>>,
        assumption: Assumption,
    ) -> TagMachine {
        let (template, trigger) = (&self.tag.template, &self.rule.trigger);
        TagMachine::new(policy.settings(), template, trigger, names, assumption)
    }

    /// One of its tags that two plans hold.
    pub(crate) fn shared_by(&self, [from, to]: [&Given; 2]) -> Option<Tag> {
        let shared = from.tag(self.place).filter(|tag| to.tag(self.place) == Some(*tag))?;
        tag(shared.as_bytes())
    }

    /// The shortest of its tags that a language has too, and a plan that holds
    /// it.
    pub(crate) fn shortest_in(
        &mut self,
        language: &mut RegexLanguage,
        auditor: &Auditor<'_>,
    ) -> Result<FindingWitness, NotFound> {
        let mut distinctions = Distinctions::default();
        self.machine.distinguish(&mut distinctions);
        language.distinguish(&mut distinctions);
        let (bytes, effort) = (distinctions.bytes(), &auditor.effort);
        let text = shortest_common(&mut self.machine, language, &bytes, effort)?;
        let tag = tag(&text).ok_or(NotFound::Undecided)?;
        let facts = self.machine.readings(&text, 2);
        let mut contexts =
            facts.iter().flat_map(|facts| situations(self.rule, None, facts, Spare::FIRST, effort));
        let given = contexts
            .find_map(|context| auditor.given(context).filter(|given| given.has(self.place, &tag)));
        given.map(|given| given.shows(tag)).ok_or(NotFound::Undecided)
    }
}

/// Whether no `*` gives the rule names without end.
fn may_be_finite(rule: &Rule) -> bool {
    let Trigger::Branch(names) = &rule.trigger else { return false };
    let has_star = |pattern: &Pattern| pattern.glob().is_some_and(|glob| glob.contains('*'));
    names.matching().is_some_and(|patterns| !patterns.iter().any(has_star))
}

fn text(part: Option<&TagPart>) -> &[u8] {
    match part {
        Some(TagPart::Text(text)) => text,
        _ => &[],
    }
}

pub(crate) fn tag(text: &[u8]) -> Option<Tag> {
    Tag::new(core::str::from_utf8(text).ok()?).ok()
}

/// The names of what is behind this prefix of major version zero.
fn major_zero(prefix: &str) -> Option<Names> {
    Names::new(&NamesDocument::from(format!("{prefix}0.*")), &Path::Root).ok()
}

/// Whether a rule for refs of one kind takes this one; `None` where its trigger
/// is about something else.
pub(crate) fn takes(rule: &Rule, git_ref: &GitRef) -> Option<bool> {
    let holds = |names: &Names| git_ref.name().is_some_and(|name| names.matches(name.as_str()));
    match (&rule.trigger, git_ref) {
        (Trigger::Branch(all), GitRef::Branch(_)) | (Trigger::Tag(all), GitRef::Tag(_)) => {
            Some(holds(all))
        }
        (Trigger::Release(filter), GitRef::Tag(name)) => Some(filter.read(name.as_str()).is_ok()),
        _ => None,
    }
}

/// A rule as messages name it.
pub(crate) fn rule_name(rule: &Rule) -> String {
    format!("rule {}", rule.name.escape_debug())
}
