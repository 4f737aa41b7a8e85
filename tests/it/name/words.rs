//! Enumerations whose words people write and programs read.

use core::fmt::{Debug, Display};
use core::str::FromStr;
use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tagwright::audit::{Actor, FindingCode, Severity};
use tagwright::build::{AnnotationLevel, Builder};
use tagwright::context::Event;
use tagwright::document::{
    BuildMetadata, EmptyLabels, Moves, NameCase, PrereleaseFilter, TagConstraint, VersionScheme,
};
use tagwright::name::{SlugCase, SlugEdges, SlugRuns};
use tagwright::plan::PlanErrorKind;
use tagwright::recognize::Dialect;
use tagwright::{NameError, Provider, TagKind};

#[track_caller]
fn are_words<T>(all: impl Iterator<Item = T>, as_str: fn(T) -> &'static str, unknown: &str)
where
    T: Copy + Eq + Debug + Display + Serialize + DeserializeOwned + FromStr<Err = NameError>,
{
    for one in all {
        let word = as_str(one);
        assert_eq!(one.to_string(), word);
        assert_eq!(word.parse::<T>(), Ok(one));
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(json, format!("\"{word}\""));
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), one);
        assert_eq!(format!("{one:>40}").trim_start(), word);
        assert!(format!("{word}.").parse::<T>().is_err(), "{word}");
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
        &format!(
            "invalid code \"x\": expected {}",
            any_of(FindingCode::all().map(FindingCode::as_str))
        ),
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
    are_words(
        Actor::all(),
        Actor::as_str,
        "invalid actor \"x\": expected maintainer, contributor or outsider",
    );
    are_words(
        PlanErrorKind::all(),
        PlanErrorKind::as_str,
        "invalid kind of error \"x\": expected no-rule, no-tag, missing-fact, undeclared-variant, \
         illegal-tag, illegal-name, illegal-value, undeclared-value or too-large",
    );
    are_words(
        Provider::all(),
        Provider::as_str,
        &format!(
            "invalid CI provider \"x\": expected {}",
            any_of(Provider::all().map(Provider::as_str))
        ),
    );
}

fn any_of(words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<_> = words.collect();
    let (last, others) = words.split_last().unwrap();
    format!("{} or {last}", others.join(", "))
}

#[test]
fn every_word_of_a_policy_reads_back() {
    are_words(
        Moves::all(),
        Moves::as_str,
        "invalid movement \"x\": expected always, final, highest or branch-head",
    );
    are_words(
        NameCase::all(),
        NameCase::as_str,
        "invalid treatment of upper case \"x\": expected keep or lower",
    );
    are_words(
        EmptyLabels::all(),
        EmptyLabels::as_str,
        "invalid treatment of empty labels \"x\": expected omit or keep",
    );
    are_words(
        TagConstraint::all(),
        TagConstraint::as_str,
        "invalid constraint of tags \"x\": expected kubernetes-label or dns-label",
    );
    are_words(
        VersionScheme::all(),
        VersionScheme::as_str,
        "invalid version scheme \"x\": expected semver, dotted or pep440",
    );
    are_words(
        PrereleaseFilter::all(),
        PrereleaseFilter::as_str,
        "invalid filter of prereleases \"x\": expected exclude, include or only",
    );
    are_words(
        BuildMetadata::all(),
        BuildMetadata::as_str,
        "invalid treatment of build metadata \"x\": expected keep or drop",
    );
    are_words(
        SlugCase::all(),
        SlugCase::as_str,
        "invalid treatment of upper case \"x\": expected keep or lower",
    );
    are_words(
        SlugRuns::all(),
        SlugRuns::as_str,
        "invalid treatment of runs \"x\": expected keep, collapse or replaced",
    );
    are_words(
        SlugEdges::all(),
        SlugEdges::as_str,
        "invalid treatment of edges \"x\": expected keep, trim or legal",
    );
}

#[test]
fn words_with_an_order_have_one() {
    fn is_ordered<T: Ord>() {}
    is_ordered::<AnnotationLevel>();
    is_ordered::<Builder>();
    is_ordered::<Dialect>();
    is_ordered::<Event>();
    is_ordered::<FindingCode>();
    is_ordered::<Severity>();
    is_ordered::<TagKind>();
}

#[test]
fn every_public_enumeration_is_one_of_words_or_known_to_be_none() {
    const WORDS: [&str; 20] = [
        "Actor",
        "AnnotationLevel",
        "BuildMetadata",
        "Builder",
        "Dialect",
        "EmptyLabels",
        "Event",
        "FindingCode",
        "Moves",
        "NameCase",
        "PlanErrorKind",
        "PrereleaseFilter",
        "Provider",
        "Severity",
        "SlugCase",
        "SlugEdges",
        "SlugRuns",
        "TagConstraint",
        "TagKind",
        "VersionScheme",
    ];
    // Their variants have fields.
    const DATA: [&str; 5] =
        ["Assignments", "EventsDocument", "GitRef", "ReleaseCondition", "TagFieldValue"];
    // Programs match on them; no file contains one.
    const KINDS: [&str; 5] = [
        "ContextErrorKind",
        "NameErrorKind",
        "PolicyErrorKind",
        "RenderErrorKind",
        "VerifyErrorKind",
    ];
    // Parts of reports, which are written but never read.
    const REPORTED: [&str; 4] = ["PlanPart", "RuleDecision", "TableEvent", "TagMovement"];
    let known: BTreeSet<_> = [&WORDS[..], &DATA, &KINDS, &REPORTED].concat().into_iter().collect();
    let public = include_str!("../../public-api.txt").lines().filter_map(|line| {
        let line = line.strip_prefix("#[non_exhaustive] ").unwrap_or(line);
        line.strip_prefix("pub enum ")?.rsplit("::").next()
    });
    assert_eq!(public.collect::<BTreeSet<_>>(), known);
}
