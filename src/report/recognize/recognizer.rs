use alloc::string::ToString;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::fmt;

use super::positions::Positions;
use super::reading::Reading;
use super::recognized::Recognized;
use super::spelled_tag::SpelledTag;
use super::trie::Trie;
use crate::name::Tag;
use crate::policy::{Content, Part, Place, Policy, Template};

/// A **recognizer**: all tags of a policy as one automaton, prepared for recognizing
/// many tags of a registry.
///
/// [`Policy::recognizer`] creates it, and [`recognize`](Self::recognize) returns the
/// rules that a tag can come from. It borrows the policy and can be used by several
/// threads at once.
///
/// # Limits
///
/// Templates with the same beginning are compared with a tag only once, and templates
/// with another beginning cost nothing more. The time for a tag grows with the number
/// of templates that it resembles, and is a few microseconds for each that can give it.
/// Memory grows with the policy alone. Nothing is cached between tags.
///
/// Some templates match a tag in very many ways, such as `{project}{slug}{run_number}`
/// a tag of 128 digits:
///
/// * If a field has more than [`TagField::MOST_READINGS`] readings, none is listed.
/// * After 32 768 comparisons for one tag, candidates that are still undecided are
///   included, and their fields have no readings.
///
/// # Examples
///
/// A job that cleans up a registry: it removes the tags of branches, and reports tags
/// that the policy does not give:
///
/// ```
/// use tagwright::{Policy, Tag};
///
/// let policy = Policy::cwiq();
/// let recognizer = policy.recognizer();
/// let (mut of_branches, mut foreign) = (Vec::new(), Vec::new());
/// for listed in ["main-a1b2c3d8", "1.4.0", "branch-feature-search-a1b2c3d8", "x..y"] {
///     let tag = Tag::new(listed)?;
///     match recognizer.recognize(&tag).first() {
///         None => foreign.push(tag),
///         Some(first) if first.rule == "feature" => of_branches.push(tag),
///         Some(_) => {}
///     }
/// }
/// assert_eq!(of_branches, ["branch-feature-search-a1b2c3d8"]);
/// assert_eq!(foreign, ["x..y"]);
/// # Ok::<(), tagwright::NameError>(())
/// ```
///
/// [`TagField::MOST_READINGS`]: crate::recognize::TagField::MOST_READINGS
#[derive(Clone)]
pub struct Recognizer<'p> {
    policy: &'p Policy,
    sources: Vec<PossibleTag<'p>>,
    /// The templates of the policy.
    trie: Trie,
}

/// A template that a tag can come from.
#[derive(Clone)]
struct PossibleTag<'p> {
    tag: SpelledTag<'p>,
    /// Without its fields.
    candidate: Recognized<'p>,
}

/// # Recognition
impl Policy {
    /// Recognizes a tag of a registry: which rules it can come from, and which facts it
    /// contains.
    ///
    /// This prepares only the templates that resemble the tag. To recognize many tags,
    /// use a [`recognizer`](Self::recognizer).
    ///
    /// # Examples
    ///
    /// Reading the branch and commit from a tag:
    ///
    /// ```
    /// use tagwright::recognize::TagFieldValue;
    /// use tagwright::{Policy, Slug, Tag};
    ///
    /// let policy = Policy::cwiq();
    /// let tag = Tag::new("branch-feature-search-a1b2c3d8")?;
    /// let candidates = policy.recognize(&tag);
    /// let feature = &candidates[0];
    /// assert_eq!(feature.rule, "feature");
    /// assert_eq!(feature.get("slug"), Some(&TagFieldValue::Slug(Slug::new("feature-search")?)));
    /// assert_eq!(feature.get("short_sha"), Some(&TagFieldValue::Text("a1b2c3d8".into())));
    ///
    /// // A pull request of that branch has the same tag.
    /// let rules: Vec<&str> = candidates.iter().map(|candidate| candidate.rule).collect();
    /// assert_eq!(rules, ["feature", "merge-request"]);
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    #[must_use]
    pub fn recognize(&self, tag: &Tag) -> Vec<Recognized<'_>> {
        Recognizer::new(self, |template| may_give(template, tag.as_str())).recognize(tag)
    }

    /// Prepares all rules for recognizing many tags of a registry.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{Policy, Tag};
    ///
    /// let policy = Policy::cwiq();
    /// let recognizer = policy.recognizer();
    /// let candidates = recognizer.recognize(&Tag::new("main-a1b2c3d8")?);
    /// assert_eq!(candidates[0].rule, "main");
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    #[must_use]
    pub fn recognizer(&self) -> Recognizer<'_> {
        Recognizer::new(self, |_| true)
    }
}

impl<'p> Recognizer<'p> {
    fn new(policy: &'p Policy, is_wanted: impl Fn(&Template) -> bool) -> Self {
        let mut sources = Vec::new();
        for (build, variant) in policy.variants().builds().iter().enumerate() {
            let rules = policy.rules().iter().enumerate();
            for (index, rule) in rules.filter(|(_, rule)| rule.conditions.admit(variant)) {
                let tags = SpelledTag::of_rule(policy, rule, build, &is_wanted);
                sources.extend(tags.map(|tag| PossibleTag {
                    candidate: Recognized {
                        rule: &rule.name,
                        path: Place::Tag(index, tag.index).to_string(),
                        template: tag.tag.template.source(),
                        kind: tag.tag.kind,
                        variant: (!variant.is_plain()).then_some(&*variant.name),
                        fields: Vec::new(),
                    },
                    tag,
                }));
            }
        }
        let trie = Trie::new(sources.iter().map(|source| &source.tag));
        Self { policy, sources, trie }
    }

    /// Recognizes a tag: returns the rules that it can come from, with the facts that
    /// it contains.
    ///
    /// Candidates whose templates contain more of the tag literally come first; among
    /// equals, the order is that of the policy. There are several candidates if the
    /// policy gives the same tag in different situations, which
    /// [`audit`](Policy::audit) reports beforehand. There is none if the policy cannot
    /// give the tag.
    ///
    /// The rule and fields of a planned tag are always among the candidates. A
    /// candidate need not correspond to a real build: whether a branch with that slug
    /// exists is not known.
    #[must_use]
    pub fn recognize(&self, tag: &Tag) -> Vec<Recognized<'p>> {
        let text = tag.as_str();
        let mut found: Vec<(_, Recognized<'p>)> = Vec::new();
        let mut reading = Reading::new(text);
        let end = text.len();
        reading.follow(&self.trie, Positions::only(0), &mut |reading, tags, reached| {
            if !reached.contains(end) {
                return;
            }
            let spans = reading.spans(end);
            let spans = spans.as_deref().map_err(|error| *error);
            for index in tags {
                let Some(PossibleTag { tag, candidate }) = self.sources.get(*index) else {
                    continue;
                };
                let Some(fields) = reading.fields(tag, spans, end) else { continue };
                let order = (Reverse(tag.text_length()), *index);
                found.push((order, Recognized { fields, ..candidate.clone() }));
            }
        });
        found.sort_by_key(|(order, _)| *order);
        found.into_iter().map(|(_, candidate)| candidate).collect()
    }
}

/// Two recognizers are equal if their policies are equal.
impl PartialEq for Recognizer<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.policy == other.policy
    }
}

impl Eq for Recognizer<'_> {}

impl fmt::Debug for Recognizer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recognizer").field(self.policy).finish()
    }
}

/// Whether a string begins and ends like a template.
fn may_give(template: &Template, text: &str) -> bool {
    let parts = template.parts();
    text.starts_with(literal(parts.first())) && text.ends_with(literal(parts.last()))
}

fn literal(part: Option<&Part>) -> &str {
    match part.map(|part| &part.content) {
        Some(Content::Literal(text)) => text,
        _ => "",
    }
}
