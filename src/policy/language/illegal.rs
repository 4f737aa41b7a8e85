use alloc::vec::Vec;

use super::search::Language;
use crate::policy::{CharSet, NameCase, Needs, TagGrammar};

/// The texts that a place of a plan must not hold, as a deterministic automaton
/// over bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Illegal<'a> {
    /// What is no tag of a grammar, or none that leaves room for so many
    /// characters more.
    Tag(&'a TagGrammar, usize),
    /// What is empty, or begins with none of these characters.
    Beginning(CharSet),
    /// What is no path of a repository, or not what a host needs, whatever its
    /// length.
    Path(NameCase, Needs),
    /// This text alone.
    Text(NameCase, &'a str),
}

/// How far a text has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Start,
    /// A tag of this many characters; whether it may end here.
    Tag(usize, bool),
    /// A path, and whether it has what is needed.
    Path(Behind, bool),
    /// So many bytes of a text, and whether they are all of it.
    Text(usize, bool),
    /// Nothing that follows makes it legal.
    Broken,
}

/// What a path has come to, which decides what may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Behind {
    Slash,
    Alphanumeric,
    Dot,
    Underscore,
    TwoUnderscores,
    Hyphens,
}

impl Illegal<'_> {
    /// Where a byte leads; `None` where all that follows is legal.
    fn next(&self, from: State, byte: u8) -> Option<State> {
        Some(match self {
            Self::Text(case, text) => {
                let State::Text(length, _) = from else { return None };
                let byte = if *case == NameCase::Lower { byte.to_ascii_lowercase() } else { byte };
                if text.as_bytes().get(length) != Some(&byte) {
                    return None;
                }
                State::Text(length + 1, length + 1 == text.len())
            }
            Self::Beginning(begins) => {
                if from == State::Start && begins.contains(char::from(byte)) {
                    return None;
                }
                State::Broken
            }
            Self::Tag(grammar, room) => {
                let character = char::from(byte);
                let (length, allowed) = match from {
                    State::Start => (0, grammar.begins),
                    State::Tag(length, _) => (length, grammar.holds),
                    _ => return Some(State::Broken),
                };
                if !allowed.contains(character) || length + 1 + room > grammar.most {
                    return Some(State::Broken);
                }
                State::Tag(length + 1, grammar.ends.contains(character))
            }
            Self::Path(case, needs) => {
                let behind = match from {
                    State::Start => Behind::Slash,
                    State::Path(behind, _) => behind,
                    _ => return Some(State::Broken),
                };
                let has_needs = match needs {
                    Needs::Nothing => true,
                    Needs::TwoCharacters => from != State::Start,
                    Needs::Namespace => byte == b'/' || matches!(from, State::Path(_, true)),
                };
                let byte = if *case == NameCase::Lower { byte.to_ascii_lowercase() } else { byte };
                step(behind, byte).map_or(State::Broken, |behind| State::Path(behind, has_needs))
            }
        })
    }
}

// path      ::= component ("/" component)*
// component ::= [a-z0-9]+ (separator [a-z0-9]+)*
// separator ::= "." | "_" | "__" | "-"+
// https://github.com/distribution/reference/blob/v0.6.0/regexp.go
fn step(from: Behind, byte: u8) -> Option<Behind> {
    Some(match (from, byte) {
        (_, b'a'..=b'z' | b'0'..=b'9') => Behind::Alphanumeric,
        (Behind::Alphanumeric, b'/') => Behind::Slash,
        (Behind::Alphanumeric, b'.') => Behind::Dot,
        (Behind::Alphanumeric, b'_') => Behind::Underscore,
        (Behind::Underscore, b'_') => Behind::TwoUnderscores,
        (Behind::Alphanumeric | Behind::Hyphens, b'-') => Behind::Hyphens,
        _ => return None,
    })
}

impl Language for Illegal<'_> {
    type State = State;

    fn start(&mut self) -> State {
        match self {
            Self::Text(_, text) => State::Text(0, text.is_empty()),
            _ => State::Start,
        }
    }

    fn step(&mut self, from: State, byte: u8, to: &mut Vec<State>) {
        to.extend(self.next(from, byte));
    }

    fn accepts(&self, state: State) -> bool {
        let is_legal = matches!(
            state,
            State::Tag(_, true) | State::Path(Behind::Alphanumeric, true) | State::Text(_, false)
        );
        !is_legal
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::Illegal;
    use crate::name::Repository;
    use crate::policy::language::search::Language;
    use crate::policy::{Fit, NameCase, Needs, TagGrammar};

    /// Every text of up to five characters that the grammars tell apart, and long
    /// ones.
    #[test]
    fn agrees_with_the_grammars() {
        const UNITS: [char; 8] = ['a', 'Z', '7', '-', '.', '_', '/', '+'];
        let mut all = Vec::from([String::new()]);
        let mut longest = all.clone();
        for _ in 0..5 {
            let append = |text: &String| UNITS.map(|unit| alloc::format!("{text}{unit}"));
            longest = longest.iter().flat_map(append).collect();
            all.extend_from_slice(&longest);
        }
        all.extend([62, 63, 64, 127, 128, 129].map(|length| "a".repeat(length)));
        let accepts = |mut illegal: Illegal<'_>, text: &str| {
            let start = illegal.start();
            let mut bytes = text.bytes();
            let state = bytes.try_fold(start, |from, byte| illegal.next(from, byte));
            state.is_some_and(|state| illegal.accepts(state))
        };
        for text in &all {
            for fits in [&[][..], &[Fit::KubernetesLabel], &[Fit::DnsLabel]] {
                let grammar = TagGrammar::new(fits);
                let begins = text.chars().next().is_some_and(|one| grammar.begins.contains(one));
                assert_eq!(accepts(Illegal::Beginning(grammar.begins), text), !begins, "{text:?}");
                for suffix in ["", "-alpine"] {
                    let illegal = Illegal::Tag(&grammar, suffix.len());
                    let is_legal = grammar.check(text, suffix).is_ok();
                    assert_eq!(accepts(illegal, text), !is_legal, "{text:?}");
                }
            }
            for case in [NameCase::Keep, NameCase::Lower] {
                for one in ["", "a", "a-7", "z/7a"] {
                    let is_one = case.of(text.into()) == one;
                    assert_eq!(accepts(Illegal::Text(case, one), text), is_one, "{text:?}");
                }
                let is_legal = Repository::new(case.of(text.into())).is_ok();
                for needs in [Needs::Nothing, Needs::TwoCharacters, Needs::Namespace] {
                    let is_legal = is_legal && needs.check(text).is_ok();
                    assert_eq!(accepts(Illegal::Path(case, needs), text), !is_legal, "{text:?}");
                }
            }
        }
    }
}
