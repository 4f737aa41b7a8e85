use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::name::{CommitSha, RefName, Slug};
use crate::policy::TagKind;

/// A rule that a tag can come from, and what the tag then says of its build.
///
/// `Display` is one line for people. The serde form is for other programs;
/// fields are only ever added to it.
///
/// # Examples
///
/// ```
/// use tagwright::{Policy, Tag};
///
/// let tag = Tag::new("branch-feature-search-a1b2c3d8")?;
/// let candidates = Policy::cwiq().recognize(&tag);
/// assert_eq!(
///     candidates[0].to_string(),
///     "rule feature (branch-{slug}-{short_sha}): slug feature-search, short_sha a1b2c3d8",
/// );
/// # Ok::<(), tagwright::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Candidate {
    pub(crate) rule: Arc<str>,
    pub(crate) path: String,
    pub(crate) template: String,
    pub(crate) kind: TagKind,
    pub(crate) suffix: String,
    pub(crate) fields: Vec<Field>,
}

/// A fact that a tag holds, by the name of its placeholder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub(crate) name: String,
    // INVARIANT: at least one.
    pub(crate) readings: Vec<FieldValue>,
}

/// The value of a field, typed where there is a type for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldValue {
    /// A slug.
    Slug(Slug),
    /// A whole commit sha.
    Sha(CommitSha),
    /// A branch or a git tag.
    Ref(RefName),
    /// The number of a pull request, a run, or a part of a version.
    Number(u64),
    /// Any other text as the tag holds it: the first digits of a sha, a version
    /// (in which a `_` may stand for a `+`), a project, an instant in the format
    /// of the template, the slug of a name of which nothing is left.
    Text(String),
}

impl Candidate {
    /// Returns the name of the rule.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Returns where in the policy the template stands, such as
    /// `rules[1].tags[0]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the template.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Returns whether the tag moves.
    #[must_use]
    pub fn kind(&self) -> TagKind {
        self.kind
    }

    /// Returns the suffix of the image, behind what the template gave; often
    /// nothing.
    #[must_use]
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Returns the fields in the order of the template.
    ///
    /// A placeholder that stands twice is one field; an instant in a second
    /// format is a field of its own, `created_2`.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Returns the value of a field; `None` where the template does not hold
    /// it, or where the tag can be read in several ways.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        self.fields.iter().find(|field| field.name == name)?.value()
    }

    /// Returns whether the tag can be read in one way only.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.fields.iter().all(|field| field.readings.len() == 1)
    }
}

impl Field {
    /// Returns the name of the placeholder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns its value, where the tag can be read in one way only.
    #[must_use]
    pub fn value(&self) -> Option<&FieldValue> {
        match self.readings.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Returns the values that it can have; at least one.
    ///
    /// There are several where nothing in the tag says where one field ends and
    /// the next begins: `{project}-{slug}` gives `runner-api-x` two ways.
    #[must_use]
    pub fn readings(&self) -> &[FieldValue] {
        &self.readings
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule {} ({})", self.rule.escape_debug(), self.template)?;
        let suffix = (!self.suffix.is_empty()).then(|| ("suffix", self.suffix.clone()));
        let fields = self.fields.iter().map(|field| (field.name(), field.to_string()));
        for (index, (name, value)) in fields.chain(suffix).enumerate() {
            let separator = if index == 0 { ":" } else { "," };
            write!(f, "{separator} {name} {value}")?;
        }
        Ok(())
    }
}

/// The value; of several, each behind an `or`.
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, reading) in self.readings.iter().enumerate() {
            let separator = if index == 0 { "" } else { " or " };
            write!(f, "{separator}{reading}")?;
        }
        Ok(())
    }
}

/// The text that the tag holds.
impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slug(slug) => slug.fmt(f),
            Self::Sha(sha) => sha.fmt(f),
            Self::Ref(name) => name.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.pad(text),
        }
    }
}

impl PartialEq<str> for FieldValue {
    fn eq(&self, text: &str) -> bool {
        match self {
            Self::Slug(slug) => slug == text,
            Self::Sha(sha) => sha == text,
            Self::Ref(name) => name == text,
            Self::Number(number) => number.to_string() == text,
            Self::Text(found) => found == text,
        }
    }
}

impl PartialEq<&str> for FieldValue {
    fn eq(&self, text: &&str) -> bool {
        self == *text
    }
}

impl Serialize for Candidate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Candidate", 6)?;
        fields.serialize_field("rule", self.rule())?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("template", &self.template)?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("suffix", &self.suffix)?;
        fields.serialize_field("fields", &Fields(&self.fields))?;
        fields.end()
    }
}

/// A map from names to values, or to lists of them where there are several.
struct Fields<'a>(&'a [Field]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for field in self.0 {
            match field.value() {
                Some(value) => map.serialize_entry(&field.name, value)?,
                None => map.serialize_entry(&field.name, &field.readings)?,
            }
        }
        map.end()
    }
}

impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_u64(*number),
            _ => serializer.collect_str(self),
        }
    }
}
