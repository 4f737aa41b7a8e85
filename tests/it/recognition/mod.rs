mod assertion;
mod engines;
mod laws;
mod patterns;
mod recognize;
#[cfg(feature = "schemars")]
mod schema;
mod verify;

use tagwright::Policy;

/// A policy of one image and these rules, with what else is said in front.
#[track_caller]
fn policy(front: &str, rules: &str) -> Policy {
    let text = format!(
        "version = 1\n{front}\n[[images]]\nname = \"app\"\npush = \"registry.example.com\"\n{rules}"
    );
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[track_caller]
fn rule(name: &str, when: &str, tags: &str) -> String {
    format!("[[rules]]\nname = \"{name}\"\nwhen = {when}\ntags = {tags}\n")
}

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
