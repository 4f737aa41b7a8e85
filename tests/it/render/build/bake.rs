use serde_json::{Value, json};
use tagwright::build::AnnotationLevel;
use tagwright::build::RenderErrorKind;

use crate::given::{SHA, branch, git_tag, policy};
use crate::plan::cwiq;
use crate::render::commands::platforms;
use crate::render::csv::labelled;

#[test]
fn it_overrides_a_target_as_docker_metadata_action_does() {
    let plan = cwiq(&git_tag("v1.0.0")).unwrap();
    let name = "nexus.shared.cwiq.io:8443/orchestrator-server";
    let bake = plan.buildx().with_labels().bake_file("docker-metadata-action").unwrap();
    let expected = json!({"target": {"docker-metadata-action": {
        "tags": [format!("{name}:1.0.0"), format!("{name}:stable")],
        "labels": {
            "org.opencontainers.image.version": "v1.0.0",
            "org.opencontainers.image.created": "2026-03-18T09:00:00Z",
            "org.opencontainers.image.revision": SHA,
        },
        "args": {"VERSION": "v1.0.0", "BUILD_DATE": "2026-03-18T09:00:00Z", "VCS_REF": SHA},
        "cache-from": [format!("type=registry,ref={name}/cache")],
        "cache-to": [format!("type=registry,ref={name}/cache,mode=max")],
    }}});
    assert_eq!(serde_json::from_str::<Value>(&bake.to_string()).unwrap(), expected);
    assert_eq!(serde_json::to_value(&bake).unwrap(), expected);
}

#[test]
fn what_nobody_gave_is_not_overridden() {
    let context = branch("main").with_workspace("/builds/server").unwrap();
    let rules = "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n";
    let plan = policy(rules).plan(&context).unwrap();
    assert_eq!(
        plan.buildx().with_labels().bake_file("app").unwrap().to_string(),
        r#"{"target":{"app":{"tags":["r.example.com/server:a1b2c3d8"]}}}"#
    );
    let bake = plan.buildx().context_dir("src").platforms(platforms());
    let named = bake.clone().dockerfile("docker/${x}").bake_file("app").unwrap();
    let named = serde_json::to_value(&named).unwrap();
    assert_eq!(named["target"]["app"]["dockerfile"], "cwd://docker/$${x}", "no text is a template");
    assert_eq!(
        bake.bake_file("app").unwrap().to_string(),
        r#"{"target":{"app":{"context":"src","tags":["r.example.com/server:a1b2c3d8"],"platforms":["linux/amd64","linux/arm64/v8"]}}}"#
    );
}

#[test]
fn without_push_the_cache_is_only_read() {
    let plan = cwiq(&branch("main")).unwrap();
    let bake =
        serde_json::to_value(plan.buildx().without_push().bake_file("app").unwrap()).unwrap();
    assert!(bake["target"]["app"].get("cache-from").is_some());
    assert!(bake["target"]["app"].get("cache-to").is_none());
}

/// Bake reads texts as templates of HCL.
#[test]
fn no_text_is_a_template() {
    for (title, expected, why) in [
        ("${HOME}", "$${HOME}", "an interpolation"),
        ("%{ if true }", "%%{ if true }", "a directive"),
        ("$${x}", "$$${x}", "what is escaped already"),
        ("$ % $$ {} 100%", "$ % $$ {} 100%", "nothing to escape"),
    ] {
        let plan = labelled(title);
        let bake = plan.buildx().with_labels();
        let bake = bake.with_annotations(AnnotationLevel::Manifest).context_dir(title);
        let file = serde_json::to_value(bake.bake_file("app").unwrap()).unwrap();
        let target = &file["target"]["app"];
        assert_eq!(target["labels"]["org.opencontainers.image.title"], expected, "{why}");
        assert_eq!(target["context"], expected, "{why}");
        assert_eq!(
            target["annotations"][0],
            format!("manifest:org.opencontainers.image.title={expected}"),
            "{why}"
        );
    }
}

#[test]
fn a_target_is_one_that_bake_takes() {
    let plan = cwiq(&branch("main")).unwrap();
    let holds = "a bake target holds letters, digits, '_' and '-'";
    for (target, index, found) in [
        ("", 0, "it is empty"),
        ("app.dev", 3, "unexpected '.' at byte 3"),
        ("a b", 1, "unexpected ' ' at byte 1"),
        ("é", 0, "unexpected 'é' at byte 0"),
    ] {
        let error = plan.buildx().bake_file(target).unwrap_err();
        assert_eq!(error.to_string(), format!("invalid bake target {target:?}: {found}; {holds}"));
        assert_eq!((error.kind(), error.place()), (RenderErrorKind::IllegalTarget, Some("target")));
        assert_eq!(error.index(), Some(index));
    }
    assert!(plan.buildx().bake_file("App_1-x").is_ok());
}

#[test]
fn a_file_starts_at_the_folder_that_the_job_is_in() {
    let plan = cwiq(&branch("main")).unwrap();
    for (folder, file, expected) in [
        (".", "docker/app", Some("cwd://docker/app")),
        ("src", "app", Some("cwd://app")),
        ("src", "", None),
        ("src", "/etc/Dockerfile", Some("/etc/Dockerfile")),
        ("src", "-", Some("cwd://./-")),
        ("src", "https://example.com/x", Some("cwd://./https:/example.com/x")),
        // bake would take the folder for a repository, and its file for one beside.
        ("github.com/acme/app", "", Some("cwd://github.com/acme/app/Dockerfile")),
        ("git@example.com:app", "", Some("cwd://git@example.com:app/Dockerfile")),
        ("github.com/acme/app", "app", Some("cwd://app")),
    ] {
        let bake = plan.buildx().context_dir(folder);
        let bake = if file.is_empty() { bake } else { bake.dockerfile(file) };
        let bake = serde_json::to_value(bake.bake_file("app").unwrap()).unwrap();
        let target = &bake["target"]["app"];
        assert_eq!(target.get("dockerfile").and_then(Value::as_str), expected, "{folder} {file}");
    }
}
