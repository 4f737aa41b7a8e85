use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::{DataError, Fields, Node, Path, one_or_many, text, value};
use crate::name::Quoted;
use crate::name::word_list;

/// An image: the name that a build is pushed under.
///
/// Several are several names of one build. What has a Dockerfile of its own has
/// a context of its own: [`CiContext::with_project`](crate::CiContext::with_project).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct ImageDocument {
    /// The template of its name, which is appended to `push` and `pull`.
    pub name: String,
    /// `host[:port][/path]` that it is pushed to.
    pub push: String,
    /// `host[:port][/path]` that it is pulled from; default: where it is pushed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull: Option<String>,
    /// The template of the repository, next to the image, that holds cached layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<String>,
    /// The names of the rules whose tags are pushed to this image; default: all
    /// rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<String>>,
    /// What becomes of upper-case letters in its name.
    #[serde(skip_serializing_if = "NameCase::is_keep")]
    pub case: NameCase,
}

/// What becomes of upper-case letters in an image name.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NameCase {
    /// They stay, and are an error when the plan is made: no repository holds
    /// them.
    #[default]
    Keep,
    /// They become lower case.
    Lower,
}

word_list! {
    NameCase, "treatment of upper case",
    Keep "keep"
    or Lower "lower"
}

impl ImageDocument {
    /// Makes the document of an image that has a name and a registry, and the
    /// default of everything else.
    #[must_use]
    pub fn new(name: impl Into<String>, push: impl Into<String>) -> Self {
        Self { name: name.into(), push: push.into(), ..Self::default() }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str =
            "a table such as { name = \"{project}\", push = \"registry.example.com\" }";
        if !matches!(node, Node::Table(_)) {
            return Err(node.wrong_type(FORM, path));
        }
        let mut fields = Fields::open(node, path)?;
        let image = Self {
            name: fields.required("name", "name = \"{project}\"", text)?,
            push: fields.required("push", "push = \"ghcr.io/acme\"", text)?,
            pull: fields.optional("pull", text)?,
            cache: fields.optional("cache", text)?,
            rules: fields.optional("rules", one_or_many(text))?,
            case: fields.optional("case", value)?.unwrap_or_default(),
        };
        fields.unlisted("suffix", suffix)?;
        fields.close(image)
    }
}

/// Refuses what other tools have on an image, with what is written here.
fn suffix(node: Node<'_>, path: &Path<'_>) -> Result<(), DataError> {
    let suffix = text(node, path).ok().filter(|text| !text.is_empty());
    let suffix = suffix.as_deref().unwrap_or("-alpine");
    let name = suffix.trim_matches(|one: char| !one.is_ascii_alphanumeric());
    let name = if name.is_empty() { "alpine" } else { name };
    let (name, suffix) = (Quoted(name), Quoted(suffix));
    let message = format!(
        "an image has no suffix; declare the variant, as in variants = {{ {name} = {suffix} }}, and \
         give the context \"variant\""
    );
    Err(DataError::new(path, message))
}

impl NameCase {
    pub(crate) fn of(self, mut text: String) -> String {
        if self == Self::Lower {
            text.make_ascii_lowercase();
        }
        text
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_keep(&self) -> bool {
        *self == Self::Keep
    }
}
