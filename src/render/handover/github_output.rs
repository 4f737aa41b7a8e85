use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::super::csv;
use crate::plan::{KeyValues, Plan};
use crate::render::error::{RenderError, RenderErrorKind};

/// The lines of **`$GITHUB_OUTPUT`**, the file in which a step of GitHub Actions passes
/// its tag to later steps and jobs.
///
/// They contain the variables of the policy's `env` and, on request, the inputs of
/// docker/build-push-action. A job appends them to the file:
/// `plan >> "$GITHUB_OUTPUT"`. Gitea and Forgejo read the same file.
///
/// # Syntax
///
/// The syntax of GitHub's [environment files]: `name=value`, or for a value with line
/// breaks `name<<EOF`, the value, and `EOF` on its own line. As many `_` are appended
/// to the delimiter as necessary for it not to occur in the value, so that no value can
/// end early and set another output.
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
/// assert_eq!(plan.github_output().to_string(), "IMAGE_TAG=main-a1b2c3d8\n");
///
/// let output = plan.github_output().with_build_inputs()?.to_string();
/// assert!(output.starts_with("\
/// IMAGE_TAG=main-a1b2c3d8
/// version=main-a1b2c3d8
/// tags<<EOF
/// nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8
/// nexus.shared.cwiq.io:8443/orchestrator-server:latest
/// EOF
/// "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [environment files]: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GitHubOutput<'a> {
    plan: &'a Plan,
    with_build_inputs: bool,
}

type Input = fn(&Plan) -> String;

/// The additional outputs, named as in docker/metadata-action.
const BUILD_INPUTS: [(&str, Input); 5] = [
    ("version", |plan| plan.tags().primary().tag.to_string()),
    ("tags", |plan| lines(plan.references().map(String::from))),
    ("labels", |plan| records(plan.labels())),
    ("build-args", |plan| records(plan.build_args())),
    ("json", |plan| plan.to_json()),
];

/// # GitHub Actions
impl Plan {
    /// Returns the lines of `$GITHUB_OUTPUT`: the variables of the policy's
    /// `env`.
    ///
    /// For `$GITHUB_ENV`, use [`build_env`](Self::build_env).
    #[must_use]
    pub fn github_output(&self) -> GitHubOutput<'_> {
        GitHubOutput { plan: self, with_build_inputs: false }
    }
}

impl GitHubOutput<'_> {
    /// Adds the inputs of [docker/build-push-action], under the names of the outputs of
    /// [docker/metadata-action]:
    ///
    /// | output | content | input of build-push-action |
    /// | --- | --- | --- |
    /// | `version` | the primary tag | |
    /// | `tags` | the references to push, immutable ones first | `tags` |
    /// | `labels` | the labels | `labels`, and `annotations` |
    /// | `build-args` | the build args | `build-args` |
    /// | `json` | [the plan](Plan::to_json), for `fromJSON` | |
    ///
    /// The lists have one item per line. The action reads its lists as CSV, so an item
    /// with a quote or a line break is written as a quoted field. The action trims
    /// white space at both ends of every item.
    ///
    /// ```yaml
    /// - uses: docker/build-push-action@v6
    ///   with:
    ///     push: true
    ///     tags: ${{ steps.plan.outputs.tags }}
    ///     labels: ${{ steps.plan.outputs.labels }}
    ///     build-args: ${{ steps.plan.outputs.build-args }}
    /// ```
    ///
    /// # Errors
    ///
    /// * A variable of the policy's `env` has the name of one of these outputs,
    ///   ignoring case: GitHub would keep only one of the two.
    ///
    /// [docker/build-push-action]: https://github.com/docker/build-push-action#inputs
    /// [docker/metadata-action]: https://github.com/docker/metadata-action#outputs
    pub fn with_build_inputs(self) -> Result<Self, RenderError> {
        let is_input =
            |key: &str| BUILD_INPUTS.iter().any(|(name, _)| key.eq_ignore_ascii_case(name));
        let Some((key, _)) = self.plan.build_env().iter().find(|(key, _)| is_input(key)) else {
            return Ok(Self { with_build_inputs: true, ..self });
        };
        let name = key.to_ascii_lowercase();
        let message =
            format!("env {key} and the output {name} are the same to GitHub; rename the variable");
        Err(RenderError::new(RenderErrorKind::DuplicateKey, message).at("env", None))
    }
}

impl fmt::Display for GitHubOutput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.build_env().iter().try_for_each(|(key, value)| output(f, key, value))?;
        let inputs = if self.with_build_inputs { &BUILD_INPUTS[..] } else { &[] };
        inputs.iter().try_for_each(|(name, value)| output(f, name, &value(self.plan)))
    }
}

// EnvFileKeyValuePairs of the runner: a name ends at the first `=` or `<<`, and a value
// ends at the line break or at the line with the delimiter.
// https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
fn output(f: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    if value.contains(['\n', '\r']) {
        let delimiter = delimiter(value);
        writeln!(f, "{name}<<{delimiter}\n{value}\n{delimiter}")
    } else {
        writeln!(f, "{name}={value}")
    }
}

/// `EOF` followed by more `_` than follow any `EOF` in the value.
fn delimiter(value: &str) -> String {
    const WORD: &str = "EOF";
    let after = value.split(WORD).skip(1);
    let underscores = after.map(|text| text.bytes().take_while(|byte| *byte == b'_').count() + 1);
    [WORD, &"_".repeat(underscores.max().unwrap_or_default())].concat()
}

/// Pairs in the format of the inputs of docker's actions: one CSV record each.
fn records(pairs: KeyValues<'_>) -> String {
    lines(pairs.iter().map(|(key, value)| {
        let text = format!("{key}={value}");
        // A comma needs no quotes: these inputs are not split at it.
        if text.contains(['"', '\n', '\r']) { csv::quoted(&text) } else { text }
    }))
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("\n")
}
