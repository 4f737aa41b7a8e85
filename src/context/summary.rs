//! The description of a context in one line.

use alloc::format;
use alloc::string::ToString;
use core::fmt;

use super::ci_context::CiContext;
use super::facts::KnownFacts;
use crate::name::GitRef;

/// Writes in one line what is built, and every known fact that can decide about a tag, by
/// its key in the serde form. Facts that describe the project or the machine are left out;
/// of the versions, only their number is written.
impl fmt::Display for CiContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nothing is cut, unlike in messages: two contexts may differ in the end of a name.
        let mut target = None;
        match self.git_ref() {
            GitRef::Branch(name) => write!(f, "branch {:?}", name.as_str())?,
            GitRef::Tag(name) => write!(f, "git tag {:?}", name.as_str())?,
            GitRef::PullRequest { number, source, target: branch } => {
                write!(f, "pull request {number} from branch {:?}", source.as_str())?;
                target = branch.as_ref();
            }
            GitRef::Detached => f.write_str("a detached commit")?,
        }
        write!(f, " of project {:?} at {}", self.project(), self.sha())?;
        let KnownFacts {
            head_sha,
            branch_head,
            default_branch,
            project_path,
            created,
            committed,
            event,
            fork,
            protected,
            workspace: _,
            source_url: _,
            title: _,
            description: _,
            licenses: _,
            run_number,
            versions,
            values,
            variant,
        } = &self.facts;
        let text = |text: &str| format!("{text:?}");
        let head = head_sha.as_ref().filter(|sha| *sha != self.sha());
        let facts = [
            ("target", target.map(|name| text(name.as_str()))),
            ("head_sha", head.map(ToString::to_string)),
            ("branch_head", branch_head.as_ref().map(ToString::to_string)),
            ("default_branch", default_branch.as_ref().map(|name| text(name.as_str()))),
            ("project_path", project_path.as_deref().map(text)),
            ("variant", variant.as_deref().map(text)),
            ("event", event.map(|event| event.to_string())),
            ("fork", fork.map(|fork| fork.to_string())),
            ("protected", protected.map(|protected| protected.to_string())),
            ("created", created.map(|instant| instant.to_string())),
            ("committed", committed.map(|instant| instant.to_string())),
            ("run_number", run_number.map(|number| number.to_string())),
            ("versions", versions.as_ref().map(|versions| versions.len().to_string())),
        ];
        for (key, value) in facts {
            if let Some(value) = value {
                write!(f, ", {key} {value}")?;
            }
        }
        values.iter().try_for_each(|(name, value)| write!(f, ", value {name} {value:?}"))
    }
}
