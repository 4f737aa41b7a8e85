//! Random policies of everything that rules can say.

use proptest::collection::vec;
use proptest::prelude::*;
use tagwright::Policy;

use crate::plan::policies;
use crate::strategies;

/// Boxed: two of them beside each other are too large for the stack of a test.
pub(crate) fn policy() -> BoxedStrategy<Policy> {
    prop_oneof![1 => proptest::sample::select(policies()), 2 => random().boxed(), 2 => strategies::policy().boxed()]
    .boxed()
}

fn random() -> impl Strategy<Value = Policy> {
    let slug = proptest::sample::select(
        &[
            "{ max-length = 40 }",
            "{ max-length = 6, runs = \"collapse\", edges = \"trim\", empty = \"none\" }",
            "{ case = \"lower\", keep = \"._\", distinct = 8 }",
        ][..],
    );
    let value = proptest::sample::select(
        &["{git_tag}", "{slug}", "{image_tag}", "{created:%Y}", "{run_number}", "{version}-x"][..],
    );
    let rule = prop_oneof![
        named("branch")
            .prop_flat_map(|when| with_tags(when, &["b-{slug}", "b-{slug}-{short_sha}"])),
        named("tag").prop_flat_map(|when| with_tags(when, &["{version}", "t-{slug}", "{git_tag}"])),
        Just("{ default-branch = {} }".to_owned())
            .prop_flat_map(|when| with_tags(when, &["main", "b-{slug}"])),
        proptest::sample::select(&["no", "only", "any"][..])
            .prop_map(|which| format!("{{ release = {{ prerelease = \"{which}\" }} }}"))
            .prop_flat_map(|when| with_tags(
                when,
                &["v{major}.{minor}.{patch}", "{version}", "MOVING", "v{minor}",]
            )),
        proptest::sample::select(&["{}", "{ target = \"main\" }", "{ target = \"*\" }"][..])
            .prop_map(|target| format!("{{ pull-request = {target} }}"))
            .prop_flat_map(|when| with_tags(when, &["pr-{pr}", "b-{slug}", "t-{head_sha}"])),
        Just("{ schedule = {} }".to_owned()).prop_flat_map(|when| with_tags(when, &["nightly"])),
        Just("{ any = {} }".to_owned()).prop_flat_map(|when| with_tags(when, &["{sha}"])),
    ];
    (slug, value, vec(rule, 1..5)).prop_filter_map("it does not load", |(slug, value, rules)| {
        let rules = rules.iter().enumerate().map(|(index, rule)| {
            format!("[[rules]]\nname = \"r{index}\"\n{rule}")
        });
        let text = format!(
            "version = 1\nslug = {slug}\nbuild-args = [\"A={value}\", \"B={{project}}\"]\n\
             images = [{{ name = \"{{project}}\", push = \"r.example.com\", pull = \"p.example.com\" }}]\n{}",
            rules.collect::<String>(),
        );
        toml::from_str(&text).ok()
    })
}

fn named(kind: &'static str) -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "\"main\"",
        "\"*\"",
        "[\"v*\", \"release/*\"]",
        "{ except = \"main\" }",
        "\"/[a-z]+(/.*)?/\"",
    ];
    proptest::sample::select(NAMES).prop_map(move |names| format!("{{ {kind} = {names} }}"))
}

fn with_tags(when: String, own: &'static [&'static str]) -> impl Strategy<Value = String> {
    let shared = &["latest", "{short_sha}", "x-{created:%Y%m%d}", "run-{run_number}"][..];
    let tag = prop_oneof![
        3 => proptest::sample::select(own), 1 => proptest::sample::select(shared)
    ];
    vec(tag, 1..4).prop_map(move |tags| {
        let tags = tags.iter().map(|tag| match *tag {
            "MOVING" => "{ tag = \"v{major}\", moves = \"highest-in-major\" }".to_owned(),
            tag => format!("\"{tag}\""),
        });
        format!("when = {when}\ntags = [{}]\n", tags.collect::<Vec<_>>().join(", "))
    })
}
