use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use crate::name::{GitRef, RefName};
use crate::policy::document::PrereleaseFilter;
use crate::policy::everyday;
use crate::policy::fact::Fact;
use crate::policy::language::{Effort, Facts, NameAutomaton};
use crate::policy::names::Names;
use crate::policy::release::ReleaseFilter;
use crate::policy::trigger::Trigger;

/// Where example refs are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Looks {
    AtEverydayNames,
    /// Also among all names that the patterns take, where everyday ones will not do.
    Everywhere,
}

/// Refs that a trigger takes and that have these facts, those that read best first.
///
/// There is none where two facts contradict each other, or no name was found.
pub(crate) fn example_refs(
    trigger: &Trigger,
    facts: &Facts,
    looks: Looks,
    effort: &Effort,
) -> Vec<GitRef> {
    let names_of = |names, kind| names_of(names, kind, looks, effort);
    let names = match (facts.of(Fact::Name), trigger) {
        (Some(name), _) => RefName::new(name).into_iter().collect(),
        (None, Trigger::Branch(names)) => names_of(Some(names), &BRANCHES),
        (None, Trigger::Tag(names)) => names_of(Some(names), &TAGS),
        (None, Trigger::Release(filter)) => releases(filter, facts),
        (None, Trigger::DefaultBranch | Trigger::PullRequest { .. }) => names_of(None, &BRANCHES),
        (None, Trigger::Schedule | Trigger::Any) => everyday::DEFAULT_BRANCHES
            .iter()
            .take(2)
            .map(|name| RefName::from_static(name))
            .collect(),
    };
    let targets = match trigger {
        Trigger::PullRequest { target: Some(names) } => {
            names_of(Some(names), &BRANCHES).into_iter().map(Some).collect()
        }
        _ => vec![None],
    };
    let of = |name: RefName, target: &Option<RefName>| match trigger {
        Trigger::Tag(_) | Trigger::Release(_) => GitRef::Tag(name),
        Trigger::PullRequest { .. } => {
            GitRef::PullRequest { number: 1, source: name, target: target.clone() }
        }
        Trigger::Branch(_) | Trigger::DefaultBranch | Trigger::Schedule | Trigger::Any => {
            GitRef::Branch(name)
        }
    };
    let refs = names.iter().flat_map(|name| targets.iter().map(|one| of(name.clone(), one)));
    let detached = facts.of(Fact::Name).is_none().then_some(GitRef::Detached);
    // A regex that is not followed was taken for any name.
    refs.chain(detached).filter(|one| trigger.takes(one)).collect()
}

/// How refs of one kind are called.
struct Kind {
    /// From the best on.
    names: &'static [&'static [&'static str]],
    /// What reads well in place of `*`.
    fillings: &'static [&'static str],
}

const BRANCHES: Kind = Kind {
    names: &[&everyday::BRANCHES, &everyday::DEFAULT_BRANCHES],
    fillings: &["search", "feature/search"],
};
const TAGS: Kind =
    Kind { names: &[&everyday::RELEASES, &everyday::OTHER_TAGS], fillings: &["1.0.0"] };

/// Names that are taken: the best that people use, then the patterns with something in
/// place of their wildcards; where those are less than two, and it is looked everywhere,
/// also the two shortest.
fn names_of(names: Option<&Names>, kind: &Kind, looks: Looks, effort: &Effort) -> Vec<RefName> {
    // What comparing a name with the patterns takes at most.
    let cost = |name: &str| 1 + name.len() * names.map_or(0, Names::length) / COMPARED;
    let taken = |name: &str| {
        let is_taken = effort.spend_alone(cost(name)) && names.is_none_or(|all| all.matches(name));
        is_taken.then(|| RefName::new(name).ok()).flatten()
    };
    let best = kind.names.iter().copied().flatten().find_map(|name| taken(name));
    let patterns = names.and_then(Names::matching);
    let any = patterns.is_none().then_some("*");
    let globs = patterns.unwrap_or_default().iter();
    let globs = any.into_iter().chain(globs.map(|one| one.literal().or(one.glob()).unwrap_or("*")));
    let filled = globs.flat_map(|glob| {
        // What replaces nothing need not be tried twice.
        let all_of = move |wildcard| if glob.contains(wildcard) { usize::MAX } else { 1 };
        let runs = kind.fillings.iter().chain(&FILLINGS).take(all_of('*'));
        runs.flat_map(move |run| {
            let filled = glob.replace('*', run);
            let ones = ["1", "/", "_", "é"].into_iter().take(all_of('?'));
            ones.map(move |one| filled.replace('?', one))
        })
    });
    let mut tried = 0;
    let filled = filled.take_while(|name| {
        tried += cost(name);
        tried <= MOST_TRIED
    });
    let filled = filled.filter_map(|name| taken(&name)).filter(|name| best.as_ref() != Some(name));
    let mut found: Vec<RefName> = best.iter().cloned().chain(filled).collect();
    found.dedup();
    if let (Some(names), Looks::Everywhere, 0 | 1) = (names, looks, found.len()) {
        if !names.are_listed() {
            effort.begin();
            let examples = NameAutomaton::new(Some(names), None, effort).examples();
            let new = examples.iter().filter_map(|name| taken(name));
            let new: Vec<_> = new.filter(|name| !found.contains(name)).collect();
            found.extend(new);
        }
    }
    found
}

/// Releases with these facts; of two, no number that the facts leave open is the same.
fn releases(filter: &ReleaseFilter, facts: &Facts) -> Vec<RefName> {
    // The largest numbers that SemVer's usual readers take.
    const LARGE: &str = "18446744073709551615";
    const SPARE: [[&str; 3]; 3] = [["1", "0", "0"], ["0", "1", "1"], [LARGE; 3]];
    let prerelease = format!("-{}", everyday::PRERELEASE);
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
    let named = |version| RefName::new(format!("{}{version}", filter.prefix)).ok();
    versions.filter_map(named).collect()
}

/// The steps for everyday names of one trigger. More of them show nothing more.
const MOST_TRIED: usize = 5_000;
/// The characters of a name that are compared with characters of patterns in the time
/// of one step.
const COMPARED: usize = 1024;

/// What takes the place of `*` besides: the shortest names that slugs and tags treat
/// differently, then long ones.
const FILLINGS: [&str; 10] =
    ["a", "b", "", "_", "$(id)", "é", "+", "7", LONG_LETTERS, LONG_HYPHENS];
const LONG_LETTERS: &str = text(&[b'a'; 200]);
const LONG_HYPHENS: &str = text(&[b'-'; 200]);

const fn text(bytes: &'static [u8; 200]) -> &'static str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}
