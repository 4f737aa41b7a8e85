//! Least inputs that broke a law.

use tagwright::{Policy, Timestamp};

#[test]
fn a_timestamp_with_a_space_for_its_t() {
    let error = Timestamp::parse("2026-03-18 09:00:00Z").unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"invalid timestamp "2026-03-18 09:00:00Z": expected a form like 2026-03-18T09:00:00Z"#,
    );
}

#[test]
fn an_empty_table_of_labels_comes_back_as_a_table() {
    let policy: Policy = toml::from_str(
        r#"
        version = 1
        images = [{ name = "{project}", push = "ghcr.io" }]
        rules = [{ name = "any", when = {}, tags = ["x"] }]
        [labels]
        "#,
    )
    .unwrap();
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy, "{json}");
    let text = toml::to_string(&policy).unwrap();
    assert_eq!(toml::from_str::<Policy>(&text).unwrap(), policy, "{text}");
}
