use alloc::collections::BTreeMap;
use alloc::vec;

use super::document::{
    Assignments, BuilderDocument, ConditionsDocument, EmptyLabels, ImageDocument, NameCase,
    NamesDocument, PolicyDocument, PullRequestDocument, RuleDocument, TagDocument,
};
use crate::name::SlugOptions;

/// The built-in policy, as the guide prints it in TOML.
pub(crate) fn cwiq() -> PolicyDocument {
    PolicyDocument {
        version: PolicyDocument::VERSION,
        short_sha: 8,
        builder: Some(BuilderDocument {
            image: "gcr.io/kaniko-project/executor:debug".into(),
            pull: Some("nexus.shared.cwiq.io:8444".into()),
        }),
        build_args: Assignments::from_iter([
            "VERSION={git_tag}",
            "BUILD_DATE={created}",
            "VCS_REF={sha}",
        ]),
        labels: Assignments::from_iter([
            "org.opencontainers.image.version={git_tag}",
            "org.opencontainers.image.created={created}",
            "org.opencontainers.image.revision={sha}",
        ]),
        empty_labels: EmptyLabels::Omit,
        env: Assignments::from_iter(["IMAGE_TAG={image_tag}"]),
        fits: vec![],
        timezone: None,
        values: BTreeMap::new(),
        slug: SlugOptions::default(),
        slugs: BTreeMap::new(),
        variants: BTreeMap::new(),
        images: vec![ImageDocument {
            name: "orchestrator-{project}".into(),
            push: "nexus.shared.cwiq.io:8443".into(),
            pull: Some("nexus.shared.cwiq.io:8444".into()),
            cache: Some("orchestrator-{project}/cache".into()),
            rules: None,
            case: NameCase::Keep,
        }],
        rules: vec![
            rule("main", ConditionsDocument::branch("main"), &["main-{short_sha}", "latest"]),
            rule(
                "feature",
                ConditionsDocument::branch(NamesDocument {
                    matching: None,
                    except: Some(vec!["main".into()]),
                }),
                &["branch-{slug}-{short_sha}"],
            ),
            rule(
                "merge-request",
                ConditionsDocument::pull_request(PullRequestDocument::default()),
                &["branch-{slug}-{short_sha}"],
            ),
            rule("release", ConditionsDocument::tag("v*"), &["{version}", "stable"]),
        ],
        accept: vec![],
    }
}

fn rule(name: &str, when: ConditionsDocument, tags: &[&str]) -> RuleDocument {
    let tag = |tag: &&str| TagDocument::from(*tag);
    RuleDocument::new(name, when, tags.iter().map(tag))
}
