use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::explained_rule::ExplainedRule;
use super::explained_tag::ExplainedTag;
use super::explained_text::ExplainedText;
use super::recorder::Recorder;
use crate::context::CiContext;
use crate::plan::{Plan, PlanError};
use crate::policy::Policy;

/// An **explanation** of a [`Plan`], or of why there is none.
///
/// It is recorded while the plan is made, so the two cannot disagree. If planning
/// fails, the explanation ends at the point of failure.
///
/// `Display` writes it for people; strings from outside are quoted, escaped and cut.
/// The serde form is for programs. Fields are only added to it, never removed or
/// changed.
///
/// # Examples
///
/// Which tags a branch gets, and why:
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "feature/search", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let text = Policy::cwiq().explain(&context).to_string();
/// let tags: Vec<&str> = text.lines().skip(2).take(7).collect();
/// assert_eq!(tags, [
///     "rule main           skipped  does not match main",
///     "rule feature        fires  any branch that is not excepted",
///     "  branch-{slug}-{short_sha} -> branch-feature-search-a1b2c3d8",
///     "    {slug}       feature-search  branch \"feature/search\": 14 characters, 1 replaced",
///     "    {short_sha}  a1b2c3d8        commit: first 8 of 40 digits",
///     "    kind         immutable       {short_sha} names the commit",
///     "rule merge-request  skipped  not a pull request",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The context of the plan.
    pub context: CiContext,
    /// The rules, in the order of the policy, up to one that could not be decided.
    pub rules: Vec<ExplainedRule>,
    /// The other templates: image names, build args, labels and the variables of
    /// `build.env`.
    pub texts: Vec<ExplainedText>,
    /// The plan or error that [`Policy::plan`](crate::Policy::plan) returns.
    pub plan: Result<Plan, PlanError>,
}

/// # Explanation
impl Policy {
    /// Makes a plan and explains each step: which rules apply and why the others do
    /// not, how every tag was made, and what failed.
    #[must_use]
    pub fn explain(&self, context: &CiContext) -> Explanation {
        let mut recorder = Recorder::new(self, context);
        let plan = self.plan_along(context, &mut recorder);
        let (rules, texts) = recorder.finish();
        Explanation { context: context.clone(), rules, texts, plan }
    }
}

impl Explanation {
    /// Returns the tags of all rules that apply, including those that stay where they
    /// are.
    pub fn tags(&self) -> impl Iterator<Item = &ExplainedTag> {
        self.rules.iter().flat_map(|rule| &rule.tags)
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plan = self.plan.as_ref();
        let mut fields = serializer.serialize_struct("Explanation", 6)?;
        fields.serialize_field("context", &self.context)?;
        fields.serialize_field("rules", &self.rules)?;
        fields.serialize_field("texts", &self.texts)?;
        fields.serialize_field("tags", &plan.ok().map(Plan::tags))?;
        let images = plan.ok().map(|plan| plan.images().collect::<Vec<_>>());
        fields.serialize_field("images", &images)?;
        fields.serialize_field("error", &plan.err())?;
        fields.end()
    }
}

/// Serialized as the kind, the message, the path and index (null if the error has none)
/// and the missing facts.
impl Serialize for PlanError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("PlanError", 5)?;
        fields.serialize_field("kind", &self.kind())?;
        fields.serialize_field("message", &format_args!("{self}"))?;
        fields.serialize_field("path", &self.path())?;
        fields.serialize_field("index", &self.index())?;
        let missing: Vec<&str> = self.missing_facts().collect();
        fields.serialize_field("missing_facts", &missing)?;
        fields.end()
    }
}
