mod audit;
mod audit_brute_force;
mod audit_golden;
mod audit_laws;
mod audit_meetings;
mod audit_policies;
mod diagram;
mod diff;
mod explain;
mod laws;
mod policies;
#[cfg(feature = "proptest")]
mod strategies;
mod table;

use tagwright::Policy;

#[track_caller]
pub(crate) fn policy(text: &str) -> Policy {
    let images = "version = 1\nimages = [{ name = \"{project}\", push = \"r.example.com\" }]\n";
    toml::from_str(&format!("{images}{text}")).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

/// Built-in, but with one change to its document.
#[track_caller]
pub(crate) fn changed(change: impl FnOnce(&mut tagwright::PolicyDocument)) -> Policy {
    let mut document = Policy::cwiq().document().clone();
    change(&mut document);
    Policy::new(document).unwrap()
}
