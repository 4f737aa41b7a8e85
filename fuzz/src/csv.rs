//! Readers of comma-separated values.

use std::iter::Peekable;
use std::str::Chars;

/// One record, as Go's `encoding/csv` reads it for BuildKit's options.
#[must_use]
pub fn record(text: &str) -> Option<Vec<String>> {
    let mut rest = text.chars().peekable();
    let mut fields = Vec::new();
    loop {
        fields.push(field(&mut rest)?);
        match rest.next() {
            None => return Some(fields),
            Some(',') => {}
            Some(_) => return None,
        }
    }
}

/// The items of an input of docker's actions, one a record: `Util.getList` of
/// docker/actions-toolkit with `ignoreComma`, over `csv-parse`.
#[must_use]
pub fn items(text: &str) -> Option<Vec<String>> {
    let (mut rest, mut items) = (text.chars().peekable(), Vec::new());
    while rest.peek().is_some() {
        let mut fields = vec![field(&mut rest)?];
        while rest.next_if_eq(&',').is_some() {
            fields.push(field(&mut rest)?);
        }
        if !matches!(rest.next(), None | Some('\n')) {
            return None;
        }
        items.push(fields.join(","));
    }
    items.retain(|item| !item.is_empty());
    Some(items.iter().map(|item| trimmed(item).into()).collect())
}

/// `String.prototype.trim` of ECMAScript, which knows two characters otherwise
/// than Unicode's white space.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|one: char| one == '\u{feff}' || one.is_whitespace() && one != '\u{85}')
}

fn field(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut field = String::new();
    if rest.next_if_eq(&'"').is_none() {
        while let Some(one) = rest.next_if(|one| !matches!(one, ',' | '\n')) {
            // One of them is loose to each of the two readers.
            if matches!(one, '"' | '\r') {
                return None;
            }
            field.push(one);
        }
        return Some(field);
    }
    loop {
        match rest.next()? {
            '"' if rest.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => return Some(field),
            one => field.push(one),
        }
    }
}
