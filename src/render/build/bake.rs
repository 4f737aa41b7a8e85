use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use super::super::json;
use super::build::{Build, is_ambiguous, unsupported};
use super::builder::Builder;
use crate::name::{Flaw, NameError, Platform};
use crate::render::error::{RenderError, RenderErrorKind};

/// The **bake file** of a plan: a `docker-bake.json` that overrides a target of a
/// `docker-bake.hcl`, like that of docker/metadata-action.
///
/// `Display` and serde write it; see [`Build::bake_file`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BakeFile {
    target: BTreeMap<String, Target>,
}

impl Build<'_> {
    /// Returns the same build as a **bake file** that overrides this target, for
    /// `docker buildx bake`.
    ///
    /// A folder, a `Dockerfile` and platforms are written only if the caller sets them;
    /// otherwise those of the target apply. Whether the image is pushed is decided by
    /// the bake command; [`without_push`](Self::without_push) omits the cache that the
    /// build would write.
    ///
    /// bake resolves a relative `dockerfile` in the context; it is written with
    /// `cwd://`, so that it is relative to the job's working directory, as with every
    /// other builder. bake reads a folder named `-` as standard input, whatever
    /// relative path names it.
    ///
    /// [bake] reads the strings of a JSON file as templates; they are escaped here, so
    /// that `${HOME}` in a label is not expanded.
    ///
    /// # Errors
    ///
    /// * A builder other than buildx.
    /// * [`with_argument`](Self::with_argument), [`digest_file`](Self::digest_file) or
    ///   [`metadata_file`](Self::metadata_file), which are options of the command.
    /// * A target that is empty, or contains characters other than ASCII letters,
    ///   digits, `_` and `-`: bake rejects it.
    /// * What [`commands`](Self::commands) rejects.
    ///
    /// # Examples
    ///
    /// For `docker buildx bake --file docker-bake.hcl --file docker-bake.json --push`,
    /// where the first file contains
    /// `target "app" { inherits = ["docker-metadata-action"] }`:
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::tag("ui", "v1.0.0", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// let plan = Policy::cwiq().plan(&context)?;
    /// let file = plan.buildx().immutable_only().bake_file("docker-metadata-action")?;
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
    pub fn bake_file(&self, target: &str) -> Result<BakeFile, RenderError> {
        const METADATA: &str = "give --metadata-file to docker buildx bake";
        if self.builder != Builder::Buildx {
            let alternative = "call it on Plan::buildx()";
            return Err(unsupported(self.builder.as_str(), "bake_file()", alternative));
        }
        let has_arguments = self.arguments().next().is_some();
        for (option, is_used, alternative) in [
            ("with_argument()", has_arguments, "give the argument to docker buildx bake"),
            ("digest_file()", self.digest_file.is_some(), METADATA),
            ("metadata_file()", self.metadata_file.is_some(), METADATA),
        ] {
            if is_used {
                return Err(unsupported("a bake file", option, alternative));
            }
        }
        self.check()?;
        check_name(target)?;
        Ok(BakeFile { target: BTreeMap::from([(target.into(), Target::new(self))]) })
    }
}

fn check_name(target: &str) -> Result<(), RenderError> {
    const HOLDS: &str = "a bake target holds letters, digits, '_' and '-'";
    let is_illegal = |found: char| !(found.is_ascii_alphanumeric() || matches!(found, '_' | '-'));
    let flaw = match target.find(is_illegal) {
        Some(index) => Flaw::character(index, HOLDS),
        None if target.is_empty() => Flaw::empty(0, HOLDS),
        None => return Ok(()),
    };
    let error = NameError::new("bake target", target, flaw);
    Err(RenderError::new(RenderErrorKind::IllegalTarget, &error).at("target", Some(error.index())))
}

impl fmt::Display for BakeFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        json::write(self, f)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Target {
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dockerfile: Option<String>,
    tags: Vec<String>,
    #[serde(serialize_with = "map", skip_serializing_if = "Vec::is_empty")]
    labels: Vec<(String, String)>,
    #[serde(serialize_with = "map", skip_serializing_if = "Vec::is_empty")]
    args: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    annotations: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cache_from: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cache_to: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    platforms: Vec<Platform>,
}

impl Target {
    fn new(build: &Build<'_>) -> Self {
        Self {
            context: build.context_dir.as_deref().map(literal),
            dockerfile: dockerfile(build).as_deref().map(literal),
            tags: build.destinations().map(|name| name.concat()).collect(),
            labels: literals(build.labels()),
            args: literals(build.build_args()),
            annotations: build.leveled_annotations().map(|it| literal(&it.concat())).collect(),
            cache_from: build.cache_from().iter().map(|cache| cache.concat()).collect(),
            cache_to: build.cache_to().iter().map(|cache| cache.concat()).collect(),
            platforms: build.platforms.clone(),
        }
    }
}

/// bake resolves a relative file in the context, unless it has the prefix `cwd://`. But
/// if the name of the folder looks like a repository, it resolves the `Dockerfile` in
/// the working directory.
///
/// <https://github.com/docker/buildx/blob/v0.36.0/bake/bake.go> (`toBuildOpt`)
fn dockerfile(build: &Build<'_>) -> Option<String> {
    let folder = build.context_dir.as_deref().and_then(|folder| folder.strip_prefix("./"));
    let of_folder = folder
        .filter(|folder| is_ambiguous(folder))
        .map(|folder| Cow::Owned(format!("{folder}/Dockerfile")));
    let file = build.dockerfile.as_deref().map(Cow::Borrowed).or(of_folder)?;
    let from = if file.starts_with('/') { "" } else { "cwd://" };
    Some([from, &file].concat())
}

/// Escapes a string so that it is not a template: `$${` and `%%{` mean `${` and `%{`.
///
/// <https://github.com/hashicorp/hcl/blob/v2.23.0/hclsyntax/spec.md#template-literals>
fn literal(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

fn literals<'p>(pairs: impl Iterator<Item = [&'p str; 3]>) -> Vec<(String, String)> {
    pairs.map(|[key, _, value]| (literal(key), literal(value))).collect()
}

/// Writes pairs as a map that keeps their order.
fn map<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(key, value)| (key, value)))
}
