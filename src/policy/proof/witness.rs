use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::{fmt, iter};

use super::grammar::Grammar;
use super::prover::Prover;
use crate::name::{CommitSha, GitRef, NameError, NameErrorKind, Quoted, RefName, Timestamp};
use crate::policy::document::PrereleaseFilter;
use crate::policy::language::{Effort, NameAutomaton, SAMPLE_INSTANT};
use crate::policy::names::Names;
use crate::policy::placeholder::Placeholder;
use crate::policy::release::ReleaseFilter;
use crate::policy::template::Template;
use crate::policy::trigger::Trigger;
use crate::policy::values::{About, Absent, Values};

/// A context that shows why a policy was refused: for this ref, the template
/// would give this text, and that is no tag, or nothing else that may stand at
/// its place.
///
/// It is what the template really gave, not an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    git_ref: GitRef,
    sha: CommitSha,
    refusal: NameError,
}

impl Witness {
    /// Returns the ref.
    #[must_use]
    pub fn git_ref(&self) -> &GitRef {
        &self.git_ref
    }

    /// Returns the commit.
    #[must_use]
    pub fn sha(&self) -> &CommitSha {
        &self.sha
    }

    /// Returns the text that the template gives, which is not legal at its
    /// place.
    #[must_use]
    pub fn text(&self) -> &str {
        self.refusal.input()
    }

    /// Returns why it is not legal.
    #[must_use]
    pub fn refusal(&self) -> &NameError {
        &self.refusal
    }

    /// Looks among everyday refs, and then among short and long ones, for one
    /// that the trigger admits and for which the template gives what its place
    /// does not take.
    pub(crate) fn find(
        template: &Template,
        trigger: &Trigger,
        prover: &Prover<'_>,
        grammar: Grammar<'_>,
    ) -> Option<Self> {
        Self::among(&refs(trigger, None), template, trigger, prover, grammar)
    }

    /// The first of these refs for which the template gives what its place does
    /// not take.
    pub(crate) fn among(
        refs: &[GitRef],
        template: &Template,
        trigger: &Trigger,
        prover: &Prover<'_>,
        grammar: Grammar<'_>,
    ) -> Option<Self> {
        refs.iter().find_map(|git_ref| Self::of(git_ref, template, trigger, prover, grammar))
    }

    /// What the template gives for a ref that the trigger admits, if its place
    /// does not take it.
    pub(crate) fn of(
        git_ref: &GitRef,
        template: &Template,
        trigger: &Trigger,
        prover: &Prover<'_>,
        grammar: Grammar<'_>,
    ) -> Option<Self> {
        // The second set of facts is as long as facts get.
        [(SHA, 1), (LONG_SHA, u64::MAX)].into_iter().find_map(|(sha, number)| {
            let sha = CommitSha::from_static(sha);
            let git_ref = numbered(git_ref.clone(), number);
            let name = git_ref.name().map(RefName::as_str);
            let slug = name.and_then(|name| prover.settings.slug.slug(name));
            let release = match trigger {
                Trigger::Release(filter) => filter.read(name?).ok(),
                _ => None,
            };
            let instant = Timestamp::from_unix(SAMPLE_INSTANT).ok();
            let values = Values {
                git_ref: &git_ref,
                sha: &sha,
                short_sha: prover.settings.short_sha,
                slug: slug.as_ref(),
                release: release.as_ref(),
                head_sha: Some(&sha),
                default_branch: git_ref.name(),
                created: instant,
                committed: instant,
                project: Some("server"),
                project_path: Some("group/server"),
                run_number: Some(number),
                about: About::default(),
                outcome: None,
            };
            let mut text = String::new();
            let mut free = 0;
            let write = |one: &Placeholder, out: &mut String| {
                let start = out.len();
                match values.write(one, out) {
                    // Outside rules what a ref does not have is empty.
                    Err(Absent::OfRef) if matches!(grammar, Grammar::EnvValue) => {}
                    written => written?,
                }
                let value = out.get(start..).unwrap_or_default();
                let holds = grammar.holds().or(prover.shape(one, trigger).any);
                let is_flawed = value.is_empty() || !value.chars().all(|one| holds.contains(one));
                // What is wrong with it is said when a plan is made.
                if one.is_checked_at_plan_time() && is_flawed {
                    return Err(Absent::NotGiven);
                }
                if one.is_checked_at_plan_time() {
                    free += value.len().saturating_sub(prover.shape(one, trigger).most);
                }
                Ok(())
            };
            template.render(&mut text, write).ok()?;
            let refusal = grammar.refusal(&text)?;
            // Nor is it shown that it is too long.
            let is_free = match refusal.kind() {
                NameErrorKind::TooLong { limit } => refusal.input().len() <= limit + free,
                _ => false,
            };
            (!is_free).then_some(Self { git_ref, sha, refusal })
        })
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text());
        write!(f, "{} would give {text}: {}", self.git_ref, self.refusal.finding())
    }
}

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
const LONG_SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1b2c3d8e5f60718293a4b5c";

/// What stands for `*` behind an everyday name: the shortest names that slugs
/// and tags treat differently, then long ones.
const FILLINGS: [&str; 9] = ["a", "", "_", "$(id)", "é", "+", "7", LONG_LETTERS, LONG_HYPHENS];
const BRANCH: &str = "feature/search";
const TAG: &str = "1.0.0";
const LONG_LETTERS: &str = text(&[b'a'; 200]);
const LONG_HYPHENS: &str = text(&[b'-'; 200]);

const fn text(bytes: &'static [u8; 200]) -> &'static str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// Refs for which the trigger fires, the ones to show first in front; with an
/// effort to find one where no everyday name will do.
pub(crate) fn refs(trigger: &Trigger, effort: Option<&Effort>) -> Vec<GitRef> {
    let names_of = |names, everyday| names_of(names, everyday, effort).into_iter();
    match trigger {
        Trigger::Branch(names) => names_of(names, BRANCH).map(GitRef::Branch).collect(),
        Trigger::Tag(names) => names_of(names, TAG).map(GitRef::Tag).collect(),
        Trigger::DefaultBranch => any_branch().map(GitRef::Branch).collect(),
        Trigger::Release(filter) => releases(filter),
        Trigger::PullRequest { target } => {
            let targets = targets(target.as_ref(), effort);
            any_branch().flat_map(|source| into_each(&source, &targets)).collect()
        }
        Trigger::Schedule | Trigger::Any => {
            vec![GitRef::Branch(RefName::from_static("main"))]
        }
    }
}

/// Pull requests from one branch, into those that a trigger takes.
pub(crate) fn pull_requests(
    source: &RefName,
    target: Option<&Names>,
    effort: Option<&Effort>,
) -> Vec<GitRef> {
    into_each(source, &targets(target, effort))
}

fn targets(names: Option<&Names>, effort: Option<&Effort>) -> Vec<Option<RefName>> {
    match names {
        None => vec![None],
        Some(names) => names_of(names, BRANCH, effort).into_iter().map(Some).collect(),
    }
}

fn into_each(source: &RefName, targets: &[Option<RefName>]) -> Vec<GitRef> {
    let into = |target: &Option<RefName>| GitRef::PullRequest {
        number: 1,
        source: source.clone(),
        target: target.clone(),
    };
    targets.iter().map(into).collect()
}

fn numbered(git_ref: GitRef, number: u64) -> GitRef {
    match git_ref {
        GitRef::PullRequest { source, target, .. } => {
            GitRef::PullRequest { number, source, target }
        }
        other => other,
    }
}

fn fillings(everyday: &str) -> impl Iterator<Item = &str> {
    iter::once(everyday).chain(FILLINGS)
}

fn any_branch() -> impl Iterator<Item = RefName> {
    fillings(BRANCH).filter_map(|name| RefName::new(name).ok())
}

/// Everyday names that a trigger takes; where it takes none of them, and there is
/// an effort to make, its shortest.
fn names_of(names: &Names, everyday: &str, effort: Option<&Effort>) -> Vec<RefName> {
    let mut candidates: Vec<String> = Vec::new();
    let any = || fillings(everyday).map(ToOwned::to_owned);
    match names.matching() {
        None => candidates.extend(any()),
        Some(patterns) => {
            for pattern in patterns {
                if let Some(name) = pattern.literal() {
                    candidates.push(name.to_owned());
                } else if let Some(glob) = pattern.glob() {
                    let one = ["a", "/", "_", "é"];
                    candidates.extend(fillings(everyday).flat_map(|run| {
                        let filled = glob.replace('*', run);
                        one.map(|one| filled.replace('?', one))
                    }));
                } else {
                    candidates.extend(any());
                }
            }
        }
    }
    let taken = |name: String| RefName::new(name).ok().filter(|name| names.matches(name.as_str()));
    let found: Vec<RefName> = candidates.into_iter().filter_map(taken).collect();
    match effort {
        Some(effort) if found.is_empty() => {
            effort.begin();
            let shortest = NameAutomaton::new(Some(names), None, effort).shortest();
            shortest.and_then(taken).into_iter().collect()
        }
        _ => found,
    }
}

fn releases(filter: &ReleaseFilter) -> Vec<GitRef> {
    let versions: &[&str] = match filter.prerelease {
        PrereleaseFilter::No => &["1.0.0"],
        PrereleaseFilter::Only => &["1.0.0-rc.1"],
        PrereleaseFilter::Any => &["1.0.0", "1.0.0-rc.1"],
    };
    // The largest numbers that SemVer's usual readers take.
    let large = "18446744073709551615.18446744073709551615.18446744073709551615";
    let suffix = if filter.prerelease == PrereleaseFilter::Only { "-rc.1" } else { "" };
    versions
        .iter()
        .map(|version| alloc::format!("{}{version}", filter.prefix))
        .chain([alloc::format!("{}{large}{suffix}", filter.prefix)])
        .filter_map(|name| RefName::new(name).ok().map(GitRef::Tag))
        .collect()
}
