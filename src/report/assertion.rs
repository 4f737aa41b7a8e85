use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::{Reference, Tag};
use crate::plan::{Plan, PlanErrorKind};
use crate::policy::Policy;

/// # Assertions for unit tests
///
/// Each plans the context and compares one thing. A failure shows both sides,
/// for a tag that was expected in vain which rule it would be from, and the
/// [explanation](Policy::explain) of the plan or of why there is none.
impl Policy {
    /// Asserts the tags that this policy gives a context, all of them and in
    /// their order.
    ///
    /// # Panics
    ///
    /// * The context has no plan, or other tags.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::branch("server", "main", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// Policy::cwiq().assert_tags(&context, ["main-a1b2c3d8", "latest"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn assert_tags<T: AsRef<str>>(
        &self,
        context: &CiContext,
        expected: impl IntoIterator<Item = T>,
    ) {
        let tags = |plan: &Plan| plan.tags().iter().map(|one| one.tag.to_string()).collect();
        self.assert_lines(context, "tags", expected, tags);
    }

    /// Asserts the references that this policy has a context push, all of them
    /// and in their order.
    ///
    /// # Panics
    ///
    /// * The context has no plan, or other references.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::tag("ui", "v1.0.0", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// Policy::cwiq().assert_references(&context, [
    ///     "nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0",
    ///     "nexus.shared.cwiq.io:8443/orchestrator-ui:stable",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn assert_references<T: AsRef<str>>(
        &self,
        context: &CiContext,
        expected: impl IntoIterator<Item = T>,
    ) {
        let references = |plan: &Plan| plan.references().map(String::from).collect();
        self.assert_lines(context, "references", expected, references);
    }

    /// Asserts the text of `build.env` that this policy gives a context.
    ///
    /// # Panics
    ///
    /// * The context has no plan, or another text.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::pull_request("ui", 7, "fix/login", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// Policy::cwiq().assert_build_env(&context, "IMAGE_TAG=branch-fix-login-a1b2c3d8\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn assert_build_env(&self, context: &CiContext, expected: &str) {
        let found = |plan: &Plan| env_lines(&plan.build_env().to_string());
        self.assert_lines(context, "build.env", env_lines(expected), found);
    }

    /// Asserts that this policy has no plan for a context, and why.
    ///
    /// # Panics
    ///
    /// * The context has a plan, or none for another reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, PlanErrorKind, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::tag("ui", "nightly", sha)?;
    /// Policy::cwiq().assert_refuses(&context, PlanErrorKind::NoRule);
    /// # Ok::<(), tagwright::ContextError>(())
    /// ```
    #[track_caller]
    pub fn assert_refuses(&self, context: &CiContext, expected: PlanErrorKind) {
        let (title, found) = match self.plan(context) {
            Err(error) if error.kind() == expected => return,
            Err(error) => ("is refused otherwise", format!("{:?}", error.kind())),
            Ok(_) => ("is not refused", "a plan".to_string()),
        };
        self.fail(
            context,
            &format!("{} {title}", context.git_ref()),
            &format!("expected {expected:?}, found {found}\n"),
        );
    }

    #[track_caller]
    fn assert_lines<T: AsRef<str>>(
        &self,
        context: &CiContext,
        what: &str,
        expected: impl IntoIterator<Item = T>,
        of: impl FnOnce(&Plan) -> Vec<String>,
    ) {
        let expected: Vec<String> =
            expected.into_iter().map(|line| line.as_ref().to_string()).collect();
        let title = format!("{what} of {} not as expected", context.git_ref());
        let found = match self.plan(context) {
            Ok(plan) => of(&plan),
            Err(_) => self.fail(context, &title, "there is no plan\n"),
        };
        if found == expected {
            return;
        }
        let mut text = String::new();
        let mut rest: Vec<&String> = found.iter().collect();
        for line in &expected {
            if let Some(twin) = rest.iter().position(|other| *other == line) {
                rest.remove(twin);
                push(&mut text, "  ", line);
                continue;
            }
            push(&mut text, "- ", line);
            for origin in self.origins(line) {
                push(&mut text, "    would be of ", &origin);
            }
        }
        for line in &rest {
            push(&mut text, "+ ", line);
        }
        if rest.is_empty() && found.len() == expected.len() {
            push(&mut text, "the order found: ", &found.join(", "));
        }
        self.fail(context, &title, &format!("expected -, found +\n{text}"));
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a unit test fails by a panic")]
    fn fail(&self, context: &CiContext, title: &str, difference: &str) -> ! {
        panic!("{title}\n{difference}\n{}", self.explain(context))
    }

    /// The rules that give the tag in an expected line.
    fn origins(&self, line: &str) -> Vec<String> {
        let text = line.split_once('=').map_or(line, |(_, value)| value);
        let reference = Reference::parse(text);
        let tag = match reference.as_ref().ok().and_then(Reference::tag) {
            Some(tag) => Tag::new(tag),
            None => Tag::new(text),
        };
        let Ok(tag) = tag else { return Vec::new() };
        self.recognize(&tag).iter().map(ToString::to_string).collect()
    }
}

/// The lines of a `build.env`, and of one that is not ended that it is not.
fn env_lines(text: &str) -> Vec<String> {
    let line = |text: &str| match text.strip_suffix('\n') {
        Some(line) => line.to_string(),
        None => format!("{text} (without a line feed)"),
    };
    text.split_inclusive('\n').map(line).collect()
}

fn push(text: &mut String, sign: &str, line: &str) {
    text.push_str(sign);
    text.push_str(line);
    text.push('\n');
}
