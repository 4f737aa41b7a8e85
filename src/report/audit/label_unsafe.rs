use alloc::format;
use alloc::vec::Vec;

use super::auditor::Auditor;
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::not_decided::Question;
use super::severity::Severity;
use crate::name::{Quoted, SlugEdges, SlugRules};
use crate::policy::CharSet;
use crate::policy::language::{Dfa, NotFound, Shape, TagPart, Use};

/// The tags that are no value of a Kubernetes label: its ends are alphanumeric,
/// and it has at most 63 characters.
///
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>
const UNSAFE_ENDS: &str = "[_.-].*|.*[_.-]";
const TOO_LONG: &str = ".{64,}";

/// Finds the tags that can be no value of a Kubernetes label, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let regexes = [UNSAFE_ENDS, TOO_LONG].map(Dfa::of_regex);
    let [Some(mut ends), Some(mut long)] = regexes else { return };
    let slug = auditor.policy.slug_rules();
    let found = auditor.ask(Question::IsNoLabel, &mut |side| {
        if !has_safe_ends(side.machine.parts(), slug) {
            let found = side.shortest_in(&mut ends, auditor);
            if found != Err(NotFound::Never) {
                return found;
            }
        }
        match TagPart::lengths(side.machine.parts(), slug) {
            [_, longest] if longest > LABEL_LENGTH => side.shortest_in(&mut long, auditor),
            _ => Err(NotFound::Never),
        }
    });
    let Some((paths, witness)) = found else { return };
    let (Some(tag), Some(context)) = (witness.tag(), witness.contexts().first()) else { return };
    let (text, git_ref) = (tag.as_str(), context.git_ref());
    let message = if text.len() > LABEL_LENGTH {
        format!(
            "the tag {} of {git_ref} has {} characters, and a Kubernetes label at most {LABEL_LENGTH}",
            Quoted(text),
            text.len(),
        )
    } else {
        format!(
            "the tag {} of {git_ref} is no value of a Kubernetes label, which begins and ends with a letter or digit",
            Quoted(text),
        )
    };
    findings.push(Finding {
        code: FindingCode::LabelUnsafe,
        severity: Severity::Info,
        paths,
        message,
        remedy: "where a tag becomes a label, set edges = \"trim\" or a smaller max-length in [slug]",
        witness: Some(witness),
    });
}

const LABEL_LENGTH: usize = 63;

/// Whether the first and the last character of every tag are alphanumeric.
fn has_safe_ends(parts: &[TagPart], slug: &SlugRules) -> bool {
    let trims = slug.edges() == SlugEdges::Trim && slug.empty().is_some();
    let is_safe = |part: &TagPart, is_first: bool| match part {
        TagPart::Text(text) => {
            let end = if is_first { text.first() } else { text.last() };
            end.is_some_and(u8::is_ascii_alphanumeric)
        }
        TagPart::Fact(_, expression) => {
            let Shape { first, last, .. } = expression.shape();
            (if is_first { first } else { last }).without(CharSet::ALPHANUMERIC).is_empty()
        }
        TagPart::Name(Use::Slug) => trims || !is_first && slug.distinct() > 0,
        TagPart::Name(_) => false,
    };
    parts.first().is_some_and(|part| is_safe(part, true))
        && parts.last().is_some_and(|part| is_safe(part, false))
}
