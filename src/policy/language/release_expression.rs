//! Git tags that are versions, as expressions.

use super::distinctions::Distinctions;
use super::expression::Expression;
use super::{pep440_expression, sem_ver_expression};
use crate::policy::version::Dotted;
use crate::policy::{
    BuildMetadata, CharSet, PrereleaseFilter, Projects, ReleaseFilter, VersionScheme,
};

/// The digits of `u64::MAX`.
pub(crate) const LONGEST_NUMBER: usize = 20;

impl ReleaseFilter {
    /// The git tags that it takes, of some projects.
    pub(crate) fn expression(&self, projects: Projects<'_>) -> Expression {
        let prefixes = self.prefixes.iter().map(|prefix| prefix.expression(projects));
        Expression::all([Expression::any(prefixes), self.git_tag_version()])
    }

    /// Adds the characters that it distinguishes from others, except for those of
    /// SemVer, which every search for names tries anyway.
    pub(super) fn distinguish(&self, projects: Projects<'_>, distinctions: &mut Distinctions) {
        for prefix in &self.prefixes {
            prefix.expression(projects).distinguish(distinctions);
        }
        if self.scheme == VersionScheme::Pep440 {
            self.git_tag_version().distinguish(distinctions);
        }
    }

    /// The versions as git tags have them.
    fn git_tag_version(&self) -> Expression {
        match self.scheme {
            VersionScheme::SemVer => {
                sem_ver_expression::version(self.prerelease, BuildMetadata::Keep)
            }
            VersionScheme::Dotted => dotted(self.prerelease),
            VersionScheme::Pep440 => pep440_expression::spellings(self.prerelease),
        }
    }

    /// What a version begins with in a git tag.
    pub(super) fn begins(&self) -> CharSet {
        match self.scheme {
            VersionScheme::SemVer | VersionScheme::Dotted => CharSet::DIGITS,
            VersionScheme::Pep440 => CharSet::DIGITS.or(CharSet::of(b"vV")),
        }
    }

    /// What `{version}` may be in a name.
    pub(crate) fn version(&self) -> Expression {
        match self.scheme {
            VersionScheme::SemVer => {
                sem_ver_expression::version(self.prerelease, self.build).in_name()
            }
            VersionScheme::Dotted => dotted(self.prerelease),
            VersionScheme::Pep440 => {
                pep440_expression::normal_forms(self.prerelease, self.build).in_name()
            }
        }
    }

    /// What `{major}` and `{minor}` may be.
    pub(crate) fn number(&self) -> Expression {
        match self.scheme {
            VersionScheme::SemVer | VersionScheme::Pep440 => Expression::number(LONGEST_NUMBER),
            VersionScheme::Dotted => digits(),
        }
    }

    /// What `{prerelease}` may be.
    pub(crate) fn prerelease(&self) -> Expression {
        match self.scheme {
            VersionScheme::SemVer | VersionScheme::Dotted => sem_ver_expression::prerelease(),
            VersionScheme::Pep440 => pep440_expression::prerelease(),
        }
    }
}

/// The git tags that `release = false` is sure to exclude.
pub(super) fn usual_versions() -> Expression {
    let version = sem_ver_expression::small_version(PrereleaseFilter::Include);
    Expression::all([Expression::text("v"), version])
}

/// The digits of one number of a dotted version.
pub(super) fn digits() -> Expression {
    Expression::run(CharSet::DIGITS, 1, Dotted::MOST_DIGITS)
}

fn dotted(filter: PrereleaseFilter) -> Expression {
    if filter == PrereleaseFilter::Only {
        return Expression::NEVER;
    }
    let more = Expression::all([Expression::text("."), digits()]);
    Expression::all([digits(), more.times(Dotted::LEAST - 1, Dotted::MOST - 1)])
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::usual_versions;
    use crate::policy::language::dfa::Dfa;
    use crate::policy::language::expression::Expression;
    use crate::policy::language::interner::StateId;
    use crate::policy::{BuildMetadata, PrereleaseFilter, Projects, ReleaseFilter, VersionScheme};

    const PRERELEASES: [PrereleaseFilter; 3] =
        [PrereleaseFilter::Exclude, PrereleaseFilter::Only, PrereleaseFilter::Include];

    fn accepts(dfa: &mut Dfa, text: &str) -> bool {
        let mut characters = text.chars();
        let end = characters.try_fold(StateId::START, |from, one| dfa.read(from, one, &mut 0));
        end.is_some_and(|state| dfa.is_end(state))
    }

    fn dfa(expression: &Expression) -> Dfa {
        Dfa::of(expression).unwrap()
    }

    /// Every text of the units that a grammar distinguishes, after some beginnings.
    fn texts(scheme: VersionScheme) -> Vec<String> {
        let (beginnings, units, most): (&[&str], &[&str], _) = match scheme {
            VersionScheme::SemVer => (
                &["", "0.0.", "1.10.0", "1.0.0-", "1.0.0-a.0", "1.0.0+", "1.0.0-0+"],
                &["0", "1", ".", "-", "+", "a", "_"],
                5,
            ),
            VersionScheme::Dotted => (&["", "0.01.", "1.2.3.4"], &["0", "1", ".", "-", "v"], 5),
            VersionScheme::Pep440 => (
                &["", "v", "1", "0.1-a1", "1.0+"],
                &[
                    "0", "1", ".", "-", "_", "+", "!", "a", "Alpha", "b", "beta", "c", "rc", "pre",
                    "preview", "post", "rev", "r", "dev", "v", "x",
                ],
                3,
            ),
        };
        let mut longest: Vec<String> = beginnings.iter().copied().map(String::from).collect();
        let mut all = longest.clone();
        for _ in 0..most {
            longest = longest
                .iter()
                .flat_map(|text| units.iter().map(move |unit| format!("{text}{unit}")))
                .collect();
            all.extend_from_slice(&longest);
        }
        all
    }

    /// A git tag is of the expression if and only if it is read as such a release, and what
    /// `{version}` makes of it is of the expression of that.
    #[test]
    fn the_expressions_are_what_plans_read_and_write() {
        for scheme in [VersionScheme::SemVer, VersionScheme::Dotted, VersionScheme::Pep440] {
            let texts = texts(scheme);
            for prerelease in PRERELEASES {
                let keeping = ReleaseFilter::of("", scheme, prerelease);
                let dropping = ReleaseFilter { build: BuildMetadata::Drop, ..keeping.clone() };
                let mut taken = dfa(&keeping.expression(Projects::Matching(None)));
                let mut versions = [&keeping, &dropping].map(|filter| dfa(&filter.version()));
                for text in &texts {
                    let read = keeping.read(text, "");
                    assert_eq!(accepts(&mut taken, text), read.is_ok(), "{text:?} {keeping:?}");
                    for (filter, versions) in [&keeping, &dropping].into_iter().zip(&mut versions) {
                        let Ok(release) = filter.read(text, "") else { continue };
                        let mut version = String::new();
                        release.write_version(&mut version);
                        assert!(accepts(versions, &version), "{version:?} {filter:?}");
                        assert!(filter.gives(&version.replace('_', "+")), "{version:?} {filter:?}");
                    }
                }
                for text in &texts {
                    for (filter, versions) in [&keeping, &dropping].into_iter().zip(&mut versions) {
                        let in_name = text.replace('+', "_");
                        let expected = !text.contains('_') && filter.gives(text);
                        let is_plus = text.matches('_').count() == 1 && !text.contains('+');
                        let is_other = is_plus && filter.gives(&text.replace('_', "+"));
                        let found = accepts(versions, &in_name);
                        assert_eq!(found, expected || is_other, "{text:?} {filter:?}");
                    }
                }
            }
        }
    }

    /// As many digits as the largest number has, and no more.
    #[test]
    fn a_number_has_no_more_digits_than_the_largest() {
        let filter = ReleaseFilter::of("", VersionScheme::SemVer, PrereleaseFilter::Exclude);
        let mut taken = dfa(&filter.expression(Projects::Matching(None)));
        let largest = format!("{}.1.1", u64::MAX);
        assert!(accepts(&mut taken, &largest) && filter.read(&largest, "").is_ok());
        let more = format!("{}0.1.1", u64::MAX);
        assert!(!accepts(&mut taken, &more) && filter.read(&more, "").is_err());
        let filter = ReleaseFilter::of("", VersionScheme::Dotted, PrereleaseFilter::Exclude);
        let mut taken = dfa(&filter.expression(Projects::Matching(None)));
        for (digits, expected) in [(20, true), (21, false)] {
            let text = format!("1.{}", "9".repeat(digits));
            assert_eq!(accepts(&mut taken, &text), expected);
            assert_eq!(filter.read(&text, "").is_ok(), expected);
        }
    }

    /// What a rule for git tags that are no versions is said not to take, it does not take.
    #[test]
    fn the_usual_versions_are_versions() {
        let mut usual = dfa(&usual_versions());
        for text in texts(VersionScheme::SemVer) {
            let git_tag = format!("v{text}");
            let is_version = ReleaseFilter::usual().read(&git_tag, "").is_ok();
            assert_eq!(accepts(&mut usual, &git_tag), is_version, "{git_tag}");
        }
        let large = format!("v{}0.0.0", u64::MAX);
        assert!(!accepts(&mut usual, &large));
    }
}
