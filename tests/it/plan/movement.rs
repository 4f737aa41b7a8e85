use tagwright::document::Moves;
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Policy};

use super::tags;
use crate::given::{branch, git_tag, policy};

/// As semver-aware pipelines tag: `1.2.3`, `1.2`, `1`, `latest`.
fn releases(options: &str) -> Policy {
    policy(&format!(
        "[[rules]]\nname = \"release\"\nwhen = {{ release = {{ {options} }} }}\ntags = [\n\
         \"{{version}}\",\n\
         {{ tag = \"{{major}}.{{minor}}\", moves = \"highest\" }},\n\
         {{ tag = \"{{major}}\", moves = \"highest\" }},\n\
         {{ tag = \"latest\", moves = \"highest\" }},\n]\n"
    ))
}

/// These versions exist, and the one that is built.
fn with_versions(tag: &str, versions: &[&str]) -> CiContext {
    git_tag(tag).with_versions(versions.iter().copied().chain([tag])).unwrap()
}

#[test]
fn a_floating_tag_moves_to_the_highest_version_of_its_line() {
    let policy = releases("");
    for (tag, versions, expected, why) in [
        ("v1.0.0", &[][..], &["1.0.0", "1.0", "1", "latest"][..], "the first of all"),
        ("v1.0.0", &["v1.0.0"], &["1.0.0", "1.0", "1", "latest"], "its own git tag, twice"),
        ("v1.2.9", &["v1.2.8", "v2.0.0"], &["1.2.9", "1.2", "1"], "a backport"),
        ("v1.2.9", &["v1.3.0", "v2.0.0"], &["1.2.9", "1.2"], "a backport to an older line"),
        ("v1.2.9", &["v1.2.10"], &["1.2.9"], "numbers, not texts"),
        ("v1.2.9", &["2.0.0"], &["1.2.9", "1.2", "1", "latest"], "a version without its prefix"),
        ("v1.2.9", &["v2.0.0-rc.1"], &["1.2.9", "1.2", "1", "latest"], "no final release"),
        ("v1.2.9", &["v1.2.9+2"], &["1.2.9", "1.2", "1", "latest"], "metadata has no precedence"),
        ("v1.2.9+1", &["v1.2.9"], &["1.2.9_1", "1.2", "1", "latest"], "nor here"),
        (
            "v1.2.9",
            &["v1.2.9", "nightly", "v", "v2", "x2.0.0"],
            &["1.2.9", "1.2", "1", "latest"],
            "no versions",
        ),
        ("v0.0.0", &[], &["0.0.0", "0.0", "0", "latest"], "nothing is lower"),
        ("v0.9.0", &["v0.8.0", "v1.0.0"], &["0.9.0", "0.9", "0"], "a backport to major zero"),
    ] {
        let plan = policy.plan(&with_versions(tag, versions)).unwrap();
        assert_eq!(tags(&plan), expected, "{tag} beside {versions:?}: {why}");
        assert!(plan.undecided().is_empty(), "{why}");
    }
}

/// Nobody looked at the right git tags, or not at all of them.
#[test]
fn versions_that_lack_the_one_that_is_built_are_not_all() {
    let policy = releases("");
    let given = |versions: &[&str]| {
        policy.plan(&git_tag("v1.2.3").with_versions(versions.iter().copied()).unwrap())
    };
    for no_version in [&["nightly"][..], &["2.0.0", "v2"], &["ui/v2.0.0"]] {
        let unknown = given(no_version).unwrap();
        assert_eq!((tags(&unknown), unknown.undecided().len()), (vec!["1.2.3"], 3));
    }
    // The git tag that is built exists, so an empty list is not that of the repository.
    for incomplete in [&["v2.0.0", "nightly"][..], &[]] {
        let error = given(incomplete).unwrap_err();
        assert_eq!(
            (error.kind(), error.path()),
            (PlanErrorKind::MissingFact, Some("rules[0].tags[1]"))
        );
        assert_eq!(
            error.to_string(),
            "rule release: the \"versions\" of the context lack git tag \
             \"v1.2.3\", which is built, so others may be missing too; fetch all git tags (git fetch \
             --tags), and give each",
        );
        assert_eq!(error.missing_facts().collect::<Vec<_>>(), ["versions"]);
    }
    assert_eq!(tags(&given(&["v2.0.0", "nightly", "v1.2.3"]).unwrap()), ["1.2.3", "1.2", "1"]);
}

#[test]
fn a_higher_version_decides_whatever_the_list_lacks() {
    let policy = policy(
        "[[rules]]\nname = \"release\"\nwhen = { release = {} }\n\
         tags = [\"{version}\", { tag = \"latest\", moves = \"highest\" }]\n",
    );
    let given =
        |versions: [&str; 2]| policy.plan(&git_tag("v1.2.3").with_versions(versions).unwrap());
    assert_eq!(tags(&given(["v1.2.2", "v2.0.0"]).unwrap()), ["1.2.3"]);
    let error = given(["v1.2.2", "v1.0.0"]).unwrap_err();
    assert_eq!(error.kind(), PlanErrorKind::MissingFact);
}

/// A rule for one line does not wait for the versions of others.
#[test]
fn versions_that_the_rule_does_not_take_do_not_count() {
    let policy = policy(
        "[[rules]]\nname = \"lts\"\nwhen = { tag = \"v1.*\", release = {} }\n\
         tags = [\"{version}\", { tag = \"lts\", moves = \"highest\" }]\n",
    );
    let plan = policy.plan(&with_versions("v1.9.0", &["v2.0.0", "v1.8.0"])).unwrap();
    assert_eq!(tags(&plan), ["1.9.0", "lts"]);
    let plan = policy.plan(&with_versions("v1.8.0", &["v1.9.0"])).unwrap();
    assert_eq!(tags(&plan), ["1.8.0"]);
}

/// No versions are needed for it.
#[test]
fn final_releases_move_it_and_prereleases_do_not() {
    let policy = policy(
        "[[rules]]\nname = \"release\"\nwhen = { release = { prerelease = \"include\" } }\n\
         tags = [\"{version}\", { tag = \"latest\", moves = \"final\" }]\n",
    );
    for (tag, expected) in [
        ("v1.2.3", &["1.2.3", "latest"][..]),
        ("v1.2.3-rc.1", &["1.2.3-rc.1"]),
        ("v0.1.0+build.5", &["0.1.0_build.5", "latest"]),
    ] {
        for context in [git_tag(tag), with_versions(tag, &["v2.0.0"])] {
            let plan = policy.plan(&context).unwrap();
            assert_eq!((tags(&plan), plan.undecided().len()), (expected.to_vec(), 0), "{tag}");
        }
    }
}

#[test]
fn the_head_of_a_branch_moves_its_tag_and_an_older_commit_does_not() {
    let policy = policy(
        "[[rules]]\nname = \"work\"\nwhen = { branch = \"*\" }\n\
         tags = [\"b-{sha}\", { tag = \"edge\", moves = \"branch-head\" }]\n",
    );
    let built = branch("main");
    let sha = built.sha().clone();
    let newer: tagwright::CommitSha = "b".repeat(40).parse().unwrap();
    let tag = format!("b-{sha}");
    let plan = |context| policy.plan(&context).unwrap();
    let unknown = plan(built.clone());
    assert_eq!(tags(&unknown), [&*tag]);
    assert_eq!(unknown.undecided()[0].tag.as_str(), "edge");
    assert_eq!(unknown.undecided()[0].moves, Moves::BranchHead);
    assert_eq!(tags(&plan(built.clone().with_branch_head(sha))), [&*tag, "edge"]);
    let late = plan(built.with_branch_head(newer));
    assert_eq!((tags(&late), late.undecided().len()), (vec![&*tag], 0));
}

#[test]
fn when_nobody_knows_the_head_and_no_other_tag_moves_there_is_no_plan() {
    let policy = policy(
        "[[rules]]\nname = \"work\"\nwhen = { branch = \"*\" }\n\
         tags = [{ tag = \"edge\", moves = \"branch-head\" }]\n",
    );
    let error = policy.plan(&branch("main")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no tag is known to move to branch \"main\": every tag of work moves only to the head of the \
         branch; give the context its \"branch_head\"",
    );
    let late = branch("main").with_branch_head("b".repeat(40).parse().unwrap());
    assert_eq!(
        policy.plan(&late).unwrap_err().to_string(),
        "no tag moves to branch \"main\": every tag of work stays where it is",
    );
}

#[test]
fn without_versions_it_is_undecided() {
    let plan = releases("").plan(&git_tag("v1.2.3")).unwrap();
    assert_eq!(tags(&plan), ["1.2.3"]);
    let undecided: Vec<_> = plan
        .undecided()
        .iter()
        .map(|planned| (planned.tag.as_str(), planned.kind.as_str(), &*planned.rule))
        .collect();
    assert_eq!(
        undecided,
        [
            ("1.2", "floating", "release"),
            ("1", "floating", "release"),
            ("latest", "floating", "release")
        ]
    );
    assert_eq!(plan.promotions().count(), 0, "what is undecided is not promoted");
}

#[test]
fn a_tag_that_another_rule_moves_is_decided_and_none_is_undecided_twice() {
    let policy = policy(
        "[[rules]]\nname = \"one\"\nwhen = { release = {} }\n\
         tags = [\"{version}\", { tag = \"latest\", moves = \"highest\" }, { tag = \"edge\", moves = \"highest\" }]\n\
         [[rules]]\nname = \"two\"\nwhen = { release = {} }\n\
         tags = [{ tag = \"edge\", moves = \"highest\" }]\n\
         [[rules]]\nname = \"three\"\nwhen = { tag = \"v*\" }\ntags = [\"latest\"]\n",
    );
    let plan = policy.plan(&git_tag("v1.0.0")).unwrap();
    assert_eq!(tags(&plan), ["1.0.0", "latest"]);
    let undecided: Vec<_> =
        plan.undecided().iter().map(|planned| (planned.tag.as_str(), &*planned.rule)).collect();
    assert_eq!(undecided, [("edge", "one")]);
}

#[test]
fn prereleases_move_only_the_line_of_prereleases() {
    let any = releases("prerelease = \"include\"");
    for versions in [None, Some(vec![])] {
        let context = git_tag("v2.0.0-rc.1");
        let context = match versions {
            Some(versions) => context.with_versions::<&str>(versions).unwrap(),
            None => context,
        };
        let plan = any.plan(&context).unwrap();
        assert_eq!(tags(&plan), ["2.0.0-rc.1"], "it never moves the line of final releases");
        assert!(plan.undecided().is_empty(), "and that is known without the versions");
    }
    let plan = any.plan(&with_versions("v2.0.0", &["v2.1.0-rc.1"])).unwrap();
    assert_eq!(tags(&plan), ["2.0.0", "2.0", "2", "latest"]);

    let only = policy(
        "[[rules]]\nname = \"next\"\nwhen = { release = { prerelease = \"only\" } }\n\
         tags = [\"{version}\", { tag = \"next\", moves = \"highest\" }]\n",
    );
    for (tag, versions, expected, why) in [
        ("v2.0.0-rc.2", &["v2.0.0-rc.1", "v1.9.0"][..], &["2.0.0-rc.2", "next"][..], "the highest"),
        ("v2.0.0-rc.2", &["v2.0.0-rc.10"], &["2.0.0-rc.2"], "numbers, not texts"),
        ("v2.0.0-rc.2", &["v2.0.0"], &["2.0.0-rc.2"], "the final one is higher"),
    ] {
        let plan = only.plan(&with_versions(tag, versions)).unwrap();
        assert_eq!(tags(&plan), expected, "{why}");
    }
}

#[test]
fn versions_of_a_monorepo_are_those_with_the_prefix_of_the_rule() {
    let policy = releases("prefix = \"server/v\"");
    for (versions, expected, why) in [
        (
            &["server/v1.0.0", "ui/v9.0.0", "v9.0.0"][..],
            &["1.0.0", "1.0", "1", "latest"][..],
            "of other parts",
        ),
        (&["server/v1.1.0"], &["1.0.0", "1.0"], "of this part"),
    ] {
        let plan = policy.plan(&with_versions("server/v1.0.0", versions)).unwrap();
        assert_eq!(tags(&plan), expected, "{why}");
    }
}

#[test]
fn when_every_tag_stays_there_is_no_plan() {
    let policy = policy(
        "[[rules]]\nname = \"release\"\nwhen = { release = {} }\n\
         tags = [{ tag = \"latest\", moves = \"highest\" }]\n",
    );
    for (context, message, missing) in [
        (
            with_versions("v1.0.0", &["v2.0.0"]),
            "no tag moves to git tag \"v1.0.0\": every tag of release stays where it is",
            None,
        ),
        (
            git_tag("v1.0.0"),
            "no tag is known to move to git tag \"v1.0.0\": every tag of release moves only to the \
             highest version; give the context the \"versions\" that exist",
            Some("versions"),
        ),
    ] {
        let error = policy.plan(&context).unwrap_err();
        assert_eq!(error.missing_facts().next(), missing);
        assert_eq!((error.kind(), error.to_string().as_str()), (PlanErrorKind::NoTag, message));
        assert_eq!((error.path(), error.index()), (None, None));
    }
}

#[test]
fn tags_of_branches_always_move() {
    let plan = super::cwiq(&branch("main").with_versions(["v9.0.0"]).unwrap()).unwrap();
    assert_eq!(tags(&plan), ["main-a1b2c3d8", "latest"]);
}

/// <https://github.com/docker/metadata-action/issues/80>
#[test]
fn latest_is_the_highest_version_and_not_the_last() {
    let plan = releases("").plan(&with_versions("v1.9.1", &["v2.0.1", "v1.9.0"])).unwrap();
    assert_eq!(tags(&plan), ["1.9.1", "1.9", "1"]);
}

/// <https://github.com/docker/metadata-action/issues/326>
#[test]
fn neither_an_older_major_nor_an_older_minor_line_takes_latest() {
    for (tag, versions, expected) in [
        ("v1.1.1", &["v2.5.2"][..], &["1.1.1", "1.1", "1"][..]),
        ("v2.1.3", &["v2.5.3", "v2.5.2"], &["2.1.3", "2.1"]),
        ("v2.5.3", &["v2.5.2", "v1.1.1"], &["2.5.3", "2.5", "2", "latest"]),
    ] {
        let plan = releases("").plan(&with_versions(tag, versions)).unwrap();
        assert_eq!(tags(&plan), expected, "{tag}");
    }
}

/// <https://github.com/goreleaser/goreleaser/issues/1723>
#[test]
fn a_backport_moves_its_own_line_alone() {
    let plan = releases("").plan(&with_versions("v1.2.9", &["v1.2.8", "v2.0.0"])).unwrap();
    assert_eq!(tags(&plan), ["1.2.9", "1.2", "1"]);
}
