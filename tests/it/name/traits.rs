use core::borrow::Borrow;
use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tagwright::{
    CommitSha, Digest, EnvKey, EnvValue, GitRef, ImageName, NameError, NameErrorKind, Platform,
    RefName, Reference, ReferenceRef, Registry, Repository, Slug, Tag, Timestamp,
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
    is_a_name::<EnvKey>();
    is_a_name::<EnvValue>();
    is_a_name::<ImageName>();
    is_a_name::<Platform>();
    is_a_name::<RefName>();
    is_a_name::<Reference>();
    is_a_name::<Registry>();
    is_a_name::<Repository>();
    is_a_name::<Slug>();
    is_a_name::<Tag>();

    is_a_value::<CommitSha>();
    is_a_value::<Digest>();
    is_a_value::<EnvKey>();
    is_a_value::<EnvValue>();
    is_a_value::<ImageName>();
    is_a_value::<Platform>();
    is_a_value::<RefName>();
    is_a_value::<Reference>();
    is_a_value::<Registry>();
    is_a_value::<Repository>();
    is_a_value::<Slug>();
    is_a_value::<Tag>();
    is_a_value::<Timestamp>();

    is_an_error::<NameError>();
}

#[test]
fn everything_crosses_threads() {
    fn crosses<T: Send + Sync + Unpin>() {}
    crosses::<GitRef>();
    crosses::<NameErrorKind>();
    crosses::<ReferenceRef<'_>>();
}

const SHA: CommitSha = CommitSha::from_static("a1b2c3d8e5f60718293a4b5c6d7e8f9001122334");
const DIGEST: Digest =
    Digest::from_static("sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582");
const KEY: EnvKey = EnvKey::from_static("IMAGE_TAG");
const VALUE: EnvValue = EnvValue::from_static("main-a1b2c3d8");
const IMAGE: ImageName = ImageName::from_static("ghcr.io/acme/server");
const BRANCH: RefName = RefName::from_static("feature/search");
const PLATFORM: Platform = Platform::from_static("linux/arm64");
const REFERENCE: Reference = Reference::from_static("gcr.io/kaniko-project/executor:debug");
const REGISTRY: Registry = Registry::from_static("nexus.shared.cwiq.io:8443");
const REPOSITORY: Repository = Repository::from_static("orchestrator-server/cache");
const TAG: Tag = Tag::from_static("main-a1b2c3d8");

#[test]
fn a_literal_is_a_constant() {
    assert_eq!(SHA.short(8), "a1b2c3d8");
    assert_eq!(DIGEST.algorithm(), "sha256");
    assert_eq!(KEY, "IMAGE_TAG");
    assert_eq!(VALUE, "main-a1b2c3d8");
    assert_eq!(IMAGE.with_tag(&TAG).with_digest(&DIGEST).as_str().len(), 105);
    assert_eq!(BRANCH, "feature/search");
    assert_eq!(PLATFORM, "linux/arm64");
    assert_eq!(REFERENCE.tag(), Some("debug"));
    assert_eq!((REGISTRY.host(), REGISTRY.port()), ("nexus.shared.cwiq.io", Some("8443")));
    assert_eq!(REPOSITORY, "orchestrator-server/cache");
    assert_eq!(Tag::LATEST, "latest");
    assert_eq!(Registry::DOCKER_HUB, "docker.io");
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
    shows(&REGISTRY, r#"Registry("nexus.shared.cwiq.io:8443")"#, "nexus.shared.cwiq.io:8443");
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
    let error = serde_json::from_str::<Repository>(r#""a//b""#).unwrap_err();
    assert!(error.to_string().starts_with(
        r#"invalid repository "a//b": unexpected '/' at byte 2; the parts of a repository between '/' are not empty"#
    ));
}
