use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::super::shell;
use crate::plan::Plan;
use crate::render::error::{RenderError, RenderErrorKind};

/// **`export` lines** for a shell, which set the plan's variables for a script and the
/// commands that it starts.
///
/// They are the variables of the policy's `env`. A script reads them with
/// `eval "$(plan)"` or `. ./exports`.
///
/// # Syntax
///
/// One [POSIX `export`] per variable. A value is quoted if a shell would otherwise
/// change it.
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
/// assert_eq!(plan.shell_exports().to_string(), "export IMAGE_TAG=main-a1b2c3d8\n");
/// assert_eq!(plan.shell_exports().with_references()?.to_string(), "\
/// export IMAGE_TAG=main-a1b2c3d8
/// export REFERENCES='nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8
/// nexus.shared.cwiq.io:8443/orchestrator-server:latest'
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [POSIX `export`]: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#export
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShellExports<'a> {
    plan: &'a Plan,
    with_references: bool,
}

const REFERENCES: &str = "REFERENCES";

/// # Shell
impl Plan {
    /// Returns the variables of the policy's `env` as `export` lines.
    #[must_use]
    pub fn shell_exports(&self) -> ShellExports<'_> {
        ShellExports { plan: self, with_references: false }
    }
}

impl ShellExports<'_> {
    /// Adds `REFERENCES`: the references to push, immutable ones first, one per line,
    /// so that `for reference in $REFERENCES` iterates over them.
    ///
    /// # Errors
    ///
    /// * The policy's `env` has a variable with that name.
    pub fn with_references(self) -> Result<Self, RenderError> {
        if self.plan.build_env().get(REFERENCES).is_none() {
            return Ok(Self { with_references: true, ..self });
        }
        let message = "env REFERENCES has the name of the list of references; call the variable \
                       something else";
        Err(RenderError::new(RenderErrorKind::DuplicateKey, message).at("env", None))
    }
}

impl fmt::Display for ShellExports<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut export = |key, value| writeln!(f, "export {key}={}", shell::quoted(value)?);
        self.plan.build_env().iter().try_for_each(|(key, value)| export(key, value))?;
        if !self.with_references {
            return Ok(());
        }
        let references: Vec<_> = self.plan.references().map(String::from).collect();
        export(REFERENCES, &references.join("\n"))
    }
}
