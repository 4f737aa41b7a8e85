//! What is said of a plan and of a policy, and what a tag says.

use std::hint::black_box;

use regex::Regex;
use tagwright::recognize::Dialect;
use tagwright::{CiContext, Policy, Tag};

use super::sample;
use crate::case::{Group, Limit};
use crate::job::{SHA, known};

pub(super) fn groups() -> Vec<Group> {
    vec![explanations(), policies(), tags()]
}

fn explanations() -> Group {
    let (policy, main) = (Policy::cwiq(), sample::main());
    let long = format!("{}x", "feature/JIRA-1234_".repeat(228));
    [
        ("main", sample::main()),
        ("feature branch", sample::feature()),
        ("branch of 4 KiB", known(CiContext::branch("server", long, SHA).unwrap())),
        ("git tag without a rule", known(CiContext::tag("server", "nightly", SHA).unwrap())),
    ]
    .into_iter()
    .fold(Group::new("explain"), |group, (name, context)| {
        let policy = Policy::cwiq();
        group
            .ours(name, move || drop(black_box(policy.explain(black_box(&context)))))
            .at_most([Limit::Nanoseconds(20_000.0)])
    })
    .ours("main, as text", move || drop(black_box(policy.explain(black_box(&main)).to_string())))
}

fn policies() -> Group {
    let mut document = Policy::cwiq().document().clone();
    document.rules[1].tags[0].tag = "topic-{slug}-{short_sha}".into();
    let other = Policy::new(document).unwrap();
    let contexts: Vec<CiContext> =
        Policy::cwiq().table().rows.into_iter().map(|row| row.context).collect();
    let [first, second, third, fourth] = [(); 4].map(|()| Policy::cwiq());
    Group::new("reports")
        .ours("table, as text", move || drop(black_box(black_box(&first).table().to_string())))
        .ours("diagram, as text", move || {
            drop(black_box(black_box(&second).diagram().to_string()));
        })
        .ours("diff of 8 events", move || {
            drop(black_box(black_box(&third).diff(&other, contexts.iter())));
        })
        .ours("patterns for Go", move || drop(black_box(black_box(&fourth).patterns(Dialect::Go))))
}

/// The three fields of the built-in feature tag, by hand.
fn split(tag: &str) -> Option<(String, String)> {
    let (slug, sha) = tag.strip_prefix("branch-")?.rsplit_once('-')?;
    let is_sha = sha.len() == 8 && sha.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_sha.then(|| (slug.to_owned(), sha.to_owned()))
}

fn tags() -> Group {
    let (policy, long) = (Policy::cwiq(), Policy::cwiq());
    // What is measured lives until the process ends.
    let recognizer = Box::leak(Box::new(Policy::cwiq())).recognizer();
    let feature = Tag::new("branch-feature-search-a1b2c3d8").unwrap();
    let longest = Tag::new(format!("branch-{}", "a".repeat(121))).unwrap();
    let regex = Regex::new("^branch-([A-Za-z0-9-]{1,40})-([0-9a-f]{8})$").unwrap();
    let [by_hand, by_regex] = [feature.to_string(), feature.to_string()];
    Group::new("recognize")
        .floor("one rule by hand", move || drop(black_box(split(black_box(&by_hand)))))
        .ours("feature branch", {
            let feature = feature.clone();
            move || drop(black_box(recognizer.recognize(black_box(&feature))))
        })
        .ours("feature branch, with its preparation", move || {
            drop(black_box(black_box(&policy).recognizer().recognize(black_box(&feature))));
        })
        .ours("128 characters", move || drop(black_box(long.recognize(black_box(&longest)))))
        .peer("one rule by regex", move || {
            drop(black_box(
                regex
                    .captures(black_box(&by_regex))
                    .map(|found| (found[1].to_owned(), found[2].to_owned())),
            ));
        })
}

/// As many rules and tags as there may be, each told apart by its text.
fn largest() -> Policy {
    let mut document = Policy::cwiq().document().clone();
    let [_, feature, ..] = document.rules.as_slice() else { unreachable!() };
    let feature = feature.clone();
    document.rules = (0..256)
        .map(|rule| {
            let mut feature = feature.clone();
            feature.name = format!("rule-{rule}");
            let tag = &feature.tags[0];
            let tags = (0..64).map(|index| {
                let mut tag = tag.clone();
                tag.tag = format!("branch-{{slug}}-{{short_sha}}-{rule}-{index}");
                tag
            });
            feature.tags = tags.collect();
            feature
        })
        .collect();
    Policy::new(document).unwrap()
}

pub(super) fn of_the_largest_policy() -> Vec<Group> {
    let [first, second] = [(); 2].map(|()| largest());
    let recognizer = Box::leak(Box::new(largest())).recognizer();
    let tag = Tag::new("branch-feature-search-a1b2c3d8-255-63").unwrap();
    let hyphens = "-".repeat(128 - "branch-a1b2c3d8-255-63".len());
    let hard = Tag::new(format!("branch-{hyphens}a1b2c3d8-255-63")).unwrap();
    let prepared = tag.clone();
    let group = Group::new("recognize among 16384 templates")
        .ours("feature branch, prepared", move || {
            drop(black_box(recognizer.recognize(black_box(&prepared))));
        })
        .ours("feature branch", move || drop(black_box(first.recognize(black_box(&tag)))))
        .ours("128 characters", move || drop(black_box(second.recognize(black_box(&hard)))));
    vec![group]
}
