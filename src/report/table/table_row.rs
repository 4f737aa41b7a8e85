use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::markdown::{Code, Plain};
use crate::context::CiContext;
use crate::name::{GitRef, Tag};
use crate::plan::{PlanError, PlanErrorKind, PlannedTag};
use crate::policy::{Moves, Policy, TagKind};
use crate::report::explain::{ExplainedTag, TagMovement};

/// What a policy makes of one event, shown by an example.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TableRow {
    /// The event.
    pub event: TableEvent,
    /// The facts of the example.
    pub context: CiContext,
    /// The tags, in the order of the plan; none where there is no plan.
    pub tags: Vec<TableTag>,
    /// Why there is no plan.
    pub error: Option<PlanError>,
}

/// A tag of an event: its template, its kind, and an example.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TableTag {
    /// The template, as the policy spells it.
    pub template: String,
    /// The kind.
    pub kind: TagKind,
    /// When it moves.
    pub moves: Moves,
    /// The tag that the example gets.
    pub example: Tag,
}

/// What starts a pipeline, in the order in which a table has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TableEvent {
    /// A push to the default branch.
    DefaultBranch,
    /// A push to another branch.
    Branch,
    /// A git tag that is a final version.
    Release,
    /// A git tag that is a prerelease.
    Prerelease,
    /// Another git tag.
    GitTag,
    /// A pull request.
    PullRequest,
    /// A schedule, on the default branch.
    Schedule,
    /// A commit without a ref.
    Detached,
}

impl TableRow {
    pub(super) fn new(policy: &Policy, event: TableEvent, context: CiContext) -> Self {
        let explanation = policy.explain(&context);
        // A plan has the tags that move in this order, each once.
        let said = explanation
            .tags()
            .filter(|tag| tag.movement == TagMovement::Moves && tag.same_as.is_none());
        let tag = |(said, planned): (&ExplainedTag, &PlannedTag)| TableTag {
            template: said.text.template.clone(),
            kind: planned.kind,
            moves: said.moves,
            example: planned.tag.clone(),
        };
        let (tags, error) = match &explanation.plan {
            Ok(plan) => (said.zip(plan.tags()).map(tag).collect(), None),
            Err(error) => (Vec::new(), Some(error.clone())),
        };
        Self { event, context, tags, error }
    }
}

impl fmt::Display for TableEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::DefaultBranch => "default branch",
            Self::Branch => "branch",
            Self::Release => "release",
            Self::Prerelease => "prerelease",
            Self::GitTag => "git tag",
            Self::PullRequest => "pull request",
            Self::Schedule => "schedule",
            Self::Detached => "detached commit",
        })
    }
}

/// The row as Markdown, without a line break.
impl fmt::Display for TableRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {}", self.event)?;
        match (self.event, self.context.git_ref()) {
            (TableEvent::Schedule, GitRef::Branch(name)) => {
                write!(f, " on {}", Code(name.as_str()))?;
            }
            (_, GitRef::Branch(name) | GitRef::Tag(name)) => write!(f, " {}", Code(name.as_str()))?,
            (_, GitRef::PullRequest { source, target, .. }) => {
                write!(f, " from {}", Code(source.as_str()))?;
                if let Some(target) = target {
                    write!(f, " into {}", Code(target.as_str()))?;
                }
            }
            (_, GitRef::Detached) => {}
        }
        match &self.error {
            None => {
                cell(f, &self.tags, |f, tag| write!(f, "{}", Code(&tag.template)))?;
                cell(f, &self.tags, |f, tag| match tag.moves.name() {
                    None => write!(f, "{}", tag.kind),
                    Some(moves) => write!(f, "{} ({moves})", tag.kind),
                })?;
                cell(f, &self.tags, |f, tag| write!(f, "{}", Code(tag.example.as_str())))?;
                f.write_str(" |")
            }
            Some(error) if error.kind() == PlanErrorKind::NoRule => {
                f.write_str(" | none | | no rule applies |")
            }
            Some(error) => write!(f, " | none | | {} |", Plain(&error.to_string())),
        }
    }
}

fn cell(
    f: &mut fmt::Formatter<'_>,
    tags: &[TableTag],
    write: impl Fn(&mut fmt::Formatter<'_>, &TableTag) -> fmt::Result,
) -> fmt::Result {
    f.write_str(" | ")?;
    for (index, tag) in tags.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write(f, tag)?;
    }
    Ok(())
}
