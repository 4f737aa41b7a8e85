use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use crate::name::{CommitSha, RefName, Slug};
use crate::policy::TagKind;

/// A rule that a tag can come from, with the facts that the tag then contains.
///
/// It borrows the policy. `Display` writes one line for people. The serde form is for
/// programs. Fields are only added to it, never removed or changed.
///
/// # Examples
///
/// ```
/// use tagwright::{Policy, Tag};
///
/// let policy = Policy::cwiq();
/// let candidates = policy.recognize(&Tag::new("branch-feature-search-a1b2c3d8")?);
/// assert_eq!(
///     candidates[0].to_string(),
///     "rule feature (branch-{slug}-{short_sha}): slug feature-search, short_sha a1b2c3d8",
/// );
/// # Ok::<(), tagwright::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Recognized<'p> {
    /// The name of the rule.
    pub rule: &'p str,
    /// The path of the template in the policy, such as `rules[1].tags[0]`.
    pub path: String,
    /// The template, as written in the policy.
    pub template: &'p str,
    /// Whether the tag is immutable or floating.
    pub kind: TagKind,
    /// The variant of the build; `None` for the plain build.
    pub variant: Option<&'p str>,
    /// The fields in the order of the template; the serde form is a map.
    ///
    /// A placeholder that occurs twice is one field. A second slug, or an instant in a
    /// second format, is a separate field named `slug_2` or `created_2`.
    #[serde(serialize_with = "serialize_fields")]
    pub fields: Vec<TagField<'p>>,
}

/// A fact in a tag, by the name of its placeholder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TagField<'p> {
    /// The name of the placeholder.
    pub name: Cow<'p, str>,
    /// The possible values, in the order of their positions in the tag.
    ///
    /// There are several if the boundary between two fields is ambiguous:
    /// `{project}-{slug}` can give `runner-api-x` in two ways. If there are more than
    /// [`MOST_READINGS`](Self::MOST_READINGS), the list is empty.
    pub readings: Vec<TagFieldValue>,
}

/// The value of a field, with a type for each kind of fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum TagFieldValue {
    /// A slug.
    Slug(Slug),
    /// A full commit sha.
    Sha(CommitSha),
    /// A branch or git tag, unless a `_` in the image tag may be a replaced `+` of the
    /// git tag.
    Ref(RefName),
    /// The number of a pull request, a run, or a part of a version.
    Number(u64),
    /// Any other string, as it is in the tag: the first digits of a sha, a version or
    /// git tag (in which a `_` may be a replaced `+`), a project, an instant in the
    /// format of the template, or the option `empty` of a slug.
    Text(String),
}

impl Recognized<'_> {
    /// Returns the value of a field; `None` if the template does not contain it, or if
    /// the tag can be read in several ways.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&TagFieldValue> {
        self.fields.iter().find(|field| field.name == name)?.value()
    }

    /// Returns whether the tag can be read in one way only.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.fields.iter().all(|field| field.readings.len() == 1)
    }
}

impl TagField<'_> {
    /// The greatest number of readings of a field that are listed.
    pub const MOST_READINGS: usize = 32;

    /// Returns its value, if the tag can be read in only one way.
    #[must_use]
    pub fn value(&self) -> Option<&TagFieldValue> {
        match self.readings.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

impl fmt::Display for Recognized<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule {} ({})", self.rule.escape_debug(), self.template)?;
        let variant = self.variant.map(|variant| ("variant", variant.to_string()));
        let fields = self.fields.iter().map(|field| (&*field.name, field.to_string()));
        for (index, (name, value)) in fields.chain(variant).enumerate() {
            let separator = if index == 0 { ":" } else { "," };
            write!(f, "{separator} {name} {value}")?;
        }
        Ok(())
    }
}

/// Writes the value; several are joined with `or`, too many are written as `?`.
impl fmt::Display for TagField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.readings.is_empty() {
            return f.write_str("?");
        }
        for (index, reading) in self.readings.iter().enumerate() {
            let separator = if index == 0 { "" } else { " or " };
            write!(f, "{separator}{reading}")?;
        }
        Ok(())
    }
}

impl TagFieldValue {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Slug(slug) => slug.as_str().into(),
            Self::Sha(sha) => sha.as_str().into(),
            Self::Ref(name) => name.as_str().into(),
            Self::Number(number) => number.to_string().into(),
            Self::Text(text) => text.into(),
        }
    }
}

/// Writes the value as it is in the tag.
impl fmt::Display for TagFieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl PartialEq<str> for TagFieldValue {
    fn eq(&self, text: &str) -> bool {
        self.text() == text
    }
}

impl PartialEq<&str> for TagFieldValue {
    fn eq(&self, text: &&str) -> bool {
        self == *text
    }
}

/// Serialized as a map from names to values; several values are a list, too many are
/// null.
fn serialize_fields<S: Serializer>(fields: &[TagField], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().map(|field| (&field.name, field)))
}

impl Serialize for TagField<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.readings.as_slice() {
            [] => serializer.serialize_none(),
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}
