//! Every command that a plan is rendered to.

use std::borrow::Cow;

use tagwright::{AnnotationLevel, Buildah, Commands, Digest, Plan, Platform};

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
    pub(super) fn one<'a>(
        name: &str,
        text: &impl ToString,
        argv: impl Iterator<Item = Cow<'a, str>>,
    ) -> Self {
        let commands = vec![argv.map(String::from).collect()];
        Self { name: name.into(), text: text.to_string(), commands }
    }

    pub(super) fn several(name: &str, commands: &Commands<'_>) -> Self {
        let words = commands.iter().map(|line| line.argv().map(String::from).collect());
        Self { name: name.into(), text: commands.to_string(), commands: words.collect() }
    }

    /// With its labels, or as its message says.
    fn buildah(name: &str, buildah: &Buildah<'_>) -> Self {
        let plain = buildah.clone().without_labels();
        let commands = buildah.commands().or_else(|_| plain.commands());
        Self::several(name, &commands.unwrap())
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
    let [amd64, _] = platforms();
    let mut all = Vec::new();
    macro_rules! add {
        ($render:ident, $name:literal, $builder:expr) => {
            let builder = $builder;
            all.push(add!(@$render concat!($name, ", plain"), builder));
            if let Ok(builder) = builder.clone().immutable_only() {
                all.push(add!(@$render concat!($name, ", immutable only"), builder));
            }
            let builder = add!(@labels $render builder).context_dir(text).dockerfile(text);
            all.push(add!(@$render concat!($name, ", labels"), builder));
            all.push(add!(@$render concat!($name, ", no push"), builder.clone().without_push()));
        };
        (@one $name:expr, $builder:expr) => {
            Rendered::one($name, &$builder, $builder.argv())
        };
        (@several $name:expr, $builder:expr) => {
            Rendered::several($name, &$builder.commands())
        };
        (@buildah $name:expr, $builder:expr) => {
            Rendered::buildah($name, &$builder)
        };
        (@labels buildah $builder:expr) => {
            $builder
        };
        (@labels $render:ident $builder:expr) => {
            $builder.with_labels()
        };
    }
    add!(one, "kaniko", plan.kaniko());
    add!(one, "kaniko of the fork", {
        let builder = plan.kaniko().with_annotations().platform(amd64.clone());
        builder.digest_file(text).with_argument("--credential-helpers=")
    });
    add!(buildah, "buildah", plan.buildah());
    add!(buildah, "buildah for several platforms", {
        plan.buildah().with_annotations().platforms(platforms()).digest_file(text)
    });
    add!(buildah, "podman", plan.podman().digest_file(text));
    add!(one, "buildx", plan.buildx());
    add!(one, "buildx for several platforms", {
        let builder = plan.buildx().with_annotations(AnnotationLevel::Index);
        builder
            .with_annotations(AnnotationLevel::ManifestDescriptor)
            .platforms(platforms())
            .metadata_file(text)
    });
    add!(several, "docker build", plan.docker_build());
    add!(several, "docker build for a platform", plan.docker_build().platform(amd64));
    add!(one, "buildctl", plan.buildctl());
    add!(one, "buildctl for several platforms", {
        let builder = plan.buildctl().with_annotations(AnnotationLevel::Manifest);
        builder
            .with_annotations(AnnotationLevel::IndexDescriptor)
            .platforms(platforms())
            .metadata_file(text)
    });
    let digest = digest();
    for promotion in plan.promotions() {
        for promotion in [promotion.pinned_to(&digest), promotion] {
            for line in
                [promotion.skopeo_copy(), promotion.crane_tag(), promotion.imagetools_create()]
            {
                all.push(Rendered::one("promotion", &line, line.argv()));
            }
        }
    }
    all
}
