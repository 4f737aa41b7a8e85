use serde_json::json;
use tagwright::Policy;
use tagwright::diff::PlanPart;

use super::changed;
use crate::given::{branch, git_tag, policy};

#[test]
fn a_change_of_the_policy_is_told_event_by_event() {
    let before = Policy::cwiq();
    let after = changed(|document| {
        document.rules[0].tags.reverse();
        document.rules[0].name = "trunk".into();
        document.rules[1].tags[0].tag = "{short_sha}".into();
        document.rules.remove(2);
        document.images[0].pull = None;
        document.images[0].cache = None;
        document.build_args =
            ["BUILD_DATE={created}", "VERSION={version}", "VCS_REF={sha}"].into_iter().collect();
        document.labels = ["x=a b=c"].into_iter().collect();
    });
    let contexts = [branch("main"), branch("feature/search"), git_tag("v1.0.0")];
    assert_eq!(
        before.diff(&after, &contexts).to_string(),
        r#"branch "main" of project "server"
  ~ primary: main-a1b2c3d8 -> latest
  ~ tag-order: main-a1b2c3d8, latest -> latest, main-a1b2c3d8
  ~ rule main-a1b2c3d8: main -> trunk
  ~ rule latest: main -> trunk
  - pull nexus.shared.cwiq.io:8443/orchestrator-server: nexus.shared.cwiq.io:8444/orchestrator-server
  - cache nexus.shared.cwiq.io:8443/orchestrator-server: nexus.shared.cwiq.io:8443/orchestrator-server/cache
  ~ build-arg-order: VERSION, BUILD_DATE, VCS_REF -> BUILD_DATE, VERSION, VCS_REF
  - label org.opencontainers.image.created: 2026-03-18T09:00:00Z
  - label org.opencontainers.image.revision: a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
  + label x: "a b=c"
  ~ env IMAGE_TAG: main-a1b2c3d8 -> latest
branch "feature/search" of project "server"
  ~ primary: branch-feature-search-a1b2c3d8 -> a1b2c3d8
  - tag branch-feature-search-a1b2c3d8: immutable
  + tag a1b2c3d8: immutable
  - pull nexus.shared.cwiq.io:8443/orchestrator-server: nexus.shared.cwiq.io:8444/orchestrator-server
  - cache nexus.shared.cwiq.io:8443/orchestrator-server: nexus.shared.cwiq.io:8443/orchestrator-server/cache
  ~ build-arg-order: VERSION, BUILD_DATE, VCS_REF -> BUILD_DATE, VERSION, VCS_REF
  - label org.opencontainers.image.created: 2026-03-18T09:00:00Z
  - label org.opencontainers.image.revision: a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
  + label x: "a b=c"
  ~ env IMAGE_TAG: branch-feature-search-a1b2c3d8 -> a1b2c3d8
git tag "v1.0.0" of project "server"
  - pull nexus.shared.cwiq.io:8443/orchestrator-server: nexus.shared.cwiq.io:8444/orchestrator-server
  - cache nexus.shared.cwiq.io:8443/orchestrator-server: nexus.shared.cwiq.io:8443/orchestrator-server/cache
  ~ build-arg VERSION: v1.0.0 -> 1.0.0
  ~ build-arg-order: VERSION, BUILD_DATE, VCS_REF -> BUILD_DATE, VERSION, VCS_REF
  - label org.opencontainers.image.version: v1.0.0
  - label org.opencontainers.image.created: 2026-03-18T09:00:00Z
  - label org.opencontainers.image.revision: a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
  + label x: "a b=c"
"#
    );
}

#[test]
fn a_plan_that_is_lost_is_removed_and_the_error_says_why() {
    let before = Policy::cwiq();
    let after = changed(|document| drop(document.rules.remove(1)));
    let diff = before.diff(&after, [branch("feature/search"), branch("main")]);
    let [event] = &diff.events[..] else { panic!("one event") };
    assert_eq!(event.error_before, None);
    let text = event.to_string();
    let lines: Vec<&str> = text.lines().take(5).collect();
    assert_eq!(
        lines,
        [
            "branch \"feature/search\" of project \"server\"",
            "  + error: no rule applies to branch \"feature/search\": main: does not match main; \
         merge-request: not a pull request; release: not a git tag",
            "  - primary: branch-feature-search-a1b2c3d8",
            "  - tag branch-feature-search-a1b2c3d8: immutable",
            "  - image nexus.shared.cwiq.io:8443/orchestrator-server",
        ]
    );
}

#[test]
fn a_tag_that_becomes_floating_is_a_change_of_that_tag() {
    let before = policy(r#"rules = [{ name = "t", when = { tag = "*" }, tags = ["{git_tag}"] }]"#);
    let after =
        policy(r#"rules = [{ name = "t", when = { tag = "*" }, tags = ["{git_tag}", "stable"] }]"#);
    let context = git_tag("stable");
    let diff = before.plan(&context).unwrap().diff(&after.plan(&context).unwrap());
    assert_eq!(diff.to_string(), "~ tag stable: immutable -> floating\n");
    assert_eq!(
        serde_json::to_value(&diff).unwrap(),
        json!([{"part": "tag", "name": "stable", "before": "immutable", "after": "floating"}])
    );
}

/// A job that does not know the versions loses the tag by that, whatever a job that knows
/// them pushes.
#[test]
fn how_a_tag_moves_is_a_change_of_that_tag() {
    let of = |moves: &str| {
        policy(&format!(
            "rules = [{{ name = \"r\", when = {{ release = {{}} }}, \
             tags = [\"{{version}}\", {{ tag = \"latest\"{moves} }}] }}]"
        ))
    };
    let (always, highest) = (of(""), of(", moves = \"highest\""));
    let table = always.table();
    let events = || table.rows.iter().map(|row| &row.context);
    assert_eq!(
        always.diff(&highest, events()).to_string(),
        "git tag \"v1.0.0\" of project \"server\"\n  ~ moves latest: always -> highest\n"
    );
    assert_eq!(
        highest.diff(&always, events()).to_string(),
        "git tag \"v1.0.0\" of project \"server\"\n  ~ moves latest: highest -> always\n"
    );
    assert_eq!(highest.diff(&highest, events()).to_string(), "");
}

/// A push to a branch and a schedule on it are told apart.
#[test]
fn an_event_that_its_ref_does_not_imply_is_named() {
    let of = |tag: &str| {
        policy(&format!(
            "rules = [{{ name = \"r\", when = {{ branch = \"main\" }}, tags = \"{tag}\" }}]"
        ))
    };
    let (before, after) = (of("a"), of("b"));
    let table = before.table();
    let diff = before.diff(&after, table.rows.iter().map(|row| &row.context)).to_string();
    let headers: Vec<&str> = diff.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        headers,
        [
            "branch \"main\" of project \"server\"",
            "branch \"main\" of project \"server\", event schedule"
        ]
    );
}

#[test]
fn the_events_of_a_table_are_those_of_a_review() {
    let before = Policy::cwiq();
    let after = changed(|document| document.rules[3].tags[1].tag = "production".into());
    let table = before.table();
    let diff = before.diff(&after, table.rows.iter().map(|row| &row.context));
    assert_eq!(
        diff.to_string(),
        "git tag \"v1.0.0\" of project \"server\"\n  - tag stable: floating\n  + tag production: floating\n\
         git tag \"v1.0.0-rc.1\" of project \"server\"\n  - tag stable: floating\n  + tag production: floating\n"
    );
    let json = serde_json::to_value(&diff).unwrap();
    assert_eq!(json[0]["context"]["tag"], "v1.0.0");
    assert_eq!(json[0]["error_after"], json!(null));
}

#[test]
fn changes_are_picked_by_their_part() {
    let before = Policy::cwiq().plan(&branch("main")).unwrap();
    let after = changed(|document| document.rules[0].name = "trunk".into());
    let diff = before.diff(&after.plan(&branch("main")).unwrap());
    let of = |part| diff.of(part).map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        of(PlanPart::Rule),
        ["~ rule main-a1b2c3d8: main -> trunk", "~ rule latest: main -> trunk"],
    );
    assert_eq!(of(PlanPart::Tag), [""; 0]);
    let all = diff.changes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(all, of(PlanPart::Rule));
    let events = Policy::cwiq().diff(&after, &[branch("main")]);
    let [event] = &events.events[..] else { panic!("{events}") };
    assert_eq!(event.changes, diff.changes);
}

#[test]
fn a_plan_that_is_gained_is_added_and_the_error_says_why_there_was_none() {
    let before = changed(|document| drop(document.rules.remove(1)));
    let diff = before.diff(&Policy::cwiq(), [branch("feature/search")]);
    let [event] = &diff.events[..] else { panic!("one event") };
    assert_eq!(event.context, branch("feature/search"));
    assert_eq!(event.error_after, None);
    let reason = "no rule applies to branch \"feature/search\": main: does not match main; \
                  merge-request: not a pull request; release: not a git tag";
    assert_eq!(event.error_before.as_ref().unwrap().to_string(), reason);
    let text = event.to_string();
    let lines: Vec<&str> = text.lines().skip(1).take(2).collect();
    assert_eq!(
        lines,
        [&*format!("  - error: {reason}"), "  + primary: branch-feature-search-a1b2c3d8"]
    );
}

#[test]
fn an_order_alone_is_a_change() {
    let plan = |images: [&str; 2], pairs: &str| {
        let images = images.map(|host| format!("{{ name = \"app\", push = \"{host}\" }}"));
        let text = format!(
            "version = 1\nimages = [{}]\nlabels = [{pairs}]\nenv = [{pairs}]\n\
             rules = [{{ name = \"all\", when = {{}}, tags = [\"x\"] }}]",
            images.join(", ")
        );
        toml::from_str::<Policy>(&text).unwrap().plan(&branch("main")).unwrap()
    };
    let before = plan(["a.io", "b.io"], r#""A=1", "B=2""#);
    let after = plan(["b.io", "a.io"], r#""B=2", "A=1""#);
    let diff = before.diff(&after);
    for (part, expected) in [
        (PlanPart::ImageOrder, "~ image-order: a.io/app, b.io/app -> b.io/app, a.io/app"),
        (PlanPart::LabelOrder, "~ label-order: A, B -> B, A"),
        (PlanPart::EnvOrder, "~ env-order: A, B -> B, A"),
    ] {
        let found: Vec<String> = diff.of(part).map(ToString::to_string).collect();
        assert_eq!(found, [expected]);
    }
    assert_eq!(diff.changes.len(), 3, "{diff}");
}

/// Which tags are pushed to an image, and which variant is built, are changes too.
#[test]
fn images_and_variants_are_told() {
    let of = |rules: &str| -> Policy {
        let text = format!(
            "version = 1\nvariants = {{ alpine = \"-alpine\" }}\n\
             images = [{{ name = \"a\", push = \"r.io/x\" }}, {{ name = \"b\", push = \"r.io/x\"{rules} }}]\n\
             rules = [{{ name = \"one\", when = {{ branch = \"main\" }}, tags = [\"{{short_sha}}\"] }},\n\
             {{ name = \"two\", when = {{ branch = \"main\" }}, tags = [\"edge\"] }}]"
        );
        toml::from_str(&text).unwrap()
    };
    let (all, some) = (of(""), of(", rules = \"two\""));
    let main = branch("main");
    let alpine = main.clone().with_variant("alpine").unwrap();
    assert_eq!(
        all.diff(&some, [&main]).to_string(),
        "branch \"main\" of project \"server\"\n  + image-tags r.io/x/b: edge\n"
    );
    assert_eq!(
        all.diff(&some, [&alpine]).to_string(),
        "branch \"main\" of project \"server\", variant \"alpine\"\n  + image-tags r.io/x/b: edge-alpine\n"
    );
    let [plain, alpine] = [main, alpine].map(|context| all.plan(&context).unwrap());
    assert_eq!(
        plain.diff(&alpine).to_string(),
        "~ primary: a1b2c3d8 -> a1b2c3d8-alpine\n- tag a1b2c3d8: immutable\n- tag edge: floating\n\
         + tag a1b2c3d8-alpine: immutable\n+ tag edge-alpine: floating\n+ variant: alpine\n"
    );
}
