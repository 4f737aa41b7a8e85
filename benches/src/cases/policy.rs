//! What comes before the first plan, and audits, some of policies that are
//! meant to take long.

use std::hint::black_box;

use tagwright::Policy;

use super::sample;
use crate::case::{Group, Limit};

pub(super) fn groups() -> Vec<Group> {
    vec![loads(), audits()]
}

fn loads() -> Group {
    let policy = Policy::cwiq();
    let (toml, json) = (toml::to_string(&policy).unwrap(), serde_json::to_string(&policy).unwrap());
    assert_eq!(toml::from_str::<Policy>(&toml).unwrap(), policy);
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
    let (table, value) = (toml.clone(), json.clone());
    Group::new("built-in policy")
        .floor("JSON alone, no policy", move || {
            drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(&value))));
        })
        .floor("TOML alone, no policy", move || {
            drop(black_box(toml::from_str::<toml::Table>(black_box(&table))));
        })
        .ours("from TOML", move || drop(black_box(toml::from_str::<Policy>(black_box(&toml)))))
        .at_most([Limit::Nanoseconds(100_000.0)])
        .ours("from JSON", move || {
            drop(black_box(serde_json::from_str::<Policy>(black_box(&json))));
        })
        .ours("Policy::cwiq()", || drop(black_box(Policy::cwiq())))
        .ours("Policy::cwiq() and a plan", || {
            drop(black_box(Policy::cwiq().plan(black_box(&sample::main()))));
        })
}

const HEAD: &str = r#"
    version = 1
    slug = { edges = "trim", empty = "unnamed" }
    images = [{ name = "{project}", push = "registry.example.com" }]
"#;

/// As long patterns as a policy may have, read for as many tags.
fn most_regexes() -> String {
    let list =
        |count, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(", ");
    let names = list(85, &|index| format!("'/b{index}|~.{{3000}}/'"));
    let tags = list(64, &|index| format!("'{{slug}}-{index}'"));
    let images = "images = [{ name = '{project}', push = 'registry.example.com' }]";
    format!(
        "version = 1\n{images}\n[[rules]]\nname = 'r'\nwhen.branch = [{names}]\ntags = [{tags}]\n"
    )
}

/// As many images, tags and rules as there may be, which all apply together.
fn most_plans() -> Policy {
    let image =
        |index| format!("{{ name = '{{project}}-{index}', push = 'registry.example.com' }}");
    let images = (0..64).map(image).collect::<Vec<_>>().join(", ");
    let tags = (0..64).map(|tag| format!("'t{tag}'")).collect::<Vec<_>>().join(", ");
    let rule = |index| {
        let when = format!("{{ branch = {{ except = 'b{index}' }} }}");
        format!("[[rules]]\nname = 'r{index}'\nwhen = {when}\ntags = [{tags}]\n")
    };
    let rules: String = (0..256).map(rule).collect();
    toml::from_str(&format!("version = 1\nimages = [{images}]\n{rules}")).unwrap()
}

fn hundred(rule: impl Fn(usize) -> String) -> Policy {
    let rules: String = (0..100).map(rule).collect();
    toml::from_str(&format!("{HEAD}{rules}")).unwrap()
}

fn rule(index: usize, branch: &str, tags: &str) -> String {
    format!("[[rules]]\nname = \"r{index}\"\nwhen = {{ branch = '{branch}' }}\ntags = [{tags}]\n")
}

fn audits() -> Group {
    let bare = format!(
        "{HEAD}{}{}",
        rule(0, "main", "'main-{short_sha}', 'latest'"),
        rule(1, "*", "'{slug}'"),
    );
    let team = |index| {
        let tags = format!("'team{index}-{{slug}}-{{short_sha}}', 'team{index}'");
        rule(index, &format!("team{index}/*"), &tags)
    };
    let name = |index| rule(index, &format!("release-{index}"), "'{slug}'");
    let cut = |index| rule(index, &format!("*-{index}"), "'{slug}'");
    let regex = |index| rule(index, &format!("/[ab]*a[ab]{{14}}-{index}/"), "'{slug}'");
    let (built_in, slow) = (Limit::Nanoseconds(5e6), Limit::Nanoseconds(1e9));
    [
        ("built-in policy", Policy::cwiq(), built_in),
        ("bare slug", toml::from_str(&bare).unwrap(), built_in),
        ("100 teams", hundred(team), slow),
        ("100 names", hundred(name), slow),
        ("100 that meet in the cut", hundred(cut), slow),
        ("100 regexes", hundred(regex), slow),
    ]
    .into_iter()
    .fold(Group::new("audit"), |group, (name, policy, limit)| {
        group
            .ours(name, move || {
                black_box(black_box(&policy).audit().len());
            })
            .at_most([limit])
    })
}

/// What takes longest of all that may be in a policy.
pub(super) fn at_the_limits() -> Vec<Group> {
    let (regexes, plans) = (most_regexes(), most_plans());
    let group = Group::new("policy at the limits")
        .ours("load 64 tags of 85 regexes", move || {
            drop(black_box(toml::from_str::<Policy>(black_box(&regexes)).unwrap()));
        })
        .at_most([Limit::Nanoseconds(5e8)])
        .ours("audit 64 images and 256 rules that all apply", move || {
            black_box(black_box(&plans).audit().len());
        })
        .at_most([Limit::Nanoseconds(5e9)]);
    vec![group]
}
