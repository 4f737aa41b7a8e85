#![no_main]
//! Bytes as a policy, in JSON and in TOML.

use libfuzzer_sys::fuzz_target;
use tagwright::{Policy, PolicyDocument, Tag};
use tagwright_fuzz::grammar as g;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = serde_json::from_slice::<PolicyDocument>(bytes) {
        check(&document);
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(document) = toml::from_str::<PolicyDocument>(text) {
        check(&document);
    }
});

fn check(document: &PolicyDocument) {
    let policy = match Policy::new(document.clone()) {
        Ok(policy) => policy,
        Err(error) => {
            assert!(!error.to_string().contains(char::is_control), "{error}");
            if let Some(counterexample) = error.counterexample() {
                let (text, refusal) = (counterexample.text(), &counterexample.refusal);
                let is_refused = match refusal.noun() {
                    "tag" => Tag::new(text).err().as_ref() == Some(refusal),
                    "repository" => !g::is_repository(text),
                    // kaniko and crane refuse them at most registries.
                    "image name" => text.len() == 1,
                    "dotenv value" => !g::is_env_value(text),
                    // What tags are to fit has no type of its own.
                    _ => !document.fits.is_empty(),
                };
                assert!(is_refused, "{text:?}: {refusal}");
            }
            return;
        }
    };
    assert_eq!(policy.document(), document);

    let json = serde_json::to_string(&policy).expect("a policy has a JSON form");
    assert_eq!(serde_json::from_str::<Policy>(&json).as_ref().ok(), Some(&policy), "{json}");
    let toml = toml::to_string(&policy).expect("a policy has a TOML form");
    assert_eq!(toml::from_str::<Policy>(&toml).as_ref().ok(), Some(&policy), "{toml}");
}
