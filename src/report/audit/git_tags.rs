use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};
use core::fmt;

use super::side::Side;
use super::two_versions::{Common, TwoVersions};
use crate::context::CiContext;
use crate::name::{GitRef, Quoted, RefKind, RefName};
use crate::policy::language::{Dfa, Effort, NameAutomaton};
use crate::policy::{Conditions, PrereleaseFilter, ReleaseFilter, Rule, VersionScheme, everyday};

/// The git tags that a rule takes, seen as versions.
///
/// Everyday versions are tried first, because they are the easiest to read. If they show nothing,
/// the names that the patterns match decide. Under a release rule these are versions of its scheme.
/// Otherwise they are SemVer versions, or numbers with dots between them, after any text.
pub(crate) struct GitTags<'a> {
    conditions: &'a Conditions,
    effort: &'a Effort,
    /// The prefixes of SemVer versions, and of numbers with dots between them.
    prefixes: [OnceCell<Vec<String>>; 2],
    gave_up: Cell<bool>,
}

/// What a message says of a rule that can match versions only, and then not all of these refs.
pub(crate) fn only_versions<'c>(
    side: &Side<'_>,
    contexts: impl IntoIterator<Item = &'c CiContext>,
    effort: &Effort,
) -> Option<String> {
    let conditions = &side.rule.conditions;
    if conditions.release().is_some() || conditions.no_release().is_some() {
        return None;
    }
    let versions = GitTags::of(side.rule, effort)?.versions()?;
    let mut names = contexts.into_iter().filter_map(|context| context.git_ref().name());
    names.any(|name| !versions.have(name.as_str())).then(|| {
        format!("take only the git tags that are versions: when = {{ release = {versions} }}")
    })
}

/// Versions of a scheme after a prefix; displayed as the condition `release` that matches them.
pub(crate) struct Versions {
    prefix: String,
    scheme: VersionScheme,
}

impl Versions {
    fn have(&self, git_tag: &str) -> bool {
        git_tag.strip_prefix(&self.prefix).is_some_and(|one| self.scheme.read(one).is_ok())
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = (self.prefix != "v").then(|| format!("prefix = {}", Quoted(&self.prefix)));
        let is_dotted = self.scheme == VersionScheme::Dotted;
        let scheme = is_dotted.then(|| "scheme = \"dotted\"".into());
        let keys: Vec<String> = prefix.into_iter().chain(scheme).collect();
        if keys.is_empty() { f.write_str("{}") } else { write!(f, "{{ {} }}", keys.join(", ")) }
    }
}

/// From one git tag, to the other.
type Pair = [String; 2];

/// More prefixes than the patterns of any real policy have.
const MOST_PREFIXES: usize = 16;

impl<'a> GitTags<'a> {
    /// `None` for a rule that is not for git tags.
    pub(crate) fn of(rule: &'a Rule, effort: &'a Effort) -> Option<Self> {
        let conditions = &rule.conditions;
        let is_of_git_tags = conditions.are_for(RefKind::Tag);
        let (prefixes, gave_up) = Default::default();
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
        // A prefix that extends another one makes names that are not everyday: it comes last.
        let others = move |are_longer: bool| {
            core::iter::once_with(move || {
                let all = self.prefixes_of(VersionScheme::SemVer);
                let is_longer =
                    |one: &String| all.iter().any(|it| it != one && one.starts_with(&**it));
                let others = all.iter().filter(|one| is_longer(one) == are_longer);
                others.cloned().collect::<Vec<_>>()
            })
            .flatten()
        };
        let searched = core::iter::once_with(move || search(self)).flatten();
        let all = usual.into_iter().chain(others(false)).flat_map(with).chain(searched);
        let all = all.chain(others(true).flat_map(with));
        all.filter(|pair| pair.iter().all(|tag| self.takes(tag)))
    }

    /// A final release and a prerelease, for each of what they are to have in common.
    pub(crate) fn finals_and_prereleases(&self, commons: &BTreeSet<Common>) -> Vec<Pair> {
        use PrereleaseFilter::{Exclude, Only};
        if self.conditions.release().is_some() {
            let of = |common: &Common| self.two_versions(*common, &[[Exclude, Only]]);
            return commons.iter().filter_map(of).collect();
        }
        // No tag of such a rule names a part of a version.
        let prerelease = || self.first_of(VersionScheme::SemVer, Only);
        let pair = || Some([self.first_final()?, prerelease()?]);
        pair().into_iter().collect()
    }

    /// Two releases of one kind, of which the second is older, for each of what they are to
    /// have in common.
    pub(crate) fn newer_and_older(&self, commons: &BTreeSet<Common>) -> Vec<Pair> {
        use PrereleaseFilter::{Exclude, Only};
        let of = |common: &Common| self.two_versions(*common, &[[Exclude; 2], [Only; 2]]);
        commons.iter().filter_map(of).collect()
    }

    /// A final release, and a git tag that ends with no version at all.
    pub(crate) fn finals_and_others(&self) -> Vec<Pair> {
        let (None, Some(any)) = (self.conditions.release(), Dfa::of_regex(ANY_VERSION)) else {
            return Vec::new();
        };
        let any = any.complement();
        let others = self.search(None, |names| names.anew().within(any).examples());
        let pair = || Some([self.first_final()?, others.first()?.clone()]);
        pair().into_iter().collect()
    }

    /// A version that is not a prerelease, after any prefix.
    fn first_final(&self) -> Option<String> {
        let schemes = [VersionScheme::SemVer, VersionScheme::Dotted];
        schemes.into_iter().find_map(|scheme| self.first_of(scheme, PrereleaseFilter::Exclude))
    }

    fn first_of(&self, scheme: VersionScheme, prerelease: PrereleaseFilter) -> Option<String> {
        self.prefixes_of(scheme).iter().find_map(|prefix| {
            let filter = ReleaseFilter::of(prefix, scheme, prerelease);
            self.search(Some(&filter), NameAutomaton::examples).into_iter().next()
        })
    }

    /// Two versions of these kinds, the newer first if they are of one.
    fn two_versions(&self, common: Common, kinds: &[[PrereleaseFilter; 2]]) -> Option<Pair> {
        let names = self.conditions.tag_names();
        if let Some(filter) = self.conditions.release() {
            // Everyday versions show it where there are no patterns.
            names?;
            let is_taken = |kind: &PrereleaseFilter| {
                filter.prerelease == PrereleaseFilter::Include || filter.prerelease == *kind
            };
            return kinds.iter().filter(|kinds| kinds.iter().all(is_taken)).find_map(|kinds| {
                self.effort.begin();
                let names = kinds.map(|prerelease| {
                    let filter = ReleaseFilter { prerelease, ..filter.clone() };
                    NameAutomaton::of_releases(self.conditions, &filter, self.effort)
                });
                self.pair_of(names, *kinds, (&prefixes(filter), filter.scheme), common)
            });
        }
        // What is not a SemVer version may still be numbers with dots between them.
        [VersionScheme::SemVer, VersionScheme::Dotted].into_iter().find_map(|scheme| {
            let prefixes = self.prefixes_of(scheme);
            let is_taken = |kind: &PrereleaseFilter| {
                scheme != VersionScheme::Dotted || *kind == PrereleaseFilter::Exclude
            };
            kinds.iter().filter(|kinds| kinds.iter().all(is_taken)).find_map(|kinds| {
                prefixes.iter().find_map(|prefix| {
                    self.effort.begin();
                    let names = kinds.map(|prerelease| {
                        let filter = ReleaseFilter::of(prefix, scheme, prerelease);
                        NameAutomaton::new(names, Some(&filter), self.effort)
                    });
                    let prefix = core::slice::from_ref(prefix);
                    self.pair_of(names, *kinds, (prefix, scheme), common)
                })
            })
        })
    }

    fn pair_of(
        &self,
        names: [NameAutomaton; 2],
        [one, other]: [PrereleaseFilter; 2],
        (prefixes, scheme): (&[String], VersionScheme),
        common: Common,
    ) -> Option<Pair> {
        let is_exact = names.iter().all(NameAutomaton::is_exact);
        let is_of_one_kind = one == other;
        let found = TwoVersions { names, is_of_one_kind, scheme, prefixes }.find(common);
        self.gave_up.set(self.gave_up.get() || !is_exact || found.is_err());
        found.ok().flatten()
    }

    /// The versions of a rule for git tags by their names; `None` if it has none.
    fn versions(&self) -> Option<Versions> {
        let everyday = ["v1.2.9", "1.2.9"].into_iter().find(|one| self.takes(one));
        let version = everyday.map(String::from).or_else(|| self.first_final())?;
        Some(self.versions_like(&version))
    }

    /// Versions such as this git tag: after its prefix, and of its scheme.
    pub(crate) fn versions_like(&self, git_tag: &str) -> Versions {
        let of_scheme = |scheme: VersionScheme| {
            let mut starts = git_tag.char_indices().map(|(start, _)| git_tag.split_at(start));
            let is_whole = |prefix: &str| {
                let before = prefix.strip_suffix('.').unwrap_or(prefix);
                !before.ends_with(|last: char| last.is_ascii_digit())
            };
            let (prefix, _) = starts
                .find(|(prefix, version)| is_whole(prefix) && scheme.read(version).is_ok())?;
            // A date has leading zeros, sooner or later.
            let is_date = scheme == VersionScheme::SemVer && self.take_dates(prefix);
            (!is_date).then(|| Versions { prefix: prefix.into(), scheme })
        };
        let schemes = [VersionScheme::SemVer, VersionScheme::Dotted];
        let usual = || Versions { prefix: "v".into(), scheme: VersionScheme::SemVer };
        schemes.into_iter().find_map(of_scheme).unwrap_or_else(usual)
    }

    /// Whether the rule matches dates after this prefix, but not also every other version.
    fn take_dates(&self, prefix: &str) -> bool {
        const DATES: [&str; 4] = ["2024.03.01", "2024.07.0", "2024.03", "24.04"];
        let is_taken = |version: &str| self.takes(&format!("{prefix}{version}"));
        !is_taken("1.2.9") && DATES.into_iter().any(is_taken)
    }

    /// Whether a search was given up.
    pub(crate) fn gave_up(&self) -> bool {
        self.gave_up.get() || self.effort.is_spent()
    }

    /// The prefixes after which the patterns match a version; those of a release rule, whatever
    /// the scheme is.
    fn prefixes_of(&self, scheme: VersionScheme) -> &[String] {
        let [sem_ver, dotted] = &self.prefixes;
        let known = if scheme == VersionScheme::SemVer { sem_ver } else { dotted };
        known.get_or_init(|| {
            if let Some(filter) = self.conditions.release() {
                return prefixes(filter);
            }
            let found = self.search(None, |names| names.version_prefixes(scheme, MOST_PREFIXES));
            self.gave_up.set(self.gave_up() || found.len() == MOST_PREFIXES);
            found
        })
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

/// Texts that end with a SemVer version, or with numbers and dots between them. Numbers
/// may have any length, and what follows them may have any form.
const ANY_VERSION: &str = r"(?s:.*)[0-9]+(?:(?:\.[0-9]+)+|\.[0-9]+\.[0-9]+[-+][0-9A-Za-z.+-]*)";
