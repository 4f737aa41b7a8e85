use alloc::vec::Vec;
use core::fmt;

use crate::context::{CiContext, Event};
use crate::name::{GitRef, Quoted, RefName, Shown};
use crate::policy::{Names, NoRelease, Pattern, Release, ReleaseFilter, Trigger};

/// What a trigger makes of a context.
#[derive(Debug)]
pub(crate) enum Firing<'a> {
    Fires(Option<Release<'a>>),
    Skipped(SkipReason<'a>),
    /// The context leaves out the fact that decides.
    Unknown(&'static str),
}

/// Why a rule did not fire.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SkipReason<'a> {
    NotBranch,
    NotTag,
    NotPullRequest,
    NotScheduled,
    NotDefault(&'a RefName),
    NoMatch(&'a [Pattern]),
    Exception(&'a Pattern),
    Target(&'a RefName),
    Release(&'a ReleaseFilter, NoRelease),
}

impl<'a> Firing<'a> {
    pub(crate) fn of(trigger: &'a Trigger, context: &'a CiContext) -> Self {
        match (trigger, context.git_ref()) {
            (Trigger::Any, _) => Self::Fires(None),
            (Trigger::Schedule, _) if context.event() == Some(Event::Schedule) => Self::Fires(None),
            (Trigger::Schedule, _) => Self::Skipped(SkipReason::NotScheduled),
            (Trigger::Branch(names), GitRef::Branch(name))
            | (Trigger::Tag(names), GitRef::Tag(name)) => match unmatched(names, name) {
                None => Self::Fires(None),
                Some(why) => Self::Skipped(why),
            },
            (Trigger::DefaultBranch, GitRef::Branch(name)) => match context.default_branch() {
                None => Self::Unknown("default_branch"),
                Some(default) if default == name => Self::Fires(None),
                Some(default) => Self::Skipped(SkipReason::NotDefault(default)),
            },
            (Trigger::Release(filter), GitRef::Tag(name)) => match filter.read(name.as_str()) {
                Ok(release) => Self::Fires(Some(release)),
                Err(reason) => Self::Skipped(SkipReason::Release(filter, reason)),
            },
            (Trigger::PullRequest { target: None }, GitRef::PullRequest { .. }) => {
                Self::Fires(None)
            }
            (Trigger::PullRequest { target: Some(names) }, GitRef::PullRequest { target, .. }) => {
                match target {
                    None => Self::Unknown("target"),
                    Some(target) if names.matches(target.as_str()) => Self::Fires(None),
                    Some(target) => Self::Skipped(SkipReason::Target(target)),
                }
            }
            (Trigger::Branch(_) | Trigger::DefaultBranch, _) => {
                Self::Skipped(SkipReason::NotBranch)
            }
            (Trigger::Tag(_) | Trigger::Release(_), _) => Self::Skipped(SkipReason::NotTag),
            (Trigger::PullRequest { .. }, _) => Self::Skipped(SkipReason::NotPullRequest),
        }
    }
}

fn unmatched<'a>(names: &'a Names, name: &RefName) -> Option<SkipReason<'a>> {
    let name = name.as_str();
    if names.matches(name) {
        return None;
    }
    Some(match (names.exception(name), names.matching()) {
        (Some(exception), _) => SkipReason::Exception(exception),
        (None, patterns) => SkipReason::NoMatch(patterns.unwrap_or_default()),
    })
}

impl fmt::Display for SkipReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBranch => f.write_str("not a branch"),
            Self::NotTag => f.write_str("not a git tag"),
            Self::NotPullRequest => f.write_str("not a pull request"),
            Self::NotScheduled => f.write_str("not scheduled"),
            Self::NotDefault(default) => {
                write!(f, "not the default branch {}", Quoted(default.as_str()))
            }
            Self::NoMatch(patterns) => {
                f.write_str("does not match ")?;
                let mut separator = "";
                for pattern in patterns.iter().take(SHOWN_PATTERNS) {
                    write!(f, "{separator}{}", Shown(pattern.source()))?;
                    separator = " or ";
                }
                if patterns.len() > SHOWN_PATTERNS { f.write_str(" or others") } else { Ok(()) }
            }
            Self::Exception(pattern) => {
                write!(f, "excepted by {}", Shown(pattern.source()))
            }
            Self::Target(target) => {
                write!(f, "not aimed at a branch it takes, but at {}", Quoted(target.as_str()))
            }
            Self::Release(filter, reason) => {
                let prefix = Quoted(&filter.prefix);
                match reason {
                    NoRelease::Prefix => write!(f, "does not begin with {prefix}"),
                    NoRelease::Version if filter.prefix.is_empty() => {
                        f.write_str("not a SemVer version")
                    }
                    NoRelease::Version => write!(f, "not a SemVer version behind {prefix}"),
                    NoRelease::Prerelease => f.write_str("a prerelease"),
                    NoRelease::Final => f.write_str("not a prerelease"),
                }
            }
        }
    }
}

/// The most patterns of one rule, and the most rules, that a message repeats.
const SHOWN_PATTERNS: usize = 4;
const SHOWN_RULES: usize = 16;

/// Rules that did not fire, those with one reason together:
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
            // Two reasons are one when a person reads one.
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
