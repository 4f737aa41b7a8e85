use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::expression::Expression;
use super::settings::Settings;
use super::shape::Shape;
use crate::name::{ImageName, Timestamp};
use crate::policy::{
    Capture, CharSet, Conditions, Content, Fact, Kind, Part, Placeholder, SlugId, Slugs, Template,
    everyday,
};

/// A part of a template, as a machine writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TagPart {
    Text(Vec<u8>),
    /// What a fact may be written as.
    Fact(Fact, Expression),
    /// The name of the ref, and what is made of it.
    Name(Use),
    /// A capture of that name, or its slug.
    Capture(Arc<Capture>, Use),
}

/// What a template makes of the name of a ref.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Whole,
    /// The git tag, a `+` of it written `_`.
    GitTag,
    /// The same without what precedes its version.
    Version,
    Slug(SlugId),
}

/// What a machine takes for facts that no search turns back into a context: an
/// instant, a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assumption {
    /// Those of every context that this crate makes up: each tag is one that a
    /// context gives, but not each such tag is there.
    Sample,
    /// Any: each tag that a context gives is there, and others too.
    Any,
    /// Any instant; and a letter for each value that is checked when a plan is
    /// made, as if it were legal.
    Letters,
}

impl TagPart {
    /// The parts of a template, and whether they depend on an assumption.
    pub(crate) fn of(
        template: &Template,
        conditions: &Conditions,
        settings: Settings<'_>,
        assumption: Assumption,
    ) -> (Vec<Self>, bool) {
        // What is read from a name that begins with any project, or that is written in many
        // ways, is not followed through the name.
        let has_versions_apart = conditions.release().is_some_and(|filter| {
            !filter.is_as_written() || filter.has_project() && assumption == Assumption::Any
        });
        let mut assumes = false;
        let part = |part: &Part| {
            let placeholder = match &part.content {
                Content::Literal(text) => return Self::Text(text.bytes().collect()),
                Content::Placeholder(placeholder) => placeholder,
            };
            if assumption == Assumption::Letters && placeholder.is_checked_at_plan_time() {
                return Self::Text(Vec::from(*b"a"));
            }
            if let Some(sample) = sample(placeholder) {
                assumes = true;
                if assumption == Assumption::Sample {
                    return Self::Text(sample.into_bytes());
                }
            }
            if let Placeholder::Slug(name, capture) = placeholder {
                let id = settings.slugs.id(name);
                return match capture {
                    None => Self::Name(Use::Slug(id)),
                    Some(capture) => Self::Capture(Arc::clone(capture), Use::Slug(id)),
                };
            }
            if let Placeholder::Capture(capture) = placeholder {
                return Self::Capture(Arc::clone(capture), Use::Whole);
            }
            match (placeholder.kind(), placeholder.fact()) {
                (Kind::Version, _) if has_versions_apart => {
                    Self::Fact(Fact::Version, Expression::of(placeholder, conditions, settings))
                }
                (Kind::Version, _) => Self::Name(Use::Version),
                (Kind::GitTag, _) => Self::Name(Use::GitTag),
                (_, Fact::Name) => Self::Name(Use::Whole),
                (_, fact) => {
                    let is_of_version = fact.is_of_version();
                    let conditions = if is_of_version { conditions } else { Conditions::NONE };
                    Self::Fact(fact, Expression::of(placeholder, conditions, settings))
                }
            }
        };
        let parts = template.parts().iter().map(part).collect();
        (parts, assumes)
    }

    /// The slug that it is, of a name or of a capture.
    pub(crate) fn slug(&self) -> Option<SlugId> {
        match self {
            Self::Name(Use::Slug(id)) | Self::Capture(_, Use::Slug(id)) => Some(*id),
            Self::Name(_) | Self::Capture(..) | Self::Text(_) | Self::Fact(..) => None,
        }
    }

    /// The slug of the ref's name that it is.
    pub(crate) fn name_slug(&self) -> Option<SlugId> {
        self.slug().filter(|_| matches!(self, Self::Name(_)))
    }

    /// What is read where it is written.
    pub(crate) fn fact(&self) -> Option<Fact> {
        match self {
            Self::Text(_) => None,
            Self::Name(_) => Some(Fact::Name),
            Self::Fact(fact, _) => Some(*fact),
            Self::Capture(capture, _) => Some(capture.fact()),
        }
    }

    /// Whether all texts that it gives are equally long.
    pub(crate) fn is_of_one_length(&self, slugs: &Slugs) -> bool {
        let shape = Self::shape(core::slice::from_ref(self), slugs);
        shape.least == shape.most
    }

    /// The shape of the text that the parts give together.
    pub(crate) fn shape(parts: &[Self], slugs: &Slugs) -> Shape {
        let shape = |part: &Self| match part {
            Self::Text(text) => Shape::exactly(text),
            Self::Fact(_, expression) => expression.shape(),
            Self::Name(Use::Slug(id)) => {
                let rules = slugs.rules(*id);
                let shape = Expression::slug(rules, None, Conditions::NONE).shape();
                Shape { most: rules.max_length(), ..shape }
            }
            Self::Capture(capture, Use::Slug(id)) => {
                let rules = slugs.rules(*id);
                let shape = Expression::slug(rules, Some(capture), Conditions::NONE).shape();
                Shape { most: rules.max_length(), ..shape }
            }
            Self::Capture(capture, _) => capture.expression.shape(),
            Self::Name(_) => Shape::run(CharSet::EVERY, 0, ImageName::MAX_LENGTH),
        };
        parts.iter().map(shape).fold(Shape::EMPTY, Shape::then)
    }
}

/// The value of a fact in the contexts that are made up.
fn sample(placeholder: &Placeholder) -> Option<String> {
    Some(match placeholder {
        Placeholder::Created(format) | Placeholder::Committed(format) => {
            let mut text = String::new();
            format.write(Timestamp::from_unix(everyday::INSTANT).ok()?, &mut text);
            text
        }
        Placeholder::Project => everyday::PROJECT.into(),
        Placeholder::TargetBranch | Placeholder::DefaultBranch => {
            everyday::DEFAULT_BRANCHES[0].into()
        }
        _ => return None,
    })
}
