use tagwright::build::Builder;
use tagwright::document::Moves;
use tagwright::plan::PlannedTag;
use tagwright::{Plan, Policy};

use crate::arguments;
use crate::failure::{self, Failure};
use crate::output::{print, say};
use crate::summary::Summary;
use crate::{commands, input};

pub(crate) fn run(arguments: &arguments::Plan) -> Result<(), Failure> {
    let (policy, context) = input::read(&arguments.input)?;
    let plan = policy.plan(&context).map_err(Failure::plan)?;
    let text = match &*arguments.format {
        "json" => commands::json(&plan)?,
        "env" => plan.build_env().to_string(),
        "github" => plan.github_output().with_build_inputs().map_err(Failure::render)?.to_string(),
        "exports" => plan.shell_exports().to_string(),
        "helm" => plan.helm_values().to_string(),
        "bake" => {
            // The target that docker/metadata-action's bake files override.
            let file = plan.buildx().bake_file("docker-metadata-action");
            format!("{}\n", file.map_err(Failure::render)?)
        }
        word => match word.parse::<Builder>() {
            Ok(builder) => builder_commands(&plan, builder, arguments.with_labels)?,
            Err(_) => Summary { context: &context, plan: &plan }.to_string(),
        },
    };
    say_left_out(&policy, &plan);
    print(&text)
}

fn builder_commands(plan: &Plan, builder: Builder, has_labels: bool) -> Result<String, Failure> {
    let build = plan.build(builder);
    let build = if has_labels { build.with_labels() } else { build };
    let commands = build.commands().map_err(Failure::render)?;
    say_labels(plan, &commands.to_string());
    Ok(format!("{commands}\n"))
}

/// Prints to standard error what is missing from the plan: undecided tags, and images
/// without a tag.
pub(crate) fn say_left_out(policy: &Policy, plan: &Plan) {
    let (pushed, all) = (plan.images().count(), policy.document().images.len());
    if pushed < all {
        say(&format!("images: {} of {all} without a tag, by their `rules`", all - pushed));
    }
    for PlannedTag { tag, rule, moves, .. } in plan.undecided() {
        let (unknown, fact) = match moves {
            Moves::BranchHead => ("the head of the branch", "branch_head"),
            _ => ("the versions that exist", "versions"),
        };
        let option = failure::option(fact);
        say(&format!(
            "undecided: {tag} (rule {rule}) is left out, because the context lacks {unknown}; give {option}"
        ));
    }
}

/// Prints to standard error which labels a command does not set.
pub(crate) fn say_labels(plan: &Plan, commands: &str) {
    let is_unset = |key: &&str| !commands.contains(*key);
    let unset: Vec<&str> = plan.labels().iter().map(|(key, _)| key).filter(is_unset).collect();
    if !unset.is_empty() {
        say(&format!(
            "labels: the command does not set {}; the Dockerfile sets them from the build args, or \
             give --with-labels",
            unset.join(", ")
        ));
    }
}
