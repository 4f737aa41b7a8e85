use std::fmt::{Debug, Display};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{from_value, to_value};

/// Asserts that every door of a name takes a text or none does, and that what is
/// taken comes out as it went in.
#[track_caller]
pub fn agree<T>(text: &str, is_legal: bool)
where
    T: for<'a> TryFrom<&'a str, Error: Debug> + Display + Debug + Serialize + DeserializeOwned,
{
    let name = T::try_from(text);
    assert_eq!(name.is_ok(), is_legal, "{name:?}");
    assert_eq!(from_value::<T>(text.into()).is_ok(), is_legal, "{name:?}");
    let Ok(name) = name else { return };
    assert!(name.to_string() == text && to_value(&name).is_ok_and(|json| json == text));
}
