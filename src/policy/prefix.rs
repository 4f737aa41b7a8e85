use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::language::Expression;
use super::names::Names;
use super::placeholder::Placeholder;
use super::template::{Content, Template};

/// What a git tag has before its version, in which the project may have its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prefix(Vec<PrefixPart>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum PrefixPart {
    Literal(Box<str>),
    Project,
}

impl Prefix {
    pub(crate) fn literal(text: &str) -> Self {
        let parts = (!text.is_empty()).then(|| PrefixPart::Literal(text.into()));
        Self(parts.into_iter().collect())
    }

    /// The prefix of a template that has no placeholder but the project.
    pub(super) fn of(template: &Template) -> Option<Self> {
        let part = |content: &Content| match content {
            Content::Literal(text) => Some(PrefixPart::Literal(text.clone())),
            Content::Placeholder(Placeholder::Project) => Some(PrefixPart::Project),
            Content::Placeholder(_) => None,
        };
        template.parts().iter().map(|one| part(&one.content)).collect::<Option<_>>().map(Self)
    }

    pub(crate) fn has_project(&self) -> bool {
        self.0.contains(&PrefixPart::Project)
    }

    /// The prefix of the git tags of one project.
    pub(crate) fn text<'a>(&'a self, project: &'a str) -> Cow<'a, str> {
        match &*self.0 {
            [] => Cow::Borrowed(""),
            [one] => Cow::Borrowed(one.text(project)),
            all => Cow::Owned(all.iter().map(|one| one.text(project)).collect()),
        }
    }

    /// As a policy writes it, but for doubled braces.
    pub(crate) fn source(&self) -> String {
        self.text("{project}").into()
    }

    /// The part of the prefix that is known before the project is.
    pub(crate) fn beginning(&self) -> &str {
        match self.0.first() {
            Some(PrefixPart::Literal(text)) => text,
            _ => "",
        }
    }

    /// The rest of a project's git tag after the prefix; `None` if the tag does not
    /// begin with the prefix.
    pub(crate) fn strip<'a>(&self, git_tag: &'a str, project: &str) -> Option<&'a str> {
        self.0.iter().try_fold(git_tag, |rest, one| rest.strip_prefix(one.text(project)))
    }

    /// The project whose prefix a text is: any, if there is no place for it.
    pub(crate) fn project_of<'a>(&self, text: &'a str) -> Option<&'a str> {
        let places = self.0.iter().filter(|one| **one == PrefixPart::Project).count();
        let literals = self.0.iter().filter(|one| **one != PrefixPart::Project);
        let left = text.len().checked_sub(literals.map(|one| one.text("").len()).sum())?;
        let length = left.checked_div(places).unwrap_or_default();
        let start = self.beginning().len();
        let project = text.get(start..start + length)?;
        let is_legal = places == 0 || !project.is_empty();
        (is_legal && *self.text(project) == *text).then_some(project)
    }

    /// The prefixes of a project, or of all projects that match.
    pub(crate) fn expression(&self, projects: Projects<'_>) -> Expression {
        let part = |one: &PrefixPart| match (one, projects) {
            (PrefixPart::Literal(text), _) => Expression::text(&**text),
            (PrefixPart::Project, Projects::One(project)) => Expression::text(project),
            (PrefixPart::Project, Projects::Matching(names)) => Expression::names(names),
        };
        Expression::all(self.0.iter().map(part))
    }
}

impl PrefixPart {
    fn text<'a>(&'a self, project: &'a str) -> &'a str {
        match self {
            Self::Literal(text) => text,
            Self::Project => project,
        }
    }
}

/// The projects that git tags are of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Projects<'a> {
    One(&'a str),
    /// Those that match; without patterns, all.
    Matching(Option<&'a Names>),
}
