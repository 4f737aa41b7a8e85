mod audit;
mod captures;
mod diff;
mod explain;
mod laws;
mod policies;
mod recognize;
mod table;
mod testing;
mod verify;

use tagwright::Policy;

#[track_caller]
fn rule(name: &str, when: &str, tags: &str) -> String {
    format!("\n[[rules]]\nname = \"{name}\"\nwhen = {when}\ntags = {tags}\n")
}

/// Built-in, but with one change to its document.
#[track_caller]
pub(crate) fn changed(change: impl FnOnce(&mut tagwright::PolicyDocument)) -> Policy {
    let mut document = Policy::cwiq().document().clone();
    change(&mut document);
    Policy::new(document).unwrap()
}
