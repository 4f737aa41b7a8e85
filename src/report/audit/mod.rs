//! Findings: what a policy allows that its owner may not have meant.
//!
//! Start at [`Policy::audit`]. The gate of a policy's repository fails on a
//! [`Finding`] whose severity is [`Severity::Error`]: an [`Actor`] who is not a maintainer can
//! replace a tag of somebody else, or a push fails.

mod acceptance;
mod actor;
mod auditor;
mod checks;
mod exposure;
mod finding;
mod finding_witness;
mod git_tags;
mod given;
mod likely_name;
mod likeness;
mod meeting;
mod not_decided;
mod repositories;
mod same_build;
mod severity;
mod side;
mod situation;
mod takeover;
mod texts;
mod two_texts;
mod two_versions;

use alloc::vec::Vec;

use crate::policy::Policy;
use auditor::Auditor;
use checks::CHECKS;
use not_decided::Question;
use side::Side;

pub use crate::policy::document::FindingCode;
pub use actor::Actor;
pub use finding::Finding;
pub use finding_witness::FindingWitness;
pub use severity::Severity;

/// # Find what it allows by mistake
impl Policy {
    /// Returns what the policy allows although its owner may not have meant it, the
    /// worst first. What the policy [accepts](crate::PolicyDocument::accept) is only for
    /// information.
    ///
    /// Every witness was planned: its contexts really give its tag. Whether two templates
    /// can give the same tag is decided, not guessed. The audit computes the set of tags of
    /// each: the names that its rule matches, turned into tags by the rules of slugs. Two
    /// such sets either have a tag in common or have none. If that would take too long, if a
    /// regex looks at the edges of words, or if one fact occurs twice in a template, a
    /// finding says that the question was not decided.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::audit::Severity;
    /// use tagwright::Policy;
    ///
    /// let findings = Policy::cwiq().audit();
    /// assert!(findings.iter().all(|finding| finding.severity < Severity::Error));
    /// ```
    #[must_use]
    pub fn audit(&self) -> Vec<Finding> {
        let auditor = Auditor::new(self);
        let mut findings = Vec::new();
        for check in CHECKS {
            findings.extend(auditor.find(&check));
        }
        findings.extend(auditor.left_open());
        acceptance::apply(self, &mut findings);
        findings.sort_by_key(|finding| (core::cmp::Reverse(finding.severity), finding.code));
        findings
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::auditor::COMMON_STEPS;
    use super::{Auditor, CHECKS, Finding};
    use crate::policy::Policy;
    use crate::policy::language::Effort;

    /// The steps of the proofs of a policy, and of its audit.
    fn steps(policy: &Policy) -> [usize; 2] {
        let proof = Effort::new();
        policy.prove(&proof).unwrap();
        [proof.taken(), audit(policy).0]
    }

    /// The steps of an audit, and what it did not decide.
    fn audit(policy: &Policy) -> (usize, Option<Finding>) {
        let auditor = Auditor::new(policy);
        for check in &CHECKS {
            auditor.find(check);
        }
        (auditor.effort.taken(), auditor.left_open())
    }

    type OfScale<'p> = &'p dyn Fn(usize) -> Policy;

    fn list(count: usize, item: impl Fn(usize) -> String) -> String {
        let items: Vec<String> = (0..count).map(|index| format!("'{}'", item(index))).collect();
        items.join(", ")
    }

    fn rules(count: usize, names: impl Fn(usize) -> String, tags: &str) -> String {
        let rule = |index| {
            let when = names(index);
            format!("[[rules]]\nname = 'r{index}'\nwhen = {when}\ntags = [{tags}]\n")
        };
        (0..count).map(rule).collect()
    }

    fn policy(head: &str, images: usize, rules: &str) -> Policy {
        let image = |index| format!("{{ name = '{{project}}-{index}', push = 'r.example.com' }}");
        let images: Vec<String> = (0..images).map(image).collect();
        toml::from_str(&format!("version = 1\n{head}images = [{}]\n{rules}", images.join(", ")))
            .unwrap()
    }

    #[test]
    fn the_built_in_policy_takes_few_steps() {
        let [proof, audit] = steps(&Policy::cwiq());
        assert!(proof == 0 && audit <= 9_000, "{proof} {audit}");
    }

    /// What grows tenfold takes ten times the steps at most; what is compared with each
    /// other, as are places in one pattern, a hundred times.
    #[test]
    fn steps_grow_with_the_policy_and_no_faster() {
        const TRIMMED: &str = "slug = { edges = 'trim', empty = 'x' }\n";
        let branch = |names: &str| format!("{{ branch = [{names}] }}");
        let slugs = |count| list(count, |index| format!("{{slug}}-{index}"));
        let regex = |index| format!("/b{index}|~.{{200}}/");
        let tags = |scale| policy("", 1, &rules(1, |_| branch(&list(4, regex)), &slugs(scale)));
        let regexes = |scale| policy("", 1, &rules(1, |_| branch(&list(scale, regex)), &slugs(4)));
        let globs = |scale| {
            let globs = list(scale, |index| format!("*a*-{index}*"));
            policy(TRIMMED, 1, &rules(1, |_| branch(&globs), &slugs(4)))
        };
        let repeats = |scale| {
            let names = |index| branch(&format!("'/b{index}.{{{}}}/'", 25 * scale));
            policy(TRIMMED, 1, &rules(2, names, "'x{slug}'"))
        };
        let images = |scale| {
            let names = |index| format!("{{ branch = {{ except = 'b{index}' }} }}");
            policy("", scale, &rules(4, names, "'x', 'y'"))
        };
        let labels = |scale| {
            let labels = list(scale, |index| format!("k{index}={}", "{sha}".repeat(100)));
            policy(&format!("labels = [{labels}]\n"), 1, &rules(2, |_| branch("'*'"), "'x', 'y'"))
        };
        let pairs = |scale| {
            let names = |index| branch(&format!("'b{index}/*'"));
            policy("", 1, &rules(scale, names, "'x'"))
        };
        let cases: [(&str, OfScale<'_>, usize); 7] = [
            ("tags", &tags, 10),
            ("regexes", &regexes, 100),
            ("globs", &globs, 10),
            ("repetitions", &repeats, 100),
            ("images", &images, 10),
            ("labels", &labels, 10),
            ("rules that share a tag", &pairs, 100),
        ];
        for (what, policy, most) in cases {
            let (few, many) = (steps(&policy(1)), steps(&policy(10)));
            for (few, many) in few.into_iter().zip(many) {
                assert!(many <= most * few, "{what}: {few} steps, then {many}");
            }
        }
    }

    /// What takes more steps than a check has is reported as not decided.
    #[test]
    fn a_check_ends_with_its_steps() {
        let names = |index| format!("{{ branch = ['/b{index}.{{500}}/'] }}");
        let policy = policy("", 1, &rules(2, names, "'x{slug}'"));
        let (taken, left_open) = audit(&policy);
        let granted: usize = CHECKS.iter().map(|check| check.steps).sum();
        assert!((COMMON_STEPS..granted).contains(&taken), "{taken}");
        let left_open = left_open.unwrap().to_string();
        assert_eq!(
            left_open,
            "info not-decided at rules[0].tags[0], rules[1].tags[0]: whether two refs have one \
             rules[0].tags[0] was not decided, nor 3 questions more; make the patterns of its rule \
             simpler, and use each fact once in a tag"
        );
    }
}
