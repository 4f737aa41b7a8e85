use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::markdown::{Code, Plain};
use crate::context::CiContext;
use crate::name::{GitRef, Tag};
use crate::plan::{PlanError, PlanErrorKind, PlannedTag};
use crate::policy::{Moves, Policy, TagKind};
use crate::report::explain::{ExplainedTag, Failure, TagMovement};

/// What a policy makes of one event, shown by an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    event: TableEvent,
    context: CiContext,
    tags: Vec<TableTag>,
    error: Option<PlanError>,
}

/// A tag of an event: its template, its kind, and an example.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TableTag {
    template: String,
    kind: TagKind,
    moves: Moves,
    example: Tag,
}

/// What starts a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
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
        let (tags, error) = match explanation.plan() {
            Err(error) => (Vec::new(), Some(error.clone())),
            Ok(plan) => {
                // A plan has the tags that move in this order, each once.
                let said = explanation
                    .tags()
                    .filter(|tag| tag.movement() == TagMovement::Moves && tag.same_as().is_none());
                let tag = |(said, planned): (&ExplainedTag, &PlannedTag)| TableTag {
                    template: said.text().template().to_string(),
                    kind: planned.kind(),
                    moves: said.moves(),
                    example: planned.tag().clone(),
                };
                (said.zip(plan.tags()).map(tag).collect(), None)
            }
        };
        Self { event, context, tags, error }
    }

    /// Returns the event.
    #[must_use]
    pub fn event(&self) -> TableEvent {
        self.event
    }

    /// Returns the facts of the example.
    #[must_use]
    pub fn context(&self) -> &CiContext {
        &self.context
    }

    /// Returns the tags, in the order of the plan; none where there is no plan.
    #[must_use]
    pub fn tags(&self) -> &[TableTag] {
        &self.tags
    }

    /// Returns why there is no plan.
    #[must_use]
    pub fn error(&self) -> Option<&PlanError> {
        self.error.as_ref()
    }
}

impl TableTag {
    /// Returns the template, as the policy spells it.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> TagKind {
        self.kind
    }

    /// Returns when it moves.
    #[must_use]
    pub fn moves(&self) -> Moves {
        self.moves
    }

    /// Returns the tag that the example gets.
    #[must_use]
    pub fn example(&self) -> &Tag {
        &self.example
    }
}

impl TableEvent {
    /// The order in which a table has them.
    pub(super) const ORDER: [Self; 8] = [
        Self::DefaultBranch,
        Self::Branch,
        Self::Release,
        Self::Prerelease,
        Self::GitTag,
        Self::PullRequest,
        Self::Schedule,
        Self::Detached,
    ];

    /// Returns the event as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DefaultBranch => "default branch",
            Self::Branch => "branch",
            Self::Release => "release",
            Self::Prerelease => "prerelease",
            Self::GitTag => "git tag",
            Self::PullRequest => "pull request",
            Self::Schedule => "schedule",
            Self::Detached => "detached commit",
        }
    }
}

impl fmt::Display for TableEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
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

impl Serialize for TableRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("TableRow", 4)?;
        fields.serialize_field("event", &self.event)?;
        fields.serialize_field("context", &self.context)?;
        fields.serialize_field("tags", &self.tags)?;
        fields.serialize_field("error", &self.error.as_ref().map(Failure))?;
        fields.end()
    }
}
