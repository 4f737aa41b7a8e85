//! The names that a person would choose.
//!
//! A collision is an error of the policy where somebody can cause it without meaning to. Nobody
//! calls a branch by 40 hex digits, or `latest-` with a stray hyphen; but `latest`, `1.2`,
//! `nightly-20260318` and `Main` are words, versions and dates that people do use.

use crate::policy::language::{Dfa, NameAutomaton};

/// A set of names that a person would choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LikelyName {
    /// Of a branch: words of letters and digits, with one separator between each two.
    Words,
    /// Of the git tag of a release: two numbers or more, and what may follow a version.
    Version,
}

impl LikelyName {
    const fn regex(self) -> &'static str {
        match self {
            Self::Words => "[0-9A-Za-z]+(?:[-_./][0-9A-Za-z]+)*",
            Self::Version => r"v?[0-9]+(?:\.[0-9]+)+(?:[-+.][0-9A-Za-z]+)*",
        }
    }

    pub(super) fn holds(self, name: &str) -> bool {
        Dfa::of_regex(self.regex()).is_some_and(|mut names| names.has(name))
    }

    /// Those of some names that are likely.
    pub(super) fn of(self, names: &NameAutomaton) -> NameAutomaton {
        match Dfa::of_regex(self.regex()) {
            Some(likely) => names.anew().within(likely),
            None => names.anew(),
        }
    }
}

/// What prereleases are called, whatever the variants of an image are.
pub(super) fn is_prerelease_word(word: &str) -> bool {
    const WORDS: [&str; 9] =
        ["alpha", "beta", "canary", "dev", "next", "nightly", "pre", "preview", "rc"];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::LikelyName;

    #[test]
    fn words_and_versions_are_likely() {
        for name in ["latest", "Main", "1.2", "feature/a", "nightly-20260318", "fix_it", "a1b2c3d8"]
        {
            assert!(LikelyName::Words.holds(name), "{name}");
        }
        for name in ["", "latest-", "-latest", "a--b", "a-/b", "latest+", "é", "#12"] {
            assert!(!LikelyName::Words.holds(name), "{name}");
        }
        for name in ["v1.0", "1.0.0", "v1.0.0-rc.1", "2024.07.0", "1.0.0+build.5"] {
            assert!(LikelyName::Version.holds(name), "{name}");
        }
        for name in ["pr-1", "latest", "1", "v1", "nightly", "20260318", "1.0.0_a"] {
            assert!(!LikelyName::Version.holds(name), "{name}");
        }
    }
}
