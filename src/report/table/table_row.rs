use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::markdown::{Code, Plain};
use crate::context::CiContext;
use crate::name::{Event, GitRef, ImageName, Tag};
use crate::plan::{PlanError, PlanErrorKind, PlannedImage, PlannedTag};
use crate::policy::{Conditions, Moves, Policy, TagKind};
use crate::report::explain::{ExplainedTag, TagMovement};

/// A row of the table: an event, with an example and its tags.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TableRow {
    /// The event.
    pub event: TableEvent,
    /// The context of the example.
    pub context: CiContext,
    /// The tags, in the order of the plan; empty if there is no plan.
    pub tags: Vec<TableTag>,
    /// The images that the tags are pushed to, in the order of the policy.
    pub images: Vec<TableImage>,
    /// The error, if there is no plan.
    pub error: Option<PlanError>,
    /// Whether the policy pushes some tags to some images only.
    #[serde(skip)]
    pub(super) has_images: bool,
    /// Whether the row is of another variant than the first.
    #[serde(skip)]
    is_of_other_build: bool,
}

/// An image of an event, and the tags of the example that are pushed to it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TableImage {
    /// The name that it is pushed to.
    pub name: ImageName,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// A tag of an event: its template, its kind, and an example.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TableTag {
    /// The template, as written in the policy.
    pub template: String,
    /// The kind.
    pub kind: TagKind,
    /// When it moves.
    pub moves: Moves,
    /// The tag that the example gets.
    pub example: Tag,
}

/// A kind of event, in the order of the table.
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

impl TableEvent {
    /// Whether the ref of its example is protected.
    pub(super) fn is_protected(self) -> bool {
        matches!(self, Self::DefaultBranch | Self::Schedule | Self::Release | Self::Prerelease)
    }

    /// The event of the example, unless a condition requires another one.
    pub(super) fn usual(self) -> Event {
        match self {
            Self::PullRequest => Event::PullRequest,
            Self::Schedule => Event::Schedule,
            Self::DefaultBranch
            | Self::Branch
            | Self::Release
            | Self::Prerelease
            | Self::GitTag
            | Self::Detached => Event::Push,
        }
    }
}

impl TableRow {
    pub(super) fn new(policy: &Policy, event: TableEvent, context: CiContext) -> Self {
        let explanation = policy.explain(&context);
        // The plan contains the tags that move, in this order and without duplicates.
        let said = explanation
            .tags()
            .filter(|tag| tag.movement == TagMovement::Moves && tag.same_as.is_none());
        let tag = |(said, planned): (&ExplainedTag, &PlannedTag)| TableTag {
            template: said.text.template.clone(),
            kind: planned.kind,
            moves: said.moves,
            example: planned.tag.clone(),
        };
        let image = |image: PlannedImage<'_>| TableImage {
            name: image.push.clone(),
            tags: image.tags().map(|planned| planned.tag.clone()).collect(),
        };
        let (tags, images, error) = match &explanation.plan {
            Ok(plan) => {
                (said.zip(plan.tags()).map(tag).collect(), plan.images().map(image).collect(), None)
            }
            Err(error) => (Vec::new(), Vec::new(), Some(error.clone())),
        };
        let first = &policy.variants().first_of(Conditions::NONE).name;
        let is_of_other_build = context.variant().unwrap_or_default() != &**first;
        let has_images = has_images(policy);
        Self { event, context, tags, images, error, has_images, is_of_other_build }
    }
}

/// Whether some tags of a policy are pushed to some images only.
pub(super) fn has_images(policy: &Policy) -> bool {
    let all = policy.images().all.len();
    policy.rules().iter().any(|rule| rule.images.count() < all)
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

/// Writes the row as Markdown, without a line break.
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
        match self.context.event() {
            Some(event) if event != self.event.usual() => write!(f, ", event {event}")?,
            _ => {}
        }
        if self.context.fork() == Some(true) {
            f.write_str(", from a fork")?;
        }
        match self.context.protected() {
            Some(true) if !self.event.is_protected() => f.write_str(", protected")?,
            Some(false) if self.event.is_protected() => f.write_str(", not protected")?,
            _ => {}
        }
        if let Some(variant) = self.context.variant().filter(|_| self.is_of_other_build) {
            write!(f, ", variant {}", Code(variant))?;
        }
        match &self.error {
            None => {
                cell(f, &self.tags, |f, tag| write!(f, "{}", Code(&tag.template)))?;
                cell(f, &self.tags, |f, tag| match tag.moves.name() {
                    None => write!(f, "{}", tag.kind),
                    Some(moves) => write!(f, "{} ({moves})", tag.kind),
                })?;
                cell(f, &self.tags, |f, tag| write!(f, "{}", Code(tag.example.as_str())))?;
                if self.has_images {
                    cell(f, &self.images, |f, image| self.write_image(f, image))?;
                }
                return f.write_str(" |");
            }
            Some(error) if error.kind() == PlanErrorKind::NoRule => {
                f.write_str(" | none | | no rule applies |")?;
            }
            Some(error) => write!(f, " | none | | {} |", Plain(&error.to_string()))?,
        }
        f.write_str(if self.has_images { " |" } else { "" })
    }
}

impl TableRow {
    /// Writes the name of an image, and its tags unless it receives all.
    fn write_image(&self, f: &mut fmt::Formatter<'_>, image: &TableImage) -> fmt::Result {
        let TableImage { name, tags } = image;
        write!(f, "{}", Code(name.as_str()))?;
        if tags.len() == self.tags.len() {
            return Ok(());
        }
        let mut separator = ": ";
        for tag in tags {
            write!(f, "{separator}{}", Code(tag.as_str()))?;
            separator = " ";
        }
        Ok(())
    }
}

fn cell<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    f.write_str(" | ")?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    Ok(())
}
