use tagwright::TagKind;
use tagwright::context::Event;

use super::tags;
use crate::given::{branch, git_tag, policy};

#[test]
fn every_rule_that_fires_contributes_in_the_order_of_the_policy() {
    let policy = policy(
        "[[rules]]\nname = \"nightly\"\nwhen = { event = \"schedule\" }\ntags = [\"nightly-{created:%Y%m%d}\"]\n\
         [[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n\
         [[rules]]\nname = \"branch\"\nwhen = { branch = \"main\" }\ntags = [\"edge\", \"{short_sha}\"]\n",
    );
    let plan = policy.plan(&branch("main").with_event(Event::Push)).unwrap();
    assert_eq!(tags(&plan), ["a1b2c3d8", "edge"]);
    let plan = policy.plan(&branch("main").with_event(Event::Schedule)).unwrap();
    assert_eq!(tags(&plan), ["nightly-20260318", "a1b2c3d8", "edge"]);
    assert_eq!(plan.tags().primary().tag, "nightly-20260318");
    assert_eq!(plan.tags().primary().kind, TagKind::Floating);
    let destinations = super::texts(plan.references());
    assert_eq!(destinations[0], "r.example.com/server:a1b2c3d8", "the immutable one first");
    assert_eq!(plan.build_env().to_string(), "", "no env, no lines");
}

#[test]
fn a_tag_said_twice_is_kept_once_and_floating_if_any_rule_says_so() {
    let policy = policy(
        "[[rules]]\nname = \"git-tag\"\nwhen = { tag = \"*\" }\ntags = [\"{git_tag}\"]\n\
         [[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"edge\"]\n",
    );
    let plan = policy.plan(&git_tag("edge")).unwrap();
    let [planned] = plan.tags().iter().collect::<Vec<_>>()[..] else { panic!("one tag") };
    assert_eq!((planned.tag.as_str(), planned.kind), ("edge", TagKind::Floating));
    assert_eq!(&*planned.rule, "git-tag", "the first rule that gives it");
}

#[test]
fn a_set_says_what_is_in_it() {
    let plan = super::cwiq(&branch("main")).unwrap();
    let set = plan.tags();
    assert_eq!((set.len(), set.contains("latest"), set.contains("late")), (2, true, false));
    let listed: Vec<_> = set.into_iter().map(|planned| planned.tag.as_str()).collect();
    assert_eq!(listed, ["main-a1b2c3d8", "latest"]);
    let floating: Vec<_> = set.of_kind(TagKind::Floating).map(|planned| &planned.tag).collect();
    assert_eq!(floating, ["latest"]);
    assert_eq!(
        serde_json::to_string(set).unwrap(),
        r#"[{"tag":"main-a1b2c3d8","kind":"immutable","rule":"main"},{"tag":"latest","kind":"floating","rule":"main"}]"#
    );
}

#[test]
fn the_three_numbers_of_a_final_release_name_it_and_fewer_do_not() {
    for (when, expected) in [
        ("release = {}, tag = { except = \"*+*\" }", [TagKind::Immutable, TagKind::Floating]),
        ("release = {}, tag = '/v[0-9.]+/'", [TagKind::Immutable, TagKind::Floating]),
        ("release = {}, tag = [\"v1.2.3\", \"v1.2.4\"]", [TagKind::Immutable, TagKind::Floating]),
        (
            "release = { prefix = [\"v\", \"\"] }, tag = { except = \"*+*\" }",
            [TagKind::Immutable, TagKind::Floating],
        ),
        // Two builds may differ in build metadata, which none of the numbers tells.
        ("release = {}", [TagKind::Floating, TagKind::Floating]),
        ("release = {}, tag = \"v1.*\"", [TagKind::Floating, TagKind::Floating]),
        ("release = {}, tag = { except = \"*+ab*\" }", [TagKind::Floating, TagKind::Floating]),
        ("release = { build = \"drop\" }", [TagKind::Floating, TagKind::Floating]),
        ("release = { scheme = \"pep440\" }", [TagKind::Floating, TagKind::Floating]),
        ("release = { prerelease = \"include\" }", [TagKind::Floating, TagKind::Floating]),
        (
            "release = { prerelease = \"include\" }, tag = { except = \"*+*\" }",
            [TagKind::Floating, TagKind::Floating],
        ),
    ] {
        let policy = policy(&format!(
            "[[rules]]\nname = \"release\"\nwhen = {{ {when} }}\n\
             tags = [\"{{major}}.{{minor}}.{{patch}}\", \"{{major}}.{{minor}}\"]\n"
        ));
        let plan = policy.plan(&git_tag("v1.2.3")).unwrap();
        assert_eq!(tags(&plan), ["1.2.3", "1.2"]);
        let kinds: Vec<TagKind> = plan.tags().iter().map(|planned| planned.kind).collect();
        assert_eq!(kinds, expected, "{when}");
    }
}
