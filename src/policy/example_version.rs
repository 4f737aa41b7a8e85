use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::document::{BuildMetadata, PrereleaseFilter, VersionScheme};
use super::everyday;
use super::fact::Fact;
use super::language::Facts;
use super::release::ReleaseFilter;

/// Versions with these facts, as git tags have them; of two, no number that the facts
/// leave open is the same.
pub(super) fn example_versions(filter: &ReleaseFilter, facts: &Facts) -> Vec<String> {
    match facts.of(Fact::Version) {
        Some(version) => spellings(filter, &version),
        None => of_numbers(filter, facts),
    }
}

/// Spellings of a version as tags have it.
fn spellings(filter: &ReleaseFilter, version: &str) -> Vec<String> {
    // No version has a `_` that was not a `+`.
    let version = version.replace('_', "+");
    let other = match (filter.scheme, filter.build) {
        (_, BuildMetadata::Drop) => Some(format!("{version}+1")),
        (VersionScheme::Pep440, BuildMetadata::Keep) => Some(respelled(&version)),
        (VersionScheme::SemVer | VersionScheme::Dotted, BuildMetadata::Keep) => None,
    };
    [Some(version), other].into_iter().flatten().collect()
}

/// Another spelling of a normal form: with a hyphen before its first letter, else with a
/// zero before its first digit.
fn respelled(version: &str) -> String {
    let is_letter = |one: char| one.is_ascii_alphabetic();
    let letter = version
        .find(['a', 'b', 'r', 'p', 'd'])
        .filter(|at| !version.contains('+') || version.find('+') > Some(*at));
    match letter.and_then(|at| version.split_at_checked(at)) {
        Some((numbers, rest)) if rest.starts_with(is_letter) => {
            format!("{}-{rest}", numbers.strip_suffix('.').unwrap_or(numbers))
        }
        _ => format!("0{version}"),
    }
}

fn of_numbers(filter: &ReleaseFilter, facts: &Facts) -> Vec<String> {
    // The largest numbers that SemVer's usual readers take.
    const LARGE: &str = "18446744073709551615";
    const SPARE: [[&str; 3]; 3] = [["1", "0", "0"], ["0", "1", "1"], [LARGE; 3]];
    let prerelease = facts.of(Fact::Prerelease);
    let prerelease = match filter.scheme {
        VersionScheme::SemVer | VersionScheme::Dotted => {
            format!("-{}", prerelease.as_deref().unwrap_or(everyday::PRERELEASE))
        }
        VersionScheme::Pep440 => prerelease.unwrap_or(everyday::PRERELEASE.replace('.', "")),
    };
    let kinds: &[&str] = match filter.prerelease {
        PrereleaseFilter::Exclude => &[""],
        PrereleaseFilter::Only => &[&prerelease],
        PrereleaseFilter::Include => &["", &prerelease],
    };
    let versions = SPARE.iter().flat_map(|[major, minor, patch]| {
        let number = |fact, spare: &str| facts.of(fact).unwrap_or_else(|| spare.into());
        let [major, minor, patch] =
            [(Fact::Major, major), (Fact::Minor, minor), (Fact::Patch, patch)]
                .map(|(fact, spare)| number(fact, spare));
        kinds.iter().map(move |kind| format!("{major}.{minor}.{patch}{kind}"))
    });
    versions.collect()
}
