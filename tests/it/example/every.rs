//! What all examples have in common.

use std::collections::BTreeSet;
use std::path::Path;

use super::{EXAMPLES, File, SAMPLE, example, fails, run, succeeds};

#[test]
fn each_is_a_folder_and_each_folder_one_but_shared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let found = std::fs::read_dir(folder).unwrap();
    let found: BTreeSet<String> =
        found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let expected: BTreeSet<String> =
        EXAMPLES.into_iter().chain(["ci", "shared"]).map(str::to_owned).collect();
    assert_eq!(found, expected);
}

/// The options that name a policy, each with what comes before it.
fn policy_of(name: &str) -> &'static [&'static [&'static str]] {
    match name {
        "diff" => &[&["--before"], &["--before", "builtin", "--after"]],
        "plan" | "explain" | "verify" => &[&["--sample", "--policy"]],
        _ => &[&["--policy"]],
    }
}

#[test]
fn a_policy_that_does_not_load_is_status_1_and_nothing_on_standard_output() {
    let text = "\
version = 1
images = [{ name = \"{project}\", push = \"ghcr.io/acme\" }]
rules = [{ name = \"branches\", when = { branch = \"*\" }, tags = [\"{branch}-{short_sha}\"] }]
";
    let illegal = File::new("illegal.toml", text);
    let json = File::new("misspelt.json", "{\"version\": 1, \"image\": []}");
    let yaml = File::new("unquoted.yaml", "version: 1\nshort-sha: eight\n");
    for name in EXAMPLES {
        for option in policy_of(name) {
            for (path, error) in [
                (
                    illegal.path(),
                    "rules[0].tags[0]: \"{branch}-{short_sha}\" can give an illegal tag: branch \
                     \"feature/search\" would give \"feature/search-a1b2c3d8\": unexpected '/' at \
                     byte 7; use {slug}",
                ),
                (json.path(), "image: unknown key; did you mean images?"),
                (yaml.path(), "short-sha: expected a number, found a string"),
                ("/nowhere/policy.toml", "No such file or directory (os error 2)"),
                (
                    "policy.txt",
                    "unknown kind of policy; expected a file that ends in .toml, .json, .yaml or \
                     .yml, or builtin",
                ),
            ] {
                let ran = run(example(name, &[*option, &[path, "--format", "json"]].concat()));
                let said = if option.contains(&"--sample") { SAMPLE } else { "" };
                let expected = format!("{said}{name}: {path}: {error}\n");
                assert_eq!((ran.code, ran.out, ran.err), (1, String::new(), expected));
            }
        }
    }
}

#[test]
fn help_is_on_standard_output_and_a_wrong_call_is_status_2() {
    for name in EXAMPLES {
        let help = run(example(name, &["--help"]));
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{name}");
        assert!(help.out.contains(&format!("\nusage: {name} ")), "{}", help.out);
        assert!(help.out.contains("\n\nexit status: 0 "), "{}", help.out);
        assert!(help.out.lines().all(|line| line.len() < 80), "{}", help.out);
        for (arguments, mistake) in [
            (&["--polcy", "x"][..], "unknown argument --polcy; expected --"),
            (&["--format"], "--format needs a value\n"),
            (&["--format", "xml"], "unknown format xml; expected "),
        ] {
            let ran = run(example(name, arguments));
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
            assert!(ran.err.starts_with(&format!("{name}: {mistake}")), "{}", ran.err);
            assert!(ran.err.ends_with(&format!("\n{name}: --help shows all options\n")));
        }
        for option in policy_of(name) {
            let ran = run(example(name, &[*option, &["--format", "json"]].concat()));
            let option = option.last().unwrap();
            let mistake =
                format!("{name}: {option} needs a value\n{name}: --help shows all options\n");
            assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", mistake));
        }
    }
}

#[test]
fn standard_input_is_read_once() {
    let ran = run(example("verify", &["--context", "-", "--env", "-"]));
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.starts_with("verify: --context and --env both read standard input\n"),
        "{}",
        ran.err
    );
    let help = "recognize: --help shows all options\n";
    let ran = run(example("recognize", &["--tag", "latest", "--tags", "-"]));
    fails(&ran, 2, &format!("recognize: give --tag or --tags, not both\n{help}"));
    let ran = run(example("recognize", &["--policy", "builtin"]));
    fails(&ran, 2, &format!("recognize: no tag; give --tag TAG or --tags FILE\n{help}"));
}

#[test]
fn each_does_its_work_on_the_built_in_policy() {
    let tag = "branch-feature-search-a1b2c3d8";
    let env = File::new("build.env", &format!("IMAGE_TAG={tag}\n"));
    let other = File::new("other.env", "IMAGE_TAG=latest\n");
    let after = toml::to_string(&tagwright::Policy::cwiq()).unwrap();
    let after = File::new("after.toml", &after.replace("branch-{slug}", "topic-{slug}"));
    for (name, arguments, expected) in [
        ("audit", &["--policy=builtin"][..], "warning shared-tag at rules[0].tags[0]"),
        (
            "diff",
            &["--before=builtin", "--after", after.path()],
            "- tag branch-feature-search-a1b2c3d8: immutable\n",
        ),
        (
            "diff",
            &["--before=builtin", "--after", after.path(), "--format=json"],
            "\"part\": \"primary\"",
        ),
        ("explain", &["--sample"], "14 characters, 1 replaced\n"),
        (
            "recognize",
            &["--policy=builtin", "--tag", tag],
            "slug feature-search, short_sha a1b2c3d8\n",
        ),
        (
            "recognize",
            &["--policy=builtin", "--format", "posix"],
            "^(main-([0-9a-f]{8})|latest)$\n",
        ),
        ("table", &["--policy=builtin"], "| detached commit | none | | no rule applies |\n"),
        ("table", &["--policy=builtin", "--format", "mermaid"], "flowchart LR\n"),
        (
            "verify",
            &["--sample", "--env", env.path()],
            "nexus.shared.cwiq.io:8444/orchestrator-server:branch-feature-search-a1b2c3d8\n",
        ),
    ] {
        let ran = run(example(name, arguments));
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        assert!(ran.out.contains(expected), "{name}: {}", ran.out);
    }
    let same = run(example("diff", &["--before", "builtin", "--after", "builtin"]));
    succeeds(&same, "", "");
    fails(
        &run(example("verify", &["--sample", "--env", other.path()])),
        1,
        "verify: line 1: IMAGE_TAG is \"latest\", and this policy gives \
         \"branch-feature-search-a1b2c3d8\" for branch \"feature/search\"; what was found reads as \
         rule main (latest), or rule release ({version}): version latest\n",
    );
}
