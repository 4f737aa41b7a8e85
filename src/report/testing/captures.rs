//! Rules whose patterns capture, and names from which they do.

use alloc::string::String;
use alloc::vec::Vec;

use proptest::collection::vec as list;
use proptest::prelude::{Strategy, prop_oneof};
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use super::policy::Universe;
use crate::policy::document::{
    ConditionsDocument, NamesDocument, PullRequestDocument, TagDocument,
};
use crate::policy::language::{Effort, Facts};
use crate::policy::{Conditions, capturing};

/// Regexes with a group `x`: with and without a bound, and with what git forbids at ends.
pub(super) const CAPTURES: &[&str] = &[
    "/(?<x>[a-z]{1,9})(/.*)?/",
    "/(?i)(?<x>[a-m][a-z0-9]{0,5})-.*/",
    "/v(?P<x>[0-9]{1,3}).*/",
    "/(?<x>[a-z]?)(-.*|a.*)/",
    "/release/(?<x>[0-9]{1,3}[.][0-9]{1,3})/",
    "/(feature|main)/?(?<x>.*)/",
    "/(?<x>[a-z]+|[0-9./]{1,4})-?[0-9]*/",
];

impl Universe {
    /// The group of each capturing pattern, and the slug of it.
    pub(super) const CAPTURE: &'static str = "x";
    pub(super) const SLUG_OF_CAPTURE: &'static str = "capture";

    /// Rules with captures in their tags, besides these others.
    pub(super) fn with_capturing_rules(
        &self,
        others: BoxedStrategy<(ConditionsDocument, Vec<TagDocument>)>,
    ) -> BoxedStrategy<(ConditionsDocument, Vec<TagDocument>)> {
        const PARTS: [&str; 5] = ["{x}", "{x}", "{slug:capture}", "{slug:capture}", "{slug}"];
        if self.captures.is_empty() {
            return others;
        }
        let names = list(select(self.captures).prop_map(String::from), 1..=2);
        let names = names.prop_map(NamesDocument::from_iter);
        let of = |when: BoxedStrategy<ConditionsDocument>| {
            let tag = self.tag([self.parts, &PARTS, &PARTS].concat());
            (when, list(tag, self.tags.clone()))
        };
        let source = |source| {
            ConditionsDocument::pull_request(PullRequestDocument {
                source: Some(source),
                target: None,
            })
        };
        prop_oneof![
            19 => others,
            2 => of(names.clone().prop_map(ConditionsDocument::branch).boxed()),
            1 => of(names.clone().prop_map(ConditionsDocument::tag).boxed()),
            1 => of(names.prop_map(source).boxed()),
        ]
        .boxed()
    }
}

/// Short names that the regexes of a rule take, with several texts for each capture.
pub(super) fn names_of_regexes(conditions: &Conditions) -> Vec<String> {
    const TEXTS: [&str; 4] = ["", "a", "1.2", "é/a"];
    const STEPS: usize = 2_000;
    let has_regex = |conditions: &Conditions| {
        let names = conditions.names().and_then(|names| names.matching());
        names.unwrap_or_default().iter().any(|pattern| pattern.regex().is_some())
    };
    if !has_regex(conditions) {
        return Vec::new();
    }
    let texts = if conditions.captures().all().next().is_some() { &TEXTS[..] } else { &TEXTS[..1] };
    let names = texts.iter().flat_map(|text| {
        let mut facts = Facts::default();
        for capture in conditions.captures().all() {
            facts.read(capture.fact(), text.chars());
        }
        let effort = Effort::new();
        effort.grant(STEPS);
        effort.begin();
        capturing(conditions, &facts, &effort).examples()
    });
    names.collect()
}
