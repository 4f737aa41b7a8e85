use tagwright::Digest;

use super::{cwiq, policies, texts};
use crate::given::branch;

const DIGEST: &str = "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";

#[test]
fn a_promotion_names_what_was_pushed_and_what_is_to_move() {
    let plan = cwiq(&branch("main")).unwrap();
    let push = "nexus.shared.cwiq.io:8443/orchestrator-server";
    let [promotion] = &plan.promotions().collect::<Vec<_>>()[..] else { panic!("one") };
    assert_eq!(promotion.from, format!("{push}:main-a1b2c3d8").as_str());
    assert_eq!(promotion.to, format!("{push}:latest").as_str());
    assert_eq!(
        serde_json::to_string(promotion).unwrap(),
        format!(r#"{{"from":"{push}:main-a1b2c3d8","to":"{push}:latest","is_copy":false}}"#)
    );

    let digest = Digest::parse(DIGEST).unwrap();
    assert_eq!(
        promotion.pinned_to(&digest).to_string(),
        format!("{push}@{DIGEST} -> {push}:latest")
    );
}

#[test]
fn every_image_promotes_its_own_references() {
    let plan = policies::several_images().plan(&crate::given::git_tag("v1.0.0")).unwrap();
    assert_eq!(
        texts(plan.promotions()),
        [
            "ghcr.io/acme/server:1.0.0 -> ghcr.io/acme/server:stable",
            "ghcr.io/acme/server-alpine:1.0.0 -> ghcr.io/acme/server-alpine:stable",
            "quay.io/acme/mirror/server:1.0.0 -> quay.io/acme/mirror/server:stable",
        ]
    );
}
