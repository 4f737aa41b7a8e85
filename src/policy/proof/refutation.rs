use alloc::collections::BTreeMap;
use alloc::string::String;

use super::claim::Claim;
use super::counterexample::Counterexample;
use super::grammar::Grammar;
use super::prover::Prover;
use super::refs::Refs;
use crate::name::{CommitSha, GitRef, NameErrorKind, RefName, Timestamp};
use crate::policy::language::Facts;
use crate::policy::{
    About, Absent, Culprit, Fact, Placeholder, Rendered, Template, Values, everyday,
};

/// A context that refutes a claim, and the part of the template that is to blame.
pub(crate) struct Refutation<'t> {
    pub(crate) counterexample: Counterexample,
    pub(crate) culprit: Option<Culprit<'t>>,
}

impl<'t> Refutation<'t> {
    /// What the template gives for a ref that the rule admits, and for the declared
    /// values among some facts, if its place does not take it.
    pub(crate) fn of(
        git_ref: &GitRef,
        facts: &Facts,
        claim: Claim<'t>,
        prover: &Prover<'_>,
    ) -> Option<Self> {
        let Claim { template, refs: Refs { conditions, .. }, grammar } = claim;
        let holds = grammar.holds();
        // The second set of facts is as long as facts get.
        [(everyday::SHA, 1), (LONG_SHA, u64::MAX)].into_iter().find_map(|(sha, number)| {
            let sha = CommitSha::from_static(sha);
            let git_ref = numbered(git_ref.clone(), number);
            let name = git_ref.name().map(RefName::as_str);
            let slug = name.and_then(|name| prover.settings.slugs.own().slug(name));
            let project = conditions.project_of(&git_ref, everyday::PROJECT);
            let project = project.unwrap_or(everyday::PROJECT);
            let release = match conditions.release() {
                Some(filter) => filter.read(name?, project).ok(),
                None => None,
            };
            let instant = Timestamp::from_unix(everyday::INSTANT).ok();
            let declared = declared(template, facts, number > 1)?;
            let values = Values {
                git_ref: &git_ref,
                sha: &sha,
                short_sha: prover.settings.short_sha,
                slug: slug.as_ref(),
                slugs: prover.settings.slugs,
                release: release.as_ref(),
                head_sha: Some(&sha),
                default_branch: git_ref.name(),
                created: instant,
                committed: instant,
                project: Some(project),
                project_path: Some(everyday::PROJECT_PATH),
                run_number: Some(number),
                variant: None,
                about: About::default(),
                declared: &declared,
                outcome: None,
            };
            let mut free = 0;
            let rendered = Rendered::new(template, |one, out| {
                let start = out.len();
                match values.write(one, out) {
                    // Outside rules what a ref does not have is empty.
                    Err(Absent::OfRef | Absent::OfBuild)
                        if matches!(grammar, Grammar::EnvValue) =>
                    {
                        return Ok(());
                    }
                    written => written?,
                }
                if !one.is_checked_at_plan_time() {
                    return Ok(());
                }
                let value = out.get(start..).unwrap_or_default();
                let shape = prover.shape(one, conditions);
                let is_legal = |character| holds.or(shape.any).contains(character);
                // What is wrong with it is said when a plan is made.
                if value.is_empty() || !value.chars().all(is_legal) {
                    return Err(Absent::NotGiven);
                }
                free += value.len().saturating_sub(shape.most);
                Ok(())
            });
            let rendered = rendered.ok()?;
            let refusal = grammar.refusal(&rendered.text)?;
            let (kind, index) = (refusal.kind(), refusal.index());
            // Nor is it shown that it is too long.
            let is_free = |limit| refusal.input().len() <= limit + free;
            if matches!(kind, NameErrorKind::TooLong { limit } if is_free(limit)) {
                return None;
            }
            let culprit = rendered.culprit(kind, index, holds);
            let counterexample =
                Counterexample { git_ref, sha, values: declared, variant: None, refusal };
            Some(Self { counterexample, culprit })
        })
    }
}

const LONG_SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1b2c3d8e5f60718293a4b5c";

/// The declared values of a template: those among the facts, and examples of the others,
/// short ones or long ones. `None` where a pattern does not match what was found.
fn declared(
    template: &Template,
    facts: &Facts,
    are_long: bool,
) -> Option<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for (_, placeholder) in template.placeholders() {
        let Placeholder::Declared(value) = placeholder else { continue };
        let examples = value.examples();
        let example = if are_long { examples.last() } else { examples.first() };
        let text = facts.of(Fact::Declared(value.index)).or_else(|| example.cloned())?;
        // A context refuses control characters.
        if !value.pattern.matches(&text) || text.contains(char::is_control) {
            return None;
        }
        texts.insert(value.name.clone(), text);
    }
    Some(texts)
}

fn numbered(git_ref: GitRef, number: u64) -> GitRef {
    match git_ref {
        GitRef::PullRequest { source, target, .. } => {
            GitRef::PullRequest { number, source, target }
        }
        other => other,
    }
}
