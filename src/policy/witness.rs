use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::{fmt, iter};

use super::document::PrereleaseFilter;
use super::names::Names;
use super::placeholder::Placeholder;
use super::proof::Prover;
use super::release::ReleaseFilter;
use super::template::Template;
use super::trigger::Trigger;
use super::values::{About, Absent, Values};
use crate::name::{CommitSha, GitRef, NameError, Quoted, RefName, Tag, Timestamp, is_inner_of_tag};

/// A context that shows why a policy was refused: for this ref, the template
/// would give this text, and that is no tag.
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

    /// Returns the text that the template gives, which is no legal tag.
    #[must_use]
    pub fn text(&self) -> &str {
        self.refusal.input()
    }

    /// Returns why it is no legal tag.
    #[must_use]
    pub fn refusal(&self) -> &NameError {
        &self.refusal
    }

    /// Looks for a context that the trigger admits and for which the template,
    /// with the longest suffix of an image, gives no legal tag.
    pub(crate) fn find(
        template: &Template,
        trigger: &Trigger,
        prover: &Prover<'_>,
    ) -> Option<Self> {
        // The second set of facts is as long as facts get.
        let facts = [(SHA, 1), (LONG_SHA, u64::MAX)];
        refs(trigger).into_iter().find_map(|git_ref| {
            facts.iter().find_map(|(sha, number)| {
                let sha = CommitSha::from_static(sha);
                let git_ref = numbered(git_ref.clone(), *number);
                let slug = git_ref.name().and_then(|name| prover.slug.slug(name.as_str()));
                let release = match (trigger, &git_ref) {
                    (Trigger::Release(filter), GitRef::Tag(name)) => {
                        filter.read(name.as_str()).ok()
                    }
                    _ => None,
                };
                let instant = Timestamp::from_unix(INSTANT).ok();
                let values = Values {
                    git_ref: &git_ref,
                    sha: &sha,
                    short_sha: prover.short_sha,
                    slug: slug.as_ref(),
                    release: release.as_ref(),
                    head_sha: Some(&sha),
                    default_branch: git_ref.name(),
                    created: instant,
                    committed: instant,
                    project: Some("server"),
                    project_path: None,
                    run_number: Some(*number),
                    about: About::default(),
                    outcome: None,
                };
                let mut text = String::new();
                template.render(&mut text, |one, out| write(one, &values, out)).ok()?;
                let longest = text.clone() + prover.suffix;
                let refusal = Tag::new(text).err().or_else(|| Tag::new(longest).err())?;
                Some(Self { git_ref: git_ref.clone(), sha, refusal })
            })
        })
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text());
        write!(f, "{} would give {text}: {}", self.git_ref, self.refusal.finding())
    }
}

/// Appends the value of a placeholder. Where it is checked when a plan is made,
/// only one that a tag can hold shows a flaw of the template.
fn write(one: &Placeholder, values: &Values<'_>, out: &mut String) -> Result<(), Absent> {
    let start = out.len();
    values.write(one, out)?;
    let value = out.get(start..).unwrap_or_default();
    match one {
        Placeholder::GitTag | Placeholder::Version | Placeholder::Prerelease
            if value.is_empty() || !value.bytes().all(is_inner_of_tag) =>
        {
            Err(Absent::OfRef)
        }
        _ => Ok(()),
    }
}

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
const LONG_SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1b2c3d8e5f60718293a4b5c";

/// 2026-03-18T09:00:00Z
const INSTANT: i64 = 1_773_824_400;

/// What stands for `*` behind an everyday name: the shortest names that slugs
/// and tags treat differently, then long ones.
const FILLINGS: [&str; 8] = ["a", "", "_", "é", "+", "7", LONG_LETTERS, LONG_HYPHENS];
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

/// Refs for which the trigger fires, the ones to show first in front.
fn refs(trigger: &Trigger) -> Vec<GitRef> {
    match trigger {
        Trigger::Branch(names) => names_of(names, BRANCH).into_iter().map(GitRef::Branch).collect(),
        Trigger::Tag(names) => names_of(names, TAG).into_iter().map(GitRef::Tag).collect(),
        Trigger::DefaultBranch => any_branch().map(GitRef::Branch).collect(),
        Trigger::Release(filter) => releases(filter),
        Trigger::PullRequest { target } => {
            let targets = match target {
                None => vec![None],
                Some(names) => names_of(names, BRANCH).into_iter().map(Some).collect(),
            };
            let from = |source: RefName| {
                let pull_request =
                    |target: &Option<RefName>| pull_request(source.clone(), target.clone());
                targets.iter().map(pull_request).collect::<Vec<_>>()
            };
            any_branch().flat_map(from).collect()
        }
        Trigger::Schedule | Trigger::Any => {
            vec![GitRef::Branch(RefName::from_static("main"))]
        }
    }
}

fn pull_request(source: RefName, target: Option<RefName>) -> GitRef {
    GitRef::PullRequest { number: 1, source, target }
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

fn names_of(names: &Names, everyday: &str) -> Vec<RefName> {
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
    candidates
        .into_iter()
        .filter(|name| names.matches(name))
        .filter_map(|name| RefName::new(name).ok())
        .collect()
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
