pub(crate) mod conditions;
mod decisions;
mod error;
mod golden;
mod hostile;
mod images;
mod key_values;
mod labels;
mod laws;
mod metadata_action;
mod movement;
mod planned_image;
mod policies;
mod promotion;
mod reference_policy;
mod release;
mod tag_set;
mod variants;

use std::collections::BTreeMap;

use tagwright::build::Build;
use tagwright::{CiContext, Plan, PlanError, Policy};

use crate::context::provider::environments;

pub(crate) use policies::policies;

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

pub(crate) fn cwiq(context: &CiContext) -> Result<Plan, PlanError> {
    Policy::cwiq().plan(context)
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
    plan.tags().iter().map(|planned| planned.tag.as_str()).collect()
}

pub(crate) fn texts<T: ToString>(items: impl Iterator<Item = T>) -> Vec<String> {
    items.map(|item| item.to_string()).collect()
}
