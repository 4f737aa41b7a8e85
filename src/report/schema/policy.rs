#![expect(dead_code, reason = "only the schemas of these forms are used")]

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
// The derive writes `.to_string()` where a field has a pattern.
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::schema_of;
use crate::policy::{Policy, PolicyDocument};

schema_of! {
    Policy => PolicyForm,
    PolicyDocument => PolicyForm,
}

/// Which images a pipeline builds, and which tags which event gives them.
#[derive(JsonSchema)]
#[schemars(rename = "Policy", rename_all = "kebab-case", deny_unknown_fields)]
struct PolicyForm {
    /// The schema that completes this file in editors.
    #[schemars(
        rename = "$schema",
        default,
        skip_serializing_if = "Option::is_none",
        with = "String"
    )]
    schema: Option<()>,
    /// The version of the policy language: 1.
    #[schemars(extend("const" = 1))]
    version: u64,
    /// How many digits of the commit sha `{short_sha}` has: 4 to 64, 8 unless
    /// said.
    #[schemars(default = "short_sha", range(min = 4, max = 64))]
    short_sha: usize,
    /// The image that the build job runs in: its reference, or a table with
    /// the proxy that it is pulled through.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "BuilderForm")]
    builder: Option<()>,
    /// The build args, as `KEY=template`: a list, or a table sorted by key.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "AssignmentsForm")]
    build_args: Option<()>,
    /// The labels, as `KEY=template`; one whose value is empty is left out of a
    /// plan. One under `org.opencontainers.image.` is a key of the OCI image
    /// specification, and has a value that it allows.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "AssignmentsForm")]
    labels: Option<()>,
    /// The variables of `build.env`, as `KEY=template`; at most 20.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "AssignmentsForm")]
    env: Option<()>,
    /// What every tag has to be beside a tag: a Kubernetes label, a DNS label.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "FitsForm")]
    fits: Option<()>,
    /// How `{slug}` is made.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "SlugForm")]
    slug: Option<()>,
    /// The names that a build is pushed under; at least one.
    #[schemars(length(min = 1, max = 64))]
    images: Vec<ImageForm>,
    /// What is tagged how; at least one. Every rule whose trigger fires
    /// contributes, in this order.
    #[schemars(length(min = 1, max = 256))]
    rules: Vec<RuleForm>,
}

#[derive(JsonSchema)]
#[schemars(rename = "Builder", untagged)]
enum BuilderForm {
    /// Its reference where it is published.
    Image(String),
    Table(BuilderTable),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, inline)]
struct BuilderTable {
    /// Its reference where it is published.
    image: String,
    /// `host[:port][/path]` of the proxy that it is pulled through, if any.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "String")]
    pull: Option<()>,
}

/// A word, or a list of them.
#[derive(JsonSchema)]
#[schemars(rename = "Fits", untagged)]
enum FitsForm {
    One(FitForm),
    Many(Vec<FitForm>),
}

#[derive(JsonSchema)]
#[schemars(rename = "Fit", rename_all = "kebab-case")]
enum FitForm {
    /// At most 63 letters, digits, `_`, `.` and `-`, a letter or a digit at
    /// either end.
    KubernetesLabel,
    /// At most 63 lower-case letters, digits and `-`, none of them a `-` at
    /// either end.
    DnsLabel,
}

/// Templates by their keys.
#[derive(JsonSchema)]
#[schemars(rename = "Assignments", untagged)]
enum AssignmentsForm {
    /// `KEY=template`, in the order of a command line.
    List(#[schemars(inner(regex(pattern = "=")), length(max = 128))] Vec<String>),
    /// A table of templates, sorted by key.
    Table(#[schemars(length(max = 128))] BTreeMap<String, String>),
}

/// How a slug is made of a name. The options are applied in this order: case,
/// keep, every other character to one `-`, runs, the cut to `max-length`, edges,
/// empty; `distinct` goes behind what that gives.
#[derive(JsonSchema)]
#[schemars(rename = "Slug", rename_all = "kebab-case", deny_unknown_fields)]
struct SlugForm {
    /// What becomes of upper-case letters.
    #[schemars(default = "keep", extend("enum" = ["keep", "lower"]))]
    case: String,
    /// The characters that survive beside ASCII letters, digits and `-`: `.`
    /// and `_`.
    #[schemars(default, regex(pattern = "^[._-]*$"))]
    keep: String,
    /// What becomes of hyphens next to each other.
    #[schemars(default = "keep", extend("enum" = ["keep", "collapse"]))]
    runs: String,
    /// The most characters a slug has; all that `distinct` appends is counted.
    #[schemars(default = "max_length", range(min = 1, max = 128))]
    max_length: usize,
    /// What becomes of separators at the two ends, after the cut.
    #[schemars(default = "keep", extend("enum" = ["keep", "trim"]))]
    edges: String,
    /// The slug where nothing is left; without it such a text has none.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "String", length(min = 1))]
    empty: Option<()>,
    /// How many hexadecimal digits of the SHA-256 of the original text are
    /// appended, behind a `-`: 0 for none, or 4 to 64.
    #[schemars(default, range(max = 64), extend("not" = {"enum": [1, 2, 3]}))]
    distinct: usize,
}

/// A name that the build is pushed under; several are several names of one build.
#[derive(JsonSchema)]
#[schemars(rename = "Image", rename_all = "kebab-case", deny_unknown_fields)]
struct ImageForm {
    /// The template of its name, behind what `push` and `pull` say.
    #[schemars(length(min = 1))]
    name: String,
    /// `host[:port][/path]` that it is pushed to.
    #[schemars(length(min = 1))]
    push: String,
    /// `host[:port][/path]` that it is pulled from; where it is pushed to unless
    /// said.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "String", length(min = 1))]
    pull: Option<()>,
    /// The template of the repository, beside the image, that holds cached
    /// layers.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "String", length(min = 1))]
    cache: Option<()>,
    /// What is appended to every tag of this image, such as `-alpine`.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "String")]
    suffix: Option<()>,
    /// What becomes of upper-case letters in its name.
    #[schemars(default = "keep", extend("enum" = ["keep", "lower"]))]
    case: String,
}

/// Which tags which event gives.
#[derive(JsonSchema)]
#[schemars(rename = "Rule", rename_all = "kebab-case", deny_unknown_fields)]
struct RuleForm {
    /// Its name, unique in the policy; errors and plans refer to it.
    #[schemars(length(min = 1, max = 64))]
    name: String,
    /// When it fires: one trigger.
    when: TriggerForm,
    /// The tags that it gives; the first of the first rule is the primary one.
    tags: TagsForm,
}

/// When a rule fires: one of these.
#[derive(JsonSchema)]
#[schemars(rename = "Trigger", rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
struct TriggerForm {
    /// For a branch with one of these names.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "NamesForm")]
    branch: Option<()>,
    /// For a git tag with one of these names.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "NamesForm")]
    tag: Option<()>,
    /// For the default branch.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "Nothing")]
    default_branch: Option<()>,
    /// For a git tag that is a SemVer version behind a prefix.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "ReleaseForm")]
    release: Option<()>,
    /// For a pull request.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "PullRequestForm")]
    pull_request: Option<()>,
    /// For a scheduled pipeline, beside the rules of its branch.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "Nothing")]
    schedule: Option<()>,
    /// For every pipeline.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "Nothing")]
    any: Option<()>,
}

/// An empty table.
struct Nothing;

impl JsonSchema for Nothing {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Nothing".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "maxProperties": 0 })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, inline)]
struct ReleaseForm {
    /// What stands before the version; `v` unless said.
    #[schemars(default = "prefix")]
    prefix: String,
    /// Which versions are taken: final ones, prereleases, or both.
    #[schemars(default = "no", extend("enum" = ["no", "only", "any"]))]
    prerelease: String,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, inline)]
struct PullRequestForm {
    /// The branches that it may be aimed at; any unless said.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "NamesForm")]
    target: Option<()>,
}

/// Patterns over the names of git refs: a text matches itself, `*` any run,
/// `?` one character, `/…/` is a regex that matches the whole name.
#[derive(JsonSchema)]
#[schemars(rename = "Names", untagged)]
enum NamesForm {
    OneOrMany(PatternsForm),
    Table(NamesTable),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
struct NamesTable {
    /// A name must match one of these; every name does where there are none.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "PatternsForm")]
    matching: Option<()>,
    /// A name that matches one of these is not taken.
    #[schemars(default, skip_serializing_if = "Option::is_none", with = "PatternsForm")]
    except: Option<()>,
}

/// A pattern, or a list of patterns.
#[derive(JsonSchema)]
#[schemars(rename = "Patterns", untagged)]
enum PatternsForm {
    One(#[schemars(length(min = 1, max = 1024))] String),
    Many(#[schemars(length(min = 1, max = 256), inner(length(min = 1, max = 1024)))] Vec<String>),
}

/// A tag, or a list of tags.
#[derive(JsonSchema)]
#[schemars(rename = "Tags", untagged)]
enum TagsForm {
    One(TagForm),
    Many(#[schemars(length(min = 1, max = 64))] Vec<TagForm>),
}

/// The template of a tag, alone or with when it moves.
#[derive(JsonSchema)]
#[schemars(rename = "Tag", untagged)]
enum TagForm {
    /// A template, such as `branch-{slug}-{short_sha}`.
    Template(#[schemars(length(min = 1, max = 4096))] String),
    Table(TagTable),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, inline)]
struct TagTable {
    /// A template, such as `{major}.{minor}`.
    #[schemars(length(min = 1, max = 4096))]
    tag: String,
    /// When it moves: whenever its rule fires, or when no higher version
    /// exists, in all or on the same major or minor line. Only under release.
    #[schemars(
        default = "always",
        extend("enum" = ["always", "highest", "highest-in-major", "highest-in-minor"])
    )]
    moves: String,
    /// Whether a release of major version zero moves it, where it is that of a
    /// major line such as `{major}`.
    #[schemars(default = "stays", extend("enum" = ["stays", "moves"]))]
    major_zero: String,
}

fn short_sha() -> usize {
    PolicyDocument::SHORT_SHA
}

fn max_length() -> usize {
    crate::name::SlugOptions::default().max_length
}

fn prefix() -> String {
    crate::policy::TriggerDocument::RELEASE_PREFIX.to_owned()
}

fn keep() -> String {
    "keep".to_owned()
}

fn no() -> String {
    "no".to_owned()
}

fn stays() -> String {
    "stays".to_owned()
}

fn always() -> String {
    "always".to_owned()
}
