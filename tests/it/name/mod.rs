mod commit_sha;
mod digest;
pub(crate) mod doors;
mod env_key;
mod env_value;
mod exhaustive;
mod git_ref;
mod image_name;
mod laws;
mod platform;
mod readers;
mod ref_name;
mod reference;
mod reference_grammar;
mod reference_ref;
mod reference_vectors;
mod registry;
mod repository;
mod slug;
mod slug_rules;
mod tag;
mod timestamp;
mod traits;
mod words;

use core::fmt::Debug;

use tagwright::NameError;
use tagwright::name::NameErrorKind;

/// Asserts the whole message of each text that a door refuses.
#[track_caller]
pub(crate) fn refuses_at(door: impl Fn(&str) -> Result<(), String>, rows: &[(&str, &str)]) {
    for (input, message) in rows {
        assert_eq!(door(input).expect_err(input), *message);
    }
}

/// Asserts the whole message of each refused text.
#[track_caller]
pub(crate) fn refuses<T: Debug>(
    door: impl Fn(&str) -> Result<T, NameError>,
    rows: &[(&str, &str)],
) {
    for (input, message) in rows {
        let error = door(input).expect_err(input);
        assert_eq!(error.to_string(), *message);
        let kind = error.kind();
        let is_empty =
            ["it is empty", "a part is missing"].iter().any(|said| message.contains(said));
        assert_eq!(kind == NameErrorKind::Empty, is_empty, "{message}");
        let is_end = kind == NameErrorKind::UnexpectedEnd;
        assert_eq!(is_end, message.contains("unexpected end"), "{message}");
        assert_eq!(error.input(), *input);
        assert!(error.index() <= input.len(), "{error}");
    }
}
