use alloc::vec::Vec;
use core::fmt;

use crate::name::{Event, Quoted, RefKind, RefName, Shown};
use crate::policy::{
    BuildMetadata, NoRelease, Pattern, Prefix, PrereleaseFilter, ReleaseFilter, VersionScheme,
};

/// Why a rule does not apply to a context.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SkipReason<'a> {
    Not(RefKind),
    Default,
    NotDefault(&'a RefName),
    NoMatch(Compared<'a>, &'a [Pattern]),
    Exception(Compared<'a>, &'a Pattern),
    Release(NotRelease<'a>),
    /// The git tag is this version, but the rule matches only git tags that are not
    /// versions.
    Version(&'a str),
    Event(Event),
    /// No event that the rule matches starts a pipeline for such a ref.
    NoEvent(RefKind),
    Fork(bool),
    Protected(bool),
}

/// Why a git tag of a project is not one of the releases that a filter accepts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotRelease<'a> {
    pub(crate) filter: &'a ReleaseFilter,
    pub(crate) git_tag: &'a str,
    pub(crate) project: &'a str,
    pub(crate) reason: NoRelease<'a>,
}

impl NotRelease<'_> {
    /// The key of the filter that would let it accept the git tag.
    fn remedy(&self) -> Option<&'static str> {
        let with = |scheme, prefixes: &[Prefix]| {
            let filter = ReleaseFilter { scheme, prefixes: prefixes.into(), ..*self.filter };
            filter.read(self.git_tag, self.project).is_ok()
        };
        // Only SemVer versions have build metadata and prereleases after a hyphen.
        let is_plain = self.filter.prerelease == PrereleaseFilter::Exclude
            && self.filter.build == BuildMetadata::Keep;
        match self.reason {
            NoRelease::Prefix if with(self.filter.scheme, &[Prefix::literal("")]) => {
                Some("prefix = \"\"")
            }
            NoRelease::Version(..)
                if is_plain && with(VersionScheme::Dotted, &self.filter.prefixes) =>
            {
                Some("scheme = \"dotted\"")
            }
            _ => None,
        }
    }
}

impl fmt::Display for NotRelease<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { filter, project, reason, .. } = self;
        let scheme = match filter.scheme {
            VersionScheme::SemVer => "SemVer",
            VersionScheme::Dotted => "dotted",
            VersionScheme::Pep440 => "PEP 440",
        };
        match reason {
            NoRelease::Prefix => {
                f.write_str("does not begin with ")?;
                let mut separator = "";
                for prefix in filter.prefixes.iter().take(SHOWN_PATTERNS) {
                    write!(f, "{separator}{}", Quoted(&prefix.text(project)))?;
                    separator = " or ";
                }
                let are_more = filter.prefixes.len() > SHOWN_PATTERNS;
                f.write_str(if are_more { " or others" } else { "" })
            }
            NoRelease::Version("", why) => write!(f, "not a {scheme} version: {why}"),
            NoRelease::Version(prefix, why) => {
                write!(f, "not a {scheme} version after {}: {why}", Quoted(prefix))
            }
            NoRelease::Prerelease => f.write_str("a prerelease"),
            NoRelease::Final => f.write_str("not a prerelease"),
        }
    }
}

/// The subject of a name that no pattern matches.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Compared<'a> {
    Ref,
    Source(&'a str),
    Target(&'a str),
    Project(&'a str),
    /// Empty for a build without a variant.
    Variant(&'a str),
}

impl fmt::Display for SkipReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Not(kind) => write!(f, "not {kind}"),
            Self::Default => f.write_str("the default branch"),
            Self::NotDefault(default) => {
                write!(f, "not the default branch {}", Quoted(default.as_str()))
            }
            Self::NoMatch(subject, patterns) => {
                write!(f, "{subject}does not match ")?;
                let mut separator = "";
                for pattern in patterns.iter().take(SHOWN_PATTERNS) {
                    write!(f, "{separator}{}", Shown(pattern.source()))?;
                    separator = " or ";
                }
                if patterns.len() > SHOWN_PATTERNS { f.write_str(" or others") } else { Ok(()) }
            }
            Self::Exception(Compared::Ref, pattern) => {
                write!(f, "excepted by {}", Shown(pattern.source()))
            }
            Self::Exception(subject, pattern) => {
                write!(f, "{subject}is excepted by {}", Shown(pattern.source()))
            }
            Self::Release(not) => match not.remedy() {
                Some(key) => write!(f, "{not} (release = {{ {key} }} would match it)"),
                None => not.fmt(f),
            },
            Self::Version(version) => write!(f, "the version {}", Quoted(version)),
            Self::Event(event) => write!(f, "the event is {event}"),
            Self::NoEvent(kind) => write!(f, "no such event starts a pipeline for {kind}"),
            Self::Fork(true) => f.write_str("from a fork"),
            Self::Fork(false) => f.write_str("not from a fork"),
            Self::Protected(true) => f.write_str("protected"),
            Self::Protected(false) => f.write_str("not protected"),
        }
    }
}

impl fmt::Display for Compared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ref => Ok(()),
            Self::Source(name) => write!(f, "source branch {} ", Quoted(name)),
            Self::Target(name) => write!(f, "target branch {} ", Quoted(name)),
            Self::Project(name) => write!(f, "project {} ", Quoted(name)),
            Self::Variant("") => f.write_str("a build without a variant "),
            Self::Variant(name) => write!(f, "variant {} ", Quoted(name)),
        }
    }
}

/// The greatest number of patterns of one rule, and of rules, in a message.
const SHOWN_PATTERNS: usize = 4;
const SHOWN_RULES: usize = 16;

/// Displays the rules that do not apply, grouped by reason:
/// `main, feature: not a branch; release: does not match v*`.
pub(crate) struct SkippedRules<'a>(pub(crate) Vec<(&'a str, SkipReason<'a>)>);

impl fmt::Display for SkippedRules<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rules = self.0.iter().take(SHOWN_RULES).peekable();
        while let Some((name, why)) = rules.next() {
            write!(f, "{}", Shown(name))?;
            let Some((_, next)) = rules.peek() else {
                write!(f, ": {why}")?;
                break;
            };
            // Reasons are compared as they are displayed.
            if alloc::format!("{why}") == alloc::format!("{next}") {
                f.write_str(", ")?;
            } else {
                write!(f, ": {why}; ")?;
            }
        }
        match self.0.len().saturating_sub(SHOWN_RULES) {
            0 => Ok(()),
            1 => f.write_str("; and 1 more rule"),
            more => write!(f, "; and {more} more rules"),
        }
    }
}
