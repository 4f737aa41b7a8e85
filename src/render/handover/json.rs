use alloc::string::String;

use crate::plan::Plan;

/// # For other programs
impl Plan {
    /// Returns the plan as **JSON text** on one line, for other programs: `jq`, a
    /// workflow's `fromJSON`.
    ///
    /// It is the serde form of the plan. `schemas/plan.json` is its schema, and
    /// fields are only ever added.
    ///
    /// # Syntax
    ///
    /// [RFC 8259]: a line break within a label is `\n`, so that a line of a file
    /// can hold the plan.
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
        reason = "a text takes what is written, and every key of a plan is a text"
    )]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a plan is texts, lists and maps of texts")
    }
}
