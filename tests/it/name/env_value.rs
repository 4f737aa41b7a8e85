use serde_json::Value;

use super::doors::{env_key, env_value};
use super::refuses_at;
use crate::vectors;

#[test]
fn legal_values() {
    for value in
        ["", "main-a1b2c3d8", "a=b", "100%", "%", "%%", "%1%", "50%+50%", "@,/_:.", "%a-b%"]
    {
        assert!(env_value(value).is_ok(), "{value}");
    }
}

#[test]
fn refusals() {
    const HOLDS: &str = "a dotenv value holds letters, digits and _ @ % + = : , . / -";
    for (input, found, index) in [
        ("a b", "' '", 1),
        ("$(id)", "'$'", 0),
        ("x`id`", "'`'", 1),
        ("it's", r"'\''", 2),
        ("\"x\"", "'\"'", 0),
        ("~/x", "'~'", 0),
        ("a\\b", r"'\\'", 1),
        ("a;b", "';'", 1),
        ("é", "'é'", 0),
    ] {
        let expected = format!("unexpected {found} at byte {index}; {HOLDS}");
        assert_eq!(env_value(input), Err(expected), "{input:?}");
    }
    refuses_at(
        env_value,
        &[
            (
                "=ls",
                "unexpected '=' at byte 0; zsh would put the path of a command for = at the beginning or after ':'",
            ),
            (
                "x=a:=ls",
                "unexpected '=' at byte 4; zsh would put the path of a command for = at the beginning or after ':'",
            ),
            ("a%PATH%", "unexpected '%' at byte 1; GitLab would put a variable's value for %NAME%"),
            ("%%A%", "unexpected '%' at byte 1; GitLab would put a variable's value for %NAME%"),
        ],
    );
}

/// What our key and value accept, GitLab's parser reads as it stands.
#[test]
fn gitlab_reads_the_same() {
    let Some(rows) = vectors::vectors("gitlab/gitlab_dotenv_cases.json") else { return };
    let mut read = 0;
    for row in rows.as_array().unwrap() {
        let Some(content) = row["content"].as_str() else { continue };
        let Some(line) = content.strip_suffix('\n').filter(|line| !line.contains('\n')) else {
            continue;
        };
        let Some((key, value)) = line.split_once('=') else { continue };
        if env_key(key).is_ok() && env_value(value).is_ok() {
            assert_eq!(row["expected"]["vars"][key], Value::from(value), "{content:?}");
            read += 1;
        }
    }
    assert!(read >= 4, "{read} rows");
}

/// What our value accepts, the shells read as it stands.
#[test]
fn shells_read_the_same() {
    let mut read = 0;
    for row in vectors::cases("shell/shell_source_cases.json") {
        let content = row["content"].as_str().unwrap();
        let Some(value) = content.strip_prefix("A=").and_then(|rest| rest.strip_suffix('\n'))
        else {
            continue;
        };
        if env_value(value).is_ok() {
            for shell in ["busybox sh", "dash", "bash"] {
                assert_eq!(row[shell]["A"], Value::from(value), "{shell}: {content:?}");
            }
            read += 1;
        }
    }
    assert!(read == 0 || read >= 4, "{read} rows");
}

/// What our value accepts, the runner's expansion leaves alone.
#[test]
fn the_runner_expands_nothing() {
    for row in vectors::cases("gitlab/gitlab_variable_expansion_cases.json") {
        let value = row["value"].as_str().unwrap();
        if env_value(value).is_ok() {
            assert_eq!(row["after_runner_expand"], Value::from(value), "{row}");
        }
    }
}
