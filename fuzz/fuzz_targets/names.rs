#![no_main]
//! Every name: all its doors agree with the rule of its specification.

use libfuzzer_sys::fuzz_target;
use tagwright::name::{EnvKey, EnvValue, NameErrorKind, Platform, Registry, Repository};
use tagwright::{CommitSha, Digest, ImageName, RefName, Tag, Timestamp};
use tagwright_fuzz::{agree, grammar as g};

fuzz_target!(|text: &str| {
    agree::<Tag>(text, g::TAG_ALONE.is_match(text));
    agree::<Registry>(text, g::REGISTRY.is_match(text));
    agree::<Repository>(text, g::is_repository(text));
    agree::<Digest>(text, g::REGISTERED_DIGEST.is_match(text));
    agree::<CommitSha>(text, g::COMMIT_SHA.is_match(text));
    agree::<Platform>(text, g::PLATFORM.is_match(text));
    agree::<RefName>(text, g::is_ref_name(text));
    agree::<ImageName>(text, g::is_image_name(text));
    let is_special = EnvKey::new(text).is_err_and(|e| e.kind() == NameErrorKind::Unsupported);
    agree::<EnvKey>(text, g::ENV_KEY.is_match(text) && !is_special);
    let is_command = text.starts_with('=') || text.contains(":=");
    agree::<EnvValue>(text, g::ENV_VALUE.is_match(text) && !g::is_expanded(text) && !is_command);

    let instant = Timestamp::parse(text).ok();
    assert_eq!(instant.map(Timestamp::to_unix), g::seconds(text));
    if let Some(instant) = instant {
        agree::<Timestamp>(&instant.to_string(), true);
        assert_eq!(Timestamp::from_unix(instant.to_unix()), Ok(instant));
    }
});
