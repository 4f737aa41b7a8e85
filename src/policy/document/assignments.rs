use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::{DataError, Node, Path, list, map, such_as, text};

/// A list of `KEY=template`, or a table of them.
///
/// A list keeps its order, as on a command line. A table is sorted by key,
/// because formats do not agree on what order a table has.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "a file has these two forms for it")]
pub enum Assignments {
    /// `["KEY=template", …]`
    List(Vec<String>),
    /// `{ KEY = "template", … }`
    Table(BTreeMap<String, String>),
}

impl Assignments {
    /// The labels of the [image specification] that a pipeline can know:
    /// `title`, `description`, `url`, `source`, `version`, `created`, `revision`
    /// and `licenses`.
    ///
    /// A label that has no value for a context is left out of its plan: a branch
    /// has no version, a project perhaps no description. What only the policy's
    /// author knows, such as `vendor`, is added.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::document::Assignments;
    /// use tagwright::{CiContext, Policy};
    ///
    /// let mut document = Policy::cwiq().document().clone();
    /// let vendor = "org.opencontainers.image.vendor=CWIQ";
    /// document.labels = Assignments::OCI_LABELS.into_iter().chain([vendor]).collect();
    /// let policy = Policy::new(document)?;
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::tag("server", "v1.0.0", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?)
    ///     .with_source_url("https://git.example.com/cwiq/server")?
    ///     .with_licenses("MIT OR Apache-2.0")?;
    /// assert_eq!(policy.plan(&context)?.labels().to_string(), "\
    /// org.opencontainers.image.url=https://git.example.com/cwiq/server
    /// org.opencontainers.image.source=https://git.example.com/cwiq/server
    /// org.opencontainers.image.version=1.0.0
    /// org.opencontainers.image.created=2026-03-18T09:00:00Z
    /// org.opencontainers.image.revision=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
    /// org.opencontainers.image.licenses=MIT OR Apache-2.0
    /// org.opencontainers.image.vendor=CWIQ
    /// ");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [image specification]: https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys
    pub const OCI_LABELS: [&str; 8] = [
        "org.opencontainers.image.title={title}",
        "org.opencontainers.image.description={description}",
        "org.opencontainers.image.url={source_url}",
        "org.opencontainers.image.source={source_url}",
        "org.opencontainers.image.version={version}",
        "org.opencontainers.image.created={created}",
        "org.opencontainers.image.revision={sha}",
        "org.opencontainers.image.licenses={licenses}",
    ];

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Table(table) => table.is_empty(),
        }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str = "a list such as [\"KEY=value\"] or a table such as { KEY = \"value\" }";
        match node {
            Node::List(_) => list(such_as("KEY=value", text))(node, path).map(Self::List),
            Node::Table(_) => map(FORM, text)(node, path).map(Self::Table),
            node => Err(node.wrong_type(FORM, path)),
        }
    }

    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Assignments {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl<T: Into<String>> FromIterator<T> for Assignments {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}
