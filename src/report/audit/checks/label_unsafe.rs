use alloc::format;
use alloc::vec::Vec;

use crate::name::{SlugEdges, SlugRules};
use crate::policy::language::{Dfa, NotFound, Shape, TagPart, Use};
use crate::policy::{CharSet, Fit, TagGrammar};
use crate::report::audit::auditor::{Auditor, Shown};
use crate::report::audit::finding::Finding;
use crate::report::audit::finding_code::FindingCode;
use crate::report::audit::not_decided::Question;
use crate::report::audit::severity::Severity;

/// Finds the tags that can be no value of a Kubernetes label, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    // Whatever a policy makes its tags fit is such a value.
    if auditor.policy.fitted().is_some() {
        return Vec::new();
    }
    let label = TagGrammar::new(&[Fit::KubernetesLabel]);
    let Some(mut others) = Dfa::no_tag(&label, 0) else { return Vec::new() };
    let slug = auditor.policy.slug_rules();
    let shown = auditor.ask(Question::IsNoLabel, &mut |side| {
        let parts = side.machine.parts();
        let [_, longest] = TagPart::lengths(parts, slug);
        if longest <= label.most && has_safe_ends(parts, slug) {
            return Err(NotFound::Never);
        }
        let witness = side.shortest_in(&mut others, auditor)?;
        Ok((Severity::Info, witness))
    });
    let finding = |Shown { paths, side, severity, witness }: Shown<'_>| {
        let (tag, text, [git_ref, _]) = (witness.quoted(), witness.text(), witness.refs());
        let (length, most) = (text.len(), label.most);
        let message = if length > most {
            format!(
                "the tag {tag} of {git_ref} has {length} characters, and a Kubernetes label at most {most}",
            )
        } else {
            format!(
                "the tag {tag} of {git_ref} is no value of a Kubernetes label, which begins and ends with a letter or digit",
            )
        };
        Finding {
            code: FindingCode::LabelUnsafe,
            severity,
            paths,
            message,
            remedy: if side.has_slug() {
                "where a tag becomes a label, set edges = \"trim\" or a smaller max-length in [slug]"
            } else {
                "where a tag becomes a label, set fits = [\"kubernetes-label\"]"
            },
            witness: Some(witness),
        }
    };
    shown.map(finding).into_iter().collect()
}

/// Whether the first and the last character of every tag are alphanumeric.
fn has_safe_ends(parts: &[TagPart], slug: &SlugRules) -> bool {
    let trims = slug.edges() == SlugEdges::Trim && slug.empty().is_some();
    let is_safe = |part: Option<&TagPart>, is_first: bool| match part {
        Some(TagPart::Text(text)) => {
            let end = if is_first { text.first() } else { text.last() };
            end.is_some_and(u8::is_ascii_alphanumeric)
        }
        Some(TagPart::Fact(_, expression)) => {
            let Shape { first, last, .. } = expression.shape();
            (if is_first { first } else { last }).without(CharSet::ALPHANUMERIC).is_empty()
        }
        Some(TagPart::Name(Use::Slug)) => trims || !is_first && slug.distinct() > 0,
        Some(TagPart::Name(_)) | None => false,
    };
    is_safe(parts.first(), true) && is_safe(parts.last(), false)
}
