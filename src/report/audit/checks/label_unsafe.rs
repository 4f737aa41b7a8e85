use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use crate::policy::language::{Dfa, NotFound, Shape, TagPart};
use crate::policy::{SlugOrigin, TagConstraint, TagGrammar};
use crate::report::audit::auditor::Evidence;
use crate::report::audit::{Auditor, Finding, FindingCode, Question, Severity};

/// Finds the tags that can be no value of a Kubernetes label, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    // Whatever a policy makes its tags fit is such a value.
    if auditor.policy.fitted().is_some() {
        return Vec::new();
    }
    let label = TagGrammar::new(&[TagConstraint::KubernetesLabel]);
    let Some(mut others) = Dfa::no_tag(&label) else { return Vec::new() };
    let slugs = auditor.policy.slugs();
    let shown = auditor.ask(auditor.tags_of_builds(), Question::IsNoLabel, &mut |side| {
        let Shape { first, last, least, most, .. } = TagPart::shape(side.machine.parts(), slugs);
        let ends_well = first.is_within(label.begins) && last.is_within(label.ends);
        if least > 0 && ends_well && most <= label.most {
            return Err(NotFound::Never);
        }
        let witness = side.shortest_in(&mut others, auditor)?;
        Ok((Severity::Info, witness))
    });
    let finding = |Evidence { paths, side, severity, witness }: Evidence<'_>| {
        let (tag, text, [git_ref, _]) = (witness.quoted(), witness.text(), witness.refs());
        let (length, most) = (text.len(), label.most);
        let message = if length > most {
            format!(
                "the tag {tag} of {git_ref} has {length} characters, and a Kubernetes label at most {most}",
            )
        } else {
            format!(
                "the tag {tag} of {git_ref} is not a valid Kubernetes label value, which must begin and end with a letter or digit",
            )
        };
        Finding {
            code: FindingCode::LabelUnsafe,
            severity,
            paths,
            message,
            accepted: None,
            remedy: Cow::Borrowed(match side.slug().map(|id| slugs.origin(id)) {
                Some(SlugOrigin::Own) => {
                    "where a tag becomes a label, set edges = \"trim\" or a smaller max-length in [slug]"
                }
                Some(SlugOrigin::Declared) => {
                    "where a tag becomes a label, set edges = \"trim\" or a smaller max-length in the table of its slug"
                }
                Some(SlugOrigin::Preset) => {
                    "where a tag becomes a label, use {slug:gitlab-ref}, or a slug that you declare in [slugs]"
                }
                None => "where a tag becomes a label, set fits = [\"kubernetes-label\"]",
            }),
            witness: Some(witness),
        }
    };
    shown.map(finding).into_iter().collect()
}
