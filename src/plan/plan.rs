// How a plan stores its texts: image names and tags are owned values of their types,
// which callers borrow and keep. The texts of all build args, labels and variables
// are in one string, because they are read as `&str` anyway. Instructions for `main`
// under the built-in policy, compared with plain `format!` of the same texts, which
// makes 21 allocations:
//
// * a string for each list of pairs: 12 allocations, 1.12 times
// * one string for all pairs, as here: 10 allocations, 1.07 times
// * one string for the names of an image as well: 8 allocations, 1.00 times and 3 %
//   less time, but names would no longer be an `ImageName`

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::key_values::{KeyValueList, KeyValues};
use super::planned_image::{ImageNames, PlannedImage};
use super::promotion::Promotion;
use super::tag_set::{PlannedTag, TagSet};
use crate::name::{ImageName, Reference, Slug};
use crate::policy::{EmptyLabels, OneOrMore, TagKind};

/// A **plan**: everything that a pipeline names, for one context under one
/// policy.
///
/// A plan is owned and does not change; every job of a pipeline that asks with
/// the same facts gets the same one, so that no job has to construct a tag.
///
/// # Serde
///
/// The JSON form is for other programs; fields are only ever added to it.
///
/// # Examples
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "feature/search", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
///
/// assert_eq!(plan.image(), "nexus.shared.cwiq.io:8443/orchestrator-server");
/// assert_eq!(plan.tags().primary().tag, "branch-feature-search-a1b2c3d8");
/// assert_eq!(plan.build_args().get("VERSION"), Some(""));
/// assert_eq!(
///     plan.pull_reference(),
///     "nexus.shared.cwiq.io:8444/orchestrator-server:branch-feature-search-a1b2c3d8",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    pub(super) images: OneOrMore<ImageNames>,
    pub(super) tags: TagSet,
    pub(super) undecided: Vec<PlannedTag>,
    pub(super) slug: Option<Slug>,
    pub(super) variant: Option<Arc<str>>,
    /// The build args, the labels with and without a value, and the variables of
    /// `build.env`.
    pub(super) pairs: KeyValueList,
    /// Where among the pairs the labels and the variables begin.
    pub(super) labels: usize,
    pub(super) env: usize,
    pub(super) empty_labels: EmptyLabels,
    pub(super) builder: Option<Arc<Reference>>,
    pub(super) workspace: Option<String>,
}

/// # Images, tags and references
impl Plan {
    /// Returns the name that the image is pushed to; of several images, the
    /// first that receives the primary tag.
    #[must_use]
    pub fn image(&self) -> &ImageName {
        self.primary_image().push
    }

    /// Returns the images that receive a tag, in the order of the policy; at least one.
    ///
    /// They are several names of one build: the command line of a builder
    /// pushes it under each. [`PlannedImage::tags`] says which tags are pushed to which.
    pub fn images(&self) -> impl Iterator<Item = PlannedImage<'_>> + Clone {
        let images = self.images.iter().enumerate();
        images.map(|(index, names)| PlannedImage::new(self, index, names))
    }

    /// The first image that receives the primary tag.
    pub(crate) fn primary_image(&self) -> PlannedImage<'_> {
        let index = self.tags.primary().images.first().unwrap_or_default();
        let names = self.images.get(index).unwrap_or(self.images.first());
        PlannedImage::new(self, index, names)
    }

    /// Returns the variant that is built; `None` for the plain build.
    #[must_use]
    pub fn variant(&self) -> Option<&str> {
        self.variant.as_deref()
    }

    /// Returns the tags, with the affixes of the variant.
    #[must_use]
    pub fn tags(&self) -> &TagSet {
        &self.tags
    }

    /// Returns the floating tags that would move if no higher version exists,
    /// for a context that does not say which versions do.
    #[must_use]
    pub fn undecided(&self) -> &[PlannedTag] {
        &self.undecided
    }

    /// Returns the slug of the branch, of the source branch of the pull
    /// request, or of the git tag.
    ///
    /// `None` for a detached commit, and where the slug rules leave nothing of
    /// the name.
    #[must_use]
    pub fn slug(&self) -> Option<&Slug> {
        self.slug.as_ref()
    }

    /// Returns the references to push: each image under each of its tags.
    ///
    /// The immutable ones of every image come first: builders stop at the first
    /// that fails, and a floating tag must not have moved by then.
    pub fn references(&self) -> impl Iterator<Item = Reference> {
        self.immutable_first().map(|(image, tag)| image.reference(tag))
    }

    /// Returns the references to pull, in the order of
    /// [`references`](Self::references).
    pub fn pull_references(&self) -> impl Iterator<Item = Reference> {
        self.immutable_first().map(|(image, tag)| image.pull_reference(tag))
    }

    fn immutable_first(&self) -> impl Iterator<Item = (PlannedImage<'_>, &PlannedTag)> {
        self.of_kind(TagKind::Immutable).chain(self.of_kind(TagKind::Floating))
    }

    /// Each image with each of its tags of one kind, image by image.
    pub(crate) fn of_kind(
        &self,
        kind: TagKind,
    ) -> impl Iterator<Item = (PlannedImage<'_>, &PlannedTag)> {
        self.images().flat_map(move |image| {
            let of_kind = image.tags().filter(move |planned| planned.kind == kind);
            of_kind.map(move |planned| (image, planned))
        })
    }

    /// Returns the reference that deploy and scan jobs pull: the first image that
    /// receives the primary tag, under that tag.
    #[must_use]
    pub fn pull_reference(&self) -> Reference {
        self.primary_image().pull_reference(self.tags.primary())
    }

    /// Returns what a later job does to move the floating tags: for each image, one
    /// promotion to each of its floating references.
    ///
    /// They start from the first immutable reference of that image, or, for an image
    /// that has none, from the first of the plan. The latter are
    /// [copies](Promotion::is_copy) between two repositories.
    ///
    /// There is nothing to promote from, and so nothing is returned, where no
    /// tag is immutable. Tags that are [`undecided`](Self::undecided) are not
    /// among them: a release without known versions does not move those.
    pub fn promotions(&self) -> impl Iterator<Item = Promotion> {
        let first = self.of_kind(TagKind::Immutable).next();
        self.images().flat_map(move |image| {
            let is_immutable = |planned: &&PlannedTag| planned.kind == TagKind::Immutable;
            let own = image.tags().find(is_immutable).map(|planned| (image, planned));
            let floating = image.tags().filter(|planned| planned.kind == TagKind::Floating);
            own.or(first).into_iter().flat_map(move |(from, immutable)| {
                floating.clone().map(move |floating| Promotion {
                    from: from.reference(immutable),
                    to: image.reference(floating),
                    is_copy: from.push != image.push,
                })
            })
        })
    }
}

/// # What the build is given
impl Plan {
    /// Returns the build args, in the order of the policy.
    #[must_use]
    pub fn build_args(&self) -> KeyValues<'_> {
        self.pairs.pairs(0..self.labels)
    }

    /// Returns the labels in the order of the policy. Those that have no value are left
    /// out, unless the policy says `empty-labels = "keep"`.
    #[must_use]
    pub fn labels(&self) -> KeyValues<'_> {
        match self.empty_labels {
            EmptyLabels::Omit => self.declared_labels().with_values(),
            EmptyLabels::Keep => self.declared_labels(),
        }
    }

    /// All labels of the policy, those without a value too.
    pub(crate) fn declared_labels(&self) -> KeyValues<'_> {
        self.pairs.pairs(self.labels..self.env)
    }

    /// Returns the image that the build job runs in, through its proxy where
    /// the policy has one.
    #[must_use]
    pub fn builder_image(&self) -> Option<&Reference> {
        self.builder.as_deref()
    }

    /// Returns the folder that the job's checkout is in, where the context
    /// says.
    #[must_use]
    pub fn workspace(&self) -> Option<&str> {
        self.workspace.as_deref()
    }
}

/// # For later jobs
impl Plan {
    /// Returns the variables of **`build.env`**, by which the build job hands its
    /// tag to the jobs behind it; `Display` writes that file.
    ///
    /// GitLab reads it as a [dotenv report]; a shell reads it with
    /// `. ./build.env`; GitHub reads it from [`$GITHUB_ENV`], to which a step
    /// appends it. All read the same: there is one `KEY=value` a line, nothing is
    /// quoted, and no value holds what any would expand.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::branch("server", "main", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// let plan = Policy::cwiq().plan(&context)?;
    /// assert_eq!(plan.build_env().to_string(), "IMAGE_TAG=main-a1b2c3d8\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [dotenv report]: https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv
    /// [`$GITHUB_ENV`]: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable
    #[must_use]
    pub fn build_env(&self) -> KeyValues<'_> {
        self.pairs.pairs(self.env..self.pairs.len())
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Plan", 13)?;
        fields.serialize_field("images", &self.images().collect::<Vec<_>>())?;
        fields.serialize_field("tags", &self.tags)?;
        fields.serialize_field("primary", &self.tags.primary().tag)?;
        fields.serialize_field("slug", &self.slug)?;
        fields.serialize_field("variant", &self.variant())?;
        fields.serialize_field("references", &self.references().collect::<Vec<_>>())?;
        fields.serialize_field("pull_references", &self.pull_references().collect::<Vec<_>>())?;
        fields.serialize_field("promotions", &self.promotions().collect::<Vec<_>>())?;
        fields.serialize_field("build_args", &self.build_args())?;
        fields.serialize_field("labels", &self.labels())?;
        fields.serialize_field("env", &self.build_env())?;
        fields.serialize_field("undecided", &self.undecided)?;
        fields.serialize_field("builder", &self.builder_image())?;
        fields.end()
    }
}
