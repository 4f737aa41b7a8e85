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

/// Refs that a trigger takes and that have these facts, those that read best first;
/// with an effort to find one where no everyday name will do.
///
/// There is none where two facts contradict each other, or no name was found.
pub(crate) fn example_refs(
    trigger: &Trigger,
    facts: &Facts,
    effort: Option<&Effort>,
) -> Vec<GitRef> {
    let names_of = |names, kind| names_of(names, kind, effort);
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
/// place of their wildcards; where those are less than two, and there is an effort to
/// make, also the two shortest.
fn names_of(names: Option<&Names>, kind: &Kind, effort: Option<&Effort>) -> Vec<RefName> {
    let is_taken = |name: &str| names.is_none_or(|names| names.matches(name));
    let best = kind.names.iter().copied().flatten().find(|name| is_taken(name));
    let globs: Vec<&str> = match names.and_then(Names::matching) {
        None => vec!["*"],
        Some(all) => all.iter().map(|one| one.literal().or(one.glob()).unwrap_or("*")).collect(),
    };
    let mut found: Vec<RefName> = Vec::new();
    let add = |found: &mut Vec<RefName>, name: &str| {
        if is_taken(name) && found.iter().all(|earlier| earlier != name) {
            found.extend(RefName::new(name));
        }
    };
    if let Some(name) = best {
        add(&mut found, name);
    }
    for glob in globs {
        // What replaces nothing need not be tried twice.
        let all_of = |wildcard| if glob.contains(wildcard) { usize::MAX } else { 1 };
        for run in kind.fillings.iter().chain(&FILLINGS).take(all_of('*')) {
            let filled = glob.replace('*', run);
            for one in ["1", "/", "_", "é"].iter().take(all_of('?')) {
                add(&mut found, &filled.replace('?', one));
            }
        }
    }
    if let (Some(names), Some(effort), 0 | 1) = (names, effort, found.len()) {
        if !names.are_listed() {
            effort.begin();
            let examples = NameAutomaton::new(Some(names), None, effort).examples();
            for name in examples {
                add(&mut found, &name);
            }
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
