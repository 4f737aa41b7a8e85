//! What distribution/reference itself answered.

use serde_json::Value;
use tagwright::name::ReferenceRef;
use tagwright::{Digest, NameError, Reference, Tag};

use super::doors::registry;
use super::reference_grammar::Parts;
use crate::vectors::cases;

/// Rows of calls that this crate does not have.
const NOT_OURS: [(&str, &str); 1] =
    [("FamiliarMatch", "matches shell patterns against a reference")];

/// Rows whose answer is meant to differ.
const DIFFERENT: [(&str, &str); 8] = [
    ("reference/parse/014", "sha512 is registered; only those tests were built without it"),
    ("reference/withtag/004", JOINED),
    ("reference/withdigest/000", JOINED),
    ("reference/withdigest/001", JOINED),
    ("reference/withdigest/002", JOINED),
    ("reference/withdigest/003", JOINED),
    ("normalize/invalid_components/001", JOINED),
    ("normalize/invalid_components/002", JOINED),
];
const JOINED: &str =
    "no digest has 37 digits or is `foo`, and no tag is `-foo`: parts are types here";

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn parts(reference: &Reference) -> Parts {
    (
        reference.registry().map(Into::into),
        reference.repository().into(),
        reference.tag().map(Into::into),
        reference.digest().map(Into::into),
    )
}

fn expected(oracle: &Value) -> Option<Parts> {
    let part = |name: &str| oracle[name].as_str().filter(|text| !text.is_empty()).map(Into::into);
    let is_valid = oracle["valid"].as_bool().expect("an answer");
    is_valid.then(|| (part("domain"), part("path").expect("a path"), part("tag"), part("digest")))
}

#[track_caller]
fn agrees(row: &Value, answer: Result<Reference, NameError>, oracle: &Value) {
    let answer = answer.ok();
    assert_eq!(answer.as_ref().map(parts), expected(oracle), "{row}");
    if let Some(reference) = answer {
        assert_eq!(reference.as_str(), text(&oracle["string"]), "{row}");
    }
}

#[track_caller]
fn agrees_with_oracle(row: &Value, input: &str, oracle: &Value) {
    agrees(row, Reference::parse_strict(input), &oracle["parse"]);
    agrees(row, Reference::parse(input), &oracle["normalized"]);
}

#[test]
fn every_answer_of_the_library() {
    let files = ["reference_cases", "normalize_cases", "regexp_cases"];
    for row in files.iter().flat_map(|file| cases(&format!("reference/{file}.json"))) {
        let (api, id) = (text(&row["api"]), text(&row["id"]));
        if NOT_OURS.iter().any(|(name, _)| *name == api)
            || DIFFERENT.iter().any(|(name, _)| *name == id)
        {
            continue;
        }
        if row["oracle"].is_null() {
            assert_eq!(api, "WithTag", "joined below: {row}");
            continue;
        }
        agrees_with_oracle(&row, text(&row["input"]), &row["oracle"]);
        if let Some(input) = row["as_reference"]["input"].as_str() {
            agrees_with_oracle(&row, input, &row["as_reference"]["oracle"]);
        }
    }
}

#[test]
fn every_domain() {
    for row in cases("reference/regexp_cases.json") {
        if text(&row["api"]) == "DomainRegexp(anchored)" {
            let expected = row["expect"]["match"].as_bool().unwrap();
            assert_eq!(registry(text(&row["input"])).is_ok(), expected, "{row}");
        }
    }
}

#[test]
fn every_name() {
    for row in cases("reference/regexp_cases.json") {
        if text(&row["api"]) != "anchoredNameRegexp" {
            continue;
        }
        let input = text(&row["input"]);
        let name = ReferenceRef::parse_strict(input)
            .ok()
            .filter(|name| name.tag().is_none() && name.digest().is_none());
        assert_eq!(name.is_some(), row["expect"]["match"].as_bool().unwrap(), "{row}");
        if let (Some(name), Some(path)) = (name, row["expect"]["path"].as_str()) {
            assert_eq!(name.path(), path, "{row}");
            assert_eq!(
                name.registry().unwrap_or_default(),
                text(&row["expect"]["domain"]),
                "{row}"
            );
        }
    }
}

#[test]
fn joined_parts() {
    for row in cases("reference/reference_cases.json") {
        let input = &row["input"];
        if text(&row["api"]) == "WithTag" && input["digest"].is_null() {
            let name = Reference::parse_strict(text(&input["name"])).unwrap();
            let joined = name.with_tag(&Tag::new(text(&input["tag"])).unwrap());
            assert_eq!(joined, text(&row["expect"]["string"]), "{row}");
        }
    }
}

#[test]
fn every_normalized_string() {
    for row in cases("reference/normalize_cases.json") {
        let expect = &row["expect"];
        // A bare digest is a reference of another kind there, and `ParseDockerRef`
        // adds `latest` and drops a tag beside a digest.
        let is_other = text(&row["api"]) == "ParseDockerRef" || expect["kind"] == "digest";
        if let (false, Some(string)) = (is_other, expect["string"].as_str()) {
            assert_eq!(Reference::parse(text(&row["input"])).unwrap(), string, "{row}");
        }
    }
}

#[test]
fn docker_refs_with_latest() {
    for row in cases("reference/normalize_cases.json") {
        if text(&row["api"]) != "ParseDockerRef" {
            continue;
        }
        let reference = Reference::parse(text(&row["input"])).unwrap();
        let pulled = match (reference.tag(), reference.digest()) {
            (None, None) => reference.with_tag(&Tag::LATEST).to_string(),
            (Some(_), Some(digest)) => format!("{}@{digest}", reference.name()),
            _ => reference.to_string(),
        };
        assert_eq!(pulled, text(&row["expect"]["string"]), "{row}");
    }
}

/// Its order: tag and digest, tag, digest, neither, a bare digest, illegal; then
/// by text.
#[test]
fn every_order() {
    for row in cases("reference/sort_cases.json") {
        let mut texts: Vec<&str> =
            row["input"].as_array().unwrap().iter().map(|value| text(value)).collect();
        texts.sort_by_key(|text| {
            let rank = match ReferenceRef::parse_strict(text) {
                Ok(_) if Digest::parse(*text).is_ok() => 5,
                Ok(name) => match (name.tag(), name.digest()) {
                    (Some(_), Some(_)) => 1,
                    (Some(_), None) => 2,
                    (None, Some(_)) => 3,
                    (None, None) => 4,
                },
                Err(_) => 6,
            };
            (rank, *text)
        });
        assert_eq!(serde_json::to_value(texts).unwrap(), row["expect"], "{row}");
    }
}
