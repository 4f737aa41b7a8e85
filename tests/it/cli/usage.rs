//! How the tool is called, and what every command does on the built-in policy.

use super::{BUILT_IN, File, fails, run, run_with_input, said, succeeds, tool};

const COMMANDS: [&str; 14] = [
    "plan",
    "build",
    "promote",
    "verify",
    "check",
    "explain",
    "table",
    "diff",
    "recognize",
    "patterns",
    "init",
    "schema",
    "completions",
    "man",
];

#[test]
fn help_is_on_standard_output() {
    let help = run(tool(&["--help"]));
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for command in COMMANDS {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command}");
        for option in ["-h", "--help"] {
            let ran = run(tool(&[command, option]));
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command}");
            assert!(ran.out.contains(&format!("\nUsage: tagwright {command}")), "{}", ran.out);
        }
    }
    for status in 0..=8 {
        assert!(help.out.contains(&format!("\n  {status}  ")), "{status}");
    }
    for (arguments, same) in
        [(&["help"][..], &["--help"][..]), (&["help", "plan"], &["plan", "--help"])]
    {
        succeeds(&run(tool(arguments)), &run(tool(same)).out, "");
    }
    let version = run(tool(&["--version"]));
    assert_eq!((version.code, version.out.as_str()), (0, "tagwright 0.1.0\n"));
}

#[test]
fn a_wrong_call_is_status_2_with_the_mistake_on_one_line() {
    for (arguments, mistake) in [
        (&["pln"][..], "unrecognized subcommand 'pln', a similar subcommand exists: 'plan'"),
        (
            &["plan", "--polcy", "x"],
            "unexpected argument '--polcy' found, a similar argument exists: '--policy'",
        ),
        (&["plan", "x"], "unexpected argument 'x' found"),
        (
            &["check", "ci/policy.toml"],
            "unexpected argument 'ci/policy.toml' found; to name a policy, give --policy FILE",
        ),
        (
            &["plan", "--context"],
            "a value is required for '--context <FILE>' but none was supplied",
        ),
        (
            &["check", "--format", "xml"],
            "invalid value 'xml' for '--format <FORMAT>', [possible values: text, json]",
        ),
        (
            &["build", "--builder", "make"],
            "invalid value 'make' for '--builder <BUILDER>', [possible values: kaniko, buildah, podman]",
        ),
        (
            &["build", "--platform", "arm"],
            "invalid value 'arm' for '--platform <PLATFORM>': invalid platform \"arm\": unexpected end at \
             byte 3; a platform is OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/amd64",
        ),
        (
            &["plan", "--sample", "--context", "c.json"],
            "the argument '--sample' cannot be used with '--context <FILE>'",
        ),
        (&["recognize"], "the following required arguments were not provided: <TAG>..."),
        (&["diff", "a.toml"], "the following required arguments were not provided: <AFTER>"),
    ] {
        let ran = run(tool(arguments));
        let expected = format!("tagwright: {mistake}; see --help\n");
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", expected));
    }
    let ran = run(tool(&[]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
}

#[test]
fn each_does_its_work_on_the_built_in_policy() {
    let tag = "branch-feature-search-a1b2c3d8";
    let env = File::new("build.env", &format!("IMAGE_TAG={tag}\n"));
    let after = toml::to_string(&tagwright::Policy::cwiq()).unwrap();
    let after = File::new("after.toml", &after.replace("branch-{slug}", "topic-{slug}"));
    let main = "version = 1\nimages = [{ name = \"app\", push = \"ghcr.io/acme\" }]\n\
                rules = [{ name = \"main\", when = { branch = \"main\" }, tags = [\"{sha}\"] }]\n";
    let main = File::new("main.toml", main);
    let reference = format!("nexus.shared.cwiq.io:8444/orchestrator-server:{tag}\n");
    for (arguments, expected) in [
        (
            &["check", "--policy=builtin"][..],
            "warning prerelease-moves-floating at rules[3].tags[1]",
        ),
        (&["diff", "builtin", after.path()], "- tag branch-feature-search-a1b2c3d8: immutable\n"),
        (&["diff", "builtin", after.path(), "--format=json"], "\"part\": \"primary\""),
        (&["explain", "--sample"], "tags  branch-feature-search-a1b2c3d8 (immutable)\n"),
        (&["explain", "--sample", "--format", "json"], "\"decision\": \"fires\""),
        (&["recognize", "--policy=builtin", tag], "slug feature-search, short_sha a1b2c3d8\n"),
        (&["recognize", "--policy", main.path(), "x"], "x\n    no rule gives this tag\n"),
        (&["recognize", "--policy=builtin", "--format=json", tag], "\"rule\": \"feature\""),
        (
            &["patterns", "--policy=builtin", "--dialect", "posix"],
            "^(main-([0-9a-f]{8})|latest)$\n",
        ),
        (&["table", "--policy=builtin"], "| detached commit | none | | no rule applies |\n"),
        (&["table", "--policy=builtin", "--format", "mermaid"], "flowchart LR\n"),
        (&["verify", "--sample", "--env", env.path()], &reference),
        (&["schema", "policy"], "\"$schema\": \"http://json-schema.org/draft-07/schema#\""),
        (&["completions", "bash"], "complete -F _tagwright"),
        (&["man"], ".TH tagwright 1"),
        (
            &["init", "--ci=gitlab", "--registry=ghcr.io/acme", "--output=-"],
            "push = \"ghcr.io/acme\"\n",
        ),
    ] {
        let ran = run(tool(arguments));
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        assert!(ran.out.contains(expected), "{arguments:?}: {}", ran.out);
    }
    let same = run(tool(&["diff", "builtin", "builtin"]));
    let none = "no difference in the plans of 8 events\n";
    succeeds(&same, none, &[BUILT_IN, BUILT_IN].concat());
    let json = run(tool(&["diff", "builtin", "builtin", "--format", "json"]));
    succeeds(&json, "[]\n", &[BUILT_IN, BUILT_IN].concat());
    let listed = run_with_input(
        tool(&["recognize", "--policy=builtin", "-"]),
        &format!("{tag}\n\nmain-0a1b2c3d\n"),
    );
    assert_eq!(listed.out.lines().filter(|line| !line.starts_with(' ')).count(), 2);
    let wrong = run(tool(&["recognize", "--policy=builtin", "a b"]));
    fails(
        &wrong,
        7,
        "tagwright: an argument is not a tag\n  because invalid tag \"a b\": unexpected ' ' at byte \
         1; a tag holds letters, digits, '_', '.' and '-'\n",
    );
}

#[test]
fn explaining_why_there_is_no_plan_is_no_failure() {
    let nightly = super::CONTEXT.replace("v1.0.0", "nightly");
    let arguments = ["explain", "--context", "-", "--policy", "builtin", "--format", "json"];
    let ran = run_with_input(tool(&arguments), &nightly);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let explanation: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let message = explanation["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("no rule applies to git tag \"nightly\""), "{message}");
}

/// What `init` writes loads, has no accident, and is never written over another.
#[test]
fn a_policy_to_start_from() {
    let folder = std::env::temp_dir().join(format!("tagwright-init-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let init = |ci: &str, registry: &str| {
        let mut command = tool(&["init", "--ci", ci, "--registry", registry]);
        command.current_dir(&folder);
        run(command)
    };
    for ci in ["gitlab", "github", "other"] {
        let wrote = "wrote tagwright.toml; next: tagwright table, then tagwright check\n";
        succeeds(&init(ci, "registry.example.com/shop"), "", wrote);
        let mut check = tool(&["check"]);
        check.current_dir(&folder);
        let ran = run(check);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let is_accident =
            |line: &str| !line.starts_with("info ") && !line.starts_with("0 errors, 0 warnings, ");
        assert_eq!(ran.out.lines().find(|line| is_accident(line)), None);
        fails(
            &init(ci, "registry.example.com/shop"),
            8,
            "tagwright: tagwright.toml exists already; give --output FILE for another file\n",
        );
        std::fs::remove_file(folder.join("tagwright.toml")).unwrap();
    }
    let ran = init("gitlab", "https://registry.example.com");
    assert_eq!((ran.code, ran.out.as_str()), (4, ""));
    assert!(ran.err.contains("has a scheme, and a registry is written without"), "{}", ran.err);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn it_says_what_it_took_and_nothing_else() {
    let ran = run(tool(&["plan", "--sample", "--format", "env"]));
    succeeds(&ran, "IMAGE_TAG=branch-feature-search-a1b2c3d8\n", &said());
}
