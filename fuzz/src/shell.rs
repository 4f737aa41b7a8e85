//! Readers of what is written for a shell.

use std::iter::Peekable;
use std::str::Chars;

/// Reads lines of simple commands, and commands joined by `&&` at the end of a
/// line, as a POSIX shell does (XCU 2.2, 2.3 and 2.9); nothing, where the shell
/// would do more than to run each with these words.
#[must_use]
pub fn commands(text: &str) -> Option<Vec<Vec<String>>> {
    let (mut rest, mut commands) = (text.chars().peekable(), Vec::new());
    while rest.peek().is_some() {
        commands.push(command(&mut rest)?);
    }
    Some(commands)
}

fn command(rest: &mut Peekable<Chars<'_>>) -> Option<Vec<String>> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    while let Some(one) = rest.next() {
        match one {
            ' ' | '\t' => {
                words.extend(word.take());
                continue;
            }
            '\n' => break,
            '&' if rest.next() == Some('&') && rest.next() == Some('\n') => {
                rest.peek()?;
                break;
            }
            _ => {}
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
            '#' if is_first => return None,
            // An assignment before the command.
            '=' if words.is_empty() => return None,
            active if ACTIVE.contains(active) => return None,
            plain => word.push(plain),
        }
    }
    words.extend(word);
    (!words.is_empty()).then_some(words)
}

/// Expansions, operators, and the patterns, braces and history of some shells.
/// `~` is expanded behind each `:` and `=` of an assignment as well.
const ACTIVE: &str = "$`|&;<>()*?[{}!^~";
