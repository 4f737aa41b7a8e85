//! The flat serde form of a context.

use core::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ci_context::{CiContext, Facts};
use super::error::{ContextError, Listed};
use super::event::Event;
use super::fact;
use super::field::{At, Flag, Key, List, Number, Text, put};
use crate::name::{CommitSha, GitRef, RefName, Timestamp};

const KEYS: [&str; 20] = [
    "project",
    "sha",
    "branch",
    "tag",
    "pull_request",
    "head_sha",
    "default_branch",
    "project_path",
    "created",
    "committed",
    "event",
    "fork",
    "protected",
    "workspace",
    "source_url",
    "title",
    "description",
    "licenses",
    "run_number",
    "versions",
];

const PULL_REQUEST_KEYS: [&str; 3] = ["number", "source", "target"];

impl Serialize for CiContext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let facts = &self.facts;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("project", self.project())?;
        map.serialize_entry("sha", self.sha())?;
        match self.git_ref() {
            GitRef::Branch(name) => map.serialize_entry("branch", name)?,
            GitRef::Tag(name) => map.serialize_entry("tag", name)?,
            GitRef::PullRequest { number, source, target } => {
                let request = PullRequest { number: *number, source, target: target.as_ref() };
                map.serialize_entry("pull_request", &request)?;
            }
            GitRef::Detached => {}
        }
        entry(&mut map, "head_sha", facts.head_sha.as_ref())?;
        entry(&mut map, "default_branch", facts.default_branch.as_ref())?;
        entry(&mut map, "project_path", facts.project_path.as_ref())?;
        entry(&mut map, "created", facts.created.as_ref())?;
        entry(&mut map, "committed", facts.committed.as_ref())?;
        entry(&mut map, "event", facts.event.as_ref())?;
        entry(&mut map, "fork", facts.fork.as_ref())?;
        entry(&mut map, "protected", facts.protected.as_ref())?;
        entry(&mut map, "workspace", facts.workspace.as_ref())?;
        entry(&mut map, "source_url", facts.source_url.as_ref())?;
        entry(&mut map, "title", facts.title.as_ref())?;
        entry(&mut map, "description", facts.description.as_ref())?;
        entry(&mut map, "licenses", facts.licenses.as_ref())?;
        entry(&mut map, "run_number", facts.run_number.as_ref())?;
        entry(&mut map, "versions", facts.versions.as_ref())?;
        map.end()
    }
}

#[derive(Serialize)]
struct PullRequest<'a> {
    number: u64,
    source: &'a RefName,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a RefName>,
}

fn entry<M: SerializeMap>(
    map: &mut M,
    key: &'static str,
    fact: Option<&impl Serialize>,
) -> Result<(), M::Error> {
    fact.map_or(Ok(()), |fact| map.serialize_entry(key, fact))
}

impl<'de> Deserialize<'de> for CiContext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Document)
    }
}

struct Document;

impl<'de> Visitor<'de> for Document {
    type Value = CiContext;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of the facts of a CI run")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CiContext, A::Error> {
        let (mut project, mut sha) = (None, None);
        let (mut branch, mut tag, mut pull_request) = (None, None, None);
        let mut facts = Facts::default();
        while let Some(key) = map.next_key_seed(Key { owner: "a context", keys: &KEYS })? {
            let map = &mut map;
            match key {
                "project" => put(map, key, &mut project, Text(fact::project)),
                "sha" => put(map, key, &mut sha, Text(CommitSha::new)),
                "branch" => put(map, key, &mut branch, Text(fact::short_name)),
                "tag" => put(map, key, &mut tag, Text(fact::short_name)),
                "pull_request" => put(map, key, &mut pull_request, PullRequestKeys),
                "head_sha" => put(map, key, &mut facts.head_sha, Text(CommitSha::new)),
                "default_branch" => {
                    put(map, key, &mut facts.default_branch, Text(fact::short_name))
                }
                "project_path" => put(map, key, &mut facts.project_path, Text(fact::line)),
                "created" => put(map, key, &mut facts.created, Text(Timestamp::parse)),
                "committed" => put(map, key, &mut facts.committed, Text(Timestamp::parse)),
                "event" => put(map, key, &mut facts.event, Text(Event::read)),
                "fork" => put(map, key, &mut facts.fork, Flag),
                "protected" => put(map, key, &mut facts.protected, Flag),
                "workspace" => put(map, key, &mut facts.workspace, Text(fact::line)),
                "source_url" => put(map, key, &mut facts.source_url, Text(fact::line)),
                "title" => put(map, key, &mut facts.title, Text(fact::prose)),
                "description" => put(map, key, &mut facts.description, Text(fact::prose)),
                "licenses" => put(map, key, &mut facts.licenses, Text(fact::line)),
                "run_number" => put(map, key, &mut facts.run_number, Number),
                "versions" => put(map, key, &mut facts.versions, List(fact::version)),
                _ => Err(A::Error::unknown_field(key, &KEYS)),
            }?;
        }
        let git_ref = match (branch, tag, pull_request) {
            (Some(_), Some(_), _) => Err(ContextError::two_refs("branch", "tag")),
            (Some(_), _, Some(_)) => Err(ContextError::two_refs("branch", "pull_request")),
            (_, Some(_), Some(_)) => Err(ContextError::two_refs("tag", "pull_request")),
            (Some(name), None, None) => Ok(GitRef::Branch(name)),
            (None, Some(name), None) => Ok(GitRef::Tag(name)),
            (None, None, Some(pull_request)) => Ok(pull_request),
            (None, None, None) => Ok(GitRef::Detached),
        }
        .map_err(A::Error::custom)?;
        let project = project.ok_or_else(|| missing_key("project"))?;
        let sha = sha.ok_or_else(|| missing_key("sha"))?;
        facts.drop_empty_texts();
        Ok(CiContext::new(project, git_ref, sha, facts))
    }
}

struct PullRequestKeys;

impl<'de> DeserializeSeed<'de> for At<PullRequestKeys> {
    type Value = GitRef;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<GitRef, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for At<PullRequestKeys> {
    type Value = GitRef;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to be a map of {}", self.key, Listed(&PULL_REQUEST_KEYS))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<GitRef, A::Error> {
        let (mut number, mut source, mut target) = (None, None, None);
        let keys = || Key { owner: "pull_request", keys: &PULL_REQUEST_KEYS };
        while let Some(key) = map.next_key_seed(keys())? {
            let map = &mut map;
            match key {
                "number" => put(map, "pull_request.number", &mut number, Number),
                "source" => put(map, "pull_request.source", &mut source, Text(fact::short_name)),
                "target" => put(map, "pull_request.target", &mut target, Text(fact::short_name)),
                _ => Err(A::Error::unknown_field(key, &PULL_REQUEST_KEYS)),
            }?;
        }
        let number = number.ok_or_else(|| missing_key("pull_request.number"))?;
        let source = source.ok_or_else(|| missing_key("pull_request.source"))?;
        Ok(GitRef::PullRequest { number, source, target })
    }
}

fn missing_key<E: Error>(key: &'static str) -> E {
    E::custom(format_args!("{key} is not given; a context cannot be without it"))
}
