//! What makes a template legal whose capture is to blame.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::claim::Claim;
use super::grammar::Grammar;
use super::prover::Prover;
use super::verdict::Verdict;
use crate::data::Path;
use crate::name::{Quoted, SlugPreset};
use crate::policy::bounded_pattern::{MOST_REPEATED, plain_regexes};
use crate::policy::pattern::Pattern;
use crate::policy::{Capture, Content, Part, Placeholder, Template};

impl Prover<'_> {
    /// Patterns under which a claim is true, if they are found: the rule's own with bounds
    /// for the groups, or with plain characters for them. A slug does too.
    pub(super) fn capture_proposal(&self, claim: Claim<'_>, capture: &Capture) -> String {
        let name = &*capture.name;
        let groups = captures(claim, capture);
        let room = self.room_of_captures(claim);
        let is_short = room < SlugPreset::GitlabRef.rules().max_length();
        let length = if is_short { format!(", max-length = {room}") } else { String::new() };
        let slug = format!(
            "write {{slug:{name}}} with slugs.{name} = {{ of = {}, preset = \"gitlab-ref\"{length} }}",
            Quoted(name)
        );
        let sources = || capture.patterns.iter().map(|one| String::from(one.source()));
        let changed = |change: &dyn Fn(&Pattern, &str) -> Option<String>| {
            groups.iter().try_fold(sources().collect::<Vec<_>>(), |all, group| {
                let change = |source: &String| {
                    change(&Pattern::of_values(source, &Path::Root).ok()?, &group.name)
                };
                all.iter().map(change).collect::<Option<Vec<_>>>()
            })
        };
        let bounded = changed(&|pattern, group| pattern.bounded_group(group, room));
        let plain = plain_regexes(room.min(MOST_REPEATED)).filter_map(|regex| {
            let regex = regex.trim_matches('/');
            changed(&|pattern, group| pattern.with_group(group, regex))
        });
        let mut all = bounded.into_iter().chain(plain);
        let Some(patterns) = all.find(|all| self.holds_for(claim, &groups, all)) else {
            return slug;
        };
        let changed = patterns.iter().zip(sources()).filter(|(one, own)| *one != own);
        let changed: Vec<String> = changed.map(|(one, _)| format!("{}", Quoted(one))).collect();
        let bound = format!("bound the group, as in {}", changed.join(" and "));
        if groups.len() > 1 { bound } else { format!("{bound}, or {slug}") }
    }

    /// Whether a claim is true for captures of other patterns.
    fn holds_for(&self, claim: Claim<'_>, groups: &[&Capture], patterns: &[String]) -> bool {
        let others = groups.iter().map(|one| one.with_patterns(patterns).map(Arc::new));
        let Some(others) = others.collect::<Option<Vec<_>>>() else { return false };
        let contents = claim.template.parts().iter().map(|part| match part.placeholder() {
            Some(Placeholder::Capture(found)) => {
                let other = others.iter().find(|other| *other == found);
                Content::Placeholder(Placeholder::Capture(Arc::clone(other.unwrap_or(found))))
            }
            _ => part.content.clone(),
        });
        let template = Template::of_contents(contents);
        matches!(self.verdict(Claim { template: &template, ..claim }), Verdict::Legal)
    }

    /// The most bytes that each capture of a template may have at its place.
    fn room_of_captures(&self, claim: Claim<'_>) -> usize {
        let Grammar::Tag(grammar) = claim.grammar else { return usize::MAX };
        let is_capture = |part: &&Part| matches!(part.placeholder(), Some(Placeholder::Capture(_)));
        let parts = || claim.template.parts().iter();
        let others = parts().filter(|part| !is_capture(part));
        let others = others.map(|part| self.shape_of(part, claim.refs.conditions).most);
        let room = others.fold(grammar.most, usize::saturating_sub);
        room.checked_div(parts().filter(is_capture).count()).unwrap_or_default()
    }
}

/// The captures of a template that are of the same patterns as this one, each once.
fn captures<'t>(claim: Claim<'t>, capture: &Capture) -> Vec<&'t Capture> {
    let mut all: Vec<&Capture> = Vec::new();
    for (_, placeholder) in claim.template.placeholders() {
        let Placeholder::Capture(found) = placeholder else { continue };
        if found.of == capture.of && !all.contains(&&**found) {
            all.push(found);
        }
    }
    all
}
