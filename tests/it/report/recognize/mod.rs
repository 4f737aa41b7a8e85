mod engines;
mod laws;
mod patterns;
mod readings;

use tagwright::recognize::Recognized;
use tagwright::{Policy, Tag};

/// The candidates of a tag, which are the same whether they are asked of a policy or
/// of its recognizer.
#[track_caller]
fn recognized<'p>(policy: &'p Policy, tag: &Tag) -> Vec<Recognized<'p>> {
    let candidates = policy.recognizer().recognize(tag);
    assert_eq!(candidates, policy.recognize(tag));
    candidates
}
