//! Every command that a plan is rendered to.

use tagwright::build::RenderErrorKind;
use tagwright::build::{AnnotationLevel, Build, CommandLine};
use tagwright::name::Platform;
use tagwright::{Digest, Plan};

use crate::plan::texts;

/// What one renderer makes of a plan.
pub(super) struct Rendered {
    /// Which one, and with which options.
    pub(super) name: String,
    /// The shell text.
    pub(super) text: String,
    /// The arguments of each command, the program first.
    pub(super) commands: Vec<Vec<String>>,
}

impl Rendered {
    #[track_caller]
    pub(super) fn new(name: &str, build: &Build<'_>) -> Self {
        let commands = build.commands().unwrap();
        for line in &commands {
            let words = std::iter::once(line.program()).chain(line.arguments());
            assert!(words.eq(line.argv()), "{line}");
        }
        let words = commands.iter().map(|line| texts(line.argv())).collect();
        Self { name: name.into(), text: commands.to_string(), commands: words }
    }

    fn promotion(line: &CommandLine) -> Self {
        let commands = vec![texts(line.argv())];
        Self { name: "promotion".into(), text: line.to_string(), commands }
    }
}

pub(super) fn platforms() -> [Platform; 2] {
    ["linux/amd64", "linux/arm64/v8"].map(|text| Platform::new(text).unwrap())
}

pub(super) fn digest() -> Digest {
    Digest::parse(format!("sha256:{}", "0123456789abcdef".repeat(4))).unwrap()
}

/// Every renderer with its least and its most options. `text` stands wherever a
/// caller may say something.
pub(super) fn every_command(plan: &Plan, text: &str) -> Vec<Rendered> {
    use AnnotationLevel::{Index, IndexDescriptor, Manifest, ManifestDescriptor};
    let [amd64, _] = platforms();
    // An empty one is an error.
    let text = if text.is_empty() { "." } else { text };
    let mut all = Vec::new();
    for (name, build) in [
        ("kaniko", plan.kaniko()),
        ("kaniko of the fork", {
            let build = plan.kaniko().with_annotations(Manifest).platforms([amd64.clone()]);
            build.digest_file(text).with_argument("--credential-helpers=")
        }),
        ("buildah", plan.buildah()),
        ("buildah for several platforms", {
            let build = plan.buildah().with_annotations(Manifest).platforms(platforms());
            build.digest_file(text)
        }),
        ("podman", plan.podman()),
        ("podman with a digest file", plan.podman().digest_file(text)),
        ("buildx", plan.buildx()),
        ("buildx for several platforms", {
            let build = plan.buildx().with_annotations(Index).with_annotations(ManifestDescriptor);
            build.platforms(platforms()).metadata_file(text)
        }),
        ("docker build", plan.docker()),
        ("docker build for a platform", plan.docker().platforms([amd64])),
        ("buildctl", plan.buildctl()),
        ("buildctl for several platforms", {
            let build = plan.buildctl().with_annotations(Manifest);
            build.with_annotations(IndexDescriptor).platforms(platforms()).metadata_file(text)
        }),
    ] {
        let labels = build.clone().with_labels().context_dir(text).dockerfile(text);
        for (options, build) in [
            ("plain", build.clone()),
            ("immutable only", build.immutable_only()),
            ("labels", labels.clone()),
            ("no push", labels.without_push()),
        ] {
            let build = match build.commands().map_err(|error| error.kind()) {
                Err(RenderErrorKind::NoImmutableTag) => continue,
                // As its message says.
                Err(RenderErrorKind::UnsupportedLabel) => build.without_labels(),
                _ => build,
            };
            all.push(Rendered::new(&format!("{name}, {options}"), &build));
        }
    }
    let digest = digest();
    for promotion in plan.promotions() {
        for promotion in [promotion.pinned_to(&digest), promotion] {
            for line in [promotion.skopeo_copy(), promotion.crane(), promotion.imagetools_create()]
            {
                all.push(Rendered::promotion(&line));
            }
        }
    }
    all
}
