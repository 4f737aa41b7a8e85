use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::context::CiContext;
use crate::name::{Reference, Tag};
use crate::plan::{Plan, PlanErrorKind};
use crate::policy::Policy;

/// # Assertions for unit tests
///
/// Each plans the context and compares one thing. A failure shows both sides,
/// the whole plan or why there is none, and for a tag that was expected in vain
/// which rule it would be from.
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
        let tags = |plan: &Plan| plan.tags().iter().map(|one| one.tag().to_string()).collect();
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
        let lines = |plan: &Plan| {
            plan.build_env().to_string().split_inclusive('\n').map(String::from).collect()
        };
        self.assert_lines(context, "build.env", expected.split_inclusive('\n'), lines);
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
        match self.plan(context) {
            Err(error) if error.kind() == expected => {}
            Err(error) => {
                fail(
                    &format!("{} is refused otherwise: {error}", context.git_ref()),
                    &format!("expected {expected:?}, found {:?}\n", error.kind()),
                );
            }
            Ok(plan) => {
                fail(
                    &format!("{} is not refused", context.git_ref()),
                    &format!("expected {expected:?}, found a plan\n{}", Shown(&plan)),
                );
            }
        }
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
        let title = format!("{what} of {} are not as expected", context.git_ref());
        let plan = match self.plan(context) {
            Ok(plan) => plan,
            Err(error) => fail(&title, &format!("there is no plan: {error}\n")),
        };
        let found = of(&plan);
        if found == expected {
            return;
        }
        let mut text = String::new();
        for line in &expected {
            let sign = if found.contains(line) { "  " } else { "- " };
            push(&mut text, sign, line);
            if !found.contains(line) {
                for origin in self.origins(line) {
                    push(&mut text, "    would be of ", &origin);
                }
            }
        }
        for line in found.iter().filter(|line| !expected.contains(line)) {
            push(&mut text, "+ ", line);
        }
        if found.len() == expected.len() && found.iter().all(|line| expected.contains(line)) {
            push(&mut text, "the order found: ", &found.join(", "));
        }
        fail(&title, &format!("expected -, found +\n{text}{}", Shown(&plan)));
    }

    /// The rules that give the tag in an expected line.
    fn origins(&self, line: &str) -> Vec<String> {
        let text = line.split_once('=').map_or(line, |(_, value)| value.trim_end());
        let reference = Reference::parse(text);
        let tag = match reference.as_ref().ok().and_then(Reference::tag) {
            Some(tag) => Tag::new(tag),
            None => Tag::new(text),
        };
        let Ok(tag) = tag else { return Vec::new() };
        self.recognize(&tag).iter().map(ToString::to_string).collect()
    }
}

fn push(text: &mut String, sign: &str, line: &str) {
    text.push_str(sign);
    text.push_str(line.trim_end_matches('\n'));
    text.push('\n');
}

#[track_caller]
#[expect(clippy::panic, reason = "an assertion of a unit test fails by a panic")]
fn fail(title: &str, text: &str) -> ! {
    panic!("{title}\n{text}")
}

/// What a person wants to see of a plan in a failure.
struct Shown<'a>(&'a Plan);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = self.0;
        f.write_str("the plan:\n")?;
        for planned in plan.tags() {
            let (tag, kind, rule) = (planned.tag(), planned.kind(), planned.rule());
            writeln!(f, "    tag {tag} ({kind}, rule {})", rule.escape_debug())?;
        }
        for planned in plan.undecided() {
            writeln!(
                f,
                "    undecided {} (rule {})",
                planned.tag(),
                planned.rule().escape_debug()
            )?;
        }
        for image in plan.images() {
            writeln!(f, "    image {}{}", image.push(), Behind(image.suffix()))?;
        }
        plan.env().iter().try_for_each(|(key, value)| writeln!(f, "    env {key}={value}"))
    }
}

struct Behind<'a>(&'a str);

impl fmt::Display for Behind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " with suffix {}", self.0) }
    }
}
