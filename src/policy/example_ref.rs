use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::name::{GitRef, RefKind, RefName};
use crate::policy::captured_names::names_capturing;
use crate::policy::conditions::Conditions;
use crate::policy::everyday;
use crate::policy::example_project::example_project;
use crate::policy::example_version::example_versions;
use crate::policy::fact::Fact;
use crate::policy::language::{Effort, Facts, NameAutomaton};
use crate::policy::names::Names;
use crate::policy::pattern::Pattern;
use crate::policy::release::ReleaseFilter;

/// Where example refs are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Looks {
    AtEverydayNames,
    /// Also among all names that the patterns take, where everyday ones will not do.
    Everywhere,
}

/// Refs that a rule admits and that have these facts, those that read best first.
///
/// There is none where two facts contradict each other, or no name was found.
pub(crate) fn example_refs(
    conditions: &Conditions,
    facts: &Facts,
    looks: Looks,
    effort: &Effort,
) -> Vec<GitRef> {
    let name = facts.of(Fact::Name);
    let found = |common| match (&name, conditions.release()) {
        (Some(name), _) => RefName::new(name.as_str()).into_iter().collect(),
        (None, _) if facts.tell_captures() => names_capturing(conditions, facts, effort),
        (None, Some(filter)) => releases(conditions, filter, facts, looks, effort),
        // Nothing of a name is known where a rule admits several kinds of refs.
        (None, None) if !conditions.has_one_kind() => most_usual(common),
        (None, None) => {
            let no_release = conditions.no_release();
            names_of(conditions.names(), no_release, common, looks, effort)
        }
    };
    let of_kind = |kind| -> Vec<GitRef> {
        match kind {
            RefKind::Branch => found(&BRANCHES).into_iter().map(GitRef::Branch).collect(),
            RefKind::Tag => found(&TAGS).into_iter().map(GitRef::Tag).collect(),
            RefKind::PullRequest => {
                let targets: Vec<_> = match conditions.target() {
                    Some(names) => names_of(Some(names), None, &BRANCHES, looks, effort)
                        .into_iter()
                        .map(Some)
                        .collect(),
                    None => vec![None],
                };
                let of = |source: RefName| {
                    targets.iter().map(move |target| GitRef::PullRequest {
                        number: 1,
                        source: source.clone(),
                        target: target.clone(),
                    })
                };
                found(&BRANCHES).into_iter().flat_map(of).collect()
            }
            RefKind::Detached if name.is_none() => vec![GitRef::Detached],
            RefKind::Detached => Vec::new(),
        }
    };
    // A regex that is not followed was taken for any name.
    conditions.kinds().iter().flat_map(of_kind).filter(|one| conditions.takes(one)).collect()
}

fn most_usual(common: &KindOfRef) -> Vec<RefName> {
    common.usual.iter().take(2).map(|name| RefName::from_static(name)).collect()
}

/// How refs of one kind are called.
struct KindOfRef {
    /// From the best on.
    names: &'static [&'static [&'static str]],
    /// The most usual of all.
    usual: &'static [&'static str],
    /// What reads well in place of `*`.
    fillings: &'static [&'static str],
}

const BRANCHES: KindOfRef = KindOfRef {
    names: &[&everyday::BRANCHES, &everyday::DEFAULT_BRANCHES],
    usual: &everyday::DEFAULT_BRANCHES,
    fillings: &["search", "feature/search"],
};
const TAGS: KindOfRef = KindOfRef {
    names: &[&everyday::RELEASES, &everyday::OTHER_TAGS],
    usual: &everyday::RELEASES,
    fillings: &["1.0.0"],
};

/// Names that are taken: the best that people use, then the patterns with something in
/// place of their wildcards; where those are less than two, and it is looked everywhere,
/// also the two shortest.
fn names_of(
    names: Option<&Names>,
    no_release: Option<&ReleaseFilter>,
    kind: &KindOfRef,
    looks: Looks,
    effort: &Effort,
) -> Vec<RefName> {
    // What comparing a name with the patterns takes at most.
    let cost = |name: &str| 1 + name.len() * names.map_or(0, Names::length) / COMPARED;
    let taken = |name: &str| {
        let is_taken = effort.spend_alone(cost(name))
            && names.is_none_or(|all| all.matches(name))
            && no_release.is_none_or(|filter| filter.read(name, "").is_err());
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
fn releases(
    conditions: &Conditions,
    filter: &ReleaseFilter,
    facts: &Facts,
    looks: Looks,
    effort: &Effort,
) -> Vec<RefName> {
    let project = filter.has_project().then(|| example_project([Some(conditions), None], effort));
    let project = project.flatten().unwrap_or_default();
    let versions = example_versions(filter, facts);
    let prefixes = filter.prefixes.iter().map(|prefix| prefix.text(&project));
    let git_tags = prefixes.flat_map(|prefix| {
        let followed_by = move |version: &String| RefName::new([&*prefix, version].concat()).ok();
        versions.iter().filter_map(followed_by)
    });
    let mut found: Vec<RefName> = git_tags.collect();
    let Some(names) = conditions.names() else { return found };
    found.retain(|name| conditions.takes_name(name.as_str()));
    if let (Looks::Everywhere, 0 | 1) = (looks, found.len()) {
        effort.begin();
        let examples = NameAutomaton::of(conditions, effort).examples();
        let listed = names.matching().into_iter().flatten().filter_map(Pattern::literal);
        let new = examples.iter().map(String::as_str).chain(listed);
        let new = new.filter(|name| conditions.takes_name(name));
        found.extend(new.filter_map(|name| RefName::new(name).ok()));
        found.dedup();
    }
    found
}

/// The steps for everyday names of one rule. More of them show nothing more.
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
