use alloc::string::String;
use alloc::vec::Vec;

use proptest::arbitrary::{Arbitrary, any};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use crate::name::{CommitSha, GitRef, RefName, Timestamp};

/// Names that git allows and that somebody has tried, or will.
const HOSTILE: &[&str] = &[
    "$(id);`x`'\"|&<>",
    "-rf",
    "--destination=evil",
    "HEAD",
    "main-a1b2c3d8",
    "Main",
    "latest",
    "stable",
    "%PATH%",
    "{branch}",
    "heads/main",
    "-",
    "_",
    "---",
    "a--b",
    "a/-/b",
    "größe/straße",
    "名前",
    "\u{202e}niam",
    "🦀/🦀",
    "deadbeef",
    "v1.0.0",
    "v1.0.0+build.5",
    "v1.0.0-rc.1",
    "v18446744073709551615.0.0",
    "1.2.3",
    "v",
    "v1",
    "v1/0",
    "vlatest",
    "vmain-a1b2c3d8",
    "release/1.2",
    "hotfix/7",
];

const PROJECTS: &[&str] =
    &["server", "ui", "runner-api", "Server", ".x", "a__b", "a..b", "a b", "größe", "$(id)"];

/// Names of branches and git tags.
pub fn ref_name() -> impl Strategy<Value = RefName> {
    let everyday = || vec(text(b"abcdefghijklmnopqrstuvwxyz0123456789-", 1..=12), 1..=3);
    let numbers = (any::<u16>(), any::<u16>(), any::<u16>(), option::of(text(b"abc01.-", 1..=6)));
    let release = numbers.prop_map(|(major, minor, patch, prerelease)| match prerelease {
        Some(text) => alloc::format!("v{major}.{minor}.{patch}-{text}"),
        None => alloc::format!("v{major}.{minor}.{patch}"),
    });
    prop_oneof![
        4 => everyday().prop_map(|parts| parts.join("/")),
        2 => select(HOSTILE).prop_map(String::from),
        2 => release,
        2 => text(b"abcXYZ019/._-+", 1..=60),
        1 => text(b"#$&;'\"|<>()=,!%_+-{}@", 1..=60),
        1 => vec(any::<char>(), 1..=20).prop_map(|all| all.into_iter().collect()),
        1 => (3000..4000_usize).prop_map(|length| "x".repeat(length)),
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

/// Projects, some of which no image name can hold.
pub fn project() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => text(b"abcdefghijklmnopqrstuvwxyz0123456789", 1..=12),
        2 => select(PROJECTS).prop_map(String::from),
        1 => text(b"abcXYZ019._-", 1..=40),
    ]
}

/// Refs of every kind.
pub fn git_ref() -> impl Strategy<Value = GitRef> {
    prop_oneof![
        4 => ref_name().prop_map(GitRef::Branch),
        3 => ref_name().prop_map(GitRef::Tag),
        3 => (any::<u64>(), ref_name(), option::of(ref_name()))
            .prop_map(|(number, source, target)| GitRef::PullRequest { number, source, target }),
        1 => Just(GitRef::Detached),
    ]
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
