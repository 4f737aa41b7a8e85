use alloc::vec::Vec;

use super::missing_fact::MissingFact;
use super::skip_reason::{Compared, NotRelease, SkipReason};
use crate::context::CiContext;
use crate::name::{EventSet, GitRef, RefKind};
use crate::policy::{Condition, Conditions, Names, Release, VariantNames};

/// Whether a rule applies to a context, or one of its conditions holds.
#[derive(Debug)]
pub(crate) enum Firing<'a> {
    Fires(Option<Release<'a>>),
    Skipped(SkipReason<'a>),
    /// The context does not have the fact that decides.
    Unknown(MissingFact),
}

impl<'a> Firing<'a> {
    /// Three-valued logic: one condition that does not hold decides, whatever else is
    /// unknown.
    pub(crate) fn of(conditions: &'a Conditions, context: &'a CiContext) -> Self {
        // Nearly every rule has one.
        if let [only] = conditions.all() {
            return Self::of_one(only, context);
        }
        let mut firing = Self::Fires(None);
        for condition in conditions.all() {
            match (Self::of_one(condition, context), &firing) {
                (skipped @ Self::Skipped(_), _) => return skipped,
                (unknown @ Self::Unknown(_), Self::Fires(_)) => firing = unknown,
                (Self::Fires(release @ Some(_)), Self::Fires(_)) => firing = Self::Fires(release),
                _ => {}
            }
        }
        firing
    }

    /// The facts that the conditions need and the context does not have.
    pub(crate) fn missing(conditions: &Conditions, context: &CiContext) -> Vec<MissingFact> {
        let missing = |condition| match Firing::of_one(condition, context) {
            Firing::Unknown(fact) => Some(fact),
            Firing::Fires(_) | Firing::Skipped(_) => None,
        };
        conditions.all().iter().filter_map(missing).collect()
    }

    fn of_one(condition: &'a Condition, context: &'a CiContext) -> Self {
        match (condition, context.git_ref()) {
            (Condition::Branch(names), GitRef::Branch(name))
            | (Condition::Tag(names), GitRef::Tag(name)) => {
                Self::of_name(names, name.as_str(), Compared::Ref)
            }
            (Condition::Release(filter), GitRef::Tag(name)) => {
                let (git_tag, project) = (name.as_str(), context.project());
                match filter.read(git_tag, project) {
                    Ok(release) => Self::Fires(Some(release)),
                    Err(reason) => {
                        let why = NotRelease { filter, git_tag, project, reason };
                        Self::Skipped(SkipReason::Release(why))
                    }
                }
            }
            (Condition::NoRelease(filter), GitRef::Tag(name)) => {
                match filter.read(name.as_str(), context.project()) {
                    Ok(release) => Self::Skipped(SkipReason::Version(release.text)),
                    Err(_) => Self::Fires(None),
                }
            }
            (
                Condition::PullRequest { source, target },
                GitRef::PullRequest { source: from, target: into, .. },
            ) => {
                let of_source = match source {
                    Some(names) => {
                        Self::of_name(names, from.as_str(), Compared::Source(from.as_str()))
                    }
                    None => Self::Fires(None),
                };
                match (of_source, target, into) {
                    (skipped @ Self::Skipped(_), ..) => skipped,
                    (_, None, _) => Self::Fires(None),
                    (_, Some(_), None) => Self::Unknown(MissingFact::Target),
                    (_, Some(names), Some(into)) => {
                        Self::of_name(names, into.as_str(), Compared::Target(into.as_str()))
                    }
                }
            }
            (Condition::DefaultBranch(is_wanted), GitRef::Branch(name)) => {
                match context.default_branch() {
                    None => Self::Unknown(MissingFact::DefaultBranch),
                    Some(default) if (default == name) == *is_wanted => Self::Fires(None),
                    Some(_) if !is_wanted => Self::Skipped(SkipReason::Default),
                    Some(default) => Self::Skipped(SkipReason::NotDefault(default)),
                }
            }
            (Condition::Branch(_) | Condition::DefaultBranch(_), _) => {
                Self::Skipped(SkipReason::Not(RefKind::Branch))
            }
            (Condition::Tag(_) | Condition::Release(_) | Condition::NoRelease(_), _) => {
                Self::Skipped(SkipReason::Not(RefKind::Tag))
            }
            (Condition::PullRequest { .. }, _) => {
                Self::Skipped(SkipReason::Not(RefKind::PullRequest))
            }
            (Condition::Event(wanted), git_ref) => Self::of_event(*wanted, context, git_ref.kind()),
            (Condition::Fork(is_wanted), GitRef::PullRequest { .. }) => match context.fork() {
                None => Self::Unknown(MissingFact::Fork),
                Some(is) if is == *is_wanted => Self::Fires(None),
                Some(is) => Self::Skipped(SkipReason::Fork(is)),
            },
            (Condition::Fork(true), _) => Self::Skipped(SkipReason::Not(RefKind::PullRequest)),
            (Condition::Fork(false), _) => Self::Fires(None),
            (Condition::Protected(is_wanted), _) => match context.protected() {
                None => Self::Unknown(MissingFact::Protected),
                Some(is) if is == *is_wanted => Self::Fires(None),
                Some(is) => Self::Skipped(SkipReason::Protected(is)),
            },
            (Condition::Project(names), _) => {
                Self::of_name(names, context.project(), Compared::Project(context.project()))
            }
            (Condition::Variant(VariantNames { names, has_plain }), _) => match context.variant() {
                None if !has_plain => Self::Unknown(MissingFact::Variant),
                None => Self::of_name(names, "", Compared::Variant("")),
                Some(name) => Self::of_name(names, name, Compared::Variant(name)),
            },
        }
    }

    /// Only events that can start a pipeline for such a ref are considered. If the
    /// event is unknown, the condition is still decided if all or none of them are
    /// wanted.
    fn of_event(wanted: EventSet, context: &CiContext, kind: RefKind) -> Self {
        let possible = kind.events();
        match context.event() {
            Some(event) if wanted.and(possible).contains(event) => Self::Fires(None),
            Some(event) => Self::Skipped(SkipReason::Event(event)),
            None if wanted.and(possible).is_empty() => Self::Skipped(SkipReason::NoEvent(kind)),
            None if possible.without(wanted).is_empty() => Self::Fires(None),
            None => Self::Unknown(MissingFact::Event),
        }
    }

    #[inline]
    fn of_name(names: &'a Names, name: &'a str, subject: Compared<'a>) -> Self {
        if names.matches(name) {
            return Self::Fires(None);
        }
        let reason = match names.exception(name) {
            Some(exception) => SkipReason::Exception(subject, exception),
            None => SkipReason::NoMatch(subject, names.matching().unwrap_or_default()),
        };
        Self::Skipped(reason)
    }
}
