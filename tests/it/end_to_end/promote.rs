//! The later job, which moves the floating tags.

use tagwright::{CiContext, Digest, Plan, Policy};

use super::build::{builders, inspect, run_all};
use super::built_in_at;
use super::workplace::Workplace;
use crate::given::{SHA, known};

/// The first job: the immutable tags alone, and what it says it pushed.
fn build(workplace: &Workplace, plan: &Plan, content: &str) -> Digest {
    let source = workplace.source("source", content);
    let buildah = plan.buildah().immutable_only();
    run_all(workplace, &buildah.context_dir(source).digest_file("digest"));
    Digest::from_digest_file(&workplace.read("digest")).unwrap()
}

#[track_caller]
fn digest_of(workplace: &Workplace, reference: &str) -> String {
    inspect(workplace, reference, &[])["Digest"].as_str().unwrap().to_owned()
}

fn plan_of(address: &str, context: CiContext) -> Plan {
    Policy::new(built_in_at(address)).unwrap().plan(&known(context)).unwrap()
}

#[test]
fn latest_is_what_the_immutable_tag_names() {
    let Some((registry, workplace)) = builders() else { return };
    let context = CiContext::branch("server", "main", SHA).unwrap();
    let plan = plan_of(registry.address(), context);
    let built = build(&workplace, &plan, "");
    let listed = inspect(&workplace, plan.pull_reference().as_str(), &[]);
    assert_eq!(listed["RepoTags"], serde_json::json!(["main-a1b2c3d8"]), "nothing moved yet");
    for promotion in plan.promotions() {
        workplace.run(&promotion.skopeo_copy());
        assert_eq!(digest_of(&workplace, promotion.to.as_str()), built.as_str());
    }
    let listed = inspect(&workplace, plan.pull_reference().as_str(), &[]);
    assert_eq!(listed["RepoTags"], serde_json::json!(["latest", "main-a1b2c3d8"]));
}

/// Somebody pushes under the immutable tag between the two jobs.
#[test]
fn a_pinned_promotion_is_of_the_image_that_was_built() {
    let Some((registry, workplace)) = builders() else { return };
    let context = CiContext::tag("server", "v1.0.0", SHA).unwrap();
    let plan = plan_of(registry.address(), context);
    let built = build(&workplace, &plan, "ours");
    let other = build(&workplace, &plan, "theirs");
    assert_ne!(built, other);
    assert_eq!(digest_of(&workplace, plan.pull_reference().as_str()), other.as_str());
    let promotions: Vec<_> = plan.promotions().collect();
    assert_eq!(promotions.len(), 1, "stable");
    for promotion in promotions {
        let pinned = promotion.pinned_to(&built);
        workplace.run(&pinned.skopeo_copy());
        assert_eq!(digest_of(&workplace, pinned.to.as_str()), built.as_str());
        workplace.run(&promotion.skopeo_copy());
        assert_eq!(digest_of(&workplace, promotion.to.as_str()), other.as_str());
    }
}
