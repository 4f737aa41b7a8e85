//! What GitHub tells in a file, and not in variables.

use alloc::format;
use alloc::string::{String, ToString};

use serde_json::Value;

use super::address;
use super::ci_context::CiContext;
use super::error::ContextError;
use super::fact;
use crate::name::{CommitSha, Flaw, GitRef, NameError, RefName, Timestamp};

impl CiContext {
    /// Adds what the event tells that started the workflow: `json` is the text
    /// of the file that GitHub's variable `GITHUB_EVENT_PATH` names.
    ///
    /// That is the default branch, the address, the description and the licence
    /// of the repository; of a pull request its target, the last commit of its
    /// source branch, and whether it is from a fork; of a push the time of the
    /// commit. An address, description or licence that is known already stays.
    /// The events of Gitea and Forgejo are read alike.
    ///
    /// # Errors
    ///
    /// * A text that is no JSON object.
    /// * A field of another type or form, such as a head sha of 8 digits.
    /// * An event of another run: its repository, ref, pull request or default
    ///   branch is not that of the context.
    ///
    /// # Examples
    ///
    /// A job on a pull request, which has read the file:
    ///
    /// ```
    /// # let variables = |name: &str| Some(match name {
    /// #     "GITHUB_ACTIONS" => "true",
    /// #     "GITHUB_SHA" => "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
    /// #     "GITHUB_REF" => "refs/pull/7/merge",
    /// #     "GITHUB_HEAD_REF" => "patch-1",
    /// #     "GITHUB_REPOSITORY" => "octocat/hello-world",
    /// #     _ => return None,
    /// # });
    /// use tagwright::CiContext;
    ///
    /// let event = r#"{
    ///     "pull_request": {
    ///         "number": 7,
    ///         "head": {"ref": "patch-1", "sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233"},
    ///         "base": {"ref": "main"}
    ///     },
    ///     "repository": {"full_name": "octocat/hello-world", "default_branch": "main"}
    /// }"#;
    /// let context = CiContext::from_ci(variables)?.with_github_event(event)?;
    /// assert!(context.head_sha().is_some_and(|sha| sha.short(8) == "0f1e2d3c"));
    /// assert!(context.default_branch().is_some_and(|branch| branch == "main"));
    /// # Ok::<(), tagwright::ContextError>(())
    /// ```
    pub fn with_github_event(mut self, json: &str) -> Result<Self, ContextError> {
        let event = Event::read(json)?;
        self.add_repository(&event)?;
        if event.at("pull_request")?.is_some() {
            self.add_pull_request(&event)?;
        } else {
            self.add_push(&event)?;
        }
        Ok(self)
    }

    fn add_repository(&mut self, event: &Event) -> Result<(), ContextError> {
        let path = event.get("repository.full_name", fact::line)?;
        if let (Some(found), Some(known)) = (&path, self.project_path()) {
            if !found.eq_ignore_ascii_case(known) {
                let facts = ("repository.full_name", "project_path");
                return Err(ContextError::event_of_another(facts, found, known));
            }
        }
        let facts = &mut self.facts;
        let branch = event.get("repository.default_branch", RefName::new)?;
        settle(&mut facts.default_branch, branch, ("repository.default_branch", "default_branch"))?;
        fill(&mut facts.source_url, event.get("repository.html_url", address::without_login)?);
        let description = event.text("repository.description")?;
        fill(&mut facts.description, description.and_then(|text| fact::prose(text).ok()));
        let license = event.get("repository.license.spdx_id", fact::line)?;
        // What GitHub writes where it finds a licence that it does not know.
        fill(&mut facts.licenses, license.filter(|id| id != "NOASSERTION"));
        Ok(())
    }

    fn add_pull_request(&mut self, event: &Event) -> Result<(), ContextError> {
        const NUMBER: &str = "pull_request.number";
        let found = event.number(NUMBER)?;
        let GitRef::PullRequest { number, source, target } = &mut self.git_ref else {
            let found = found.map(|number| number.to_string()).unwrap_or_default();
            return Err(self.is_not_of(NUMBER, &found));
        };
        agree(number, found.as_ref(), (NUMBER, "pull_request.number"))?;
        let head = event.get("pull_request.head.ref", RefName::new)?;
        agree(source, head.as_ref(), ("pull_request.head.ref", "pull_request.source"))?;
        let base = event.get("pull_request.base.ref", RefName::new)?;
        settle(target, base, ("pull_request.base.ref", "pull_request.target"))?;
        let head = event.get("pull_request.head.sha", CommitSha::new)?;
        settle(&mut self.facts.head_sha, head, ("pull_request.head.sha", "head_sha"))?;
        // `head.repo.fork` is no answer: it is of the repository, and a fork has
        // pull requests of its own. A source that was deleted is null.
        let head = event.text("pull_request.head.repo.full_name")?;
        let base = event.text("pull_request.base.repo.full_name")?;
        let fork = head.zip(base).map(|(head, base)| head != base);
        settle(&mut self.facts.fork, fork, ("pull_request.head.repo.full_name", "fork"))
    }

    fn add_push(&mut self, event: &Event) -> Result<(), ContextError> {
        let own = match &self.git_ref {
            GitRef::Branch(name) => Some(format!("refs/heads/{name}")),
            GitRef::Tag(name) => Some(format!("refs/tags/{name}")),
            GitRef::PullRequest { .. } | GitRef::Detached => None,
        };
        // That of the event `create` is a bare name.
        let found = event.text("ref")?.filter(|found| found.starts_with("refs/"));
        if let Some(found) = found.filter(|found| own.as_ref() != Some(found)) {
            return Err(self.is_not_of("ref", &found));
        }
        if event.text("head_commit.id")?.is_some_and(|id| id == self.sha().as_str()) {
            fill(&mut self.facts.committed, event.get("head_commit.timestamp", Timestamp::parse)?);
        }
        Ok(())
    }

    fn is_not_of(&self, field: &'static str, found: &str) -> ContextError {
        let (fact, known) = match &self.git_ref {
            GitRef::Branch(name) => ("branch", name.to_string()),
            GitRef::Tag(name) => ("tag", name.to_string()),
            GitRef::PullRequest { number, .. } => ("pull_request.number", number.to_string()),
            GitRef::Detached => ("sha", self.sha().to_string()),
        };
        ContextError::event_of_another((field, fact), found, &known)
    }
}

/// A field of the event, and the fact that it is.
type Names = (&'static str, &'static str);

fn fill<T>(slot: &mut Option<T>, found: Option<T>) {
    if slot.is_none() {
        *slot = found;
    }
}

/// Sets a fact, or compares it where it is known.
fn settle<T: PartialEq + ToString>(
    slot: &mut Option<T>,
    found: Option<T>,
    names: Names,
) -> Result<(), ContextError> {
    match slot {
        Some(known) => agree(known, found.as_ref(), names),
        None => {
            *slot = found;
            Ok(())
        }
    }
}

fn agree<T: PartialEq + ToString>(
    known: &T,
    found: Option<&T>,
    names: Names,
) -> Result<(), ContextError> {
    match found.filter(|found| *found != known) {
        Some(found) => {
            Err(ContextError::event_of_another(names, &found.to_string(), &known.to_string()))
        }
        None => Ok(()),
    }
}

struct Event(Value);

impl Event {
    fn read(json: &str) -> Result<Self, ContextError> {
        match serde_json::from_str(json) {
            Ok(value @ Value::Object(_)) => Ok(Self(value)),
            Ok(_) => Err(ContextError::no_event("it is no object")),
            Err(error) => Err(ContextError::no_event(error.to_string())),
        }
    }

    /// The value at a path such as `repository.full_name`; `null` is absent.
    fn at(&self, path: &'static str) -> Result<Option<&Value>, ContextError> {
        let (mut value, mut parent) = (&self.0, 0);
        for key in path.split('.') {
            let Value::Object(fields) = value else {
                let parent = path.get(..parent).unwrap_or(path).trim_end_matches('.');
                let flaw = wrong_type(value, "expected an object");
                return Err(ContextError::malformed_event(parent, flaw));
            };
            let Some(field) = fields.get(key).filter(|field| !field.is_null()) else {
                return Ok(None);
            };
            (value, parent) = (field, parent + key.len() + 1);
        }
        Ok(Some(value))
    }

    fn text(&self, path: &'static str) -> Result<Option<String>, ContextError> {
        self.get(path, Ok)
    }

    fn get<T>(
        &self,
        path: &'static str,
        check: impl FnOnce(String) -> Result<T, NameError>,
    ) -> Result<Option<T>, ContextError> {
        let flaw = |flaw| ContextError::malformed_event(path, flaw);
        match self.at(path)? {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => check(text.clone()).map(Some).map_err(flaw),
            Some(other) => Err(flaw(wrong_type(other, "expected a string"))),
        }
    }

    fn number(&self, path: &'static str) -> Result<Option<u64>, ContextError> {
        let Some(value) = self.at(path)? else { return Ok(None) };
        let flaw = || ContextError::malformed_event(path, wrong_type(value, "expected a number"));
        value.as_u64().map(Some).ok_or_else(flaw)
    }
}

fn wrong_type(value: &Value, expected: &'static str) -> NameError {
    NameError::new("field", value.to_string(), Flaw::unsupported(0, expected))
}
