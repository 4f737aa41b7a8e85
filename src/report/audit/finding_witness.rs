use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::actor::Actor;
use crate::context::CiContext;
use crate::name::{ImageName, Quoted, Tag};
use crate::policy::Conditions;

/// The contexts that show a finding, and the tag that they show it by.
///
/// Each was planned before it was reported. A policy that does not load has a
/// [`Counterexample`](crate::document::Counterexample) instead.
///
/// `Display` writes the tag, and then one line for each context with who can start its
/// pipeline.
///
/// # Examples
///
/// Printing every finding with its witness:
///
/// ```
/// use tagwright::Policy;
///
/// let policy: Policy = toml::from_str(r#"
///     version = 1
///     images = [{ name = "{project}", push = "registry.example.com" }]
///     rules = [{ name = "branches", when = { branch = "*" }, tags = ["{slug}"] }]
///     slug = { edges = "trim", empty = "unnamed" }
/// "#)?;
/// for finding in policy.audit() {
///     println!("{finding}");
///     if let Some(witness) = &finding.witness {
///         println!("{witness}");
///     }
/// }
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct FindingWitness {
    /// The contexts. If there is a tag, it is in the plan of each; if there is none, none
    /// of them has a plan.
    pub contexts: Vec<CiContext>,
    /// Who can start the pipeline of each context, by the rule that the finding is about.
    pub actors: Vec<Actor>,
    /// The tag.
    pub tag: Option<Tag>,
    /// The image under which the tag is shown, where it has another name in other builds
    /// of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageName>,
    /// The tag, after the image if there is one.
    #[serde(skip)]
    text: String,
}

impl FindingWitness {
    /// Returns each context with who can start its pipeline.
    #[must_use]
    pub fn examples(&self) -> impl ExactSizeIterator<Item = (&CiContext, Actor)> {
        self.contexts.iter().zip(self.actors.iter().copied())
    }

    /// A witness of contexts, and of the conditions of the rule that each is for; none where
    /// it is for no rule.
    pub(crate) fn new<'r>(
        examples: impl IntoIterator<Item = (CiContext, &'r Conditions)>,
        tag: Option<Tag>,
    ) -> Self {
        let of = |(context, conditions): (CiContext, &Conditions)| {
            let actor = Actor::of(conditions, context.git_ref().kind());
            (context, actor)
        };
        let (contexts, actors) = examples.into_iter().map(of).unzip();
        let text = tag.as_ref().map(ToString::to_string).unwrap_or_default();
        Self { contexts, actors, tag, image: None, text }
    }

    /// A witness that is shown by a tag or a whole reference.
    pub(crate) fn of<'r>(
        examples: impl IntoIterator<Item = (CiContext, &'r Conditions)>,
        text: &str,
    ) -> Option<Self> {
        let (image, tag) = match text.rsplit_once(':') {
            Some((image, tag)) => (Some(ImageName::parse(image).ok()?), tag),
            None => (None, text),
        };
        let tag = Some(Tag::new(tag).ok()?);
        Some(Self { image, text: text.into(), ..Self::new(examples, tag) })
    }

    /// The text of the tag, or of the whole reference.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What the text is.
    pub(crate) fn noun(&self) -> &'static str {
        if self.image.is_some() { "reference" } else { "tag" }
    }

    /// The text as messages quote it: a whole reference with its end.
    pub(crate) fn quoted(&self) -> String {
        match self.image {
            None => Quoted(&self.text).to_string(),
            Some(_) => format!("\"{}\"", self.text),
        }
    }

    /// That the contexts are of one commit, if they are.
    pub(crate) fn at_one_commit(&self) -> &'static str {
        match &*self.contexts {
            [left, right] if left.sha() == right.sha() => " at one commit",
            _ => "",
        }
    }

    /// The refs of the first two contexts, as messages name them.
    pub(crate) fn refs(&self) -> [String; 2] {
        [0, 1].map(|index| {
            self.contexts.get(index).map_or_else(String::new, |one| one.git_ref().to_string())
        })
    }
}

/// ```text
/// tag "latest"
///   contributor: branch "main" of project "server" at a1b2c3d8…
/// ```
impl fmt::Display for FindingWitness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tag {
            Some(_) => write!(f, "{} {:?}", self.noun(), self.text)?,
            None => f.write_str("no tag")?,
        }
        self.examples().try_for_each(|(context, actor)| write!(f, "\n  {actor}: {context}"))
    }
}
