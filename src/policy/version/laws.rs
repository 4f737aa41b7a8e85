//! What holds of the versions of every scheme.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use regex::Regex;

use super::{NoVersion, Version};
use crate::policy::{NoRelease, PrereleaseFilter, ReleaseFilter, VersionScheme};

/// The regex of PEP 440, appendix B.
const PEP440: &str = r"(?xi)^
    v?
    (?:
        (?:(?P<epoch>[0-9]+)!)?
        (?P<release>[0-9]+(?:\.[0-9]+)*)
        (?P<pre>
            [-_\.]?
            (?P<pre_l>(a|b|c|rc|alpha|beta|pre|preview))
            [-_\.]?
            (?P<pre_n>[0-9]+)?
        )?
        (?P<post>
            (?:-(?P<post_n1>[0-9]+))
            |
            (?:
                [-_\.]?
                (?P<post_l>post|rev|r)
                [-_\.]?
                (?P<post_n2>[0-9]+)?
            )
        )?
        (?P<dev>
            [-_\.]?
            (?P<dev_l>dev)
            [-_\.]?
            (?P<dev_n>[0-9]+)?
        )?
    )
    (?:\+(?P<local>[a-z0-9]+(?:[-_\.][a-z0-9]+)*))?
$";

/// From the lowest to the highest, those of one line equal.
const ORDERED_SEMVER: [&[&str]; 14] = [
    &["0.0.0-0"],
    &["0.0.0"],
    &["0.10.0"],
    &["1.0.0-1"],
    &["1.0.0-alpha", "1.0.0-alpha+001"],
    &["1.0.0-alpha.1"],
    &["1.0.0-alpha.beta"],
    &["1.0.0-beta.2"],
    &["1.0.0-beta.11"],
    &["1.0.0-rc.1"],
    &["1.0.0", "1.0.0+1", "1.0.0+a.b"],
    &["1.2.0"],
    &["1.10.0"],
    &["18446744073709551615.0.0"],
];
const ORDERED_DOTTED: [&[&str]; 9] = [
    &["0.0", "0.0.0", "00.000.0.0.0"],
    &["0.0.0.0.1"],
    &["0.9"],
    &["0.45.3", "0.45.03", "0.045.3.0"],
    &["0.45.3.1"],
    &["2024.3", "2024.03", "2024.3.0", "02024.03.00"],
    &["2024.03.01"],
    &["2024.10"],
    &["99999999999999999999.0"],
];
/// The example of the specification, with what is around it.
const ORDERED_PEP440: [&[&str]; 22] = [
    &["0", "0.0", "v00"],
    &["1.0.dev456", "1dev456", "1.0.0_DEV_456"],
    &["1.0a1", "1-alpha-1", "V1.0.ALPHA.1"],
    &["1.0a2.dev456"],
    &["1.0a12.dev456"],
    &["1.0a12"],
    &["1.0b1.dev456"],
    &["1.0b2", "1.0.beta2"],
    &["1.0b2.post345.dev456"],
    &["1.0b2.post345", "1.0b2-345", "1.0b2rev345"],
    &["1.0rc1.dev456"],
    &["1.0rc1", "1.0c1", "1.0-preview_1", "1.0.0pre1"],
    &["1.0", "1", "v1.0.0"],
    &["1.0+abc.5"],
    &["1.0+abc.7", "1.0+ABC-007"],
    &["1.0+5", "1+05"],
    &["1.0+5.0"],
    &["1.0.post456.dev34"],
    &["1.0.post456", "1-456", "1.0r456"],
    &["1.0.15"],
    &["1.1.dev1"],
    &["18446744073709551615"],
];

fn ordered() -> [(VersionScheme, Vec<&'static [&'static str]>); 3] {
    [
        (VersionScheme::SemVer, ORDERED_SEMVER.to_vec()),
        (VersionScheme::Dotted, ORDERED_DOTTED.to_vec()),
        (VersionScheme::Pep440, ORDERED_PEP440.to_vec()),
    ]
}

fn normal(scheme: VersionScheme, text: &str) -> Result<String, NoVersion<'_>> {
    let mut normal = String::new();
    match ReleaseFilter::of("", scheme, PrereleaseFilter::Include).read(text, "") {
        Ok(release) => release.write_version(&mut normal),
        Err(NoRelease::Version(_, reason)) => return Err(reason),
        Err(other) => panic!("{text}: {other:?}"),
    }
    Ok(normal.replace('_', "+"))
}

/// The order is total, and two versions are equal if neither precedes the other.
#[test]
fn versions_are_ordered_as_their_specification_says() {
    let mut all: Vec<(usize, Version<'_>)> = Vec::new();
    for (scheme, lines) in ordered() {
        for line in lines {
            let place = all.last().map_or(0, |(place, _)| place + 1);
            for text in line {
                let read = scheme.read(text);
                all.push((place, read.unwrap_or_else(|flaw| panic!("{text}: {flaw}"))));
            }
        }
    }
    for (left_place, left) in &all {
        for (right_place, right) in &all {
            let expected = left_place.cmp(right_place);
            assert_eq!(left.cmp(right), expected, "{left:?} {right:?}");
            assert_eq!(left.partial_cmp(right), Some(expected));
            assert_eq!(left == right, expected == Ordering::Equal);
        }
    }
}

/// The normal form of a version is a version that is equal to it, and its own normal form.
#[test]
fn a_normal_form_is_the_same_version() {
    for (scheme, lines) in ordered() {
        for text in lines.into_iter().flatten() {
            let form = normal(scheme, text).unwrap();
            let [version, again] = [*text, &*form].map(|one| scheme.read(one).unwrap());
            assert_eq!(version, again, "{text}");
            assert_eq!(version.is_final(), again.is_final(), "{text}");
            assert_eq!(normal(scheme, &form).as_deref(), Ok(&*form), "{text}");
            if scheme != VersionScheme::Pep440 {
                assert_eq!(form, **text, "it is as written");
            }
        }
    }
}

#[test]
fn pep_440_has_these_normal_forms() {
    for (text, expected) in [
        ("1.1RC1", "1.1rc1"),
        ("00", "0"),
        ("09000", "9000"),
        ("1.0+foo0100", "1.0+foo0100"),
        ("1.1.a1", "1.1a1"),
        ("1.1-a1", "1.1a1"),
        ("1.1a.1", "1.1a1"),
        ("1.1alpha1", "1.1a1"),
        ("1.1beta2", "1.1b2"),
        ("1.1c3", "1.1rc3"),
        ("1.1preview4", "1.1rc4"),
        ("1.1.pre4", "1.1rc4"),
        ("1.2a", "1.2a0"),
        ("1.2-post2", "1.2.post2"),
        ("1.2post2", "1.2.post2"),
        ("1.2.post-2", "1.2.post2"),
        ("1.0-r4", "1.0.post4"),
        ("1.0rev4", "1.0.post4"),
        ("1.2.post", "1.2.post0"),
        ("1.0-1", "1.0.post1"),
        ("1.2-dev2", "1.2.dev2"),
        ("1.2dev2", "1.2.dev2"),
        ("1.2.dev", "1.2.dev0"),
        ("1.0+ubuntu-1", "1.0+ubuntu.1"),
        ("1.0+Ubuntu_01", "1.0+ubuntu.1"),
        ("v1.0", "1.0"),
        ("4.3.0-rc.1", "4.3.0rc1"),
        ("1.0.alpha_2-3.DEV-4+X.Y", "1.0a2.post3.dev4+x.y"),
        ("1.0a-.post", "1.0a0.post0"),
    ] {
        assert_eq!(normal(VersionScheme::Pep440, text).as_deref(), Ok(expected), "{text}");
    }
}

/// Every string of a few parts that the specification distinguishes is read as the
/// specification's own regex reads it.
#[test]
fn pep_440_is_read_as_its_specification_reads_it() {
    const UNITS: [&str; 22] = [
        "0", "1", "01", ".", "-", "_", "+", "!", "a", "alpha", "b", "beta", "c", "rc", "pre",
        "preview", "post", "rev", "r", "DEV", "v", "x",
    ];
    let regex = Regex::new(PEP440).unwrap();
    let mut longest: Vec<String> = Vec::from(["", "1", "v2.0a1"].map(String::from));
    let mut accepted = BTreeSet::new();
    for _ in 0..3 {
        longest = longest.iter().flat_map(|text| UNITS.map(|unit| [text, unit].concat())).collect();
        for text in &longest {
            let read = normal(VersionScheme::Pep440, text);
            match regex.captures(text) {
                None => assert!(read.is_err(), "{text}: {read:?}"),
                Some(captures) if captures.name("epoch").is_some() => {
                    assert!(matches!(read, Err(NoVersion::Epoch(_))), "{text}: {read:?}");
                }
                Some(captures) => {
                    assert_eq!(read.as_deref(), Ok(&*expected(&captures)), "{text}");
                    accepted.insert(text.clone());
                }
            }
        }
    }
    assert!(accepted.len() > 3_000, "{}", accepted.len());
}

/// The normal form of what the regex has found.
fn expected(found: &regex::Captures<'_>) -> String {
    let lower = |name| found.name(name).map(|one| one.as_str().to_lowercase());
    let number = |name| lower(name).map_or(0, |digits| digits.parse::<u64>().unwrap());
    let integer = |text: &str| text.parse::<u64>().map_or(text.into(), |value| value.to_string());
    let release: Vec<String> = lower("release").unwrap().split('.').map(integer).collect();
    let mut form = release.join(".");
    if let Some(letters) = lower("pre_l") {
        let letters = match &*letters {
            "a" | "alpha" => "a",
            "b" | "beta" => "b",
            _ => "rc",
        };
        form = format!("{form}{letters}{}", number("pre_n"));
    }
    if found.name("post").is_some() {
        form = format!("{form}.post{}", number("post_n1").max(number("post_n2")));
    }
    if found.name("dev").is_some() {
        form = format!("{form}.dev{}", number("dev_n"));
    }
    if let Some(local) = lower("local") {
        let segments: Vec<String> = local.split(['-', '_', '.']).map(integer).collect();
        form = format!("{form}+{}", segments.join("."));
    }
    form
}

#[test]
fn what_is_no_version_is_told() {
    use VersionScheme::{Dotted, Pep440, SemVer};
    for (scheme, text, expected) in [
        (SemVer, "", "a number is missing"),
        (SemVer, "1.2.", "a number is missing"),
        (SemVer, "next", "unexpected 'n'"),
        (SemVer, "1.2.x", "unexpected 'x'"),
        (SemVer, "1.2.3 ", "unexpected ' '"),
        (SemVer, "1", "only one number"),
        (SemVer, "4.3", "only two numbers"),
        (SemVer, "0.41.3.2", "more than three numbers"),
        (SemVer, "2024.03.01", "leading zero in \"03\""),
        (SemVer, "1.0.0-rc.01", "leading zero in \"01\""),
        (SemVer, "1.0.0-", "an identifier is missing"),
        (SemVer, "1.0.0+a..b", "an identifier is missing"),
        (SemVer, "1.0.0-rc_1", "unexpected '_'"),
        (SemVer, "1.0.0+a+b", "unexpected '+'"),
        (
            SemVer,
            "18446744073709551616.0.0",
            "\"18446744073709551616\" is over 18446744073709551615",
        ),
        (Dotted, "2024", "only one number"),
        (Dotted, "1.2.3.4.5.6", "more than five numbers"),
        (Dotted, "1..2", "a number is missing"),
        (Dotted, "0.44.0-RC3", "unexpected '-'"),
        (Dotted, "1.000000000000000000001", "\"000000000000000000001\" has more than 20 digits"),
        (Pep440, "1!2.0", "no image tag can hold the epoch \"1!\""),
        (Pep440, "v1!2.0", "no image tag can hold the epoch \"1!\""),
        (Pep440, "", "a number is missing"),
        (Pep440, "nightly", "unexpected 'n'"),
        (Pep440, "1.0-beta-x", "unexpected 'x'"),
        (Pep440, "1.0+", "an identifier is missing"),
        (Pep440, "1.0+a+b", "unexpected '+'"),
        (Pep440, "18446744073709551616", "\"18446744073709551616\" is over 18446744073709551615"),
    ] {
        let flaw = scheme.read(text).unwrap_err();
        assert_eq!(flaw.to_string(), expected, "{scheme:?} {text:?}");
    }
}

/// Whatever `semver` does not read has a reason that is about the text.
#[test]
fn each_text_that_is_not_semver_has_a_reason() {
    const UNITS: [&str; 8] = ["0", "1", "01", ".", "-", "+", "a", "_"];
    let mut longest: Vec<String> = Vec::from(["", "1.0.", "1.0.0"].map(String::from));
    for _ in 0..4 {
        longest = longest.iter().flat_map(|text| UNITS.map(|unit| [text, unit].concat())).collect();
        for text in &longest {
            let flaw = VersionScheme::SemVer.read(text).err();
            assert!(!matches!(flaw, Some(NoVersion::TooLarge(_))), "{text}");
        }
    }
}
