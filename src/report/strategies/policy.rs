use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::arbitrary::Arbitrary;
use proptest::collection::vec as list;
use proptest::option;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::{select, subsequence};
use proptest::strategy::BoxedStrategy;

use super::names::arbitrary;
use crate::name::{SlugCase, SlugEdges, SlugOptions, SlugRuns};
use crate::policy::{
    Assignments, ImageDocument, Moves, NameCase, NamesDocument, Policy, PolicyDocument,
    PrereleaseFilter, RuleDocument, TagDocument, TriggerDocument,
};

/// Policies that load.
///
/// Of a [`policy_document`], those rules are left that load by themselves.
pub fn policy() -> impl Strategy<Value = Policy> {
    policy_document().prop_map(|mut document| {
        let rules = core::mem::take(&mut document.rules);
        for rule in rules {
            let alone = PolicyDocument { rules: vec![rule.clone()], ..document.clone() };
            if Policy::new(alone).is_ok() {
                document.rules.push(rule);
            }
        }
        Policy::new(document).unwrap_or_else(|_| Policy::cwiq())
    })
}

/// Documents of the right form, with slug rules, images and rules of every
/// kind. Some of their templates could give illegal tags: those do not load.
pub fn policy_document() -> impl Strategy<Value = PolicyDocument> {
    let rules = list(rule(), 1..=4);
    (4..=64_usize, slug(), images(), assignments(), rules).prop_map(
        |(short_sha, slug, images, [build_args, labels, env], rules)| {
            let mut document = PolicyDocument::new(images, numbered(rules));
            document.short_sha = short_sha;
            document.slug = slug;
            document.build_args = build_args;
            document.labels = labels;
            document.env = env;
            document
        },
    )
}

arbitrary! { Policy => policy() }

/// A rule before it has its name: two never share one.
type Unnamed = (TriggerDocument, Vec<TagDocument>);

fn numbered(rules: Vec<Unnamed>) -> Vec<RuleDocument> {
    let rules = rules.into_iter().enumerate();
    let name = |index| alloc::format!("rule-{index}");
    rules.map(|(index, (when, tags))| RuleDocument { name: name(index), when, tags }).collect()
}

fn slug() -> impl Strategy<Value = SlugOptions> {
    let lengths = prop_oneof![3 => 8..=40_usize, 1 => 1..=8_usize];
    (
        select(vec![SlugCase::Keep, SlugCase::Lower]),
        select(vec!["", ".", "_", "._"]),
        select(vec![SlugRuns::Keep, SlugRuns::Collapse]),
        lengths,
        select(vec![SlugEdges::Keep, SlugEdges::Trim]),
        option::of(select(vec!["none", "x"])),
        prop_oneof![3 => Just(0), 1 => 4..=10_usize],
    )
        .prop_map(|(case, keep, runs, max_length, edges, empty, distinct)| SlugOptions {
            case,
            keep: keep.into(),
            runs,
            max_length: max_length.max(distinct + 2),
            edges,
            empty: empty.filter(|_| max_length >= distinct + 6).map(Into::into),
            distinct,
        })
}

fn images() -> impl Strategy<Value = Vec<ImageDocument>> {
    let names = select(vec!["team/app", "team/app", "team/{project}"]);
    let pull = option::of(Just("mirror.example.com:8444/proxy"));
    let cache = option::of(Just("team/cache"));
    let case = select(vec![NameCase::Keep, NameCase::Lower]);
    let suffixes = subsequence(vec!["", "-alpine", "-slim", ".1", "_x"], 1..=3);
    (names, pull, cache, case, suffixes).prop_map(|(name, pull, cache, case, suffixes)| {
        let image = |suffix: &&str| ImageDocument {
            name: name.into(),
            push: "registry.example.com".into(),
            pull: pull.map(Into::into),
            cache: cache.map(Into::into),
            suffix: (!suffix.is_empty()).then(|| (*suffix).into()),
            case,
        };
        suffixes.iter().map(image).collect()
    })
}

/// Build args, labels and variables, as pipelines have them.
fn assignments() -> impl Strategy<Value = [Assignments; 3]> {
    const BUILD_ARGS: &[&str] = &["VERSION={git_tag}", "BUILD_DATE={created}", "VCS_REF={sha}"];
    const LABELS: &[&str] = &[
        "org.opencontainers.image.version={version}",
        "org.opencontainers.image.ref.name={image_tag}",
        "com.example.branch={branch}",
    ];
    const ENV: &[&str] = &["IMAGE_TAG={image_tag}", "IMAGE={reference}", "PULL={pull_reference}"];
    let some = |all: &'static [&'static str], least| {
        subsequence(all, least..=all.len()).prop_map(Assignments::from_iter)
    };
    (some(BUILD_ARGS, 0), some(LABELS, 0), some(ENV, 1)).prop_map(Into::into)
}

fn rule() -> impl Strategy<Value = Unnamed> {
    const EVERYWHERE: &[&str] = &[
        "short_sha",
        "sha",
        "created:%Y%m%d",
        "created:%s",
        "committed:%Y%m%d%H%M%S",
        "project",
        "run_number",
    ];
    let of = |trigger: BoxedStrategy<TriggerDocument>, more: &[&'static str]| {
        let placeholders = [EVERYWHERE, more, more].concat();
        (trigger, list(tag(placeholders), 1..=3)).boxed()
    };
    let of_release = |trigger, more: &[&'static str]| {
        (of(trigger, more), option::of(line()))
            .prop_map(|((trigger, mut tags), line)| {
                tags.extend(line);
                (trigger, tags)
            })
            .boxed()
    };
    let branch = names().prop_map(TriggerDocument::Branch).boxed();
    let git_tag = names().prop_map(TriggerDocument::Tag).boxed();
    let target =
        option::of(names()).prop_map(|target| TriggerDocument::PullRequest { target }).boxed();
    let release = |prerelease| {
        select(vec!["v", "", "release-"])
            .prop_map(move |prefix| TriggerDocument::Release { prefix: prefix.into(), prerelease })
            .boxed()
    };
    let numbers = ["slug", "git_tag", "version", "major", "minor", "patch"];
    let with_prerelease = ["version", "major", "minor", "patch", "prerelease"];
    prop_oneof![
        3 => of(branch, &["slug"]),
        1 => of(Just(TriggerDocument::Branch(one("main"))).boxed(), &["slug", "branch"]),
        2 => of(git_tag, &["slug", "git_tag", "version"]),
        1 => of(Just(TriggerDocument::DefaultBranch {}).boxed(), &["slug"]),
        1 => of_release(release(PrereleaseFilter::No), &numbers),
        1 => of_release(release(PrereleaseFilter::Any), &numbers),
        1 => of_release(release(PrereleaseFilter::Only), &with_prerelease),
        2 => of(target, &["slug", "pr"]),
        1 => of(Just(TriggerDocument::Schedule {}).boxed(), &[]),
        1 => of(Just(TriggerDocument::Any {}).boxed(), &[]),
    ]
}

fn one(pattern: &str) -> NamesDocument {
    NamesDocument { matching: Some(vec![pattern.into()]), except: None }
}

fn names() -> impl Strategy<Value = NamesDocument> {
    const PATTERNS: &[&str] = &[
        "main",
        "develop",
        "release/*",
        "v*",
        "*",
        "feature/?*",
        "?-*",
        "hotfix-?",
        "größe/*",
        "/v[0-9]+/",
        "a+b*",
    ];
    let some = || list(select(PATTERNS), 1..=3);
    let plain = |list: Vec<&str>| list.into_iter().map(String::from).collect();
    (option::of(some()), option::weighted(0.3, some())).prop_map(move |(matching, except)| {
        NamesDocument { matching: matching.map(plain), except: except.map(plain) }
    })
}

/// A floating tag that only the highest version of its line moves.
fn line() -> impl Strategy<Value = TagDocument> {
    select(vec![
        ("newest", Moves::Highest),
        ("{major}", Moves::HighestInMajor),
        ("{major}.{minor}", Moves::HighestInMinor),
    ])
    .prop_map(|(tag, moves)| TagDocument::new(tag, moves))
}

/// Templates of these placeholders, with and without text between them.
fn tag(placeholders: Vec<&'static str>) -> impl Strategy<Value = TagDocument> {
    let text = select(vec!["", "-", "-", ".", "_", "x", "--"]);
    let field = (select(placeholders), text).prop_map(|(name, behind)| {
        let mut field = String::from("{");
        field.push_str(name);
        field.push('}');
        field.push_str(behind);
        field
    });
    let front = select(vec!["", "b-", "latest", "x", "main-", "v"]);
    (front, list(field, 0..=4)).prop_map(|(front, fields)| {
        let tag = String::from(front) + &fields.concat();
        TagDocument::from(tag)
    })
}
