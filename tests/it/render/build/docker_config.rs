use serde_json::{Value, json};
use tagwright::build::DockerConfig;
use tagwright::build::RenderErrorKind;

use crate::end_to_end::{find, skip};
use crate::given::{branch, policy};
use crate::plan::cwiq;
use crate::render::shell::run;

fn with_auth(config: DockerConfig, host: &str, username: &str, password: &str) -> DockerConfig {
    config.with_auth(host, username, password).unwrap()
}

#[test]
fn it_is_json_whatever_the_password_holds() {
    for (password, text, auth) in [
        ("secret", r#""secret""#, "Y2k6c2VjcmV0"),
        ("", r#""""#, "Y2k6"),
        ("a:b:", r#""a:b:""#, "Y2k6YTpiOg=="),
        ("a\"b'c\\d", r#""a\"b'c\\d""#, "Y2k6YSJiJ2NcZA=="),
        ("größe🦀\u{2028}", "\"größe🦀\u{2028}\"", "Y2k6Z3LDtsOfZfCfpoDigKg="),
        ("</script>${x}", r#""</script>${x}""#, "Y2k6PC9zY3JpcHQ+JHt4fQ=="),
    ] {
        let config = with_auth(DockerConfig::new(), "r.example.com", "ci", password);
        let expected = format!(
            r#"{{"auths":{{"r.example.com":{{"username":"ci","password":{text},"auth":"{auth}"}}}}}}"#
        );
        assert_eq!(config.to_string(), expected);
        let read: Value = serde_json::from_str(&config.to_string()).unwrap();
        assert_eq!(read["auths"]["r.example.com"]["password"], password);
        assert_eq!(serde_json::to_value(&config).unwrap(), read);
    }
}

#[test]
fn credentials_that_no_registry_could_read_are_refused() {
    let controls = "HTTP's basic authentication (RFC 7617) allows no control characters";
    for (username, password, message, place, index) in [
        ("", "s", "the user name is empty; a registry needs one".to_owned(), "username", 0),
        (
            "ci:bot",
            "s",
            "invalid user name \"ci:bot\": unexpected ':' at byte 2; what follows it is read as \
             the password"
                .to_owned(),
            "username",
            2,
        ),
        (
            "ci\n",
            "s",
            format!("invalid user name \"ci\\n\": unexpected '\\n' at byte 2; {controls}"),
            "username",
            2,
        ),
        (
            "ci",
            "hunter2\n",
            "invalid password: it ends in a line break, at byte 7; trim what a file or a command \
             gave"
                .to_owned(),
            "password",
            7,
        ),
        (
            "ci",
            "\0",
            format!("invalid password: unexpected '\\0' at byte 0; {controls}"),
            "password",
            0,
        ),
        (
            "ci",
            "ü\u{7f}",
            format!("invalid password: unexpected '\\u{{7f}}' at byte 2; {controls}"),
            "password",
            2,
        ),
    ] {
        let error = DockerConfig::new().with_auth("ghcr.io", username, password).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), RenderErrorKind::IllegalCredentials);
        assert_eq!((error.place(), error.index()), (Some(place), Some(index)));
        assert!(!format!("{error:?}").contains("hunter"), "no password in a log");
        let plan = cwiq(&branch("main")).unwrap();
        assert_eq!(plan.docker_config(username, password).unwrap_err(), error);
    }
    let plan = cwiq(&branch("main")).unwrap();
    assert!(plan.docker_config("größe bot@x", "\u{85} \u{a0}").is_ok(), "no ASCII control");
    assert!(plan.docker_config("_json_key", "{\r\n\t\"type\": \"service_account\"\n}").is_ok());
}

/// Of every length and of every byte of a text.
#[test]
fn another_program_reads_the_encoded_form_back() {
    if find("base64").is_none() {
        skip("there is no base64");
        return;
    }
    let every: String = (' '..='~').chain('\u{80}'..='\u{7ff}').chain("日本語🦀".chars()).collect();
    let mut script = String::new();
    let mut expected = String::new();
    for length in 0..every.chars().count() / 16 {
        let password: String = every.chars().skip(15 * length).take(length).collect();
        let config = with_auth(DockerConfig::new(), "ghcr.io", "u", &password);
        let config = serde_json::to_value(&config).unwrap();
        let auth = config["auths"]["ghcr.io"]["auth"].as_str().unwrap();
        script.extend(["printf %s '", auth, "' | base64 -d; echo\n"]);
        expected.extend(["u:", &password, "\n"]);
    }
    let found = run("sh", std::process::Command::new("sh"), &script);
    assert_eq!(String::from_utf8(found).unwrap(), expected);
}

#[test]
fn debug_shows_no_password() {
    let config = with_auth(DockerConfig::new(), "r.example.com", "ci", "hunter2");
    for text in [format!("{config:?}"), format!("{config:#?}")] {
        assert!(!text.contains("hunter2") && text.contains("\"ci\", password redacted"), "{text}");
        assert!(!text.contains("Y2k6"), "nor encoded: {text}");
    }
}

#[test]
fn the_last_credentials_of_a_registry_count_and_none_give_an_empty_file() {
    assert_eq!(DockerConfig::new().to_string(), r#"{"auths":{}}"#);
    let config = with_auth(DockerConfig::new(), "b.example.com", "ci", "1");
    let config = with_auth(config, "a.example.com", "ci", "2");
    let config = with_auth(config, "b.example.com", "me", "3");
    assert_eq!(
        config.to_string(),
        r#"{"auths":{"a.example.com":{"username":"ci","password":"2","auth":"Y2k6Mg=="},"b.example.com":{"username":"me","password":"3","auth":"bWU6Mw=="}}}"#
    );
}

#[test]
fn docker_hub_is_called_as_docker_login_calls_it() {
    let hub = with_auth(DockerConfig::new(), "docker.io", "ci", "s");
    let auth = json!({"username": "ci", "password": "s", "auth": "Y2k6cw=="});
    let expected = json!({"auths": {"https://index.docker.io/v1/": auth}});
    assert_eq!(serde_json::to_value(&hub).unwrap(), expected);

    let rules = "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{sha}\"]\n";
    let mut document = policy(rules).document().clone();
    document.images[0].push = "docker.io/acme".into();
    let plan = tagwright::Policy::new(document).unwrap().plan(&branch("main")).unwrap();
    assert_eq!(plan.docker_config("ci", "s").unwrap(), hub);
}

#[test]
fn a_plan_has_credentials_for_every_registry_it_pushes_to() {
    let policies = crate::plan::policies();
    let several = policies.iter().find(|policy| policy.document().images.len() == 3).unwrap();
    let plan = several.plan(&crate::given::git_tag("v1.0.0")).unwrap();
    assert_eq!(
        serde_json::to_value(plan.docker_config("ci", "s").unwrap()).unwrap(),
        json!({"auths": {
            "ghcr.io": {"username": "ci", "password": "s", "auth": "Y2k6cw=="},
            "quay.io": {"username": "ci", "password": "s", "auth": "Y2k6cw=="},
        }}),
        "each once, and none that it only pulls from"
    );
    let plan = cwiq(&branch("main")).unwrap();
    let config = plan.docker_config("ci", "s").unwrap();
    assert_eq!(config.to_string().matches("username").count(), 1);
}
