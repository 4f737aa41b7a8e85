use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

use semver::Version;

use crate::name::{GitRef, RefKind, RefName};
use crate::policy::language::{Effort, NameAutomaton};
use crate::policy::{Conditions, PrereleaseFilter, ReleaseFilter, Rule, VersionScheme, everyday};

/// The git tags that a rule takes, seen as versions.
///
/// Versions that one reads every day are tried first, behind `v` and nothing. What they
/// do not show is searched: all texts behind which the patterns take a version, and
/// behind each the shortest versions.
pub(crate) struct GitTags<'a> {
    conditions: &'a Conditions,
    effort: &'a Effort,
    prefixes: OnceCell<Vec<String>>,
    gave_up: Cell<bool>,
}

/// From one git tag, to the other.
type Pair = [String; 2];

/// More prefixes than patterns of people have.
const MOST_PREFIXES: usize = 16;

impl<'a> GitTags<'a> {
    /// `None` for a rule that is not for git tags.
    pub(crate) fn of(rule: &'a Rule, effort: &'a Effort) -> Option<Self> {
        let conditions = &rule.conditions;
        let is_of_git_tags = conditions.are_for(RefKind::Tag);
        let (prefixes, gave_up) = (OnceCell::new(), Cell::new(false));
        is_of_git_tags.then_some(Self { conditions, effort, prefixes, gave_up })
    }

    /// The pairs of these versions of which it takes both, with one prefix; then what
    /// `search` finds, if the rule has patterns.
    pub(crate) fn pairs<'p>(
        &'p self,
        versions: &'p [[&str; 2]],
        search: impl FnOnce(&Self) -> Vec<Pair> + 'p,
    ) -> impl Iterator<Item = Pair> + 'p {
        let with = |prefix: String| {
            let named = move |version: &str| format!("{prefix}{version}");
            versions.iter().map(move |pair| pair.map(&named))
        };
        let usual = match self.conditions.release() {
            Some(filter) => prefixes(filter),
            None => Vec::from(["v".into(), String::new()]),
        };
        let others = core::iter::once_with(|| self.prefixes().to_vec()).flatten();
        let searched = core::iter::once_with(move || search(self)).flatten();
        let all = usual.into_iter().chain(others).flat_map(with).chain(searched);
        all.filter(|pair| pair.iter().all(|tag| self.takes(tag)))
    }

    /// Each of the shortest final releases with each of the shortest prereleases.
    pub(crate) fn finals_and_prereleases(&self) -> Vec<Pair> {
        let prereleases = self.releases(PrereleaseFilter::Only).into_iter();
        self.finals_with(&prereleases.map(|(tag, _)| tag).collect::<Vec<_>>())
    }

    /// The shortest final releases, each with git tags that are no version at all.
    pub(crate) fn finals_and_others(&self) -> Vec<Pair> {
        let mut others = self.search(None, NameAutomaton::examples);
        others.retain(|tag| tag.char_indices().all(|(start, _)| version(tag, start).is_none()));
        self.finals_with(&others)
    }

    /// Two releases of one kind, of which the second is older.
    pub(crate) fn newer_and_older(&self) -> Vec<Pair> {
        let of = |kind| {
            let mut all = self.releases(kind);
            all.sort_by(|(_, left), (_, right)| right.cmp_precedence(left));
            let mut all = all.into_iter();
            let newest = all.next()?;
            let older = all.clone().find(|(_, one)| one.cmp_precedence(&newest.1).is_lt());
            // The two that were found may be builds of one version.
            self.gave_up.set(self.gave_up() || older.is_none() && all.next().is_some());
            Some([newest.0, older?.0])
        };
        [PrereleaseFilter::Exclude, PrereleaseFilter::Only].into_iter().filter_map(of).collect()
    }

    fn finals_with(&self, others: &[String]) -> Vec<Pair> {
        let finals = self.releases(PrereleaseFilter::Exclude).into_iter();
        let with_each =
            |(tag, _): (String, _)| others.iter().map(move |other| [tag.clone(), other.clone()]);
        finals.flat_map(with_each).collect()
    }

    /// Whether a search was given up.
    pub(crate) fn gave_up(&self) -> bool {
        self.gave_up.get() || self.effort.is_spent()
    }

    /// The texts behind which the patterns take a version.
    fn prefixes(&self) -> &[String] {
        self.prefixes.get_or_init(|| {
            if let Some(filter) = self.conditions.release() {
                return prefixes(filter);
            }
            let found = self.search(None, |names| names.version_prefixes(MOST_PREFIXES));
            self.gave_up.set(self.gave_up() || found.len() == MOST_PREFIXES);
            found
        })
    }

    /// The two shortest releases of a kind behind each prefix.
    fn releases(&self, prerelease: PrereleaseFilter) -> Vec<(String, Version)> {
        let prefixes = self.prefixes().iter();
        let all = prefixes.flat_map(|prefix| {
            let sort = ReleaseFilter::of(prefix, VersionScheme::SemVer, prerelease);
            let found = self.search(Some(&sort), NameAutomaton::examples).into_iter();
            found.filter_map(|tag| Some((version(&tag, prefix.len())?, tag)))
        });
        all.map(|(version, tag)| (tag, version)).collect()
    }

    /// Asks the names of the patterns; there is nothing to find where the rule says
    /// itself which versions it takes.
    fn search(
        &self,
        sort: Option<&ReleaseFilter>,
        ask: impl FnOnce(&mut NameAutomaton) -> Vec<String>,
    ) -> Vec<String> {
        let names = self.conditions.tag_names();
        if names.is_none() && self.conditions.release().is_some() {
            return Vec::new();
        }
        self.effort.begin();
        let mut names = NameAutomaton::new(names, sort, self.effort);
        let found = ask(&mut names);
        self.gave_up.set(self.gave_up() || !names.is_exact());
        found
    }

    fn takes(&self, tag: &str) -> bool {
        let patterns = self.conditions.pattern_count();
        let is_taken = |name| self.conditions.takes(&GitRef::Tag(name));
        self.effort.spend(1 + patterns) && RefName::new(tag).is_ok_and(is_taken)
    }
}

fn prefixes(filter: &ReleaseFilter) -> Vec<String> {
    filter.prefixes.iter().map(|prefix| prefix.text(everyday::PROJECT).into()).collect()
}

fn version(tag: &str, start: usize) -> Option<Version> {
    Version::parse(tag.get(start..)?).ok()
}
