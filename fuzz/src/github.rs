//! Readers of what GitHub's runner exchanges.

use serde_json::Value;
use tagwright::context::Event;
use tagwright::{CiContext, GitRef, Timestamp};

/// The outputs of a `$GITHUB_OUTPUT`: `EnvFileKeyValuePairs` of the runner.
#[must_use]
pub fn outputs(text: &str) -> Option<Vec<(String, String)>> {
    let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
    let mut outputs: Vec<(String, String)> = Vec::new();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let (equals, heredoc) = (line.find('='), line.find("<<"));
        match (equals, heredoc) {
            (Some(at), None) => outputs.push((line[..at].into(), line[at + 1..].into())),
            (Some(at), Some(other)) if at < other => {
                outputs.push((line[..at].into(), line[at + 1..].into()));
            }
            (_, Some(at)) => {
                let (name, delimiter) = (&line[..at], &line[at + 2..]);
                let mut value = Vec::new();
                loop {
                    match lines.next()? {
                        end if end == delimiter => break,
                        one => value.push(one),
                    }
                }
                outputs.push((name.into(), value.join("\n")));
            }
            (None, None) => return None,
        }
    }
    let is_named = outputs.iter().all(|(name, _)| !name.is_empty());
    is_named.then_some(outputs)
}

/// Asserts that a context holds what an event says of its run, and nothing that
/// the event does not say.
pub fn assert_read(event: &Value, after: &CiContext) {
    assert_subject(event, after);
    let text = |path: &str| event.pointer(path).and_then(Value::as_str).filter(|s| !s.is_empty());
    let name = |path| text(path).map(String::from);

    let branch = after.default_branch().map(ToString::to_string);
    assert_eq!(branch, name("/repository/default_branch"));
    // Credentials in an address are left out.
    let address = text("/repository/html_url");
    assert!(after.source_url() == address || address.is_some_and(|found| found.contains('@')));
    let license = text("/repository/license/spdx_id").filter(|id| *id != "NOASSERTION");
    assert_eq!(after.licenses(), license);
    assert!(after.description().is_none_or(|it| Some(it) == text("/repository/description")));

    let request = event.get("pull_request").filter(|request| !request.is_null());
    let head = request.and_then(|_| name("/pull_request/head/sha"));
    assert_eq!(after.head_sha().map(ToString::to_string), head);
    let fork = text("/pull_request/head/repo/full_name")
        .zip(text("/pull_request/base/repo/full_name"))
        .map(|(head, base)| head != base);
    assert_eq!(after.fork(), fork.filter(|_| request.is_some()));
    match after.git_ref() {
        GitRef::PullRequest { number, source, target } => {
            let found = event.pointer("/pull_request/number").and_then(Value::as_u64);
            assert!(found.is_none_or(|found| found == *number));
            assert!(text("/pull_request/head/ref").is_none_or(|found| source == found));
            let base = request.and_then(|_| name("/pull_request/base/ref"));
            assert_eq!(target.as_ref().map(ToString::to_string), base);
        }
        other => {
            assert!(request.is_none());
            let own = match other {
                GitRef::Branch(name) => format!("refs/heads/{name}"),
                _ => format!("refs/tags/{}", other.name().expect("a branch or a tag")),
            };
            assert!(text("/ref").is_none_or(|found| !found.starts_with("refs/") || found == own));
            let is_head = text("/head_commit/id") == Some(after.sha().as_str());
            let committed = text("/head_commit/timestamp").filter(|_| is_head);
            let committed = committed.map(|text| crate::grammar::seconds(text).expect("a time"));
            assert_eq!(after.committed().map(Timestamp::to_unix), committed);
        }
    }
}

/// Asserts that a workflow that runs after another is planned for its commit
/// alone.
fn assert_subject(event: &Value, after: &CiContext) {
    if after.event() == Some(Event::Pipeline) {
        let found = event.pointer("/workflow_run/head_sha").and_then(Value::as_str);
        assert_eq!(found, Some(after.sha().as_str()));
    }
}
