use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::candidate::{Candidate, Field, FieldValue};
use super::parts::{SpelledPart, parts};
use super::positions::Positions;
use crate::name::{CommitSha, RefName, Slug, Tag};
use crate::policy::{Content, Place, Placeholder, Policy, RuleTag};

impl Policy {
    /// Reads a tag that was found in a registry: which rules it can come from,
    /// and what it says of its build.
    ///
    /// The candidates whose templates have most of the tag in them as text come
    /// first, then those that stand first in the policy. There are several
    /// where the policy gives one tag in different situations, which
    /// [`audit`](Self::audit) reports beforehand, and none for a tag that is not
    /// the policy's.
    ///
    /// What a plan of this policy holds is always among the candidates, with
    /// its fields. A candidate need not be real: whether there is a branch with
    /// that slug, only git knows.
    ///
    /// Time and space are bounded by the length of the tag and of the policy:
    /// there is nothing to try out again.
    ///
    /// # Examples
    ///
    /// Which commit runs, asked of the tag alone:
    ///
    /// ```
    /// use tagwright::{FieldValue, Policy, Slug, Tag};
    ///
    /// let policy = Policy::cwiq();
    /// let tag = Tag::new("branch-feature-search-a1b2c3d8")?;
    /// let candidates = policy.recognize(&tag);
    /// let feature = &candidates[0];
    /// assert_eq!(feature.rule(), "feature");
    /// assert_eq!(feature.get("slug"), Some(&FieldValue::Slug(Slug::new("feature-search")?)));
    /// assert_eq!(feature.get("short_sha"), Some(&FieldValue::Text("a1b2c3d8".into())));
    ///
    /// // A pull request of that branch has the same tag; and anybody who may push
    /// // git tags can push one called `vbranch-feature-search-a1b2c3d8`.
    /// let rules: Vec<&str> = candidates.iter().map(|candidate| candidate.rule()).collect();
    /// assert_eq!(rules, ["feature", "merge-request", "release"]);
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    #[must_use]
    pub fn recognize(&self, tag: &Tag) -> Vec<Candidate> {
        let suffixes = suffixes(self);
        let mut found: Vec<(usize, Candidate)> = Vec::new();
        for (index, rule) in self.rules().iter().enumerate() {
            for (position, tag_of_rule) in rule.tags.iter().enumerate() {
                let ends: Vec<(&str, &str)> = suffixes
                    .iter()
                    .filter_map(|suffix| Some((*suffix, tag.as_str().strip_suffix(*suffix)?)))
                    .filter(|(_, text)| may_give(tag_of_rule, text))
                    .collect();
                let said_before = |earlier: &RuleTag| same(earlier, tag_of_rule);
                if ends.is_empty() || rule.tags.iter().take(position).any(said_before) {
                    continue;
                }
                let parts = parts(self, rule, tag_of_rule);
                for (suffix, text) in ends {
                    let Some(fields) = fields(&parts, text) else { continue };
                    let literals = literals(tag_of_rule).map(str::len).sum::<usize>();
                    found.push((
                        literals + suffix.len(),
                        Candidate {
                            rule: rule.name.clone(),
                            path: Place::Tag(index, position).to_string(),
                            template: tag_of_rule.template.source().into(),
                            kind: tag_of_rule.kind,
                            suffix: suffix.into(),
                            fields,
                        },
                    ));
                }
            }
        }
        found.sort_by_key(|(literals, _)| core::cmp::Reverse(*literals));
        found.into_iter().map(|(_, candidate)| candidate).collect()
    }
}

/// What the images append to tags, each text once.
pub(crate) fn suffixes(policy: &Policy) -> Vec<&str> {
    let mut suffixes: Vec<&str> = Vec::new();
    for suffix in policy.images().iter().map(|image| &*image.suffix) {
        if !suffixes.contains(&suffix) {
            suffixes.push(suffix);
        }
    }
    suffixes
}

/// Whether two tags of a rule are one.
pub(crate) fn same(left: &RuleTag, right: &RuleTag) -> bool {
    contents(left).eq(contents(right))
}

fn contents(tag: &RuleTag) -> impl DoubleEndedIterator<Item = &Content> {
    tag.template.parts().iter().map(|part| &part.content)
}

fn literals(tag: &RuleTag) -> impl Iterator<Item = &str> {
    contents(tag).filter_map(literal)
}

fn literal(content: &Content) -> Option<&str> {
    match content {
        Content::Literal(text) => Some(text),
        Content::Placeholder(_) => None,
    }
}

/// Most templates are told apart by their text alone.
fn may_give(tag: &RuleTag, text: &str) -> bool {
    let first = contents(tag).next().and_then(literal).unwrap_or_default();
    let last = contents(tag).next_back().and_then(literal).unwrap_or_default();
    text.starts_with(first)
        && text.ends_with(last)
        && literals(tag).all(|literal| text.contains(literal))
}

/// The fields of a tag without its suffix, if the template can give it.
fn fields(parts: &[SpelledPart<'_>], text: &str) -> Option<Vec<Field>> {
    let spans = spans(parts, text)?;
    let mut fields: Vec<Field> = Vec::new();
    for (part, spans) in parts.iter().zip(&spans) {
        let SpelledPart::Field { name, placeholder, .. } = part else { continue };
        let mut texts = BTreeSet::new();
        let readings = spans.iter().filter_map(|(start, end)| text.get(*start..*end));
        let readings = readings.filter(|text| texts.insert(*text));
        let readings: Vec<FieldValue> = readings.map(|text| typed(placeholder, text)).collect();
        match fields.iter_mut().find(|field| field.name == **name) {
            // It says the same everywhere.
            Some(field) => {
                let again: BTreeSet<String> = readings.iter().map(ToString::to_string).collect();
                field.readings.retain(|reading| again.contains(&reading.to_string()));
                if field.readings.is_empty() {
                    return None;
                }
            }
            None => fields.push(Field { name: name.clone(), readings }),
        }
    }
    Some(fields)
}

/// Where each part of a template can begin and end in a text, over all ways in
/// which the whole template gives the whole text; `None` where there is none.
fn spans(parts: &[SpelledPart<'_>], text: &str) -> Option<Vec<Vec<(usize, usize)>>> {
    let mut reached = Positions::only(0);
    let mut spans: Vec<Vec<(usize, usize)>> = Vec::with_capacity(parts.len());
    for part in parts {
        let mut ends = Positions::NONE;
        let mut of_part = Vec::new();
        for start in reached.iter() {
            for end in part.ends(text, start).iter() {
                ends.insert(end);
                of_part.push((start, end));
            }
        }
        if ends.is_empty() {
            return None;
        }
        spans.push(of_part);
        reached = ends;
    }
    let mut alive = Positions::only(text.len());
    for of_part in spans.iter_mut().rev() {
        of_part.retain(|(_, end)| alive.contains(*end));
        alive = Positions::NONE;
        for (start, _) in of_part.iter() {
            alive.insert(*start);
        }
    }
    alive.contains(0).then_some(spans)
}

fn typed(placeholder: &Placeholder, text: &str) -> FieldValue {
    let other = || FieldValue::Text(String::from(text));
    match placeholder {
        Placeholder::Slug => Slug::new(text).map_or_else(|_| other(), FieldValue::Slug),
        Placeholder::Sha | Placeholder::HeadSha => {
            CommitSha::new(text).map_or_else(|_| other(), FieldValue::Sha)
        }
        Placeholder::Branch
        | Placeholder::TargetBranch
        | Placeholder::DefaultBranch
        | Placeholder::GitTag => RefName::new(text).map_or_else(|_| other(), FieldValue::Ref),
        Placeholder::PullRequest
        | Placeholder::RunNumber
        | Placeholder::Major
        | Placeholder::Minor
        | Placeholder::Patch => text.parse().map_or_else(|_| other(), FieldValue::Number),
        _ => other(),
    }
}
