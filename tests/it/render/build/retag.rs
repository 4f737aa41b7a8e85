use tagwright::plan::Promotion;

use crate::given::{branch, git_tag};
use crate::plan::{cwiq, policies, texts};
use crate::render::commands::digest;

const NAME: &str = "nexus.shared.cwiq.io:8443/orchestrator-server";

fn latest() -> Promotion {
    cwiq(&branch("main")).unwrap().promotions().next().unwrap()
}

#[test]
fn by_tag() {
    let promotion = latest();
    assert_eq!(
        promotion.skopeo_copy().to_string(),
        format!(
            "skopeo copy --all --preserve-digests \
             docker://{NAME}:main-a1b2c3d8 docker://{NAME}:latest"
        )
    );
    assert_eq!(promotion.crane().to_string(), format!("crane tag {NAME}:main-a1b2c3d8 latest"));
    assert_eq!(
        promotion.imagetools_create().to_string(),
        format!(
            "docker buildx imagetools create --prefer-index=false \
             --tag {NAME}:latest {NAME}:main-a1b2c3d8"
        )
    );
}

#[test]
fn pinned_to_a_digest_no_command_names_the_tag_it_comes_from() {
    let digest = digest();
    let promotion = latest().pinned_to(&digest);
    assert_eq!(
        promotion.from.as_str(),
        format!("{NAME}@{digest}"),
        "skopeo refuses a tag beside it"
    );
    assert_eq!(promotion.to.as_str(), format!("{NAME}:latest"));
    for command in [promotion.skopeo_copy(), promotion.crane(), promotion.imagetools_create()] {
        let text = command.to_string();
        assert!(text.contains(&format!("{NAME}@{digest}")), "{text}");
        assert!(!text.contains("main-a1b2c3d8"), "somebody may move it: {text}");
    }
    assert_eq!(promotion.pinned_to(&digest), promotion);
}

#[test]
fn each_image_is_promoted_from_its_own_repository() {
    let policies = policies();
    let several = policies.iter().find(|policy| policy.document().images.len() == 3).unwrap();
    let plan = several.plan(&git_tag("v1.0.0")).unwrap();
    let digest = digest();
    assert_eq!(
        texts(plan.promotions().map(|promotion| promotion.pinned_to(&digest))),
        [
            format!("ghcr.io/acme/server@{digest} -> ghcr.io/acme/server:stable"),
            format!("ghcr.io/acme/server-alpine@{digest} -> ghcr.io/acme/server-alpine:stable"),
            format!("quay.io/acme/mirror/server@{digest} -> quay.io/acme/mirror/server:stable"),
        ]
    );
    let tags = plan.promotions().map(|one| one.crane().argv().last().unwrap().to_owned());
    assert_eq!(texts(tags), ["stable"; 3]);
}
