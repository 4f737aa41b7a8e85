use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use serde::de::{Deserialize, Deserializer, Error};

use super::accept::AcceptDocument;
use super::assignments::Assignments;
use super::empty_labels::EmptyLabels;
use super::image::ImageDocument;
use super::rule::RuleDocument;
use super::slug::{self, SlugDocument};
use super::tag_constraint::TagConstraint;
use super::value::ValueDocument;
use super::variant::VariantDocument;
use crate::data::{
    DataError, Fields, Node, Path, list, map, number, one_or_many, such_as, text, value,
};
use crate::name::SlugOptions;

/// A policy as its file says it, before anything is checked.
///
/// This is the plain shape to start one's own policy from;
/// [`Policy::new`](crate::Policy::new) makes a policy of it, or says why not.
///
/// # Examples
///
/// The built-in policy, but for another registry:
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let mut document = Policy::cwiq().document().clone();
/// document.images[0].push = "registry.example.com/platform".into();
/// let policy = Policy::new(document)?;
/// # let context = CiContext::branch("server", "main", "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334")?
/// #     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = policy.plan(&context)?;
/// assert_eq!(plan.image(), "registry.example.com/platform/orchestrator-server");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// One written in Rust:
///
/// ```
/// use tagwright::document::{ImageDocument, RuleDocument, ConditionsDocument};
/// use tagwright::{CiContext, Policy, PolicyDocument};
///
/// let image = ImageDocument::new("{project}", "registry.example.com");
/// let trunk = ConditionsDocument::branch("main");
/// let rule = RuleDocument::new("trunk", trunk, ["{short_sha}", "latest"]);
/// let policy = Policy::new(PolicyDocument::new([image], [rule]))?;
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let plan = policy.plan(&CiContext::branch("server", "main", sha)?)?;
/// assert_eq!(plan.pull_reference(), "registry.example.com/server:a1b2c3d8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct PolicyDocument {
    /// The version of the policy language: 1.
    pub version: u64,
    /// How many digits of the commit sha `{short_sha}` has: 4 to 64; default: 8.
    pub short_sha: usize,
    /// The image that the build job runs in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub builder: Option<BuilderDocument>,
    /// The build args, as `KEY=template`.
    #[serde(skip_serializing_if = "Assignments::is_default")]
    pub build_args: Assignments,
    /// The labels, as `KEY=template`. One under `org.opencontainers.image.` is a key of the image
    /// specification, and has a value that it allows.
    #[serde(skip_serializing_if = "Assignments::is_default")]
    pub labels: Assignments,
    /// What becomes of a label whose value is empty.
    #[serde(skip_serializing_if = "EmptyLabels::is_omit")]
    pub empty_labels: EmptyLabels,
    /// The variables of `build.env`, as `KEY=template`.
    #[serde(skip_serializing_if = "Assignments::is_default")]
    pub env: Assignments,
    /// What every tag must be besides a valid tag. It is proved in the same way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fits: Vec<TagConstraint>,
    /// The fixed offset from UTC, such as `+09:00`, in which `{created:FORMAT}` and
    /// `{committed:FORMAT}` are written; default: UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The values that the job passes in, by the names of their placeholders.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, ValueDocument>,
    /// How `{slug}` is made. A file may name a preset instead, or override options of
    /// one.
    pub slug: SlugOptions,
    /// How `{slug:NAME}` is made, by that name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub slugs: BTreeMap<String, SlugDocument>,
    /// The variants of a build matrix, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, VariantDocument>,
    /// The names that a build is pushed under; at least one.
    pub images: Vec<ImageDocument>,
    /// What is tagged how; at least one.
    pub rules: Vec<RuleDocument>,
    /// The findings of the audit that are accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<AcceptDocument>,
}

/// The image that the build job runs in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct BuilderDocument {
    /// Its reference where it is published.
    pub image: String,
    /// `host[:port][/path]` of the proxy that it is pulled through, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull: Option<String>,
}

impl PolicyDocument {
    pub(crate) const VERSION: u64 = 1;
    pub(crate) const SHORT_SHA: usize = 8;
    pub(crate) const SHORT_SHAS: RangeInclusive<usize> = 4..=64;

    fn read(node: Node<'_>) -> Result<Self, DataError> {
        const IMAGES: &str = "images = [{ name = \"{project}\", push = \"ghcr.io/acme\" }]";
        const RULES: &str = "rules = [{ name = \"main\", when = { branch = \"main\" }, \
                             tags = [\"main-{short_sha}\"] }]";
        const SLUGS: &str = "a table such as { short = { max-length = 20 } }";
        const VARIANTS: &str = "a table such as { alpine = \"-alpine\" }";
        let mut fields = Fields::open(node, &Path::Root)?;
        let document = Self {
            version: fields.required("version", "version = 1", number)?,
            short_sha: fields.optional("short-sha", number)?.unwrap_or(Self::SHORT_SHA),
            builder: fields.optional("builder", BuilderDocument::read)?,
            build_args: fields.optional("build-args", Assignments::read)?.unwrap_or_default(),
            labels: fields.optional("labels", Assignments::read)?.unwrap_or_default(),
            empty_labels: fields.optional("empty-labels", value)?.unwrap_or_default(),
            env: fields.optional("env", Assignments::read)?.unwrap_or_default(),
            fits: fields.optional("fits", one_or_many(value))?.unwrap_or_default(),
            timezone: fields.optional("timezone", such_as("+09:00", text))?,
            values: fields.optional("values", ValueDocument::read_all)?.unwrap_or_default(),
            slug: fields.optional("slug", slug::options)?.unwrap_or_default(),
            slugs: fields.optional("slugs", map(SLUGS, SlugDocument::read))?.unwrap_or_default(),
            variants: fields
                .optional("variants", map(VARIANTS, VariantDocument::read))?
                .unwrap_or_default(),
            images: fields.required("images", IMAGES, tables("images", ImageDocument::read))?,
            rules: fields.required("rules", RULES, tables("rules", RuleDocument::read))?,
            accept: fields
                .optional("accept", tables("accept", AcceptDocument::read))?
                .unwrap_or_default(),
        };
        // For editors: the schema that completes the file.
        fields.unlisted("$schema", text)?;
        fields.close(document)
    }

    /// Makes the document of a policy that has images and rules, and the
    /// default of everything else.
    #[must_use]
    pub fn new(
        images: impl IntoIterator<Item = ImageDocument>,
        rules: impl IntoIterator<Item = RuleDocument>,
    ) -> Self {
        Self {
            version: Self::VERSION,
            short_sha: Self::SHORT_SHA,
            builder: None,
            build_args: Assignments::default(),
            labels: Assignments::default(),
            empty_labels: EmptyLabels::default(),
            env: Assignments::default(),
            fits: Vec::new(),
            timezone: None,
            values: BTreeMap::new(),
            slug: SlugOptions::default(),
            slugs: BTreeMap::new(),
            variants: BTreeMap::new(),
            images: images.into_iter().collect(),
            rules: rules.into_iter().collect(),
            accept: Vec::new(),
        }
    }
}

impl BuilderDocument {
    /// Makes the document of a builder image that is pulled from where it is
    /// published.
    #[must_use]
    pub fn new(image: impl Into<String>) -> Self {
        Self { image: image.into(), pull: None }
    }

    fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str = "an image such as \"docker:27-cli\" or a table such as \
                            { image = \"docker:27-cli\" }";
        match node {
            Node::Text(image) => Ok(Self::new(image)),
            Node::Table(_) => {
                let mut fields = Fields::open(node, path)?;
                let builder = Self {
                    image: fields.required(
                        "image",
                        "image = \"gcr.io/kaniko-project/executor:debug\"",
                        text,
                    )?,
                    pull: fields.optional("pull", text)?,
                };
                fields.close(builder)
            }
            node => Err(node.wrong_type(FORM, path)),
        }
    }
}

/// Reads a list of tables, which TOML has a form of its own for.
fn tables<'de, T>(
    key: &'static str,
    read: impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError>,
) -> impl FnOnce(Node<'de>, &Path<'_>) -> Result<Vec<T>, DataError> {
    move |node, path| match node {
        Node::List(_) => list(read)(node, path),
        node => {
            let expected = alloc::format!("a list of tables, each of which TOML writes [[{key}]]");
            Err(node.wrong_type(&expected, path))
        }
    }
}

impl<'de> Deserialize<'de> for PolicyDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Node::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
