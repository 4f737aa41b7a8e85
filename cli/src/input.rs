//! The inputs of the commands: the policy, the context, and files.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tagwright::context::ContextErrorKind;
use tagwright::{CiContext, Policy, Provider};

use crate::arguments;
use crate::failure::{Failure, Status};
use crate::output::say;

/// A context with every fact that a policy may need for a branch.
const SAMPLE: &str = r#"{
  "project": "server", "branch": "feature/search", "sha": "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
  "default_branch": "main", "project_path": "orchestrator/server", "run_number": 7, "title": "server",
  "created": "2026-03-18T09:00:00Z", "committed": "2026-03-18T09:00:00Z",
  "workspace": "/builds/orchestrator/server",
  "source_url": "https://git.example.com/orchestrator/server"
}"#;

/// An example of a context for error messages.
const EXAMPLE: &str = r#"{"project": "server", "branch": "main", "sha": "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334", "created": "2026-03-18T09:00:00Z"}"#;

/// The names of policy files that are looked for in the working directory.
const POLICY_FILES: [&str; 4] =
    ["tagwright.toml", "tagwright.yaml", "tagwright.yml", "tagwright.json"];

/// Returns the policy and the context, and prints to standard error where they come
/// from.
pub(crate) fn read(input: &arguments::Input) -> Result<(Policy, CiContext), Failure> {
    let context = context(&input.context)?;
    let policy = match chosen(&input.policy)? {
        None if input.context.sample => builtin(),
        file => load(&file.ok_or_else(no_policy)?)?,
    };
    Ok((policy, context))
}

/// Returns only the policy.
pub(crate) fn policy(policy: &arguments::Policy) -> Result<Policy, Failure> {
    load(&chosen(policy)?.ok_or_else(no_policy)?)
}

/// Loads a policy from a file, or the built-in one.
pub(crate) fn load(file: &Path) -> Result<Policy, Failure> {
    if file.as_os_str() == "builtin" {
        return Ok(builtin());
    }
    let policy = parse(file).map_err(Failure::policy)?;
    say(&format!("policy: {}", file.display()));
    Ok(policy)
}

fn builtin() -> Policy {
    let policy = Policy::cwiq();
    let registries: Vec<_> = policy.document().images.iter().map(|image| &*image.push).collect();
    say(&format!("policy: the built-in example, which pushes to {}", registries.join(", ")));
    policy
}

fn chosen(policy: &arguments::Policy) -> Result<Option<PathBuf>, Failure> {
    if let Some(file) = &policy.file {
        return Ok(Some(file.clone()));
    }
    let mut found = POLICY_FILES.into_iter().filter(|name| Path::new(name).is_file());
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => Err(Failure::misuse(&format!(
            "{first} and {second} both exist; remove one, or give --policy"
        ))),
        (first, _) => Ok(first.map(PathBuf::from)),
    }
}

fn no_policy() -> Failure {
    Failure::new(
        Status::Policy,
        "there is no policy: tagwright.toml does not exist; `tagwright init` writes one, and --policy \
         FILE names another file",
    )
}

fn context(arguments: &arguments::Context) -> Result<CiContext, Failure> {
    if is_input(arguments.file.as_deref()) && is_input(arguments.versions.as_deref()) {
        return Err(Failure::misuse("--context and --versions both read standard input"));
    }
    let (mut context, origin) = if arguments.sample {
        (serde_json::from_str(SAMPLE).map_err(Failure::context)?, "the built-in sample".to_owned())
    } else if let Some(file) = &arguments.file {
        (parse(file).map_err(Failure::context)?, describe(file))
    } else {
        of_job()?
    };
    let arguments::Context { project, created, variant, .. } = arguments;
    let named = [("project", project), ("created", created), ("variant", variant)].into_iter();
    let named = named.filter_map(|(key, text)| Some((key, text.as_ref()?)));
    for (key, text) in named.chain(arguments.facts.iter().map(|(key, text)| (&**key, text))) {
        context = with_fact(&context, key, text).map_err(Failure::context)?;
    }
    if let Some(file) = &arguments.versions {
        context = context.with_versions(lines(file)?).map_err(Failure::context)?;
    }
    for (name, text) in &arguments.values {
        context = context.with_value(name, text).map_err(Failure::context)?;
    }
    say(&format!("context: {origin}"));
    Ok(context)
}

/// Sets a key of a context, as in a context file.
fn with_fact(context: &CiContext, key: &str, text: &str) -> serde_json::Result<CiContext> {
    let mut document: Map<String, Value> = serde_json::from_str(&serde_json::to_string(context)?)?;
    let typed =
        matches!(key, "fork" | "protected" | "run_number").then(|| serde_json::from_str(text));
    document.insert(key.into(), typed.and_then(Result::ok).unwrap_or_else(|| text.into()));
    serde_json::from_value(document.into())
}

fn of_job() -> Result<(CiContext, String), Failure> {
    let Some(provider) = Provider::detect(variable) else {
        return Err(match CiContext::from_ci(variable) {
            Err(error) if error.kind() != ContextErrorKind::UnknownProvider => {
                Failure::context(error)
            }
            _ => Failure::context(unknown()),
        });
    };
    let context = match provider.event_path().and_then(variable) {
        Some(path) => CiContext::from_ci_with_event(variable, &text(Path::new(&path))?),
        None => CiContext::from_ci(variable),
    };
    Ok((context.map_err(Failure::context)?, format!("the environment of {provider}")))
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The remedy if no CI is detected.
fn unknown() -> String {
    let what = match variable("CI") {
        Some(value) if !matches!(value.as_str(), "false" | "0") => {
            format!("this CI is not a known one (CI={value:?})")
        }
        _ => "this is not a CI job".to_owned(),
    };
    let mut providers: Vec<String> = Provider::all().map(|provider| provider.to_string()).collect();
    providers.sort();
    format!(
        "{what}; do one of the following:
  run it in a job of {}
  give --context FILE, where FILE holds JSON such as
    {EXAMPLE}
  give --sample, for a sample context",
        providers.join(", ")
    )
}

/// Reads a file, or standard input for `-`.
pub(crate) fn text(file: &Path) -> Result<String, Failure> {
    let what = || format!("{} cannot be read", describe(file));
    content(file).map_err(|error| Failure::undone(what(), error))
}

/// Reads a file that an earlier job hands over. `option` names another file, and `note` adds
/// what to know about the file on GitLab.
pub(crate) fn handed_over(file: &Path, option: &str, note: &str) -> Result<String, Failure> {
    if file.exists() || is_input(Some(file)) {
        return text(file);
    }
    Err(Failure::undone(
        format!("{} cannot be read", file.display()),
        format!(
            "it does not exist; an earlier job, such as that of `tagwright build`, writes it and hands it \
             over (on GitLab, list it in artifacts:paths of that job{note}); {option} FILE names another file"
        ),
    ))
}

/// Reads the non-empty lines of a file.
pub(crate) fn lines(file: &Path) -> Result<Vec<String>, Failure> {
    let text = text(file)?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect())
}

fn content(file: &Path) -> io::Result<String> {
    if is_input(Some(file)) { io::read_to_string(io::stdin()) } else { fs::read_to_string(file) }
}

/// Reads a document in the format of the file's extension; standard input is JSON.
fn parse<T: DeserializeOwned>(file: &Path) -> Result<T, String> {
    let name = describe(file);
    let text = content(file).map_err(|error| format!("{name}: {error}"))?;
    let extension = file.extension().and_then(|extension| extension.to_str());
    let parsed = match extension.unwrap_or_default() {
        "toml" => toml::from_str(&text).map_err(|error| error.to_string()),
        "yaml" | "yml" => serde_yaml_ng::from_str(&text).map_err(|error| error.to_string()),
        "json" => serde_json::from_str(&text).map_err(|error| error.to_string()),
        _ if is_input(Some(file)) => serde_json::from_str(&text).map_err(|error| error.to_string()),
        _ => return Err(format!("{name}: its name does not end in .toml, .yaml, .yml or .json")),
    };
    parsed.map_err(|error| format!("{name}: {}", error.trim_end()))
}

fn is_input(file: Option<&Path>) -> bool {
    file.is_some_and(|file| file.as_os_str() == "-")
}

fn describe(file: &Path) -> String {
    if is_input(Some(file)) { "standard input".to_owned() } else { file.display().to_string() }
}
