//! Neither a sample context nor the built-in policy is used without a request:
//! what is planned with them must not pass for the plan of a pipeline.

use super::{CONTEXT, File, SAMPLE, example, fails, run, succeeds};
use crate::plan::gitlab_variables;

/// The examples that read a context, as they are called in a job.
const JOBS: [(&str, &[&str]); 6] = [
    ("plan", &[]),
    ("explain", &[]),
    ("verify", &[]),
    ("ci", &["build", "--dry-run"]),
    ("ci", &["promote"]),
    ("ci", &["verify"]),
];

const REMEDIES: &str = "do one of the following:
  run it in a job of AWS CodeBuild, Azure Pipelines, Bitbucket Pipelines, Buildkite, CircleCI, \
     Drone, Forgejo Actions, GitHub Actions, GitLab, Gitea Actions, Google Cloud Build, Jenkins, \
     TeamCity, Travis CI or Woodpecker
  give --context FILE, where FILE holds JSON such as
    {\"project\": \"server\", \"branch\": \"main\", \
     \"sha\": \"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334\", \"created\": \"2026-03-18T09:00:00Z\"}
  give --sample, for a sample context with the built-in policy
";

const NO_POLICY: &str = "give --policy FILE, or --policy builtin for the built-in policy, which \
    pushes to nexus.shared.cwiq.io:8443\n";

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
        for policy in [&[][..], &["--policy", "builtin"]] {
            for (name, arguments) in JOBS {
                let mut command = example(name, &[arguments, policy].concat());
                command.envs(environment.iter().copied());
                let message = format!("no CI context: {what}; {REMEDIES}");
                let (code, message) = if name == "ci" {
                    (3, format!("ci: cannot tell which pipeline this is\n  because {message}"))
                } else {
                    (1, format!("{name}: {message}"))
                };
                let ran = run(command);
                assert_eq!((ran.code, ran.out.as_str(), ran.err), (code, "", message));
            }
        }
    }
}

#[test]
fn variables_of_two_cis_are_no_job_of_either() {
    for (name, arguments) in JOBS {
        let mut command = example(name, arguments);
        command.envs(gitlab_variables("gitlab-branch", &[]));
        command.envs([("TRAVIS", "true"), ("TRAVIS_COMMIT", crate::given::SHA)]);
        let message = "the variables are those of two CI providers, GitLab and Travis CI; unset \
                       GITLAB_CI or TRAVIS, whichever is not set by the CI that runs the job, or \
                       name the provider with CiContext::from_provider\n";
        fails(&run(command), if name == "ci" { 3 } else { 1 }, message);
    }
}

#[test]
fn every_remedy_of_a_missing_context_works() {
    let json = REMEDIES.lines().find_map(|line| line.strip_prefix("    {")).unwrap();
    let context = File::new("remedy.json", &format!("{{{json}"));
    let ran = run(example("plan", &["--context", context.path(), "--policy", "builtin"]));
    assert_eq!((ran.code, ran.err), (0, format!("context: {}\n", context.path())));
    let mut in_a_job = example("plan", &["--policy", "builtin", "--format", "env"]);
    in_a_job.envs(gitlab_variables("gitlab-branch", &[]));
    let said = "context: the environment of GitLab\n";
    succeeds(&run(in_a_job), "IMAGE_TAG=main-a1b2c3d8\n", said);
    let ran = run(example("plan", &["--sample"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, SAMPLE));
}

/// The tag of the sample is in everybody's hands.
#[test]
fn verify_accepts_the_tag_of_the_sample_only_on_request() {
    let env = File::new("sample.env", "IMAGE_TAG=branch-feature-search-a1b2c3d8\n");
    let reference =
        "nexus.shared.cwiq.io:8444/orchestrator-server:branch-feature-search-a1b2c3d8\n";
    for (name, verify, code) in [("verify", &[][..], 1), ("ci", &["verify"], 3)] {
        let arguments = [verify, &["--policy", "builtin", "--env", env.path()]].concat();
        let mut unknown = example(name, &arguments);
        unknown.env("CI", "true").env("SEMAPHORE", "true");
        fails(&run(unknown), code, REMEDIES);
        let asked = run(example(name, &[&arguments[..], &["--sample"]].concat()));
        succeeds(&asked, reference, SAMPLE);
    }
}

#[test]
fn without_a_sample_a_policy_must_be_named() {
    let help = |name: &str| format!("{name}: --help shows all options\n");
    for (name, arguments) in JOBS {
        let mut command = example(name, arguments);
        command.envs(gitlab_variables("gitlab-branch", &[]));
        let expected = format!(
            "context: the environment of GitLab\n{name}: no policy; {NO_POLICY}{}",
            help(name)
        );
        let ran = run(command);
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", expected));
    }
    let context = File::new("tag.json", CONTEXT);
    fails(
        &run(example("plan", &["--context", context.path()])),
        2,
        &format!("plan: no policy; {NO_POLICY}{}", help("plan")),
    );
    for (name, arguments) in [
        ("table", &[][..]),
        ("audit", &[]),
        ("recognize", &["--tag", "latest"]),
        ("recognize", &["--format", "posix"]),
        ("plan", &["--format", "policy"]),
    ] {
        let expected = format!("{name}: no policy; {NO_POLICY}{}", help(name));
        let ran = run(example(name, arguments));
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", expected));
    }
    for (arguments, missing) in
        [(&[][..], "--before"), (&["--before", "builtin"], "--after"), (&["--after=x"], "--before")]
    {
        let expected =
            format!("diff: no policy; {}{}", NO_POLICY.replace("--policy", missing), help("diff"));
        let ran = run(example("diff", arguments));
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", expected));
    }
}

#[test]
fn a_context_and_the_sample_are_not_both() {
    for (name, arguments) in JOBS {
        let arguments = [arguments, &["--sample", "--context", "context.json"]].concat();
        let expected = format!(
            "{name}: give --context or --sample, not both\n{name}: --help shows all options\n"
        );
        let ran = run(example(name, &arguments));
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", expected));
    }
}
