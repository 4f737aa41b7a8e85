use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::iter;

use crate::name::{GitRef, RefName};
use crate::policy::document::PrereleaseFilter;
use crate::policy::fact::Fact;
use crate::policy::language::{Effort, Facts, NameAutomaton, SAMPLE_PRERELEASE};
use crate::policy::names::Names;
use crate::policy::pattern::Pattern;
use crate::policy::release::ReleaseFilter;
use crate::policy::trigger::Trigger;

/// Refs for which a trigger fires and that have these facts, those that read best first.
///
/// There is none where two facts contradict each other, or no name was found.
pub(crate) fn example_refs(trigger: &Trigger, facts: &Facts, effort: &Effort) -> Vec<GitRef> {
    let is_number = |fact: &Fact| facts.of(*fact).is_some();
    match (facts.of(Fact::Name), trigger) {
        (Some(name), _) => refs_named(trigger, &name, effort),
        (None, Trigger::Release(filter)) if NUMBERS.iter().any(is_number) => {
            releases(filter, facts)
        }
        (None, _) => refs(trigger, Looks::Everywhere, effort),
    }
}

/// The refs of this name for which a trigger fires.
pub(crate) fn refs_named(trigger: &Trigger, name: &str, effort: &Effort) -> Vec<GitRef> {
    let Ok(name) = RefName::new(name) else { return Vec::new() };
    let refs = match trigger {
        Trigger::Tag(_) | Trigger::Release(_) => vec![GitRef::Tag(name)],
        Trigger::PullRequest { target } => {
            into_each(&name, &targets(target.as_ref(), Looks::Everywhere, effort))
        }
        Trigger::Branch(_) | Trigger::DefaultBranch | Trigger::Schedule | Trigger::Any => {
            vec![GitRef::Branch(name)]
        }
    };
    // A regex that is not followed was taken for any name.
    refs.into_iter().filter(|one| trigger.takes(one)).collect()
}

/// Refs with everyday names for which a trigger fires, the ones to show first in
/// front.
pub(crate) fn everyday_refs(trigger: &Trigger, effort: &Effort) -> Vec<GitRef> {
    refs(trigger, Looks::AtEverydayNames, effort)
}

/// Where refs are looked for.
#[derive(Clone, Copy)]
enum Looks {
    AtEverydayNames,
    /// Also among all names that the patterns take, where everyday ones will not do.
    Everywhere,
}

fn refs(trigger: &Trigger, looks: Looks, effort: &Effort) -> Vec<GitRef> {
    let names_of = |names, everyday| names_of(names, everyday, looks, effort).into_iter();
    let branch = |name| GitRef::Branch(RefName::from_static(name));
    match trigger {
        Trigger::Branch(names) => names_of(names, BRANCH).map(GitRef::Branch).collect(),
        Trigger::Tag(names) => names_of(names, TAG).map(GitRef::Tag).collect(),
        Trigger::DefaultBranch => any_branch().map(GitRef::Branch).collect(),
        Trigger::Release(filter) => releases(filter, &Facts::default()),
        Trigger::PullRequest { target } => {
            let targets = targets(target.as_ref(), looks, effort);
            any_branch().flat_map(|source| into_each(&source, &targets)).collect()
        }
        Trigger::Schedule => vec![branch("main"), branch("trunk")],
        Trigger::Any => vec![branch("main"), branch("trunk"), GitRef::Detached],
    }
}

fn targets(names: Option<&Names>, looks: Looks, effort: &Effort) -> Vec<Option<RefName>> {
    match names {
        None => vec![None],
        Some(names) => names_of(names, BRANCH, looks, effort).into_iter().map(Some).collect(),
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

/// Everyday names that a trigger takes; where it takes less than two of them, and it is
/// looked everywhere, first the two shortest.
fn names_of(names: &Names, everyday: &str, looks: Looks, effort: &Effort) -> Vec<RefName> {
    let any = || fillings(everyday).map(ToOwned::to_owned).collect::<Vec<_>>();
    let of_pattern = |pattern: &Pattern| match (pattern.literal(), pattern.glob()) {
        (Some(name), _) => vec![name.to_owned()],
        (None, Some(glob)) => {
            let ones = ["a", "/", "_", "é"];
            let ones = ones.get(..if glob.contains('?') { ones.len() } else { 1 });
            let all = fillings(everyday).flat_map(|run| {
                let filled = glob.replace('*', run);
                ones.into_iter().flatten().map(move |one| filled.replace('?', one))
            });
            all.collect()
        }
        (None, None) => any(),
    };
    let without_patterns = if names.matching().is_none() { any() } else { Vec::new() };
    let candidates = names.matching().unwrap_or_default().iter().flat_map(of_pattern);
    // What comparing a name with the patterns takes at most.
    let cost = |name: &str| 1 + name.len() * names.length() / COMPARED;
    let mut tried = 0;
    let candidates = without_patterns.into_iter().chain(candidates).take_while(|name| {
        tried += cost(name);
        tried <= MOST_TRIED
    });
    let taken = |name: String| {
        let name = RefName::new(name).ok()?;
        let is_taken = effort.spend_alone(cost(name.as_str())) && names.matches(name.as_str());
        is_taken.then_some(name)
    };
    let mut found: Vec<RefName> = candidates.filter_map(taken).collect();
    found.dedup();
    match looks {
        Looks::Everywhere if found.len() < 2 && !names.are_listed() => {
            effort.begin();
            let examples = NameAutomaton::new(Some(names), None, effort).examples();
            examples.into_iter().filter_map(taken).chain(found).collect()
        }
        _ => found,
    }
}

/// Releases with these facts; of two, no number that the facts leave open is the same.
fn releases(filter: &ReleaseFilter, facts: &Facts) -> Vec<GitRef> {
    // The largest numbers that SemVer's usual readers take.
    const LARGE: &str = "18446744073709551615";
    const SPARE: [[&str; 3]; 3] = [["1", "0", "0"], ["0", "1", "1"], [LARGE; 3]];
    let prerelease = format!("-{SAMPLE_PRERELEASE}");
    let kinds: &[&str] = match filter.prerelease {
        PrereleaseFilter::No => &[""],
        PrereleaseFilter::Only => &[&prerelease],
        PrereleaseFilter::Any => &["", &prerelease],
    };
    let versions = SPARE.iter().flat_map(|[major, minor, patch]| {
        let number = |fact, spare: &str| facts.of(fact).unwrap_or_else(|| spare.into());
        let [major, minor, patch] =
            [(Fact::Major, major), (Fact::Minor, minor), (Fact::Patch, patch)]
                .map(|(fact, spare)| number(fact, spare));
        kinds.iter().map(move |kind| format!("{major}.{minor}.{patch}{kind}"))
    });
    versions
        .filter_map(|version| RefName::new(format!("{}{version}", filter.prefix)).ok())
        .map(GitRef::Tag)
        .collect()
}

/// The steps for everyday names of one trigger. More of them show nothing more.
const MOST_TRIED: usize = 5_000;
/// The characters of a name that are compared with characters of patterns in the time
/// of one step.
const COMPARED: usize = 1024;

/// What stands for `*` behind an everyday name: the shortest names that slugs
/// and tags treat differently, then long ones.
const FILLINGS: [&str; 10] =
    ["a", "b", "", "_", "$(id)", "é", "+", "7", LONG_LETTERS, LONG_HYPHENS];
const NUMBERS: [Fact; 3] = [Fact::Major, Fact::Minor, Fact::Patch];
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
