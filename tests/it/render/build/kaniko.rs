use tagwright::build::AnnotationLevel;
use tagwright::build::RenderErrorKind;
use tagwright::name::Platform;

use crate::given::{CREATED, SHA, branch, git_tag};
use crate::plan::{cwiq, policies, shell_text, words};

fn with_workspace(folder: &str) -> tagwright::Plan {
    cwiq(&branch("main").with_workspace(folder).unwrap()).unwrap()
}

#[test]
fn the_folder_is_that_of_the_context_or_the_callers_or_the_jobs() {
    for (workspace, given, expected, why) in [
        ("/builds/x", None, ["/builds/x", "/builds/x/Dockerfile"], "the context's"),
        ("", None, [".", "./Dockerfile"], "the one that the job is in"),
        ("/builds/x", Some("app"), ["app", "app/Dockerfile"], "the caller's"),
        ("", Some("app/"), ["app/", "app/Dockerfile"], "a slash at the end"),
        ("", Some("/"), ["/", "/Dockerfile"], "the root"),
    ] {
        let plan = with_workspace(workspace);
        let command = match given {
            Some(folder) => plan.kaniko().context_dir(folder),
            None => plan.kaniko(),
        };
        let arguments = words(&command);
        assert_eq!(
            arguments[..5],
            ["/kaniko/executor", "--context", expected[0], "--dockerfile", expected[1]],
            "{why}"
        );
    }
}

#[test]
fn a_dockerfile_that_is_given_is_taken_as_it_is() {
    let plan = with_workspace("/builds/x");
    let file = "ci/Dockerfile.alpine";
    let arguments = words(&plan.kaniko().dockerfile(file).context_dir("app"));
    assert_eq!(arguments[1..5], ["--context", "app", "--dockerfile", file], "not in the folder");
}

#[test]
fn what_no_process_can_be_given_is_an_error() {
    let plan = with_workspace("/builds/x");
    let empty = |option: &str| format!("{option} is an empty string; leave it out instead");
    let kaniko = plan.kaniko();
    for (build, message) in [
        (kaniko.clone().context_dir(""), empty("context_dir")),
        (kaniko.clone().dockerfile(""), empty("dockerfile")),
        (kaniko.clone().digest_file(""), empty("digest_file")),
        (plan.buildx().metadata_file(""), empty("metadata_file")),
        (kaniko.clone().with_argument("--force").with_argument(""), empty("an argument")),
        (
            kaniko.clone().context_dir("a\0b"),
            "context_dir is \"a\\0b\": unexpected '\\0' at byte 1; no argument of a process \
             holds one"
                .into(),
        ),
    ] {
        let error = build.commands().unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (RenderErrorKind::IllegalOption, message));
    }
    let error = plan.buildx().dockerfile("").bake_file("app").unwrap_err();
    assert_eq!(error.kind(), RenderErrorKind::IllegalOption);
}

#[test]
fn text_is_quoted_only_where_a_shell_reads_something_else() {
    let plan = cwiq(&git_tag("v1.0.0+build.5")).unwrap();
    let text = shell_text(&plan.kaniko().context_dir("/it's here"));
    assert!(
        text.starts_with("/kaniko/executor --context \"/it's here\" --dockerfile"),
        "readable: {text}"
    );
    assert!(text.contains(" --build-arg VERSION=v1.0.0+build.5 "), "{text}");
    assert!(text.ends_with(&format!(" --build-arg VCS_REF={SHA}")), "{text}");
}

#[test]
fn every_option_has_a_value_that_is_no_option() {
    for policy in policies() {
        for context in [branch("--x"), git_tag("v1.0.0"), crate::given::pull_request("-rf")] {
            let context = context
                .with_versions(["v1.0.0"])
                .unwrap()
                .with_target("main")
                .unwrap_or_else(|_| git_tag("v1.0.0").with_versions(["v1.0.0"]).unwrap());
            let Ok(plan) = policy.plan(&context) else { continue };
            let arguments = words(&plan.kaniko().with_labels());
            for pair in arguments[1..].windows(2) {
                match pair[0].as_str() {
                    "--destination" | "--context" | "--dockerfile" => {
                        assert!(!pair[1].starts_with('-') && !pair[1].is_empty(), "{pair:?}");
                    }
                    "--build-arg" | "--label" => assert!(pair[1].contains('='), "{pair:?}"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn the_first_cache_is_the_one_and_without_one_there_is_none() {
    let policies = policies();
    let several = policies.iter().find(|policy| policy.document().images.len() == 3).unwrap();
    let plan = several.plan(&git_tag("v1.0.0")).unwrap();
    assert_eq!(
        shell_text(&plan.kaniko()),
        "/kaniko/executor --context . --dockerfile ./Dockerfile \
         --destination ghcr.io/acme/server:1.0.0 \
         --destination ghcr.io/acme/server-alpine:1.0.0 \
         --destination quay.io/acme/mirror/server:1.0.0 \
         --destination ghcr.io/acme/server:stable \
         --destination ghcr.io/acme/server-alpine:stable \
         --destination quay.io/acme/mirror/server:stable \
         --cache=true --cache-repo=ghcr.io/acme/cache/server"
    );
    let plan =
        crate::given::policy("[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n")
            .plan(&branch("main"))
            .unwrap();
    assert_eq!(
        shell_text(&plan.kaniko()),
        "/kaniko/executor --context . --dockerfile ./Dockerfile \
         --destination r.example.com/server:a1b2c3d8"
    );
}

#[test]
fn every_option_has_its_place() {
    let plan = with_workspace("/builds/x");
    let name = "nexus.shared.cwiq.io:8443/orchestrator-server";
    let labels = format!(
        "--label org.opencontainers.image.created={CREATED} \
         --label org.opencontainers.image.revision={SHA}"
    );
    let kaniko = plan.kaniko().with_labels().with_annotations(AnnotationLevel::Manifest);
    let kaniko = kaniko.platforms([Platform::new("linux/arm64").unwrap()]);
    let kaniko = kaniko.without_push().digest_file("digest");
    assert_eq!(
        shell_text(&kaniko),
        format!(
            "/kaniko/executor --context /builds/x --dockerfile /builds/x/Dockerfile \
             --destination {name}:main-a1b2c3d8 --destination {name}:latest \
             --no-push --no-push-cache --cache=true --cache-repo={name}/cache \
             --custom-platform linux/arm64 --digest-file digest \
             --build-arg VERSION= --build-arg BUILD_DATE={CREATED} --build-arg VCS_REF={SHA} \
             {labels} {}",
            labels.replace("--label", "--annotation")
        )
    );
}
