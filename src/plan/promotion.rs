use core::fmt;

use serde::Serialize;

use crate::name::Reference;

/// A floating tag that a later job moves to the image that was built.
///
/// # Examples
///
/// The `push-latest` job, which retags what the build job pushed:
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
    /// What names the image: an immutable tag, or a digest.
    pub from: Reference,
    /// The floating reference that is to name it too.
    pub to: Reference,
    /// Whether the two are of different repositories, so that the content is copied
    /// and not only tagged: no immutable tag is pushed to the image of the floating one.
    pub is_copy: bool,
}

impl fmt::Display for Promotion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.from, self.to)
    }
}
