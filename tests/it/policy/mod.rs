mod assignment;
mod cwiq;
mod decode;
mod document;
mod error;
mod fits;
mod host_path;
mod image;
mod laws;
mod limit;
mod name_proof;
mod oci_label;
mod pattern;
mod proof;
mod remedy;
mod rule;
mod serde;
mod template;
mod trigger;

use tagwright::{CiContext, Policy, PolicyDocument, PolicyError, PolicyErrorKind};

pub(crate) const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";

/// Part of a policy in TOML; what every policy has is added where it is left
/// out.
pub(crate) fn whole(part: &str) -> String {
    let mut text = String::new();
    if !part.contains("version =") {
        text.push_str("version = 1\n");
    }
    text.push_str(part);
    if !part.contains("images") {
        text.push_str("\n[[images]]\nname = \"{project}\"\npush = \"r.io\"\n");
    }
    if !part.contains("rules") {
        text.push_str("\n[[rules]]\nname = \"any\"\nwhen.any = {}\ntags = [\"x\"]\n");
    }
    text
}

/// A policy of one rule with one tag.
pub(crate) fn rule(when: &str, tag: &str) -> String {
    format!("rules = [{{ name = \"a\", when = {{ {when} }}, tags = {tag:?} }}]")
}

#[track_caller]
pub(crate) fn load(part: &str) -> Result<Policy, PolicyError> {
    let document = toml::from_str::<PolicyDocument>(&whole(part)).expect("a policy's shape");
    Policy::new(document)
}

#[track_caller]
pub(crate) fn loaded(part: &str) -> Policy {
    load(part).unwrap_or_else(|error| panic!("{part}\n{error}"))
}

/// The tags that a policy plans, or why there is no plan.
pub(crate) fn tags(policy: &Policy, context: &CiContext) -> Result<Vec<String>, String> {
    let plan = policy.plan(context).map_err(|error| error.to_string())?;
    Ok(plan.tags().iter().map(|planned| planned.tag().to_string()).collect())
}

/// A part of a policy, and the kind, path, index and message of its error.
pub(crate) type Row<'a> = (&'a str, PolicyErrorKind, &'a str, Option<usize>, &'a str);

/// Every row is refused as it says, in every format.
#[track_caller]
pub(crate) fn assert_refused(rows: &[Row<'_>]) {
    for (part, kind, path, index, message) in rows {
        let error = load(part).expect_err(part);
        let message = format!("{path}: {message}");
        assert_eq!(error.to_string(), message, "{part}");
        assert_eq!((error.kind(), error.path(), error.index()), (*kind, *path, *index), "{part}");
        decode::assert_message(&whole(part), &message);
    }
}
