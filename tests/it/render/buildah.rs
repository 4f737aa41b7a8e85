use super::commands::{Rendered, platforms};
use crate::plan::{SHA, branch, cwiq, git_tag, policies};

fn argv(commands: &tagwright::Buildah<'_>) -> Vec<Vec<String>> {
    Rendered::several("buildah", commands, commands.commands()).commands
}

#[test]
fn one_build_and_a_push_for_each_tag_the_immutable_first() {
    let plan = cwiq(&branch("main").with_workspace("/builds/ui").unwrap()).unwrap();
    let name = "nexus.shared.cwiq.io:8443/orchestrator-server";
    let push = |tag: &str| {
        ["buildah".into(), "push".into(), format!("{name}:{tag}"), format!("docker://{name}:{tag}")]
    };
    let [build, immutable, floating] = &argv(&plan.buildah())[..] else { panic!("three") };
    assert_eq!(
        build.join(" "),
        format!(
            "buildah build --tag {name}:main-a1b2c3d8 --tag {name}:latest \
             --layers --cache-from {name}/cache --cache-to {name}/cache \
             --build-arg VERSION= --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
             --build-arg VCS_REF={SHA} /builds/ui"
        )
    );
    assert_eq!(immutable[..], push("main-a1b2c3d8"));
    assert_eq!(floating[..], push("latest"));
    let podman = argv(&plan.podman());
    assert!(podman.iter().all(|command| command[0] == "podman"));
    assert_eq!(podman[0][1..], build[1..], "the same but for the program");
}

#[test]
fn several_platforms_are_a_list_that_is_pushed_whole() {
    let plan = cwiq(&git_tag("v1.0.0")).unwrap();
    let name = "nexus.shared.cwiq.io:8443/orchestrator-server";
    let text = plan.buildah().platforms(platforms()).digest_file("digest").to_string();
    assert!(
        text.starts_with(&format!("buildah build --manifest {name}:1.0.0 --layers=false ")),
        "a tag would name the last platform alone: {text}"
    );
    assert!(!text.contains("--cache"), "layers of one platform are taken for another's: {text}");
    assert!(text.contains(" --platform linux/amd64,linux/arm64/v8 "), "{text}");
    assert!(
        text.ends_with(&format!(
            " &&\nbuildah manifest push --all --digestfile digest {name}:1.0.0 docker://{name}:1.0.0 \
             &&\nbuildah manifest push --all {name}:1.0.0 docker://{name}:stable"
        )),
        "{text}"
    );
    let [one, _] = platforms();
    let text = plan.buildah().platforms([one.clone(), one]).to_string();
    assert!(text.contains(" --tag ") && text.contains(" --platform linux/amd64 "), "{text}");
}

#[test]
fn without_push_no_registry_is_written_to() {
    let plan = cwiq(&branch("main")).unwrap();
    let commands = argv(&plan.buildah().without_push().digest_file("digest"));
    assert_eq!(commands.len(), 1);
    assert!(commands[0].contains(&"--cache-from".to_owned()));
    assert!(!commands[0].contains(&"--cache-to".to_owned()));
}

#[test]
fn a_path_is_no_option_and_no_standard_input() {
    let plan = cwiq(&branch("main")).unwrap();
    for (given, expected) in [("-", "./-"), ("--tag=x", "./--tag=x"), ("a-b", "a-b")] {
        let commands = argv(&plan.buildah().context_dir(given).dockerfile(given));
        assert_eq!(commands[0][2..4], ["--file", expected]);
        assert_eq!(commands[0].last().unwrap(), expected);
        let commands = argv(&plan.buildah().digest_file(given));
        assert_eq!(commands[1][2..4], ["--digestfile", expected]);
    }
}

#[test]
fn annotations_are_the_labels_again() {
    let plan = cwiq(&git_tag("v1.0.0")).unwrap();
    let pair = "org.opencontainers.image.version=v1.0.0";
    let text = plan.buildah().with_annotations().with_annotations().to_string();
    assert_eq!(text.matches(&format!(" --annotation {pair} ")).count(), 1);
    assert!(!text.contains("--label"));
    let text = plan.buildah().with_labels().to_string();
    assert!(text.contains(&format!(" --label {pair} ")) && !text.contains("--annotation"));
}

#[test]
fn every_image_is_pushed_and_the_first_digest_is_kept() {
    let policies = policies();
    let several = policies.iter().find(|policy| policy.document().images.len() == 3).unwrap();
    let plan = several.plan(&git_tag("v1.0.0")).unwrap();
    let commands = argv(&plan.buildah().digest_file("digest"));
    assert_eq!(commands.len(), 7);
    let digests = commands.iter().filter(|command| command.contains(&"--digestfile".to_owned()));
    assert_eq!(digests.count(), 1, "the file would be written over");
    assert!(commands[1].contains(&"--digestfile".to_owned()));
    assert!(commands[1].contains(&"ghcr.io/acme/server:1.0.0".to_owned()));
}
