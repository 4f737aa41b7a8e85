use core::fmt::{Debug, Display};
use core::str::FromStr;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tagwright::name::{NameErrorKind, Platform, ReferenceRef};
use tagwright::{
    CommitSha, Digest, ImageName, NameError, RefName, Reference, Slug, Tag, Timestamp,
};

use super::doors::{registry, repository};
use super::readers::all_read_what_is_written;
use super::reference_grammar::{Parts, docker, strict};

const HEX: &str = "e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";

/// Texts at the borders of the grammars: what they are made of, joined at
/// random.
fn border() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        8 => prop::sample::select(vec![
            "a", "b0", "7", "A", "Z9", "_", "__", "-", "--", ".", "/", ":", "@", "[", "]", "::1",
            "fd00", "80", "localhost", "docker.io", "index.docker.io", "library", "ghcr.io", "é",
            " ", "%", "\n", "sha256:", "sha512:", "blake3:", "md5:", "latest", "v1.0.0", "=",
        ]).prop_map(str::to_owned),
        1 => Just(HEX.to_owned()),
        1 => Just(HEX.repeat(2)),
        1 => prop::sample::select(vec![63_usize, 120, 127, 128, 129, 246, 247, 248, 255])
            .prop_map(|length| "x".repeat(length)),
    ];
    prop::collection::vec(token, 0..9).prop_map(|tokens| tokens.concat())
}

/// Texts that are references, or nearly so.
fn nearly() -> impl Strategy<Value = String> {
    let host = "([a-zA-Z0-9._-]{1,9}|localhost|docker\\.io|index\\.docker\\.io|\\[[a-fF0-9:]{1,5}\\])(:[0-9]{0,3})?/";
    let path = "([a-z0-9]([a-z0-9._-]{0,5}[a-z0-9])?)(/[a-z0-9_.-]{1,5}){0,2}";
    let tag = "(:[A-Za-z0-9_.-]{0,6})?";
    let digest = prop_oneof![
        3 => Just(String::new()),
        1 => Just(format!("@sha256:{HEX}")),
        1 => Just(format!("@sha512:{HEX}{HEX}")),
        1 => Just(format!("@blake3:{HEX}")),
        1 => "@sha256:[a-fA-F0-9]{62,66}",
    ];
    (prop_oneof![Just(String::new()), host], path, tag, digest)
        .prop_map(|(host, path, tag, digest)| host + &path + &tag + &digest)
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![border(), nearly(), "\\PC{0,40}"]
}

fn parts(reference: &ReferenceRef<'_>) -> Parts {
    (
        reference.registry().map(Into::into),
        reference.repository().into_owned(),
        reference.tag().map(Into::into),
        reference.digest().map(Into::into),
    )
}

/// Whatever one door accepts, every door accepts; what it writes, it reads
/// back equal; and a refusal points into the text.
fn obeys_the_laws<T>(text: &str) -> Result<(), TestCaseError>
where
    T: Clone + Eq + Debug + Display + Serialize + DeserializeOwned,
    T: FromStr<Err = NameError> + TryFrom<String, Error = NameError>,
    T: for<'a> TryFrom<&'a str, Error = NameError>,
{
    let answer = text.parse::<T>();
    prop_assert_eq!(&T::try_from(text), &answer);
    prop_assert_eq!(&T::try_from(text.to_owned()), &answer);
    let json = serde_json::to_string(text).unwrap();
    match answer {
        Ok(value) => {
            let written = value.to_string();
            prop_assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value.clone());
            prop_assert_eq!(serde_json::to_value(&value).unwrap(), written.as_str());
            prop_assert_eq!(written.parse::<T>(), Ok(value));
        }
        Err(error) => {
            prop_assert!(error.index() <= text.len(), "{}", error);
            prop_assert!(text.is_char_boundary(error.index()), "{}", error);
            prop_assert!(!error.to_string().contains('\n'));
            let refusal = serde_json::from_str::<T>(&json).unwrap_err().to_string();
            prop_assert!(refusal.starts_with(&error.to_string()), "{} / {}", refusal, error);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn every_type_obeys_the_laws(text in texts()) {
        obeys_the_laws::<CommitSha>(&text)?;
        obeys_the_laws::<Digest>(&text)?;
        obeys_the_laws::<ImageName>(&text)?;
        obeys_the_laws::<Platform>(&text)?;
        obeys_the_laws::<RefName>(&text)?;
        obeys_the_laws::<Reference>(&text)?;
        obeys_the_laws::<Slug>(&text)?;
        obeys_the_laws::<Tag>(&text)?;
        obeys_the_laws::<Timestamp>(&text)?;
    }

    #[test]
    fn the_scanner_answers_as_the_grammar(text in texts()) {
        let borrowed = ReferenceRef::parse_strict(&text);
        prop_assert_eq!(borrowed.as_ref().ok().map(parts), strict(&text));
        let owned = Reference::parse_strict(text.as_str());
        prop_assert_eq!(owned.as_ref().ok().map(Reference::parts), borrowed.ok());
        if let Ok(owned) = owned {
            prop_assert_eq!(owned.as_str(), text);
        }
    }

    #[test]
    fn docker_reads_as_the_grammar_of_the_whole_form(text in texts()) {
        let borrowed = ReferenceRef::parse(&text);
        prop_assert_eq!(borrowed.as_ref().ok().map(parts), docker(&text));
        let owned = Reference::parse(text.as_str());
        prop_assert_eq!(owned.as_ref().ok().map(Reference::parts), borrowed.clone().ok());
        if let (Ok(owned), Ok(borrowed)) = (owned, borrowed) {
            prop_assert_eq!(owned.as_str(), borrowed.to_string());
            prop_assert_eq!(Reference::parse_strict(owned.as_str()), Ok(owned.clone()));
            prop_assert_eq!(Reference::from(borrowed), owned);
        }
    }

    /// A refused reference is told what is wrong with a part of it, and not
    /// merely what a reference is.
    #[test]
    fn every_refusal_finds_a_flaw(text in texts().prop_filter("a text", |text| !text.is_empty())) {
        for error in [
            Reference::parse(text.as_str()).err(),
            Reference::parse_strict(text.as_str()).err(),
            ImageName::parse(text.as_str()).err(),
        ].into_iter().flatten() {
            let says_shape = error.to_string().contains("[REGISTRY/]REPOSITORY[:TAG][@DIGEST]");
            prop_assert!(!says_shape, "{}", error);
            let is_empty = error.kind() == NameErrorKind::Empty;
            prop_assert!(!is_empty || error.index() == text.len(), "{}", error);
        }
    }

    /// An image name is what every tool reads as it is written, and nothing else.
    #[test]
    fn an_image_name_is_its_own_reading(text in texts()) {
        let image = ImageName::parse(text.as_str());
        prop_assert_eq!(image.is_ok(), all_read_what_is_written(&text), "{:?}", image);
        if let (Ok(image), Ok(reference)) = (image, Reference::parse(text.as_str())) {
            prop_assert_eq!(Some(image.registry()), reference.registry());
            prop_assert_eq!(image.repository(), reference.repository());
            prop_assert_eq!(registry(image.registry()), Ok(()));
            prop_assert_eq!(repository(image.repository()), Ok(()));
            prop_assert_eq!(Reference::from(image), reference);
        }
    }

    #[test]
    fn the_parts_of_a_reference_are_names(text in nearly()) {
        if let Ok(reference) = Reference::parse_strict(text) {
            prop_assert!(reference.registry().is_none_or(|part| registry(part).is_ok()));
            prop_assert!(reference.tag().is_none_or(|part| Tag::new(part).is_ok()));
            prop_assert!(reference.digest().is_none_or(|part| Digest::parse(part).is_ok()));
        }
    }
}

/// A mebibyte of anything is answered in the time it takes to read it; were it
/// read again and again, this would not end.
#[test]
fn long_texts_take_linear_time() {
    for piece in ["[", ":", "[:", "a", "a/", "a.", "-", "@", "a:", "://", "é", "%a", "A"] {
        for text in [piece.repeat(1 << 20), format!("[{}", piece.repeat(1 << 20))] {
            assert!(Reference::parse(text.as_str()).is_err(), "{piece}");
            let _ = (ImageName::parse(text.as_str()), registry(&text));
            let _ = RefName::new(text.as_str());
        }
    }
}
