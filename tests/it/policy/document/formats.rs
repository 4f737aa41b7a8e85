use std::collections::{BTreeMap, BTreeSet};

use tagwright::context::Event;
use tagwright::document::{
    Assignments, BuilderDocument, ConditionsDocument, ImageDocument, Moves, NameCase,
    NamesDocument, PrereleaseFilter, PullRequestDocument, ReleaseDocument, RuleDocument,
    TagDocument, VariantDocument,
};
use tagwright::{CiContext, Policy, PolicyDocument};

use crate::given::{SHA, whole};

/// A policy with everything in it.
const EVERYTHING: &str = r#"
version = 1
short-sha = 10
builder = "docker:27"
build-args = { VERSION = "{git_tag}", BUILD_DATE = "{created}" }
labels = ["b={sha}", "a={git_tag}"]
env = ["TAG={image_tag}", "REF={reference}"]

[slug]
case = "lower"
keep = "._"
runs = "collapse"
max-length = 50
edges = "trim"
empty = "unnamed"
distinct = 4

[[images]]
name = "{project}"
push = "r.io:8443/team"
pull = "r.io:8444/team"
cache = "{project}/cache"
case = "lower"

[[images]]
name = "{project}-tags"
push = "r.io:8443/team"
rules = ["releases", "finals"]

[variants]
alpine = "-alpine"
debian = ""
slim = { prefix = "slim-" }

[[rules]]
name = "branches"
when = { branch = { matching = ["main", "release/*"], except = "/.*-wip/" } }
tags = ["{short_sha}", "branch-{slug}"]

[[rules]]
name = "default"
when = { default-branch = true }
tags = "edge"

[[rules]]
name = "releases"
when = { release = { prefix = "server-v", prerelease = "include" } }
tags = ["{version}", { tag = "{major}.{minor}", moves = "highest" }, { tag = "latest", moves = "highest" }]

[[rules]]
name = "finals"
when = { release = {} }
tags = { tag = "{major}", moves = "highest" }

[[rules]]
name = "pulls"
when = { pull-request = { target = ["main", "next"] } }
tags = ["pr-{pr}", { tag = "to-{target_branch}", moves = "always" }]

[[rules]]
name = "tags"
when = { tag = "v*" }
tags = "{git_tag}"

[[rules]]
name = "nightly"
when = { event = "schedule" }
tags = "nightly-{created:%Y%m%d}"

[[rules]]
name = "several"
when = { branch = { except = "main" }, default-branch = false, event = { except = ["push", "api"] }, fork = false, protected = true, project = ["s*", "ui"] }
tags = "y"

[[rules]]
name = "sources"
when = { pull-request = { source = { except = "wip/*" }, target = "main" }, event = ["pull-request", "merge-queue"], fork = true }
tags = "z"

[[rules]]
name = "any"
tags = "x"
"#;

fn contexts() -> Vec<CiContext> {
    let created = "2026-03-18T09:00:00Z".parse().unwrap();
    let contexts = [
        CiContext::branch("Server", "main", SHA),
        CiContext::branch("server", "release/1.x", SHA),
        CiContext::tag("server", "v1.0.0", SHA),
        CiContext::tag("server", "server-v1.0.0-rc.1", SHA),
        CiContext::pull_request("server", 7, "feature/search", SHA)
            .and_then(|context| context.with_target("main")),
        CiContext::detached("server", SHA),
    ];
    let facts = |context: CiContext| {
        context
            .with_created(created)
            .with_event(Event::Schedule)
            .with_fork(false)
            .with_protected(true)
            .with_default_branch("main")
            .unwrap()
    };
    contexts.map(|context| facts(context.unwrap())).to_vec()
}

/// The plans of a policy, in JSON.
fn plans(policy: &Policy) -> Vec<String> {
    let plan = |context: &CiContext| match policy.plan(context) {
        Ok(plan) => serde_json::to_string(&plan).unwrap(),
        Err(error) => error.to_string(),
    };
    contexts().iter().map(plan).collect()
}

#[track_caller]
fn assert_same(policy: &Policy, other: &Policy) {
    assert_eq!(policy, other);
    assert_eq!(plans(policy), plans(other));
}

#[test]
fn a_policy_is_the_same_in_every_format() {
    for policy in [Policy::cwiq(), toml::from_str(EVERYTHING).unwrap()] {
        let toml = toml::to_string(&policy).unwrap();
        assert_same(&toml::from_str(&toml).unwrap(), &policy);
        let pretty = toml::to_string_pretty(&policy).unwrap();
        assert_same(&toml::from_str(&pretty).unwrap(), &policy);
        let json = serde_json::to_string(&policy).unwrap();
        assert_same(&serde_json::from_str(&json).unwrap(), &policy);
        assert_same(
            &serde_json::from_value(serde_json::to_value(&policy).unwrap()).unwrap(),
            &policy,
        );
        let yaml = serde_yaml_ng::to_string(&policy).unwrap();
        assert!(!yaml.contains('!'), "plain maps, no tags: {yaml}");
        assert_same(&serde_yaml_ng::from_str(&yaml).unwrap(), &policy);
        let document = toml::from_str::<PolicyDocument>(&toml).unwrap();
        assert_same(&Policy::new(document).unwrap(), &policy);
    }
}

#[test]
fn the_text_of_one_format_means_the_same_in_another() {
    let yaml = r#"
version: 1
images:
- {name: "{project}", push: r.io}
env:
- TAG={image_tag}
rules:
- name: main
  when: {branch: main}
  tags: [main]
- name: release
  when:
    release: {}
  tags:
  - '{version}'
  - tag: latest
    moves: highest
"#;
    let toml = r#"
version = 1
images = [{ name = "{project}", push = "r.io" }]
env = ["TAG={image_tag}"]

[[rules]]
name = "main"
when.branch = "main"
tags = "main"

[[rules]]
name = "release"
when.release = {}
tags = ["{version}", { tag = "latest", moves = "highest" }]
"#;
    let policy: Policy = serde_yaml_ng::from_str(yaml).unwrap();
    assert_same(&toml::from_str(toml).unwrap(), &policy);
}

/// Words and numbers that a format reads as another type are told apart from text, and
/// flags are flags.
#[test]
fn conditions_mean_the_same_in_every_format() {
    let toml = r#"
version = 1
images = [{ name = "app/x", push = "r.io" }]
rules = [
  { name = "a", when = { branch = ["no", "1.10", "main"], default-branch = false, event = "manual", protected = true }, tags = "a" },
  { name = "b", when = { pull-request = { source = "fix/*" }, event = { except = ["manual"] }, fork = false, project = "s*" }, tags = "b" },
  { name = "c", when = { release = { prefix = "", prerelease = "include" }, tag = { except = "0.*" } }, tags = "c" },
  { name = "d", tags = "d" },
]
"#;
    let yaml = r#"
version: 1
images: [{name: app/x, push: r.io}]
rules:
- name: a
  when: {branch: [no, "1.10", main], default-branch: false, event: manual, protected: true}
  tags: a
- name: b
  when:
    pull-request: {source: fix/*}
    event:
      except: [manual]
    fork: false
    project: s*
  tags: b
- name: c
  when:
    release: {prefix: "", prerelease: include}
    tag: {except: 0.*}
  tags: c
- name: d
  tags: d
"#;
    let json = r#"{
      "version": 1,
      "images": [{"name": "app/x", "push": "r.io"}],
      "rules": [
        {"name": "a", "when": {"protected": true, "event": ["manual"], "default-branch": false, "branch": ["no", "1.10", "main"]}, "tags": "a"},
        {"name": "b", "when": {"project": ["s*"], "fork": false, "event": {"except": "manual"}, "pull-request": {"source": "fix/*"}}, "tags": ["b"]},
        {"name": "c", "when": {"tag": {"except": ["0.*"]}, "release": {"prefix": "", "prerelease": "include"}}, "tags": "c"},
        {"name": "d", "when": {}, "tags": "d"}
      ]
    }"#;
    let policy: Policy = toml::from_str(toml).unwrap();
    assert_same(&serde_yaml_ng::from_str(yaml).unwrap(), &policy);
    assert_same(&serde_json::from_str(json).unwrap(), &policy);
    let error = serde_yaml_ng::from_str::<Policy>(&yaml.replace("\"1.10\"", "1.10")).unwrap_err();
    let expected = "rules[0].when.branch[1]: expected a string, found a fraction; put it in quotes";
    assert!(error.to_string().contains(expected), "{error}");
    let error = serde_yaml_ng::from_str::<Policy>(&yaml.replace("fork: false", "fork: no"));
    let expected = "rules[1].when.fork: expected true or false, found a string";
    assert!(error.unwrap_err().to_string().contains(expected));
}

/// `no`, `09:00` and `-alpine` are strings to YAML 1.2, with quotes and without. `1.10` is a
/// number and `true` a boolean, wherever they are.
#[test]
fn words_without_quotes_mean_the_same_in_every_format() {
    let toml = r#"
version = 1
timezone = "+09:00"
images = [{ name = "app/x", push = "r.io" }]
build-args = { START = "09:00", TAG = "-alpine", ANSWER = "no" }
labels = { no = "1.10", "1.10" = "no", "09:00" = "-alpine" }
env = { VERSION = "1.10" }

[values.answer]
pattern = "no"
default = "no"

[values.line]
pattern = '/1\.1[0-9]?/'
default = "1.10"

[variants]
no = "-no"
alpine = "-alpine"
"1.10" = "-1.10"
slim = { prefix = "1.10" }

[[rules]]
name = "no"
when = { branch = ["no", "*-alpine", "1.10"], project = "no" }
tags = ["no", "1.10", "{answer}-{created:%H}"]

[[rules]]
name = "09:00"
when = { release = { prefix = "1.10" } }
tags = "{line}"
"#;
    let yaml = r#"
version: 1
timezone: +09:00
images:
- name: app/x
  push: r.io
build-args:
  START: 09:00
  TAG: -alpine
  ANSWER: no
labels:
  no: "1.10"
  "1.10": no
  09:00: -alpine
env: {VERSION: "1.10"}
values:
  answer: {pattern: no, default: no}
  line: {pattern: '/1\.1[0-9]?/', default: "1.10"}
variants:
  no: -no
  alpine: -alpine
  "1.10": "-1.10"
  slim: {prefix: "1.10"}
rules:
- name: no
  when:
    branch: [no, "*-alpine", "1.10"]
    project: no
  tags: [no, "1.10", "{answer}-{created:%H}"]
- name: 09:00
  when: {release: {prefix: "1.10"}}
  tags: '{line}'
"#;
    let policy: Policy = toml::from_str(toml).unwrap();
    assert_same(&serde_yaml_ng::from_str(yaml).unwrap(), &policy);
    let value: serde_json::Value = toml::from_str(toml).unwrap();
    let json = serde_json::to_string(&value).unwrap();
    assert_same(&serde_json::from_str(&json).unwrap(), &policy);

    let quoted: Vec<_> = yaml.match_indices("1.10\"").collect();
    let refusals = quoted.iter().map(|(index, _)| {
        let begin = yaml[..*index].rfind('"').unwrap();
        let bare = yaml[begin + 1..].replacen('"', "", 1);
        let text = [&yaml[..begin], &bare].concat();
        serde_yaml_ng::from_str::<Policy>(&text).expect_err(&text).to_string()
    });
    let fraction = "found a fraction; put it in quotes";
    let expected = [
        format!("labels.no: expected a string, {fraction}"),
        format!("labels: expected a string as a key, {fraction} at line 12 column 3"),
        format!("env.VERSION: expected a string, {fraction}"),
        format!("values.line.default: expected a string, {fraction}"),
        format!("variants: expected a string as a key, {fraction} at line 20 column 3"),
        format!("variants.\"1.10\": expected a suffix or a table, {fraction}"),
        format!("variants.slim.prefix: expected a string, {fraction}"),
        format!("rules[0].when.branch[2]: expected a string, {fraction}"),
        format!("rules[0].tags[1]: expected a string, {fraction}"),
        format!(
            "rules[1].when.release.prefix: expected a prefix or a list of prefixes, {fraction}"
        ),
    ];
    assert_eq!(refusals.collect::<Vec<_>>(), expected);
}

/// Formats do not agree on the order of a table, and with other features of
/// their crates not even with themselves.
#[test]
fn the_order_of_keys_means_nothing() {
    let policy: Policy = toml::from_str(EVERYTHING).unwrap();
    let value: serde_json::Value = serde_json::to_value(&policy).unwrap();
    for rotation in 0..9 {
        assert_same(&serde_json::from_str(&rotated(&value, rotation)).unwrap(), &policy);
    }
}

/// JSON in which the keys of every table have another order.
fn rotated(value: &serde_json::Value, rotation: usize) -> String {
    use serde_json::Value;
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| rotated(item, rotation)).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(entries) => {
            let entry = |(key, value)| format!("{key:?}:{}", rotated(value, rotation));
            let mut entries: Vec<String> = entries.iter().map(entry).collect();
            let middle = rotation % entries.len().max(1);
            entries.rotate_left(middle);
            format!("{{{}}}", entries.join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn a_document_says_what_it_was_made_of() {
    let mut image = ImageDocument::new("{project}", "r.io");
    image.case = NameCase::Lower;
    image.rules = Some(["a", "b", "c", "d", "e"].map(String::from).to_vec());
    let mut names: NamesDocument = ["main", "v*"].into_iter().collect();
    names.except = Some(vec!["vx".into()]);
    let release = ConditionsDocument::release(ReleaseDocument::new("v", PrereleaseFilter::Only));
    let rules = [
        RuleDocument::new("a", ConditionsDocument::branch(names), ["x"]),
        RuleDocument::new("b", release, [TagDocument::new("rc", Moves::Highest)]),
        RuleDocument::new(
            "c",
            ConditionsDocument::pull_request(PullRequestDocument::default()),
            ["x"],
        ),
        RuleDocument::new("d", ConditionsDocument::tag("v*"), ["x"]),
        RuleDocument::new("e", ConditionsDocument::default(), ["x"]),
    ];
    let mut document = PolicyDocument::new([image], rules);
    document.builder = Some(BuilderDocument::new("docker:27"));
    document.build_args = Assignments::from_iter(["A=x"]);
    document.variants.insert("alpine".into(), VariantDocument::suffix("-alpine"));
    document.variants.insert("debian".into(), VariantDocument::default());
    document.variants.insert("slim".into(), VariantDocument::prefix("slim-"));
    assert_eq!(
        serde_json::to_value(&document).unwrap(),
        serde_json::json!({
            "version": 1,
            "short-sha": 8,
            "builder": {"image": "docker:27"},
            "build-args": ["A=x"],
            "slug": {"max-length": 40},
            "variants": {"alpine": "-alpine", "debian": "", "slim": {"prefix": "slim-"}},
            "images": [{"name": "{project}", "push": "r.io", "rules": ["a", "b", "c", "d", "e"], "case": "lower"}],
            "rules": [
                {
                    "name": "a",
                    "when": {"branch": {"matching": ["main", "v*"], "except": "vx"}},
                    "tags": ["x"],
                },
                {
                    "name": "b",
                    "when": {"release": {"prefix": "v", "prerelease": "only"}},
                    "tags": [{"tag": "rc", "moves": "highest"}],
                },
                {"name": "c", "when": {"pull-request": {}}, "tags": ["x"]},
                {"name": "d", "when": {"tag": "v*"}, "tags": ["x"]},
                {"name": "e", "tags": ["x"]},
            ],
        }),
    );
    let policy = Policy::new(document.clone()).unwrap();
    assert_eq!(policy.document(), &document);
    assert_eq!(Policy::try_from(document).unwrap(), policy);
}

#[test]
fn a_policy_is_shown_as_its_document() {
    let policy: Policy = toml::from_str(&whole("")).unwrap();
    let shown = format!("{policy:?}");
    assert!(shown.starts_with("Policy(PolicyDocument { version: 1, short_sha: 8,"), "{shown}");
}

#[test]
fn an_empty_table_of_assignments_is_one_when_it_is_read_again() {
    let policy: Policy = toml::from_str(&whole("[labels]")).unwrap();
    let none = Assignments::Table(BTreeMap::new());
    assert_eq!(policy.document().labels, none);
    assert!(none.is_empty() && Assignments::default().is_empty());
    assert!(!["A=x"].into_iter().collect::<Assignments>().is_empty());
    assert_ne!(policy, toml::from_str(&whole("")).unwrap());
    let text = toml::to_string(&policy).unwrap();
    assert_same(&toml::from_str(&text).unwrap(), &policy);
}

/// Editors look for it at the top of a JSON file.
#[test]
fn a_schema_may_be_named_for_editors() {
    let whole = whole("");
    let mut policy: serde_json::Value = toml::from_str(&whole).unwrap();
    policy["$schema"] = "./schemas/policy.json".into();
    let named: Policy = serde_json::from_value(policy.clone()).unwrap();
    assert_eq!(named, toml::from_str(&whole).unwrap());
    policy["$schema"] = 7.into();
    let error = serde_json::from_value::<Policy>(policy).unwrap_err().to_string();
    assert_eq!(error, "\"$schema\": expected a string, found a number; put it in quotes");
}

#[test]
fn assignments_are_empty_in_either_form() {
    assert!(Assignments::default().is_empty());
    assert!(Assignments::Table(BTreeMap::new()).is_empty());
    let list: Assignments = ["A=1"].into_iter().collect();
    assert!(!list.is_empty());
    let table = BTreeMap::from([("A".to_owned(), "1".to_owned())]);
    assert!(!Assignments::Table(table).is_empty());
}

#[test]
fn what_is_not_said_is_not_written() {
    let policy = serde_json::to_value(Policy::cwiq()).unwrap();
    let keys: BTreeSet<&str> =
        policy["images"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(["cache", "name", "pull", "push"]));
}
