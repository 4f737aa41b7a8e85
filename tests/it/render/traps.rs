//! What builders take in another sense than it looks, one test each.

use tagwright::build::{AnnotationLevel, Build};
use tagwright::{Plan, Policy, Reference};

use super::commands::{Rendered, every_command, platforms};
use super::csv::fields;
use crate::given::{branch, git_tag, policy};
use crate::plan::{cwiq, shell_text, texts, words};

/// The words behind each occurrence of an option.
fn values<'a>(rendered: &'a Rendered, option: &str) -> Vec<&'a str> {
    let words: Vec<_> = rendered.commands.iter().flatten().map(String::as_str).collect();
    words.windows(2).filter(|pair| pair[0] == option).map(|pair| pair[1]).collect()
}

fn builds(plan: &Plan) -> Vec<Rendered> {
    let all = every_command(plan, "dir");
    all.into_iter().filter(|rendered| rendered.name != "promotion").collect()
}

/// Without it, kaniko, docker and buildah take the value of the variable that
/// their environment has under that name.
#[test]
fn a_build_arg_without_a_value_has_its_equals_sign() {
    let plan = cwiq(&branch("main")).unwrap();
    for rendered in builds(&plan) {
        let is_buildctl = rendered.name.starts_with("buildctl");
        let (option, before) =
            if is_buildctl { ("--opt", "build-arg:") } else { ("--build-arg", "") };
        let mut args = values(&rendered, option).into_iter();
        let first = args.find_map(|value| value.strip_prefix(before));
        assert_eq!(first, Some("VERSION="), "{}", rendered.name);
    }
}

/// kaniko refuses a label without a value. buildah and podman set an empty one,
/// lest it be that of an earlier build.
#[test]
fn a_label_without_a_value_is_not_set() {
    let plan = cwiq(&branch("main")).unwrap();
    let version = "org.opencontainers.image.version";
    for rendered in builds(&plan) {
        let Rendered { name, text, .. } = &rendered;
        let is_buildah = name.starts_with("buildah") || name.starts_with("podman");
        let expected = if is_buildah { vec![format!("{version}=")] } else { vec![] };
        let found = values(&rendered, "--label");
        let found: Vec<_> = found.iter().filter(|value| value.starts_with(version)).collect();
        assert!(found.iter().copied().eq(&expected), "{name}: {text}");
        assert_eq!(text.matches(version).count(), expected.len(), "{name}: {text}");
    }
    let plan = cwiq(&git_tag("v1.0.0")).unwrap();
    let kaniko = shell_text(&plan.kaniko().with_labels());
    assert!(kaniko.contains(&format!(" --label {version}=v1.0.0 ")), "{kaniko}");
}

/// `--cache true` is `--cache` and a folder called `true`.
#[test]
fn kanikos_cache_is_one_word() {
    let plan = cwiq(&branch("main")).unwrap();
    let words = words(&plan.kaniko());
    assert!(words.contains(&"--cache=true".to_owned()), "{words:?}");
    assert!(!words.contains(&"--cache".to_owned()) && !words.contains(&"true".to_owned()));
}

/// kaniko would push layers under the tag, and buildah refuses it.
#[test]
fn a_cache_is_a_repository() {
    let plan = cwiq(&branch("main")).unwrap();
    let cache = "nexus.shared.cwiq.io:8443/orchestrator-server/cache";
    for rendered in builds(&plan) {
        for word in rendered.commands.iter().flatten().filter(|word| word.contains("/cache")) {
            let found = &fields(word)[..];
            assert!(
                word == cache
                    || word == &format!("--cache-repo={cache}")
                    || found.contains(&format!("ref={cache}")),
                "{}: {word}",
                rendered.name
            );
        }
    }
}

/// kaniko pushes `repository:` as `latest`.
#[test]
fn no_tag_is_empty() {
    let plan = cwiq(&branch("main")).unwrap();
    for rendered in builds(&plan) {
        for option in ["--destination", "--tag", "--manifest"] {
            for value in values(&rendered, option) {
                let reference = Reference::parse_strict(value).unwrap();
                assert!(reference.tag().is_some(), "{}: {value}", rendered.name);
            }
        }
    }
}

/// A builder stops at the first push that fails: `latest` must not have moved.
#[test]
fn immutable_tags_are_first_even_if_the_policy_names_them_last() {
    let plan = policy(
        r#"
[[rules]]
name = "all"
when = {}
tags = ["latest", "{short_sha}", "edge", "{sha}"]
"#,
    )
    .plan(&branch("main"))
    .unwrap();
    let order = |text: &str, separator: char| {
        ["a1b2c3d8", crate::given::SHA, "latest", "edge"]
            .map(|tag| text.find(&format!("{separator}{tag}")).expect("the tag is there"))
    };
    for rendered in builds(&plan) {
        if rendered.name.ends_with("immutable only") || rendered.name.ends_with("no push") {
            continue;
        }
        // Of builders that push by commands of their own, those count.
        let pushes: Vec<_> = rendered.text.lines().skip(1).collect();
        let text = if pushes.is_empty() { rendered.text.clone() } else { pushes.join("\n") };
        assert!(order(&text, ':').is_sorted(), "{}: {text}", rendered.name);
    }
    let file = plan.buildx().bake_file("app").unwrap().to_string();
    assert!(order(&file, ':').is_sorted(), "{file}");
}

/// pflag and Go's `flag` take any next word as the value of an option; a
/// positional one they take for an option, and `-` for their standard input.
#[test]
fn a_folder_that_begins_with_a_hyphen_is_a_folder() {
    let plan = cwiq(&branch("main")).unwrap();
    for folder in ["-", "--push", "-t"] {
        for rendered in every_command(&plan, folder) {
            if rendered.name.starts_with("kaniko") || rendered.name == "promotion" {
                // kaniko has no positional words, and no meaning for `-`.
                continue;
            }
            for command in &rendered.commands {
                let known = ["--push", "--output"];
                let last = command.last().unwrap();
                assert!(!last.starts_with('-') || known.contains(&&**last), "{command:?}");
                assert!(!command.contains(&"-".to_owned()), "{command:?}");
            }
        }
    }
}

/// What buildah, docker, BuildKit or kaniko would fetch from the network.
#[test]
fn a_folder_that_looks_like_an_address_is_a_folder() {
    let plan = cwiq(&branch("main")).unwrap();
    for (given, expected) in [
        ("github.com/acme/app", "./github.com/acme/app"),
        ("git@github.com:acme/app", "./git@github.com:acme/app"),
        ("me@host:app", "./me@host:app"),
        ("https://example.com/app.git", "./https:/example.com/app.git"),
        ("git://example.com/app", "./git:/example.com/app"),
        ("ssh://git@example.com/app", "./ssh:/git@example.com/app"),
        ("dir:///app", "./dir:/app"),
        ("gs://bucket/app", "./gs:/bucket/app"),
        ("/builds/a://b", "/builds/a:/b"),
        ("/builds/a@b/github.com/c", "/builds/a@b/github.com/c"),
        ("../git@x:y", "../git@x:y"),
        ("./github.com/a", "./github.com/a"),
        ("C:\\builds\\app", "C:\\builds\\app"),
        ("github.com", "github.com"),
        ("src/github.com/acme", "src/github.com/acme"),
    ] {
        let of_context = branch("main").with_workspace(given).unwrap();
        let of_context = cwiq(&of_context).unwrap();
        let last = |argv: Vec<String>| argv.last().unwrap().clone();
        let all = |plan: &Plan, folder: Option<&str>| {
            let with = |build: Build<'_>| match folder {
                Some(folder) => words(&build.context_dir(folder)),
                None => words(&build),
            };
            let kaniko = with(plan.kaniko());
            let buildctl = with(plan.buildctl());
            let buildctl = buildctl.iter().find_map(|word| word.strip_prefix("context="));
            [
                kaniko[2].clone(),
                buildctl.unwrap().to_owned(),
                last(with(plan.buildah())),
                last(with(plan.docker())),
                last(with(plan.buildx())),
            ]
        };
        assert_eq!(all(&plan, Some(given)), [expected; 5], "{given}");
        assert_eq!(all(&of_context, None), [expected; 5], "the workspace {given}");
    }
}

/// A line break would end the line of a script that somebody writes by hand.
#[test]
fn no_build_arg_has_a_line_break() {
    let document = |arg: &str| {
        serde_json::json!({
            "version": 1,
            "build-args": [arg],
            "images": [{"name": "{project}", "push": "ghcr.io/acme"}],
            "rules": [{"name": "all", "when": {}, "tags": ["{short_sha}"]}],
        })
    };
    assert!(serde_json::from_value::<Policy>(document("A=b c")).is_ok());
    for arg in ["A=b\nc", "A=b\r", "A\n=b", "A={project}\n"] {
        let error = serde_json::from_value::<Policy>(document(arg)).unwrap_err();
        let error = error.to_string();
        assert!(
            error.starts_with("build-args[0]: ") && error.contains("unexpected '\\"),
            "{error}"
        );
    }
    for text in ["a\nb", "a\rb"] {
        assert!(branch("main").with_project_path(text).is_err(), "no fact brings one in");
        assert!(tagwright::RefName::new(text).is_err(), "no ref brings one in");
    }
}

/// Two fields called `name` would be the last one alone.
#[test]
fn several_names_are_one_field_of_buildctls_output() {
    let plan = cwiq(&branch("main")).unwrap();
    let last = |build| words(&build).pop().unwrap();
    let output = last(plan.buildctl());
    let name = "nexus.shared.cwiq.io:8443/orchestrator-server";
    assert_eq!(output, format!("type=image,\"name={name}:main-a1b2c3d8,{name}:latest\",push=true"));
    let output = last(plan.buildctl().immutable_only());
    assert_eq!(output, format!("type=image,name={name}:main-a1b2c3d8,push=true"));
}

/// buildctl is given the folder of the file and its name within.
#[test]
fn a_dockerfile_of_buildctl_is_a_folder_and_a_name() {
    let plan = cwiq(&branch("main")).unwrap();
    for (file, folder, name) in [
        ("Dockerfile.alpine", ".", "Dockerfile.alpine"),
        ("ci/images/Dockerfile", "ci/images", "Dockerfile"),
        ("/Dockerfile", "/", "Dockerfile"),
        ("ci/app/", "ci", "app"),
        ("-x/-y", "./-x", "-y"),
    ] {
        let command = plan.buildctl().context_dir("src").dockerfile(file);
        let rendered = Rendered::new("buildctl", &command);
        assert_eq!(
            values(&rendered, "--local"),
            ["context=src", &format!("dockerfile={folder}")],
            "{file}"
        );
        assert_eq!(values(&rendered, "--opt")[0], format!("filename={name}"), "{file}");
    }
    let rendered = shell_text(&plan.buildctl().context_dir("src"));
    assert!(rendered.contains("--local context=src --local dockerfile=src --opt build-arg:"));
}

#[test]
fn every_builder_that_can_writes_the_digest_in_its_own_words() {
    let plan = cwiq(&branch("main")).unwrap();
    for (text, expected) in [
        (shell_text(&plan.kaniko().digest_file("out")), " --digest-file out "),
        (shell_text(&plan.buildx().metadata_file("out")), " --metadata-file out "),
        (shell_text(&plan.buildctl().metadata_file("out")), " --metadata-file out "),
        (shell_text(&plan.buildah().digest_file("out")), "\nbuildah push --digestfile out "),
        (shell_text(&plan.podman().digest_file("out")), "\npodman push --digestfile out "),
        (
            shell_text(&plan.podman().platforms(platforms()).digest_file("out")),
            "\npodman manifest push --all --digestfile out ",
        ),
    ] {
        assert_eq!(text.matches(expected).count(), 1, "{text}");
    }
}

#[test]
fn annotations_have_their_level_in_each_builders_words() {
    use AnnotationLevel::{Index, IndexDescriptor, Manifest, ManifestDescriptor};
    let plan = cwiq(&git_tag("v1.0.0")).unwrap();
    let pair = "org.opencontainers.image.version=v1.0.0";
    for (level, word) in [
        (Manifest, "manifest"),
        (Index, "index"),
        (ManifestDescriptor, "manifest-descriptor"),
        (IndexDescriptor, "index-descriptor"),
    ] {
        assert_eq!(level.to_string(), word);
        assert_eq!(format!("{level:>20}"), format!("{word:>20}"));
        let buildx = plan.buildx().with_annotations(level).with_annotations(level);
        let buildx = shell_text(&buildx);
        assert_eq!(buildx.matches(&format!(" --annotation {word}:{pair} ")).count(), 1);
        let buildctl = plan.buildctl().with_annotations(level).with_annotations(level);
        let buildctl = shell_text(&buildctl);
        assert_eq!(buildctl.matches(&format!(",annotation-{word}.{pair},")).count(), 1);
    }
    for text in [
        shell_text(&plan.kaniko().with_annotations(Manifest)),
        shell_text(&plan.buildah().with_annotations(Manifest)),
        shell_text(&plan.podman().with_annotations(Manifest)),
    ] {
        assert!(text.contains(&format!(" --annotation {pair} ")), "the manifest alone: {text}");
    }
    let text = every_command(&plan, ".").into_iter().find(|one| one.name == "kaniko, labels");
    assert!(!text.unwrap().text.contains("--annotation"), "kaniko 1.24 refuses it");
}

/// buildx takes what stands before a colon for the level.
#[test]
fn an_annotation_of_buildx_never_goes_without_its_level() {
    let plan = policy(
        r#"
labels = ["urn:a=1"]
[[rules]]
name = "all"
when = {}
tags = ["{short_sha}"]
"#,
    )
    .plan(&branch("main"))
    .unwrap();
    let text = shell_text(&plan.buildx().with_annotations(AnnotationLevel::Manifest));
    assert!(text.contains(" --annotation manifest:urn:a=1 "), "{text}");
}

/// kaniko checks that it may push to the cache even if it pushes no image.
#[test]
fn without_push_no_builder_writes_to_a_registry() {
    let plan = cwiq(&branch("main")).unwrap();
    let kaniko = shell_text(&plan.kaniko().without_push());
    assert!(kaniko.contains(" --no-push --no-push-cache "), "{kaniko}");
    for rendered in builds(&plan).into_iter().filter(|one| one.name.ends_with("no push")) {
        for written in ["--push", "--output", "--cache-to", "--export-cache", "push docker"] {
            assert!(!rendered.text.contains(written), "{}: {}", rendered.name, rendered.text);
        }
        assert_eq!(rendered.commands.len(), 1, "{}", rendered.name);
    }
}

/// Where no option of ours takes it for its value, and before the folder.
#[test]
fn an_argument_of_the_callers_is_said_as_it_is() {
    let plan = cwiq(&branch("main")).unwrap();
    let given = "--target=$(id) 'x'";
    let kaniko = plan.kaniko().with_argument(given).with_argument("--insecure");
    assert!(words(&kaniko).ends_with(&[given, "--insecure"].map(str::to_owned)));
    let buildx = words(&plan.buildx().with_argument(given));
    assert_eq!(buildx[buildx.len() - 3..], ["--push", given, "."]);
    let buildctl = words(&plan.buildctl().with_argument(given));
    assert_eq!(buildctl[buildctl.len() - 3..buildctl.len() - 1], [given, "--output"]);
    for build in [plan.buildah(), plan.podman(), plan.docker()] {
        let of = Rendered::new("several", &build.with_argument(given)).commands;
        assert_eq!(of[0][of[0].len() - 2..], [given, "."]);
        assert!(!of[1].contains(&given.to_owned()), "the build alone");
    }
}

#[test]
fn nothing_is_pushed_that_was_not_built() {
    let plan = cwiq(&branch("main")).unwrap();
    let lines = texts(plan.docker().commands().unwrap().iter());
    assert_eq!(lines.len(), 3, "a build, and a push of each tag");
    assert_eq!(shell_text(&plan.docker()), lines.join(" &&\n"));
}
