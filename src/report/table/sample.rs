use alloc::format;
use alloc::vec::Vec;

use super::table_row::TableEvent;
use crate::context::{CiContext, Event};
use crate::name::{GitRef, RefName};
use crate::policy::language::{Effort, Facts};
use crate::policy::{Looks, Policy, PrereleaseFilter, Rule, Trigger, everyday, example_refs};
use crate::report::example_context::{Spare, example_context};

/// Contexts that show what a policy does, with names that people use.
pub(super) struct Samples<'a> {
    policy: &'a Policy,
    default_branch: RefName,
    effort: Effort,
}

type Sample = (TableEvent, CiContext);

/// Steps for the names of all rules that everyday names do not show.
const STEPS: usize = 1_000_000;

impl<'a> Samples<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        let is_named = |name: &&str| {
            let names = policy.rules().iter().filter_map(|rule| match &rule.trigger {
                Trigger::Branch(names) => names.matching(),
                _ => None,
            });
            names.flatten().any(|pattern| pattern.literal() == Some(*name))
        };
        let [usual, ..] = everyday::DEFAULT_BRANCHES;
        let default = everyday::DEFAULT_BRANCHES.into_iter().find(is_named).unwrap_or(usual);
        let effort = Effort::new();
        effort.grant(STEPS);
        Self { policy, default_branch: RefName::from_static(default), effort }
    }

    /// One for each event.
    pub(super) fn everyday(&self) -> Vec<Sample> {
        let default = || GitRef::Branch(self.default_branch.clone());
        let branch = self.branch();
        let (release, git_tag) = (self.release(), self.first(&everyday::OTHER_TAGS, GitRef::Tag));
        let prerelease = RefName::new(format!("{release}-{}", everyday::PRERELEASE)).ok();
        let git_tag = git_tag.unwrap_or(RefName::from_static(everyday::OTHER_TAGS[0]));
        let source = branch.clone();
        let samples = [
            (TableEvent::DefaultBranch, Some(default())),
            (TableEvent::Branch, Some(GitRef::Branch(branch))),
            (TableEvent::Release, Some(GitRef::Tag(release))),
            (TableEvent::Prerelease, prerelease.map(GitRef::Tag)),
            (TableEvent::GitTag, Some(GitRef::Tag(git_tag))),
            (
                TableEvent::PullRequest,
                Some(GitRef::PullRequest { number: 1, source, target: None }),
            ),
            (TableEvent::Schedule, Some(default())),
            (TableEvent::Detached, Some(GitRef::Detached)),
        ];
        let complete = |(event, git_ref): (_, Option<GitRef>)| self.complete(event, git_ref?);
        samples.into_iter().filter_map(complete).collect()
    }

    /// One for which a rule fires, if a name was found for it.
    pub(super) fn of_rule(&self, rule: &Rule) -> Option<Sample> {
        let git_ref = self.examples(rule).into_iter().next()?;
        let event = match (&rule.trigger, git_ref.name()) {
            (Trigger::Branch(_), name) if name == Some(&self.default_branch) => {
                TableEvent::DefaultBranch
            }
            (Trigger::Branch(_), _) => TableEvent::Branch,
            (Trigger::Tag(_), _) => TableEvent::GitTag,
            (Trigger::Release(filter), _) if filter.prerelease == PrereleaseFilter::Only => {
                TableEvent::Prerelease
            }
            (Trigger::Release(_), _) => TableEvent::Release,
            (Trigger::PullRequest { .. }, _) => TableEvent::PullRequest,
            (Trigger::DefaultBranch | Trigger::Schedule | Trigger::Any, _) => return None,
        };
        self.complete(event, git_ref)
    }

    fn examples(&self, rule: &Rule) -> Vec<GitRef> {
        example_refs(&rule.trigger, &Facts::default(), Looks::Everywhere, &self.effort)
    }

    /// A branch that is not the default one, best one that a rule is for.
    fn branch(&self) -> RefName {
        let of_rules = || {
            let rules = self.policy.rules().iter();
            let rules = rules.filter(|rule| matches!(rule.trigger, Trigger::Branch(_)));
            let names = rules.flat_map(|rule| self.examples(rule));
            let mut names = names.filter_map(|one| one.name().cloned());
            names.find(|name| *name != self.default_branch)
        };
        self.first(&everyday::BRANCHES, GitRef::Branch)
            .or_else(of_rules)
            .unwrap_or(RefName::from_static(everyday::BRANCHES[0]))
    }

    /// A release, best one that a rule is for.
    fn release(&self) -> RefName {
        let mut rules = self.policy.rules().iter();
        let of_rule = rules.find_map(|rule| match &rule.trigger {
            Trigger::Release(filter) => RefName::new(format!("{}1.0.0", filter.prefix)).ok(),
            _ => None,
        });
        of_rule
            .or_else(|| self.first(&everyday::RELEASES, GitRef::Tag))
            .unwrap_or(RefName::from_static(everyday::RELEASES[0]))
    }

    /// The first of these names that a rule for such names takes.
    fn first(&self, names: &[&'static str], of: fn(RefName) -> GitRef) -> Option<RefName> {
        let is_taken = |name: &RefName| {
            let git_ref = of(name.clone());
            self.policy.rules().iter().any(|Rule { trigger, .. }| {
                matches!(trigger, Trigger::Branch(_) | Trigger::Tag(_) | Trigger::Release(_))
                    && trigger.takes(&git_ref)
            })
        };
        names.iter().map(|name| RefName::from_static(name)).find(is_taken)
    }

    /// Adds every fact that a policy may ask for.
    fn complete(&self, event: TableEvent, git_ref: GitRef) -> Option<Sample> {
        let of_event = (event == TableEvent::Schedule).then_some(Event::Schedule);
        let (facts, default) = (Facts::default(), &self.default_branch);
        Some((
            event,
            example_context(self.policy, git_ref, default, of_event, &facts, Spare::ALONE)?,
        ))
    }
}
