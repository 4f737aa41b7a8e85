use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::conditions::ConditionsDocument;
use super::tag::TagDocument;
use crate::data::{DataError, Fields, Node, Path, one_or_many, text};

/// A rule: when it applies, and the tags that it then gives.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct RuleDocument {
    /// Its name, unique in the policy; errors and plans refer to it.
    pub name: String,
    /// When it applies; default: to every pipeline.
    #[serde(skip_serializing_if = "ConditionsDocument::is_none")]
    pub when: Box<ConditionsDocument>,
    /// The tags that it gives.
    pub tags: Vec<TagDocument>,
}

/// What people look for in a rule, and where it is written.
const FOREIGN: &[(&str, &str)] = &[
    (
        "slug",
        "[slugs.NAME] and {slug:NAME} for a slug of this rule alone, or slug before the first table \
         for all rules",
    ),
    ("image", "rules = [\"NAME\"] in an image, to push the tags of some rules to it alone"),
    ("images", "rules = [\"NAME\"] in an image, to push the tags of some rules to it alone"),
];

impl RuleDocument {
    /// Makes the document of a rule; a text is a tag that always moves.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        when: ConditionsDocument,
        tags: impl IntoIterator<Item = impl Into<TagDocument>>,
    ) -> Self {
        let tags = tags.into_iter().map(Into::into).collect();
        Self { name: name.into(), when: Box::new(when), tags }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str = "a table such as { name = \"main\", when = { branch = \"main\" }, \
                            tags = [\"main-{short_sha}\"] }";
        if !matches!(node, Node::Table(_)) {
            return Err(node.wrong_type(FORM, path));
        }
        let mut fields = Fields::open(node, path)?.with_answers(FOREIGN);
        let rule = Self {
            name: fields.required("name", "name = \"main\"", text)?,
            when: Box::new(fields.optional("when", ConditionsDocument::read)?.unwrap_or_default()),
            tags: fields.required(
                "tags",
                "tags = [\"main-{short_sha}\"]",
                one_or_many(TagDocument::read),
            )?,
        };
        fields.close(rule)
    }
}
