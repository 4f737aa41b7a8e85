//! The branches of GitHub's merge queue: `gh-readonly-queue/BASE/pr-NUMBER-SHA`. Each
//! merges a pull request, and those before it in the queue, into its base.

use crate::context::fact;
use crate::name::{Flaw, GitRef, NameError, RefName};

/// Reads the pull request that is tested. Its source is the branch of the queue,
/// because the name does not contain the branch that the pull request comes from.
pub(super) fn pull_request(branch: RefName) -> Result<GitRef, NameError> {
    const FORM: &str = "expected gh-readonly-queue/BASE/pr-NUMBER-SHA";
    match parts(branch.as_str()) {
        Some((number, target)) => {
            Ok(GitRef::PullRequest { number, source: branch, target: Some(target) })
        }
        None => {
            let flaw = Flaw::unsupported(0, FORM);
            Err(NameError::new("merge queue branch", branch.as_str(), flaw))
        }
    }
}

// The base may contain slashes.
fn parts(branch: &str) -> Option<(u64, RefName)> {
    let (base, last) = branch.strip_prefix("gh-readonly-queue/")?.rsplit_once('/')?;
    let (number, sha) = last.strip_prefix("pr-")?.split_once('-')?;
    let number = fact::number(number.into()).ok()?;
    let is_sha = !sha.is_empty() && sha.bytes().all(|byte| byte.is_ascii_hexdigit());
    RefName::new(base).ok().filter(|_| is_sha).map(|base| (number, base))
}
