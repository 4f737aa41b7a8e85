//! Enumerations whose words people write and programs read.

use core::fmt::{Debug, Display};
use core::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tagwright::audit::{FindingCode, Severity};
use tagwright::build::{AnnotationLevel, Builder};
use tagwright::context::Event;
use tagwright::recognize::Dialect;
use tagwright::{NameError, TagKind};

#[track_caller]
fn are_words<T>(all: impl Iterator<Item = T>, as_str: fn(T) -> &'static str, unknown: &str)
where
    T: Copy + Ord + Debug + Display + Serialize + DeserializeOwned + FromStr<Err = NameError>,
{
    for one in all {
        let word = as_str(one);
        assert_eq!(one.to_string(), word);
        assert_eq!(word.parse::<T>(), Ok(one));
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(json, format!("\"{word}\""));
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), one);
        assert_eq!(format!("{one:>40}").trim_start(), word);
        assert!(word.to_uppercase().parse::<T>().is_err(), "{word}");
    }
    assert_eq!("x".parse::<T>().unwrap_err().to_string(), unknown);
}

#[test]
fn every_word_reads_back() {
    are_words(
        AnnotationLevel::all(),
        AnnotationLevel::as_str,
        "invalid annotation level \"x\": expected manifest, index, manifest-descriptor or \
         index-descriptor",
    );
    are_words(
        Builder::all(),
        Builder::as_str,
        "invalid builder \"x\": expected kaniko, buildah, podman, buildx, buildctl or docker",
    );
    are_words(
        Dialect::all(),
        Dialect::as_str,
        "invalid dialect \"x\": expected go, javascript or posix",
    );
    are_words(
        Event::all(),
        Event::as_str,
        "invalid event \"x\": expected push, pull-request, merge-queue, schedule, manual, api, \
         pipeline, deployment or release",
    );
    are_words(
        FindingCode::all(),
        FindingCode::as_str,
        &format!("invalid code \"x\": expected {}", {
            let words: Vec<_> = FindingCode::all().map(FindingCode::as_str).collect();
            let (last, others) = words.split_last().unwrap();
            format!("{} or {last}", others.join(", "))
        }),
    );
    are_words(
        Severity::all(),
        Severity::as_str,
        "invalid severity \"x\": expected info, warning or error",
    );
    are_words(
        TagKind::all(),
        TagKind::as_str,
        "invalid kind of tag \"x\": expected immutable or floating",
    );
}
