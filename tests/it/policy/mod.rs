mod assignment;
mod capture;
mod conditions;
mod cwiq;
mod declared_value;
mod document;
mod error;
mod host_path;
mod image;
mod image_rules;
mod laws;
mod limit;
mod misleading;
mod oci_label;
mod pattern;
mod proof;
mod release;
mod rule;
mod slugs;
mod tag_grammar;
mod template;
mod timezone;
mod variant;

use tagwright::document::PolicyErrorKind;
use tagwright::{CiContext, Policy};

use crate::given::{load, whole};

/// A policy of one rule with one tag.
pub(crate) fn rule(when: &str, tag: &str) -> String {
    format!("rules = [{{ name = \"a\", when = {{ {when} }}, tags = {tag:?} }}]")
}

/// The tags that a policy plans, or why there is no plan.
pub(crate) fn tags(policy: &Policy, context: &CiContext) -> Result<Vec<String>, String> {
    let plan = policy.plan(context).map_err(|error| error.to_string())?;
    Ok(plan.tags().iter().map(|planned| planned.tag.to_string()).collect())
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
        assert_eq!(
            (error.kind(), error.path().unwrap_or_default(), error.index()),
            (*kind, *path, *index),
            "{part}"
        );
        document::messages::assert_message(&whole(part), &message);
    }
}
