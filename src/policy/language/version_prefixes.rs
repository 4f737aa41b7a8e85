use alloc::collections::{BTreeSet, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;

use super::dfa::Dfa;
use super::interner::StateId;
use super::name_automaton::NameAutomaton;
use crate::policy::{PrereleaseFilter, Projects, ReleaseFilter, VersionScheme};

impl NameAutomaton {
    /// The texts after which a name may continue with a version and end with it, at
    /// most `most` of them. Of the texts that lead to one state, only the shortest is
    /// returned.
    ///
    /// A version does not begin within a number, nor after a number and a dot. If there
    /// are texts that begin with a letter or a digit, as image tags do, only they are
    /// returned.
    pub(crate) fn version_prefixes(&mut self, scheme: VersionScheme, most: usize) -> Vec<String> {
        let is_usual = |first: char| first.is_ascii_alphanumeric();
        let found = self.prefixes_beginning(is_usual, scheme, most);
        if found.is_empty() { self.prefixes_beginning(|_| true, scheme, most) } else { found }
    }

    fn prefixes_beginning(
        &mut self,
        with: fn(char) -> bool,
        scheme: VersionScheme,
        most: usize,
    ) -> Vec<String> {
        let any = ReleaseFilter::of("", scheme, PrereleaseFilter::Include);
        let any = any.expression(Projects::Matching(None));
        let Some(mut versions) = Dfa::of(&any) else { return Vec::new() };
        let symbols = self.symbols().to_vec();
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([(StateId::START, false)]);
        let mut open = VecDeque::from([(StateId::START, String::new())]);
        while let Some((state, text)) = open.pop_front() {
            if !is_within_number(&text) && self.may_end_with(&mut versions, state, &symbols) {
                found.push(text.clone());
                if found.len() == most {
                    break;
                }
            }
            for symbol in symbols.iter().filter(|one| !text.is_empty() || with(**one)) {
                let Some(to) = self.step(state, *symbol) else { continue };
                let longer = text.clone() + symbol.encode_utf8(&mut [0; 4]);
                if seen.insert((to, is_within_number(&longer))) {
                    open.push_back((to, longer));
                }
            }
        }
        found
    }

    fn may_end_with(&mut self, versions: &mut Dfa, from: StateId, symbols: &[char]) -> bool {
        let start = (from, StateId::START);
        let mut seen = BTreeSet::from([start]);
        let mut open = Vec::from([start]);
        while let Some((state, version)) = open.pop() {
            if versions.is_end(version) && self.accepts(state) {
                return true;
            }
            if !self.effort().spend(1) {
                return false;
            }
            for symbol in symbols {
                let Some(version) = versions.read(version, *symbol, &mut 0) else { continue };
                let Some(state) = self.step(state, *symbol) else { continue };
                if seen.insert((state, version)) {
                    open.push((state, version));
                }
            }
        }
        false
    }
}

fn is_within_number(text: &str) -> bool {
    text.strip_suffix('.').unwrap_or(text).ends_with(|last: char| last.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::NameAutomaton;
    use crate::policy::VersionScheme;

    #[test]
    fn versions_begin_after_every_alternative() {
        for (pattern, expected) in [
            ("v*", &["v"][..]),
            ("/v1[.][0-9]+[.]0|x-.*|/", &["v", "x-"]),
            ("/(?:a-)?rel[.][0-9]+[.][0-9]+[.][0-9]+/", &["rel."]),
            ("/20[0-9]{2}[.][0-9]+[.][0-9]+/", &[""]),
            ("/v[0-9]+/", &[]),
        ] {
            let mut names = NameAutomaton::matching(pattern, 200_000);
            let found = names.version_prefixes(VersionScheme::SemVer, 8);
            assert!(expected.iter().all(|one| found.iter().any(|two| one == two)), "{found:?}");
            assert_eq!(expected.is_empty(), found.is_empty(), "{pattern}: {found:?}");
        }
    }
}
