use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::severity::Severity;

/// Something about a policy that its owner should know.
///
/// # Examples
///
/// A policy by which a branch that anybody can push replaces the release:
///
/// ```
/// use tagwright::{FindingCode, Policy, Severity};
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
/// let worst = findings.first().ok_or("no findings")?;
/// assert_eq!(worst.code(), FindingCode::SharedTag);
/// assert_eq!(worst.severity(), Severity::Error);
/// assert_eq!(worst.witness().and_then(|witness| witness.tag()), Some(&"latest".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    pub(crate) code: FindingCode,
    pub(crate) severity: Severity,
    pub(crate) paths: Vec<String>,
    pub(crate) message: String,
    pub(crate) remedy: &'static str,
    pub(crate) witness: Option<FindingWitness>,
}

impl Finding {
    /// Returns what it is about.
    #[must_use]
    pub fn code(&self) -> FindingCode {
        self.code
    }

    /// Returns how much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Returns the parts of the policy that it is about, such as
    /// `rules[0].tags[1]`.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Returns what is the matter.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what would mend it.
    #[must_use]
    pub fn remedy(&self) -> &str {
        self.remedy
    }

    /// Returns the contexts that show it.
    #[must_use]
    pub fn witness(&self) -> Option<&FindingWitness> {
        self.witness.as_ref()
    }
}

/// `error shared-tag at rules[0].tags[1], rules[1].tags[0]: tag "latest" …; begin …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, severity, paths, message, remedy, .. } = self;
        write!(f, "{severity} {code}")?;
        let mut before = " at ";
        for path in paths {
            write!(f, "{before}{path}")?;
            before = ", ";
        }
        write!(f, ": {message}; {remedy}")
    }
}
