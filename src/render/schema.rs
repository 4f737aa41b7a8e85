//! The JSON Schemas in `schemas/`. Tests compare them with the readers and writers that
//! they describe.

use crate::context::CiContext;
use crate::plan::Plan;
use crate::policy::Policy;

/// # JSON Schema
impl Policy {
    /// Returns the JSON Schema of a policy file, for editors and validators: draft 7.
    ///
    /// Every policy that loads is valid. A valid file loads, unless it has a mistake
    /// that a schema cannot express, such as a template that could give an illegal tag.
    /// The [guide](crate::guide::review#in-editors) shows how a file refers to its
    /// schema.
    ///
    /// # Examples
    ///
    /// Writing the schema to a file next to the policy, for editors:
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

/// # JSON Schema
impl CiContext {
    /// Returns the JSON Schema of the serde form of a context: draft 7.
    #[must_use]
    pub const fn json_schema() -> &'static str {
        include_str!("../../schemas/context.json")
    }
}

/// # JSON Schema
impl Plan {
    /// Returns the JSON Schema of the serde form of a plan, which
    /// [`Plan::to_json`](crate::Plan::to_json) writes: draft 7.
    ///
    /// Later versions may add fields, so the schema accepts unknown ones.
    #[must_use]
    pub const fn json_schema() -> &'static str {
        include_str!("../../schemas/plan.json")
    }
}
