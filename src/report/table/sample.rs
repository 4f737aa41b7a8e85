use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::table_row::TableEvent;
use crate::context::{CiContext, Event};
use crate::name::{GitRef, RefName};
use crate::plan::Firing;
use crate::policy::language::{Effort, NameAutomaton};
use crate::policy::{Names, Pattern, Policy, PrereleaseFilter, ReleaseFilter, Rule, Trigger};
use crate::report::example_context::ExampleContext;

/// Contexts that show what a policy does, with names that people use.
pub(super) struct Samples<'a> {
    policy: &'a Policy,
    default_branch: String,
    effort: Effort,
}

type Sample = (TableEvent, CiContext);

/// Steps for the names of all rules that everyday names do not show.
const STEPS: usize = 1_000_000;

const PROJECT: &str = "server";
const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";

const DEFAULT_BRANCHES: &[&str] = &["main", "master", "trunk", "develop", "dev"];
const BRANCHES: &[&str] = &["feature/search", "feat/search", "feature-search", "fix/login"];
/// What else branches of a policy of its own rule are called.
const MORE_BRANCHES: &[&str] =
    &["develop", "release/1.0", "release-1.0", "hotfix/login", "staging", "main", "master"];
const VERSIONS: &[&str] = &["v1.0.0", "1.0.0", "release-1.0.0", "release/1.0.0"];
const GIT_TAGS: &[&str] = &["nightly", "nightly-2026-03-18"];

impl<'a> Samples<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        let is_named = |name: &&&str| {
            let names = policy.rules().iter().filter_map(|rule| match &rule.trigger {
                Trigger::Branch(names) => names.matching(),
                _ => None,
            });
            names.flatten().any(|pattern| pattern.literal() == Some(**name))
        };
        let default = DEFAULT_BRANCHES.iter().find(is_named).copied().unwrap_or("main");
        let effort = Effort::new();
        effort.grant(STEPS);
        Self { policy, default_branch: default.into(), effort }
    }

    /// One for each event.
    pub(super) fn everyday(&self) -> Vec<Sample> {
        let default = &*self.default_branch;
        let branch = self.branch();
        let [release, prerelease] = self.releases();
        let git_tag = self.first(GIT_TAGS, |name| self.fires(tag_of(name)?)).unwrap_or("nightly");
        let samples = [
            (TableEvent::DefaultBranch, branch_of(default)),
            (TableEvent::Branch, branch_of(&branch)),
            (TableEvent::Release, tag_of(&release)),
            (TableEvent::Prerelease, tag_of(&prerelease)),
            (TableEvent::GitTag, tag_of(git_tag)),
            (TableEvent::PullRequest, pull_request(&branch, default)),
            (TableEvent::Schedule, branch_of(default)),
            (TableEvent::Detached, Some(GitRef::Detached)),
        ];
        let complete = |(event, git_ref): (_, Option<GitRef>)| self.complete(event, git_ref?);
        samples.into_iter().filter_map(complete).collect()
    }

    /// One for which a rule fires, if a name was found for it.
    pub(super) fn of_rule(&self, rule: &Rule) -> Option<Sample> {
        let (event, git_ref) = match &rule.trigger {
            Trigger::Branch(names) => {
                let name = self.name(names, &[BRANCHES, MORE_BRANCHES], "search")?;
                let event = if name == self.default_branch {
                    TableEvent::DefaultBranch
                } else {
                    TableEvent::Branch
                };
                (event, branch_of(&name))
            }
            Trigger::Tag(names) => {
                let name = self.name(names, &[VERSIONS, GIT_TAGS], "1.0.0")?;
                (TableEvent::GitTag, tag_of(&name))
            }
            Trigger::Release(filter) => match filter.prerelease {
                PrereleaseFilter::Only => {
                    (TableEvent::Prerelease, tag_of(&format!("{}1.0.0-rc.1", filter.prefix)))
                }
                PrereleaseFilter::No | PrereleaseFilter::Any => {
                    (TableEvent::Release, tag_of(&format!("{}1.0.0", filter.prefix)))
                }
            },
            Trigger::PullRequest { target } => {
                let target = match target {
                    Some(names) => self.name(names, &[BRANCHES, MORE_BRANCHES], "search")?,
                    None => self.default_branch.clone(),
                };
                (TableEvent::PullRequest, pull_request(&self.branch(), &target))
            }
            Trigger::DefaultBranch | Trigger::Schedule | Trigger::Any => return None,
        };
        self.complete(event, git_ref?)
    }

    /// A branch that is not the default one, best one that a rule is for.
    fn branch(&self) -> String {
        if let Some(name) = self.first(BRANCHES, |name| self.fires(branch_of(name)?)) {
            return name.into();
        }
        let mut names = self.policy.rules().iter().filter_map(|rule| match &rule.trigger {
            Trigger::Branch(names) => self.name(names, &[MORE_BRANCHES], "search"),
            _ => None,
        });
        let found = names.find(|name| *name != self.default_branch);
        found.unwrap_or_else(|| "feature/search".into())
    }

    /// A release and a prerelease, best ones that a rule is for.
    fn releases(&self) -> [String; 2] {
        let mut filters = self.policy.rules().iter().filter_map(|rule| match &rule.trigger {
            Trigger::Release(ReleaseFilter { prefix, .. }) => Some(prefix),
            _ => None,
        });
        let release = match filters.next() {
            Some(prefix) => format!("{prefix}1.0.0"),
            None => {
                self.first(VERSIONS, |name| self.fires(tag_of(name)?)).unwrap_or("v1.0.0").into()
            }
        };
        let prerelease = format!("{release}-rc.1");
        [release, prerelease]
    }

    /// A name that is taken: one that people use, the pattern itself, the pattern
    /// with something in place of its wildcards, or the shortest.
    fn name(&self, names: &Names, known: &[&[&str]], filling: &str) -> Option<String> {
        let is_taken = |name: &String| names.matches(name) && RefName::new(name.as_str()).is_ok();
        let known = known.iter().copied().flatten().map(ToString::to_string);
        let patterns = names.matching().unwrap_or_default();
        let literals = patterns.iter().filter_map(Pattern::literal).map(ToString::to_string);
        let fill = |glob: &str| glob.replace('*', filling).replace('?', "1");
        let filled = patterns.iter().filter_map(Pattern::glob).map(fill);
        let found = known.chain(literals).chain(filled).find(is_taken);
        found.or_else(|| {
            self.effort.begin();
            NameAutomaton::new(Some(names), None, &self.effort).shortest().filter(is_taken)
        })
    }

    fn first<'n>(&self, names: &[&'n str], fires: impl Fn(&str) -> Option<()>) -> Option<&'n str> {
        let others = names.iter().filter(|name| **name != self.default_branch);
        others.copied().find(|name| fires(name).is_some())
    }

    /// Whether a rule for refs of its kind takes it.
    fn fires(&self, git_ref: GitRef) -> Option<()> {
        let context = CiContext::of_ref(PROJECT, git_ref, SHA).ok()?;
        let mut rules = self.policy.rules().iter().filter(|rule| {
            matches!(rule.trigger, Trigger::Branch(_) | Trigger::Tag(_) | Trigger::Release(_))
        });
        rules.find_map(|rule| match Firing::of(&rule.trigger, &context) {
            Firing::Fires(_) => Some(()),
            Firing::Idle(_) | Firing::Unknown(_) => None,
        })
    }

    /// Adds every fact that a policy may ask for.
    fn complete(&self, event: TableEvent, git_ref: GitRef) -> Option<Sample> {
        let example = ExampleContext {
            project: PROJECT,
            sha: SHA,
            head_sha: SHA,
            default_branch: &self.default_branch,
            run_number: 42,
            event: (event == TableEvent::Schedule).then_some(Event::Schedule),
        };
        Some((event, example.of(git_ref)?))
    }
}

fn branch_of(name: &str) -> Option<GitRef> {
    RefName::new(name).ok().map(GitRef::Branch)
}

fn tag_of(name: &str) -> Option<GitRef> {
    RefName::new(name).ok().map(GitRef::Tag)
}

fn pull_request(source: &str, target: &str) -> Option<GitRef> {
    let source = RefName::new(source).ok()?;
    Some(GitRef::PullRequest { number: 7, source, target: RefName::new(target).ok() })
}
