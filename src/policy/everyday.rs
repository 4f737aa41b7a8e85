//! Names and other facts as people use them, for examples.

/// What default branches are called, the usual name first.
pub(crate) const DEFAULT_BRANCHES: [&str; 5] = ["main", "master", "trunk", "develop", "dev"];

/// What other branches are called.
pub(crate) const BRANCHES: [&str; 8] = [
    "feature/search",
    "feat/search",
    "feature-search",
    "fix/login",
    "release/1.0",
    "release-1.0",
    "hotfix/login",
    "staging",
];

/// What git tags of releases are called.
pub(crate) const RELEASES: [&str; 4] = ["v1.0.0", "1.0.0", "release-1.0.0", "release/1.0.0"];

/// What other git tags are called.
pub(crate) const OTHER_TAGS: [&str; 2] = ["nightly", "nightly-2026-03-18"];

pub(crate) const PRERELEASE: &str = "rc.1";
pub(crate) const PROJECT: &str = "server";
pub(crate) const PROJECT_PATH: &str = "group/server";
pub(crate) const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// 2026-03-18T09:00:00Z
pub(crate) const INSTANT: i64 = 1_773_824_400;
