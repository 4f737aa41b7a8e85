use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::finding_witness::FindingWitness;
use super::severity::Severity;
use crate::policy::document::FindingCode;

/// Something about a policy that its owner should know.
///
/// # Examples
///
/// A policy by which a branch that anybody can push replaces the release:
///
/// ```
/// use tagwright::audit::{FindingCode, Severity};
/// use tagwright::Policy;
///
/// let policy: Policy = toml::from_str(r#"
///     version = 1
///     images = [{ name = "{project}", push = "registry.example.com" }]
///     slug = { edges = "trim", empty = "unnamed" }
///
///     [[rules]]
///     name = "main"
///     when = { branch = "main" }
///     tags = ["{short_sha}", "latest"]
///
///     [[rules]]
///     name = "branches"
///     when = { branch = { except = "main" } }
///     tags = ["{slug}"]
/// "#)?;
/// let findings = policy.audit();
/// let worst = findings.into_iter().next().ok_or("no findings")?;
/// assert_eq!(worst.code, FindingCode::SharedTag);
/// assert_eq!(worst.severity, Severity::Error);
/// assert_eq!(worst.witness.and_then(|witness| witness.tag), Some("latest".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What it is about.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The parts of the policy that it is about, such as `rules[0].tags[1]`.
    pub paths: Vec<String>,
    /// What is the matter.
    pub message: String,
    /// What would mend it.
    pub remedy: Cow<'static, str>,
    /// Why the owner of the policy accepts it; it is then for information alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
    /// The contexts that show it.
    pub witness: Option<FindingWitness>,
}

/// `error shared-tag at rules[0].tags[1], rules[1].tags[0]: tag "latest" …; begin …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, severity, paths, message, remedy, accepted, .. } = self;
        write!(f, "{severity} {code}")?;
        let mut before = " at ";
        for path in paths {
            write!(f, "{before}{path}")?;
            before = ", ";
        }
        match accepted {
            Some(because) => write!(f, ": {message}; accepted: {because}"),
            None => write!(f, ": {message}; {remedy}"),
        }
    }
}
