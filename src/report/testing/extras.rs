use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::arbitrary::any;
use proptest::collection::{btree_map, vec as list};
use proptest::option;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::{select, subsequence};

use super::names::text;
use crate::policy::document::{
    Assignments, BuilderDocument, EmptyLabels, ImageDocument, PolicyDocument, VariantDocument,
};
use crate::policy::{NameCase, TagConstraint};

/// Documents without rules: images, and everything else but slug rules.
pub(super) fn extras() -> impl Strategy<Value = PolicyDocument> {
    const LABELS: &[&str] = &[
        "org.opencontainers.image.version={version}",
        "org.opencontainers.image.ref.name={image_tag}",
        "com.example.branch={branch}",
    ];
    const ENV_VALUES: &[&str] = &[
        "{short_sha}",
        "{created}",
        "{slug}",
        "{git_tag}",
        "{version}",
        "{project}",
        "{pr}",
        "{image_tag}",
        "{image_tag}",
        "{project_path}",
        "{committed:%H:%M}",
        "x=",
        "100%-",
        "/",
    ];
    // What `build.env` does not take.
    const OTHER_VALUES: &[&str] = &[
        "{branch}",
        "{target_branch}",
        "{reference}",
        "{pull_reference}",
        "{prerelease}",
        "{source_url}",
        "{title}",
        "{description}",
        "{licenses}",
        " ",
        "$(id)",
        "%A%",
        "é",
    ];
    const BUILDERS: &[&str] = &["docker:27", "gcr.io/kaniko/executor"];
    let labels = subsequence(LABELS, 0..=LABELS.len()).prop_map(Assignments::from_iter);
    let fits = prop_oneof![
        28 => Just(vec![]), 1 => Just(vec![TagConstraint::KubernetesLabel]), 1 => Just(vec![TagConstraint::DnsLabel]),
    ];
    let values = || assignments([ENV_VALUES, OTHER_VALUES].concat());
    (
        images(),
        prop_oneof![3 => Just(8), 1 => 4..=64_usize],
        values(),
        prop_oneof![labels, values()],
        assignments(ENV_VALUES.into()),
        option::of(select(BUILDERS)),
        fits,
        select(&[EmptyLabels::Omit, EmptyLabels::Keep][..]),
        option::weighted(0.3, select(&["+09:00", "-03:30", "+00:00"][..])),
        variants(),
    )
        .prop_map(
            |(
                images,
                short_sha,
                build_args,
                labels,
                env,
                builder,
                fits,
                empty_labels,
                timezone,
                variants,
            )| {
                PolicyDocument {
                    short_sha,
                    build_args,
                    labels,
                    env,
                    builder: builder.map(BuilderDocument::new),
                    fits,
                    empty_labels,
                    timezone: timezone.map(Into::into),
                    variants,
                    ..PolicyDocument::new(images, [])
                }
            },
        )
}

/// The variants of a build matrix; often none.
fn variants() -> impl Strategy<Value = BTreeMap<String, VariantDocument>> {
    let variant =
        |(name, document): &(&str, VariantDocument)| (String::from(*name), document.clone());
    let all = Vec::from([
        ("alpine", VariantDocument::suffix("-alpine")),
        ("slim", VariantDocument::prefix("slim-")),
        ("dev", VariantDocument { suffix: ".1".into(), ..VariantDocument::prefix("x") }),
        ("a_1", VariantDocument::suffix("_x")),
        ("debian", VariantDocument::default()),
    ]);
    let some = subsequence(all, 1..=3);
    let some = some.prop_map(move |some| some.iter().map(variant).collect());
    prop_oneof![4 => Just(BTreeMap::new()), 1 => some]
}

fn images() -> impl Strategy<Value = Vec<ImageDocument>> {
    list(image(), 1..=3)
}

fn image() -> impl Strategy<Value = ImageDocument> {
    const NAMES: &[&str] = &[
        "{project}",
        "team/app",
        "team/{project}",
        "{project_path}",
        "n{created:%Y%m%d}",
        "{project}-{short_sha}",
    ];
    // Few slugs are legal in a repository, and few refs have the others.
    const RARE: &[&str] = &[
        "{project}-{slug}",
        "{slug}/x",
        "x{pr}",
        "a-{version}",
        "{slug}",
        "x/{slug:path}",
        "{slug:dns-label}",
    ];
    const HOSTS: &[&str] =
        &["registry.example.com", "ghcr.io/acme", "localhost:5000", "docker.io/acme", "R.IO"];
    // Of Docker Hub itself few names are legal.
    const MIRRORS: &[&str] = &["mirror.example.com:8444/proxy", "ghcr.io", "ghcr.io", "docker.io"];
    let name = || prop_oneof![20 => select(NAMES), 1 => select(RARE)];
    let image = (
        name(),
        select(HOSTS),
        option::of(select(MIRRORS)),
        option::of(name()),
        select(&[NameCase::Keep, NameCase::Lower][..]),
    );
    image.prop_map(|(name, push, pull, cache, case)| ImageDocument {
        pull: pull.map(Into::into),
        cache: cache.map(|cache| alloc::format!("{cache}/cache")),
        case,
        ..ImageDocument::new(name, push)
    })
}

/// Keys and templates of any of these parts, as a table or a list.
fn assignments(parts: Vec<&'static str>) -> impl Strategy<Value = Assignments> {
    let value = list(select(parts), 0..4).prop_map(|parts| parts.concat());
    let key = text(b"ABCXYZ019_", 3..=6).prop_map(|text| String::from("V_") + &text);
    (btree_map(key, value, 0..4), any::<bool>()).prop_map(|(table, is_table)| {
        if is_table {
            return Assignments::Table(table);
        }
        table.iter().rev().map(|(key, value)| alloc::format!("{key}={value}")).collect()
    })
}
