use alloc::string::String;
use alloc::vec::Vec;

use proptest::arbitrary::{Arbitrary, any};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use crate::name::{CommitSha, GitRef, RefName, Timestamp};

/// Names of branches and git tags that git allows and that somebody has tried, or
/// will.
pub const HOSTILE_NAMES: &[&str] = &[
    "$(id);`x`'\"|&<>",
    "-rf",
    "--destination=evil",
    "HEAD",
    "main-a1b2c3d8",
    "Main",
    "latest",
    "$CI_COMMIT_SHA",
    "%PATH%",
    "{branch}",
    "heads/main",
    "@",
    "-",
    "_",
    "---",
    "#!%&()_+=",
    "a--b",
    "a/-/b",
    "größe/straße",
    "名前",
    "\u{202e}niam",
    "e\u{301}",
    "🦀/🦀",
    "deadbeef",
];

/// Names of git tags that look like releases, or nearly.
pub const RELEASE_NAMES: &[&str] = &[
    "v1.0.0",
    "v1.0.0+build.5",
    "v1.0.0-rc.1",
    "v0.0.0",
    "v18446744073709551615.0.0",
    "2024.03.01",
    "v0.45.3.1",
    "v4.3.0-RC1",
    "v1.0.post1+local.02",
    "server-v1.0.0",
    "1.2.3",
    "v",
    "v1",
    "v1/0",
    "vlatest",
    "vendor-1",
    "vault-1.2+7",
    "v1_0+a",
    "vstable",
    "vmain-a1b2c3d8",
];

/// Projects, some of which no image name can hold.
pub const PROJECTS: &[&str] =
    &["server", "ui", "runner-api", "Server", ".x", "a__b", "a..b", "a b", "-", "größe", "$(id)"];

/// Names of branches and git tags.
pub fn ref_name() -> impl Strategy<Value = RefName> {
    let everyday = vec(text(b"abcdefghijklmnopqrstuvwxyz0123456789-", 1..=12), 1..=3);
    let numbers = (any::<u16>(), any::<u16>(), any::<u16>(), option::of(text(b"abc01.-", 1..=6)));
    let release = numbers.prop_map(|(major, minor, patch, prerelease)| match prerelease {
        Some(text) => alloc::format!("v{major}.{minor}.{patch}-{text}"),
        None => alloc::format!("v{major}.{minor}.{patch}"),
    });
    let longest = |unit: &str| alloc::format!("x{}x", unit.repeat(4094 / unit.len()));
    prop_oneof![
        4 => everyday.prop_map(|parts| parts.join("/")),
        2 => select(HOSTILE_NAMES).prop_map(String::from),
        1 => select(RELEASE_NAMES).prop_map(String::from),
        2 => release,
        2 => text(b"abcXYZ019/._-+", 1..=60),
        1 => text(b"#$&;'\"|<>()=,!%_+-{}@", 1..=60),
        1 => line(),
        1 => select(&["x", "X", "é", "/x"][..]).prop_map(longest),
    ]
    .prop_filter_map("git refuses it", |text| RefName::new(text).ok())
}

/// Commits, of either length.
pub fn commit_sha() -> impl Strategy<Value = CommitSha> {
    let hex = b"0123456789abcdef";
    prop_oneof![4 => text(hex, 40..=40), 1 => text(hex, 64..=64), 1 => text(b"0123456789", 40..=40)]
        .prop_filter_map("it is no sha", |digits| CommitSha::new(digits).ok())
}

/// Instants, the first and the last one among them.
pub fn timestamp() -> impl Strategy<Value = Timestamp> {
    const LAST: i64 = 253_402_300_799;
    prop_oneof![6 => 0..=LAST, 1 => Just(0), 1 => Just(LAST)]
        .prop_filter_map("it is out of range", |seconds| Timestamp::from_unix(seconds).ok())
}

/// Names of projects, some of which no image name can hold.
pub fn project() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => text(b"abcdefghijklmnopqrstuvwxyz0123456789", 1..=12),
        2 => select(PROJECTS).prop_map(String::from),
        1 => text(b"abcXYZ019._-", 1..=40),
        1 => line(),
        1 => Just("x".repeat(300)),
    ]
}

/// Refs of every kind.
pub fn git_ref() -> impl Strategy<Value = GitRef> {
    prop_oneof![
        4 => ref_name().prop_map(GitRef::Branch),
        3 => ref_name().prop_map(GitRef::Tag),
        3 => (number(), ref_name(), option::of(ref_name()))
            .prop_map(|(number, source, target)| GitRef::PullRequest { number, source, target }),
        1 => Just(GitRef::Detached),
    ]
}

/// Numbers, most of them small.
pub(crate) fn number() -> impl Strategy<Value = u64> + Clone {
    prop_oneof![3 => 0..10_000_u64, 1 => any::<u64>()]
}

/// Texts of one line.
pub(crate) fn line() -> impl Strategy<Value = String> + Clone {
    // No filter: too many texts would be drawn in vain.
    let visible = any::<char>().prop_map(|one| if one.is_control() { '\u{fffd}' } else { one });
    vec(visible, 1..=30).prop_map(String::from_iter)
}

/// Texts that may have lines and tabs, some of them what a reader may stumble over.
pub(crate) fn prose() -> impl Strategy<Value = String> {
    const TEXTS: &[&str] =
        &["The App", "größe", "$(id)", "It's \"an app\".", "\r\n", "\t\n", "EOF\nx=y", "100%"];
    let part = prop_oneof![select(TEXTS).prop_map(String::from), line()];
    vec(part, 1..4).prop_map(|parts| parts.concat())
}

/// Texts of these ASCII characters.
pub(crate) fn text(
    characters: &'static [u8],
    lengths: core::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = String> + Clone {
    vec(select(characters), lengths)
        .prop_map(|bytes: Vec<u8>| bytes.into_iter().map(char::from).collect())
}

/// Gives a type its strategy, without parameters.
macro_rules! arbitrary {
    ($($name:ty => $strategy:expr),+ $(,)?) => {$(
        impl Arbitrary for $name {
            type Parameters = ();
            type Strategy = BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                $strategy.boxed()
            }
        }
    )+};
}

pub(crate) use arbitrary;

arbitrary! {
    RefName => ref_name(),
    CommitSha => commit_sha(),
    Timestamp => timestamp(),
    GitRef => git_ref(),
}
