use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::document::Assignments;
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::oci_label::{self, LabelFormat};
use super::place::Place;
use super::placeholder::Placeholder;
use super::site::Site;
use super::template::{Content, Template};
use super::vocabulary::Vocabulary;
use crate::data::Path;
use crate::name::{Quoted, check_env_key};

/// `KEY=template`, parsed.
#[derive(Clone, Debug)]
pub(crate) struct Assignment {
    pub(crate) key: Arc<str>,
    /// Its index if the assignments are a list.
    pub(crate) index: Option<usize>,
    pub(crate) template: Template,
    /// What of the value is left to check when a plan is made.
    pub(crate) format: Option<LabelFormat>,
}

/// What an assignment is for, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sink {
    BuildArg,
    Label,
    Env,
}

impl Sink {
    /// The key of a policy under which such assignments are.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::BuildArg => "build-args",
            Self::Label => "labels",
            Self::Env => "env",
        }
    }
}

impl Assignment {
    /// Where it is in the policy.
    pub(crate) fn place(&self, sink: Sink) -> Place<'_> {
        Place::Assignment { sink, key: &self.key, index: self.index }
    }

    pub(crate) fn all(
        document: &Assignments,
        sink: Sink,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Vec<Self>, PolicyError> {
        let mut all: Vec<Self> = Vec::new();
        match document {
            Assignments::List(list) => {
                limit::ASSIGNMENTS.check(list.len(), path)?;
                for (index, text) in list.iter().enumerate() {
                    let path = path.index(index);
                    let Some((key, value)) = text.split_once('=') else {
                        let message = format!("{} has no '='; expected KEY=value", Quoted(text));
                        let kind = PolicyErrorKind::InvalidValue;
                        return Err(PolicyError::new(kind, &path, message).at(text.len()));
                    };
                    let assignment = Self::new(key, value, Some(index), sink, vocabulary, &path)?;
                    check_twins(&all, key, sink, &path)?;
                    all.push(assignment);
                }
            }
            Assignments::Table(table) => {
                limit::ASSIGNMENTS.check(table.len(), path)?;
                for (key, value) in table {
                    let path = path.key(key);
                    let assignment = Self::new(key, value, None, sink, vocabulary, &path)?;
                    check_twins(&all, key, sink, &path)?;
                    all.push(assignment);
                }
            }
        }
        if sink == Sink::Env {
            limit::DOTENV_VARIABLES.check(all.len(), path)?;
        }
        Ok(all)
    }

    fn new(
        key: &str,
        value: &str,
        index: Option<usize>,
        sink: Sink,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        check_key(key, sink, path)?;
        // In a list the value is after `KEY=`.
        let offset = index.map_or(0, |_| key.len() + 1);
        let template = Template::parse(value, offset, Site::Assignment(sink), vocabulary, path)?;
        let format = match sink {
            // Its proof reads it character by character.
            Sink::Env => None,
            Sink::BuildArg => {
                check_literals(&template, path)?;
                None
            }
            Sink::Label => {
                check_literals(&template, path)?;
                label_format(key, &template, offset, path)?
            }
        };
        Ok(Self { key: key.into(), index, template, format })
    }
}

fn check_key(key: &str, sink: Sink, path: &Path<'_>) -> Result<(), PolicyError> {
    limit::KEY.check(key.len(), path)?;
    let (noun, remedy) = match sink {
        Sink::Env => {
            return check_env_key(key).map_err(|error| PolicyError::name(path, &error));
        }
        Sink::BuildArg => {
            ("build arg", "a build arg is called by letters, digits and '_', a digit not first")
        }
        Sink::Label => ("label", "a label's key holds no white space and no '='"),
    };
    let flaw = key.char_indices().find(|(index, character)| match sink {
        Sink::Label => character.is_whitespace() || character.is_control() || *character == '=',
        _ => {
            !(character.is_ascii_alphabetic()
                || *character == '_'
                || character.is_ascii_digit() && *index > 0)
        }
    });
    let message = match flaw {
        None if !key.is_empty() => return Ok(()),
        None => format!("invalid {noun} \"\": it is empty; {remedy}"),
        Some((index, found)) => {
            format!(
                "invalid {noun} {}: unexpected {found:?} at byte {index}; {remedy}",
                Quoted(key)
            )
        }
    };
    let index = flaw.map_or(0, |(index, _)| index);
    Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message).at(index))
}

/// What of a label's value is left to check when a plan is made; one without
/// facts is checked here.
fn label_format(
    key: &str,
    template: &Template,
    offset: usize,
    path: &Path<'_>,
) -> Result<Option<LabelFormat>, PolicyError> {
    let format = LabelFormat::of(key, path)?;
    let Some(value) = oci_label::literal(template) else {
        return Ok(Some(format).filter(|format| !format.is_proved(template)));
    };
    format
        .check(&value)
        .map_err(|error| PolicyError::name(path, &error).at(offset + error.index()))?;
    Ok(None)
}

/// Rejects a key that occurs twice. Two keys of env that differ only in case are
/// rejected as well, because GitHub's outputs would keep only one of them.
fn check_twins(
    all: &[Assignment],
    key: &str,
    sink: Sink,
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    let is_one = |earlier: &&Assignment| match sink {
        Sink::Env => earlier.key.eq_ignore_ascii_case(key),
        Sink::BuildArg | Sink::Label => *earlier.key == *key,
    };
    let message = match all.iter().find(is_one) {
        None => return Ok(()),
        Some(twin) if *twin.key == *key => format!("{} is assigned twice", Quoted(key)),
        Some(twin) => format!(
            "{} and {} differ in case alone, which GitHub does not look at",
            Quoted(&twin.key),
            Quoted(key)
        ),
    };
    Err(PolicyError::new(PolicyErrorKind::Duplicate, path, message))
}

/// An argument of a command holds no NUL, and a line of a policy no other control
/// character. Of the facts that a template has a place for, a title and a
/// description may have lines.
fn check_literals(template: &Template, path: &Path<'_>) -> Result<(), PolicyError> {
    for part in template.parts() {
        let found = match &part.content {
            Content::Literal(text) => text.chars().find(|one| one.is_control()),
            Content::Placeholder(Placeholder::Created(format) | Placeholder::Committed(format)) => {
                format.literals().find(|one| one.is_control())
            }
            Content::Placeholder(_) => None,
        };
        if let Some(found) = found {
            let message = format!(
                "unexpected {found:?} in the value; it is one line without control characters"
            );
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
        }
    }
    Ok(())
}
