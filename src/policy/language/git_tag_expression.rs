//! Git tags, as names hold them.

use alloc::vec::Vec;

use super::expression::Expression;
use crate::policy::CharSet;

const PLUS: CharSet = CharSet::of(b"+");

impl Expression {
    /// Its texts, in which every `+` is `_`.
    pub(crate) fn in_name(self) -> Self {
        match self {
            Self::Text(text) => Self::text(text.replace('+', "_")),
            Self::Class(class) if class.meets(PLUS) && class != CharSet::EVERY => {
                Self::Class(class.without(PLUS).or(CharSet::of(b"_")))
            }
            Self::All(parts) => Self::all(parts.into_iter().map(Self::in_name)),
            Self::Any(parts) => Self::any(parts.into_iter().map(Self::in_name)),
            Self::Times(part, least, most) => part.in_name().times(least, most),
            // All characters remain some of all.
            Self::Class(_) | Self::Character | Self::Start | Self::End => self,
        }
    }

    /// Its texts without one leading `v` that a digit follows; `None` for one that may begin
    /// in very many ways.
    pub(crate) fn version(&self) -> Option<Self> {
        let v = CharSet::of(b"v");
        let after_v = self.after(v)?;
        let others = after_v.beginning(CharSet::EVERY.without(CharSet::DIGITS))?;
        let is_v = !after_v.is_never() && after_v.shape().least == 0;
        let written = match (is_v, others.is_never()) {
            (false, true) => Self::NEVER,
            (true, true) => Self::text("v"),
            (true, false) => Self::all([Self::text("v"), others.optional()]),
            (false, false) => Self::all([Self::text("v"), others]),
        };
        let all = [
            after_v.beginning(CharSet::DIGITS)?,
            written,
            self.beginning(CharSet::EVERY.without(v))?,
        ];
        Some(Self::any(all.into_iter().filter(|one| !one.is_never())))
    }

    /// Its texts that begin with one of these bytes.
    fn beginning(&self, first: CharSet) -> Option<Self> {
        self.first(&|bytes| match bytes.and(first) {
            CharSet::NONE => Self::NEVER,
            class => Self::one_of(class),
        })
    }

    /// What follows one of these bytes in its texts that begin with it.
    fn after(&self, first: CharSet) -> Option<Self> {
        self.first(&|bytes| if bytes.meets(first) { Self::text("") } else { Self::NEVER })
    }

    /// Its texts that are not empty, with something else in the place of the first byte.
    fn first(&self, other: &dyn Fn(CharSet) -> Self) -> Option<Self> {
        Some(match self {
            Self::Text(text) => match (text.as_bytes().first(), text.get(1..)) {
                (None, _) => Self::NEVER,
                (Some(first), Some(rest)) => {
                    let rest = (!rest.is_empty()).then(|| Self::text(rest));
                    other(CharSet::of(&[*first])).followed_by(rest)
                }
                (Some(_), None) if other(CharSet::BEYOND_ASCII).is_never() => Self::NEVER,
                (Some(_), None) => self.clone(),
            },
            Self::Class(class) => other(*class),
            Self::Character => {
                let ascii = CharSet::EVERY.without(CharSet::BEYOND_ASCII);
                let is_foreign = !other(CharSet::BEYOND_ASCII).is_never();
                let foreign =
                    is_foreign.then(|| Self::run(CharSet::BEYOND_ASCII, 2, char::MAX.len_utf8()));
                Self::any_of([Some(other(ascii))].into_iter().chain(foreign.map(Some)))?
            }
            Self::All(parts) => {
                let is_nullable = |part: &&Self| part.shape().least == 0;
                let nullable = parts.iter().take_while(is_nullable).count();
                if nullable > MOST_BEGINNINGS {
                    return None;
                }
                let begins = parts.iter().take(nullable + 1).enumerate().map(|(index, part)| {
                    let rest = parts.iter().skip(index + 1).cloned();
                    Some(part.first(other)?.followed_by(rest))
                });
                Self::any_of(begins)?
            }
            Self::Any(parts) => Self::any_of(parts.iter().map(|part| part.first(other)))?,
            Self::Times(part, least, most) if *most != Some(0) => {
                let again = |most| (**part).clone().times(least.saturating_sub(1), most);
                let rest = (*most != Some(1)).then(|| again(most.map(|most| most - 1)));
                part.first(other)?.followed_by(rest)
            }
            Self::Times(..) | Self::Start | Self::End => Self::NEVER,
        })
    }

    fn any_of(parts: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let parts: Vec<Self> = parts.collect::<Option<_>>()?;
        Some(Self::any(parts.into_iter().filter(|part| !part.is_never())))
    }

    /// Its texts, each followed by those of the rest.
    fn followed_by(self, rest: impl IntoIterator<Item = Self>) -> Self {
        if self.is_never() {
            return self;
        }
        let begin = (self != Self::text("")).then_some(self);
        Self::all(begin.into_iter().chain(rest))
    }
}

/// How many parts that may be empty may come first: what follows each is written out again.
const MOST_BEGINNINGS: usize = 4;

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::Expression;
    use crate::policy::language::dfa::Dfa;
    use crate::policy::language::interner::StateId;

    const LETTERS: [&str; 6] = ["v", "1", "+", "_", "a", "é"];

    fn texts() -> Vec<String> {
        let mut longest = Vec::from([String::new()]);
        let mut all = Vec::new();
        for _ in 0..4 {
            let longer = |text: &String| LETTERS.map(|letter| [&**text, letter].concat());
            longest = longest.iter().flat_map(longer).collect();
            all.extend_from_slice(&longest);
        }
        all
    }

    fn has(dfa: &mut Dfa, text: &str) -> bool {
        let mut bytes = text.bytes();
        let end = bytes.try_fold(StateId::START, |from, byte| dfa.next(from, byte, &mut 0));
        end.is_some_and(|state| dfa.is_end(state))
    }

    /// What a plan writes for `{version}`, of a git tag that no release rule takes.
    fn version(git_tag: &str) -> String {
        let rest = git_tag.strip_prefix('v').filter(|rest| rest.starts_with('1'));
        rest.unwrap_or(git_tag).replace('+', "_")
    }

    /// Of every small git tag that a pattern takes, the version is a text of the expression,
    /// and the expression has no other that a name can hold.
    #[test]
    fn the_versions_of_a_pattern_are_those_of_its_names() {
        let texts = texts();
        for pattern in [
            "v*", "*", "?", "??", "v?", "v?+", "*1", "v1*", "1*", "v", "vv*", "v+*", "a", "é?",
            "?v*", "*?1", "***1",
        ] {
            check(&texts, pattern, &Expression::glob(pattern));
        }
        for regex in [
            "v?1[+_]?",
            "v+1",
            "(v|a)[1a+]*",
            "(v?1)?",
            "v(1|a)|1",
            "v{0,2}1",
            "[v1]+",
            "a*v*1",
            "é|v1",
            "^v1$",
            "(v|)(1|)a",
            ".*",
            "[^v].*",
        ] {
            let Some(expression) = Expression::of_regex(regex) else { panic!("{regex}") };
            check(&texts, regex, &expression);
        }
    }

    fn check(texts: &[String], pattern: &str, names: &Expression) {
        let versions = names.version().unwrap().in_name();
        let [mut names, mut versions] = [names, &versions].map(|one| Dfa::of(one).unwrap());
        let taken = texts.iter().filter(|text| has(&mut names, text));
        let expected: BTreeSet<String> = taken.map(|name| version(name)).collect();
        for text in &expected {
            assert!(has(&mut versions, text), "{pattern}: {text}");
        }
        // Longer names have these versions too; and a wildcard is any byte.
        let short =
            texts.iter().filter(|text| text.chars().count() < 4 && !text.contains(['é', '+']));
        for text in short.filter(|text| !expected.contains(*text)) {
            assert!(!has(&mut versions, text), "{pattern}: {text}");
        }
    }

    #[test]
    fn what_may_begin_in_too_many_ways_is_left_open() {
        let many = Expression::of_regex("a*b*c*d*e*v1").unwrap();
        assert_eq!(many.version(), None);
        let few = Expression::of_regex("a*b*c*d*v1").unwrap();
        assert!(few.version().is_some());
    }
}
