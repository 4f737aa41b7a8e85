//! The inputs of the commands: the policy, the context, and files.

use std::env;
use std::fs;
use std::io;
use std::path::Path;

use serde::de::{DeserializeOwned, Error};
use serde_json::json;
use tagwright::context::ContextErrorKind::UnknownProvider;
use tagwright::{CiContext, Policy, Provider};

use crate::arguments;
use crate::failure::{Failure, Status};
use crate::output::say;

/// A context with every fact that a policy may need for a branch.
const SAMPLE: &str = include_str!("sample.json");

/// An example of a context for error messages.
const EXAMPLE: &str = r#"{"project": "server", "branch": "main", "sha": "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334", "created": "2026-03-18T09:00:00Z"}"#;

/// The names of policy files that are looked for in the working directory.
const POLICY_FILES: [&str; 4] =
    ["tagwright.toml", "tagwright.yaml", "tagwright.yml", "tagwright.json"];

/// The name of the built-in policy.
const BUILTIN: &str = "builtin";

const NO_POLICY: &str = "there is no policy: tagwright.toml does not exist; `tagwright init` writes \
                         one, and --policy FILE names another file";

/// Returns the policy and the context, and prints to standard error where they come
/// from.
pub(crate) fn read(input: &arguments::Input) -> Result<(Policy, CiContext), Failure> {
    let context = context(&input.context)?;
    Ok((chosen(&input.policy, input.context.sample)?, context))
}

/// Returns only the policy.
pub(crate) fn policy(policy: &arguments::Policy) -> Result<Policy, Failure> {
    chosen(policy, false)
}

/// Loads a policy from a file, or the built-in one.
pub(crate) fn load(file: &Path) -> Result<Policy, Failure> {
    if file.as_os_str() != BUILTIN {
        let policy = parse(file).map_err(Failure::policy)?;
        say(&format!("policy: {}", file.display()));
        return Ok(policy);
    }
    let policy = Policy::cwiq();
    let registries: Vec<_> = policy.document().images.iter().map(|image| &*image.push).collect();
    say(&format!("policy: the built-in example, which pushes to {}", registries.join(", ")));
    Ok(policy)
}

fn chosen(policy: &arguments::Policy, or_builtin: bool) -> Result<Policy, Failure> {
    if let Some(file) = &policy.file {
        return load(file);
    }
    let mut found = POLICY_FILES.into_iter().filter(|name| Path::new(name).is_file());
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => Err(Failure::misuse(&format!(
            "{first} and {second} both exist; remove one, or give --policy"
        ))),
        (Some(file), None) => load(Path::new(file)),
        (None, _) if or_builtin => load(Path::new(BUILTIN)),
        (None, _) => Err(Failure::new(Status::Policy, NO_POLICY)),
    }
}

fn context(arguments: &arguments::Context) -> Result<CiContext, Failure> {
    if is_input(arguments.file.as_deref()) && is_input(arguments.versions.as_deref()) {
        return Err(Failure::misuse("--context and --versions both read standard input"));
    }
    let (context, origin) = if arguments.sample {
        (serde_json::from_str(SAMPLE).map_err(Failure::context)?, "the built-in sample".to_owned())
    } else if let Some(file) = &arguments.file {
        (Some(parse(file).map_err(Failure::context)?), describe(file))
    } else {
        of_job(!arguments.facts.is_empty())?
    };
    let arguments::Context { project, created, variant, facts, values, .. } = arguments;
    let named = [("project", project), ("created", created), ("variant", variant)].into_iter();
    let named = named.filter_map(|(key, text)| Some((key.to_owned(), text.clone()?)));
    let values = values.iter().map(|(name, text)| (format!("values.{name}"), text.clone()));
    let facts = named.chain(facts.iter().cloned()).chain(values);
    let mut context = with_facts(context, facts).map_err(Failure::context)?;
    if let Some(file) = &arguments.versions {
        let known = context.with_versions(lines(file)?);
        context = known.map_err(|error| Failure::context(error.to_string()))?;
    }
    say(&format!("context: {origin}"));
    Ok(context)
}

/// Sets keys of a context, as in a context file; without a context, they are all of it.
fn with_facts(
    context: Option<CiContext>,
    facts: impl Iterator<Item = (String, String)>,
) -> serde_json::Result<CiContext> {
    let mut document = context.map_or_else(|| Ok(json!({})), serde_json::to_value)?;
    for (path, text) in facts {
        let is_text =
            !matches!(&*path, "fork" | "protected" | "run_number" | "pull_request.number");
        let place = path.split('.').try_fold(&mut document, |table, key| {
            Some(table.as_object_mut()?.entry(key).or_insert_with(|| json!({})))
        });
        let unknown = || serde_json::Error::custom(format!("{path}: unknown key"));
        let typed = if is_text { None } else { serde_json::from_str(&text).ok() };
        *place.ok_or_else(unknown)? = typed.unwrap_or_else(|| text.into());
    }
    serde_json::from_value(document)
}

/// Reads the context of the CI job. Without a known CI, facts may be all of a context.
fn of_job(has_facts: bool) -> Result<(Option<CiContext>, String), Failure> {
    let provider = Provider::detect(variable);
    let context = match provider.and_then(Provider::event_path_variable).and_then(variable) {
        Some(path) => CiContext::from_ci_with_event(variable, &text(Path::new(&path))?),
        None => CiContext::from_ci(variable),
    };
    match (context, provider) {
        (Ok(context), Some(name)) => Ok((Some(context), format!("the environment of {name}"))),
        (Err(error), _) if error.kind() != UnknownProvider => Err(Failure::context(error)),
        _ if has_facts => Ok((None, "the facts of --fact".to_owned())),
        _ => Err(Failure::context(unknown())),
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The remedy if no CI is detected.
fn unknown() -> String {
    let ci = variable("CI").filter(|value| !matches!(value.as_str(), "false" | "0"));
    let other = |ci| format!("this CI is not a known one (CI={ci:?})");
    let what = ci.map_or_else(|| "this is not a CI job".to_owned(), other);
    let mut providers: Vec<String> = Provider::all().map(|provider| provider.to_string()).collect();
    providers.sort();
    format!(
        "{what}; do one of the following:
  run it in a job of {}
  give --context FILE, where FILE holds JSON such as
    {EXAMPLE}
  give the same keys with --fact KEY=VALUE, one by one
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
    let why = format!(
        "it does not exist; an earlier job, such as that of `tagwright build` without --dry-run, writes \
         it and hands it over (on GitLab, list it in artifacts:paths of that job{note}); {option} FILE \
         names another file"
    );
    Err(Failure::undone(format!("{} cannot be read", file.display()), why))
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
        _ if text.trim().is_empty() => Err("the file is empty".to_owned()),
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
