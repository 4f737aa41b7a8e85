//! Where the tool takes the context and the policy from. Neither a sample context
//! nor the built-in policy is used without a request: what is planned with them
//! must not pass for the plan of a pipeline.

use std::process::Command;

use super::{BUILT_IN, CONTEXT, File, SAMPLE, fails, run, run_with_input, said, succeeds, tool};
use crate::given::policy;
use crate::plan::gitlab_variables;

/// The commands that read a context.
const JOBS: [&[&str]; 5] =
    [&["plan"], &["explain"], &["verify"], &["build", "--dry-run"], &["promote"]];

const REMEDIES: &str = "do one of the following:
  run it in a job of AWS CodeBuild, Azure Pipelines, Bitbucket Pipelines, Buildkite, CircleCI, \
     Drone, Forgejo Actions, GitHub Actions, GitLab, Gitea Actions, Google Cloud Build, Jenkins, \
     TeamCity, Travis CI, Woodpecker
  give --context FILE, where FILE holds JSON such as
    {\"project\": \"server\", \"branch\": \"main\", \
     \"sha\": \"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334\", \"created\": \"2026-03-18T09:00:00Z\"}
  give the same keys with --fact KEY=VALUE, one by one
  give --sample, for a sample context
";

/// The recorded repository has a name that no image has, and GitHub gives no
/// time.
const GITHUB: &[(&str, &str)] = &[("SOURCE_DATE_EPOCH", "0"), ("GITHUB_REPOSITORY", "cwiq/server")];

/// A folder to work in, deleted at the end of the test.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("tagwright-input-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn with(self, name: &str, text: &str) -> Self {
        std::fs::write(self.0.join(name), text).unwrap();
        self
    }

    fn tool(&self, arguments: &[&str]) -> Command {
        let mut command = tool(arguments);
        command.current_dir(&self.0);
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn outside_of_a_known_ci_there_is_no_context() {
    let known_to_nobody = [("CI", "true"), ("SEMAPHORE", "true"), ("CI_COMMIT_SHA", "x")];
    for (environment, what) in [
        (&[][..], "this is not a CI job"),
        (&[("CI", "")], "this is not a CI job"),
        (&[("CI", "false")], "this is not a CI job"),
        (&known_to_nobody, "this CI is not a known one (CI=\"true\")"),
        (&[("CI", "woodpeck\n")], "this CI is not a known one (CI=\"woodpeck\\n\")"),
    ] {
        for job in JOBS {
            let mut command = tool(&[job, &["--policy", "builtin"]].concat());
            command.envs(environment.iter().copied());
            let expected = format!(
                "tagwright: cannot tell which pipeline this is\n  because {what}; {REMEDIES}"
            );
            let ran = run(command);
            assert_eq!((ran.code, ran.out.as_str(), ran.err), (3, "", expected));
        }
    }
}

#[test]
fn variables_of_two_cis_are_no_job_of_either() {
    let mut command = tool(&["plan"]);
    command.envs(gitlab_variables("gitlab-branch", &[]));
    command.envs([("TRAVIS", "true"), ("TRAVIS_COMMIT", crate::given::SHA)]);
    let message = "the variables are those of two CI providers, GitLab and Travis CI; unset \
                   GITLAB_CI or TRAVIS, whichever is not set by the CI that runs the job\n  help: \
                   give the whole context with --context FILE; --fact only changes one that can be \
                   read\n";
    fails(&run(command), 3, message);
}

#[test]
fn every_remedy_of_a_missing_context_works() {
    let json = REMEDIES.lines().find_map(|line| line.strip_prefix("    {")).unwrap();
    let context = File::new("remedy.json", &format!("{{{json}"));
    let ran = run(tool(&["plan", "--context", context.path(), "--policy", "builtin"]));
    assert_eq!((ran.code, ran.err), (0, format!("context: {}\n{BUILT_IN}", context.path())));
    let mut in_a_job = tool(&["plan", "--policy", "builtin", "--format", "env"]);
    in_a_job.envs(gitlab_variables("gitlab-branch", &[]));
    let said_of_job = format!("context: the environment of GitLab\n{BUILT_IN}");
    succeeds(&run(in_a_job), "IMAGE_TAG=main-a1b2c3d8\n", &said_of_job);
    let ran = run(tool(&["plan", "--sample"]));
    assert_eq!((ran.code, ran.err), (0, said()));
    let keys: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&format!("{{{json}")).unwrap();
    let facts = keys.iter().map(|(key, value)| format!("--fact={key}={}", value.as_str().unwrap()));
    let facts: Vec<String> = facts.collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let by_facts = tool(&[&["plan", "--policy=builtin", "--format=env"], &facts[..]].concat());
    succeeds(&run(by_facts), "IMAGE_TAG=main-a1b2c3d8\n", &format!("{FACTS}{BUILT_IN}"));
}

const FACTS: &str = "context: the facts of --fact\n";

#[test]
fn without_a_ci_the_facts_alone_are_a_context() {
    let sha = "sha=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    let plan = |facts: &[&str]| {
        let facts = facts.iter().flat_map(|fact| ["--fact", fact]);
        let given = ["plan", "--policy", "builtin", "--format", "env", "--created=now"];
        run(tool(&given.into_iter().chain(facts).collect::<Vec<_>>()))
    };
    let said = format!("{FACTS}{BUILT_IN}");
    let pull = ["project=ui", sha, "pull_request.number=7", "pull_request.source=feature/x"];
    succeeds(&plan(&pull), "IMAGE_TAG=branch-feature-x-a1b2c3d8\n", &said);
    succeeds(&plan(&["project=ui", sha, "tag=v1.2.3"]), "IMAGE_TAG=1.2.3\n", &said);
    for (facts, why) in [
        (&["foo=bar"][..], "the key project is missing; add it, as in \"project\": \"server\""),
        (
            &["project=ui"],
            "the key sha is missing; add it, as in \"sha\": \
             \"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334\"",
        ),
        (&["project=ui", sha, "brnch=main"], "brnch: unknown key; did you mean branch?"),
        (&["project=ui", "commit=x"], "commit: unknown key; write sha"),
        (&["project=ui", sha, "branch.x=y"], "branch: expected a string, found a table"),
        (&["project=ui", sha, "branch=x", "branch.x=y"], "branch.x: unknown key"),
    ] {
        let why = format!("tagwright: cannot tell which pipeline this is\n  because {why}\n");
        fails(&plan(facts), 3, &why);
    }
    // Options for facts that a job may lack do not make a context.
    fails(&run(tool(&["plan", "--project", "ui", "--created=now"])), 3, REMEDIES);
}

/// The branch may be `main$-`, pushed by somebody who may not move the tags of `main`.
#[test]
fn facts_do_not_hide_a_contradiction_of_the_environment() {
    let job = |options: &[&str], protected: &str| {
        let given = ["plan", "--policy", "builtin", "--format", "env"];
        let mut command = tool(&[&given, options].concat());
        command.envs(gitlab_variables("gitlab-branch", &[]));
        command.env("CI_COMMIT_REF_PROTECTED", protected);
        run(command)
    };
    let message = "tagwright: cannot tell which pipeline this is\n  because CI_COMMIT_BRANCH is \
                   \"main\" while CI_COMMIT_REF_PROTECTED is \"false\"; the default branch is not \
                   protected, or this is another branch, such as main$-, whose name GitLab's \
                   runner expands to that of the default branch; protect the default branch, or \
                   supply the context yourself, with a \"branch\" that does not come from these \
                   variables\n  help: give the whole context with --context FILE; --fact only changes \
                   one that can be read\n";
    for facts in [&[][..], &["--fact", "protected=true"], &["--fact", "branch=main"]] {
        fails(&job(facts, "false"), 3, message);
    }
    let main = CONTEXT.replace(r#""tag":"v1.0.0""#, r#""branch":"main""#);
    let context = File::new("unprotected.json", &main);
    for ran in [job(&["--context", context.path()], "false"), job(&[], "true")] {
        assert_eq!((ran.code, &*ran.out), (0, "IMAGE_TAG=main-a1b2c3d8\n"), "{}", ran.err);
    }
}

/// The tag of the sample is in everybody's hands.
#[test]
fn verify_accepts_the_tag_of_the_sample_only_on_request() {
    let env = File::new("sample.env", "IMAGE_TAG=branch-feature-search-a1b2c3d8\n");
    let reference =
        "nexus.shared.cwiq.io:8444/orchestrator-server:branch-feature-search-a1b2c3d8\n";
    let arguments = ["verify", "--policy", "builtin", "--env", env.path()];
    let mut unknown = tool(&arguments);
    unknown.env("CI", "true").env("SEMAPHORE", "true");
    fails(&run(unknown), 3, REMEDIES);
    succeeds(&run(tool(&[&arguments[..], &["--sample"]].concat())), reference, &said());
}

const NO_POLICY: &str = "tagwright: there is no policy: tagwright.toml does not exist; `tagwright init` \
    writes one, and --policy FILE names another file\n";

#[test]
fn without_a_policy_the_tool_says_how_to_get_one() {
    for command in [&["check"][..], &["table"], &["patterns"], &["recognize", "latest"]] {
        let ran = run(tool(command));
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (4, "", NO_POLICY));
    }
    for job in JOBS {
        let mut command = tool(job);
        command.envs(gitlab_variables("gitlab-branch", &[]));
        fails(&run(command), 4, NO_POLICY);
    }
    let folder = Folder::new("init");
    let init = ["init", "--ci", "gitlab", "--registry", "registry.example.com/shop"];
    assert_eq!(run(folder.tool(&init)).code, 0);
    let ran = run(folder.tool(&["check"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, "policy: tagwright.toml\n"), "{}", ran.out);
}

#[test]
fn the_policy_of_a_folder_is_found_in_three_formats() {
    let rules =
        "[[rules]]\nname = \"all\"\nwhen = { branch = \"*\" }\ntags = [\"x-{short_sha}\"]\n";
    let policy = policy(&format!("env = [\"T={{image_tag}}\"]\n{rules}"));
    let plain = serde_json::to_value(&policy).unwrap();
    let toml = toml::to_string(&policy).unwrap();
    for (name, text) in [
        ("tagwright.toml", toml.clone()),
        ("tagwright.json", serde_json::to_string(&policy).unwrap()),
        ("tagwright.yaml", serde_yaml_ng::to_string(&plain).unwrap()),
        ("tagwright.yml", serde_yaml_ng::to_string(&plain).unwrap()),
    ] {
        let folder = Folder::new(name).with(name, &text);
        let ran = run(folder.tool(&["plan", "--sample", "--format", "env"]));
        succeeds(&ran, "T=x-a1b2c3d8\n", &format!("{SAMPLE}policy: {name}\n"));
    }
    let both = Folder::new("both").with("tagwright.toml", &toml).with("tagwright.json", "{}");
    fails(
        &run(both.tool(&["check"])),
        2,
        "tagwright: tagwright.toml and tagwright.json both exist; remove one, or give --policy; \
         see --help\n",
    );
    assert_eq!(run(both.tool(&["check", "--policy", "tagwright.toml"])).code, 0);
}

#[test]
fn a_context_comes_from_a_file_or_standard_input() {
    let toml = "project = \"ui\"\nsha = \"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334\"\n\
                tag = \"v1.0.0\"\ncreated = \"2026-03-18T09:00:00Z\"\n";
    let yaml = toml.replace(" = ", ": ");
    let env = |option: &[&str]| {
        tool(&[&["plan", "--policy", "builtin", "--format=env"], option].concat())
    };
    for (name, text) in [("c.json", CONTEXT), ("c.toml", toml), ("c.yaml", &yaml)] {
        let file = File::new(name, text);
        let said = format!("context: {}\n{BUILT_IN}", file.path());
        succeeds(&run(env(&["--context", file.path()])), "IMAGE_TAG=1.0.0\n", &said);
        let mut in_a_job = env(&[&format!("--context={}", file.path())]);
        in_a_job.envs(gitlab_variables("gitlab-branch", &[]));
        succeeds(&run(in_a_job), "IMAGE_TAG=1.0.0\n", &said);
    }
    let piped = run_with_input(env(&["--context", "-"]), CONTEXT);
    succeeds(&piped, "IMAGE_TAG=1.0.0\n", &format!("context: standard input\n{BUILT_IN}"));
    fails(
        &run(env(&["--context", "-", "--versions", "-"])),
        2,
        "tagwright: --context and --versions both read standard input; see --help\n",
    );
}

#[test]
fn in_a_job_it_takes_the_environment() {
    for (environment, changes, tag, provider) in [
        ("gitlab-branch", &[][..], "main-a1b2c3d8", "GitLab"),
        ("gitlab-tag", &[], "1.0.0", "GitLab"),
        ("gitlab-merge-request", &[], "branch-feature-search-a1b2c3d8", "GitLab"),
        ("github-push", GITHUB, "branch-feature-search-a1b2c3d8", "GitHub Actions"),
        ("github-tag", GITHUB, "1.0.0", "GitHub Actions"),
    ] {
        let mut command = tool(&["plan", "--policy", "builtin", "--format", "env"]);
        command.envs(gitlab_variables(environment, changes));
        let said = format!("context: the environment of {provider}\n{BUILT_IN}");
        succeeds(&run(command), &format!("IMAGE_TAG={tag}\n"), &said);
    }
}

#[test]
fn in_a_job_of_github_it_reads_the_event() {
    let rules = "labels = [\"branch={default_branch}\"]\n\
                 rules = [{ name = \"r\", when = { branch = \"*\" }, tags = [\"x\"] }]\n";
    let file = File::new("default-branch.toml", &toml::to_string(&policy(rules)).unwrap());
    let event = r#"{"repository": {"full_name": "cwiq/server", "default_branch": "trunk"}}"#;
    let event = File::new("event.json", event);
    let no_event = File::new("no-event.json", "[]");
    let job = |path: &str| {
        let mut command = tool(&["plan", "--format", "json", "--policy", file.path()]);
        command.envs(gitlab_variables("github-push", GITHUB)).env("GITHUB_EVENT_PATH", path);
        run(command)
    };
    assert!(job(event.path()).out.contains("\"branch\": \"trunk\""));
    fails(
        &job(no_event.path()),
        3,
        "no event: it is not an object; expected the content of the file that GITHUB_EVENT_PATH names\n  \
         help: give the whole context with --context FILE; --fact only changes one that can be read\n",
    );
    let missing = "tagwright: /nowhere.json cannot be read\n  because No such file or directory (os \
                   error 2)\n";
    fails(&job("/nowhere.json"), 8, missing);
    let mut elsewhere = tool(&["plan", "--policy", "builtin", "--format", "env"]);
    elsewhere.envs(gitlab_variables("gitlab-branch", &[]));
    elsewhere.env("GITHUB_EVENT_PATH", "/nowhere.json");
    assert_eq!(run(elsewhere).code, 0, "no event of GitLab's");
}

#[test]
fn facts_that_no_ci_tells_are_options() {
    let policy = policy(
        "build-args = [\"AT={created}\"]\n[[rules]]\nname = \"release\"\nwhen = { release = {} }\n\
         tags = [\"{version}\", { tag = \"latest\", moves = \"highest\" }]\n",
    );
    let file = File::new("facts.toml", &toml::to_string(&policy).unwrap());
    let context = File::new("facts.json", CONTEXT);
    let versions = File::new("versions", "v0.9.0\n\nv1.0.0\nv2.0.0\n");
    let plan = |options: &[&str]| {
        let given = ["plan", "--policy", file.path(), "--context", context.path()];
        run(tool(&[&given, options, &["--format", "json"]].concat()))
    };
    // The git tag that is built exists: a list without it was not read from the repository.
    let incomplete = "tagwright: there is no plan: a fact is missing\n  because rule release: the \
        \"versions\" of the context lack git tag \"v1.0.0\", which is built, so others may be missing \
        too; fetch all git tags (git fetch --tags), and give each\n  help: give --versions FILE, the \
        output of `git tag --list` in a checkout with all git tags (fetch-depth: 0 on GitHub, \
        GIT_DEPTH: 0 on GitLab)\n";
    for list in ["", "\n \n\n", "v0.9.0\n"] {
        let list = File::new("incomplete", list);
        fails(&plan(&["--versions", list.path()]), 6, incomplete);
    }
    let unknown = plan(&[]);
    assert!(unknown.err.ends_with(
        "undecided: latest (rule release) is left out, because the context lacks the versions that \
         exist; give --versions FILE, the output of `git tag --list` in a checkout with all git tags \
         (fetch-depth: 0 on GitHub, GIT_DEPTH: 0 on GitLab)\n"
    ));
    let told = plan(&["--versions", versions.path(), "--project", "api"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(!told.err.contains("undecided"), "2.0.0 is higher: {}", told.err);
    assert!(told.out.contains("r.example.com/api:1.0.0"), "{}", told.out);
    assert!(!told.out.contains(":latest"), "{}", told.out);
    let later = plan(&["--created", "2026-12-24T12:00:00Z"]);
    assert!(later.out.contains("\"AT\": \"2026-12-24T12:00:00Z\""), "{}", later.out);
    let now = plan(&["--created", "now"]);
    assert!(now.out.contains("\"AT\": \"20"), "{}", now.out);
    fails(
        &plan(&["--created", "yesterday"]),
        2,
        "tagwright: invalid value 'yesterday' for '--created <TIME>': invalid timestamp \
         \"yesterday\": expected a form like 2026-03-18T09:00:00Z; see --help\n",
    );
}

#[test]
fn every_fact_can_be_given() {
    let policy = policy(
        "rules = [\n\
         { name = \"nightly\", when = { default-branch = true, event = \"schedule\", protected = true }, \
         tags = [\"nightly-{run_number}\"] },\n\
         { name = \"work\", when = { event = { except = \"schedule\" } }, tags = [\"{short_sha}\"] },\n]\n",
    );
    let file = File::new("fact.toml", &toml::to_string(&policy).unwrap());
    let plan = |facts: &[&str]| {
        let facts = facts.iter().flat_map(|fact| ["--fact", fact]);
        let given = ["plan", "--sample", "--format", "env", "--policy", file.path()];
        run(tool(&given.into_iter().chain(facts).collect::<Vec<_>>()))
    };
    let nightly =
        ["event=schedule", "branch=main", "default_branch=main", "protected=true", "run_number=7"];
    assert_eq!(plan(&nightly).code, 0, "{}", plan(&nightly).err);
    for (fact, why) in [
        (
            "event=scheduled",
            "event: invalid event \"scheduled\": expected push, pull-request, merge-queue, schedule, manual, api, pipeline, deployment or release\n",
        ),
        ("protected=maybe", "protected: expected true or false, found a string\n"),
        ("defalt_branch=main", "defalt_branch: unknown key; did you mean default_branch?\n"),
        ("tag=v1", "branch and tag are both given; a context has at most one ref\n"),
    ] {
        let why = format!("tagwright: cannot tell which pipeline this is\n  because {why}");
        fails(&plan(&[fact]), 3, &why);
    }
    fails(
        &plan(&["protected"]),
        2,
        "tagwright: invalid value 'protected' for '--fact <KEY=VALUE>': it has no `=`; write \
         one between the name and the value; see --help\n",
    );
}

#[test]
fn the_head_of_the_branch_is_a_fact() {
    let policy = policy(
        "[[rules]]\nname = \"work\"\nwhen = { branch = \"*\" }\n\
         tags = [\"x-{short_sha}\", { tag = \"edge\", moves = \"branch-head\" }]\n",
    );
    let file = File::new("head.toml", &toml::to_string(&policy).unwrap());
    let plan = |options: &[&str]| {
        run(tool(&[&["plan", "--policy", file.path(), "--sample"], options].concat()))
    };
    let unknown = plan(&[]);
    assert!(unknown.err.ends_with(
        "undecided: edge (rule work) is left out, because the context lacks the head of the branch; \
         give --fact branch_head=VALUE\n"
    ));
    let head = plan(&["--fact", "branch_head=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334"]);
    assert!(head.out.contains(":edge\n") && !head.err.contains("undecided"), "{}", head.out);
    let late = plan(&["--fact", &format!("branch_head={}", "b".repeat(40))]);
    assert!(!late.out.contains("edge") && !late.err.contains("undecided"), "{}", late.out);
}

#[test]
fn a_declared_value_is_an_option() {
    let policy = policy(
        "values = { describe = { pattern = \"/[a-z0-9.-]{1,40}/\" } }\n\
         rules = [{ name = \"r\", when = { branch = \"*\" }, tags = [\"d-{describe}-{short_sha}\"] }]\n",
    );
    let file = File::new("values.toml", &toml::to_string(&policy).unwrap());
    let plan = |options: &[&str]| {
        let given = ["plan", "--sample", "--policy", file.path(), "--format", "json"];
        run(tool(&[&given, options].concat()))
    };
    let told = plan(&["--value", "describe=1.2-3"]);
    assert!(told.out.contains("\"primary\": \"d-1.2-3-a1b2c3d8\""), "{}{}", told.out, told.err);
    fails(
        &plan(&[]),
        6,
        "tagwright: there is no plan: a fact is missing\n  because rule r: {describe} needs the value \
         describe, which is unknown; give the context \"values.describe\", or set \
         values.describe.default in the policy\n  help: give --value describe=TEXT\n",
    );
    assert_eq!(plan(&["--value", "describe=A B"]).code, 6);
    let as_fact = plan(&["--fact", "values.describe=1.2-3"]);
    assert_eq!((as_fact.code, as_fact.out), (0, told.out));
    let expected = "tagwright: invalid value 'describe' for '--value <NAME=TEXT>': it has no `=`; write \
         one between the name and the value; see --help\n";
    fails(&plan(&["--value", "describe"]), 2, expected);
}

/// Each job of a build matrix says which variant it builds.
#[test]
fn the_variant_is_an_option_of_every_job() {
    let policy = policy(
        "variants = { debian = \"\", alpine = \"-alpine\" }\n\
         env = [\"IMAGE_TAG={image_tag}\"]\n\
         rules = [{ name = \"r\", when = { branch = \"*\" }, tags = [\"{short_sha}\"] }]\n",
    );
    let file = File::new("variants.toml", &toml::to_string(&policy).unwrap());
    let job = |command: &[&str], options: &[&str]| {
        run(tool(&[command, &["--sample", "--policy", file.path()], options].concat()))
    };
    for (variant, tag) in [("debian", "a1b2c3d8"), ("alpine", "a1b2c3d8-alpine")] {
        let env = File::new(&format!("{variant}.env"), &format!("IMAGE_TAG={tag}\n"));
        let on = |command: &[&str], options: &[&str]| {
            let ran = job(command, &[&["--variant", variant], options].concat());
            assert_eq!(ran.code, 0, "{command:?}: {}", ran.err);
            ran.out
        };
        assert_eq!(on(&["plan", "--format", "env"], &[]), format!("IMAGE_TAG={tag}\n"));
        assert!(on(&["build", "--dry-run"], &[]).contains(&format!(":{tag} ")), "{variant}");
        assert!(on(&["explain"], &[]).contains(tag));
        let reference = format!("r.example.com/server:{tag}\n");
        assert_eq!(on(&["verify", "--env", env.path()], &[]), reference);
    }
    let text = job(&["plan"], &["--variant", "alpine"]).out;
    assert!(text.contains("\nvariant     alpine\n"), "{text}");
    assert_eq!(
        run(tool(&["patterns", "--policy", file.path()])).out,
        "r (alpine)  ^(?P<short_sha>[0-9a-f]{8})-alpine$\nr (debian)  ^(?P<short_sha>[0-9a-f]{8})$\n"
    );
    let failed = |options: &[&str], message: &str| {
        let ran = job(&["plan"], options);
        assert_eq!((ran.code, ran.out.as_str()), (6, ""), "{}", ran.err);
        assert!(ran.err.ends_with(message), "{}", ran.err);
    };
    failed(
        &[],
        "tagwright: there is no plan: a fact is missing\n  because the policy has variants, and the \
         context does not say which one is built; give it \"variant\": alpine or debian\n  help: give \
         --variant NAME\n",
    );
    failed(&["--variant", "alpin"], "variant \"alpin\" is not declared; did you mean alpine?\n");
}

#[test]
fn a_document_that_cannot_be_read_is_named_with_the_reason() {
    let misspelt = File::new("misspelt.json", "{\"version\": 1, \"image\": []}");
    let empty = ["e.toml", "e.yaml", "e.json"].map(|name| File::new(name, " \n"));
    let [empty_toml, empty_yaml, empty_json] = &empty;
    let yaml = File::new("unquoted.yaml", "version: 1\nshort-sha: eight\n");
    let no_toml = File::new("no.toml", "version = \n");
    let other = File::new("policy.txt", "version = 1\n");
    for (path, error) in [
        (misspelt.path(), "image: unknown key; did you mean images?"),
        (yaml.path(), "short-sha: expected a number, found a string"),
        (no_toml.path(), "version = "),
        (empty_toml.path(), "the file is empty\n"),
        (empty_yaml.path(), "the file is empty\n"),
        (empty_json.path(), "the file is empty\n"),
        (other.path(), "its name does not end in .toml, .yaml, .yml or .json"),
        ("/nowhere/policy.toml", "No such file or directory (os error 2)"),
    ] {
        for command in [&["plan", "--sample"][..], &["check"], &["table", "--format", "json"]] {
            let ran = run(tool(&[command, &["--policy", path]].concat()));
            assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
            let expected = format!("tagwright: the policy does not load\n  because {path}: ");
            assert!(ran.err.contains(&expected) && ran.err.contains(error), "{}", ran.err);
        }
    }
    let broken = File::new("broken.json", "{");
    for (path, error) in [
        (broken.path(), "EOF while parsing an object at line 1 column 1"),
        ("/nowhere.json", "No such file or directory (os error 2)"),
    ] {
        let expected =
            format!("tagwright: cannot tell which pipeline this is\n  because {path}: {error}\n");
        fails(&run(tool(&["plan", "--context", path])), 3, &expected);
    }
}
