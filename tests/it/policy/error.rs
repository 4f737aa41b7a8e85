use std::error::Error;

use tagwright::document::{ConditionsDocument, ImageDocument, PolicyErrorKind, RuleDocument};
use tagwright::{Policy, PolicyDocument};

use super::rule;
use crate::given::load;

#[test]
fn an_error_is_a_plain_value_without_a_cause() {
    fn is_plain<T: Error + Clone + PartialEq + Send + Sync + 'static>(_: &T) {}
    let error = load("short-sha = 3").unwrap_err();
    is_plain(&error);
    assert!(error.source().is_none(), "what a cause would say is in the message");
    assert_eq!(error.clone(), error);
}

#[test]
fn a_refused_proof_has_its_counterexample() {
    let error = load(&rule("branch = {}", "{branch}-{short_sha}")).unwrap_err();
    let counterexample = error.counterexample().expect("a counterexample");
    assert_eq!(error.kind(), PolicyErrorKind::IllegalResult);
    assert_eq!(counterexample.git_ref.to_string(), r#"branch "feature/search""#);
    assert_eq!(counterexample.text(), "feature/search-a1b2c3d8");
    assert_eq!(counterexample.refusal.index(), 7);
    assert!(counterexample.sha.as_str().starts_with("a1b2c3d8"));
    assert_eq!(
        counterexample.to_string(),
        r#"branch "feature/search" would give "feature/search-a1b2c3d8": unexpected '/' at byte 7"#,
    );
}

#[test]
fn other_errors_have_no_counterexample() {
    for part in ["short-sha = 3".to_owned(), rule("", "{slugg}")] {
        assert_eq!(load(&part).unwrap_err().counterexample(), None);
    }
}

#[test]
fn hostile_text_is_escaped_and_cut() {
    let long = "\u{1b}[31m".repeat(100);
    let any = || ConditionsDocument::default();
    for (name, tag) in [("a", format!("{{{long}}}")), (&*long, "x".into()), ("a", long.clone())] {
        let image = ImageDocument::new("x", "r.io");
        let rules = [RuleDocument::new(name, any(), [tag])];
        let message = Policy::new(PolicyDocument::new([image], rules)).unwrap_err().to_string();
        assert!(!message.contains('\u{1b}'), "{message}");
        assert!(message.len() < 1000, "{message}");
    }
}
