use alloc::string::{String, ToString};
use alloc::sync::Arc;

use crate::name::{Event, GitRef, RefKind, RefName};
use crate::policy::language::{Effort, Facts, NameAutomaton};
use crate::policy::{Conditions, Fact, Names, Variant, everyday};

/// What conditions are about besides the ref, for one example of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Circumstances {
    pub(crate) project: String,
    pub(crate) default_branch: RefName,
    pub(crate) event: Event,
    /// `None` for a ref that is no pull request.
    pub(crate) fork: Option<bool>,
    pub(crate) protected: bool,
    /// The name of the variant; empty for the plain build.
    pub(crate) variant: Arc<str>,
}

impl Circumstances {
    /// Those in which a rule applies to a ref that it admits, and another does not, as
    /// far as that can be.
    ///
    /// `None` if no event starts a pipeline in which it applies, or no project was found.
    pub(crate) fn of(
        conditions: &Conditions,
        apart: Option<&Conditions>,
        git_ref: &GitRef,
        facts: &Facts,
        variant: &Variant,
        effort: &Effort,
    ) -> Option<Self> {
        let kind = git_ref.kind();
        let possible = conditions.events().and(kind.events());
        let alone = apart.map(|other| possible.without(other.events()));
        let event = alone.and_then(|events| events.iter().next());
        // What the other asks for is not so, unless this one asks for it too.
        let flag = |of: fn(&Conditions) -> Option<bool>| {
            of(conditions).or_else(|| of(apart?).map(|is| !is)).unwrap_or_default()
        };
        Some(Self {
            project: match facts.of(Fact::Project) {
                Some(project) => Some(project).filter(|name| is_project(conditions, name))?,
                None => project([Some(conditions), apart], effort)
                    .or_else(|| project([Some(conditions), None], effort))?,
            },
            default_branch: match git_ref {
                GitRef::Branch(name) if flag(Conditions::default_branch) => name.clone(),
                GitRef::Branch(name) => other_than([name, name]),
                _ => other_than([]),
            },
            event: event.or_else(|| possible.iter().next())?,
            fork: (kind == RefKind::PullRequest).then(|| flag(Conditions::fork)),
            protected: flag(Conditions::protected),
            variant: variant.name.clone(),
        })
    }
}

/// A usual default branch, other than these branches where the conditions leave it open.
pub(crate) fn other_than<const N: usize>(names: [&RefName; N]) -> RefName {
    let is_free = |usual: &&str| names.iter().all(|name| name.as_str() != *usual);
    let [first, ..] = everyday::DEFAULT_BRANCHES;
    RefName::from_static(everyday::DEFAULT_BRANCHES.into_iter().find(is_free).unwrap_or(first))
}

fn is_project(conditions: &Conditions, name: &str) -> bool {
    conditions.project().is_none_or(|names| names.matches(name))
}

/// A project that two rules admit, if there is one.
pub(crate) fn project(rules: [Option<&Conditions>; 2], effort: &Effort) -> Option<String> {
    let names = rules.map(|rule| rule.and_then(Conditions::project));
    let is_taken = |name: &str| names.into_iter().flatten().all(|one| one.matches(name));
    let written = names.into_iter().flatten().flat_map(|one| {
        let patterns = one.matching().unwrap_or_default().iter();
        patterns
            .filter_map(|one| one.literal().or(one.glob()))
            .map(|one| one.replace(['*', '?'], "a"))
    });
    let mut usual = core::iter::once(everyday::PROJECT.to_string()).chain(written);
    usual.find(|name| is_taken(name)).or_else(|| {
        effort.begin();
        common(names, effort)?.shortest().filter(|name| is_taken(name))
    })
}

/// Whether there is no project that two rules admit.
pub(crate) fn have_no_project(rules: [&Conditions; 2], effort: &Effort) -> bool {
    let names = rules.map(Conditions::project);
    if names.iter().any(Option::is_none) || project(rules.map(Some), effort).is_some() {
        return false;
    }
    effort.begin();
    common(names, effort)
        .is_some_and(|mut names| names.is_exact() && names.is_empty() == Some(true))
}

fn common(names: [Option<&Names>; 2], effort: &Effort) -> Option<NameAutomaton> {
    let of = |names| NameAutomaton::new(Some(names), None, effort);
    Some(match names {
        [Some(left), Some(right)] => of(left).minus(of(left).minus(of(right))),
        [Some(names), None] | [None, Some(names)] => of(names),
        [None, None] => return None,
    })
}
