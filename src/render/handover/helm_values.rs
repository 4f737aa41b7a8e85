use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::name::{Digest, ImageName, Tag};
use crate::plan::Plan;

/// The **Helm values** that deploy a plan: `image.repository`, `image.tag` and, if
/// known, `image.digest`.
///
/// The repository and tag are those of [`Plan::pull_reference`].
///
/// # Syntax
///
/// `Display` writes a [values file]. Each value is in double quotes: some YAML parsers
/// read a tag such as `1.10`, `1e3`, `0o17` or `on` as a number or boolean, and `1.10`
/// would be deployed as `1.1`.
///
/// # Examples
///
/// ```
/// use tagwright::{CiContext, Digest, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context =
///     CiContext::tag("server", "v1.10", sha)?.with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// assert_eq!(plan.helm_values().to_string(), "\
/// image:
///   repository: \"nexus.shared.cwiq.io:8444/orchestrator-server\"
///   tag: \"1.10\"
/// ");
///
/// // From the digest file of the builder.
/// let digest = Digest::parse(
///     "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582",
/// )?;
/// let values = plan.helm_values().with_digest(&digest);
/// let arguments: Vec<String> = values.set_string().collect();
/// assert_eq!(arguments, [
///     "--set-string",
///     "image.repository=nexus.shared.cwiq.io:8444/orchestrator-server",
///     "--set-string",
///     "image.tag=1.10",
///     "--set-string",
///     "image.digest=sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [values file]: https://helm.sh/docs/chart_template_guide/values_files/
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelmValues<'a> {
    repository: &'a ImageName,
    tag: &'a Tag,
    digest: Option<&'a Digest>,
}

/// # Helm
impl Plan {
    /// Returns the Helm values of the first image that receives the primary tag.
    #[must_use]
    pub fn helm_values(&self) -> HelmValues<'_> {
        let image = self.primary_image();
        HelmValues { repository: image.pull, tag: &self.tags().primary().tag, digest: None }
    }
}

impl<'a> HelmValues<'a> {
    /// Adds the digest of the image, from the builder. Charts that support it pull by
    /// the digest, even if the tag has moved.
    #[must_use]
    pub fn with_digest(self, digest: &'a Digest) -> Self {
        Self { digest: Some(digest), ..self }
    }

    /// Returns the values as arguments of `helm`:
    /// [`--set-string`](https://helm.sh/docs/helm/helm_upgrade/) for each, which always
    /// reads a string.
    pub fn set_string(&self) -> impl Iterator<Item = String> {
        self.values()
            .flat_map(|(key, value)| [String::from("--set-string"), format!("image.{key}={value}")])
    }

    // INVARIANT: a value contains only letters, digits and `.`, `_`, `-`, `:`, `/`,
    // `@`, `[`, `]`, so it needs no escapes: neither in a YAML string in double quotes,
    // nor for `--set-string`, to which only `,`, `\` and a leading `{` are special
    // (helm's pkg/strvals).
    fn values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let digest = self.digest.map(|digest| ("digest", digest.as_str()));
        [("repository", self.repository.as_str()), ("tag", self.tag.as_str())]
            .into_iter()
            .chain(digest)
    }
}

impl fmt::Display for HelmValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("image:\n")?;
        self.values().try_for_each(|(key, value)| writeln!(f, "  {key}: \"{value}\""))
    }
}
