use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::{self, Vec};

use super::explained_rule::{ExplainedRule, RuleDecision};
use super::explained_tag::{ExplainedTag, TagMovement};
use super::explained_text::ExplainedText;
use super::explained_value::ExplainedValue;
use super::reason;
use super::source::Source;
use crate::context::CiContext;
use crate::plan::{Firing, Movement, Place, Trail};
use crate::policy::{
    Absent, Assignments, Placeholder, Policy, PolicyDocument, Release, Rule, Sink, TagKind,
    Template,
};

/// Writes down what the planner does.
pub(super) struct Recorder<'a> {
    policy: &'a Policy,
    context: &'a CiContext,
    rules: Vec<ExplainedRule>,
    texts: Vec<ExplainedText>,
    /// What is being written: a tag of this rule, or the last of the texts.
    desk: Desk,
    /// The placeholders that are still to come, as the template spells them.
    spelled: vec::IntoIter<&'a str>,
    /// The facts that were told, each once: one may be long, and told often.
    facts: Vec<Arc<str>>,
    /// What was done for the slug; it is the same in every template.
    slug_steps: Option<Vec<String>>,
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
        let (facts, slug_steps) = (Vec::new(), None);
        Self { policy, context, rules, texts, desk: Desk::Text, spelled, facts, slug_steps }
    }

    /// What was written down, and which tags were said twice: a plan has each
    /// once, floating if either says so, and undecided only if no rule moves it.
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
                tag.kind_reason = alloc::format!("{path} says the same tag, and it is floating");
            }
        }
        (self.rules, self.texts)
    }

    fn tags(&mut self, movement: TagMovement) -> impl Iterator<Item = &mut ExplainedTag> {
        let tags = self.rules.iter_mut().flat_map(|rule| &mut rule.tags);
        tags.filter(move |tag| tag.movement == movement)
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
            path: Place::Rule(index, &rule.name).path(),
            decision: match firing {
                Firing::Fires(_) => RuleDecision::Fires,
                Firing::Idle(_) => RuleDecision::Idle,
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
        let Some(explained) = self.rules.get_mut(index) else { return };
        let place = Place::Tag(index, position, &rule.name);
        let (movement, movement_reason) =
            reason::of_movement(tag, rule, release, self.context, movement);
        explained.tags.push(ExplainedTag {
            text: ExplainedText {
                path: place.path(),
                template: source(self.policy.document(), &place).0.to_owned(),
                ..ExplainedText::default()
            },
            kind: tag.kind,
            kind_reason: reason::of_kind(tag, rule),
            moves: tag.moves,
            movement,
            movement_reason,
            same_as: None,
        });
    }

    fn begin(&mut self, place: &Place<'_>, template: &Template) {
        let (text, offset) = source(self.policy.document(), place);
        self.spelled = template
            .placeholders()
            .map(|(index, _)| {
                let rest = index.checked_sub(offset).and_then(|index| text.get(index..));
                rest.and_then(|rest| rest.split_inclusive('}').next()).unwrap_or_default()
            })
            .collect::<Vec<_>>()
            .into_iter();
        if let Place::Rule(index, _) | Place::Tag(index, ..) = place {
            self.desk = Desk::Tag(*index);
            return;
        }
        self.desk = Desk::Text;
        self.texts.push(ExplainedText {
            key: match place {
                Place::Assignment(.., key) => Some((*key).to_owned()),
                _ => None,
            },
            label: place.to_string(),
            suffix: match place {
                Place::ImageName(index) => {
                    let image = self.policy.document().images.get(*index);
                    image.and_then(|image| image.suffix.clone())
                }
                _ => None,
            },
            path: place.path(),
            template: text.to_owned(),
            ..ExplainedText::default()
        });
    }

    fn value(&mut self, placeholder: &Placeholder, value: Result<&str, Absent>) {
        let spelled = self.spelled.next().unwrap_or_default();
        let source = Source::of(placeholder, self.context);
        let is_slug = matches!(placeholder, Placeholder::Slug);
        let steps = match &self.slug_steps {
            Some(steps) if is_slug => steps.clone(),
            _ => source.steps(placeholder, spelled, value, self.policy, self.context),
        };
        if is_slug && self.slug_steps.is_none() {
            self.slug_steps = Some(steps.clone());
        }
        let explained = ExplainedValue {
            placeholder: spelled.to_owned(),
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

/// The template at a place as the policy spells it, and how many bytes of other
/// text stood before it when it was parsed.
fn source<'a>(document: &'a PolicyDocument, place: &Place<'_>) -> (&'a str, usize) {
    let image = |index: usize| document.images.get(index);
    let found = match place {
        Place::Rule(..) => None,
        Place::Tag(rule, tag, _) => document
            .rules
            .get(*rule)
            .and_then(|rule| rule.tags.get(*tag))
            .map(|tag| (tag.tag.as_str(), 0)),
        Place::ImageName(index) => image(*index).map(|image| (image.name.as_str(), 0)),
        Place::Cache(index) => {
            image(*index).and_then(|image| image.cache.as_deref()).map(|cache| (cache, 0))
        }
        Place::Assignment(sink, _, index, key) => {
            let assignments = match sink {
                Sink::BuildArg => &document.build_args,
                Sink::Label => &document.labels,
                Sink::Env => &document.env,
            };
            match assignments {
                Assignments::List(list) => list
                    .get(*index)
                    .and_then(|entry| entry.split_once('='))
                    .map(|(key, value)| (value, key.len() + 1)),
                Assignments::Table(table) => table.get(*key).map(|value| (value.as_str(), 0)),
            }
        }
    };
    found.unwrap_or_default()
}
