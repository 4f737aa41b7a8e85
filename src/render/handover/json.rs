use alloc::string::String;

use crate::plan::Plan;

/// # JSON
impl Plan {
    /// Returns the plan as **JSON** on one line, for programs such as `jq` or a
    /// workflow's `fromJSON`.
    ///
    /// It is the serde form of the plan. Its schema is `schemas/plan.json`. Fields are
    /// only added, never removed or changed.
    ///
    /// # Syntax
    ///
    /// That of [RFC 8259]. A line break in a label is written as `\n`, so the plan is
    /// always a single line.
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
    /// let read: serde_json::Value = serde_json::from_str(&plan.to_json())?;
    /// assert_eq!(read["primary"], "main-a1b2c3d8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "writing to a string cannot fail, and all keys of a plan are strings"
    )]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a plan consists of strings, lists and maps of strings")
    }
}
