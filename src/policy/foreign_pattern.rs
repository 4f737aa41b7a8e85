use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use crate::name::Quoted;

/// What to write for a pattern as other tools have them, which here is the name of
/// one odd ref. A regex between slashes still matches such a ref.
pub(super) fn remedy(source: &str) -> Option<String> {
    const ONE_NAME: &str = "is one name; write a list of names, or a regex between slashes";
    let short = source.strip_prefix("refs/heads/").or_else(|| source.strip_prefix("refs/tags/"));
    if let Some(name) = short.filter(|name| !name.is_empty()) {
        return Some(format!("is a full ref; write {}", Quoted(name)));
    }
    if let Some(name) = source.strip_prefix('!').filter(|name| !name.is_empty()) {
        return Some(format!("excludes nothing; write except = {}", Quoted(name)));
    }
    let inside = source.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    match inside {
        Some((inside, _)) if inside.contains(',') => Some(ONE_NAME.to_owned()),
        Some(_) => {
            Some("has braces, and a pattern has no placeholders; write * for any text".into())
        }
        None => source.contains('|').then(|| ONE_NAME.to_owned()),
    }
}
