use serde_json::json;
use tagwright::Policy;
use tagwright::document::Moves;
use tagwright::table::TableEvent;

use crate::given::policy;

#[track_caller]
fn check(text: &str, rows: &[&str]) {
    let table = policy(text).table().to_string();
    let found: Vec<&str> = table.lines().skip(2).collect();
    assert_eq!(found, rows);
}

#[test]
fn every_event_has_a_row_and_every_rule_that_none_shows() {
    check(
        r#"
rules = [
  { name = "trunk", when = { default-branch = true }, tags = ["{short_sha}", "edge"] },
  { name = "lines", when = { branch = ["release/*", "team-?-*"] }, tags = ["{slug}-{short_sha}"] },
  { name = "hot", when = { branch = "hot" }, tags = ["hot"] },
  { name = "release", when = { release = { prefix = "server/v" } }, tags = [
    "{version}", { tag = "{major}", moves = "highest" },
  ] },
  { name = "next", when = { release = { prefix = "next-", prerelease = "only" } }, tags = ["{version}"] },
  { name = "request", when = { pull-request = { target = "develop" } }, tags = ["pr-{pr}"] },
  { name = "scheduled", when = { event = "schedule" }, tags = ["nightly-{created:%Y%m%d}"] },
  { name = "odd", when = { branch = "/x{3}-[0-9]+/" }, tags = ["odd"] },
  { name = "words", when = { branch = '/\bx\b-[0-9]+/' }, tags = ["words"] },
  { name = "ends", when = { branch = '/[0-9]+-x\b/' }, tags = ["ends"] },
]
slug = { edges = "trim", empty = "x" }
"#,
        &[
            "| default branch `main` | `{short_sha}`, `edge` | immutable, floating | `a1b2c3d8`, `edge` |",
            "| branch `release/1.0` | `{slug}-{short_sha}` | immutable | `release-1-0-a1b2c3d8` |",
            "| branch `hot` | `hot` | floating | `hot` |",
            "| branch `xxx-1` | `odd` | floating | `odd` |",
            "| release `server/v1.0.0` | `{version}`, `{major}` | immutable, floating (highest) | `1.0.0`, `1` |",
            "| prerelease `server/v1.0.0-rc.1` | none | | no rule applies |",
            "| prerelease `next-1.0.0-rc.1` | `{version}` | immutable | `1.0.0-rc.1` |",
            "| git tag `nightly` | none | | no rule applies |",
            "| pull request from `release/1.0` into `main` | none | | no rule applies |",
            "| pull request from `feature/search` into `develop` | `pr-{pr}` | floating | `pr-7` |",
            "| schedule on `main` | `{short_sha}`, `edge`, `nightly-{created:%Y%m%d}` | immutable, floating, floating | `a1b2c3d8`, `edge`, `nightly-20260318` |",
            "| detached commit | none | | no rule applies |",
            "",
            "Without an example: `words`, `ends`",
        ],
    );
}

#[test]
fn names_that_markdown_would_read_are_code() {
    check(
        r#"
rules = [
  { name = "a", when = { branch = "/a[|]`b``c/" }, tags = ["{short_sha}"] },
  { name = "b", when = { branch = "`" }, tags = ["x"] },
  { name = "d", when = { branch = "`y" }, tags = ["y"] },
  { name = "c", when = { tag = "$x_*" }, tags = ["{git_tag}"] },
]
"#,
        &[
            "| default branch `main` | none | | no rule applies |",
            "| branch ```a\\|`b``c``` | `{short_sha}` | immutable | `a1b2c3d8` |",
            "| branch `` ` `` | `x` | floating | `x` |",
            "| branch `` `y `` | `y` | floating | `y` |",
            "| release `v1.0.0` | none | | no rule applies |",
            "| prerelease `v1.0.0-rc.1` | none | | no rule applies |",
            "| git tag `nightly` | none | | no rule applies |",
            "| git tag `$x_1.0.0` | none | | rule c: git tag \"\\$x\\_1.0.0\" cannot be part of a tag: \
             unexpected '\\$' at byte 0; a tag holds letters, digits, '\\_', '.' and '-' |",
            "| pull request from ```a\\|`b``c``` into `main` | none | | no rule applies |",
            "| schedule on `main` | none | | no rule applies |",
            "| detached commit | none | | no rule applies |",
        ],
    );
}

/// Git allows control characters beyond ASCII, on which terminals act.
#[test]
fn no_control_character_of_a_name_is_written() {
    let policy =
        policy("rules = [{ name = \"a\", when = { branch = \"a\u{9e}b\" }, tags = [\"x\"] }]");
    let table = policy.table().to_string();
    assert!(table.contains("| branch `a\\u{9e}b` | `x` | floating | `x` |"), "{table}");
    assert!(!table.contains(|one: char| one.is_control() && one != '\n'), "{table:?}");
}

#[test]
fn the_default_branch_is_the_one_that_the_policy_names() {
    let policy = policy(
        r#"rules = [{ name = "m", when = { branch = ["x", "master"] }, tags = ["{short_sha}"] }]"#,
    );
    let table = policy.table();
    let [first, ..] = &table.rows[..] else { panic!("rows") };
    assert_eq!(first.event, TableEvent::DefaultBranch);
    assert_eq!(first.context.git_ref().to_string(), r#"branch "master""#);
    assert_eq!(first.context.default_branch().unwrap(), "master");
}

#[test]
fn a_tag_has_its_template_and_when_it_moves() {
    let policy = policy(
        r#"rules = [{ name = "r", when = { release = {} }, tags = [{ tag = "{major}", moves = "highest" }] }]"#,
    );
    let table = policy.table();
    let row = table.rows.iter().find(|row| row.event == TableEvent::Release).unwrap();
    let [tag] = &row.tags[..] else { panic!("one tag: {row}") };
    assert_eq!((&*tag.template, tag.moves), ("{major}", Moves::Highest));
    assert_eq!(tag.example, "1");
}

#[test]
fn programs_read_the_same_rows() {
    let table = serde_json::to_value(Policy::cwiq().table()).unwrap();
    assert_eq!(table["unseen"], json!([]));
    assert_eq!(table["rows"][0]["event"], "default-branch");
    assert_eq!(table["rows"][0]["context"]["branch"], "main");
    assert_eq!(
        table["rows"][0]["tags"][1],
        json!({"template": "latest", "kind": "floating", "moves": "always", "example": "latest"})
    );
    assert_eq!(table["rows"][4]["tags"], json!([]));
    assert_eq!(
        table["rows"][7]["error"],
        json!({
            "kind": "no-rule",
            "message": "no rule applies to a detached commit: main, feature: not a branch; \
                        merge-request: not a pull request; release: not a git tag",
            "path": null,
            "index": null,
            "missing_facts": [],
        })
    );
}

#[test]
fn a_tag_of_a_row_says_what_the_policy_says_of_it() {
    let moves = r#"rules = [{ name = "r", when = { release = {} }, tags = [
        "{version}", { tag = "stable", moves = "highest" },
    ] }]"#;
    let table = policy(moves).table();
    let row = table.rows.iter().find(|row| row.event == TableEvent::Release).unwrap();
    let said: Vec<_> = row.tags.iter().map(|tag| (&*tag.template, tag.moves)).collect();
    assert_eq!(said, [("{version}", Moves::Always), ("stable", Moves::Highest)]);
}

/// Where some tags are pushed to some images only, a column says which; and the variants
/// are listed with what each does to a tag.
#[test]
fn images_and_variants_are_shown() {
    let policy = policy(
        r#"
variants = { alpine = "-alpine", slim = { prefix = "slim-" } }
images = [
  { name = "app", push = "docker.io/acme", rules = "release" },
  { name = "app", push = "r.io" },
]
rules = [
  { name = "release", when = { release = {} }, tags = ["{version}"] },
  { name = "edge", when = { tag = "v*" }, tags = ["edge"] },
]
"#,
    );
    let table = policy.table();
    let text = table.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "| event | tags | kind | example | images |");
    assert_eq!(lines[1], "| --- | --- | --- | --- | --- |");
    assert_eq!(lines[2], "| default branch `main` | none | | no rule applies | |");
    assert_eq!(
        lines[4],
        "| release `v1.0.0` | `{version}`, `edge` | immutable, floating | `1.0.0`, `edge` | \
         `docker.io/acme/app`: `1.0.0`, `r.io/app` |"
    );
    assert!(text.ends_with("\nVariants: `alpine` (`TAG-alpine`), `slim` (`slim-TAG`)\n"), "{text}");
    let json = serde_json::to_value(&table).unwrap();
    assert_eq!(json["variants"][1], json!({"name": "slim", "prefix": "slim-", "suffix": ""}));
    assert_eq!(
        json["rows"][2]["images"],
        json!([
            {"name": "docker.io/acme/app", "tags": ["1.0.0"]},
            {"name": "r.io/app", "tags": ["1.0.0", "edge"]},
        ])
    );
}

/// A rule that is not for the first build has a row of another.
#[test]
fn a_rule_for_another_variant_has_its_own_row() {
    let policy = policy(
        r#"
variants = { alpine = "-alpine", cuda = "-cuda" }
rules = [
  { name = "all", when = { branch = "*" }, tags = ["{short_sha}"] },
  { name = "gpu", when = { branch = "main", variant = "cuda" }, tags = [{ tag = "gpu", affix = false }] },
]
"#,
    );
    let table = policy.table();
    let text = table.to_string();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| default ")).collect();
    assert_eq!(
        rows,
        [
            "| default branch `main` | `{short_sha}` | immutable | `a1b2c3d8` |",
            "| default branch `main`, variant `cuda` | `{short_sha}`, `gpu` | immutable, floating | \
             `a1b2c3d8-cuda`, `gpu` |",
        ][..]
    );
    assert_eq!(table.unseen, [""; 0]);
    let drawn = policy.diagram().to_string();
    assert!(
        drawn.contains("  branch -->|\"matches main, variant matches cuda\"| rule1"),
        "{drawn}"
    );
}
