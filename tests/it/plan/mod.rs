mod decisions;
mod error;
mod golden;
mod hostile;
mod labels;
mod laws;
mod movement;
mod pairs;
mod planned_image;
mod policies;
mod promotion;
mod reference_policy;
mod tag_set;

use std::collections::BTreeMap;

use tagwright::{Build, CiContext, Plan, PlanError, Policy};

use crate::context::provider::environments;

pub(crate) use policies::policies;

pub(crate) const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
pub(crate) const CREATED: &str = "2026-03-18T09:00:00Z";

/// The context of a GitLab job: a recorded environment with changes, an empty
/// value being an unset variable.
pub(crate) fn gitlab(environment: &str, changes: &[(&str, &str)]) -> CiContext {
    let variables = gitlab_variables(environment, changes);
    CiContext::from_ci(|name| variables.get(name)).unwrap()
}

pub(crate) fn gitlab_variables(
    environment: &str,
    changes: &[(&str, &str)],
) -> BTreeMap<String, String> {
    let environments = environments();
    let found = environments.into_iter().find(|(name, _)| name == environment);
    let (_, mut environment) = found.expect("a golden environment");
    for (name, value) in changes {
        environment.variables.insert((*name).to_owned(), (*value).to_owned());
    }
    environment.variables
}

pub(crate) fn known(context: CiContext) -> CiContext {
    context.with_created(CREATED.parse().unwrap())
}

pub(crate) fn branch(branch: &str) -> CiContext {
    known(CiContext::branch("server", branch, SHA).unwrap())
}

pub(crate) fn git_tag(tag: &str) -> CiContext {
    known(CiContext::tag("server", tag, SHA).unwrap())
}

pub(crate) fn pull_request(source: &str) -> CiContext {
    known(CiContext::pull_request("server", 7, source, SHA).unwrap())
}

pub(crate) fn project(project: &str) -> CiContext {
    known(CiContext::branch(project, "main", SHA).unwrap())
}

pub(crate) fn cwiq(context: &CiContext) -> Result<Plan, PlanError> {
    Policy::cwiq().plan(context)
}

/// A policy of one image whose rules, and what else stands before them, are
/// given as TOML.
#[track_caller]
pub(crate) fn policy(text: &str) -> Policy {
    let head = "version = 1\nimages = [{ name = \"{project}\", push = \"ghcr.io/acme\" }]\n";
    toml::from_str(&format!("{head}{text}")).unwrap_or_else(|error| panic!("{error}"))
}

/// The shell text of a build.
#[track_caller]
pub(crate) fn shell_text(build: &Build<'_>) -> String {
    build.commands().unwrap().to_string()
}

/// The arguments of the first command of a build.
#[track_caller]
pub(crate) fn words(build: &Build<'_>) -> Vec<String> {
    texts(build.commands().unwrap().iter().next().unwrap().argv())
}

pub(crate) fn tags(plan: &Plan) -> Vec<&str> {
    plan.tags().iter().map(|planned| planned.tag().as_str()).collect()
}

pub(crate) fn texts<T: ToString>(items: impl Iterator<Item = T>) -> Vec<String> {
    items.map(|item| item.to_string()).collect()
}
