use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::policy::language::Facts;
use crate::policy::{Fact, Placeholder, Template};
use crate::report::audit::auditor::pairs;
use crate::report::audit::{Auditor, Finding, FindingCode, Severity};
use crate::report::example_context::Spare;

/// Fewer commits than this, and a project will have them in a year.
const FEW: u64 = 1_000;
/// More commits than this, and hardly a project has them.
const MANY: u64 = 100_000;

/// Finds the tags that only a short sha distinguishes, and reports them as one finding. It
/// says after how many commits two of them share the digits with a chance of 1 in 100.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let digits = auditor.policy.document().short_sha;
    let Some(commits) = commits(digits).filter(|commits| *commits < MANY) else {
        return Vec::new();
    };
    let alone = || auditor.sides.iter().filter(|side| rests_on_short_sha(side.template()));
    let mut facts = Facts::default();
    for fact in [Fact::Sha, Fact::HeadSha] {
        facts.read(fact, SHARED_DIGITS.chars().take(digits));
    }
    let witness = alone().find_map(|side| {
        let [lefts, rights] = [Spare::FIRST, Spare::SECOND]
            .map(|spare| auditor.contexts(side.rule, side.variant, &facts, spare));
        auditor.first_pair([side.rule; 2], pairs(&lefts, &rights), |given| side.shared_by(given))
    });
    if witness.is_none() {
        return Vec::new();
    }
    Vec::from([Finding {
        code: FindingCode::ShortShaCollision,
        severity: if commits < FEW { Severity::Warning } else { Severity::Info },
        paths: alone()
            .map(|side| side.place)
            .collect::<BTreeSet<_>>()
            .iter()
            .map(ToString::to_string)
            .collect(),
        message: format!(
            "among {commits} commits, the chance that two share their first {digits} digits is 1 in 100"
        ),
        accepted: None,
        remedy: "set short-sha = 12, as git itself does for large repositories".into(),
        witness,
    }])
}

const SHARED_DIGITS: &str = "a1b2c3d8e5f60718";

/// How many commits it takes for two to share as many digits with a chance of
/// 1 in 100; `None` is more than can be counted.
///
/// The chance is n² / 2·16^digits, so long as it is small.
fn commits(digits: usize) -> Option<u64> {
    let all = 16_u64.checked_pow(u32::try_from(digits).ok()?)?;
    Some((all / 50).isqrt())
}

fn is_short_sha(placeholder: &Placeholder) -> bool {
    matches!(placeholder, Placeholder::ShortSha | Placeholder::ShortHeadSha)
}

fn rests_on_short_sha(template: &Template) -> bool {
    let mut placeholders = template.placeholders().map(|(_, one)| one).peekable();
    placeholders.peek().is_some()
        && placeholders.all(|one| is_short_sha(one) || *one == Placeholder::Project)
        && template.has(is_short_sha)
}

#[cfg(test)]
mod tests {
    use super::commits;

    /// The chance, multiplied out: that each commit has other digits than all
    /// before it.
    #[test]
    fn the_chance_is_one_in_a_hundred() {
        for digits in 4..=10 {
            let all = f64::from(1_u32 << 16) * 16_f64.powi(digits - 4);
            let commits = commits(usize::try_from(digits).unwrap()).unwrap();
            let commits = u32::try_from(commits).unwrap();
            let apart =
                (0..commits).fold(1.0, |apart, before| apart * (1.0 - f64::from(before) / all));
            assert!((0.0095..0.0101).contains(&(1.0 - apart)), "{digits} digits: {}", 1.0 - apart);
        }
        let known = [(4, 36), (7, 2_317), (8, 9_268), (12, 2_372_656)];
        for (digits, expected) in known {
            assert_eq!(commits(digits), Some(expected));
        }
        assert_eq!(commits(16), None, "16^16 is beyond 64 bits");
    }
}
