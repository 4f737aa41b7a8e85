use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::error::{PolicyError, PolicyErrorKind};
use crate::data::Path;
use crate::name::Quoted;

/// Explains what to write instead of a pattern in the syntax of another tool, which is
/// the name of one odd ref here. A regex between slashes still matches such a ref.
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

/// Rejects a pattern over declared values that matches nothing, or that is in the
/// syntax of another tool and so would match one odd string.
pub(super) fn check_value(source: &str, path: &Path<'_>) -> Result<(), PolicyError> {
    const REGEX: &str = "write a regex between slashes, such as \"/[0-9]{1,9}/\"";
    let refuse = |message: &str| {
        let message = format!("{} {message}", Quoted(source));
        Err(PolicyError::new(PolicyErrorKind::Pattern, path, message))
    };
    let has = |open, close| source.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    if matches!(source, "" | "//") {
        return refuse("matches no value; a value is never empty");
    }
    if let Some(rest) = source.strip_prefix('/') {
        if rest.ends_with('/') {
            return Ok(());
        }
        return refuse("begins with '/' and does not end with it; a regex is written between two");
    }
    if source.starts_with('!') {
        return refuse(&format!("excludes nothing; {REGEX}"));
    }
    if has('[', ']') || has('{', '}') || source.contains('|') {
        return refuse(&format!("is one text; {REGEX}"));
    }
    if source.contains(char::is_control) {
        return refuse("matches no value; a value is one line without control characters");
    }
    Ok(())
}

/// Rewrites a regex with flags after it, such as `/main/i`, in the syntax of this
/// crate: `/(?i)main/`. `rest` is everything after the first slash.
pub(super) fn with_flags(rest: &str) -> Option<String> {
    let (expression, flags) = rest.rsplit_once('/')?;
    let are_flags = flags.len() <= 6 && flags.bytes().all(|flag| flag.is_ascii_lowercase());
    if expression.is_empty() || !are_flags {
        return None;
    }
    // The other flags ask for what every regex here does anyway, or have no effect on a
    // single name.
    let ours: String = flags.chars().filter(|flag| "ims".contains(*flag)).collect();
    Some(match &*ours {
        "" => format!("/{expression}/"),
        ours => format!("/(?{ours}){expression}/"),
    })
}
