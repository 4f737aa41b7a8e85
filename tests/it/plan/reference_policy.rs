//! The facts of the reference pipeline, row by row, from GitLab's variables.

use tagwright::{Policy, TagKind};

use super::{gitlab, shell_text, texts, words};
use crate::given::{CREATED, SHA};

const PROJECTS: [&str; 7] =
    ["server", "ui", "agent", "mcp", "runner-api", "iam-api", "notification-api"];

struct Row {
    what: &'static str,
    environment: &'static str,
    changes: &'static [(&'static str, &'static str)],
    rule: &'static str,
    /// The immutable tag, then the floating one.
    tags: &'static [&'static str],
    slug: &'static str,
    version: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        what: "push to main",
        environment: "gitlab-branch",
        changes: &[],
        rule: "main",
        tags: &["main-a1b2c3d8", "latest"],
        slug: "main",
        version: "",
    },
    Row {
        what: "feature branch",
        environment: "gitlab-branch",
        changes: &[("CI_COMMIT_BRANCH", "feature/search")],
        rule: "feature",
        tags: &["branch-feature-search-a1b2c3d8"],
        slug: "feature-search",
        version: "",
    },
    Row {
        what: "scheduled pipeline",
        environment: "gitlab-schedule",
        changes: &[],
        rule: "main",
        tags: &["main-a1b2c3d8", "latest"],
        slug: "main",
        version: "",
    },
    Row {
        what: "git tag",
        environment: "gitlab-tag",
        changes: &[],
        rule: "release",
        tags: &["1.0.0", "stable"],
        slug: "v1-0-0",
        version: "v1.0.0",
    },
    Row {
        what: "merge request",
        environment: "gitlab-merge-request",
        changes: &[],
        rule: "merge-request",
        tags: &["branch-feature-search-a1b2c3d8"],
        slug: "feature-search",
        version: "",
    },
    Row {
        what: "merged-result pipeline",
        environment: "gitlab-merged-result",
        changes: &[],
        rule: "merge-request",
        tags: &["branch-feature-search-a1b2c3d8"],
        slug: "feature-search",
        version: "",
    },
    Row {
        what: "merge request from a branch named main",
        environment: "gitlab-merge-request-fork",
        changes: &[],
        rule: "merge-request",
        tags: &["branch-main-a1b2c3d8"],
        slug: "main",
        version: "",
    },
];

#[test]
fn every_project_and_every_event_has_the_names_of_the_reference_pipeline() {
    for row in ROWS {
        for project in PROJECTS {
            check(row, project);
        }
    }
}

fn check(row: &Row, project: &str) {
    let what = format!("{}, {project}", row.what);
    let folder = format!("/builds/cwiq/{project}");
    let mut changes = vec![("CI_PROJECT_NAME", project), ("CI_PROJECT_DIR", &folder)];
    changes.extend(row.changes);
    let plan = Policy::cwiq().plan(&gitlab(row.environment, &changes)).expect(&what);

    let push = format!("nexus.shared.cwiq.io:8443/orchestrator-{project}");
    let pull = format!("nexus.shared.cwiq.io:8444/orchestrator-{project}");
    let cache = format!("{push}/cache");
    assert_eq!(plan.image(), push.as_str(), "{what}");
    let [image] = plan.images().collect::<Vec<_>>()[..] else { panic!("{what}: one image") };
    assert_eq!(image.push, push.as_str(), "{what}");
    assert_eq!(image.pull, pull.as_str(), "{what}");
    assert_eq!(image.cache.as_ref().map(AsRef::as_ref), Some(cache.as_str()), "{what}");

    let kinds = [TagKind::Immutable, TagKind::Floating];
    let planned: Vec<_> =
        plan.tags().iter().map(|tag| (tag.tag.as_str(), tag.kind, &*tag.rule)).collect();
    let expected: Vec<_> =
        row.tags.iter().zip(kinds).map(|(tag, kind)| (*tag, kind, row.rule)).collect();
    assert_eq!(planned, expected, "{what}");
    let primary = row.tags[0];
    assert_eq!(plan.tags().primary().tag, primary, "{what}");
    assert!(plan.undecided().is_empty(), "{what}");
    assert_eq!(plan.slug().map(AsRef::as_ref), Some(row.slug), "{what}");

    let under = |name: &str| row.tags.iter().map(|tag| format!("{name}:{tag}")).collect::<Vec<_>>();
    assert_eq!(texts(plan.references()), under(&push), "{what}");
    assert_eq!(texts(plan.references()), under(&push), "{what}");
    assert_eq!(texts(plan.pull_references()), under(&pull), "{what}");
    assert_eq!(plan.pull_reference(), format!("{pull}:{primary}").as_str(), "{what}");
    let promotions: Vec<_> =
        row.tags[1..].iter().map(|tag| format!("{push}:{primary} -> {push}:{tag}")).collect();
    assert_eq!(texts(plan.promotions()), promotions, "{what}");

    let args = [("VERSION", row.version), ("BUILD_DATE", CREATED), ("VCS_REF", SHA)];
    assert_eq!(plan.build_args().iter().collect::<Vec<_>>(), args, "{what}");
    let labels = [
        ("org.opencontainers.image.version", row.version),
        ("org.opencontainers.image.created", CREATED),
        ("org.opencontainers.image.revision", SHA),
    ];
    let labels = &labels[usize::from(row.version.is_empty())..];
    assert_eq!(plan.labels().iter().collect::<Vec<_>>(), labels, "{what}");
    assert_eq!(plan.build_env().iter().collect::<Vec<_>>(), [("IMAGE_TAG", primary)], "{what}");
    assert_eq!(plan.build_env().to_string(), format!("IMAGE_TAG={primary}\n"), "{what}");

    let destinations = |tags: &[&str]| {
        tags.iter().flat_map(|tag| ["--destination ", &push, ":", tag, " "]).collect::<String>()
    };
    let version = row.version;
    let head = format!("/kaniko/executor --context {folder} --dockerfile {folder}/Dockerfile ");
    let tail = format!(
        "--cache=true --cache-repo={cache} \
         --build-arg VERSION={version} --build-arg BUILD_DATE={CREATED} --build-arg VCS_REF={SHA}"
    );
    let all = format!("{head}{}{tail}", destinations(row.tags));
    assert_eq!(shell_text(&plan.kaniko()), all, "{what}");
    // Nothing here needs quotes, so that the text is the arguments.
    assert_eq!(words(&plan.kaniko()), all.split(' ').collect::<Vec<_>>());
    let immutable = format!("{head}{}{tail}", destinations(&row.tags[..1]));
    assert_eq!(shell_text(&plan.kaniko().immutable_only()), immutable, "{what}");
    let label_options: String =
        labels.iter().flat_map(|(key, value)| [" --label ", key, "=", value]).collect();
    let labelled = format!("{all}{label_options}");
    assert_eq!(shell_text(&plan.kaniko().with_labels()), labelled, "{what}");

    assert_eq!(
        plan.builder_image().map(AsRef::as_ref),
        Some("nexus.shared.cwiq.io:8444/kaniko-project/executor:debug"),
        "{what}"
    );
    assert_eq!(plan.workspace(), Some(folder.as_str()), "{what}");
    assert_eq!(
        plan.docker_config("ci", "secret").expect(&what).to_string(),
        r#"{"auths":{"nexus.shared.cwiq.io:8443":{"username":"ci","password":"secret","auth":"Y2k6c2VjcmV0"}}}"#,
        "{what}"
    );
}
