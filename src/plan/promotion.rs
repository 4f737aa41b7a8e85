use core::fmt;

use serde::Serialize;

use crate::name::Reference;

/// A promotion: a floating tag that a later job moves to the image that was built.
///
/// # Examples
///
/// The promotions of the job `push-latest`, which retags what the build job pushed:
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// let promotions: Vec<String> = plan.promotions().map(|one| one.to_string()).collect();
/// assert_eq!(promotions, [
///     "nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8 -> \
///      nexus.shared.cwiq.io:8443/orchestrator-server:latest",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Promotion {
    /// The source: the image by an immutable tag or a digest.
    pub from: Reference,
    /// The destination: the floating reference that moves to the image.
    pub to: Reference,
    /// Whether the two are in different repositories, so that the content must be
    /// copied and not only tagged. This happens if no immutable tag is pushed to the
    /// image of the floating tag.
    pub is_copy: bool,
}

impl fmt::Display for Promotion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.from, self.to)
    }
}
