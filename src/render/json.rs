use core::fmt;

use serde::Serialize;

use crate::plan::Plan;

/// A plan as **JSON text**, for other programs: `jq`, a workflow's `fromJSON`.
///
/// It is the serde form of the [`Plan`], on one line; `{:#}` breaks it into
/// lines for people. `schemas/plan.json` is its schema, and fields are only ever
/// added.
///
/// # Syntax
///
/// [RFC 8259]: a line break within a label is `\n`, so that a line of a file can
/// hold the plan.
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
/// let text = plan.json().to_string();
/// assert!(!text.contains('\n'));
/// let read: serde_json::Value = serde_json::from_str(&text)?;
/// assert_eq!(read["primary"], "main-a1b2c3d8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json<'a>(&'a Plan);

impl Plan {
    /// Returns the plan as JSON text.
    #[must_use]
    pub fn json(&self) -> Json<'_> {
        Json(self)
    }
}

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self.0, f)
    }
}

pub(super) fn write(value: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let write = if f.alternate() { serde_json::to_string_pretty } else { serde_json::to_string };
    f.write_str(&write(value).map_err(|_| fmt::Error)?)
}
