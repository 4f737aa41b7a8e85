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

/// The tags of a policy as one automaton, prepared to read many tags of a registry
/// backwards.
///
/// [`Policy::recognizer`] makes it, and [`recognize`](Self::recognize) says which
/// rules a tag can come from. It borrows the policy, and may be used by several
/// threads at once.
///
/// # Limits
///
/// Templates that begin alike are compared with a tag once, and one that begins
/// differently costs nothing more. The time for a tag grows with the number of
/// templates that it resembles, and is a few microseconds for each that can give it;
/// memory grows with the policy alone. Nothing is kept between two tags.
///
/// Some templates split a tag in very many ways, such as `{project}{slug}{run_number}`
/// a tag of 128 digits:
///
/// * Of a field with more than [`TagField::MOST_READINGS`] readings, none is listed.
/// * After 32 768 comparisons for one tag, what is still undecided is among the
///   candidates, and its fields have no readings.
///
/// # Examples
///
/// A job that cleans up a registry removes what branches left behind, and reports
/// tags that are not the policy's:
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
    /// The tags of the sources.
    trie: Trie,
}

/// What a tag can come from.
#[derive(Clone)]
struct PossibleTag<'p> {
    tag: SpelledTag<'p>,
    /// Without its fields.
    candidate: Recognized<'p>,
}

/// # Read tags back
impl Policy {
    /// Reads a tag that was found in a registry backwards: which rules it can come from,
    /// and what it says of its build.
    ///
    /// This prepares the templates that look like the tag, and reads it once; to read
    /// many tags, prepare a [`recognizer`](Self::recognizer).
    ///
    /// # Examples
    ///
    /// Which commit runs, asked of the tag alone:
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

    /// Prepares all rules to read many tags of a registry backwards.
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

    /// Says which rules a tag can come from, and what it then says of its build.
    ///
    /// The candidates whose templates have most of the tag in them as text come
    /// first, then those that stand first in the policy. There are several
    /// where the policy gives one tag in different situations, which
    /// [`audit`](Policy::audit) reports beforehand, and none for a tag that is not
    /// the policy's.
    ///
    /// What a plan of the policy holds is always among the candidates, with
    /// its fields. A candidate need not be real: whether there is a branch with
    /// that slug, only git knows.
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

/// Two recognizers are equal when they are of equal policies.
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

/// Whether a text begins and ends as a template does.
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
