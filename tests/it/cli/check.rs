use super::{File, run, tool};

const RULES: &str = "\
version = 1
images = [{ name = \"{project}\", push = \"ghcr.io/acme\" }]
slug = { edges = \"trim\", empty = \"x\" }
rules = [
  { name = \"main\", when = { branch = \"main\" }, tags = [\"{short_sha}\", \"latest\"] },
  { name = \"others\", when = { branch = { except = \"main\" } }, tags = [\"TAG\"] },
]
";

#[test]
fn an_error_among_the_findings_fails_with_all_of_them_on_standard_output() {
    let open = File::new("open.toml", &RULES.replace("TAG", "{slug}"));
    for (format, begin) in [("text", "error shared-tag at rules[0].tags["), ("json", "[\n  {\n")] {
        let ran = run(tool(&["check", "--policy", open.path(), "--format", format]));
        let said = format!(
            "policy: {}\ntagwright: findings of severity error or higher: 1\n",
            open.path()
        );
        assert_eq!((ran.code, ran.err), (1, said), "{}", ran.out);
        assert!(ran.out.starts_with(begin), "{}", ran.out);
        assert!(ran.out.contains("branch \\\"latest\\\"") || ran.out.contains("branch \"latest\""));
        assert!(ran.out.contains("event-without-tags"), "{}", ran.out);
    }
}

#[test]
fn without_an_error_it_passes_whatever_else_it_reports() {
    let closed = File::new("closed.toml", &RULES.replace("TAG", "b-{slug}-{short_sha}"));
    let ran = run(tool(&["check", "--policy", closed.path()]));
    assert_eq!((ran.code, ran.err), (0, format!("policy: {}\n", closed.path())), "{}", ran.out);
    assert!(ran.out.lines().all(|line| !line.starts_with("error ")), "{}", ran.out);
}

#[test]
fn the_findings_are_counted_and_a_severity_can_be_denied() {
    let check =
        |options: &[&str]| run(tool(&[&["check", "--policy", "builtin"], options].concat()));
    let ran = check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    let (counts, findings) = lines.split_last().unwrap();
    let of = |severity| findings.iter().filter(|line| line.starts_with(severity)).count();
    let (warnings, infos) = (of("warning "), of("info "));
    assert!(warnings > 1 && infos > 1);
    assert_eq!(*counts, format!("0 errors, {warnings} warnings, {infos} infos"));
    for (severity, denied) in [("warning", warnings), ("info", warnings + infos)] {
        let ran = check(&["--deny", severity]);
        let message = format!("tagwright: findings of severity {severity} or higher: {denied}\n");
        assert!(ran.err.ends_with(&message), "{}", ran.err);
        assert_eq!((ran.code, ran.out.lines().last()), (1, Some(*counts)));
    }
    assert_eq!(check(&["--deny", "error"]).code, 0);
    assert!(
        run(tool(&["check", "--help"])).out.contains("exit status is 1 if a finding is an error")
    );
    assert!(!check(&["--format", "json"]).out.contains("0 errors"));
}
