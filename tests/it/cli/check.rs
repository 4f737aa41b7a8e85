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
        let said = format!("policy: {}\ntagwright: errors among the findings: 1\n", open.path());
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
