use core::fmt;

use crate::plan::Plan;

/// The text of **`build.env`**, by which the build job hands its tag to the
/// jobs behind it.
///
/// GitLab reads it as a [dotenv report]; a shell reads it with `. ./build.env`;
/// GitHub reads it from [`$GITHUB_ENV`], to which a step appends it. All read the
/// same: there is one `KEY=value` a line, nothing is quoted, and no value holds
/// what any would expand.
///
/// # Examples
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// assert_eq!(plan.build_env().to_string(), "IMAGE_TAG=main-a1b2c3d8\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [dotenv report]: https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv
/// [`$GITHUB_ENV`]: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildEnv<'a>(&'a str);

impl Plan {
    /// Returns the text of `build.env`.
    #[must_use]
    pub fn build_env(&self) -> BuildEnv<'_> {
        BuildEnv(self.env_lines())
    }
}

impl fmt::Display for BuildEnv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
