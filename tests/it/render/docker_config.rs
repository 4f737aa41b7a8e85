use serde_json::{Value, json};
use tagwright::{DockerConfig, Registry};

use crate::plan::{branch, cwiq, policy};

fn registry(text: &str) -> Registry {
    Registry::new(text).unwrap()
}

#[test]
fn it_is_json_whatever_the_password_holds() {
    for (password, text) in [
        ("secret", r#""secret""#),
        ("", r#""""#),
        ("a\"b'c\\d", r#""a\"b'c\\d""#),
        ("a\nb\r\tc", r#""a\nb\r\tc""#),
        ("\0\u{1}\u{7f}", "\"\\u0000\\u0001\u{7f}\""),
        ("größe🦀\u{2028}", "\"größe🦀\u{2028}\""),
        ("</script>${x}", r#""</script>${x}""#),
    ] {
        let config = DockerConfig::new().with_auth(registry("r.example.com"), "ci", password);
        let expected =
            format!(r#"{{"auths":{{"r.example.com":{{"username":"ci","password":{text}}}}}}}"#);
        assert_eq!(config.to_string(), expected);
        let read: Value = serde_json::from_str(&config.to_string()).unwrap();
        assert_eq!(read["auths"]["r.example.com"]["password"], password);
        assert_eq!(serde_json::to_value(&config).unwrap(), read);
    }
}

#[test]
fn debug_shows_no_password() {
    let config = DockerConfig::new().with_auth(registry("r.example.com"), "ci", "hunter2");
    for text in [format!("{config:?}"), format!("{config:#?}")] {
        assert!(!text.contains("hunter2") && text.contains("\"ci\", password redacted"), "{text}");
    }
}

#[test]
fn the_last_credentials_of_a_registry_count_and_none_give_an_empty_file() {
    assert_eq!(DockerConfig::new().to_string(), r#"{"auths":{}}"#);
    let config = DockerConfig::new()
        .with_auth(registry("b.example.com"), "ci", "1")
        .with_auth(registry("a.example.com"), "ci", "2")
        .with_auth(registry("b.example.com"), "me", "3");
    assert_eq!(
        config.to_string(),
        r#"{"auths":{"a.example.com":{"username":"ci","password":"2"},"b.example.com":{"username":"me","password":"3"}}}"#
    );
}

#[test]
fn docker_hub_is_called_as_docker_login_calls_it() {
    let hub = DockerConfig::new().with_auth(registry("docker.io"), "ci", "s");
    let expected =
        json!({"auths": {"https://index.docker.io/v1/": {"username": "ci", "password": "s"}}});
    assert_eq!(serde_json::to_value(&hub).unwrap(), expected);

    let rules = "[[rules]]\nname = \"all\"\nwhen = { any = {} }\ntags = [\"{sha}\"]\n";
    let mut document = policy(rules).document().clone();
    document.images[0].push = "docker.io/acme".into();
    let plan = tagwright::Policy::new(document).unwrap().plan(&branch("main")).unwrap();
    assert_eq!(plan.docker_config("ci", "s"), hub);
}

#[test]
fn a_plan_has_credentials_for_every_registry_it_pushes_to() {
    let policies = crate::plan::policies();
    let several = policies.iter().find(|policy| policy.document().images.len() == 3).unwrap();
    let plan = several.plan(&crate::plan::git_tag("v1.0.0")).unwrap();
    assert_eq!(
        serde_json::to_value(plan.docker_config("ci", "s")).unwrap(),
        json!({"auths": {
            "ghcr.io": {"username": "ci", "password": "s"},
            "quay.io": {"username": "ci", "password": "s"},
        }}),
        "each once, and none that it only pulls from"
    );
    let plan = cwiq(&branch("main")).unwrap();
    assert_eq!(plan.docker_config("ci", "s").to_string().matches("username").count(), 1);
}
