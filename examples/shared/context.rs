use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use tagwright::context::ContextErrorKind;
use tagwright::{CiContext, Provider};

use crate::arguments::{self, Arguments};
use crate::file;

/// Returns the context that `--context` or `--sample` asks for, or else that of
/// the CI job that this runs in, with GitHub's event. Reports on standard error
/// which one it is.
///
/// There is no other default: what is planned for a sample must never pass for
/// the plan of a pipeline.
pub(crate) fn context(arguments: &Arguments) -> Result<CiContext, Box<dyn Error>> {
    let (context, origin) = if arguments.has("--sample") {
        (sample()?, "the built-in sample".to_owned())
    } else if let Some(path) = arguments.path("--context") {
        let context = serde_json::from_str(&file::read(path)?)
            .map_err(|error| format!("{}: {error}", file::describe(path)))?;
        (context, file::describe(path))
    } else {
        let provider = provider()?;
        (of_job(provider)?, format!("the environment of {provider}"))
    };
    let _ = writeln!(io::stderr(), "context: {origin}");
    Ok(context)
}

fn provider() -> Result<Provider, Box<dyn Error>> {
    if let Some(provider) = Provider::detect(variable) {
        return Ok(provider);
    }
    match CiContext::from_ci(variable) {
        Err(error) if error.kind() != ContextErrorKind::UnknownProvider => Err(error.into()),
        _ => Err(unknown().into()),
    }
}

fn of_job(provider: Provider) -> Result<CiContext, Box<dyn Error>> {
    match provider.event_path().and_then(variable) {
        Some(path) => Ok(CiContext::from_ci_with_event(variable, &file::read(Path::new(&path))?)?),
        None => Ok(CiContext::from_ci(variable)?),
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
const CREATED: &str = "2026-03-18T09:00:00Z";

/// The message for an environment without a context: what to do about it.
fn unknown() -> String {
    let what = match variable("CI") {
        Some(value) if !matches!(value.as_str(), "false" | "0") => {
            format!("this CI is not a known one (CI={value:?})")
        }
        _ => "this is not a CI job".to_owned(),
    };
    let mut providers: Vec<String> = Provider::all().map(|provider| provider.to_string()).collect();
    providers.sort();
    let providers = arguments::either(&providers);
    format!(
        "no CI context: {what}; do one of the following:
  run it in a job of {providers}
  give --context FILE, where FILE holds JSON such as
    {{\"project\": \"server\", \"branch\": \"main\", \"sha\": \"{SHA}\", \"created\": \"{CREATED}\"}}
  give --sample, for a sample context with the built-in policy"
    )
}

/// A context that has every fact that a policy may need for a branch.
fn sample() -> Result<CiContext, Box<dyn Error>> {
    let context = CiContext::branch("server", "feature/search", SHA)?
        .with_default_branch("main".parse()?)
        .with_project_path("orchestrator/server")?
        .with_created(CREATED.parse()?)
        .with_committed(CREATED.parse()?)
        .with_run_number(7)
        .with_workspace("/builds/orchestrator/server")?
        .with_source_url("https://git.example.com/orchestrator/server")?
        .with_title("server")?;
    Ok(context)
}
