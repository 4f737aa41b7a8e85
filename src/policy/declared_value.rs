use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::document::ValueDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::language::{Dfa, Expression};
use super::limit;
use super::pattern::Pattern;
use super::placeholder::Placeholder;
use crate::data::Path;
use crate::name::Quoted;

/// A value that the job passes in, as the policy declares it.
#[derive(Clone, Debug)]
pub(crate) struct DeclaredValue {
    pub(crate) name: String,
    /// Its position among the values of the policy, which are sorted by name.
    pub(crate) index: usize,
    pub(crate) pattern: Pattern,
    /// What the pattern matches, and perhaps the empty text, which is not a value.
    pub(crate) expression: Expression,
    pub(crate) unique: bool,
    default: Option<String>,
    // INVARIANT: not empty, and if the value is unique, of two texts at least.
    examples: Vec<String>,
}

impl DeclaredValue {
    pub(crate) fn all(
        documents: &BTreeMap<String, ValueDocument>,
        path: &Path<'_>,
    ) -> Result<Vec<Arc<Self>>, PolicyError> {
        limit::VALUES.check(documents.len(), path)?;
        let values = documents.iter().enumerate().map(|(index, (name, document))| {
            let path = path.key(name);
            limit::VALUE_NAME.check(name.len(), &path)?;
            check_name(name, "value", &path)?;
            Self::new(name, index, document, &path).map(Arc::new)
        });
        values.collect()
    }

    fn new(
        name: &str,
        index: usize,
        document: &ValueDocument,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let ValueDocument { pattern: source, unique, default } = document;
        let pattern_path = path.key("pattern");
        let pattern = Pattern::of_values(source, &pattern_path)?;
        let refuse = |kind, message: &str| {
            let message = format!("{} {message}", Quoted(source));
            Err(PolicyError::new(kind, &pattern_path, message))
        };
        let expression = pattern.expression().map(|one| (Dfa::of(&one), one));
        let Some((Some(mut texts), expression)) = expression else {
            let message = "cannot be proved; a value's pattern has neither \\b nor \\B, and \
                           neither large sets of characters beyond ASCII nor large repetitions";
            return refuse(PolicyErrorKind::Pattern, message);
        };
        let expression = expression.not_empty();
        let mut examples = texts.shortest_texts(EXAMPLES);
        let Some(first) = examples.first() else {
            return refuse(PolicyErrorKind::Pattern, "can never match");
        };
        if *unique && examples.len() < 2 {
            let message = format!(
                "matches {} alone, which every build would have; leave unique = true out",
                Quoted(first)
            );
            return refuse(PolicyErrorKind::Pattern, &message);
        }
        let longest = expression.longest(LONG);
        if pattern.matches(&longest) && !examples.contains(&longest) {
            examples.push(longest);
        }
        check_default(document, &pattern, path)?;
        examples.splice(0..0, default.clone());
        Ok(Self {
            name: name.into(),
            index,
            pattern,
            expression,
            unique: *unique,
            default: default.clone(),
            examples,
        })
    }

    /// The text of the value: the one in the context, or else the default.
    pub(crate) fn text<'t>(&'t self, supplied: &'t BTreeMap<String, String>) -> Option<&'t str> {
        supplied.get(&self.name).or(self.default.as_ref()).map(String::as_str)
    }

    /// The same value with another pattern and without a default.
    pub(crate) fn with_pattern(&self, pattern: &str) -> Option<Self> {
        let document = ValueDocument { unique: self.unique, ..ValueDocument::new(pattern) };
        Self::new(&self.name, self.index, &document, &Path::Root).ok()
    }

    /// Texts that the pattern matches; at least one, and two for a unique value.
    pub(crate) fn examples(&self) -> &[String] {
        &self.examples
    }
}

/// One declaration is one value: those of a policy differ in name.
impl PartialEq for DeclaredValue {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.name == other.name
    }
}

impl Eq for DeclaredValue {}

/// Enough to tell builds apart, and for property tests.
const EXAMPLES: usize = 3;

/// How often the longest example repeats what may be repeated without end: longer than
/// any tag.
const LONG: usize = 200;

fn check_default(
    document: &ValueDocument,
    pattern: &Pattern,
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    let Some(default) = &document.default else { return Ok(()) };
    let kind = PolicyErrorKind::InvalidValue;
    let path = path.key("default");
    if document.unique {
        let message = "a unique value has no default, which many builds would have; leave out \
                       either";
        return Err(PolicyError::new(kind, &path, message));
    }
    if default.is_empty() {
        let message = "a value is never empty; leave default out for none";
        return Err(PolicyError::new(kind, &path, message));
    }
    if !pattern.matches(default) || default.contains(char::is_control) {
        let (default, pattern) = (Quoted(default), Quoted(pattern.source()));
        let message = format!("{default} does not match the pattern {pattern}");
        return Err(PolicyError::new(kind, &path, message));
    }
    Ok(())
}

/// A name is one of a placeholder and of a group of a regex. No part of it begins with
/// a digit, because recognizing a tag numbers the second occurrence of a name:
/// `describe_2`.
pub(crate) fn check_name(
    name: &str,
    noun: &'static str,
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    let form = || {
        format!(
            "a {noun} is named by lower-case letters, digits and '_', and each part between '_' \
             begins with a letter"
        )
    };
    let refuse = |kind, message: String| Err(PolicyError::new(kind, path, message));
    if Placeholder::named(name).is_some() {
        let message = format!("{{{name}}} is a placeholder of the language; choose another name");
        return refuse(PolicyErrorKind::Duplicate, message);
    }
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit())
    };
    if name.split('_').all(is_part) {
        return Ok(());
    }
    let spelled = spelled(name);
    let remedy = if spelled.split('_').all(is_part) {
        format!("write {spelled}, for instance")
    } else {
        form()
    };
    refuse(PolicyErrorKind::InvalidValue, format!("{} is not a valid name; {remedy}", Quoted(name)))
}

/// The nearest legal spelling of a name, if the result is legal.
fn spelled(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len());
    for character in name.to_ascii_lowercase().chars() {
        match character {
            '-' | '.' | ' ' => spelled.push('_'),
            '0'..='9' if spelled.ends_with('_') => {
                spelled.pop();
                spelled.push(character);
            }
            other => spelled.push(other),
        }
    }
    spelled
}
