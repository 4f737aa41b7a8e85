//! The texts that a place of a plan must not hold.

use super::dfa::Dfa;
use super::expression::Expression;
use crate::policy::{CharSet, NameCase, Needs, TagGrammar};

impl Dfa {
    /// The texts that are not valid tags of a grammar.
    pub(crate) fn no_tag(grammar: &TagGrammar) -> Option<Self> {
        Some(Self::of(&tag(grammar, grammar.most))?.complement())
    }

    /// The texts that are empty, or do not begin with one of these bytes.
    pub(crate) fn no_beginning(begins: CharSet) -> Option<Self> {
        let first = Expression::Class(CharSet::EVERY.without(begins));
        let rest = Expression::run(CharSet::EVERY, 0, None);
        Self::of(&Expression::all([first, rest]).optional())
    }

    /// The texts that have another character than these.
    pub(crate) fn foreign(holds: CharSet) -> Option<Self> {
        let any = || Expression::run(CharSet::EVERY, 0, None);
        let other = Expression::Class(CharSet::EVERY.without(holds));
        Self::of(&Expression::all([any(), other, any()]))
    }

    /// The texts that are not a valid path of a repository, or not what a host needs,
    /// whatever their length.
    pub(crate) fn no_path(case: NameCase, needs: Needs) -> Option<Self> {
        Some(Self::of(&path(case, needs))?.complement())
    }

    /// A text, after its letters were made what the image says.
    pub(crate) fn text(case: NameCase, text: &str) -> Option<Self> {
        let bytes = text.bytes().map(|byte| Expression::Class(class(case, CharSet::of(&[byte]))));
        Self::of(&Expression::all(bytes))
    }
}

fn tag(grammar: &TagGrammar, most: usize) -> Expression {
    let TagGrammar { begins, holds, ends, .. } = *grammar;
    let one = (most >= 1).then(|| Expression::Class(begins.and(ends)));
    let more = most.checked_sub(2).map(|inner| {
        let inner = Expression::run(holds, 0, inner);
        Expression::all([Expression::Class(begins), inner, Expression::Class(ends)])
    });
    Expression::any(one.into_iter().chain(more))
}

// path      ::= component ("/" component)*
// component ::= [a-z0-9]+ (separator [a-z0-9]+)*
// separator ::= "." | "_" | "__" | "-"+
// https://github.com/distribution/reference/blob/v0.6.0/regexp.go
fn path(case: NameCase, needs: Needs) -> Expression {
    let alphanumeric = class(case, CharSet::LOWER.or(CharSet::DIGITS));
    let some = || Expression::run(alphanumeric, 1, None);
    let slash = || Expression::text("/");
    let separator = || {
        let hyphens = Expression::run(CharSet::HYPHEN, 1, None);
        Expression::any([".", "_", "__"].map(Expression::text).into_iter().chain([hyphens]))
    };
    let more = || Expression::all([Expression::any([separator(), slash()]), some()]);
    let rest = || more().times(0, None);
    match needs {
        Needs::Nothing => Expression::all([some(), rest()]),
        Needs::TwoCharacters => {
            let second = Expression::any([Expression::Class(alphanumeric), more()]);
            let rest = Expression::all([Expression::run(alphanumeric, 0, None), rest()]);
            Expression::all([Expression::Class(alphanumeric), second, rest])
        }
        Needs::Namespace => {
            let component = Expression::all([separator(), some()]).times(0, None);
            Expression::all([some(), component, slash(), some(), rest()])
        }
    }
}

/// What becomes one of these bytes, of which none is upper-case.
fn class(case: NameCase, bytes: CharSet) -> CharSet {
    match case {
        NameCase::Keep => bytes,
        NameCase::Lower => {
            let upper = (b'A'..=b'Z').filter(|byte| bytes.holds(byte.to_ascii_lowercase()));
            upper.fold(bytes, |all, byte| all.or(CharSet::of(&[byte])))
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::Dfa;
    use crate::name::is_repository;
    use crate::policy::language::interner::StateId;
    use crate::policy::{NameCase, Needs, TagConstraint, TagGrammar};

    /// Every text of up to five characters that the grammars distinguish, and long
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
        let accepts = |illegal: &mut Dfa, text: &str| {
            let mut bytes = text.bytes();
            let end = bytes.try_fold(StateId::START, |from, byte| illegal.next(from, byte, &mut 0));
            end.is_some_and(|state| illegal.is_end(state))
        };
        let compare = |illegal: Option<Dfa>, is_illegal: &dyn Fn(&str) -> bool| {
            let mut illegal = illegal.unwrap();
            for text in &all {
                assert_eq!(accepts(&mut illegal, text), is_illegal(text), "{text:?}");
            }
        };
        for fits in [&[][..], &[TagConstraint::KubernetesLabel], &[TagConstraint::DnsLabel]] {
            let grammar = TagGrammar::new(fits);
            compare(Dfa::no_beginning(grammar.begins), &|text| {
                !text.chars().next().is_some_and(|one| grammar.begins.contains(one))
            });
            compare(Dfa::no_tag(&grammar), &|text| grammar.check(text).is_err());
            let shorter = TagGrammar { most: grammar.most - "-alpine".len(), ..grammar };
            compare(Dfa::no_tag(&shorter), &|text| shorter.check(text).is_err());
        }
        for case in [NameCase::Keep, NameCase::Lower] {
            for one in ["", "a", "a-7", "z/7a"] {
                compare(Dfa::text(case, one), &|text| case.of(text.into()) == one);
            }
            for needs in [Needs::Nothing, Needs::TwoCharacters, Needs::Namespace] {
                compare(Dfa::no_path(case, needs), &|text| {
                    let is_path = is_repository(&case.of(text.into()));
                    !(is_path && needs.check(text).is_ok())
                });
            }
        }
    }
}
