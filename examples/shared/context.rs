use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use tagwright::{CiContext, Provider};

use crate::file;

/// Reads the context in a file; else takes the CI environment that this runs
/// in, with GitHub's event; else a sample. Says on standard error which.
pub(crate) fn context(path: Option<&Path>) -> Result<CiContext, Box<dyn Error>> {
    let (context, origin) = if let Some(path) = path {
        let context = serde_json::from_str(&file::read(path)?)
            .map_err(|error| format!("{}: {error}", file::describe(path)))?;
        (context, file::describe(path))
    } else if let Some(provider) = Provider::detect(variable) {
        (of_job(provider)?, format!("the environment of {provider}"))
    } else {
        (sample()?, "a built-in sample, for want of --context and of a CI environment".to_owned())
    };
    let _ = writeln!(io::stderr(), "context: {origin}");
    Ok(context)
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

fn sample() -> Result<CiContext, Box<dyn Error>> {
    let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    let context = CiContext::branch("server", "feature/search", sha)?
        .with_created("2026-03-18T09:00:00Z".parse()?)
        .with_workspace("/builds/orchestrator/server")?;
    Ok(context)
}
