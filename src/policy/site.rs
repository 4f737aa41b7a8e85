use alloc::string::{String, ToString};

use super::assignment::Sink;
use super::capture::Captures;
use super::conditions::Conditions;
use super::placeholder::{Kind, Placeholder};

/// Where in a policy a template is, which decides the placeholders that it may have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Site<'a> {
    /// A tag of a rule.
    Tag(&'a Conditions),
    /// The name of an image or of its cache; if only one rule is for the image, with the
    /// conditions of that.
    Name(Option<&'a Conditions>),
    Assignment(Sink),
    /// What is before the version in the git tags of a rule.
    Prefix,
}

impl<'a> Site<'a> {
    /// The captures that a template here may have.
    pub(crate) fn captures(self) -> &'a Captures {
        match self {
            Self::Tag(conditions) | Self::Name(Some(conditions)) => conditions.captures(),
            Self::Name(None) | Self::Assignment(_) | Self::Prefix => Captures::NONE,
        }
    }

    /// Why a template here cannot have a placeholder, if it cannot.
    pub(crate) fn lacks(self, placeholder: &Placeholder) -> Option<String> {
        let reason = match (self, placeholder.kind()) {
            (Self::Tag(conditions), _) => {
                return conditions.lacks(placeholder).map(|lack| lack.to_string());
            }
            (Self::Name(_), Kind::Outcome) => Some("is known only when the image has its name"),
            (Self::Name(_), Kind::Branch) if *placeholder == Placeholder::DefaultBranch => {
                Some("may hold any character; write its name instead")
            }
            (Self::Name(_), Kind::Prose) => {
                Some("is not for names; use it in labels and build args")
            }
            (Self::Assignment(Sink::Env), Kind::Prose) => {
                Some("is not for env; use it in labels and build args")
            }
            (Self::Prefix, Kind::Version | Kind::Prerelease) => {
                Some("is not for a prefix; the version follows the prefix by itself")
            }
            (Self::Prefix, _) if *placeholder == Placeholder::Project => None,
            (Self::Prefix, _) => {
                Some("is not for a prefix; {project} is the only placeholder there")
            }
            (Self::Name(_) | Self::Assignment(_), _) => None,
        };
        reason.map(String::from)
    }

    /// A placeholder as it is written here: what is part of a name has characters replaced
    /// that no name can hold.
    pub(crate) fn writes(self, placeholder: Placeholder) -> Placeholder {
        match self {
            Self::Tag(_) | Self::Name(_) => placeholder.in_name(),
            Self::Assignment(_) | Self::Prefix => placeholder,
        }
    }

    /// Whether a `$` here is sure to be a mistake: what a shell would expand is refused.
    pub(crate) fn refuses_variables(self) -> bool {
        !matches!(self, Self::Assignment(Sink::BuildArg | Sink::Label))
    }
}
