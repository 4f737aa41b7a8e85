//! What was decided where the reference policy contradicts itself or is silent.

use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Policy, TagKind};

use super::{cwiq, gitlab, shell_text, tags, texts, words};
use crate::given::{SHA, branch, git_tag, policy, project, pull_request};

const LONG_SHA: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn d1_a_short_sha_has_eight_digits_unless_the_policy_says_otherwise() {
    assert_eq!(tags(&cwiq(&branch("main")).unwrap()), ["main-a1b2c3d8", "latest"]);
    let rule = "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n";
    for (digits, sha, expected, why) in [
        (4, SHA, "a1b2", "the least"),
        (7, SHA, "a1b2c3d", "the examples of the source"),
        (64, SHA, SHA, "the whole sha where that is shorter"),
        (64, LONG_SHA, LONG_SHA, "a SHA-256 repository"),
        (41, LONG_SHA, &LONG_SHA[..41], "a SHA-256 repository"),
    ] {
        let policy = policy(&format!("short-sha = {digits}\n{rule}"));
        let plan = policy.plan(&CiContext::branch("server", "main", sha).unwrap()).unwrap();
        assert_eq!(tags(&plan), [expected], "{why}");
    }
}

#[test]
fn d2_a_version_is_the_git_tag_without_a_v_before_a_digit_and_with_an_underscore_for_plus() {
    for (tag, version) in [
        ("v1.0.0", "1.0.0"),
        ("v1.0.0+build.5", "1.0.0_build.5"),
        ("v1", "1"),
        ("vv1", "vv1"),
        ("v", "v"),
        ("v+1", "v_1"),
        ("vlatest", "vlatest"),
        ("vault-1.2", "vault-1.2"),
        ("v1.0.0-rc.1+a+b", "1.0.0-rc.1_a_b"),
    ] {
        assert_eq!(tags(&cwiq(&git_tag(tag)).unwrap()), [version, "stable"], "{tag}");
    }
    let release = policy(
        "[[rules]]\nname = \"release\"\nwhen = { release = { prefix = \"server/v\" } }\n\
         tags = [\"{version}\"]\n",
    );
    let plan = release.plan(&git_tag("server/v1.0.0+7")).unwrap();
    assert_eq!(tags(&plan), ["1.0.0_7"], "what follows the prefix of the rule");
}

#[test]
fn d2_a_git_tag_has_an_underscore_for_plus_in_names_alone() {
    let policy: Policy = toml::from_str(
        r#"
        version = 1
        build-args = ["VERSION={git_tag}"]
        labels = ["org.opencontainers.image.version={git_tag}"]
        env = ["GIT_TAG={git_tag}"]
        images = [
            { name = "app/{git_tag}", cache = "cache/{git_tag}", push = "registry.example.com" },
        ]
        rules = [{ name = "tags", when = { tag = "*" }, tags = ["{git_tag}", "t-{git_tag}-{sha}"] }]
        "#,
    )
    .unwrap();
    let context = git_tag("1.0.0+a+b");
    let plan = policy.plan(&context).unwrap();
    assert_eq!(tags(&plan), ["1.0.0_a_b", &format!("t-1.0.0_a_b-{SHA}")]);
    assert_eq!(plan.image(), "registry.example.com/app/1.0.0_a_b");
    assert_eq!(
        plan.images().next().unwrap().cache.unwrap(),
        "registry.example.com/cache/1.0.0_a_b"
    );
    assert_eq!(plan.build_args().get("VERSION"), Some("1.0.0+a+b"));
    assert_eq!(plan.labels().get("org.opencontainers.image.version"), Some("1.0.0+a+b"));
    assert_eq!(plan.build_env().to_string(), "GIT_TAG=1.0.0+a+b\n");
}

#[test]
fn d3_version_is_the_raw_git_tag_unless_the_policy_says_otherwise() {
    let context = git_tag("v1.2.0+7");
    assert_eq!(cwiq(&context).unwrap().build_args().get("VERSION"), Some("v1.2.0+7"));
    let mut document = Policy::cwiq().document().clone();
    document.build_args = ["VERSION={version}"].into_iter().collect();
    let plan = Policy::new(document).unwrap().plan(&context).unwrap();
    assert_eq!(plan.build_args().get("VERSION"), Some("1.2.0_7"));
}

#[test]
fn d4_the_build_job_and_the_later_job_share_one_plan() {
    let plan = cwiq(&branch("main")).unwrap();
    let all = shell_text(&plan.kaniko());
    assert!(all.contains(":main-a1b2c3d8 --destination "), "the immutable one first: {all}");
    assert!(all.contains(":latest "), "{all}");
    let immutable = shell_text(&plan.kaniko().immutable_only());
    assert!(!immutable.contains("latest"), "{immutable}");
    assert_eq!(
        texts(plan.promotions()),
        ["nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8 -> \
             nexus.shared.cwiq.io:8443/orchestrator-server:latest"]
    );

    let floating = policy("[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"edge\"]\n");
    let plan = floating.plan(&branch("main")).unwrap();
    assert_eq!(plan.promotions().count(), 0, "nothing to promote from");
    let error = plan.kaniko().immutable_only().commands().unwrap_err();
    assert_eq!(error.kind(), tagwright::build::RenderErrorKind::NoImmutableTag);
}

#[test]
fn d5_slugs_are_literal() {
    for (name, slug, why) in [
        ("Feature/X", "Feature-X", "case is kept"),
        ("a__b", "a--b", "runs are kept"),
        ("-a-", "-a-", "edges are kept"),
        ("é", "-", "one hyphen for a character"),
        ("日本語", "---", "letters are ASCII"),
    ] {
        let plan = cwiq(&branch(name)).unwrap();
        assert_eq!(plan.slug().map(AsRef::as_ref), Some(slug), "{why}");
        assert_eq!(tags(&plan), [format!("branch-{slug}-a1b2c3d8")], "{why}");
    }
}

#[test]
fn d6_a_merge_request_is_tagged_as_its_source_branch_whatever_its_name() {
    for (source, tag) in [
        ("feature/search", "branch-feature-search-a1b2c3d8"),
        ("main", "branch-main-a1b2c3d8"),
        ("v1.0.0", "branch-v1-0-0-a1b2c3d8"),
    ] {
        assert_eq!(tags(&cwiq(&pull_request(source)).unwrap()), [tag]);
    }
    let merged = gitlab("gitlab-merged-result", &[]);
    assert_ne!(merged.head_sha(), Some(merged.sha()), "a merge is built");
    let policy = policy(
        "build-args = [\"HEAD={head_sha}\", \"SHORT={short_head_sha}\", \"VCS_REF={sha}\"]\n\
         [[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n",
    );
    let plan = policy.plan(&merged).unwrap();
    assert_eq!(tags(&plan), ["a1b2c3d8"], "the commit that is built");
    assert_eq!(plan.build_args().get("VCS_REF"), Some(SHA));
    let head = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233";
    assert_eq!(plan.build_args().get("HEAD"), Some(head));
    assert_eq!(plan.build_args().get("SHORT"), Some(&head[..8]));
    // On every other ref it is the commit itself, whatever else the caller says.
    let known = branch("main").with_head_sha(head.parse().unwrap());
    for context in
        [branch("main"), git_tag("v1"), known, CiContext::detached("server", SHA).unwrap()]
    {
        let plan = policy.plan(&context).unwrap();
        let build_args = ["HEAD", "SHORT"].map(|key| plan.build_args().get(key));
        assert_eq!(build_args, [Some(SHA), Some(&SHA[..8])]);
    }
}

/// Several merges of one head may be built; outside pull requests the head is built.
#[test]
fn a_head_names_what_is_built_outside_pull_requests() {
    use tagwright::TagKind::{Floating, Immutable};
    for (when, kind) in [
        ("branch = \"*\"", Immutable),
        ("default-branch = true", Immutable),
        ("tag = \"*\"", Immutable),
        ("release = {}", Immutable),
        ("pull-request = {}", Floating),
        ("", Floating),
    ] {
        for placeholder in ["{head_sha}", "{short_head_sha}"] {
            let policy = policy(&format!(
                "[[rules]]\nname = \"r\"\nwhen = {{ {when} }}\ntags = [\"h-{placeholder}\"]\n"
            ));
            let kinds: Vec<_> = policy.patterns(tagwright::recognize::Dialect::Go)[0]
                .tags
                .iter()
                .map(|one| one.kind)
                .collect();
            assert_eq!(kinds, [kind], "{when}");
        }
    }
}

#[test]
fn d7_a_ref_without_a_rule_is_an_error_that_says_why_for_each() {
    for (context, message) in [
        (
            git_tag("nightly"),
            "no rule applies to git tag \"nightly\": main, feature: not a branch; \
             merge-request: not a pull request; release: does not match v*",
        ),
        (
            CiContext::detached("server", SHA).unwrap(),
            "no rule applies to a detached commit: main, feature: not a branch; \
             merge-request: not a pull request; release: not a git tag",
        ),
    ] {
        let error = cwiq(&context).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (PlanErrorKind::NoRule, message));
        assert_eq!((error.path(), error.index()), (None, None));
    }
}

#[test]
fn d8_a_project_that_no_image_can_be_called_is_never_repaired_silently() {
    let error = cwiq(&project("Server")).unwrap_err();
    assert_eq!(error.kind(), PlanErrorKind::IllegalName);
    let mut document = Policy::cwiq().document().clone();
    document.images[0].case = tagwright::document::NameCase::Lower;
    let lower = Policy::new(document).unwrap();
    let plan = lower.plan(&project("Server")).unwrap();
    assert_eq!(plan.image(), "nexus.shared.cwiq.io:8443/orchestrator-server");
    assert_eq!(lower.plan(&project("a b")).unwrap_err().kind(), PlanErrorKind::IllegalName);
}

#[test]
fn d9_the_built_in_policy_is_literal_about_what_begins_with_v() {
    for (tag, expected) in [
        ("v1.0.0-rc.1", "1.0.0-rc.1"),
        ("vlatest", "vlatest"),
        ("vstable", "vstable"),
        ("vmain-a1b2c3d8", "vmain-a1b2c3d8"),
        ("vnext", "vnext"),
    ] {
        let plan = cwiq(&git_tag(tag)).unwrap();
        assert_eq!(plan.tags().primary().tag, expected);
        assert!(plan.tags().contains("stable"), "{tag} moves it");
    }
    let release = policy(
        "[[rules]]\nname = \"release\"\nwhen = { release = {} }\ntags = [\"{version}\", \"stable\"]\n",
    );
    for tag in ["v1.0.0-rc.1", "vlatest", "vstable", "vmain-a1b2c3d8", "vnext"] {
        let error = release.plan(&git_tag(tag)).unwrap_err();
        assert_eq!(error.kind(), PlanErrorKind::NoRule, "{tag}");
    }
}

#[test]
fn d10_the_time_of_a_build_comes_from_the_caller() {
    let times = [
        ("SOURCE_DATE_EPOCH", "0"),
        ("CI_PIPELINE_CREATED_AT", "2026-03-18T09:00:00Z"),
        ("CI_JOB_STARTED_AT", "2026-03-18T09:00:42Z"),
    ];
    let date = |skipped: usize| {
        let mut changes = times;
        for (_, value) in &mut changes[..skipped] {
            *value = "";
        }
        cwiq(&gitlab("gitlab-branch", &changes))
            .map(|plan| plan.build_args().get("BUILD_DATE").unwrap().to_owned())
    };
    assert_eq!(date(0).unwrap(), "1970-01-01T00:00:00Z");
    assert_eq!(date(1).unwrap(), "2026-03-18T09:00:00Z");
    assert_eq!(date(2).unwrap(), "2026-03-18T09:00:42Z");
    let error = date(3).unwrap_err();
    assert_eq!(error.kind(), PlanErrorKind::MissingFact);
    assert_eq!(
        error.to_string(),
        "build arg BUILD_DATE: {created} needs created, which is unknown; set SOURCE_DATE_EPOCH, \
         or give the context \"created\""
    );
    let timeless = policy("[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n");
    let context = CiContext::branch("server", "main", SHA).unwrap();
    assert!(timeless.plan(&context).is_ok(), "who needs no time gives none");
}

#[test]
fn d11_empty_labels_go_and_empty_build_args_stay() {
    let plan = cwiq(&branch("main")).unwrap();
    assert_eq!(plan.build_args().get("VERSION"), Some(""));
    assert_eq!(plan.labels().get("org.opencontainers.image.version"), None);
    let arguments = words(&plan.kaniko().with_labels());
    assert!(arguments.iter().any(|argument| argument == "VERSION="), "{arguments:?}");
    assert!(arguments.iter().all(|argument| !argument.contains("image.version")));
}

#[test]
fn d12_one_release_commit_has_two_plans() {
    let main = cwiq(&gitlab("gitlab-branch", &[])).unwrap();
    let tag = cwiq(&gitlab("gitlab-tag", &[])).unwrap();
    assert_eq!(tags(&main), ["main-a1b2c3d8", "latest"]);
    assert_eq!(tags(&tag), ["1.0.0", "stable"]);
    assert_eq!(main.build_args().get("VCS_REF"), tag.build_args().get("VCS_REF"));
    for plan in [&main, &tag] {
        assert_eq!(plan.tags().of_kind(TagKind::Immutable).count(), 1);
    }
}
