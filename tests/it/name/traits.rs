use core::borrow::Borrow;
use core::fmt::{Debug, Display};
use core::hash::{BuildHasher, BuildHasherDefault, Hash};
use core::str::FromStr;
use std::collections::{BTreeSet, HashSet};
use std::hash::DefaultHasher;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tagwright::name::{Platform, ReferenceRef};
use tagwright::{
    CommitSha, Digest, ImageName, NameError, RefName, Reference, Slug, Tag, Timestamp,
};

fn is_a_value<T>()
where
    T: Clone + Eq + Ord + Hash + Debug + Display + Send + Sync + Unpin + 'static,
    T: FromStr<Err = NameError> + TryFrom<String, Error = NameError>,
    T: for<'a> TryFrom<&'a str, Error = NameError> + Serialize + DeserializeOwned,
{
}

fn is_a_name<T>()
where
    T: AsRef<str> + Borrow<str> + PartialEq<str> + for<'a> PartialEq<&'a str> + Into<String>,
{
}

fn is_an_error<T>()
where
    T: core::error::Error + Clone + Eq + Send + Sync + Unpin + 'static,
{
}

#[test]
fn every_name_has_the_same_traits() {
    is_a_name::<CommitSha>();
    is_a_name::<Digest>();
    is_a_name::<ImageName>();
    is_a_name::<Platform>();
    is_a_name::<RefName>();
    is_a_name::<Reference>();
    is_a_name::<Slug>();
    is_a_name::<Tag>();

    is_a_value::<CommitSha>();
    is_a_value::<Digest>();
    is_a_value::<ImageName>();
    is_a_value::<Platform>();
    is_a_value::<RefName>();
    is_a_value::<Reference>();
    is_a_value::<Slug>();
    is_a_value::<Tag>();
    is_a_value::<Timestamp>();

    is_an_error::<NameError>();
}

const SHA: CommitSha = CommitSha::from_static("a1b2c3d8e5f60718293a4b5c6d7e8f9001122334");
const DIGEST: Digest =
    Digest::from_static("sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582");
const IMAGE: ImageName = ImageName::from_static("ghcr.io/acme/server");
const BRANCH: RefName = RefName::from_static("feature/search");
const PLATFORM: Platform = Platform::from_static("linux/arm64");
const REFERENCE: Reference = Reference::from_static("gcr.io/kaniko-project/executor:debug");
const TAG: Tag = Tag::from_static("main-a1b2c3d8");

#[test]
fn a_literal_is_a_constant() {
    assert_eq!(SHA.short(8), "a1b2c3d8");
    assert_eq!(DIGEST.algorithm(), "sha256");
    assert_eq!(IMAGE.with_tag(&TAG).with_digest(&DIGEST).as_str().len(), 105);
    assert_eq!(BRANCH, "feature/search");
    assert_eq!(PLATFORM, "linux/arm64");
    assert_eq!(REFERENCE.tag(), Some("debug"));
    let latest = Reference::from_static("gcr.io/kaniko-project/executor:latest");
    assert!(REFERENCE != latest && REFERENCE < latest, "as texts are");
    assert_eq!(Tag::LATEST, "latest");
}

fn hashed<T: Hash + ?Sized>(value: &T) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

#[test]
fn a_borrowed_reference_is_found_by_its_parts() {
    let [borrowed, other] =
        ["ubuntu:24.04", "ubuntu:22.04"].map(|text| ReferenceRef::parse(text).unwrap());
    assert_eq!(hashed(&borrowed), hashed(&ReferenceRef::parse("ubuntu:24.04").unwrap()));
    assert_ne!(hashed(&borrowed), hashed(&other));
}

/// As `Borrow` asks of whoever implements it.
#[track_caller]
fn is_found_by_its_text<T: Borrow<str> + Clone + Eq + Hash + Ord>(name: &T) {
    let text: &str = name.borrow();
    assert!(HashSet::from([name.clone()]).contains(text), "{text}");
    assert!(BTreeSet::from([name.clone()]).contains(text), "{text}");
}

#[test]
fn a_name_is_found_by_its_text() {
    is_found_by_its_text(&SHA);
    is_found_by_its_text(&DIGEST);
    is_found_by_its_text(&IMAGE);
    is_found_by_its_text(&BRANCH);
    is_found_by_its_text(&PLATFORM);
    is_found_by_its_text(&REFERENCE);
    is_found_by_its_text(&Slug::from_static("feature-search"));
    is_found_by_its_text(&TAG);
}

#[test]
#[should_panic(expected = "not a legal tag")]
fn a_literal_that_is_no_tag_panics() {
    let _ = Tag::from_static("rel/1");
}

#[test]
#[should_panic(expected = "not a legal reference in its full form")]
fn a_literal_that_is_not_the_whole_reference_panics() {
    let _ = Reference::from_static("ubuntu");
}

#[track_caller]
fn shows<T: Debug + Display>(value: &T, debug: &str, display: &str) {
    assert_eq!(format!("{value:?}"), debug);
    assert_eq!(format!("{value}"), display);
    let width = display.len() + 3;
    assert_eq!(format!("{value:>width$}"), format!("   {display}"));
}

#[test]
fn display_pads_and_debug_names_the_type() {
    shows(&TAG, r#"Tag("main-a1b2c3d8")"#, "main-a1b2c3d8");
    shows(
        &REFERENCE,
        r#"Reference("gcr.io/kaniko-project/executor:debug")"#,
        "gcr.io/kaniko-project/executor:debug",
    );
    shows(
        &Timestamp::from_unix(0).unwrap(),
        r#"Timestamp("1970-01-01T00:00:00Z")"#,
        "1970-01-01T00:00:00Z",
    );
}

#[test]
fn serde_says_what_it_expected() {
    let error = serde_json::from_str::<Tag>("7").unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid type: integer `7`, expected a string that is a tag at line 1 column 1"
    );
    let error = serde_json::from_str::<ImageName>(r#""r.io/a//b""#).unwrap_err();
    assert!(error.to_string().starts_with(
        r#"invalid image name "r.io/a//b": unexpected '/' at byte 7; the parts of a repository between '/' are not empty"#
    ));
}
