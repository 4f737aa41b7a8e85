use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::cmp::Reverse;

use super::checks::Check;
use super::exposure::Exposure;
use super::finding::Finding;
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::not_decided::{Question, Undecided};
use super::repositories::{ComparedTag, Repositories};
use super::severity::Severity;
use super::side::{Side, head};
use super::situation::{example_refs_apart, is_same_build, situations, tell_ref};
use crate::context::CiContext;
use crate::name::{GitRef, Tag};
use crate::policy::language::{
    Assumption, Distinctions, Effort, Facts, Language, NameAutomaton, NotFound, RuleNames,
    TagMachine, TagPart, shortest_common, shortest_text,
};
use crate::policy::{Conditions, Pattern, Place, Policy, Rule, Sink, Variant};
use crate::report::example_context::Spare;

/// Steps for every sort of question but whether two tags can be one.
pub(crate) const COMMON_STEPS: usize = 1_000_000;

/// What the questions about one policy share: its tags as automata, and how much
/// searching is left.
#[derive(Debug)]
pub(crate) struct Auditor<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) effort: Effort,
    /// The tags of the first build of each rule, in the repositories that they are pushed
    /// to. What holds of them within a build holds in every other.
    pub(crate) sides: Vec<Side<'a>>,
    /// The same of the other builds.
    pub(crate) others: Vec<Side<'a>>,
    /// The tags alone, if two builds of one project may push to different repositories.
    tags: Option<Vec<Side<'a>>>,
    other_tags: Option<Vec<Side<'a>>>,
    undecided: RefCell<Undecided>,
    /// The steps in the time that a plan takes, besides one for each tag.
    plan: usize,
    /// The plans that were made last, and contexts that have none.
    plans: RefCell<VecDeque<Result<Rc<Given>, CiContext>>>,
    /// Refs that were found for a rule and not for another, where no fact determines the ref.
    refs: RefCell<BTreeMap<RuleApart, Rc<[GitRef]>>>,
}

/// A rule, and one that is not to take its refs.
type RuleApart = (*const Rule, Option<*const Rule>);

/// The tags that one finding is about, and what shows it best.
pub(crate) struct Evidence<'s> {
    pub(crate) paths: Vec<String>,
    pub(crate) side: &'s Side<'s>,
    pub(crate) severity: Severity,
    pub(crate) witness: FindingWitness,
}

impl<'a> Auditor<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        let (settings, effort) = (policy.settings(), Effort::new());
        effort.grant(COMMON_STEPS);
        let repositories = Repositories::new(policy);
        let (mut sides, mut tags) = (Vec::new(), Vec::new());
        let (mut others, mut other_tags) = (Vec::new(), Vec::new());
        for (index, rule) in policy.rules().iter().enumerate() {
            effort.begin();
            let mut names = NameAutomaton::of(&rule.conditions, &effort);
            let is_finite = may_be_finite(rule) && names.is_finite();
            let exposure = Exposure::of(&rule.conditions, is_finite);
            let names = RuleNames::new(names);
            for (position, tag) in rule.tags.iter().enumerate() {
                let builds = policy.variants().of(&rule.conditions);
                for (position_of_build, (build, variant)) in builds.enumerate() {
                    let side = |given: ComparedTag<'a>| {
                        let ComparedTag { template, repository, .. } = &given;
                        let (template, conditions) = (&**template, &rule.conditions);
                        let (parts, _) =
                            TagPart::of(template, conditions, settings, Assumption::Any);
                        let machine = TagMachine::new(
                            settings,
                            (template, conditions),
                            &names,
                            Assumption::Sample,
                        );
                        let mut machine = machine.of_reference(*repository);
                        let place = Place::Tag(index, position);
                        let head = head(&parts, &mut machine);
                        Side {
                            place,
                            index,
                            rule,
                            tag,
                            variant,
                            build,
                            exposure,
                            given,
                            parts,
                            machine,
                            head,
                        }
                    };
                    let (sides, tags) = match position_of_build {
                        0 => (&mut sides, &mut tags),
                        _ => (&mut others, &mut other_tags),
                    };
                    let given = repositories.of(rule, tag, build, variant);
                    sides.extend(given.into_iter().map(side));
                    if repositories.vary() {
                        tags.push(side(ComparedTag::tag(tag.template_in(build), rule.images)));
                    }
                }
            }
        }
        let vary = repositories.vary();
        let auditor = Self {
            policy,
            effort,
            plan: steps_of_plan(policy),
            sides,
            others,
            tags: vary.then_some(tags),
            other_tags: vary.then_some(other_tags),
            undecided: RefCell::default(),
            plans: RefCell::default(),
            refs: RefCell::default(),
        };
        auditor.note_exhaustion();
        auditor
    }

    /// The tags without their repositories, each once.
    pub(crate) fn tags(&self) -> &[Side<'a>] {
        self.tags.as_deref().unwrap_or(&self.sides)
    }

    /// The same of every build.
    pub(crate) fn tags_of_builds(&self) -> impl Iterator<Item = &Side<'a>> {
        self.tags().iter().chain(self.other_tags.as_ref().unwrap_or(&self.others))
    }

    /// The builds that a rule with these conditions is for, without those to which the
    /// same rules apply as to an earlier one.
    pub(crate) fn builds(&self, conditions: &Conditions) -> Vec<&'a Variant> {
        let rules = self.policy.rules().iter();
        let are_alike = |one: &Variant, other: &Variant| {
            let mut rules = rules.clone().map(|rule| &rule.conditions);
            rules.all(|conditions| conditions.admit(one) == conditions.admit(other))
        };
        let mut builds: Vec<&Variant> = Vec::new();
        for (_, variant) in self.policy.variants().of(conditions) {
            if !builds.iter().any(|earlier| are_alike(earlier, variant)) {
                builds.push(variant);
            }
        }
        builds
    }

    /// The bytes of what the sides compare that machines tell from others.
    pub(crate) fn bytes<'m>(&self, machines: impl IntoIterator<Item = &'m TagMachine>) -> Vec<u8> {
        let distinctions = distinctions(machines);
        match self.tags {
            None => distinctions.bytes(),
            Some(_) => distinctions.bytes_of_references(),
        }
    }

    /// The shortest that two of the sides have in common.
    pub(crate) fn shortest(
        &self,
        left: &mut dyn Language,
        right: &mut dyn Language,
        bytes: &[u8],
    ) -> Result<Vec<u8>, NotFound> {
        match self.tags {
            None => shortest_common(left, right, bytes, &self.effort),
            Some(_) => shortest_text(left, right, bytes, &self.effort),
        }
    }

    /// What a check finds.
    pub(crate) fn find(&self, Check { steps, find }: &Check) -> Vec<Finding> {
        self.effort.grant(*steps);
        let findings = find(self);
        self.note_exhaustion();
        findings
    }

    /// Not every question was asked, nor answered, if no steps are left.
    fn note_exhaustion(&self) {
        if self.effort.is_exhausted() {
            self.undecided.borrow_mut().add_rest();
        }
    }

    /// Notes a question that was not decided.
    pub(crate) fn leave_open(&self, question: Question) {
        self.undecided.borrow_mut().add(question);
    }

    /// The finding that reports the questions that were not decided.
    pub(crate) fn left_open(&self) -> Option<Finding> {
        self.undecided.borrow().finding()
    }

    /// Asks each of these tags for a witness: where there is one, and of them the worst, and
    /// then the shortest.
    pub(crate) fn ask<'s>(
        &'s self,
        sides: impl Iterator<Item = &'s Side<'a>>,
        question: fn(Place<'static>) -> Question,
        ask: &mut dyn FnMut(&'s Side<'a>) -> Result<(Severity, FindingWitness), NotFound>,
    ) -> Option<Evidence<'s>>
    where
        'a: 's,
    {
        let mut places = BTreeSet::new();
        let mut worst: Option<(&Side<'_>, Severity, FindingWitness)> = None;
        for side in sides {
            let (severity, witness) = match ask(side) {
                Ok(found) => found,
                Err(NotFound::Never) => continue,
                Err(NotFound::Undecided) => {
                    self.leave_open(question(side.place));
                    continue;
                }
            };
            places.insert(side.place);
            let rank = (Reverse(severity), witness.text().len());
            let is_worse =
                |(_, other, it): &_| rank < (Reverse(*other), FindingWitness::text(it).len());
            if worst.as_ref().is_none_or(is_worse) {
                worst = Some((side, severity, witness));
            }
        }
        let (side, severity, witness) = worst?;
        let paths = places.iter().map(ToString::to_string).collect();
        Some(Evidence { paths, side, severity, witness })
    }

    /// The plan of a context; not decided where no steps are left.
    pub(crate) fn planned(&self, context: &CiContext) -> Result<Rc<Given>, NotFound> {
        let mut plans = self.plans.borrow_mut();
        let is_known = |plan: &&Result<Rc<Given>, CiContext>| match plan {
            Ok(given) => given.context == *context,
            Err(without) => without == context,
        };
        if let Some(known) = plans.iter().rev().find(is_known) {
            return known.clone().map_err(|_| NotFound::Never);
        }
        if !self.effort.spend_alone(self.plan) {
            return Err(NotFound::Undecided);
        }
        let given = Given::of(self.policy, context.clone()).map(Rc::new);
        self.effort.spend_alone(given.as_ref().map_or(0, |given| given.count()));
        if plans.len() == MOST_PLANS {
            plans.pop_front();
        }
        plans.push_back(given.clone().ok_or_else(|| context.clone()));
        given.ok_or(NotFound::Never)
    }

    /// The plan of a context.
    pub(crate) fn given(&self, context: &CiContext) -> Option<Rc<Given>> {
        self.planned(context).ok()
    }

    /// Contexts for which a rule applies and that have these facts.
    pub(crate) fn contexts(
        &self,
        rule: &Rule,
        variant: &Variant,
        facts: &Facts,
        spare: Spare,
    ) -> Vec<CiContext> {
        self.contexts_apart(rule, variant, None, facts, spare)
    }

    /// The same; of those that the facts leave open some, first one to which another rule
    /// does not apply.
    pub(crate) fn contexts_apart(
        &self,
        rule: &Rule,
        variant: &Variant,
        apart: Option<&Rule>,
        facts: &Facts,
        spare: Spare,
    ) -> Vec<CiContext> {
        let conditions = &rule.conditions;
        let apart_conditions = apart.map(|rule| &rule.conditions);
        let key = (core::ptr::from_ref(rule), apart.map(core::ptr::from_ref));
        let known = || self.refs.borrow().get(&key).cloned();
        let is_open = !tell_ref(facts);
        let refs = is_open.then(known).flatten().unwrap_or_else(|| {
            let found: Rc<_> =
                example_refs_apart(conditions, apart_conditions, facts, &self.effort).into();
            if is_open && !self.effort.is_exhausted() {
                self.refs.borrow_mut().insert(key, Rc::clone(&found));
            }
            found
        });
        let rules = (conditions, apart_conditions);
        let of =
            |git_ref| situations(self.policy, rules, git_ref, facts, spare, variant, &self.effort);
        refs.iter().flat_map(of).collect()
    }

    /// The plan of the first of such contexts, in the first build of the rule.
    pub(crate) fn everyday(&self, rule: &Rule, facts: &Facts, spare: Spare) -> Option<Rc<Given>> {
        let variant = self.policy.variants().first_of(&rule.conditions);
        self.everyday_in(rule, variant, facts, spare)
    }

    /// The same in any build.
    pub(crate) fn everyday_in(
        &self,
        rule: &Rule,
        variant: &Variant,
        facts: &Facts,
        spare: Spare,
    ) -> Option<Rc<Given>> {
        self.given(self.contexts(rule, variant, facts, spare).first()?)
    }

    /// Each rule in each of its builds.
    pub(crate) fn rules_in_builds(&self) -> impl Iterator<Item = (&'a Rule, &'a Variant)> {
        let policy = self.policy;
        let builds = |rule: &'a Rule| policy.variants().of(&rule.conditions);
        let in_builds = move |rule| builds(rule).map(move |(_, variant)| (rule, variant));
        policy.rules().iter().flat_map(in_builds)
    }

    /// What it means that none was found: where no steps are left, nothing.
    pub(crate) fn none_found(&self) -> NotFound {
        if self.effort.is_exhausted() { NotFound::Undecided } else { NotFound::Never }
    }

    /// The first of two contexts of these rules whose plans show a tag or a whole reference, and that.
    pub(crate) fn first_pair(
        &self,
        rules: [&Rule; 2],
        pairs: impl Iterator<Item = [CiContext; 2]>,
        shows: impl Fn([&Given; 2]) -> Option<String>,
    ) -> Option<FindingWitness> {
        let mut apart = pairs.filter(|[left, right]| !is_same_build(self.policy, left, right));
        apart.find_map(|[left, right]| {
            let text = shows([&*self.given(&left)?, &*self.given(&right)?])?;
            let conditions = rules.map(|rule| &rule.conditions);
            FindingWitness::of([left, right].into_iter().zip(conditions), &text)
        })
    }
}

/// More plans than those of one question need not be remembered.
const MOST_PLANS: usize = 8;

fn steps_of_plan(policy: &Policy) -> usize {
    const PATTERNS: usize = 128;
    const TEXT: usize = 64;
    let patterns: usize = policy.rules().iter().map(|rule| rule.conditions.length()).sum();
    let all = [Sink::BuildArg, Sink::Label, Sink::Env].map(|sink| policy.assignments(sink));
    let text: usize = all.iter().copied().flatten().map(|one| one.template.source().len()).sum();
    let (rules, images) = (policy.rules().len(), policy.images().all.len());
    rules + images + patterns / PATTERNS + text / TEXT
}

/// Each context of the first list with each of the second.
pub(crate) fn pairs<'c>(
    lefts: &'c [CiContext],
    rights: &'c [CiContext],
) -> impl Iterator<Item = [CiContext; 2]> + 'c {
    lefts.iter().flat_map(|left| rights.iter().map(|right| [left.clone(), right.clone()]))
}

/// What machines tell apart.
pub(crate) fn distinctions<'m>(machines: impl IntoIterator<Item = &'m TagMachine>) -> Distinctions {
    let mut distinctions = Distinctions::default();
    for machine in machines {
        machine.distinguish(&mut distinctions);
    }
    distinctions
}

/// Whether no `*` gives the rule names without end.
fn may_be_finite(rule: &Rule) -> bool {
    let Some(names) = rule.conditions.branch_names() else { return false };
    let has_star = |pattern: &Pattern| pattern.glob().is_some_and(|glob| glob.contains('*'));
    names.matching().is_some_and(|patterns| !patterns.iter().any(has_star))
}

pub(crate) fn tag(text: &[u8]) -> Option<Tag> {
    Tag::new(core::str::from_utf8(text).ok()?).ok()
}
