use serde_json::json;
use tagwright::context::Event;
use tagwright::explain::RuleDecision;
use tagwright::{CiContext, Policy};

use crate::given::{SHA, branch, git_tag, policy, pull_request};

#[track_caller]
fn check(policy: &Policy, context: &CiContext, expected: &str) {
    assert_eq!(policy.explain(context).to_string(), expected);
}

/// Of one rule with these tags, only what is said of the rule.
#[track_caller]
fn check_rule(rules: &str, context: &CiContext, expected: &[&str]) {
    let text = policy(rules).explain(context).to_string();
    let lines: Vec<&str> = text.lines().skip(2).take_while(|line| !line.is_empty()).collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_push_to_main() {
    check(
        &Policy::cwiq(),
        &branch("main"),
        r#"branch "main" of project "server", commit a1b2c3d8e5f60718293a4b5c6d7e8f9001122334

rule main           fires  matches main
  main-{short_sha} -> main-a1b2c3d8
    {short_sha}  a1b2c3d8   commit: first 8 of 40 digits
    kind         immutable  {short_sha} names the commit
  latest -> latest
    kind  floating  nothing in it names the commit or the version
rule feature        skipped  excepted by main
rule merge-request  skipped  not a pull request
rule release        skipped  not a git tag

images[0].name                           orchestrator-{project} -> nexus.shared.cwiq.io:8443/orchestrator-server
images[0].cache                          orchestrator-{project}/cache -> nexus.shared.cwiq.io:8443/orchestrator-server/cache
build arg VERSION                        {git_tag} -> ""
build arg BUILD_DATE                     {created} -> 2026-03-18T09:00:00Z
build arg VCS_REF                        {sha} -> a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
label org.opencontainers.image.version   {git_tag} -> left out, being empty
label org.opencontainers.image.created   {created} -> 2026-03-18T09:00:00Z
label org.opencontainers.image.revision  {sha} -> a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
env IMAGE_TAG                            {image_tag} -> main-a1b2c3d8

tags  main-a1b2c3d8 (immutable), latest (floating)
"#,
    );
}

#[test]
fn a_slug_says_what_was_done_to_it() {
    let context = branch("feature/rework-the-search-index/and-its-result-pages/now!");
    let expected = [
        "rule f  fires  any branch",
        "  b-{slug} -> b-feature-rework-the-search-index-and-its-",
        "    {slug}  feature-rework-the-search-index-and-its-  branch \
         \"feature/rework-the-search-index/and-its-result-pages/now!\": 57 characters, 2 replaced, cut to 40",
        "    kind    floating                                  nothing in it names the commit or the version",
    ];
    check_rule(
        r#"rules = [{ name = "f", when = { branch = "*" }, tags = ["b-{slug}"] }]"#,
        &context,
        &[&["rule f  fires  matches *"], &expected[1..]].concat(),
    );
    check_rule(
        r#"rules = [{ name = "f", when = { branch = {} }, tags = ["b-{slug}"] }]"#,
        &context,
        &expected,
    );
}

#[test]
fn every_step_of_a_slug_is_said_and_no_other() {
    let lower = r#"case = "lower", runs = "collapse", edges = "trim", max-length = 12"#;
    let or_none = format!(r#"{lower}, empty = "none""#);
    let exact = "x".repeat(40);
    for (options, name, value, steps) in [
        ("", "main", "main", "4 characters"),
        ("", "feature/größe", "feature-gr--e", "13 characters, 3 replaced"),
        ("", "a-b", "a-b", "3 characters"),
        ("", &exact, &exact, "40 characters"),
        ("", &format!("{exact}/x"), &exact, "42 characters, cut to 40"),
        (r#"runs = "collapse""#, "a__b", "a-b", "4 characters, 2 replaced, 1 collapsed"),
        (r#"edges = "trim", max-length = 2"#, "a-b", "a", "3 characters, cut to 2, 1 trimmed"),
        (r#"edges = "trim""#, "_a_", "a", "3 characters, 2 replaced, 2 trimmed"),
        (lower, "A/_B-C", "a-b-c", "6 characters, 3 to lower case, 2 replaced, 1 collapsed"),
        (lower, "_a/some/thing", "a-some-thin", "13 characters, 3 replaced, cut to 12, 1 trimmed"),
        (lower, "名前", "", "2 characters, 2 replaced, 1 collapsed, 1 trimmed, nothing left"),
        (&or_none, "名", "none", "1 character, 1 replaced, 1 trimmed, nothing left, so none"),
        ("distinct = 5", "main", "main-0d6e4", "4 characters, 5 digits of its SHA-256 added"),
    ] {
        let rules = r#"rules = [{ name = "f", when = { branch = {} }, tags = ["b-{slug}"] }]"#;
        let explanation =
            policy(&format!("slug = {{ {options} }}\n{rules}")).explain(&branch(name));
        let slug = &explanation.rules[0].tags[0].text.values[0];
        assert_eq!(slug.value.as_deref(), Some(value), "{name}");
        assert_eq!(slug.steps.join(", "), steps, "{name}");
    }
}

#[test]
fn a_version_says_what_was_left_out() {
    check_rule(
        r#"rules = [
  { name = "r", when = { release = { prerelease = "include" } }, tags = ["{version}", "{major}.{minor}.{patch}", "{git_tag}"] },
  { name = "t", when = { tag = ["x", "v*"] }, tags = ["{version}"] },
  { name = "p", when = { release = { prerelease = "only" } }, tags = ["pre-{prerelease}"] },
]"#,
        &git_tag("v1.0.0-rc.1"),
        &[
            "rule r  fires  release \"1.0.0-rc.1\" after \"v\"",
            "  {version} -> 1.0.0-rc.1",
            "    {version}  1.0.0-rc.1  git tag \"v1.0.0-rc.1\": without \"v\"",
            "    kind       immutable   {version} names the git tag",
            "  {major}.{minor}.{patch} -> 1.0.0",
            "    {major}  1         git tag \"v1.0.0-rc.1\": its major number",
            "    {minor}  0         git tag \"v1.0.0-rc.1\": its minor number",
            "    {patch}  0         git tag \"v1.0.0-rc.1\": its patch number",
            "    kind     floating  nothing in it names the commit or the version",
            "  {git_tag} -> v1.0.0-rc.1",
            "    {git_tag}  v1.0.0-rc.1  git tag",
            "    kind       immutable    {git_tag} names the git tag",
            "rule t  fires  matches v*",
            "  {version} -> 1.0.0-rc.1",
            "    {version}  1.0.0-rc.1        git tag \"v1.0.0-rc.1\": without \"v\"",
            "    kind       immutable         {version} names the git tag",
            "    same as    rules[0].tags[0]  a plan has each tag only once",
            "rule p  fires  release \"1.0.0-rc.1\" after \"v\"",
            "  pre-{prerelease} -> pre-rc.1",
            "    {prerelease}  rc.1      git tag \"v1.0.0-rc.1\": its prerelease",
            "    kind          floating  nothing in it names the commit or the version",
        ],
    );
}

#[test]
fn a_tag_that_two_rules_say_is_floating_if_either_says_so() {
    check_rule(
        r#"rules = [
  { name = "r", when = { tag = "*" }, tags = ["{git_tag}"] },
  { name = "any", when = {}, tags = ["stable"] },
]"#,
        &git_tag("stable"),
        &[
            "rule r    fires  matches *",
            "  {git_tag} -> stable",
            "    {git_tag}  stable    git tag",
            "    kind       floating  rules[1].tags[0] gives the same tag, which is floating",
            "rule any  fires  every pipeline",
            "  stable -> stable",
            "    kind     floating          nothing in it names the commit or the version",
            "    same as  rules[0].tags[0]  a plan has each tag only once",
        ],
    );
}

const MOVING: &str = r#"rules = [{ name = "release", when = { release = { prerelease = "include" } }, tags = [
  "{major}.{minor}.{patch}-{short_sha}",
  { tag = "{major}.{minor}", moves = "highest" },
  { tag = "{major}", moves = "highest" },
  { tag = "latest", moves = "highest" },
] }]"#;

#[test]
fn a_moving_tag_says_because_of_which_version() {
    let first = [
        "rule release  fires  release \"1.2.9\" after \"v\"",
        "  {major}.{minor}.{patch}-{short_sha} -> 1.2.9-a1b2c3d8",
        "    {major}      1          git tag \"v1.2.9\": its major number",
        "    {minor}      2          git tag \"v1.2.9\": its minor number",
        "    {patch}      9          git tag \"v1.2.9\": its patch number",
        "    {short_sha}  a1b2c3d8   commit: first 8 of 40 digits",
        "    kind         immutable  {short_sha} names the commit",
        "  {major}.{minor} -> 1.2",
        "    {major}  1         git tag \"v1.2.9\": its major number",
        "    {minor}  2         git tag \"v1.2.9\": its minor number",
        "    kind     floating  nothing in it names the commit or the version",
    ];
    let versions = ["v1.2.8", "v1.2.9", "v1.3.0", "v1.4.0-rc.1", "v2.1.0+build"];
    let backport = git_tag("v1.2.9").with_versions(versions).unwrap();
    let rest = [
        "    moves    highest   none of the 5 versions that exist is a higher one of its minor line",
        "  {major}",
        "    stays  highest  version \"v1.3.0\" of its major line exists",
        "  latest",
        "    stays  highest  version \"v2.1.0+build\" exists",
    ];
    check_rule(MOVING, &backport, &[&first[..], &rest[..]].concat());

    let rest = [
        "    unknown  highest   the context does not say which versions exist; list them under versions",
        "  {major} -> 1",
        "    {major}  1         git tag \"v1.2.9\": its major number",
        "    kind     floating  nothing in it names the commit or the version",
        "    unknown  highest   the context does not say which versions exist; list them under versions",
        "  latest -> latest",
        "    kind     floating  nothing in it names the commit or the version",
        "    unknown  highest   the context does not say which versions exist; list them under versions",
    ];
    check_rule(MOVING, &git_tag("v1.2.9"), &[&first[..], &rest[..]].concat());
}

#[test]
fn an_undecided_tag_is_said_once_and_not_where_another_rule_moves_it() {
    let policy = policy(
        r#"rules = [
  { name = "r", when = { release = {} }, tags = [
    "{version}", { tag = "latest", moves = "highest" }, { tag = "x", moves = "highest" },
  ] },
  { name = "s", when = { release = {} }, tags = ["latest", { tag = "x", moves = "highest" }] },
]"#,
    );
    let explanation = policy.explain(&git_tag("v1.0.0"));
    let same: Vec<Option<&str>> = explanation.tags().map(|tag| tag.same_as.as_deref()).collect();
    assert_eq!(same, [None, Some("rules[1].tags[0]"), None, None, Some("rules[0].tags[2]")]);
}

#[test]
fn why_a_tag_moves_or_stays() {
    for (tag, versions, expected) in [
        ("v1.0.0", &[][..], "the versions lack the git tag that is built; list all of them"),
        ("v1.0.0", &["v1.0.0"][..], "the one version that exists is not a higher one"),
        (
            "v1.0.0",
            &["a", "b"][..],
            "none of the versions in the context is accepted by the rule, for example \"a\"",
        ),
        (
            "v1.0.0",
            &["v2.0.0"][..],
            "the versions lack the git tag that is built; list all of them",
        ),
        (
            "v1.0.0",
            &["v1.0.0", "v9.0.0-rc.1"][..],
            "none of the 2 versions that exist is a higher one",
        ),
        ("v1.0.0", &["v3.0.0", "v10.0.0", "v1.0.0"][..], "version \"v10.0.0\" exists"),
        ("v1.0.0-rc.1", &[][..], "a prerelease does not move a tag of final releases"),
    ] {
        let context = git_tag(tag).with_versions(versions.iter().copied()).unwrap();
        let explanation = policy(MOVING).explain(&context);
        let latest = explanation.tags().last().unwrap();
        assert_eq!(latest.movement_reason, expected, "{tag} {versions:?}");
    }
}

#[test]
fn the_reason_is_the_same_in_whatever_order_versions_come() {
    let versions = ["v2.0.0+b", "v2.0.0", "v2.0.0+a", "v1.0.0"];
    let mut turned = versions;
    turned.reverse();
    let context = git_tag("v1.0.0");
    let [one, other] = [versions, turned].map(|versions| {
        let context = context.clone().with_versions(versions).unwrap();
        policy(MOVING).explain(&context).to_string()
    });
    assert_eq!(one, other);
}

#[test]
fn an_error_has_its_trail() {
    let context = CiContext::branch("server", "feature/search", SHA).unwrap();
    check(
        &Policy::cwiq(),
        &context,
        r#"branch "feature/search" of project "server", commit a1b2c3d8e5f60718293a4b5c6d7e8f9001122334

rule main           skipped  does not match main
rule feature        fires  any branch that is not excepted
  branch-{slug}-{short_sha} -> branch-feature-search-a1b2c3d8
    {slug}       feature-search  branch "feature/search": 14 characters, 1 replaced
    {short_sha}  a1b2c3d8        commit: first 8 of 40 digits
    kind         immutable       {short_sha} names the commit
rule merge-request  skipped  not a pull request
rule release        skipped  not a git tag

images[0].name        orchestrator-{project} -> nexus.shared.cwiq.io:8443/orchestrator-server
images[0].cache       orchestrator-{project}/cache -> nexus.shared.cwiq.io:8443/orchestrator-server/cache
build arg VERSION     {git_tag} -> ""
build arg BUILD_DATE  {created}
    {created}  none  time of the build: the context does not have it

error  build arg BUILD_DATE: {created} needs created, which is unknown; set SOURCE_DATE_EPOCH, or give the context "created"
"#,
    );
}

#[test]
fn a_tag_that_cannot_be_is_the_last() {
    check(
        &Policy::cwiq(),
        &git_tag("v1/0"),
        r#"git tag "v1/0" of project "server", commit a1b2c3d8e5f60718293a4b5c6d7e8f9001122334

rule main           skipped  not a branch
rule feature        skipped  not a branch
rule merge-request  skipped  not a pull request
rule release        fires  matches v*
  {version} -> 1/0
    {version}  1/0        git tag "v1/0": without "v"
    kind       immutable  {version} names the git tag

error  rule release: git tag "v1/0" cannot be part of a tag: unexpected '/' at byte 2; a tag holds letters, digits, '_', '.' and '-'
"#,
    );
}

#[test]
fn a_rule_that_cannot_be_decided_is_the_last() {
    let policy = policy(
        r#"rules = [
  { name = "a", when = { tag = "*" }, tags = ["x"] },
  { name = "b", when = { default-branch = true }, tags = ["x"] },
  { name = "c", when = {}, tags = ["x"] },
]"#,
    );
    check(
        &policy,
        &branch("main"),
        r#"branch "main" of project "server", commit a1b2c3d8e5f60718293a4b5c6d7e8f9001122334

rule a  skipped  not a git tag
rule b  unknown  the default branch is unknown

error  rule b: cannot decide whether it applies: the default branch is unknown; give the context "default_branch", or write when = { branch = "main" }
"#,
    );
}

#[test]
fn every_reason_to_fire() {
    for (when, context, expected) in [
        ("{ branch = {} }", branch("x"), "any branch"),
        ("{ branch = { except = \"y\" } }", branch("x"), "any branch that is not excepted"),
        ("{ branch = [\"y\", \"/x+/\"] }", branch("x"), "matches /x+/"),
        ("{ tag = \"v?\" }", git_tag("v1"), "matches v?"),
        ("{ release = { prefix = \"\" } }", git_tag("1.0.0"), "release \"1.0.0\""),
        ("{ default-branch = true }", branch("main"), "the default branch"),
        ("{ pull-request = {} }", pull_request("x"), "a pull request"),
        (
            "{ pull-request = { target = \"m*\" } }",
            pull_request("x").with_target("main").unwrap(),
            "a pull request into \"main\": matches m*",
        ),
        (
            "{ event = 'schedule' }",
            branch("x").with_event(Event::Schedule),
            "the event is schedule",
        ),
        ("{ event = { except = 'release' } }", branch("x"), "every event of a branch"),
        (
            "{ branch = 'x', default-branch = false, protected = true, project = 's*', fork = false }",
            branch("x").with_protected(true),
            "matches x, not the default branch, not from a fork, protected, project matches s*",
        ),
        (
            "{ pull-request = { source = 'x', target = 'm*' }, fork = true, protected = false }",
            pull_request("x").with_target("main").unwrap().with_fork(true).with_protected(false),
            "a pull request from \"x\": matches x, into \"main\": matches m*, from a fork, not protected",
        ),
        (
            "{ tag = 'v1.*', release = {} }",
            git_tag("v1.0.0"),
            "matches v1.*, release \"1.0.0\" after \"v\"",
        ),
        ("{  }", CiContext::detached("server", SHA).unwrap(), "every pipeline"),
    ] {
        let rules = format!("rules = [{{ name = \"r\", when = {when}, tags = [\"x\"] }}]");
        let context = context.with_default_branch("main").unwrap();
        let explanation = policy(&rules).explain(&context);
        let [rule] = &explanation.rules[..] else { panic!("one rule") };
        assert_eq!((rule.decision, &*rule.reason), (RuleDecision::Fires, expected), "{when}");
    }
}

#[test]
fn every_placeholder_has_its_fact() {
    let policy: Policy = toml::from_str(
        r#"
version = 1
short-sha = 64
build-args = [
  "A={short_sha}{sha}{head_sha}{short_head_sha}{created:%Y}{committed}{slug}{branch}{target_branch}{default_branch}{pr}{git_tag}{version}{prerelease}{project}{project_path}{run_number}{source_url}{title}{description}{licenses}{image_tag}{reference}{pull_reference}",
]
images = [{ name = "{project}", push = "r.example.com", case = "lower" }]
rules = [{ name = "r", when = {}, tags = ["x"] }]
"#,
    )
    .unwrap();
    let context = CiContext::pull_request("Server", 7, "feature/x", SHA)
        .unwrap()
        .with_target("main")
        .unwrap()
        .with_default_branch("trunk")
        .unwrap()
        .with_head_sha(SHA.replace('a', "b").parse().unwrap())
        .with_created("2026-03-18T09:00:00Z".parse().unwrap())
        .with_committed("2026-03-17T09:00:00Z".parse().unwrap())
        .with_project_path("group/Server")
        .unwrap()
        .with_run_number(42)
        .with_source_url("https://x.io")
        .unwrap()
        .with_title("The Server")
        .unwrap()
        .with_licenses("MIT")
        .unwrap();
    let explanation = policy.explain(&context);
    assert!(explanation.plan.is_ok());
    let [name, text] = &explanation.texts[..] else { panic!("a name and a build arg") };
    // In lower case, as it is planned.
    assert_eq!(name.result.as_deref(), Some("r.example.com/server"));
    assert_eq!((&*text.path, text.key.as_deref()), ("build-args[0]", Some("A")));
    let head = &*SHA.replace('a', "b");
    let none = "there is none for pull request 7 from branch \"feature/x\"";
    let expected = [
        ("{short_sha}", Some(SHA), "commit", Some(SHA), "all 40 digits"),
        ("{sha}", Some(SHA), "commit", Some(SHA), ""),
        ("{head_sha}", Some(head), "head commit", Some(head), ""),
        ("{short_head_sha}", Some(head), "head commit", Some(head), "all 40 digits"),
        (
            "{created:%Y}",
            Some("2026"),
            "time of the build",
            Some("2026-03-18T09:00:00Z"),
            "as \"%Y\"",
        ),
        (
            "{committed}",
            Some("2026-03-17T09:00:00Z"),
            "time of the commit",
            Some("2026-03-17T09:00:00Z"),
            "",
        ),
        (
            "{slug}",
            Some("feature-x"),
            "source branch",
            Some("feature/x"),
            "9 characters, 1 replaced",
        ),
        ("{branch}", Some("feature/x"), "source branch", Some("feature/x"), ""),
        ("{target_branch}", Some("main"), "target branch", Some("main"), ""),
        ("{default_branch}", Some("trunk"), "default branch", Some("trunk"), ""),
        ("{pr}", Some("7"), "pull request", Some("7"), ""),
        ("{git_tag}", None, "git tag", None, none),
        ("{version}", None, "git tag", None, none),
        ("{prerelease}", None, "git tag", None, none),
        ("{project}", Some("Server"), "project", Some("Server"), ""),
        ("{project_path}", Some("group/Server"), "project path", Some("group/Server"), ""),
        ("{run_number}", Some("42"), "run number", Some("42"), ""),
        ("{source_url}", Some("https://x.io"), "source URL", Some("https://x.io"), ""),
        ("{title}", Some("The Server"), "title", Some("The Server"), ""),
        ("{description}", None, "description", None, "the context does not have it"),
        ("{licenses}", Some("MIT"), "licenses", Some("MIT"), ""),
        ("{image_tag}", Some("x"), "primary tag", None, ""),
        ("{reference}", Some("r.example.com/server:x"), "first image of the primary tag", None, ""),
        (
            "{pull_reference}",
            Some("r.example.com/server:x"),
            "first image of the primary tag, as it is pulled",
            None,
            "",
        ),
    ];
    assert_eq!(text.values.len(), expected.len());
    for (value, expected) in text.values.iter().zip(expected) {
        let (made, source) = (value.value.as_deref(), value.source.as_deref());
        let found = (&*value.placeholder, made, value.fact, source, &*value.steps.join(", "));
        assert_eq!(found, expected);
    }
}

#[test]
fn hostile_text_stays_on_its_line() {
    let policy = policy(
        "rules = [{ name = \"x\\u202e\", when = { branch = \"*\" }, tags = [\"{short_sha}\"] }]\n\
         build-args = [\"A={branch}\"]",
    );
    let text = policy.explain(&branch("\u{202e}niam\u{1f980}")).to_string();
    assert!(!text.contains('\u{202e}'), "{text}");
    assert!(text.contains(r#"build arg A     {branch} -> "\u{202e}niam🦀""#), "{text}");
}

#[test]
fn programs_read_the_same() {
    let explanation = Policy::cwiq().explain(&branch("main"));
    let [rule, ..] = &explanation.rules[..] else { panic!("{explanation}") };
    assert_eq!(rule.path, "rules[0]");
    assert_eq!(rule.tags[0].kind_reason, "{short_sha} names the commit");
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["context"]["branch"], "main");
    assert_eq!(json["error"], json!(null));
    assert_eq!(
        json["tags"],
        serde_json::to_value(explanation.plan.as_ref().unwrap().tags()).unwrap()
    );
    assert_eq!(
        json["rules"][0],
        json!({
            "rule": "main",
            "path": "rules[0]",
            "decision": "fires",
            "reason": "matches main",
            "tags": [{
                "path": "rules[0].tags[0]",
                "template": "main-{short_sha}",
                "values": [{
                    "placeholder": "{short_sha}",
                    "value": "a1b2c3d8",
                    "fact": "commit",
                    "source": SHA,
                    "steps": ["first 8 of 40 digits"],
                }],
                "result": "main-a1b2c3d8",
                "kind": "immutable",
                "kind_reason": "{short_sha} names the commit",
                "moves": "always",
                "movement": "moves",
                "movement_reason": "whenever its rule applies",
                "same_as": null,
            }, {
                "path": "rules[0].tags[1]",
                "template": "latest",
                "values": [],
                "result": "latest",
                "kind": "floating",
                "kind_reason": "nothing in it names the commit or the version",
                "moves": "always",
                "movement": "moves",
                "movement_reason": "whenever its rule applies",
                "same_as": null,
            }],
        })
    );
    assert_eq!(
        json["texts"][2],
        json!({
            "path": "build-args[0]",
            "key": "VERSION",
            "template": "{git_tag}",
            "values": [{
                "placeholder": "{git_tag}",
                "value": null,
                "fact": "git tag",
                "source": null,
                "steps": ["there is none for branch \"main\""],
            }],
            "result": "",
        })
    );
    let detached = CiContext::detached("server", SHA).unwrap();
    let json = serde_json::to_value(Policy::cwiq().explain(&detached)).unwrap();
    assert_eq!(json["tags"], json!(null));
    assert!(json["error"]["message"].as_str().unwrap().starts_with("no rule applies"), "{json}");
}

#[test]
fn a_tag_says_what_its_variant_adds() {
    let text = r#"
        version = 1
        variants = { alpine = "-alpine", debian = "", slim = { prefix = "slim-" } }
        images = [{ name = "{project}", push = "r.example.com" }]
        rules = [{ name = "all", when = {}, tags = ["x", { tag = "{variant}", affix = false }] }]
    "#;
    let policy: Policy = toml::from_str(text).unwrap();
    let explanation = policy.explain(&branch("main").with_variant("alpine").unwrap());
    let found = explanation.to_string();
    let lines: Vec<&str> = found.lines().take(8).collect();
    assert_eq!(
        lines,
        [
            "branch \"main\" of project \"server\", variant \"alpine\", commit a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
            "",
            "rule all  fires  every pipeline",
            "  x -> x-alpine",
            "    variant  alpine    suffix -alpine",
            "    kind     floating  nothing in it names the commit or the version",
            "  {variant} -> alpine",
            "    {variant}  alpine    variant",
        ]
    );
    let json = serde_json::to_value(&explanation).unwrap();
    let affixes = &json["rules"][0]["tags"][0]["affixes"];
    assert_eq!(
        *affixes,
        serde_json::json!({"variant": "alpine", "prefix": "", "suffix": "-alpine"})
    );
    assert_eq!(json["rules"][0]["tags"][1].get("affixes"), None);
    assert_eq!(json["context"]["variant"], "alpine");
}

#[test]
fn what_is_printed_can_be_asked_for() {
    let context = branch("main");
    let explanation = Policy::cwiq().explain(&context);
    assert_eq!(explanation.context, context);
    let paths: Vec<&str> = explanation.rules.iter().map(|rule| &*rule.path).collect();
    assert_eq!(paths, ["rules[0]", "rules[1]", "rules[2]", "rules[3]"]);
    let reasons: Vec<&str> = explanation.tags().map(|tag| &*tag.kind_reason).collect();
    assert_eq!(
        reasons,
        ["{short_sha} names the commit", "nothing in it names the commit or the version"]
    );
}

/// A branch of 4 KiB in every tag of the largest policy is 500 MB otherwise.
#[test]
fn a_long_fact_is_kept_once_however_often_it_is_told() {
    let policy = policy(
        "rules = [{ name = \"f\", when = { branch = \"*\" }, tags = [\"x{slug}{slug}\", \"y{slug}\"] }]\n\
         build-args = [\"A={branch}\"]",
    );
    let explanation = policy.explain(&branch(&"x".repeat(4000)));
    let texts = explanation.tags().map(|tag| &tag.text).chain(&explanation.texts);
    let values = texts.flat_map(|text| &text.values);
    let sources: Vec<&str> = values
        .filter(|value| value.fact == "branch")
        .map(|value| value.source.as_deref().unwrap())
        .collect();
    assert_eq!(sources.len(), 4);
    assert!(sources.iter().all(|source| source.as_ptr() == sources[0].as_ptr()));
}

/// Why a rule is for a variant, or is not, or nobody knows.
#[test]
fn a_variant_says_why_a_rule_is_for_it() {
    let rules = |variants: &str, when: &str| {
        format!(
            "variants = {{ {variants} }}\n\
             rules = [{{ name = \"r\", when = {{ variant = {when} }}, tags = \"x\" }}]"
        )
    };
    let first = |rules: &str, context: &CiContext| {
        let explanation = policy(rules).explain(context);
        let rule = &explanation.rules[0];
        (rule.decision, rule.reason.clone())
    };
    let two = "alpine = \"-alpine\", cuda = \"-cuda\"";
    let every = "debian = \"\", alpine = \"-alpine\"";
    for (variants, when, variant, decision, reason) in [
        (two, "[\"cuda\", \"a*\"]", "alpine", RuleDecision::Fires, "variant matches a*"),
        (
            two,
            "{ except = \"\" }",
            "cuda",
            RuleDecision::Fires,
            "variant any name that is not excepted",
        ),
        (two, "\"\"", "", RuleDecision::Fires, "a build without a variant"),
        (two, "\"\"", "cuda", RuleDecision::Skipped, "variant \"cuda\" does not match \"\""),
        (
            two,
            "\"cuda\"",
            "",
            RuleDecision::Skipped,
            "a build without a variant does not match cuda",
        ),
        (
            two,
            "{ except = \"\" }",
            "",
            RuleDecision::Skipped,
            "a build without a variant is excepted by \"\"",
        ),
        (
            two,
            "{ except = \"c*\" }",
            "cuda",
            RuleDecision::Skipped,
            "variant \"cuda\" is excepted by c*",
        ),
        (every, "\"alpine\"", "", RuleDecision::Unknown, "the variant is unknown"),
    ] {
        let context = branch("main").with_variant(variant).unwrap();
        let expected = (decision, reason.to_owned());
        assert_eq!(first(&rules(variants, when), &context), expected, "{when}");
    }
}
