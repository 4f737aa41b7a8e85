use std::io::Write;
use std::process::{Command, Stdio};

use tagwright::{CiContext, Policy};

use super::{BUILT_IN, CONTEXT, File, Ran, SAMPLE, ran, run, run_with_input, said, succeeds, tool};
use crate::given::{known, policy};

/// The Dockerfile of the built-in policy sets the labels.
const LABELS: &str = "labels: the command does not set org.opencontainers.image.created, \
    org.opencontainers.image.revision; the Dockerfile sets them from the build args, or give \
    --with-labels\n";

fn plan(arguments: &[&str]) -> Command {
    tool(&[&["plan"], arguments].concat())
}

fn plan_sample(arguments: &[&str]) -> Ran {
    run(plan(&[&["--sample"], arguments].concat()))
}

#[test]
fn a_sample_is_planned_on_request_and_reported() {
    let text = "\
project     server
ref         branch \"feature/search\"
commit      a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
slug        feature-search
tags        branch-feature-search-a1b2c3d8  immutable  rule feature
push        nexus.shared.cwiq.io:8443/orchestrator-server:branch-feature-search-a1b2c3d8
pull        nexus.shared.cwiq.io:8444/orchestrator-server:branch-feature-search-a1b2c3d8
cache       nexus.shared.cwiq.io:8443/orchestrator-server/cache
builder     nexus.shared.cwiq.io:8444/kaniko-project/executor:debug
build args  VERSION=
            BUILD_DATE=2026-03-18T09:00:00Z
            VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
labels      org.opencontainers.image.created=2026-03-18T09:00:00Z
            org.opencontainers.image.revision=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
build.env   IMAGE_TAG=branch-feature-search-a1b2c3d8
";
    succeeds(&plan_sample(&[]), text, &said());
    succeeds(&plan_sample(&["--format", "text"]), text, &said());
    succeeds(&plan_sample(&["--policy", "builtin"]), text, &said());
}

#[test]
fn the_sample_has_what_a_policy_may_need() {
    let rules = r#"
labels = [
  "a={default_branch}", "b={project_path}", "c={committed}", "d={run_number}", "e={source_url}", "f={title}",
]

[[rules]]
name = "main"
when = { branch = "main" }
tags = ["main-{short_sha}"]

[[rules]]
name = "work"
when = { branch = { except = "main" } }
tags = ["{run_number}-{short_sha}"]
"#;
    let file = File::new("needs.toml", &toml::to_string(&policy(rules)).unwrap());
    let ran = plan_sample(&["--policy", file.path()]);
    let said = format!("{SAMPLE}policy: {}\n", file.path());
    assert_eq!((ran.code, ran.err), (0, said), "{}", ran.out);
}

#[test]
fn tags_that_are_undecided_stand_in_the_columns_of_the_others() {
    let policy = policy(
        "[[rules]]\nname = \"release\"\nwhen = { release = {} }\n\
         tags = [\"{version}\", { tag = \"latest\", moves = \"highest\" }]\n",
    );
    let file = File::new("moves.toml", &toml::to_string(&policy).unwrap());
    let ran = run_with_input(plan(&["--context", "-", "--policy", file.path()]), CONTEXT);
    let shown = "
tags        1.0.0   immutable  rule release
undecided   latest  floating   rule release
";
    assert!(ran.out.contains(shown), "{}", ran.out);
}

#[test]
fn images_that_receive_no_tag_are_counted() {
    let policy = r#"
version = 1
images = [
  { name = "{project}", push = "ci.example.com" },
  { name = "{project}", push = "ghcr.io/acme", rules = "release" },
]
[[rules]]
name = "work"
when = { branch = "*" }
tags = ["branch-{slug}-{short_sha}"]
[[rules]]
name = "release"
when = { release = {} }
tags = ["{version}"]
"#;
    let file = File::new("images.toml", policy);
    let ran = plan_sample(&["--policy", file.path()]);
    let said = format!(
        "{SAMPLE}policy: {}\nimages: 1 of 2 without a tag, by their `rules`\n",
        file.path()
    );
    assert_eq!((ran.code, ran.err), (0, said), "{}", ran.out);
}

#[test]
fn a_label_of_several_lines_is_shown_on_one() {
    let rules = "rules = [{ name = \"r\", when = { branch = \"*\" }, tags = [\"x\"] }]\n";
    let policy = policy(&format!("labels = [\"about={{description}}\"]\n{rules}"));
    let file = File::new("lines.toml", &toml::to_string(&policy).unwrap());
    let context = r#"{"project": "server", "branch": "main",
        "sha": "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
        "description": "it's \"x\"\r\nbuild.env   IMAGE_TAG=evil"}"#;
    let ran = run_with_input(plan(&["--context", "-", "--policy", file.path()]), context);
    let shown = "\nlabels      about=it's \"x\"\\r\\nbuild.env   IMAGE_TAG=evil\n";
    assert!(ran.out.ends_with(shown), "{}", ran.out);
}

#[test]
fn every_format_is_what_it_says() {
    let tag = "branch-feature-search-a1b2c3d8";
    succeeds(&plan_sample(&["--format", "env"]), &format!("IMAGE_TAG={tag}\n"), &said());
    let push = "nexus.shared.cwiq.io:8443/orchestrator-server";
    let folder = "/builds/orchestrator/server";
    succeeds(
        &plan_sample(&["--format=kaniko"]),
        &format!(
            "/kaniko/executor --context {folder} --dockerfile {folder}/Dockerfile \
             --destination {push}:{tag} --cache=true --cache-repo={push}/cache \
             --build-arg VERSION= --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
             --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334\n"
        ),
        &(said() + LABELS),
    );
    let json = plan_sample(&["--format", "json"]);
    assert_eq!((json.code, json.err), (0, said()));
    let plan: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(plan["primary"], tag);
    let order =
        ["images", "tags", "primary", "slug", "references", "pull_references", "promotions"];
    let places: Vec<_> =
        order.iter().map(|key| json.out.find(&format!("\n  \"{key}\"")).unwrap()).collect();
    assert!(places.is_sorted(), "in the documented order");
}

#[test]
fn every_hand_over_and_builder_is_that_of_the_plan() {
    let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    let sample = known(CiContext::branch("server", "feature/search", sha).unwrap())
        .with_workspace("/builds/orchestrator/server")
        .unwrap();
    let planned = Policy::cwiq().plan(&sample).unwrap();
    for (format, expected, is_without_labels) in [
        ("github", planned.github_output().with_build_inputs().unwrap().to_string(), false),
        ("exports", "export IMAGE_TAG=branch-feature-search-a1b2c3d8\n".to_owned(), false),
        ("helm", planned.helm_values().to_string(), false),
        ("buildah", format!("{}\n", planned.buildah().commands().unwrap()), false),
        ("buildx", format!("{}\n", planned.buildx().commands().unwrap()), true),
        ("buildctl", format!("{}\n", planned.buildctl().commands().unwrap()), true),
        ("docker", format!("{}\n", planned.docker().commands().unwrap()), true),
        (
            "bake",
            format!("{}\n", planned.buildx().bake_file("docker-metadata-action").unwrap()),
            true,
        ),
    ] {
        let labels = if is_without_labels && format != "bake" { LABELS } else { "" };
        succeeds(&plan_sample(&["--format", format]), &expected, &(said() + labels));
    }
}

#[test]
fn a_reader_that_closes_its_pipe_is_not_an_error() {
    for format in ["text", "json", "env", "kaniko"] {
        let mut command = plan(&["--context", "-", "--policy", "builtin", "--format", format]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // It writes only after it has read, and by then nobody reads.
        drop(child.stdout.take());
        child.stdin.take().unwrap().write_all(CONTEXT.as_bytes()).unwrap();
        let ran = ran(child.wait_with_output().unwrap());
        let said = format!("context: standard input\n{BUILT_IN}");
        assert!(ran.err.starts_with(&said) && ran.code == 0, "{format}: {}", ran.err);
    }
}
