use alloc::format;
use alloc::string::String;

use super::error::{PolicyError, PolicyErrorKind};
use super::image::Images;
use super::path::Path;
use super::placeholder::Placeholder;
use super::shape::{CharSet, Shape};
use super::template::{Content, Template};
use super::trigger::Trigger;
use super::witness::Witness;
use crate::name::{Quoted, SlugEdges, SlugRules, Tag, is_first_of_tag, is_inner_of_tag};

/// Proves that templates give legal tags, from the policy's own settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prover<'a> {
    pub(crate) slug: &'a SlugRules,
    pub(crate) short_sha: usize,
    /// The longest suffix of an image; `""` where none has one.
    pub(crate) suffix: &'a str,
    pub(crate) images: &'a Images,
}

/// A tag that could be illegal: which part makes it so, and how.
struct Flaw<'t> {
    index: usize,
    culprit: Option<&'t Placeholder>,
    reason: Reason,
}

enum Reason {
    /// A character that no tag holds.
    Character,
    /// A first character that no tag begins with.
    First,
    Empty,
    Long {
        over: usize,
    },
}

impl Prover<'_> {
    /// Proves that a template gives a legal tag for every context that the
    /// trigger admits; the placeholders that are checked when a plan is made
    /// count as one legal character each.
    pub(crate) fn prove_tag(
        &self,
        template: &Template,
        source: &str,
        trigger: &Trigger,
        path: &Path<'_>,
    ) -> Result<(), PolicyError> {
        for (index, placeholder) in template.placeholders() {
            if let Some(reason) = trigger.lacks(placeholder) {
                let message = format!("{{{}}} at byte {index} {reason}", placeholder.name());
                return Err(PolicyError::new(
                    PolicyErrorKind::UnavailablePlaceholder,
                    path,
                    message,
                )
                .at(index));
            }
        }
        match self.flaw(template, trigger) {
            None => Ok(()),
            Some(flaw) => Err(self.refuse(&flaw, template, source, trigger, path)),
        }
    }

    fn flaw<'t>(&self, template: &'t Template, trigger: &Trigger) -> Option<Flaw<'t>> {
        let holds = CharSet::of_bytes(is_inner_of_tag);
        let begins = CharSet::of_bytes(is_first_of_tag);
        let mut shape = Shape::EMPTY;
        for part in template.parts() {
            let (next, culprit) = match &part.content {
                Content::Literal(text) => (Shape::exactly(text), None),
                Content::Placeholder(placeholder) => {
                    (self.shape(placeholder, trigger), Some(placeholder))
                }
            };
            let flaw = |reason| Some(Flaw { index: part.index, culprit, reason });
            if !next.any.without(holds).is_empty() {
                let index = match &part.content {
                    Content::Literal(text) => text.find(|one| !holds.contains(one)),
                    Content::Placeholder(_) => None,
                };
                let index = part.index + index.unwrap_or_default();
                return Some(Flaw { index, culprit, reason: Reason::Character });
            }
            if shape.least == 0 && !next.first.without(begins).is_empty() {
                return flaw(Reason::First);
            }
            shape = shape.then(next);
        }
        let flaw = |reason| Some(Flaw { index: 0, culprit: None, reason });
        if shape.least == 0 {
            return flaw(Reason::Empty);
        }
        let most = shape.most.saturating_add(self.suffix.len());
        if most > Tag::MAX_LENGTH {
            return flaw(Reason::Long { over: most - Tag::MAX_LENGTH });
        }
        None
    }

    fn refuse(
        &self,
        flaw: &Flaw<'_>,
        template: &Template,
        source: &str,
        trigger: &Trigger,
        path: &Path<'_>,
    ) -> PolicyError {
        let witness = Witness::find(template, trigger, self);
        let quoted = Quoted(source);
        let remedy = self.remedy(flaw, template, trigger);
        let message = match &witness {
            Some(witness) => format!("{quoted} can give an illegal tag: {witness}; {remedy}"),
            None => format!(
                "{quoted} at byte {} cannot be proved to give a legal tag: {}; {remedy}",
                flaw.index,
                flaw.describe(),
            ),
        };
        PolicyError::new(PolicyErrorKind::IllegalResult, path, message)
            .at(flaw.index)
            .with_witness(witness)
    }

    fn remedy(&self, flaw: &Flaw<'_>, template: &Template, trigger: &Trigger) -> String {
        use Placeholder::{Branch, Committed, Created, DefaultBranch, Sha, Slug, TargetBranch};
        let has_slug = template.has(|one| *one == Slug);
        match (&flaw.reason, flaw.culprit) {
            (_, Some(Branch | TargetBranch | DefaultBranch)) => "use {slug}".into(),
            (Reason::Character, Some(Created(_) | Committed(_))) => {
                "give a format without ':', such as {created:%Y%m%d}".into()
            }
            (Reason::Character, _) => "a tag holds letters, digits, '_', '.' and '-'".into(),
            (Reason::First, _) if !has_slug || flaw.index == 0 && flaw.culprit.is_none() => {
                "begin the template with a letter or a digit".into()
            }
            (Reason::First, _) if self.slug.edges() == SlugEdges::Keep => {
                "begin the template with a letter, or trim the edges of slugs".into()
            }
            (Reason::First, _) => {
                "begin the template with a letter, or say with slug.empty what an empty slug is"
                    .into()
            }
            (Reason::Empty, _) if has_slug => {
                "put text before it, or say with slug.empty what an empty slug is".into()
            }
            (Reason::Empty, _) => "a tag has at least one character".into(),
            (Reason::Long { over }, _) => match self.shorter_slug(*over, template, trigger) {
                Some(fits) => format!("slug.max-length = {fits} would fit"),
                None if template.has(|one| *one == Sha) => "use {short_sha}".into(),
                None => format!("a tag has at most {} characters", Tag::MAX_LENGTH),
            },
        }
    }

    /// The `max-length` under which a template loses this many characters, if
    /// there is one.
    fn shorter_slug(&self, over: usize, template: &Template, trigger: &Trigger) -> Option<usize> {
        let slugs = template.placeholders().filter(|(_, one)| **one == Placeholder::Slug).count();
        let most = self.shape(&Placeholder::Slug, trigger).most;
        let fits =
            most.checked_sub(over.checked_add(slugs)?.checked_sub(1)?.checked_div(slugs)?)?;
        let mut options = self.slug.options();
        options.max_length = fits;
        SlugRules::new(options).is_ok().then_some(fits)
    }
}

impl Flaw<'_> {
    fn describe(&self) -> String {
        let what = match self.culprit {
            Some(placeholder) => format!("{{{}}}", placeholder.name()),
            None => "it".into(),
        };
        match self.reason {
            Reason::Character => format!("{what} may hold a character that no tag holds"),
            Reason::First => format!("{what} may begin with '-' or '.'"),
            Reason::Empty => format!("{what} may be empty"),
            Reason::Long { over } => format!("{what} may be {over} characters too long"),
        }
    }
}
