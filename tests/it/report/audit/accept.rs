use tagwright::Policy;
use tagwright::audit::{Finding, FindingCode, Severity};
use tagwright::document::PolicyErrorKind as Kind;

use crate::given::policy;
use crate::policy::assert_refused;

/// A branch called `latest` replaces what `main` gives.
const RULES: &str = r#"
[slug]
edges = "trim"
empty = "unnamed"

[[rules]]
name = "main"
when = { branch = "main" }
tags = ["main-{short_sha}", "latest"]

[[rules]]
name = "work"
when = { branch = { except = "main" } }
tags = ["{slug}"]
"#;

const FIRST: &str = r#"
[[rules]]
name = "nightly"
when = { tag = "nightly" }
tags = ["nightly_{short_sha}"]
"#;

fn accepting(rules: &str, entry: &str) -> Vec<Finding> {
    let accept = format!("\n[[accept]]\n{entry}\nbecause = \"nobody calls a branch so\"\n");
    policy(&format!("{rules}{accept}")).audit()
}

fn shared(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.code == FindingCode::SharedTag).collect()
}

#[test]
fn what_is_accepted_is_for_information_alone() {
    let before = policy(RULES).audit();
    let [error] = shared(&before)[..] else { panic!("{before:?}") };
    assert_eq!(error.severity, Severity::Error);
    for entry in [
        "finding = \"shared-tag\"",
        "finding = \"shared-tag\"\nrules = [\"work\", \"main\"]",
        "finding = \"shared-tag\"\nrules = [\"main\", \"work\"]\ntag = \"latest\"",
        "finding = \"shared-tag\"\ntag = \"{slug}\"",
    ] {
        let findings = accepting(RULES, entry);
        let [accepted] = shared(&findings)[..] else { panic!("{findings:?}") };
        assert_eq!(accepted.severity, Severity::Info, "{entry}");
        assert_eq!(accepted.accepted.as_deref(), Some("nobody calls a branch so"));
        let said = format!("info shared-tag at {}: {}", accepted.paths.join(", "), error.message);
        assert_eq!(accepted.to_string(), format!("{said}; accepted: nobody calls a branch so"));
        let others = |all: &[Finding]| {
            let is_other = |one: &&Finding| one.code != FindingCode::SharedTag;
            all.iter().filter(is_other).map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(others(&findings), others(&before), "{entry}");
    }
}

/// Entries name rules and templates, not positions.
#[test]
fn a_rule_above_changes_nothing_of_what_is_accepted() {
    let entry = "finding = \"shared-tag\"\nrules = [\"main\", \"work\"]\ntag = \"latest\"";
    let (head, rules) = RULES.split_at(RULES.find("[[rules]]").unwrap());
    let findings = accepting(&[head, FIRST, rules].concat(), entry);
    let [accepted] = shared(&findings)[..] else { panic!("{findings:?}") };
    assert_eq!(accepted.paths, ["rules[1].tags[0]", "rules[1].tags[1]", "rules[2].tags[0]"]);
    assert_eq!(accepted.severity, Severity::Info);
    assert!(findings.iter().all(|finding| finding.code != FindingCode::StaleAcceptance));
}

#[test]
fn an_entry_that_accepts_nothing_is_reported() {
    for entry in [
        "finding = \"registry-rule\"",
        "finding = \"shared-tag\"\nrules = [\"main\"]",
        "finding = \"shared-tag\"\nrules = [\"main\", \"work\"]\ntag = \"stable\"",
        "finding = \"event-without-tags\"\nrules = [\"main\"]",
    ] {
        let findings = accepting(RULES, entry);
        let stale: Vec<_> = findings
            .iter()
            .filter(|finding| finding.code == FindingCode::StaleAcceptance)
            .map(ToString::to_string)
            .collect();
        let code = entry.split('"').nth(1).unwrap();
        let said = format!(
            "warning stale-acceptance at accept[0]: nothing is found of the {code} that it accepts; \
             remove the entry"
        );
        assert_eq!(stale, [said], "{entry}");
        assert!(findings.iter().any(|finding| finding.severity == Severity::Error), "{entry}");
    }
}

#[test]
fn entries_are_checked() {
    let entry = |entry: &str| {
        format!(
            "rules = [{{ name = \"main\", when = {{ branch = \"main\" }}, tags = \"x\" }}]\n\
             accept = [{{ {entry} }}]"
        )
    };
    let entries = [
        entry("finding = \"shared-tag\", rules = \"man\", because = \"so\""),
        entry("finding = \"shared-tag\", rules = \"release\", because = \"so\""),
        entry("finding = \"shared-tag\", because = \" \""),
    ];
    assert_refused(&[
        (
            &entries[0],
            Kind::InvalidValue,
            "accept[0].rules",
            None,
            r#"no rule is named "man"; did you mean "main"?"#,
        ),
        (
            &entries[1],
            Kind::InvalidValue,
            "accept[0].rules",
            None,
            r#"no rule is named "release"; expected "main""#,
        ),
        (
            &entries[2],
            Kind::InvalidValue,
            "accept[0].because",
            None,
            "say on one line why it is accepted",
        ),
    ]);
    let unknown: Result<Policy, _> = toml::from_str(&format!(
        "version = 1\nimages = [{{ name = \"a\", push = \"r.example.com\" }}]\n{}",
        entry("finding = \"sharedtag\", because = \"so\"")
    ));
    let message = unknown.unwrap_err().to_string();
    assert!(message.contains("accept[0].finding"), "{message}");
}
