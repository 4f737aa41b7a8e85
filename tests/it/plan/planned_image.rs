use super::{policies, texts};
use crate::given::{branch, git_tag, project};

#[test]
fn several_images_have_the_tags_of_the_plan() {
    let plan = policies::several_images().plan(&git_tag("v1.0.0")).unwrap();
    assert_eq!(
        texts(plan.references()),
        [
            "ghcr.io/acme/server:1.0.0",
            "ghcr.io/acme/server-alpine:1.0.0",
            "quay.io/acme/mirror/server:1.0.0",
            "ghcr.io/acme/server:stable",
            "ghcr.io/acme/server-alpine:stable",
            "quay.io/acme/mirror/server:stable",
        ],
        "immutable ones first"
    );
    assert_eq!(
        texts(plan.pull_references()),
        [
            "ghcr.io/acme/server:1.0.0",
            "proxy.example.com:5000/gh/server-alpine:1.0.0",
            "quay.io/acme/mirror/server:1.0.0",
            "ghcr.io/acme/server:stable",
            "proxy.example.com:5000/gh/server-alpine:stable",
            "quay.io/acme/mirror/server:stable",
        ]
    );
    assert_eq!(
        texts(plan.references()),
        [
            "ghcr.io/acme/server:1.0.0",
            "ghcr.io/acme/server-alpine:1.0.0",
            "quay.io/acme/mirror/server:1.0.0",
            "ghcr.io/acme/server:stable",
            "ghcr.io/acme/server-alpine:stable",
            "quay.io/acme/mirror/server:stable",
        ],
        "the immutable ones of every image first"
    );
    let images: Vec<_> =
        plan.images().map(|image| (image.pull.as_str(), image.cache.map(AsRef::as_ref))).collect();
    assert_eq!(
        images,
        [
            ("ghcr.io/acme/server", None),
            ("proxy.example.com:5000/gh/server-alpine", Some("ghcr.io/acme/cache/server")),
            ("quay.io/acme/mirror/server", None),
        ]
    );
    let alpine = plan.images().nth(1).unwrap();
    assert_eq!(alpine.reference(plan.tags().primary()), "ghcr.io/acme/server-alpine:1.0.0");
    assert_eq!(plan.pull_reference(), "ghcr.io/acme/server:1.0.0");
}

#[test]
fn the_first_image_is_what_is_handed_over() {
    let mut document = policies::several_images().document().clone();
    document.images.swap(0, 1);
    document.env = ["IMAGE_TAG={image_tag}"].into_iter().collect();
    document.build_args = ["SELF={reference}", "PULL={pull_reference}"].into_iter().collect();
    let plan = tagwright::Policy::new(document).unwrap().plan(&git_tag("v1.0.0")).unwrap();
    assert_eq!(plan.build_env().to_string(), "IMAGE_TAG=1.0.0\n");
    assert_eq!(plan.pull_reference(), "proxy.example.com:5000/gh/server-alpine:1.0.0");
    assert_eq!(plan.build_args().get("SELF"), Some("ghcr.io/acme/server-alpine:1.0.0"));
    assert_eq!(
        plan.build_args().get("PULL"),
        Some("proxy.example.com:5000/gh/server-alpine:1.0.0")
    );
}

#[test]
fn lower_case_is_for_the_name_and_its_cache_and_not_for_tags() {
    let policy = toml::from_str::<tagwright::Policy>(
        "version = 1\n\
         images = [{ name = \"{project}\", push = \"GHCR.io/acme\", cache = \"{project}/Cache\", case = \"lower\" }]\n\
         [[rules]]\nname = \"all\"\nwhen = { branch = \"*\" }\ntags = [\"t-{slug}\"]\n",
    )
    .unwrap();
    let context = tagwright::CiContext::branch("Server", "Main", crate::given::SHA).unwrap();
    let plan = policy.plan(&context).unwrap();
    assert_eq!(texts(plan.references()), ["GHCR.io/acme/server:t-Main"]);
    let [image] = plan.images().collect::<Vec<_>>()[..] else { panic!("one image") };
    assert_eq!(image.cache.as_ref().unwrap(), &"GHCR.io/acme/server/cache");
    let error = policy.plan(&project("ÄB")).unwrap_err();
    assert_eq!(error.index(), Some(0), "no letter but A to Z has a lower case here: {error}");
    assert!(policy.plan(&branch("x")).is_ok());
}
