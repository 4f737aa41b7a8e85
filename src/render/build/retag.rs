use super::command_line::CommandLine;
use crate::name::Digest;
use crate::plan::Promotion;

impl Promotion {
    /// Returns the same promotion with this digest as the source instead of the
    /// immutable tag, which may have been pushed again since.
    ///
    /// The source is written without the tag, because skopeo rejects a reference with
    /// both. Several images have the same digest only if one command pushed all of
    /// them; buildah may compress layers again for each registry.
    ///
    /// # Examples
    ///
    /// A job `push-latest` that promotes exactly the image in the build job's digest
    /// file, even if somebody has pushed the tag again since:
    ///
    /// ```
    /// use tagwright::{CiContext, Digest, Policy};
    ///
    /// # let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// # let context = CiContext::branch("server", "main", sha)?
    /// #     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// # let file = "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";
    /// let plan = Policy::cwiq().plan(&context)?;
    /// let digest = Digest::from_digest_file(file)?;
    /// for promotion in plan.promotions().map(|promotion| promotion.pinned_to(&digest)) {
    ///     assert_eq!(promotion.skopeo_copy().to_string(), format!("\
    ///         skopeo copy --all --preserve-digests \
    ///         docker://nexus.shared.cwiq.io:8443/orchestrator-server@{digest} \
    ///         docker://nexus.shared.cwiq.io:8443/orchestrator-server:latest"));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pinned_to(&self, digest: &Digest) -> Self {
        Self { from: self.from.of_digest(digest), ..self.clone() }
    }

    /// Returns the `skopeo copy` command line.
    ///
    /// `--all` copies all platforms, not only that of the job. `--preserve-digests`
    /// makes the command fail rather than convert the image.
    #[must_use]
    pub fn skopeo_copy(&self) -> CommandLine {
        CommandLine::new(["skopeo", "copy", "--all", "--preserve-digests"])
            .word(["docker://", self.from.as_str()])
            .word(["docker://", self.to.as_str()])
    }

    /// Returns the `crane tag` command line, or for a [copy](Self::is_copy) that of
    /// `crane copy`: `crane tag` adds a tag within one repository only.
    #[must_use]
    pub fn crane(&self) -> CommandLine {
        if self.is_copy {
            let line = CommandLine::new(["crane", "copy"]);
            return line.word(self.from.as_str()).word(self.to.as_str());
        }
        CommandLine::new(["crane", "tag"]).word(self.from.as_str()).words(self.to.tag())
    }

    /// Returns the `docker buildx imagetools create` command line.
    ///
    /// `--prefer-index=false` prevents an image for one platform from being wrapped in
    /// an index, which has another digest. A buildx without that [option] always wraps
    /// it.
    ///
    /// [option]: https://github.com/docker/buildx/pull/2482
    #[must_use]
    pub fn imagetools_create(&self) -> CommandLine {
        CommandLine::new(["docker", "buildx", "imagetools", "create", "--prefer-index=false"])
            .option("--tag", self.to.as_str())
            .word(self.from.as_str())
    }
}
