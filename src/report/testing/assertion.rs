use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::{Reference, Tag};
use crate::plan::{Plan, PlanErrorKind};
use crate::policy::Policy;

/// Asserts the tags that a policy gives a context, all of them and in
/// their order.
///
/// # Panics
///
/// * The context has no plan, or other tags.
///
/// # Examples
///
/// ```
/// use tagwright::testing::assert_tags;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// assert_tags(&Policy::cwiq(), &context, ["main-a1b2c3d8", "latest"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn assert_tags<T: AsRef<str>>(
    policy: &Policy,
    context: &CiContext,
    expected: impl IntoIterator<Item = T>,
) {
    let tags = |plan: &Plan| plan.tags().iter().map(|one| one.tag.to_string()).collect();
    assert_lines(policy, context, "tags", expected, tags);
}

/// Asserts the references that a policy has a context push, all of them
/// and in their order.
///
/// # Panics
///
/// * The context has no plan, or other references.
///
/// # Examples
///
/// ```
/// use tagwright::testing::assert_references;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::tag("ui", "v1.0.0", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// assert_references(&Policy::cwiq(), &context, [
///     "nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0",
///     "nexus.shared.cwiq.io:8443/orchestrator-ui:stable",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn assert_references<T: AsRef<str>>(
    policy: &Policy,
    context: &CiContext,
    expected: impl IntoIterator<Item = T>,
) {
    let references = |plan: &Plan| plan.references().map(String::from).collect();
    assert_lines(policy, context, "references", expected, references);
}

/// Asserts the text of `build.env` that a policy gives a context.
///
/// # Panics
///
/// * The context has no plan, or another text.
///
/// # Examples
///
/// ```
/// use tagwright::testing::assert_build_env;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::pull_request("ui", 7, "fix/login", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// assert_build_env(&Policy::cwiq(), &context, "IMAGE_TAG=branch-fix-login-a1b2c3d8\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn assert_build_env(policy: &Policy, context: &CiContext, expected: &str) {
    let found = |plan: &Plan| env_lines(&plan.build_env().to_string());
    assert_lines(policy, context, "build.env", env_lines(expected), found);
}

/// Asserts that a policy has no plan for a context, and why.
///
/// # Panics
///
/// * The context has a plan, or none for another reason.
///
/// # Examples
///
/// ```
/// use tagwright::plan::PlanErrorKind;
/// use tagwright::testing::assert_refuses;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::tag("ui", "nightly", sha)?;
/// assert_refuses(&Policy::cwiq(), &context, PlanErrorKind::NoRule);
/// # Ok::<(), tagwright::ContextError>(())
/// ```
#[track_caller]
pub fn assert_refuses(policy: &Policy, context: &CiContext, expected: PlanErrorKind) {
    let (title, found) = match policy.plan(context) {
        Err(error) if error.kind() == expected => return,
        Err(error) => ("is refused otherwise", format!("{:?}", error.kind())),
        Ok(_) => ("is not refused", "a plan".to_string()),
    };
    fail(
        policy,
        context,
        &format!("{} {title}", context.git_ref()),
        &format!("expected {expected:?}, found {found}\n"),
    );
}

#[track_caller]
fn assert_lines<T: AsRef<str>>(
    policy: &Policy,
    context: &CiContext,
    what: &str,
    expected: impl IntoIterator<Item = T>,
    of: impl FnOnce(&Plan) -> Vec<String>,
) {
    let expected: Vec<String> =
        expected.into_iter().map(|line| line.as_ref().to_string()).collect();
    let title = format!("{what} of {} not as expected", context.git_ref());
    let found = match policy.plan(context) {
        Ok(plan) => of(&plan),
        Err(_) => fail(policy, context, &title, "there is no plan\n"),
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
        for origin in origins(policy, line) {
            push(&mut text, "    would be of ", &origin);
        }
    }
    for line in &rest {
        push(&mut text, "+ ", line);
    }
    if rest.is_empty() && found.len() == expected.len() {
        push(&mut text, "the order found: ", &found.join(", "));
    }
    fail(policy, context, &title, &format!("expected -, found +\n{text}"));
}

#[track_caller]
#[expect(clippy::panic, reason = "an assertion of a unit test fails by a panic")]
fn fail(policy: &Policy, context: &CiContext, title: &str, difference: &str) -> ! {
    panic!("{title}\n{difference}\n{}", policy.explain(context))
}

/// The rules that give the tag in an expected line.
fn origins(policy: &Policy, line: &str) -> Vec<String> {
    let text = line.split_once('=').map_or(line, |(_, value)| value);
    let reference = Reference::parse(text);
    let tag = match reference.as_ref().ok().and_then(Reference::tag) {
        Some(tag) => Tag::new(tag),
        None => Tag::new(text),
    };
    let Ok(tag) = tag else { return Vec::new() };
    policy.recognize(&tag).iter().map(ToString::to_string).collect()
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
