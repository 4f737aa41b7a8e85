//! Images that receive the tags of some rules only.

use tagwright::{CiContext, Digest, Plan};

use super::{tags, texts, words};
use crate::given::{SHA, branch, git_tag, policy};

/// Releases go to Docker Hub, and branches to a repository of their own.
const TWO_REGISTRIES: &str = r#"
env = ["IMAGE_TAG={image_tag}", "IMAGE={reference}", "PULL={pull_reference}"]
slug = { case = "lower", runs = "collapse", edges = "trim", empty = "unnamed" }

[[images]]
name = "{project}"
push = "docker.io/acme"
rules = "release"
cache = "{project}-cache"

[[images]]
name = "{project}/{slug}"
push = "registry.example.com/team"
pull = "mirror.example.com/team"
cache = "cache/{project}"
case = "lower"
rules = ["main", "work"]

[[rules]]
name = "release"
when = { release = {} }
tags = [{ tag = "latest", moves = "highest" }, "{version}"]

[[rules]]
name = "main"
when = { branch = "main" }
tags = ["edge", "{short_sha}"]

[[rules]]
name = "work"
when = { branch = { except = "main" } }
tags = ["{short_sha}"]
"#;

fn references(plan: &Plan) -> Vec<String> {
    texts(plan.references())
}

#[test]
fn each_image_receives_the_tags_of_its_rules() {
    let policy = policy(TWO_REGISTRIES);
    let plan = policy.plan(&branch("feature/search")).unwrap();
    let preview = "registry.example.com/team/server/feature-search";
    assert_eq!(references(&plan), [format!("{preview}:a1b2c3d8")]);
    assert_eq!(plan.image(), preview);
    assert_eq!(plan.pull_reference(), "mirror.example.com/team/server/feature-search:a1b2c3d8");
    assert_eq!(plan.images().count(), 1, "Docker Hub receives no tag");

    let plan =
        policy.plan(&git_tag("v1.4.0").with_versions(["v1.3.9", "v1.4.0"]).unwrap()).unwrap();
    assert_eq!(references(&plan), ["docker.io/acme/server:1.4.0", "docker.io/acme/server:latest"]);
    assert_eq!(
        plan.build_env().to_string(),
        "IMAGE_TAG=1.4.0\nIMAGE=docker.io/acme/server:1.4.0\nPULL=docker.io/acme/server:1.4.0\n"
    );

    let plan = policy.plan(&branch("main")).unwrap();
    assert_eq!(tags(&plan), ["edge", "a1b2c3d8"]);
    let main = "registry.example.com/team/server/main";
    assert_eq!(references(&plan), [format!("{main}:a1b2c3d8"), format!("{main}:edge")]);
    let json: serde_json::Value = serde_json::to_value(&plan).unwrap();
    assert_eq!(
        json["images"],
        serde_json::json!([{
            "push": main,
            "pull": "mirror.example.com/team/server/main",
            "cache": "registry.example.com/team/cache/server",
            "tags": ["edge", "a1b2c3d8"],
        }])
    );
}

/// The cache is that of the first image that is pushed to.
#[test]
fn builders_see_the_images_of_the_plan_alone() {
    let policy = policy(TWO_REGISTRIES);
    let arguments = |context| words(&policy.plan(&context).unwrap().kaniko()).join(" ");
    let work = arguments(branch("feature/search"));
    assert!(work.contains("--cache-repo=registry.example.com/team/cache/server"), "{work}");
    assert!(!work.contains("docker.io"), "{work}");
    let release = arguments(git_tag("v1.4.0").with_versions(["v1.4.0"]).unwrap());
    assert!(release.contains("--cache-repo=docker.io/acme/server-cache"), "{release}");
    assert!(!release.contains("example.com"), "{release}");
    let plan = policy.plan(&branch("main")).unwrap();
    let auths = plan.docker_config("user", "password").unwrap().to_string();
    assert!(auths.contains("registry.example.com") && !auths.contains("docker.io"), "{auths}");
}

/// Whether a tag with `moves` is in the plan depends on what a job knows; the primary
/// tag does not.
#[test]
fn the_primary_tag_is_the_same_in_every_job() {
    let policy = policy(TWO_REGISTRIES);
    let release = || git_tag("v1.4.0");
    let highest = release().with_versions(["v1.3.9", "v1.4.0"]).unwrap();
    let backport = release().with_versions(["v2.0.0", "v1.4.0"]).unwrap();
    for (context, expected) in
        [(highest, &["latest", "1.4.0"][..]), (backport, &["1.4.0"]), (release(), &["1.4.0"])]
    {
        let plan = policy.plan(&context).unwrap();
        assert_eq!(tags(&plan), expected);
        assert_eq!(plan.tags().primary().tag, "1.4.0");
        assert_eq!(plan.build_env().get("IMAGE_TAG"), Some("1.4.0"));
        assert_eq!(plan.pull_reference(), "docker.io/acme/server:1.4.0");
    }
}

#[test]
fn without_a_tag_that_always_moves_the_first_is_primary() {
    let policy = policy(
        "rules = [{ name = \"a\", when = { release = {} }, tags = [\
         { tag = \"{major}\", moves = \"highest\" }, { tag = \"x\", moves = \"highest\" }] }]",
    );
    let context = git_tag("v1.4.0").with_versions(["v1.3.9", "v1.4.0"]).unwrap();
    assert_eq!(policy.plan(&context).unwrap().tags().primary().tag, "1");
    let backport = git_tag("v1.4.0").with_versions(["v1.4.0", "v2.0.0"]).unwrap();
    assert_eq!(policy.plan(&backport).unwrap().tags().primary().tag, "1");
}

/// What one rule moves to the highest version only, another gives always: it is primary
/// where that rule stands, in every job.
#[test]
fn a_tag_of_two_rules_counts_where_it_always_moves() {
    let policy = policy(
        "rules = [\
         { name = \"a\", when = { release = {} }, tags = [{ tag = \"x\", moves = \"highest\" }] },\
         { name = \"b\", when = { release = {} }, tags = [\"{version}\", \"x\"] }]",
    );
    for context in
        [git_tag("v1.4.0"), git_tag("v1.4.0").with_versions(["v1.3.9", "v1.4.0"]).unwrap()]
    {
        assert_eq!(policy.plan(&context).unwrap().tags().primary().tag, "1.4.0");
    }
}

/// A mirror receives nothing but floating tags.
const MIRROR: &str = r#"
images = [
  { name = "mirror/{project}", push = "docker.io", rules = "channel" },
  { name = "{project}", push = "registry.example.com", rules = ["release", "channel"] },
]

[[rules]]
name = "release"
when = { release = {} }
tags = ["{version}"]

[[rules]]
name = "channel"
when = { release = {} }
tags = ["stable", "edge"]
"#;

#[test]
fn an_image_without_an_immutable_tag_is_promoted_from_another() {
    let plan = policy(MIRROR).plan(&git_tag("v1.4.0")).unwrap();
    assert_eq!(
        texts(plan.promotions()),
        [
            "registry.example.com/server:1.4.0 -> docker.io/mirror/server:stable",
            "registry.example.com/server:1.4.0 -> docker.io/mirror/server:edge",
            "registry.example.com/server:1.4.0 -> registry.example.com/server:stable",
            "registry.example.com/server:1.4.0 -> registry.example.com/server:edge",
        ]
    );
    let are_copies: Vec<bool> = plan.promotions().map(|one| one.is_copy).collect();
    assert_eq!(are_copies, [true, true, false, false]);
    assert_eq!(plan.image(), "registry.example.com/server", "it receives the primary tag");
    assert_eq!(plan.pull_reference(), "registry.example.com/server:1.4.0");
    let helm = plan.helm_values().to_string();
    assert!(helm.contains("registry.example.com/server"), "{helm}");
}

/// `crane tag` adds a tag within one repository; the others copy wherever both ends are.
#[test]
fn a_copy_has_commands_that_copy() {
    let plan = policy(MIRROR).plan(&git_tag("v1.4.0")).unwrap();
    let promotions: Vec<_> = plan.promotions().collect();
    let [copy, _, tag, _] = &promotions[..] else { panic!("{promotions:?}") };
    let from = "registry.example.com/server:1.4.0";
    let to = "docker.io/mirror/server:stable";
    assert_eq!(copy.crane().to_string(), format!("crane copy {from} {to}"));
    assert_eq!(tag.crane().to_string(), format!("crane tag {from} stable"));
    assert_eq!(
        copy.skopeo_copy().to_string(),
        format!("skopeo copy --all --preserve-digests docker://{from} docker://{to}")
    );
    assert_eq!(
        copy.imagetools_create().to_string(),
        format!("docker buildx imagetools create --prefer-index=false --tag {to} {from}")
    );
    let digest = Digest::parse(format!("sha256:{}", "0".repeat(64))).unwrap();
    let pinned = copy.pinned_to(&digest);
    assert!(pinned.is_copy);
    let from = format!("registry.example.com/server@{digest}");
    assert_eq!(pinned.crane().to_string(), format!("crane copy {from} {to}"));
}

#[test]
fn the_numbers_of_a_name_are_of_its_own_rules() {
    let policy = policy(
        r#"
images = [
  { name = "all", push = "r.io" },
  { name = "v{major}", push = "r.io", rules = "bare" },
  { name = "p{major}", push = "r.io", rules = "prefixed" },
]
rules = [
  { name = "bare", when = { release = { prefix = "1" } }, tags = ["{version}"] },
  { name = "prefixed", when = { release = { prefix = "" }, tag = { except = "*+*" } }, tags = ["{major}.{minor}.{patch}"] },
]
"#,
    );
    let plan = policy.plan(&git_tag("12.0.0")).unwrap();
    assert_eq!(
        references(&plan),
        ["r.io/all:2.0.0", "r.io/all:12.0.0", "r.io/v2:2.0.0", "r.io/p12:12.0.0"]
    );
}

/// A cache that is the name of an image is refused, also if that image receives no tag
/// in this plan: in another it does.
#[test]
fn a_cache_is_not_an_image_of_another_plan() {
    let policy = policy(
        r#"
images = [
  { name = "{project}", push = "r.io", cache = "{project_path}", rules = "branches" },
  { name = "team/{project}", push = "r.io", rules = "releases" },
]
rules = [
  { name = "branches", when = { branch = "*" }, tags = ["{short_sha}"] },
  { name = "releases", when = { release = {} }, tags = ["{version}"] },
]
"#,
    );
    let of = |path| CiContext::branch("server", "main", SHA).unwrap().with_project_path(path);
    let error = policy.plan(&of("team/server").unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "images[0].cache: for branch \"main\", \"r.io/team/server\" is the name of images[1] as \
         well, and cached layers would replace its tags; give the cache a repository of its own"
    );
    assert!(policy.plan(&of("group/server").unwrap()).is_ok());
}
