//! The flat serde form of a context.

use alloc::format;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ci_context::CiContext;
use super::fact;
use super::facts::KnownFacts;
use crate::data::{DataError, Fields, Node, Path, checked, number};
use crate::name::{CommitSha, GitRef, RefName};

#[derive(Serialize)]
struct Document<'a> {
    project: &'a str,
    sha: &'a CommitSha,
    #[serde(flatten)]
    refs: RefKeys,
    #[serde(flatten)]
    facts: &'a KnownFacts,
}

/// The keys of the ref. A context has at most one of them.
#[derive(Default, Serialize)]
struct RefKeys {
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<RefName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<RefName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pull_request: Option<PullRequest>,
}

#[derive(Serialize)]
struct PullRequest {
    number: u64,
    source: RefName,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<RefName>,
}

impl Serialize for CiContext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let refs = RefKeys::from(self.git_ref().clone());
        let (project, sha, facts) = (self.project(), self.sha(), &self.facts);
        Document { project, sha, refs, facts }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CiContext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Node::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Keys that other tools use for facts, and what to write instead.
const FOREIGN: &[(&str, &str)] = &[
    ("commit", "sha"),
    ("commit_sha", "sha"),
    ("revision", "sha"),
    ("merge_request", "pull_request"),
    ("mr", "pull_request"),
    ("pr", "pull_request"),
    ("ref", "branch or tag, with the short name"),
    ("ref_name", "branch or tag, with the short name"),
    ("git_ref", "branch or tag, with the short name"),
    ("git_tag", "tag"),
    ("name", "project"),
    ("repository", "project, and project_path with its group or owner"),
];

impl CiContext {
    fn read(node: Node<'_>) -> Result<Self, DataError> {
        let fields = Fields::open(node, &Path::Root)?.with_absent_nulls();
        let mut fields = fields.with_answers(FOREIGN);
        let project =
            fields.required("project", "\"project\": \"server\"", checked(fact::project))?;
        let sha = fields.required(
            "sha",
            "\"sha\": \"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334\"",
            checked(CommitSha::new),
        )?;
        let refs = RefKeys {
            branch: fields.optional("branch", checked(fact::short_name))?,
            tag: fields.optional("tag", checked(fact::short_name))?,
            pull_request: fields.optional("pull_request", pull_request)?,
        };
        let facts = KnownFacts::read(&mut fields)?;
        let git_ref = fields.close(refs)?.into_git_ref()?;
        Ok(Self::new(project, git_ref, sha, facts))
    }
}

fn pull_request(node: Node<'_>, path: &Path<'_>) -> Result<PullRequest, DataError> {
    let node = node.table_or(path, |found| {
        let number = match found {
            Node::Integer(number) => u64::try_from(*number).ok(),
            Node::Text(text) => text.parse().ok(),
            _ => None,
        };
        let number = number.unwrap_or(12);
        Some(format!("{{ \"number\": {number}, \"source\": \"feature/search\" }}"))
    })?;
    let mut fields = Fields::open(node, path)?.with_absent_nulls();
    let request = PullRequest {
        number: fields.required("number", "\"number\": 12", number)?,
        source: fields.required(
            "source",
            "\"source\": \"feature/search\"",
            checked(fact::short_name),
        )?,
        target: fields.optional("target", checked(fact::short_name))?,
    };
    fields.close(request)
}

impl From<GitRef> for RefKeys {
    fn from(git_ref: GitRef) -> Self {
        let none = Self::default();
        match git_ref {
            GitRef::Branch(name) => Self { branch: Some(name), ..none },
            GitRef::Tag(name) => Self { tag: Some(name), ..none },
            GitRef::PullRequest { number, source, target } => {
                Self { pull_request: Some(PullRequest { number, source, target }), ..none }
            }
            GitRef::Detached => none,
        }
    }
}

impl RefKeys {
    fn into_git_ref(self) -> Result<GitRef, DataError> {
        let (first, second) = match (self.branch, self.tag, self.pull_request) {
            (None, None, None) => return Ok(GitRef::Detached),
            (Some(name), None, None) => return Ok(GitRef::Branch(name)),
            (None, Some(name), None) => return Ok(GitRef::Tag(name)),
            (None, None, Some(PullRequest { number, source, target })) => {
                return Ok(GitRef::PullRequest { number, source, target });
            }
            (Some(_), Some(_), _) => ("branch", "tag"),
            (Some(_), None, Some(_)) => ("branch", "pull_request"),
            (None, Some(_), Some(_)) => ("tag", "pull_request"),
        };
        let message = "are both given; a context has at most one ref";
        Err(DataError::new(&Path::Root, format_args!("{first} and {second} {message}")))
    }
}
