//! A reader of command lines.

/// Splits a simple command into its words as a POSIX shell does (XCU 2.2 and
/// 2.3); nothing, where the shell would expand, redirect or go on with another
/// command.
#[must_use]
pub fn words(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut rest = text.chars();
    while let Some(one) = rest.next() {
        if matches!(one, ' ' | '\t') {
            words.extend(word.take());
            continue;
        }
        let is_first = word.is_none();
        let word = word.get_or_insert_default();
        match one {
            '\'' => loop {
                match rest.next()? {
                    '\'' => break,
                    inner => word.push(inner),
                }
            },
            '"' => loop {
                match rest.next()? {
                    '"' => break,
                    '$' | '`' => return None,
                    '\\' => match rest.next()? {
                        '\n' => {}
                        escaped @ ('$' | '`' | '"' | '\\') => word.push(escaped),
                        other => word.extend(['\\', other]),
                    },
                    inner => word.push(inner),
                }
            },
            '\\' => match rest.next()? {
                '\n' => {}
                escaped => word.push(escaped),
            },
            '~' | '#' if is_first => return None,
            // An assignment before the command.
            '=' if words.is_empty() => return None,
            active if ACTIVE.contains(active) => return None,
            plain => word.push(plain),
        }
    }
    words.extend(word);
    Some(words)
}

/// Expansions, operators, and the patterns, braces and history of some shells.
const ACTIVE: &str = "\n$`|&;<>()*?[{}!^";
