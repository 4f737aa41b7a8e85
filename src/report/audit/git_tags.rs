use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::name::RefName;
use crate::policy::language::{Effort, NameAutomaton};
use crate::policy::{Names, PrereleaseFilter, ReleaseFilter, Rule, Trigger};

/// The git tags that a rule takes, seen as versions.
///
/// A version that one reads every day is taken before the shortest.
pub(crate) struct GitTags<'a> {
    names: Option<&'a Names>,
    filter: Option<&'a ReleaseFilter>,
    prefixes: Vec<String>,
    effort: &'a Effort,
    gave_up: Cell<bool>,
}

impl<'a> GitTags<'a> {
    /// `None` for a rule that is not for git tags.
    pub(crate) fn of(rule: &'a Rule, effort: &'a Effort) -> Option<Self> {
        let (names, filter, prefixes) = match &rule.trigger {
            Trigger::Tag(names) => (Some(names), None, prefixes(names)),
            Trigger::Release(filter) => (None, Some(filter), Vec::from([filter.prefix.clone()])),
            _ => return None,
        };
        Some(Self { names, filter, prefixes, effort, gave_up: Cell::new(false) })
    }

    /// The pairs of these versions of which it takes both, with one prefix.
    pub(crate) fn pairs(&self, versions: &[[&str; 2]]) -> Vec<[String; 2]> {
        let tags =
            |prefix: &String, pair: &[&str; 2]| pair.map(|version| format!("{prefix}{version}"));
        let all = self
            .prefixes
            .iter()
            .flat_map(|prefix| versions.iter().map(move |pair| tags(prefix, pair)));
        all.filter(|pair| pair.iter().all(|tag| self.takes(tag))).collect()
    }

    /// The shortest final release, and the shortest prerelease, with one prefix.
    pub(crate) fn shortest_pair(&self) -> Option<[String; 2]> {
        self.prefixes.iter().find_map(|prefix| {
            let shortest = |prerelease| {
                let sort = ReleaseFilter { prefix: prefix.clone(), prerelease };
                let found = self.search(Some(&sort)).into_iter().next();
                found.filter(|tag| self.takes(tag))
            };
            Some([shortest(PrereleaseFilter::No)?, shortest(PrereleaseFilter::Only)?])
        })
    }

    /// A final release that it takes, and a git tag that is no version at all.
    pub(crate) fn release_and_other(&self) -> Option<[String; 2]> {
        self.names?;
        let everyday = |text: &str| {
            self.prefixes.iter().map(|prefix| format!("{prefix}{text}")).find(|tag| self.takes(tag))
        };
        let release = everyday("1.2.9").or_else(|| {
            self.prefixes.iter().find_map(|prefix| {
                let sort =
                    ReleaseFilter { prefix: prefix.clone(), prerelease: PrereleaseFilter::No };
                self.search(Some(&sort)).into_iter().find(|tag| self.takes(tag))
            })
        })?;
        let is_other = |tag: &String| self.takes(tag) && !self.is_version(tag);
        let other = everyday("next").or_else(|| self.search(None).into_iter().find(is_other))?;
        Some([release, other])
    }

    /// Whether a search was given up.
    pub(crate) fn gave_up(&self) -> bool {
        self.gave_up.get() || self.effort.is_spent()
    }

    /// The shortest git tags, those alone that are such releases.
    fn search(&self, sort: Option<&ReleaseFilter>) -> Vec<String> {
        self.effort.begin();
        let found = NameAutomaton::new(self.names, sort, self.effort).examples();
        self.gave_up.set(self.gave_up());
        found
    }

    fn takes(&self, tag: &str) -> bool {
        let patterns = self
            .names
            .map_or(0, |names| names.matching().unwrap_or_default().len() + names.except().len());
        self.effort.spend(1 + patterns)
            && RefName::new(tag).is_ok()
            && self.names.is_none_or(|names| names.matches(tag))
            && self.filter.is_none_or(|filter| filter.read(tag).is_ok())
    }

    fn is_version(&self, tag: &str) -> bool {
        self.prefixes.iter().any(|prefix| {
            let prefix = prefix.clone();
            ReleaseFilter { prefix, prerelease: PrereleaseFilter::Any }.read(tag).is_ok()
        })
    }
}

/// What may stand before a version: `v`, nothing, or how the patterns begin.
fn prefixes(names: &Names) -> Vec<String> {
    let is_text = |one: &char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '/' | '@');
    let heads = names.matching().unwrap_or_default().iter().flat_map(|pattern| {
        let source = pattern.source().trim_start_matches(['/', '^', '(']);
        let head: String = source.chars().take_while(is_text).collect();
        let head = head.trim_end_matches(|one: char| one.is_ascii_digit());
        [format!("{head}v"), String::from(head)]
    });
    let mut seen = BTreeSet::new();
    let common = [String::from("v"), String::new()];
    common.into_iter().chain(heads).filter(|prefix| seen.insert(prefix.clone())).collect()
}
