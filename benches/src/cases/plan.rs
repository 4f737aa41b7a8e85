//! Plans and their output, compared with the same strings from plain `format!`.

use std::hint::black_box;

use tagwright::{CiContext, Plan, Policy};

use super::sample;
use crate::case::{Group, Limit};
use crate::job::{CREATED, SHA, floor_of_texts, texts};

/// What a plan for `main` holds, as one would write it in a job.
pub(crate) fn floor(project: &str, branch: &str, sha: &str, created: &str) -> Vec<String> {
    let push = format!("nexus.shared.cwiq.io:8443/orchestrator-{project}");
    let pull = format!("nexus.shared.cwiq.io:8444/orchestrator-{project}");
    let cache = format!("nexus.shared.cwiq.io:8443/orchestrator-{project}/cache");
    let tag = format!("{branch}-{}", &sha[..8]);
    let mut strings = vec![push, pull, cache, tag.clone(), "latest".into()];
    strings.push(branch.replace(|found: char| !found.is_ascii_alphanumeric(), "-"));
    let values = ["".into(), created.into(), sha.into(), created.into(), sha.into(), tag];
    for (key, value) in ["VERSION", "BUILD_DATE", "VCS_REF", "created", "revision", "IMAGE_TAG"]
        .into_iter()
        .zip::<[String; 6]>(values)
    {
        strings.extend([key.to_owned(), value]);
    }
    strings
}

/// All that a plan can be rendered as.
fn every_text(plan: &Plan) -> [String; 12] {
    [
        plan.build_env().to_string(),
        plan.shell_exports().to_string(),
        plan.github_output().to_string(),
        plan.helm_values().to_string(),
        plan.to_json(),
        plan.kaniko().commands().unwrap().to_string(),
        plan.buildah().commands().unwrap().to_string(),
        plan.podman().commands().unwrap().to_string(),
        plan.buildx().commands().unwrap().to_string(),
        plan.buildctl().commands().unwrap().to_string(),
        plan.docker().commands().unwrap().to_string(),
        plan.buildx().bake_file("docker-metadata-action").unwrap().to_string(),
    ]
}

pub(super) fn groups() -> Vec<Group> {
    let expected = floor_of_texts("server", "main", SHA, CREATED);
    assert_eq!(texts(&Policy::cwiq().plan(&sample::main()).unwrap()), expected);
    vec![plans(), plans_and_texts(), every()]
}

fn events() -> [(&'static str, CiContext); 4] {
    [
        ("main", sample::main()),
        ("feature branch", sample::feature()),
        ("merge request", sample::merge_request()),
        ("git tag", sample::tag()),
    ]
}

fn plans() -> Group {
    let group = Group::new("plan").floor("format!", || {
        let [project, branch, sha, created] = ["server", "main", SHA, CREATED].map(black_box);
        drop(black_box(floor(project, branch, sha, created)));
    });
    events().into_iter().fold(group, |group, (name, context)| {
        let policy = Policy::cwiq();
        group
            .ours(name, move || drop(black_box(policy.plan(black_box(&context)))))
            .at_most([Limit::Nanoseconds(650.0), Limit::Allocations(22)])
    })
}

fn plans_and_texts() -> Group {
    let group = Group::new("plan, build.env and kaniko command").floor("format!", || {
        let [project, branch, sha, created] = ["server", "main", SHA, CREATED].map(black_box);
        drop(black_box(floor(project, branch, sha, created)));
        drop(black_box(floor_of_texts(project, branch, sha, created)));
    });
    events().into_iter().fold(group, |group, (name, context)| {
        let policy = Policy::cwiq();
        let work = move || {
            let plan = policy.plan(black_box(&context)).unwrap();
            drop(black_box(texts(&plan)));
        };
        group.ours(name, work).at_most([Limit::Nanoseconds(1500.0)])
    })
}

fn every() -> Group {
    let plan = |context| Policy::cwiq().plan(&context).unwrap();
    let main = plan(sample::main());
    let bytes = every_text(&main).concat();
    let (env, kaniko, json) = (main.clone(), main.clone(), main.clone());
    let group = Group::new("texts of a plan")
        .floor("copy of all twelve", move || drop(black_box(black_box(&bytes).clone())))
        .floor("format! of build.env and kaniko", || {
            let [project, branch, sha, created] = ["server", "main", SHA, CREATED].map(black_box);
            drop(black_box(floor_of_texts(project, branch, sha, created)));
        })
        .ours("build.env", move || drop(black_box(black_box(&env).build_env().to_string())))
        .ours("kaniko command", move || {
            drop(black_box(black_box(&kaniko).kaniko().commands().unwrap().to_string()));
        })
        .ours("JSON", move || drop(black_box(black_box(&json).to_json())))
        .ours("all twelve", move || drop(black_box(every_text(black_box(&main)))));
    let (policy, context) = (Policy::cwiq(), sample::main());
    group.ours("plan and all twelve", move || {
        drop(black_box(every_text(&policy.plan(black_box(&context)).unwrap())));
    })
}
