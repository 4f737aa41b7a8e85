use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::{self, Vec};

use super::explained_rule::{ExplainedRule, RuleDecision};
use super::explained_tag::{ExplainedTag, TagAffixes, TagMovement};
use super::explained_text::ExplainedText;
use super::explained_value::ExplainedValue;
use super::fact_source::FactSource;
use super::reason;
use crate::context::CiContext;
use crate::plan::{Firing, Movement, Subject, Trail};
use crate::policy::{
    Absent, Content, Place, Placeholder, Policy, Release, Rule, RuleTag, TagKind, Template, Values,
    Variant,
};

/// Records the steps of the planner.
pub(super) struct Recorder<'a> {
    policy: &'a Policy,
    context: &'a CiContext,
    rules: Vec<ExplainedRule>,
    texts: Vec<ExplainedText>,
    /// What the current template is for: a tag of this rule, or the last of the texts.
    desk: Desk,
    /// The remaining placeholders, as written in the template.
    spelled: vec::IntoIter<String>,
    /// The facts so far, shared: a fact may be long and occur often.
    facts: Vec<Arc<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Desk {
    Tag(usize),
    Text,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(policy: &'a Policy, context: &'a CiContext) -> Self {
        let (rules, texts) = (Vec::with_capacity(policy.rules().len()), Vec::new());
        let spelled = Vec::new().into_iter();
        Self { policy, context, rules, texts, desk: Desk::Text, spelled, facts: Vec::new() }
    }

    /// Returns the records, after marking duplicate tags: a plan contains each once,
    /// floating if any occurrence is, and undecided only if no rule moves it.
    pub(super) fn finish(mut self) -> (Vec<ExplainedRule>, Vec<ExplainedText>) {
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        let mut floating: BTreeMap<String, String> = BTreeMap::new();
        for movement in [TagMovement::Moves, TagMovement::Unknown] {
            for tag in self.tags(movement) {
                let Some(result) = &tag.text.result else { continue };
                let path = &tag.text.path;
                match first.entry(result.clone()) {
                    Entry::Occupied(earlier) => tag.same_as = Some(earlier.get().clone()),
                    Entry::Vacant(place) => drop(place.insert(path.clone())),
                }
                if movement == TagMovement::Moves && tag.kind == TagKind::Floating {
                    floating.entry(result.clone()).or_insert_with(|| path.clone());
                }
            }
        }
        for tag in self.tags(TagMovement::Moves) {
            let twin = tag.text.result.as_ref().and_then(|result| floating.get(result));
            if let (Some(path), TagKind::Immutable) = (twin, tag.kind) {
                tag.kind = TagKind::Floating;
                tag.kind_reason = alloc::format!("{path} gives the same tag, which is floating");
            }
        }
        (self.rules, self.texts)
    }

    fn tags(&mut self, movement: TagMovement) -> impl Iterator<Item = &mut ExplainedTag> {
        let tags = self.rules.iter_mut().flat_map(|rule| &mut rule.tags);
        tags.filter(move |tag| tag.movement == movement)
    }

    /// The affixes that the variant of the context adds to a tag.
    fn affixes(&self, tag: &RuleTag) -> Option<TagAffixes> {
        let build = self.policy.variants().build(self.context.variant());
        let Variant { name, prefix, suffix } = build?;
        let is_empty = prefix.is_empty() && suffix.is_empty();
        (tag.affix && !is_empty).then(|| TagAffixes {
            variant: name.to_string(),
            prefix: prefix.clone(),
            suffix: suffix.clone(),
        })
    }

    fn fact(&mut self, text: &str) -> Arc<str> {
        if let Some(fact) = self.facts.iter().find(|fact| ***fact == *text) {
            return fact.clone();
        }
        let fact: Arc<str> = text.into();
        self.facts.push(fact.clone());
        fact
    }

    fn text(&mut self) -> Option<&mut ExplainedText> {
        match self.desk {
            Desk::Tag(rule) => {
                self.rules.get_mut(rule)?.tags.last_mut().map(|explained| &mut explained.text)
            }
            Desk::Text => self.texts.last_mut(),
        }
    }
}

impl Trail for Recorder<'_> {
    fn rule(&mut self, index: usize, rule: &Rule, firing: &Firing<'_>) {
        self.rules.push(ExplainedRule {
            rule: rule.name.to_string(),
            path: Place::Rule(index).to_string(),
            decision: match firing {
                Firing::Fires(_) => RuleDecision::Fires,
                Firing::Skipped(_) => RuleDecision::Skipped,
                Firing::Unknown(_) => RuleDecision::Unknown,
            },
            reason: reason::of_rule(rule, self.context, firing),
            tags: Vec::new(),
        });
    }

    fn tag(
        &mut self,
        (index, rule): (usize, &Rule),
        position: usize,
        release: Option<&Release<'_>>,
        movement: Movement,
    ) {
        let Some(tag) = rule.tags.get(position) else { return };
        let affixes = self.affixes(tag);
        let Some(explained) = self.rules.get_mut(index) else { return };
        let place = Place::Tag(index, position);
        let (movement, movement_reason) =
            reason::of_movement(tag, rule, release, self.context, movement);
        explained.tags.push(ExplainedTag {
            text: ExplainedText::new(place, &tag.template),
            affixes,
            kind: tag.kind,
            kind_reason: reason::of_kind(tag, rule),
            moves: tag.moves,
            movement,
            movement_reason,
            same_as: None,
        });
    }

    fn begin(&mut self, place: Place<'_>, template: &Template) {
        self.spelled = template
            .spelled()
            .filter(|(part, _)| matches!(part.content, Content::Placeholder(_)))
            .map(|(_, spelled)| spelled.to_owned())
            .collect::<Vec<_>>()
            .into_iter();
        if let Place::Tag(rule, _) = place {
            self.desk = Desk::Tag(rule);
            return;
        }
        self.desk = Desk::Text;
        self.texts.push(ExplainedText {
            key: match place {
                Place::Assignment { key, .. } => Some(key.to_owned()),
                _ => None,
            },
            label: Subject { policy: self.policy, place }.to_string(),
            ..ExplainedText::new(place, template)
        });
    }

    fn value(
        &mut self,
        placeholder: &Placeholder,
        value: Result<&str, Absent>,
        values: &Values<'_>,
    ) {
        let spelled = self.spelled.next().unwrap_or_default();
        let source = FactSource::of(placeholder, values);
        let steps = source.steps(placeholder, &spelled, value, values);
        let explained = ExplainedValue {
            placeholder: spelled,
            value: value.ok().map(ToOwned::to_owned),
            fact: source.fact,
            source: source.text.map(|text| self.fact(&text)),
            steps,
        };
        if let Some(text) = self.text() {
            text.values.push(explained);
        }
    }

    fn end(&mut self, result: &str) {
        if let Some(text) = self.text() {
            text.result = Some(result.to_owned());
        }
    }
}
