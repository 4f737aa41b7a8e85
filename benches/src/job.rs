//! What a job knows, and the two texts that it needs.

use tagwright::{CiContext, Plan, Timestamp};

pub(crate) const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
pub(crate) const CREATED: &str = "2026-03-18T09:00:00Z";

/// Adds what a pipeline knows besides its ref.
pub(crate) fn known(context: CiContext) -> CiContext {
    let created = Timestamp::parse(CREATED).unwrap();
    context.with_created(created).with_workspace("/builds/orchestrator/server").unwrap()
}

/// By plain `format!`.
pub(crate) fn floor_of_texts(
    project: &str,
    branch: &str,
    sha: &str,
    created: &str,
) -> (String, String) {
    let push = format!("nexus.shared.cwiq.io:8443/orchestrator-{project}");
    let tag = format!("{branch}-{}", &sha[..8]);
    let folder = format!("/builds/orchestrator/{project}");
    let env = format!("IMAGE_TAG={tag}\n");
    let command = format!(
        "/kaniko/executor --context {folder} --dockerfile {folder}/Dockerfile \
         --destination {push}:{tag} --destination {push}:latest \
         --cache=true --cache-repo={push}/cache --build-arg VERSION= \
         --build-arg BUILD_DATE={created} --build-arg VCS_REF={sha}"
    );
    (env, command)
}

pub(crate) fn texts(plan: &Plan) -> (String, String) {
    (plan.build_env().to_string(), plan.kaniko().commands().unwrap().to_string())
}
