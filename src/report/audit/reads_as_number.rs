use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::{Auditor, Found, Side};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::not_decided::Question;
use super::severity::Severity;
use crate::context::CiContext;
use crate::name::{Quoted, Tag};
use crate::policy::language::RegexLanguage;
use crate::policy::{Content, Placeholder, RuleTag};

/// What a reader of YAML 1.1 or 1.2, of Helm's `--set` or of loose versions
/// takes for a number or a date, as far as a tag can hold it.
const NUMBERS: &str = concat!(
    "[0-9][0-9_]*",
    "|0x[0-9A-Fa-f_]+|0o[0-7]+|0b[01_]+",
    r"|[0-9][0-9_]*\.[0-9_]*(?:[eE]-?[0-9]+)?",
    "|[0-9]+[eE]-?[0-9]+",
    "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
);

/// Finds the tags that can look like a number or a date.
///
/// A short sha alone does so by chance, which is a warning; what somebody chose
/// is for information. Each of the two is one finding.
pub(crate) fn find(auditor: &mut Auditor<'_>, findings: &mut Vec<Finding>) {
    let policy = auditor.policy;
    // Behind a suffix there is no number.
    let images = policy.images();
    let has_suffix =
        core::iter::once(&images.first).chain(&images.more).all(|image| !image.suffix.is_empty());
    let Some(mut numbers) = RegexLanguage::new(NUMBERS).filter(|_| !has_suffix) else { return };
    let mut sides = core::mem::take(&mut auditor.sides);
    for by_chance in [true, false] {
        let of_sort = |side: &&mut Side<'_>| {
            let has_sha = side.tag.template.has(|one| *one == Placeholder::Sha);
            is_short_sha(side.tag) == by_chance && !has_sha
        };
        let mut paths = Vec::new();
        let mut shortest: Option<FindingWitness> = None;
        for side in sides.iter_mut().filter(of_sort) {
            match side.shortest_in(&mut numbers, auditor) {
                Found::None => {}
                Found::Undecided => auditor.undecided.add(Question::IsNumber(side.site())),
                Found::Witness(witness) => {
                    paths.push(side.site().to_string());
                    if shortest.as_ref().is_none_or(|other| witness.length() < other.length()) {
                        shortest = Some(witness);
                    }
                }
            }
        }
        let Some(witness) = shortest else { continue };
        let text = witness.tag().map_or("", Tag::as_str);
        let chance = match (by_chance, one_in(policy.document().short_sha)) {
            (true, Some(one_in)) if one_in > RARE => continue,
            (true, Some(one_in)) => format!(", as about 1 short sha in {one_in} does"),
            (true, None) => continue,
            (false, _) => String::new(),
        };
        let git_ref = witness.contexts().first().map(CiContext::git_ref);
        let of = git_ref
            .filter(|_| !by_chance)
            .map_or_else(String::new, |git_ref| format!(" of {git_ref}"));
        findings.push(Finding {
            code: FindingCode::ReadsAsNumber,
            severity: if by_chance { Severity::Warning } else { Severity::Info },
            paths,
            message: format!("the tag {}{of} reads as a number{chance}", Quoted(text)),
            remedy: if by_chance {
                "begin the tag with a letter: sha-{short_sha}"
            } else {
                "quote it wherever YAML or Helm reads it"
            },
            witness: Some(witness),
        });
    }
    auditor.sides = sides;
}

/// A chance smaller than this is not worth a finding.
const RARE: u64 = 100_000;

fn is_short_sha(tag: &RuleTag) -> bool {
    matches!(tag.template.parts(), [part] if part.content == Content::Placeholder(Placeholder::ShortSha))
}

/// One short sha in how many is all digits, or digits around one `e`.
fn one_in(digits: usize) -> Option<u64> {
    let digits = u32::try_from(digits).ok()?;
    let all = 16_u128.checked_pow(digits)?;
    let exponents = u128::from(digits.saturating_sub(2));
    let numbers = 10_u128.checked_pow(digits)? + exponents * 10_u128.checked_pow(digits - 1)?;
    u64::try_from((all + numbers / 2) / numbers).ok()
}
