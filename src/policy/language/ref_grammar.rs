/// How far git's grammar of ref names has come.
///
/// <https://git-scm.com/docs/git-check-ref-format>; `RefName` checks the same
/// of a whole name, and the two are compared in tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RefGrammar {
    /// At the first character of a component.
    Start,
    Plain,
    /// After `@`.
    At,
    /// After this many characters of `.lock`.
    Lock(u8),
    /// Anywhere in a name, of which only what follows is read.
    Inside,
}

impl RefGrammar {
    pub(crate) fn step(self, character: char) -> Option<Self> {
        const LOCK: [char; 5] = ['.', 'l', 'o', 'c', 'k'];
        match (self, character) {
            (_, '\0'..=' ' | '\x7F' | '~' | '^' | ':' | '?' | '*' | '[' | '\\')
            | (Self::Start, '/' | '.')
            | (Self::Lock(1), '.')
            | (Self::Lock(5), '/')
            | (Self::At, '{') => None,
            (_, '/') => Some(Self::Start),
            (_, '.') => Some(Self::Lock(1)),
            (_, '@') => Some(Self::At),
            (Self::Lock(seen), found) if LOCK.get(usize::from(seen)) == Some(&found) => {
                Some(Self::Lock(seen + 1))
            }
            _ => Some(Self::Plain),
        }
    }

    pub(crate) fn accepts(self) -> bool {
        !matches!(self, Self::Start | Self::Lock(1 | 5))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::RefGrammar;
    use crate::name::RefName;

    /// Every text of up to four characters of the grammar's own, and every one
    /// with `.lock` among them.
    #[test]
    fn agrees_with_ref_name() {
        const UNITS: [&str; 15] = [
            "a", "/", ".", "@", "{", "-", "l", "~", " ", "\x7F", "é", ".loc", "lock", ".lock", "*",
        ];
        let mut texts: Vec<String> = Vec::from([String::new()]);
        let mut compared = 0;
        for _ in 0..4 {
            texts = texts
                .iter()
                .flat_map(|text| UNITS.iter().map(move |unit| text.clone() + unit))
                .collect();
            for text in &texts {
                let end = text.chars().try_fold(RefGrammar::Start, RefGrammar::step);
                let accepted = end.is_some_and(RefGrammar::accepts);
                assert_eq!(accepted, RefName::new(text.as_str()).is_ok(), "{text:?}");
                compared += 1;
            }
        }
        assert_eq!(compared, 15 + 225 + 3_375 + 50_625);
    }
}
