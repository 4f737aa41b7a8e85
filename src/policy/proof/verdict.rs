//! The search for a context that breaks a template, where the shapes of its
//! placeholders leave open whether there is one.

use alloc::boxed::Box;

use super::claim::{Claim, can_only_begin_badly, is_short_enough};
use super::grammar::Grammar;
use super::prover::Prover;
use super::refs::Refs;
use super::refutation::Refutation;
use crate::name::GitRef;
use crate::policy::language::{
    Assumption, Dfa, Facts, NameAutomaton, NotFound, TagMachine, shortest_text,
};
use crate::policy::{CharSet, Conditions, Content, Looks, Placeholder, Template, example_refs};

/// Whether a claim is true.
pub(crate) enum Verdict<'t> {
    Legal,
    Illegal(Box<Refutation<'t>>),
    /// A regex is one that the search does not follow, or the flaw one that it
    /// cannot show.
    Undecided,
    /// The search takes too long.
    GivenUp,
}

impl Prover<'_> {
    /// Looks among everyday refs first, which read best, and then searches.
    pub(crate) fn verdict<'t>(&self, claim: Claim<'t>) -> Verdict<'t> {
        if self.is_proved(claim) {
            return Verdict::Legal;
        }
        let everyday = claim.refs.everyday(self).map(|one| (one, Facts::default()));
        match self.show(claim, everyday) {
            Verdict::Undecided => {}
            shown => return shown,
        }
        self.search(claim)
    }

    /// Refs from which something long is captured, if a tag may be too long because of it.
    fn longest_captures<'t>(
        &self,
        claim: Claim<'t>,
    ) -> impl Iterator<Item = (GitRef, Facts)> + use<'_, 't> {
        /// Longer than any tag.
        const LONG: usize = 200;
        let Claim { template, refs, grammar } = claim;
        let may_be_long = match grammar {
            Grammar::Tag(grammar) => {
                !is_short_enough(self.whole(template, refs.conditions), grammar)
            }
            _ => false,
        };
        let captures = template.placeholders().filter_map(|(_, one)| one.capture());
        captures.filter(move |_| may_be_long).flat_map(|capture| {
            let mut facts = Facts::default();
            facts.read(capture.fact(), capture.expression.longest(LONG).chars());
            let refs = example_refs(refs.conditions, &facts, Looks::Everywhere, &self.effort);
            refs.into_iter().map(move |one| (one, facts.clone()))
        })
    }

    /// Searches the names of the refs that a rule admits for one that a
    /// template makes something illegal of.
    ///
    /// The search is complete: what it does not find is not there, unless it is
    /// given up.
    pub(crate) fn search<'t>(&self, claim: Claim<'t>) -> Verdict<'t> {
        let Claim { template, refs, grammar } = claim;
        let conditions = refs.conditions;
        let found = |facts: &Facts| {
            let refs = example_refs(conditions, facts, Looks::Everywhere, &self.effort);
            let facts = facts.clone();
            refs.into_iter().map(move |one| (one, facts.clone()))
        };
        // A flaw of the policy's own text is in what every ref gives: nothing is left to
        // search for.
        if !matches!(grammar, Grammar::OtherPath(..)) && claim.own_flaw().is_some() {
            return self.show(claim, found(&Facts::default()));
        }
        if template.has(|one| *one == Placeholder::TargetBranch) {
            return self.search_targets(claim);
        }
        if template.has(|one| *one == Placeholder::DefaultBranch) {
            return Verdict::Undecided;
        }
        if !self.effort.spend_alone(SET_UP) {
            return Verdict::GivenUp;
        }
        let names = refs.names(self);
        if template.has(|one| *one == Placeholder::Branch) {
            self.effort.begin();
            let holds = grammar.holds();
            let name = names.borrow_mut().automaton.shortest_with(|one| !holds.contains(one));
            if let Some(name) = name {
                return self.show(claim, found(&Facts::of_name(&name)));
            }
            if self.effort.is_spent() {
                return Verdict::GivenUp;
            }
        }
        for (_, placeholder) in template.placeholders() {
            let Placeholder::Capture(capture) = placeholder else { continue };
            self.effort.begin();
            let holds = grammar.holds();
            let mut captures = NameAutomaton::of_capture(capture, &self.effort);
            if let Some(text) = captures.shortest_with(|one| !holds.contains(one)) {
                let mut facts = Facts::default();
                facts.read(capture.fact(), text.chars());
                return self.show(claim, found(&facts));
            }
            if self.effort.is_spent() {
                return Verdict::GivenUp;
            }
        }
        if let shown @ Verdict::Illegal(_) = self.show(claim, self.longest_captures(claim)) {
            return shown;
        }
        let settings = self.settings;
        let mut machine =
            TagMachine::new(settings, (template, conditions), names, Assumption::Letters);
        let illegal = match grammar {
            // For everyday templates: only the first character can be wrong, so nothing
            // after it is searched.
            Grammar::Tag(grammar)
                if can_only_begin_badly(self.whole(template, conditions), grammar) =>
            {
                Dfa::no_beginning(grammar.begins)
            }
            Grammar::Tag(grammar) => Dfa::no_tag(grammar),
            Grammar::Path(case, needs) => Dfa::no_path(case, needs),
            Grammar::OtherPath(case, path) => Dfa::text(case, path),
            Grammar::EnvValue => Dfa::foreign(CharSet::ENV_VALUE),
        };
        let Some(mut illegal) = illegal else { return Verdict::Undecided };
        let told_apart = if let Grammar::OtherPath(_, path) = grammar { path } else { "" };
        let bytes = machine.bytes(told_apart);
        match shortest_text(&mut machine, &mut illegal, &bytes, &self.effort) {
            // What else is wrong with such a value is not searched for.
            Err(NotFound::Never) if matches!(grammar, Grammar::EnvValue) => Verdict::Undecided,
            Err(NotFound::Never) => Verdict::Legal,
            Err(NotFound::Undecided) => Verdict::GivenUp,
            Ok(text) => {
                let facts = machine.readings(&text, MOST_READINGS);
                self.show(claim, facts.iter().flat_map(found))
            }
        }
    }

    /// Searches the branches that pull requests go into, where the template names
    /// no other.
    fn search_targets<'t>(&self, claim: Claim<'t>) -> Verdict<'t> {
        use Placeholder::{Branch, DefaultBranch, Slug, TargetBranch};
        let Some(names) = claim.refs.conditions.target() else {
            return Verdict::Undecided;
        };
        if claim.template.has(|one| matches!(one, Branch | DefaultBranch | Slug(_, None))) {
            return Verdict::Undecided;
        }
        let contents = claim.template.parts().iter().map(|part| match &part.content {
            Content::Placeholder(TargetBranch) => Content::Placeholder(Branch),
            content => content.clone(),
        });
        let template = Template::of_contents(contents);
        let conditions = Conditions::of_branches(names.clone());
        let refs = Refs::new(&conditions);
        match self.search(Claim { template: &template, refs: &refs, ..claim }) {
            Verdict::Legal => Verdict::Legal,
            Verdict::GivenUp => Verdict::GivenUp,
            Verdict::Illegal(_) | Verdict::Undecided => Verdict::Undecided,
        }
    }

    /// What was found counts only if the template really gives it.
    fn show<'t>(
        &self,
        claim: Claim<'t>,
        refs: impl IntoIterator<Item = (GitRef, Facts)>,
    ) -> Verdict<'t> {
        let refs = refs.into_iter().take_while(|_| self.effort.spend_alone(SHOWN));
        let mut shown = refs.filter_map(|(one, facts)| Refutation::of(&one, &facts, claim, self));
        shown.next().map_or(Verdict::Undecided, |shown| Verdict::Illegal(Box::new(shown)))
    }
}

/// The steps in the time that it takes to render a template for a ref.
const SHOWN: usize = 2;
/// The steps in the time that it takes to begin a search.
const SET_UP: usize = 200;

/// A text that a letter stood for may be another in each.
const MOST_READINGS: usize = 4;
