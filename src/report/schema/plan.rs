#![expect(dead_code, reason = "only the schemas of these forms are used")]

use alloc::collections::BTreeMap;
// The derive writes `.to_string()` where a field has a pattern.
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use schemars::JsonSchema;

use super::schema_of;
use crate::plan::Plan;

schema_of! { Plan => PlanForm }

/// Everything that a pipeline names, for one context under one policy. Fields
/// are only ever added.
#[derive(JsonSchema)]
#[schemars(rename = "Plan")]
struct PlanForm {
    /// The images in the order of the policy; at least one.
    #[schemars(length(min = 1))]
    images: Vec<ImageForm>,
    /// The tags in the order of the policy's rules; at least one.
    #[schemars(length(min = 1))]
    tags: Vec<TagForm>,
    /// The first tag: the one that `build.env` hands over.
    #[schemars(regex(pattern = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"))]
    primary: String,
    /// The slug of the branch, of the source branch of the pull request, or of
    /// the git tag.
    #[schemars(extend("type" = ["string", "null"]))]
    slug: String,
    /// The references to push, image by image.
    references: Vec<String>,
    /// The references to pull, in the same order.
    pull_references: Vec<String>,
    /// What a later job does to move the floating tags.
    promotions: Vec<PromotionForm>,
    /// The build args, in the order of the policy.
    build_args: BTreeMap<String, String>,
    /// The labels that have a value, in the order of the policy.
    labels: BTreeMap<String, String>,
    /// The variables of `build.env`.
    env: BTreeMap<String, String>,
    /// The floating tags that would move if no higher version exists, for a
    /// context that does not say which versions do.
    undecided: Vec<TagForm>,
    /// The image that the build job runs in, through its proxy where the policy
    /// has one.
    #[schemars(extend("type" = ["string", "null"]))]
    builder: String,
}

/// An image: where it is pushed to, pulled from, and cached.
#[derive(JsonSchema)]
#[schemars(rename = "PlannedImage")]
struct ImageForm {
    /// The name that it is pushed to.
    push: String,
    /// The name that it is pulled from.
    pull: String,
    /// The repository that holds its cached layers.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "String")]
    cache: Option<()>,
    /// What is appended to every tag of this image.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "String")]
    suffix: Option<()>,
}

/// A tag, with its kind and the rule that it comes from.
#[derive(JsonSchema)]
#[schemars(rename = "PlannedTag")]
struct TagForm {
    /// The tag.
    #[schemars(regex(pattern = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"))]
    tag: String,
    /// Whether it moves.
    #[schemars(extend("enum" = ["immutable", "floating"]))]
    kind: String,
    /// The name of the first rule that gives it.
    rule: String,
}

/// A floating tag that a later job moves to the image that was built.
#[derive(JsonSchema)]
#[schemars(rename = "Promotion")]
struct PromotionForm {
    /// What names the image: an immutable tag, or a digest.
    from: String,
    /// The floating reference that is to name it too.
    to: String,
}
