use super::builder::Builder;

/// An option of a build that not every builder supports.
#[derive(Clone, Copy)]
pub(super) enum BuildOption {
    ReuseLayers,
    Annotations,
    AnnotationLevels,
    SeveralPlatforms,
    DigestFile,
    MetadataFile,
}

impl BuildOption {
    /// The name of the option in a message.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::ReuseLayers => "reuse_layers()",
            Self::Annotations => "with_annotations()",
            Self::AnnotationLevels => "with_annotations() at any level but the manifest",
            Self::SeveralPlatforms => "several platforms",
            Self::DigestFile => "digest_file()",
            Self::MetadataFile => "metadata_file()",
        }
    }

    /// Returns what to do instead, if `builder` does not support the option.
    pub(super) const fn alternative(self, builder: Builder) -> Option<&'static str> {
        use Builder::{Buildah, Buildctl, Buildx, Docker, Kaniko, Podman};
        match self {
            Self::ReuseLayers => match builder {
                Buildah | Podman => None,
                Kaniko | Buildx | Buildctl | Docker => {
                    Some("it always reuses cached layers, so remove the call")
                }
            },
            Self::Annotations => match builder {
                Kaniko | Buildah | Podman | Buildx | Buildctl => None,
                Docker => Some("call with_labels(), or build with Plan::buildx()"),
            },
            Self::AnnotationLevels => match builder {
                // docker does not support annotations at all.
                Buildx | Buildctl | Docker => None,
                Kaniko | Buildah | Podman => {
                    Some("use AnnotationLevel::Manifest, or build with Plan::buildx()")
                }
            },
            Self::SeveralPlatforms => match builder {
                Buildah | Podman | Buildx | Buildctl => None,
                Kaniko | Docker => {
                    Some("give one platform, or build with buildah, podman or buildx")
                }
            },
            Self::DigestFile => match builder {
                Kaniko | Buildah | Podman => None,
                Buildx | Buildctl => {
                    Some("call metadata_file() and read it with Digest::from_metadata_file()")
                }
                Docker => Some(NO_DIGEST),
            },
            Self::MetadataFile => match builder {
                Buildx | Buildctl => None,
                Kaniko | Buildah | Podman => {
                    Some("call digest_file() and read it with Digest::from_digest_file()")
                }
                Docker => Some(NO_DIGEST),
            },
        }
    }
}

const NO_DIGEST: &str =
    "it writes no digest, so remove the call, or call metadata_file() on Plan::buildx()";
