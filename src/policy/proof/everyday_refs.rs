use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::iter;

use crate::name::{GitRef, RefName};
use crate::policy::document::PrereleaseFilter;
use crate::policy::language::{Effort, NameAutomaton};
use crate::policy::names::Names;
use crate::policy::release::ReleaseFilter;
use crate::policy::trigger::Trigger;

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
