use alloc::string::String;
use alloc::sync::Arc;

use crate::name::{Event, GitRef, RefKind, RefName};
use crate::policy::language::{Effort, Facts};
use crate::policy::{Conditions, Fact, Variant, everyday, example_project};

/// What conditions are about besides the ref, for one example of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Circumstances {
    pub(crate) project: String,
    pub(crate) default_branch: RefName,
    pub(crate) event: Event,
    /// `None` for a ref that is not a pull request.
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
                Some(project) => Some(project).filter(|name| conditions.takes_project(name))?,
                None => {
                    let project = example_project([Some(conditions), apart], effort)
                        .or_else(|| example_project([Some(conditions), None], effort))?;
                    // A git tag may begin with its project.
                    conditions.project_of(git_ref, &project)?.into()
                }
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
