use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::table_row::TableEvent;
use crate::context::CiContext;
use crate::name::{Event, GitRef, RefName};
use crate::policy::language::{Effort, Facts};
use crate::policy::{
    Conditions, Looks, Names, Policy, PrereleaseFilter, ReleaseFilter, Rule, everyday,
    example_project, example_refs,
};
use crate::report::circumstances::Circumstances;
use crate::report::example_context::{Spare, example_context};

/// Example contexts with typical names, which show what a policy does.
pub(super) struct Samples<'a> {
    policy: &'a Policy,
    default_branch: RefName,
    effort: Effort,
}

type Sample = (TableEvent, CiContext);

/// The effort for finding names for all rules that the everyday names do not show.
const STEPS: usize = 1_000_000;

impl<'a> Samples<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        let is_named = |name: &&str| {
            let names = policy.rules().iter().filter_map(|rule| rule.conditions.branch_names());
            let patterns = names.filter_map(Names::matching).flatten();
            patterns.into_iter().any(|pattern| pattern.literal() == Some(*name))
        };
        let [usual, ..] = everyday::DEFAULT_BRANCHES;
        let default = everyday::DEFAULT_BRANCHES.into_iter().find(is_named).unwrap_or(usual);
        let effort = Effort::new();
        effort.grant(STEPS);
        Self { policy, default_branch: RefName::from_static(default), effort }
    }

    /// Returns one example for each event.
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

    /// Returns an example to which a rule applies, if a name was found for it.
    pub(super) fn of_rule(&self, rule: &Rule) -> Option<Sample> {
        let git_ref = self.examples(rule).into_iter().next()?;
        let (conditions, facts) = (&rule.conditions, Facts::default());
        let variant = self.policy.variants().first_of(conditions);
        let mut circumstances =
            Circumstances::of(conditions, None, &git_ref, &facts, variant, &self.effort)?;
        if conditions.default_branch().is_none() {
            circumstances.default_branch = self.default_branch.clone();
        }
        let is_default = git_ref.name() == Some(&circumstances.default_branch);
        let is_only = |filter: &ReleaseFilter| filter.prerelease == PrereleaseFilter::Only;
        let event = match (&git_ref, conditions.release()) {
            (GitRef::Branch(_), _) if circumstances.event == Event::Schedule => {
                TableEvent::Schedule
            }
            (GitRef::Branch(_), _) if is_default => TableEvent::DefaultBranch,
            (GitRef::Branch(_), _) => TableEvent::Branch,
            (GitRef::Tag(_), Some(filter)) if is_only(filter) => TableEvent::Prerelease,
            (GitRef::Tag(_), Some(_)) => TableEvent::Release,
            (GitRef::Tag(_), None) => TableEvent::GitTag,
            (GitRef::PullRequest { .. }, _) => TableEvent::PullRequest,
            (GitRef::Detached, _) => TableEvent::Detached,
        };
        if conditions.protected().is_none() {
            circumstances.protected = event.is_protected();
        }
        Some((event, example_context(self.policy, git_ref, circumstances, &facts, Spare::ALONE)?))
    }

    fn examples(&self, rule: &Rule) -> Vec<GitRef> {
        example_refs(&rule.conditions, &Facts::default(), Looks::Everywhere, &self.effort)
    }

    /// A branch other than the default branch, preferably one to which a rule applies.
    fn branch(&self) -> RefName {
        let of_rules = || {
            let rules = self.policy.rules().iter();
            let rules = rules.filter(|rule| rule.conditions.branch_names().is_some());
            let names = rules.flat_map(|rule| self.examples(rule));
            let mut names = names.filter_map(|one| one.name().cloned());
            names.find(|name| *name != self.default_branch)
        };
        self.first(&everyday::BRANCHES, GitRef::Branch)
            .or_else(of_rules)
            .unwrap_or(RefName::from_static(everyday::BRANCHES[0]))
    }

    /// A release, preferably one to which a rule applies.
    fn release(&self) -> RefName {
        let mut rules = self.policy.rules().iter();
        let of_rule = rules.find_map(|rule| {
            let prefix = rule.conditions.release()?.prefixes.first()?;
            let usual = RefName::new(format!("{}1.0.0", prefix.text(&self.project()))).ok();
            let usual = usual.filter(|name| rule.conditions.takes_name(name.as_str()));
            usual.or_else(|| self.examples(rule).first()?.name().cloned())
        });
        of_rule
            .or_else(|| self.first(&everyday::RELEASES, GitRef::Tag))
            .unwrap_or(RefName::from_static(everyday::RELEASES[0]))
    }

    /// The first of these names that a rule matches.
    fn first(&self, names: &[&'static str], of: fn(RefName) -> GitRef) -> Option<RefName> {
        let is_taken = |name: &RefName| {
            let git_ref = of(name.clone());
            self.policy.rules().iter().any(|Rule { conditions, .. }| {
                let has_names = conditions.names().is_some() || conditions.release().is_some();
                has_names && conditions.takes(&git_ref)
            })
        };
        names.iter().map(|name| RefName::from_static(name)).find(is_taken)
    }

    /// Adds every fact that a policy may need.
    fn complete(&self, event: TableEvent, git_ref: GitRef) -> Option<Sample> {
        let circumstances = Circumstances {
            project: self.project(),
            default_branch: self.default_branch.clone(),
            event: event.usual(),
            fork: (event == TableEvent::PullRequest).then_some(false),
            protected: event.is_protected(),
            variant: self.policy.variants().first_of(Conditions::NONE).name.clone(),
        };
        let facts = Facts::default();
        Some((event, example_context(self.policy, git_ref, circumstances, &facts, Spare::ALONE)?))
    }

    /// The usual project if a rule applies to it, else one to which a rule applies.
    fn project(&self) -> String {
        let usual = example_project([None, None], &self.effort).unwrap_or_default();
        let rules = || self.policy.rules().iter().map(|rule| &rule.conditions);
        if rules().any(|one| one.takes_project(&usual)) {
            return usual;
        }
        rules().find_map(|one| example_project([Some(one), None], &self.effort)).unwrap_or(usual)
    }
}
