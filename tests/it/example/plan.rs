use std::io::Write;
use std::process::{Command, Stdio};

use tagwright::{CiContext, Policy};

use super::{CONTEXT, File, Ran, SAMPLE, example, fails, ran, run, run_with_input, succeeds};
use crate::given::{known, policy};
use crate::plan::gitlab_variables;

fn plan(arguments: &[&str]) -> Command {
    example("plan", arguments)
}

fn plan_sample(arguments: &[&str]) -> Ran {
    run(plan(&[&["--sample"], arguments].concat()))
}

const UNKNOWN_POLICY: &str = "unknown kind of policy; expected a file that ends in .toml, .json, \
    .yaml or .yml, or builtin\n";

const UNKNOWN_FORMAT: &str = "unknown format xml; expected text, json, env, github, exports, \
    helm, kaniko, buildah, buildx, buildctl, docker, bake or policy";

/// The recorded repository has a name that no image has, and GitHub gives no
/// time.
const GITHUB: &[(&str, &str)] = &[("SOURCE_DATE_EPOCH", "0"), ("GITHUB_REPOSITORY", "cwiq/server")];

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
    succeeds(&plan_sample(&[]), text, SAMPLE);
    succeeds(&plan_sample(&["--format", "text"]), text, SAMPLE);
    succeeds(&plan_sample(&["--policy", "builtin"]), text, SAMPLE);
}

#[test]
fn the_sample_has_what_a_policy_may_need() {
    let rules = r#"
labels = [
  "a={default_branch}", "b={project_path}", "c={committed}", "d={run_number}", "e={source_url}", "f={title}",
]

[[rules]]
name = "main"
when = { default-branch = {} }
tags = ["main-{short_sha}"]

[[rules]]
name = "work"
when = { branch = { except = "main" } }
tags = ["{run_number}-{short_sha}"]
"#;
    let file = File::new("needs.toml", &toml::to_string(&policy(rules)).unwrap());
    let ran = plan_sample(&["--policy", file.path()]);
    assert_eq!((ran.code, ran.err.as_str()), (0, SAMPLE), "{}", ran.out);
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
fn a_label_of_several_lines_is_shown_on_one() {
    let rules = "rules = [{ name = \"r\", when = { any = {} }, tags = [\"x\"] }]\n";
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
    succeeds(&plan_sample(&["--format", "env"]), &format!("IMAGE_TAG={tag}\n"), SAMPLE);
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
        SAMPLE,
    );
    let json = plan_sample(&["--format", "json"]);
    assert_eq!((json.code, json.err.as_str()), (0, SAMPLE));
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
    for (format, expected) in [
        ("github", planned.github_output().with_build_inputs().unwrap().to_string()),
        ("exports", "export IMAGE_TAG=branch-feature-search-a1b2c3d8\n".to_owned()),
        ("helm", planned.helm_values().to_string()),
        ("buildah", format!("{}\n", planned.buildah().commands().unwrap())),
        ("buildx", format!("{}\n", planned.buildx().commands().unwrap())),
        ("buildctl", format!("{}\n", planned.buildctl().commands().unwrap())),
        ("docker", format!("{}\n", planned.docker().commands().unwrap())),
        ("bake", format!("{}\n", planned.buildx().bake_file("docker-metadata-action").unwrap())),
    ] {
        succeeds(&plan_sample(&["--format", format]), &expected, SAMPLE);
    }
}

#[test]
fn in_a_job_of_github_it_reads_the_event() {
    let rules = "[[rules]]\nname = \"r\"\nwhen = { default-branch = {} }\ntags = [\"x\"]\n";
    let policy = policy(rules);
    let file = File::new("default-branch.toml", &toml::to_string(&policy).unwrap());
    let text =
        r#"{"repository": {"full_name": "cwiq/server", "default_branch": "feature/search"}}"#;
    let event = File::new("event.json", text);
    let no_event = File::new("no-event.json", "[]");
    let job = |path: &str| {
        let mut command = plan(&["--format", "json", "--policy", file.path()]);
        command.envs(gitlab_variables("github-push", GITHUB)).env("GITHUB_EVENT_PATH", path);
        run(command)
    };
    assert!(job(event.path()).out.contains("\"primary\": \"x\""));
    fails(
        &job(no_event.path()),
        1,
        "plan: no event: it is no object; expected the text of the file that GITHUB_EVENT_PATH \
         names\n",
    );
    fails(
        &job("/nowhere.json"),
        1,
        "plan: /nowhere.json: No such file or directory (os error 2)\n",
    );
    assert_eq!(job("").code, 1, "the default branch is not told");
    let mut elsewhere = plan(&["--policy", "builtin", "--format", "env"]);
    elsewhere.envs(gitlab_variables("gitlab-branch", &[]));
    elsewhere.env("GITHUB_EVENT_PATH", "/nowhere.json");
    assert_eq!(run(elsewhere).code, 0, "no event of GitLab's");
}

#[test]
fn the_policy_it_prints_is_a_file_to_start_from() {
    let printed = run(plan(&["--policy", "builtin", "--format", "policy"]));
    assert_eq!((printed.code, printed.err.as_str()), (0, ""), "no context is needed");
    let file = File::new("printed.toml", &printed.out);
    let again = run(plan(&["--policy", file.path(), "--format", "policy"]));
    assert_eq!(again.out, printed.out);
    let planned = plan_sample(&["--policy", file.path()]);
    assert_eq!(planned.out, plan_sample(&[]).out);
}

#[test]
fn a_policy_is_read_in_three_formats() {
    let rules = "[[rules]]\nname = \"all\"\nwhen = { any = {} }\ntags = [\"x-{short_sha}\"]\n";
    let policy = policy(&format!("env = [\"T={{image_tag}}\"]\n{rules}"));
    let plain = serde_json::to_value(&policy).unwrap();
    for (name, text) in [
        ("p.toml", toml::to_string(&policy).unwrap()),
        ("p.json", serde_json::to_string(&policy).unwrap()),
        ("p.yaml", serde_yaml_ng::to_string(&plain).unwrap()),
        ("p.yml", serde_yaml_ng::to_string(&plain).unwrap()),
    ] {
        let file = File::new(name, &text);
        let ran = plan_sample(&["--format", "env", "--policy", file.path()]);
        succeeds(&ran, "T=x-a1b2c3d8\n", SAMPLE);
    }
}

#[test]
fn a_context_comes_from_a_file_or_standard_input() {
    let file = File::new("context.json", CONTEXT);
    let said = format!("context: {}\n", file.path());
    let env = |option: &[&str]| plan(&[&["--policy", "builtin", "--format=env"], option].concat());
    succeeds(&run(env(&["--context", file.path()])), "IMAGE_TAG=1.0.0\n", &said);
    let option = format!("--context={}", file.path());
    succeeds(&run(env(&[&option])), "IMAGE_TAG=1.0.0\n", &said);
    let piped = run_with_input(env(&["--context", "-"]), CONTEXT);
    succeeds(&piped, "IMAGE_TAG=1.0.0\n", "context: standard input\n");
    let mut in_a_job = env(&["--context", file.path()]);
    in_a_job.envs(gitlab_variables("gitlab-branch", &[]));
    succeeds(&run(in_a_job), "IMAGE_TAG=1.0.0\n", &said);
}

#[test]
fn in_a_job_it_takes_the_environment() {
    for (environment, changes, tag, said) in [
        ("gitlab-branch", &[][..], "main-a1b2c3d8", "GitLab"),
        ("gitlab-tag", &[], "1.0.0", "GitLab"),
        ("gitlab-merge-request", &[], "branch-feature-search-a1b2c3d8", "GitLab"),
        ("github-push", GITHUB, "branch-feature-search-a1b2c3d8", "GitHub Actions"),
        ("github-tag", GITHUB, "1.0.0", "GitHub Actions"),
    ] {
        let mut command = plan(&["--policy", "builtin", "--format", "env"]);
        command.envs(gitlab_variables(environment, changes));
        succeeds(
            &run(command),
            &format!("IMAGE_TAG={tag}\n"),
            &format!("context: the environment of {said}\n"),
        );
    }
}

#[test]
fn no_plan_is_status_1_with_the_reason_and_nothing_else() {
    let detached = File::new("detached.json", &CONTEXT.replace(r#""tag":"v1.0.0","#, ""));
    let bad_json = File::new("bad.json", "{\"project\": \"ui\",\n \"shaa\": \"x\"}");
    let broken = File::new("broken.json", "{");
    let bad_policy = File::new("bad.toml", "version = 1\nshort-shaa = 8\n");
    let no_toml = File::new("no.toml", "version = \n");
    let text = File::new("policy.txt", "version = 1\n");
    let bare = File::new("bare", "version = 1\n");
    let missing = std::env::temp_dir().join("tagwright-missing.json");
    let missing = missing.to_str().unwrap();
    for (arguments, message) in [
        (
            &["--policy", "builtin", "--context", detached.path()][..],
            "plan: no rule applies to a detached commit: main, feature: not a branch; \
             merge-request: not a pull request; release: not a git tag\n"
                .to_owned(),
        ),
        (
            &["--context", missing],
            format!("plan: {missing}: No such file or directory (os error 2)\n"),
        ),
        (
            &["--sample", "--policy", "/nowhere.toml"],
            "plan: /nowhere.toml: No such file or directory (os error 2)\n".into(),
        ),
        (
            &["--context", broken.path()],
            format!("plan: {}: EOF while parsing an object at line 1 column 1\n", broken.path()),
        ),
        (
            &["--sample", "--policy", text.path()],
            format!("plan: {}: {UNKNOWN_POLICY}", text.path()),
        ),
        (
            &["--sample", "--policy", bare.path()],
            format!("plan: {}: {UNKNOWN_POLICY}", bare.path()),
        ),
        (&["--sample", "--policy", "-"], format!("plan: -: {UNKNOWN_POLICY}")),
        (&["--sample", "--policy", "cwiq"], format!("plan: cwiq: {UNKNOWN_POLICY}")),
    ] {
        for format in ["text", "json", "env", "kaniko", "github", "bake"] {
            let mut arguments = arguments.to_vec();
            arguments.extend(["--format", format]);
            fails(&run(plan(&arguments)), 1, &message);
        }
    }
    for (arguments, said, file, needle) in [
        (&["--context"][..], "", &bad_json, "shaa: unknown key; did you mean sha?"),
        (&["--sample", "--policy"], SAMPLE, &bad_policy, "short-shaa"),
        (&["--sample", "--policy"], SAMPLE, &no_toml, "version = "),
    ] {
        let ran = run(plan(&[arguments, &[file.path()]].concat()));
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
        assert!(ran.err.starts_with(&format!("{said}plan: {}: ", file.path())), "{}", ran.err);
        assert!(ran.err.contains(needle), "{}", ran.err);
    }
    let mut no_time = plan(&["--policy", "builtin"]);
    no_time.envs(gitlab_variables("github-push", &GITHUB[1..]));
    fails(
        &run(no_time),
        1,
        "context: the environment of GitHub Actions\nplan: build arg BUILD_DATE: {created} needs \
         created, which is unknown; set SOURCE_DATE_EPOCH, or give the context \"created\" \
         (CiContext::with_created)\n",
    );
    let mut no_sha = plan(&[]);
    no_sha.env("GITLAB_CI", "true").env("CI_COMMIT_BRANCH", "main");
    fails(
        &run(no_sha),
        1,
        "plan: CI_COMMIT_SHA is not set; GitLab sets it to the commit that is built\n",
    );
    let not_utf8 = run_with_input(plan(&["--context", "-"]), "\"x\"");
    assert_eq!((not_utf8.code, not_utf8.out.as_str()), (1, ""));
}

#[test]
fn a_wrong_call_is_status_2_with_the_mistake() {
    let help = run(plan(&["--help"]));
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for arguments in [&["-h"][..], &["--format", "json", "--help"]] {
        succeeds(&run(plan(arguments)), &help.out, "");
    }
    for (arguments, mistake) in [
        (
            &["--polcy", "x"][..],
            "unknown argument --polcy; expected --context, --policy, --format or --sample",
        ),
        (&["x"], "unknown argument x; expected --context, --policy, --format or --sample"),
        (&["--context"], "--context needs a value"),
        (&["--policy"], "--policy needs a value"),
        (&["--format"], "--format needs a value"),
        (&["--context="], "--context needs a value"),
        (&["--policy", ""], "--policy needs a value"),
        (&["--format", "xml"], UNKNOWN_FORMAT),
        (&["--format=xml"], UNKNOWN_FORMAT),
    ] {
        let ran = run(plan(arguments));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert_eq!(ran.err, format!("plan: {mistake}\nplan: --help shows all options\n"));
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
        assert_eq!((ran.err.as_str(), ran.code), ("context: standard input\n", 0), "{format}");
    }
}
