use super::slug_rules::SlugRules;

/// The named slug rules of the policy language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SlugPreset {
    GitlabRef,
    DnsLabel,
    DockerMetadata,
}

impl SlugPreset {
    pub(crate) const ALL: [Self; 3] = [Self::GitlabRef, Self::DnsLabel, Self::DockerMetadata];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::GitlabRef => "gitlab-ref",
            Self::DnsLabel => "dns-label",
            Self::DockerMetadata => "docker-metadata",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    pub(crate) fn rules(self) -> SlugRules {
        match self {
            Self::GitlabRef => SlugRules::GITLAB_REF,
            Self::DnsLabel => SlugRules::DNS_LABEL,
            Self::DockerMetadata => SlugRules::DOCKER_METADATA,
        }
    }
}
