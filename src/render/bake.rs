use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::annotation_level::AnnotationLevel;
use super::build::{Build, common_options, is_ambiguous, label_options};
use crate::name::{Flaw, NameError, Platform};
use crate::plan::Plan;

/// The **bake file** of a plan: a `docker-bake.json` that overrides a target of
/// a `docker-bake.hcl`, as docker/metadata-action's does.
///
/// `Display` and serde write it. A folder, a `Dockerfile` and platforms are in
/// it only if the caller gives them. Whether the image is pushed is said by the
/// command; [`without_push`](Self::without_push) leaves out the cache that it
/// would write.
///
/// bake looks for a relative `dockerfile` in the context; ours is written with
/// `cwd://`, so that it starts at the folder that the job is in, as with every
/// other builder. A folder that is called `-` is the standard input to bake, by
/// whatever relative path it is named.
///
/// [bake] reads the texts of a JSON file as templates; ours are escaped, so that
/// a `${HOME}` in a label is those seven characters.
///
/// # Examples
///
/// For `docker buildx bake --file docker-bake.hcl --file docker-bake.json
/// --push`, where the first file says `target "app" { inherits =
/// ["docker-metadata-action"] }`:
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::tag("ui", "v1.0.0", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// let file = plan.bake("docker-metadata-action")?.immutable_only()?;
/// assert_eq!(file.to_string(), r#"{"target":{"docker-metadata-action":{"#.to_owned()
///     + r#""tags":["nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0"],"#
///     + r#""args":{"VERSION":"v1.0.0","BUILD_DATE":"2026-03-18T09:00:00Z","#
///     + r#""VCS_REF":"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334"},"#
///     + r#""cache-from":["type=registry,ref=nexus.shared.cwiq.io:8443/orchestrator-ui/cache"],"#
///     + r#""cache-to":["type=registry,ref=nexus.shared.cwiq.io:8443/orchestrator-ui/cache,mode=max"]"#
///     + "}}}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [bake]: https://docs.docker.com/build/bake/reference/#file-format
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bake<'a> {
    build: Build<'a>,
    target: Cow<'a, str>,
}

impl Plan {
    /// Returns the bake file that overrides this target: all tags, no labels.
    ///
    /// # Errors
    ///
    /// * A target that is empty, or holds something else than ASCII letters,
    ///   digits, `_` and `-`: bake refuses it.
    pub fn bake<'a>(&'a self, target: impl Into<Cow<'a, str>>) -> Result<Bake<'a>, NameError> {
        const HOLDS: &str = "a bake target holds letters, digits, '_' and '-'";
        let target = target.into();
        let is_illegal =
            |found: char| !matches!(found, 'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-');
        let flaw = match target.find(is_illegal) {
            Some(index) => Flaw::character(index, HOLDS),
            None if target.is_empty() => Flaw::empty(0, HOLDS),
            None => return Ok(Bake { build: Build::new(self), target }),
        };
        Err(NameError::new("bake target", target, flaw))
    }
}

common_options!(Bake);
label_options!(Bake);

impl Bake<'_> {
    /// Has the builder annotate the image with the labels of the plan, at this
    /// level; said again, at another level too.
    #[must_use]
    pub fn with_annotations(self, level: AnnotationLevel) -> Self {
        Self { build: self.build.with_annotations(level), ..self }
    }

    /// Builds for these platforms; with none, for those of the target.
    #[must_use]
    pub fn platforms(self, platforms: impl IntoIterator<Item = Platform>) -> Self {
        Self { build: self.build.platforms(platforms), ..self }
    }
}

impl fmt::Display for Bake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

impl Serialize for Bake<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("target", Targets(self))])
    }
}

struct Targets<'a>(&'a Bake<'a>);

impl Serialize for Targets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(&self.0.target, Target(&self.0.build))])
    }
}

struct Target<'a>(&'a Build<'a>);

impl Target<'_> {
    /// bake looks for a relative file in the context, unless told otherwise by
    /// `cwd://`; and for the `Dockerfile` of a folder that is called like a
    /// repository, in the folder that the job is in.
    ///
    /// <https://github.com/docker/buildx/blob/v0.36.0/bake/bake.go> (`toBuildOpt`)
    fn dockerfile(&self) -> Option<String> {
        let folder = self.0.context_dir.as_deref().and_then(|folder| folder.strip_prefix("./"));
        let of_folder = folder
            .filter(|folder| is_ambiguous(folder))
            .map(|folder| Cow::Owned(format!("{folder}/Dockerfile")));
        let file = self.0.dockerfile.as_deref().map(Cow::Borrowed).or(of_folder)?;
        let from = if file.starts_with('/') { "" } else { "cwd://" };
        Some([from, &file].concat())
    }
}

impl Serialize for Target<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let build = self.0;
        let mut fields = serializer.serialize_map(None)?;
        if let Some(folder) = &build.context_dir {
            fields.serialize_entry("context", &literal(folder))?;
        }
        if let Some(file) = self.dockerfile() {
            fields.serialize_entry("dockerfile", &literal(&file))?;
        }
        fields.serialize_entry("tags", &build.references().collect::<Vec<_>>())?;
        let pairs = |(key, value)| (literal(key), literal(value));
        if build.labels().next().is_some() {
            fields.serialize_entry("labels", &Map(|| build.labels().map(pairs)))?;
        }
        if build.build_args().next().is_some() {
            fields.serialize_entry("args", &Map(|| build.build_args().map(pairs)))?;
        }
        let annotations = build.annotations();
        let annotations: Vec<_> = annotations
            .map(|(level, key, value)| literal(&format!("{level}:{key}={value}")))
            .collect();
        if !annotations.is_empty() {
            fields.serialize_entry("annotations", &annotations)?;
        }
        if let Some(cache) = build.cache_from() {
            fields.serialize_entry("cache-from", &[cache])?;
        }
        if let Some(cache) = build.cache_to() {
            fields.serialize_entry("cache-to", &[cache])?;
        }
        if !build.platforms_given().is_empty() {
            fields.serialize_entry("platforms", build.platforms_given())?;
        }
        fields.end()
    }
}

/// A text that is no template: `$${` and `%%{` mean `${` and `%{`.
///
/// <https://github.com/hashicorp/hcl/blob/v2.23.0/hclsyntax/spec.md#template-literals>
fn literal(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// What an iterator gives, as a map in that order.
struct Map<F>(F);

impl<I: Iterator<Item = (String, String)>, F: Fn() -> I> Serialize for Map<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}
