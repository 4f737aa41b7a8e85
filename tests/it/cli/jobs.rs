//! The tool that embeds the policy: the commands it runs, the files it writes,
//! its messages, and an exit status for each kind of failure.

use std::path::PathBuf;

use super::{BUILT_IN, CONTEXT, File, Ran, fails, run, said, succeeds, tool, write_program};
use crate::plan::gitlab_variables;

const DIGEST: &str = "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";
const PUSH: &str = "nexus.shared.cwiq.io:8443/orchestrator-server";
const TAG: &str = "main-a1b2c3d8";

/// The folder of a job, deleted at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("tagwright-ci-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs a job of the pipeline of `main` in GitLab, under the built-in policy
    /// unless the arguments name another.
    fn job(&self, arguments: &[&str]) -> Ran {
        let (job, options) = arguments.split_first().unwrap();
        let policy = if options.contains(&"--policy") { &[][..] } else { &["--policy", "builtin"] };
        let mut command = tool(&[&[*job], policy, options].concat());
        command.current_dir(&self.0).envs(gitlab_variables("gitlab-branch", &[]));
        command.env("PATH", format!("{}:/usr/bin:/bin", self.0.display()));
        run(command)
    }

    /// Writes a shell script that the jobs in this folder run as a program.
    #[cfg(unix)]
    fn program(&self, name: &str, script: &str) {
        write_program(&self.0.join(name), script);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const GITLAB: &str = "context: the environment of GitLab\n";

/// What every job of the built-in policy says first.
fn gitlab() -> String {
    [GITLAB, BUILT_IN].concat()
}

const LABELS: &str = "labels: the command does not set org.opencontainers.image.created, \
    org.opencontainers.image.revision; the Dockerfile sets them from the build args, or give \
    --with-labels\n";

#[test]
fn a_dry_run_prints_the_commands_and_leaves_nothing() {
    let folder = Folder::new("dry");
    let name = "nexus.shared.cwiq.io:8443/orchestrator-server:branch-feature-search-a1b2c3d8";
    for (builder, expected) in [
        (
            "kaniko",
            format!(
                "/kaniko/executor --context /builds/orchestrator/server \
            --dockerfile /builds/orchestrator/server/Dockerfile --destination {name} "
            ),
        ),
        ("buildah", format!("buildah build --tag {name} ")),
        ("podman", format!("podman build --tag {name} ")),
    ] {
        let mut command = tool(&["build", "--sample", "--dry-run", "--builder", builder]);
        command.current_dir(&folder.0);
        let ran = run(command);
        let labels = if builder == "kaniko" { LABELS } else { "" };
        assert_eq!((ran.code, ran.err), (0, said() + labels));
        assert!(ran.out.starts_with(&expected), "{}", ran.out);
        let digest = if builder == "kaniko" { "--digest-file" } else { "push --digestfile" };
        assert!(ran.out.contains(&format!(" {digest} digest ")), "{}", ran.out);
    }
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn the_jobs_of_a_pipeline_hand_on_what_they_need() {
    let folder = Folder::new("jobs");
    let recorded = "printf '%s\\n' \"${0##*/} $*\" >>ran";
    folder.program("skopeo", recorded);
    folder.program(
        "buildah",
        &format!("{recorded}\n[ \"$2\" != --digestfile ] || printf %s {DIGEST} >\"$3\""),
    );
    succeeds(&folder.job(&["build", "--builder", "buildah"]), "", &gitlab());
    assert_eq!(folder.read("build.env"), format!("IMAGE_TAG={TAG}\n"));
    let ran = folder.read("ran");
    let [build, push] = &ran.lines().collect::<Vec<_>>()[..] else { panic!("{ran}") };
    assert!(
        build.starts_with(&format!("buildah build --tag {PUSH}:{TAG} --layers=false ")),
        "{build}"
    );
    assert_eq!(
        *push,
        format!("buildah push --digestfile digest {PUSH}:{TAG} docker://{PUSH}:{TAG}")
    );

    std::fs::remove_file(folder.0.join("ran")).unwrap();
    succeeds(&folder.job(&["promote"]), "", &gitlab());
    assert_eq!(
        folder.read("ran"),
        format!(
            "skopeo copy --all --preserve-digests docker://{PUSH}@{DIGEST} \
             docker://{PUSH}:latest\n"
        )
    );
    for (tool, expected) in [
        ("crane", format!("crane tag {PUSH}@{DIGEST} latest\n")),
        (
            "docker",
            format!(
                "docker buildx imagetools create --prefer-index=false --tag {PUSH}:latest \
                 {PUSH}@{DIGEST}\n"
            ),
        ),
    ] {
        succeeds(&folder.job(&["promote", "--dry-run", "--tool", tool]), &expected, &gitlab());
    }

    let pulled = format!("{}:{TAG}\n", PUSH.replace("8443", "8444"));
    succeeds(&folder.job(&["verify"]), &pulled, &gitlab());
}

/// The remedies of the message: hand over the file, or name it.
#[test]
fn a_later_job_finds_what_was_handed_over_or_named() {
    let [built, later] = ["built", "later"].map(Folder::new);
    built.write("build.env", &format!("IMAGE_TAG={TAG}\n"));
    built.write("digest", DIGEST);
    let expected = format!("{PUSH}:{TAG}\n").replace("8443", "8444");
    for command in [&["verify"][..], &["promote", "--dry-run"]] {
        fails(&later.job(command), 8, "; --env FILE names another file\n");
    }
    let [env, digest] = ["build.env", "digest"].map(|name| built.0.join(name));
    let [env, digest] = [&env, &digest].map(|path| path.to_str().unwrap());
    succeeds(&later.job(&["verify", "--env", env]), &expected, &gitlab());
    fails(
        &later.job(&["promote", "--dry-run", "--env", env]),
        8,
        "; --digest FILE names another file\n",
    );
    let named = later.job(&["promote", "--dry-run", "--env", env, "--digest", digest]);
    for name in ["build.env", "digest"] {
        later.write(name, &built.read(name));
    }
    succeeds(&later.job(&["verify"]), &expected, &gitlab());
    succeeds(&later.job(&["promote", "--dry-run"]), &named.out, &gitlab());
    assert!(named.out.starts_with("skopeo copy "), "{}", named.out);
}

/// Two commands print what kaniko is called with; their help says how they differ.
#[test]
fn a_plan_pushes_all_tags_and_a_build_the_immutable_ones_with_a_digest_file() {
    let folder = Folder::new("kaniko");
    for (command, has_latest, has_digest) in [
        (&["plan", "--format", "kaniko"][..], true, false),
        (&["build", "--builder", "kaniko", "--dry-run"], false, true),
        (&["build", "--builder", "kaniko", "--dry-run", "--all-tags"], true, true),
    ] {
        let ran = folder.job(command);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains(&format!(" --destination {PUSH}:{TAG} ")), "{}", ran.out);
        assert_eq!(ran.out.contains(&format!(" --destination {PUSH}:latest ")), has_latest);
        assert_eq!(ran.out.contains(" --digest-file digest "), has_digest);
    }
    for (command, sentence) in [
        ("plan", "The commands of a builder push all tags and write no digest."),
        (
            "build",
            "`tagwright plan --format kaniko` prints a command that pushes all tags and writes no digest.",
        ),
    ] {
        let help = run(tool(&[command, "--help"])).out;
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains(sentence), "{help}");
    }
}

#[cfg(unix)]
#[test]
fn a_command_that_fails_is_the_last_and_status_8() {
    let folder = Folder::new("fails");
    folder.program("buildah", "echo \"$1\" >>ran; exit 3");
    let ran = folder.job(&["build", "--builder=buildah"]);
    assert_eq!((ran.code, &*ran.out), (8, ""));
    let started = format!("{}tagwright: failed: buildah build --tag {PUSH}:{TAG} ", gitlab());
    assert!(ran.err.starts_with(&started), "{}", ran.err);
    assert!(ran.err.ends_with("\n  because buildah ended with exit status: 3\n"), "{}", ran.err);
    assert_eq!(folder.read("ran"), "build\n");
    assert!(!folder.0.join("build.env").exists(), "no later job uses what was not pushed");
    fails(
        &folder.job(&["build", "--builder", "kaniko"]),
        8,
        "\n  because /kaniko/executor: No such file or directory (os error 2)\n",
    );
}

#[test]
fn each_kind_of_failure_has_its_status_and_its_reasons() {
    let folder = Folder::new("statuses");
    let nightly = File::new("nightly.json", &CONTEXT.replace("v1.0.0", "nightly"));
    let timeless = CONTEXT.replace(r#","created":"2026-03-18T09:00:00Z""#, "");
    let timeless = File::new("timeless.json", &timeless);
    let misspelt = File::new("misspelt-ci.toml", "version = 1\nimage = []\n");
    let floating = File::new(
        "floating.toml",
        "version = 1\nimages = [{ name = \"app\", push = \"ghcr.io/acme\" }]\n\
         rules = [{ name = \"all\", when = { branch = \"*\" }, tags = [\"edge\"] }]\n",
    );
    folder.write("other.env", "IMAGE_TAG=latest\n");
    folder.write("good.env", &format!("IMAGE_TAG={TAG}\n"));
    folder.write("empty", "");
    let no_rule = "tagwright: there is nothing to build\n  because no rule applies to git tag \"nightly\": \
                   main, feature: not a branch; merge-request: not a pull request; release: does \
                   not match v*\n";
    for (arguments, code, message) in [
        (
            &["promote", "--env", "good.env"][..],
            8,
            "tagwright: digest cannot be read\n  because it does not exist; an earlier job, such as that of \
             `tagwright build` without --dry-run, writes it and hands it over (on GitLab, list it in artifacts:paths of that \
             job); --digest FILE names another file\n",
        ),
        (
            &["verify"],
            8,
            "tagwright: build.env cannot be read\n  because it does not exist; an earlier job, such as that \
             of `tagwright build` without --dry-run, writes it and hands it over (on GitLab, list it in artifacts:paths of \
             that job, because a dotenv report hands over variables only); --env FILE names another \
             file\n",
        ),
        (
            &["verify", "--context", "nowhere.json"],
            3,
            "tagwright: cannot tell which pipeline this is\n  because nowhere.json: No such file or directory \
             (os error 2)\n",
        ),
        (&["build", "--context", nightly.path()], 5, no_rule),
        (&["verify", "--env", "good.env", "--context", nightly.path()], 5, no_rule),
        (
            &["build", "--context", timeless.path()],
            6,
            "tagwright: there is no plan: a fact is missing\n  because build arg \
             BUILD_DATE: {created} needs created, which is unknown; set SOURCE_DATE_EPOCH, or give the context \"created\"\n  \
             help: give --created TIME\n",
        ),
        (
            &["build", "--policy", floating.path()],
            6,
            "tagwright: the plan cannot be written in this format\n  because there is no immutable tag to push; give a rule one with \
             {short_sha} or {version}, or push the floating ones as well\n  help: give --all-tags to \
             push the floating ones as well\n",
        ),
        (
            &["verify", "--env", "other.env"],
            7,
            "tagwright: other.env is not what the policy gives\n  because line 1: IMAGE_TAG is \"latest\", \
             and this policy gives \"main-a1b2c3d8\" for branch \"main\"; the value found reads as \
             rule main (latest)\n",
        ),
        (
            &["promote", "--env", "good.env", "--digest", "empty"],
            7,
            "tagwright: empty has no digest\n  because invalid digest \"\": it is empty; a digest is an \
             algorithm, ':' and digits, such as sha256:e6693c20…\n",
        ),
    ] {
        fails(&folder.job(arguments), code, message);
    }
    let ran = folder.job(&["build", "--policy", misspelt.path()]);
    assert_eq!((ran.code, &*ran.out), (4, ""));
    let expected =
        format!("{GITLAB}tagwright: the policy does not load\n  because {}: ", misspelt.path());
    assert!(ran.err.starts_with(&expected), "{}", ran.err);
    assert!(ran.err.ends_with("did you mean images?\n"), "{}", ran.err);
}

#[test]
fn an_invalid_environment_is_status_3() {
    let mut command = tool(&["build", "--dry-run"]);
    command.env("GITLAB_CI", "true").env("CI_COMMIT_BRANCH", "main");
    fails(
        &run(command),
        3,
        "tagwright: cannot tell which pipeline this is\n  because CI_COMMIT_SHA is not set; GitLab sets it to \
         the commit that is built\n  help: give the whole context with --context FILE; --fact only \
         changes one that can be read\n",
    );
}

#[test]
fn a_sample_is_not_pushed() {
    for job in ["build", "promote"] {
        let expected = "tagwright: --sample needs --dry-run: a sample is not pushed; see --help\n";
        fails(&run(tool(&[job, "--sample"])), 2, expected);
    }
}

#[cfg(unix)]
#[test]
fn what_is_said_of_a_build_reaches_its_command() {
    let folder = Folder::new("options");
    let options = [
        "--builder",
        "buildah",
        "--dry-run",
        "--all-tags",
        "--platform",
        "linux/arm64",
        "--context-dir",
        "app",
        "--dockerfile",
        "app/Dockerfile",
        "--",
        "--target=test",
    ];
    let ran = folder.job(&[&["build"], &options[..]].concat());
    assert_eq!((ran.code, &*ran.err), (0, &*gitlab()));
    let build = ran.out.lines().next().unwrap();
    for part in [
        &*format!("--tag {PUSH}:{TAG} --tag {PUSH}:latest "),
        " --platform linux/arm64 ",
        " --file app/Dockerfile ",
        " --target=test app",
    ] {
        assert!(build.contains(part), "{part}: {build}");
    }
}
