use tagwright::Policy;
use tagwright::build::AnnotationLevel::Manifest;
use tagwright::build::Build;
use tagwright::build::RenderErrorKind;

use crate::given::{SHA, branch, git_tag, policy};
use crate::plan::{cwiq, policies, shell_text, words};
use crate::render::commands::{Rendered, platforms};

const RULES: &str = "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{sha}\"]\n";

fn argv(buildah: &Build<'_>) -> Vec<Vec<String>> {
    Rendered::new("buildah", buildah).commands
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
             --layers=false \
             --build-arg VERSION= --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
             --build-arg VCS_REF={SHA} \
             --label org.opencontainers.image.version= \
             --label org.opencontainers.image.created=2026-03-18T09:00:00Z \
             --label org.opencontainers.image.revision={SHA} /builds/ui"
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
    let list = shell_text(&plan.buildah().platforms(platforms()).digest_file("digest"));
    assert!(
        list.starts_with(&format!("buildah build --manifest {name}:1.0.0 --layers=false ")),
        "a tag would name the last platform alone: {list}"
    );
    assert!(!list.contains("--cache"), "layers of one platform are taken for another's: {list}");
    assert!(list.contains(" --platform linux/amd64,linux/arm64/v8 "), "{list}");
    assert!(
        list.ends_with(&format!(
            " &&\nbuildah manifest push --all --digestfile digest {name}:1.0.0 docker://{name}:1.0.0 \
             &&\nbuildah manifest push --all {name}:1.0.0 docker://{name}:stable"
        )),
        "{list}"
    );
    let [one, _] = platforms();
    let one = shell_text(&plan.buildah().platforms([one.clone(), one]));
    assert!(one.contains(" --tag ") && one.contains(" --platform linux/amd64 "), "{one}");
}

#[test]
fn without_push_no_registry_is_written_to() {
    let plan = cwiq(&branch("main")).unwrap();
    let buildah = plan.buildah().reuse_layers().without_push();
    let commands = argv(&buildah.digest_file("digest"));
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
    let annotated =
        shell_text(&plan.buildah().with_annotations(Manifest).with_annotations(Manifest));
    assert_eq!(annotated.matches(&format!(" --annotation {pair} ")).count(), 1);
    assert_eq!(annotated.matches(&format!(" --label {pair} ")).count(), 1);
    assert!(!shell_text(&plan.buildah()).contains("--annotation"));
    let annotated = shell_text(&plan.buildah().without_labels().with_annotations(Manifest));
    assert!(annotated.contains(" --annotation ") && !annotated.contains("--label"));
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

/// What is not a label may be that of an earlier build where a layer is cached.
#[test]
fn layers_are_cached_only_where_nothing_but_labels_differs() {
    let cached = "--layers --cache-from ghcr.io/acme/cache --cache-to ghcr.io/acme/cache";
    for (build_args, has_build_args) in [("[]", false), (r#"["GO=1.22"]"#, true)] {
        let policy: Policy = toml::from_str(&format!(
            "version = 1\nbuild-args = {build_args}\nlabels = [\"revision={{sha}}\"]\n\
             images = [{{ name = \"app\", push = \"ghcr.io/acme\", cache = \"cache\" }}]\n\
             [[rules]]\nname = \"all\"\nwhen = {{}}\ntags = [\"{{short_sha}}\"]\n"
        ))
        .unwrap();
        let plan = policy.plan(&branch("main")).unwrap();
        let [amd64, _] = platforms();
        for (buildah, is_cached) in [
            (plan.buildah(), !has_build_args),
            (plan.podman().with_argument("--target=test"), false),
            (plan.podman().with_argument("--target=test").reuse_layers(), true),
            (plan.buildah().reuse_layers(), true),
            (plan.podman().reuse_layers().platforms([amd64]), false),
            (plan.buildah().reuse_layers().platforms(platforms()), false),
            (plan.buildah().reuse_layers().without_labels(), false),
            (plan.podman().reuse_layers().with_annotations(Manifest), false),
        ] {
            let text = shell_text(&buildah);
            assert_eq!(text.contains(cached), is_cached, "{build_args}: {text}");
            assert_eq!(text.contains("--layers=false"), !is_cached, "{text}");
            assert_eq!(text.contains("--cache"), is_cached, "{text}");
        }
    }
}

#[test]
fn a_label_that_the_builder_would_change_is_refused() {
    let labels = "labels = [\"org.opencontainers.image.title={title}\"]\n";
    let policy = policy(&format!("{labels}{RULES}"));
    let expands = "it expands the variable after";
    let escapes = "it writes an escape sequence for";
    for (title, how, found, index) in [
        ("costs $5", expands, "'$'", 6),
        ("$HOME", expands, "'$'", 0),
        ("x/${HOME}/y", expands, "'$'", 2),
        ("${x", expands, "'$'", 0),
        ("$$_", expands, "'$'", 1),
        ("$größe", expands, "'$'", 0),
        ("two\u{a0}words", escapes, "'\\u{a0}'", 3),
        ("👩\u{200d}💻", escapes, "'\\u{200d}'", 4),
        ("soft\u{ad}", escapes, "'\\u{ad}'", 4),
        ("\u{e000}", escapes, "'\\u{e000}'", 0),
        ("🫠", escapes, "'🫠'", 0),
    ] {
        let plan = policy.plan(&branch("main").with_title(title).unwrap()).unwrap();
        let error = plan.buildah().commands().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "buildah would change label \"org.opencontainers.image.title\": {how} {found} at \
                 byte {index} of its value; remove the label from the policy, or build without \
                 labels and set it in the Dockerfile or as an annotation"
            )
        );
        assert_eq!(error.kind(), RenderErrorKind::UnsupportedLabel);
        assert_eq!((error.place(), error.index()), (Some("labels"), Some(index)));
        assert!(plan.podman().commands().unwrap_err().to_string().starts_with("podman would "));
        assert!(plan.buildah().without_labels().with_annotations(Manifest).commands().is_ok());
    }
}

#[test]
fn a_description_of_several_lines_is_refused_and_other_builders_take_it() {
    let labels = "labels = [\"org.opencontainers.image.description={description}\"]\n";
    let context = branch("main").with_description("one\ntwo").unwrap();
    let plan = policy(&format!("{labels}{RULES}")).plan(&context).unwrap();
    let error = plan.buildah().commands().unwrap_err().to_string();
    assert!(error.contains("it writes an escape sequence for '\\n' at byte 3 of its value"));
    assert!(words(&plan.buildx().with_labels()).iter().any(|word| word.ends_with("=one\ntwo")));
    assert!(policy(RULES).plan(&context).unwrap().buildah().commands().is_ok(), "without it");
}

#[test]
fn the_key_of_a_label_is_looked_at_too() {
    let plan = |key: &str| {
        let policy = policy(&format!("labels = ['{key}={{git_tag}}']\n{RULES}"));
        policy.plan(&branch("main")).unwrap()
    };
    assert_eq!(
        plan("a.$x").buildah().commands().unwrap_err().to_string(),
        "buildah would change label \"a.$x\": it expands the variable after '$' at byte 2 of its \
         key; remove the label from the policy, or build without labels and set it in the \
         Dockerfile or as an annotation"
    );
    for key in ["a\"b\\", "$", "é", "--x", "#a", "a$.b"] {
        let text = plan(key).buildah().commands().unwrap().iter().next().unwrap().to_string();
        assert!(text.contains(" --label "), "{key}: {text}");
    }
}
