//! The proof that tags are legal.

use alloc::format;
use alloc::string::String;

use super::counterexample::Verdict;
use super::everyday_refs::refs;
use super::grammar::Grammar;
use super::prover::Prover;
use super::shape::Shape;
use super::witness::Witness;
use crate::name::{NameErrorKind, Quoted, SlugEdges, SlugRules};
use crate::policy::document::Moves;
use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::place::Place;
use crate::policy::placeholder::Placeholder;
use crate::policy::rule::Rule;
use crate::policy::tag_grammar::{TagGrammar, Words};
use crate::policy::template::{Content, Part, Template};
use crate::policy::trigger::Trigger;

/// A tag that could be illegal: which part makes it so, and how.
#[derive(Clone, Copy)]
struct Flaw<'t> {
    index: usize,
    /// The placeholder to blame, where it is not a text of the policy.
    culprit: Option<&'t Placeholder>,
    /// The character of the policy's own text that no tag holds.
    literal: Option<char>,
    reason: Reason,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// A character that no tag holds.
    Character,
    /// A first character that no tag begins with.
    First,
    /// A last character that no tag ends with.
    Last,
    Empty,
    Long {
        over: usize,
    },
}

impl Prover<'_> {
    /// Proves that every tag of every rule is legal.
    pub(crate) fn prove_rules(&self, rules: &[Rule]) -> Result<(), PolicyError> {
        for (index, rule) in rules.iter().enumerate() {
            for (position, tag) in rule.tags.iter().enumerate() {
                let place = match tag.moves {
                    Moves::Always => Place::Tag(index, position),
                    _ => Place::TagOfTable(index, position),
                };
                self.prove_tag(&tag.template, &rule.trigger, place)?;
            }
        }
        Ok(())
    }

    /// Proves that a template gives a legal tag for every context that the
    /// trigger admits; the placeholders that are checked when a plan is made
    /// count as one legal character each.
    ///
    /// The shapes of its parts prove most templates. Where they do not, the names
    /// that the trigger takes are searched.
    fn prove_tag(
        &self,
        template: &Template,
        trigger: &Trigger,
        place: Place<'_>,
    ) -> Result<(), PolicyError> {
        for (index, placeholder) in template.placeholders() {
            if let Some(reason) = trigger.lacks(placeholder) {
                let message = format!("{{{}}} at byte {index} {reason}", placeholder.name());
                return Err(PolicyError::new(
                    PolicyErrorKind::UnavailablePlaceholder,
                    &place,
                    message,
                )
                .at(index));
            }
        }
        let Some(mut flaw) = self.flaw(template, trigger) else { return Ok(()) };
        let grammar = Grammar::Tag(&self.grammar, self.images.longest_suffix());
        let verdict = if flaw.is_certain() {
            let everyday = Witness::find(template, trigger, self, grammar);
            let witness = everyday.or_else(|| {
                let refs = refs(trigger, Some(&self.effort));
                Witness::among(&refs, template, trigger, self, grammar)
            });
            witness.map_or(Verdict::Undecided, Verdict::Illegal)
        } else {
            self.verdict(template, trigger, grammar)
        };
        // Of several flaws it is the one that is shown.
        match &verdict {
            Verdict::Legal => return Ok(()),
            Verdict::Illegal(witness) => match witness.refusal().kind() {
                NameErrorKind::TooLong { .. } => {
                    let longest = self.longest(self.whole(template, trigger));
                    let over = longest.saturating_sub(self.grammar.most);
                    flaw.reason = Reason::Long { over };
                }
                NameErrorKind::Empty => flaw.reason = Reason::Empty,
                _ if flaw.reason == Reason::First && witness.refusal().index() > 0 => {
                    let character = self.bad_characters(template, trigger).next();
                    let whole = || self.whole(template, trigger);
                    let other = character.or_else(|| self.bad_as_a_whole(template, whole()));
                    flaw = other.unwrap_or(flaw);
                }
                _ => {}
            },
            Verdict::Undecided | Verdict::GivenUp => {}
        }
        Err(self.refuse(&flaw, verdict, template, trigger, place))
    }

    /// The first flaw of the text that a template gives; of one that is bad in no
    /// place, that of the whole.
    fn flaw<'t>(&self, template: &'t Template, trigger: &Trigger) -> Option<Flaw<'t>> {
        let TagGrammar { begins, holds, .. } = self.grammar;
        let whole = self.whole(template, trigger);
        if whole.any.without(holds).is_empty() && whole.first.without(begins).is_empty() {
            return self.bad_as_a_whole(template, whole);
        }
        let first = self.bad_beginning(template, trigger);
        let all = || first.iter().copied().chain(self.bad_characters(template, trigger));
        // What every context shows comes before what only some do.
        let certain = all().filter(Flaw::is_certain).min_by_key(Flaw::order);
        certain.or_else(|| all().min_by_key(Flaw::order))
    }

    /// What is not at all in a tag.
    fn bad_characters<'t>(
        &self,
        template: &'t Template,
        trigger: &Trigger,
    ) -> impl Iterator<Item = Flaw<'t>> {
        let holds = self.grammar.holds;
        template.parts().iter().filter_map(move |part| match &part.content {
            Content::Literal(text) => {
                let (at, found) = text.char_indices().find(|(_, one)| !holds.contains(*one))?;
                let flaw = Flaw::of(part, Reason::Character);
                Some(Flaw { index: part.index + at, literal: Some(found), ..flaw })
            }
            Content::Placeholder(_) => {
                let any = self.shape_of(part, trigger).any;
                (!any.without(holds).is_empty()).then(|| Flaw::of(part, Reason::Character))
            }
        })
    }

    /// What does not begin a tag, where it may be first.
    fn bad_beginning<'t>(&self, template: &'t Template, trigger: &Trigger) -> Option<Flaw<'t>> {
        for part in template.parts() {
            let shape = self.shape_of(part, trigger);
            if !shape.first.without(self.grammar.begins).is_empty() {
                return Some(Flaw::of(part, Reason::First));
            }
            if shape.least > 0 {
                break;
            }
        }
        None
    }

    /// What is bad of a template whose tags are of this shape, and of no single
    /// part.
    fn bad_as_a_whole<'t>(&self, template: &'t Template, shape: Shape) -> Option<Flaw<'t>> {
        let TagGrammar { ends, most, .. } = self.grammar;
        let flaw = |reason| Some(Flaw { index: 0, culprit: None, literal: None, reason });
        if shape.least == 0 {
            return flaw(Reason::Empty);
        }
        if !shape.last.without(ends).is_empty() {
            let last = template.parts().last()?;
            let index = match &last.content {
                Content::Literal(text) => last.index + text.len() - 1,
                Content::Placeholder(_) => last.index,
            };
            return Some(Flaw { index, ..Flaw::of(last, Reason::Last) });
        }
        match self.longest(shape).checked_sub(most) {
            None | Some(0) => None,
            Some(over) => flaw(Reason::Long { over }),
        }
    }

    /// Whether a tag can be illegal only for what it begins with, or for being
    /// empty.
    pub(crate) fn can_only_begin_badly(&self, template: &Template, trigger: &Trigger) -> bool {
        let TagGrammar { holds, ends, most, .. } = self.grammar;
        let shape = self.whole(template, trigger);
        shape.any.without(holds).is_empty()
            && shape.last.without(ends).is_empty()
            && self.longest(shape) <= most
    }

    /// The shape of all that a template gives.
    pub(crate) fn whole(&self, template: &Template, trigger: &Trigger) -> Shape {
        let shapes = template.parts().iter().map(|part| self.shape_of(part, trigger));
        shapes.fold(Shape::EMPTY, Shape::then)
    }

    fn shape_of(&self, part: &Part, trigger: &Trigger) -> Shape {
        match &part.content {
            Content::Literal(text) => Shape::exactly(text),
            Content::Placeholder(placeholder) => self.shape(placeholder, trigger),
        }
    }

    /// How long a tag may be, with the longest suffix of an image.
    fn longest(&self, tag: Shape) -> usize {
        tag.most.saturating_add(self.images.longest_suffix().len())
    }

    fn refuse(
        &self,
        flaw: &Flaw<'_>,
        verdict: Verdict,
        template: &Template,
        trigger: &Trigger,
        place: Place<'_>,
    ) -> PolicyError {
        let quoted = Quoted(template.source());
        let remedy = self.remedy(flaw, template, trigger);
        let noun = self.grammar.words.noun;
        let unproved = || {
            let (index, what) = (flaw.index, flaw.describe(noun));
            format!("{quoted} at byte {index} cannot be proved to give a legal {noun}: {what}")
        };
        let message = match &verdict {
            Verdict::Illegal(witness) if noun == "tag" => {
                format!("{quoted} can give an illegal tag: {witness}; {remedy}")
            }
            Verdict::Illegal(witness) => {
                format!("{quoted} can give no {noun}: {witness}; {remedy}")
            }
            Verdict::GivenUp => format!(
                "{}, and the search for a ref that shows it was given up; {remedy}, or make the \
                 patterns simpler",
                unproved(),
            ),
            Verdict::Legal | Verdict::Undecided => format!("{}; {remedy}", unproved()),
        };
        PolicyError::new(PolicyErrorKind::IllegalResult, &place, message)
            .at(flaw.index)
            .with_witness(verdict.into_witness())
    }

    fn remedy(&self, flaw: &Flaw<'_>, template: &Template, trigger: &Trigger) -> String {
        use Placeholder::{
            Branch, Committed, Created, DefaultBranch, Sha, Slug, TargetBranch, Version,
        };
        let Words { holds, limit, .. } = *self.grammar.words;
        let has_slug = template.has(|one| *one == Slug);
        match (&flaw.reason, flaw.culprit) {
            (_, Some(Branch | TargetBranch | DefaultBranch)) => "use {slug}".into(),
            (Reason::Character, Some(Created(format) | Committed(format))) => {
                let foreign = format.literals().find(|one| !self.grammar.holds.contains(*one));
                let found = foreign.unwrap_or(':');
                format!("give a format without {found:?}, such as {{created:%Y%m%d}}")
            }
            (Reason::Character, Some(Slug)) => {
                format!("{holds}; set slug.case = \"lower\", and slug.keep to nothing")
            }
            (Reason::Character, Some(Version)) => {
                "write {major}-{minor}-{patch} for the version".into()
            }
            (Reason::Character, None) if template.has_brace() => {
                format!("{holds}; a placeholder is written with one brace, as in {{short_sha}}")
            }
            (Reason::Character, _) => holds.into(),
            (Reason::Last, Some(Slug)) if self.settings.slug.edges() == SlugEdges::Keep => {
                "end the template with a letter or a digit, or trim the edges of slugs".into()
            }
            (Reason::Last, _) => "end the template with a letter or a digit".into(),
            (Reason::First, None) if flaw.index == 0 => {
                "begin the template with a letter or a digit".into()
            }
            (Reason::First, _) if self.settings.slug.edges() == SlugEdges::Keep => {
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
                None => limit.into(),
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
        let mut options = self.settings.slug.options();
        options.max_length = fits;
        SlugRules::new(options).is_ok().then_some(fits)
    }
}

impl<'t> Flaw<'t> {
    fn of(part: &'t Part, reason: Reason) -> Self {
        let culprit = match &part.content {
            Content::Placeholder(placeholder) => Some(placeholder),
            Content::Literal(_) => None,
        };
        Self { index: part.index, culprit, literal: None, reason }
    }

    /// Whether every context shows it: the text is the policy's own.
    fn is_certain(&self) -> bool {
        let is_own =
            |one: &Placeholder| matches!(one, Placeholder::Created(_) | Placeholder::Committed(_));
        match self.reason {
            Reason::Character => self.culprit.is_none_or(is_own),
            Reason::First => self.culprit.is_none() && self.index == 0,
            Reason::Last | Reason::Empty | Reason::Long { .. } => false,
        }
    }

    /// The first comes first; of two at one place the character says more.
    fn order(&self) -> (usize, bool) {
        (self.index, self.reason != Reason::Character)
    }

    fn describe(&self, noun: &str) -> String {
        let what = match self.culprit {
            Some(placeholder) => format!("{{{}}}", placeholder.name()),
            None => "it".into(),
        };
        match (self.reason, self.literal) {
            (Reason::Character, Some(found)) => format!("no {noun} holds {found:?}"),
            (Reason::Character, None) => {
                format!("{what} may hold a character that no {noun} holds")
            }
            (Reason::First, _) => format!("{what} may begin as no {noun} does"),
            (Reason::Last, _) => format!("{what} may end as no {noun} does"),
            (Reason::Empty, _) => format!("{what} may be empty"),
            (Reason::Long { over }, _) => format!("{what} may be {over} characters too long"),
        }
    }
}
