use tagwright::CiContext;
use tagwright::document::PolicyErrorKind as Kind;

use super::assert_refused;
use crate::given::{SHA, load, policy};

#[test]
fn build_args_and_labels_are_checked() {
    assert_refused(&[
        (
            r#"build-args = ["VERSION"]"#,
            Kind::InvalidValue,
            "build-args[0]",
            Some(7),
            r#""VERSION" has no '='; expected KEY=value"#,
        ),
        (
            r#"build-args = ["A-B=x"]"#,
            Kind::InvalidValue,
            "build-args[0]",
            Some(1),
            r#"invalid build arg "A-B": unexpected '-' at byte 1; a build arg is called by letters, digits and '_', a digit not first"#,
        ),
        (
            r#"build-args = ["A1=x", "1A=x"]"#,
            Kind::InvalidValue,
            "build-args[1]",
            Some(0),
            r#"invalid build arg "1A": unexpected '1' at byte 0; a build arg is called by letters, digits and '_', a digit not first"#,
        ),
        (
            r#"build-args = ["=x"]"#,
            Kind::InvalidValue,
            "build-args[0]",
            Some(0),
            r#"invalid build arg "": it is empty; a build arg is called by letters, digits and '_', a digit not first"#,
        ),
        (
            r#"build-args = ["A=x", "A=y"]"#,
            Kind::Duplicate,
            "build-args[1]",
            None,
            r#""A" is assigned twice"#,
        ),
        (
            r#"build-args = ["A={created:%Y\n}"]"#,
            Kind::InvalidValue,
            "build-args[0]",
            None,
            r"unexpected '\n' in the value; it is one line without control characters",
        ),
        (
            r#"labels = ["a b=x"]"#,
            Kind::InvalidValue,
            "labels[0]",
            Some(1),
            r#"invalid label "a b": unexpected ' ' at byte 1; a label's key holds no white space and no '='"#,
        ),
        (
            r#"labels = ["=x"]"#,
            Kind::InvalidValue,
            "labels[0]",
            Some(0),
            r#"invalid label "": it is empty; a label's key holds no white space and no '='"#,
        ),
        (
            r#"[labels]
"a=b" = "x""#,
            Kind::InvalidValue,
            "labels.\"a=b\"",
            Some(1),
            r#"invalid label "a=b": unexpected '=' at byte 1; a label's key holds no white space and no '='"#,
        ),
        (
            r#"labels = ["a=x\u0000"]"#,
            Kind::InvalidValue,
            "labels[0]",
            None,
            r"unexpected '\0' in the value; it is one line without control characters",
        ),
        (
            r#"labels = ["a={slugg}"]"#,
            Kind::UnknownPlaceholder,
            "labels[0]",
            Some(2),
            r#""{slugg}" at byte 2 is no placeholder; did you mean {slug}?"#,
        ),
    ]);
}

#[test]
fn a_variable_of_env_is_nobody_elses() {
    assert_refused(&[
        (
            r#"env = ["PATH=x"]"#,
            Kind::InvalidValue,
            "env[0]",
            Some(0),
            r#"invalid dotenv key "PATH": this variable means something to the shell or the loader; choose another name"#,
        ),
        (
            r#"env = ["GITHUB_SHA=x"]"#,
            Kind::InvalidValue,
            "env[0]",
            Some(0),
            r#"invalid dotenv key "GITHUB_SHA": this variable is predefined by GitHub Actions; choose another name"#,
        ),
        (
            r#"env = ["TAG=x", "A=x", "tag=x"]"#,
            Kind::Duplicate,
            "env[2]",
            None,
            r#""TAG" and "tag" differ in case alone, which GitHub does not look at"#,
        ),
        (
            r#"env = { Tag = "x", tag = "x" }"#,
            Kind::Duplicate,
            "env.tag",
            None,
            r#""Tag" and "tag" differ in case alone, which GitHub does not look at"#,
        ),
        (
            r#"env = ["1A=x"]"#,
            Kind::InvalidValue,
            "env[0]",
            Some(0),
            r#"invalid dotenv key "1A": unexpected '1' at byte 0; a dotenv key begins with a letter or '_'"#,
        ),
        (
            r#"[env]
A-B = "x""#,
            Kind::InvalidValue,
            "env.A-B",
            Some(1),
            r#"invalid dotenv key "A-B": unexpected '-' at byte 1; a dotenv key holds letters, digits and '_'"#,
        ),
    ]);
}

#[test]
fn env_means_the_same_to_gitlab_and_a_shell() {
    assert_refused(&[
        (
            r#"env = ["A=$(id)"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""$(id)" can give an illegal dotenv value: branch "main" would give "$(id)": unexpected '$' at byte 0; a dotenv value holds letters, digits and _ @ % + = : , . / -"#,
        ),
        (
            r#"env = ["A=x {slug}"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(3),
            r#""x {slug}" can give an illegal dotenv value: branch "main" would give "x main": unexpected ' ' at byte 1; a dotenv value holds letters, digits and _ @ % + = : , . / -"#,
        ),
        (
            r#"env = ["A=x{branch}"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(3),
            r#""x{branch}" can give an illegal dotenv value: branch "{" would give "x{": unexpected '{' at byte 1; use {slug}"#,
        ),
        (
            r#"env = ["A={source_url}"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""{source_url}" cannot be proved to give a legal dotenv value for the refs of rule any; use it in labels and build args"#,
        ),
        (
            r#"env = ["A={created:%H %M}"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""{created:%H %M}" can give an illegal dotenv value: branch "main" would give "09 00": unexpected ' ' at byte 2; give a format without ' ', such as {created:%Y%m%d}"#,
        ),
        (
            r#"env = ["A=%PATH%"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""%PATH%" can give an illegal dotenv value: branch "main" would give "%PATH%": unexpected '%' at byte 0; GitLab would put a variable's value for %NAME%; write one '%' at most"#,
        ),
        (
            r#"env = ["A={created:%%A%%}"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""{created:%%A%%}" can give an illegal dotenv value: branch "main" would give "%A%": unexpected '%' at byte 0; give a format without '%', such as {created:%Y%m%d}"#,
        ),
        (
            r#"env.A = "%{slug}%""#,
            Kind::IllegalResult,
            "env.A",
            Some(0),
            r#""%{slug}%" can give an illegal dotenv value: branch "main" would give "%main%": unexpected '%' at byte 0; GitLab would put a variable's value for %NAME%; write one '%' at most"#,
        ),
        (
            r#"env = ["A==ls"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""=ls" can give an illegal dotenv value: branch "main" would give "=ls": unexpected '=' at byte 0; zsh would put the path of a command for = at the beginning or after ':'; put text before it"#,
        ),
        (
            r#"env = ["A=x:=ls"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(4),
            r#""x:=ls" can give an illegal dotenv value: branch "main" would give "x:=ls": unexpected '=' at byte 2; zsh would put the path of a command for = at the beginning or after ':'; put text before it"#,
        ),
        (
            r#"env = ["A={git_tag}=x"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""{git_tag}=x" can give an illegal dotenv value: branch "main" would give "=x": unexpected '=' at byte 0; zsh would put the path of a command for = at the beginning or after ':'; put text before it"#,
        ),
        (
            r#"env = ["A=a{created:%Y:=}"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(3),
            r#""a{created:%Y:=}" can give an illegal dotenv value: branch "main" would give "a2026:=": unexpected '=' at byte 6; give a format without '=', such as {created:%Y%m%d}"#,
        ),
        (
            r#"env.A = "{reference}:{git_tag}=""#,
            Kind::IllegalResult,
            "env.A",
            Some(0),
            r#""{reference}:{git_tag}=" cannot be proved to give a legal dotenv value for the refs of rule any; put text before '=', and write one '%' at most"#,
        ),
    ]);
}

#[test]
fn values_that_everybody_reads_alike_are_taken() {
    for (value, expected) in [
        ("", ""),
        ("x_@%+=:,./-", "x_@%+=:,./-"),
        ("a:b==c=", "a:b==c="),
        ("{reference}={pull_reference}", "r.example.com/server:x=r.example.com/server:x"),
        ("a=b=c", "a=b=c"),
        ("https%3A%2F%2Fexample.com%2F", "https%3A%2F%2Fexample.com%2F"),
        ("100%-{slug}-%", "100%-main-%"),
        ("%1{slug}%", "%1main%"),
        ("{created:%Y%%}%", "2026%%"),
        ("{git_tag}", ""),
        ("{reference}", "r.example.com/server:x"),
    ] {
        let policy = policy(&format!("env = [\"A={value}\"]"));
        let context = CiContext::branch("server", "main", SHA)
            .unwrap()
            .with_created("2026-03-18T09:00:00Z".parse().unwrap());
        let plan = policy.plan(&context).unwrap();
        assert_eq!(plan.build_env().get("A"), Some(expected), "{value}");
    }
}

#[test]
fn what_a_shell_or_gitlab_expands_is_refused() {
    for value in [
        "$X",
        "${{X}}",
        "$(id)",
        "`id`",
        "~",
        "a b",
        "a\\tb",
        "a\\nb",
        "'a'",
        "\\\"a\\\"",
        "a;b",
        "a|b",
        "a&b",
        "<a",
        ">a",
        "a#b",
        "a!b",
        "*",
        "?",
        "[a]",
        "{{a}}",
        "é",
        "\\\\",
        "%A%",
        "%A1_%",
        "%%A%",
        "%{slug}%",
        "%{short_sha}%",
        "%{version}%",
        "%_{run_number}%",
        "{created:%%A}%",
        "%{created:A%Y}%",
        "%{branch}%",
        "{default_branch}",
        "{title}",
        "{description}",
        "{licenses}",
        "{created:%H:%M %S}",
    ] {
        let error = load(&format!("env = [\"A={value}\"]")).expect_err(value);
        assert_eq!(error.kind(), Kind::IllegalResult, "{value}: {error}");
    }
}

/// The order of a list is kept; a table is sorted by key.
#[test]
fn lists_and_tables_assign_the_same() {
    let context = CiContext::branch("server", "main", SHA).unwrap();
    let pairs = |part: &str| policy(part).plan(&context).unwrap().build_args().to_string();
    assert_eq!(pairs("build-args = [\"B={project}\", \"A=\"]"), "B=server\nA=\n");
    assert_eq!(pairs("build-args = { B = \"{project}\", A = \"\" }"), "A=\nB=server\n");
}

/// A label that is left out is inherited from the base image.
#[test]
fn labels_without_a_value_are_kept_on_request() {
    let labels = "labels = [\"a={git_tag}\", \"b={title}\", \"c=\", \"d=x{git_tag}\"]\n";
    let of = |head: &str| policy(&(head.to_owned() + labels));
    let context = crate::given::branch("main");
    for (head, expected) in [
        ("", &[("d", "x")][..]),
        ("empty-labels = \"omit\"\n", &[("d", "x")]),
        ("empty-labels = \"keep\"\n", &[("a", ""), ("b", ""), ("c", ""), ("d", "x")]),
    ] {
        let plan = of(head).plan(&context).unwrap();
        assert_eq!(plan.labels().iter().collect::<Vec<_>>(), expected, "{head}");
        let build = plan.buildx().with_labels().commands().unwrap().to_string();
        assert_eq!(build.contains("--label a= "), expected.len() == 4, "{build}");
        let json = serde_json::to_value(&plan).unwrap();
        assert_eq!(json["labels"].as_object().unwrap().len(), expected.len());
    }
    let found = |head: &str| {
        let findings = of(head).audit();
        let mut found = findings.iter().map(ToString::to_string);
        found.find(|finding| finding.contains("inherited-label"))
    };
    assert_eq!(
        found("").as_deref(),
        Some(
            "info inherited-label at labels[0], labels[1], labels[2]: label a has no value for \
             branch \"main\" and is left out, so that the image inherits it from its base image, \
             and 2 other labels are too; set empty-labels = \"keep\" to hide what the base image says"
        ),
    );
    assert_eq!(found("empty-labels = \"keep\"\n"), None);
}
