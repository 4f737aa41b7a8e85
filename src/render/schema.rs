//! The JSON Schemas in `schemas/`, which tests hold against the readers and
//! writers that they describe.

use crate::context::CiContext;
use crate::plan::Plan;
use crate::policy::Policy;

/// # Schema
impl Policy {
    /// Returns the JSON Schema of a policy file, for editors and validators: draft 7.
    ///
    /// What loads is valid. What is valid loads unless it is wrong in a way that
    /// a schema cannot express, such as a template that could give an illegal
    /// tag. The [guide](crate::guide::review#in-editors) shows how a file names
    /// its schema.
    ///
    /// # Examples
    ///
    /// A file for editors beside the policy:
    ///
    /// ```no_run
    /// use tagwright::Policy;
    ///
    /// std::fs::write("policy.schema.json", Policy::json_schema())?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn json_schema() -> &'static str {
        include_str!("../../schemas/policy.json")
    }
}

/// # Schema
impl CiContext {
    /// Returns the JSON Schema of the serde form of a context: draft 7.
    #[must_use]
    pub const fn json_schema() -> &'static str {
        include_str!("../../schemas/context.json")
    }
}

/// # Schema
impl Plan {
    /// Returns the JSON Schema of the serde form of a plan, which
    /// [`Plan::to_json`](crate::Plan::to_json) writes: draft 7.
    ///
    /// Later versions may add fields, so it accepts those that it does not name.
    #[must_use]
    pub const fn json_schema() -> &'static str {
        include_str!("../../schemas/plan.json")
    }
}
