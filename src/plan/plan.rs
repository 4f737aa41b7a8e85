// How a plan stores its strings: image names and tags are owned values of their types,
// which callers borrow and keep. All build args, labels and variables are in one
// string, because they are read as `&str` anyway. Instructions for `main` under the
// built-in policy, compared with plain `format!` of the same strings, which makes 21
// allocations:
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

/// A **plan**: all names that a pipeline uses, for one context and policy.
///
/// The same context always gives the same plan, so that every job of a pipeline can
/// compute it and no job has to construct a tag itself.
///
/// # Serde
///
/// The JSON form is meant for other programs. Fields are only added to it, never
/// removed or changed.
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
    /// The indices of the pairs where the labels and the variables begin.
    pub(super) labels: usize,
    pub(super) env: usize,
    pub(super) empty_labels: EmptyLabels,
    pub(super) builder: Option<Arc<Reference>>,
    pub(super) workspace: Option<String>,
}

/// # Images, tags and references
impl Plan {
    /// Returns the name that the image is pushed to. If there are several images, it is
    /// that of the first that receives the primary tag.
    #[must_use]
    pub fn image(&self) -> &ImageName {
        self.primary_image().push
    }

    /// Returns the images that receive a tag, in the order of the policy. There is at
    /// least one.
    ///
    /// They are several names of one build: a builder pushes the same content to each.
    /// [`PlannedImage::tags`] returns the tags of each image.
    pub fn images(&self) -> impl Iterator<Item = PlannedImage<'_>> + Clone {
        let images = self.images.iter().enumerate();
        images.map(|(index, names)| PlannedImage::new(self, index, names))
    }

    /// Returns the first image that receives the primary tag.
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

    /// Returns the tags, including the affixes of the variant.
    #[must_use]
    pub fn tags(&self) -> &TagSet {
        &self.tags
    }

    /// Returns the floating tags that are not pushed because the context lacks the fact
    /// that decides: the existing versions, or the head of the branch.
    #[must_use]
    pub fn undecided(&self) -> &[PlannedTag] {
        &self.undecided
    }

    /// Returns the slug of the branch, the pull request's source branch, or the git
    /// tag.
    ///
    /// It is `None` for a detached commit, and if the slug rules leave nothing of the
    /// name.
    #[must_use]
    pub fn slug(&self) -> Option<&Slug> {
        self.slug.as_ref()
    }

    /// Returns the references to push: each image under each of its tags.
    ///
    /// The immutable references of all images come first: builders stop at the first
    /// push that fails, and no floating tag must have moved by then.
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

    /// Returns each image with each of its tags of one kind, image by image.
    pub(crate) fn of_kind(
        &self,
        kind: TagKind,
    ) -> impl Iterator<Item = (PlannedImage<'_>, &PlannedTag)> {
        self.images().flat_map(move |image| {
            let of_kind = image.tags().filter(move |planned| planned.kind == kind);
            of_kind.map(move |planned| (image, planned))
        })
    }

    /// Returns the reference that deploy and scan jobs pull: that of the primary tag in
    /// the first image that receives it.
    #[must_use]
    pub fn pull_reference(&self) -> Reference {
        self.primary_image().pull_reference(self.tags.primary())
    }

    /// Returns the promotions: how a later job moves the floating tags. There is one
    /// for each floating reference of each image.
    ///
    /// The source of a promotion is the first immutable reference of the same image. If
    /// the image has none, it is the first immutable reference of the plan; such a
    /// promotion is a [copy](Promotion::is_copy) between two repositories.
    ///
    /// Without an immutable tag, there is no source and no promotion. Tags that are
    /// [`undecided`](Self::undecided) are not promoted.
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

/// # Inputs of the build
impl Plan {
    /// Returns the build args, in the order of the policy.
    #[must_use]
    pub fn build_args(&self) -> KeyValues<'_> {
        self.pairs.pairs(0..self.labels)
    }

    /// Returns the labels, in the order of the policy. Labels without a value are
    /// omitted, unless the policy sets `empty-labels = "keep"`.
    #[must_use]
    pub fn labels(&self) -> KeyValues<'_> {
        match self.empty_labels {
            EmptyLabels::Omit => self.declared_labels().with_values(),
            EmptyLabels::Keep => self.declared_labels(),
        }
    }

    /// Returns all labels of the policy, including those without a value.
    pub(crate) fn declared_labels(&self) -> KeyValues<'_> {
        self.pairs.pairs(self.labels..self.env)
    }

    /// Returns the image that the build job runs in, pulled through the policy's proxy
    /// if it has one.
    #[must_use]
    pub fn builder_image(&self) -> Option<&Reference> {
        self.builder.as_deref()
    }

    /// Returns the folder of the job's checkout, if the context has it.
    #[must_use]
    pub fn workspace(&self) -> Option<&str> {
        self.workspace.as_deref()
    }
}

/// # For later jobs
impl Plan {
    /// Returns the variables of **`build.env`**, the file in which the build job passes
    /// its tag to later jobs. `Display` writes that file.
    ///
    /// GitLab reads it as a [dotenv report]; a shell reads it with `. ./build.env`;
    /// GitHub reads it from [`$GITHUB_ENV`], to which a step appends it. All of them
    /// read the same values: there is one `KEY=value` per line, nothing is quoted, and
    /// no value contains anything that one of them would expand.
    ///
    /// A dotenv report gives later jobs the variables, but not the file, which
    /// [`Policy::verify`](crate::Policy::verify) checks. List it in `artifacts:paths` as well.
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
