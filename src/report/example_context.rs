use alloc::format;

use crate::context::{CiContext, Event};
use crate::name::{CommitSha, GitRef, RefName, Timestamp};
use crate::policy::language::SAMPLE_INSTANT;

/// What examples of builds may differ in; all that a policy can ask for besides is
/// known, and the same in each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExampleContext<'a> {
    pub(crate) project: &'a str,
    pub(crate) sha: &'a str,
    pub(crate) head_sha: &'a str,
    pub(crate) default_branch: &'a str,
    pub(crate) run_number: u64,
    pub(crate) event: Option<Event>,
}

impl ExampleContext<'_> {
    /// The context of a build of this ref; none where a fact is not legal.
    pub(crate) fn of(&self, git_ref: GitRef) -> Option<CiContext> {
        let path = format!("group/{}", self.project);
        let instant = Timestamp::from_unix(SAMPLE_INSTANT).ok()?;
        let mut context = CiContext::of_ref(self.project, git_ref, self.sha).ok()?;
        if let Some(event) = self.event {
            context = context.with_event(event);
        }
        context
            .with_head_sha(CommitSha::new(self.head_sha).ok()?)
            .with_default_branch(RefName::new(self.default_branch).ok()?)
            .with_created(instant)
            .with_committed(instant)
            .with_run_number(self.run_number)
            .with_source_url(format!("https://git.example.com/{path}"))
            .and_then(|context| context.with_project_path(path))
            .and_then(|context| context.with_title("Title"))
            .and_then(|context| context.with_description("Description"))
            .and_then(|context| context.with_licenses("MIT"))
            .and_then(|context| context.with_versions([""; 0]))
            .ok()
    }
}
