use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::error::{VerifyError, VerifyErrorKind};
use super::line::Line;
use crate::context::CiContext;
use crate::data::nearest;
use crate::name::{GitRef, Quoted, Reference, Tag};
use crate::plan::Plan;
use crate::policy::{Content, DOTENV_BYTES, Placeholder, Policy, Sink};
use crate::report::recognize::Recognized;

/// # Verification
impl Policy {
    /// Checks that the content of a `build.env` is what this policy gives for this
    /// context, and returns the plan.
    ///
    /// Jobs after the build call it before they deploy, scan or retag the image with
    /// `$IMAGE_TAG`. It rejects a tag that somebody constructed by hand, took from
    /// another pipeline, or truncated. The file is read strictly: only the output of
    /// [`Plan::build_env`] is accepted, with its lines in any order.
    ///
    /// # Errors
    ///
    /// The first wrong line is reported; missing keys are reported last.
    ///
    /// * The policy has no plan for the context.
    /// * A byte order mark, a carriage return, a blank line, a comment, a last line
    ///   without a line feed, or quotes: GitLab and a shell read each of them
    ///   differently, or not at all.
    /// * An illegal key or value, or a duplicate key.
    /// * A key that the policy does not write, or a missing key.
    /// * A value that differs from the plan's. The message names the rule of the policy
    ///   that could give it.
    /// * 5120 bytes or more, which GitLab does not read.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::branch("server", "main", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// let plan = Policy::cwiq().verify(&context, "IMAGE_TAG=main-a1b2c3d8\n")?;
    /// assert_eq!(
    ///     plan.pull_reference(),
    ///     "nexus.shared.cwiq.io:8444/orchestrator-server:main-a1b2c3d8",
    /// );
    /// assert!(Policy::cwiq().verify(&context, "IMAGE_TAG=latest\n").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify(&self, context: &CiContext, build_env: &str) -> Result<Plan, VerifyError> {
        let plan = self.plan(context).map_err(VerifyError::no_plan)?;
        if build_env.len() >= DOTENV_BYTES {
            let message = alloc::format!(
                "a build.env of {} bytes is too long; GitLab reads fewer than {DOTENV_BYTES}",
                build_env.len()
            );
            return Err(VerifyError::new(VerifyErrorKind::Malformed, message).at(DOTENV_BYTES));
        }
        if build_env.starts_with('\u{feff}') {
            let message =
                "a byte order mark at the beginning becomes part of the first key; remove it";
            return Err(VerifyError::new(VerifyErrorKind::Malformed, message).at(0));
        }
        let mut seen: Vec<&str> = Vec::new();
        for (number, text) in (1..).zip(build_env.split_inclusive('\n')) {
            let check = || {
                let line = Line::read(text)?;
                if let Some(first) = seen.iter().position(|key| *key == line.key) {
                    return Err(duplicate(line, first + 1));
                }
                self.check(&plan, context.git_ref(), line)?;
                Ok(line.key)
            };
            seen.push(check().map_err(|error| error.on_line(number))?);
        }
        if let Some((key, value)) = plan.build_env().iter().find(|(key, _)| !seen.contains(key)) {
            let message = alloc::format!(
                "{key} is missing; this policy gives {} for {}",
                Quoted(value),
                context.git_ref()
            );
            let error = VerifyError::new(VerifyErrorKind::MissingKey, message);
            return Err(error.of_key(key).expecting(value));
        }
        Ok(plan)
    }

    fn check(&self, plan: &Plan, git_ref: &GitRef, line: Line<'_>) -> Result<(), VerifyError> {
        let Line { key, value } = line;
        let Some(expected) = plan.build_env().get(key) else {
            let keys = plan.build_env().iter().map(|(key, _)| key);
            let message = match nearest(key, keys) {
                Some(near) => format!("this policy does not write {key}; did you mean {near}?"),
                None => format!("this policy does not write {key}"),
            };
            let error = VerifyError::new(VerifyErrorKind::UnknownKey, message);
            return Err(error.of_key(key).finding(value));
        };
        if value == expected {
            return Ok(());
        }
        let message = alloc::format!(
            "{key} is {}, and this policy gives {} for {git_ref}{}",
            Quoted(value),
            Quoted(expected),
            self.origin(key, value)
        );
        let error = VerifyError::new(VerifyErrorKind::DifferentValue, message);
        Err(error.of_key(key).expecting(expected).finding(value))
    }

    /// The rules that a wrong value could come from, if it is a tag.
    fn origin(&self, key: &str, value: &str) -> Origin<'_> {
        let assignment = self.assignments(Sink::Env).iter().find(|one| &*one.key == key);
        let holds = |placeholder: Placeholder| {
            assignment.is_some_and(|one| match one.template.parts() {
                [only] => only.content == Content::Placeholder(placeholder),
                _ => false,
            })
        };
        let tag = if holds(Placeholder::ImageTag) {
            Tag::new(value).map_err(|error| format!("{}", error.reason()))
        } else if holds(Placeholder::Reference) || holds(Placeholder::PullReference) {
            let reference = Reference::parse(value);
            let tag = reference.as_ref().map(|reference| reference.tag().map(Tag::new));
            match tag {
                Ok(Some(Ok(tag))) => Ok(tag),
                _ => return Origin::Unknown,
            }
        } else {
            return Origin::Unknown;
        };
        match tag {
            Ok(tag) => Origin::Rules(self.recognize(&tag)),
            Err(reason) => Origin::NoTag(reason),
        }
    }
}

fn duplicate(line: Line<'_>, first: usize) -> VerifyError {
    let key = line.key;
    let message = alloc::format!("{key} is on line {first} too; each key must occur only once");
    VerifyError::new(VerifyErrorKind::Malformed, message).of_key(key).finding(line.value)
}

/// The possible origin of a wrong value.
enum Origin<'p> {
    Unknown,
    NoTag(String),
    Rules(Vec<Recognized<'p>>),
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::NoTag(reason) => write!(f, "; the value found is not a tag: {reason}"),
            Self::Rules(candidates) => match candidates.as_slice() {
                [] => f.write_str("; no rule of it gives that value"),
                [first, more @ ..] => {
                    write!(f, "; the value found reads as {first}")?;
                    for candidate in more.iter().take(SHOWN - 1) {
                        write!(f, ", or {candidate}")?;
                    }
                    if more.len() < SHOWN { Ok(()) } else { f.write_str(", or others") }
                }
            },
        }
    }
}

/// The greatest number of candidates in a message.
const SHOWN: usize = 3;
