#![no_main]
//! Every name: all its doors agree with the rule of its specification.

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use tagwright::build::DockerConfig;
use tagwright::document::Assignments;
use tagwright::name::{Platform, ReferenceRef};
use tagwright::verify::VerifyErrorKind;
use tagwright::{CiContext, CommitSha, Digest, ImageName, Policy, RefName, Tag, Timestamp};
use tagwright_fuzz::{agree, grammar as g};

fuzz_target!(|text: &str| {
    agree::<Tag>(text, g::TAG_ALONE.is_match(text));
    agree::<Digest>(text, g::REGISTERED_DIGEST.is_match(text));
    agree::<CommitSha>(text, g::COMMIT_SHA.is_match(text));
    agree::<Platform>(text, g::PLATFORM.is_match(text));
    agree::<RefName>(text, g::is_ref_name(text));
    agree::<ImageName>(text, g::is_image_name(text));

    let login = DockerConfig::new().with_auth(text, "ci", "secret");
    assert_eq!(login.is_ok(), g::REGISTRY.is_match(text));
    let whole = format!("r.io/{text}");
    let is_repository = ReferenceRef::parse_strict(&whole)
        .is_ok_and(|read| read.tag().is_none() && read.digest().is_none());
    assert_eq!(is_repository, g::is_repository(text));
    env_key(text);
    env_value(text);

    let instant = Timestamp::parse(text).ok();
    assert_eq!(instant.map(Timestamp::to_unix), g::seconds(text));
    if let Some(instant) = instant {
        agree::<Timestamp>(&instant.to_string(), true);
        assert_eq!(Timestamp::from_unix(instant.to_unix()), Ok(instant));
    }
});

/// A policy takes a key, unless somebody keeps the name for himself.
fn env_key(text: &str) {
    let mut document = Policy::cwiq().document().clone();
    document.env = Assignments::Table(BTreeMap::from([(text.into(), "x".into())]));
    let refusal = Policy::new(document).err().map(|error| error.to_string());
    let is_kept = refusal.as_ref().is_some_and(|error| error.ends_with("choose another name"));
    assert!(is_kept || refusal.is_none() == g::ENV_KEY.is_match(text), "{refusal:?}");
}

/// A deploy job reads a value, be it the right one or not.
fn env_value(text: &str) {
    const GITLAB_READS: usize = 5000;
    if text.len() > GITLAB_READS || text.contains(['\n', '\r']) {
        return;
    }
    let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    let created = "2026-03-18T09:00:00Z".parse().expect("an instant");
    let main = CiContext::branch("server", "main", sha).expect("a context").with_created(created);
    let verified = Policy::cwiq().verify(&main, &format!("IMAGE_TAG={text}\n"));
    let is_read = verified.err().is_none_or(|error| error.kind() != VerifyErrorKind::Malformed);
    assert_eq!(is_read, g::is_env_value(text));
}
