use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::capture::Captures;
use super::declared_value::DeclaredValue;
use super::document::PolicyDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::placeholder::Placeholder;
use crate::data::{Path, nearest};
use crate::name::{Quoted, UtcOffset};

/// What the templates of a policy mean: the placeholders of the language and those that
/// the policy declares.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    pub(crate) values: Vec<Arc<DeclaredValue>>,
    /// Where the dates of instants are those of.
    pub(crate) offset: UtcOffset,
    /// Whether a build may have a variant.
    has_variants: bool,
    /// The captures that slugs are made of, by the names of the slugs.
    slugs: BTreeMap<String, String>,
    /// The captures of all rules, each with its rule.
    captures: Vec<(String, Arc<str>)>,
}

impl Vocabulary {
    pub(crate) fn new(document: &PolicyDocument, path: &Path<'_>) -> Result<Self, PolicyError> {
        let values = DeclaredValue::all(&document.values, &path.key("values"))?;
        let offset = match &document.timezone {
            Some(offset) => UtcOffset::parse(offset)
                .map_err(|error| PolicyError::name(&path.key("timezone"), &error))?,
            None => UtcOffset::default(),
        };
        let slugs = document.slugs.iter();
        let slugs = slugs.filter_map(|(name, slug)| Some((name.clone(), slug.of.clone()?)));
        Ok(Self {
            values,
            offset,
            has_variants: !document.variants.is_empty(),
            slugs: slugs.collect(),
            captures: Vec::new(),
        })
    }

    /// Adds the captures of a rule, none of which is called as a placeholder or a value is.
    pub(crate) fn add_captures(
        &mut self,
        rule: &str,
        captures: &Captures,
        path: &Path<'_>,
    ) -> Result<(), PolicyError> {
        for name in captures.names() {
            if self.values.iter().any(|value| value.name == name) {
                let message = format!("{{{name}}} is a declared value; choose another name");
                return Err(PolicyError::new(PolicyErrorKind::Duplicate, path, message));
            }
            self.captures.push((name.into(), rule.into()));
        }
        Ok(())
    }

    /// The first rule that has a capture of this name.
    pub(crate) fn capturing_rule(&self, name: &str) -> Option<&str> {
        let mut found = self.captures.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, rule)| &**rule)
    }

    /// The capture that a slug of this name is made of.
    pub(crate) fn slug_capture(&self, slug: &str) -> Option<&str> {
        self.slugs.get(slug).map(String::as_str)
    }

    /// Refuses a slug of what no rule captures.
    pub(crate) fn check_slugs(&self, path: &Path<'_>) -> Result<(), PolicyError> {
        for (slug, name) in &self.slugs {
            if self.capturing_rule(name).is_some() {
                continue;
            }
            let known = self.captures.iter().map(|(known, _)| &**known);
            let remedy = match nearest(name, known) {
                Some(near) => format!("did you mean {near}?"),
                None => "add a named group to the patterns of a rule, as in \
                         branch = \"/feature/(?<rest>.*)/\" and of = \"rest\""
                    .into(),
            };
            let message = format!("no rule captures {}; {remedy}", Quoted(name));
            let path = path.key(slug);
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, &path.key("of"), message));
        }
        Ok(())
    }

    /// The placeholder of this name, an instant without a format.
    pub(crate) fn placeholder(&self, name: &str) -> Option<Placeholder> {
        Placeholder::named(name).or_else(|| {
            let declared = self.values.iter().find(|value| value.name == name);
            declared.cloned().map(Placeholder::Declared)
        })
    }

    /// The names of the placeholders that may have a value, those of the policy first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let declared = self.values.iter().map(|value| &*value.name);
        let all = Placeholder::ALL.iter();
        let known = all.filter(|one| self.has_variants || **one != Placeholder::Variant);
        declared.chain(known.map(Placeholder::name))
    }
}
