//! The search for a context that breaks a template, where the shapes of its
//! placeholders leave open whether there is one.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::claim::{Claim, can_only_begin_badly};
use super::counterexample::Counterexample;
use super::everyday_refs::{pull_requests, refs as everyday_refs};
use super::grammar::Grammar;
use super::prover::Prover;
use crate::name::{GitRef, RefName};
use crate::policy::document::PrereleaseFilter;
use crate::policy::language::{
    Assumption, Dfa, Effort, Fact, Facts, NameAutomaton, NotFound, RuleNames, TagMachine,
    shortest_text,
};
use crate::policy::placeholder::Placeholder;
use crate::policy::template::{Content, Template};
use crate::policy::trigger::Trigger;

/// Whether a claim is true.
pub(crate) enum Verdict<'t> {
    Legal,
    Illegal(Counterexample<'t>),
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
        match self.show(claim, everyday_refs(claim.trigger, None)) {
            Verdict::Undecided => {}
            shown => return shown,
        }
        self.search(claim)
    }

    /// Searches the names of the refs that a trigger takes for one that a
    /// template makes something illegal of.
    ///
    /// The search is complete: what it does not find is not there, unless it is
    /// given up.
    pub(crate) fn search<'t>(&self, claim: Claim<'t>) -> Verdict<'t> {
        let Claim { template, trigger, grammar } = claim;
        // A flaw of the policy's own text is in what every ref gives. The search would
        // not see it: it does not try bytes that only the template holds.
        if !matches!(grammar, Grammar::OtherPath(..)) && claim.own_flaw().is_some() {
            return self.show(claim, everyday_refs(trigger, Some(&self.effort)));
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
        let mut names = NameAutomaton::of(trigger, &self.effort);
        if template.has(|one| *one == Placeholder::Branch) {
            self.effort.begin();
            let holds = grammar.holds();
            if let Some(name) = names.shortest_with(|one| !holds.contains(one)) {
                return self.show(claim, named(trigger, name, &self.effort));
            }
            if self.effort.is_spent() {
                return Verdict::GivenUp;
            }
        }
        let settings = self.settings;
        let names = RuleNames::new(names, settings.slug);
        let mut machine = TagMachine::new(settings, template, &names, Assumption::Letters);
        let illegal = match grammar {
            // Everyday templates: nothing behind the first character is searched.
            Grammar::Tag(grammar, suffix)
                if can_only_begin_badly(self.whole(template, trigger), grammar, suffix) =>
            {
                Dfa::no_beginning(grammar.begins)
            }
            Grammar::Tag(grammar, suffix) => Dfa::no_tag(grammar, suffix.len()),
            Grammar::Path(case, needs) => Dfa::no_path(case, needs),
            Grammar::OtherPath(case, path) => Dfa::text(case, path),
            Grammar::EnvValue => None,
        };
        let Some(mut illegal) = illegal else { return Verdict::Undecided };
        let told_apart = if let Grammar::OtherPath(_, path) = grammar { path } else { "" };
        let bytes = machine.bytes(told_apart);
        match shortest_text(&mut machine, &mut illegal, &bytes, &self.effort) {
            Err(NotFound::Never) => Verdict::Legal,
            Err(NotFound::Undecided) => Verdict::GivenUp,
            Ok(text) => {
                let facts = machine.readings(&text, MOST_READINGS);
                let refs = facts.iter().flat_map(|facts| refs(trigger, facts, &self.effort));
                self.show(claim, refs)
            }
        }
    }

    /// Searches the branches that pull requests go into, where the template names
    /// no other.
    fn search_targets<'t>(&self, claim: Claim<'t>) -> Verdict<'t> {
        use Placeholder::{Branch, DefaultBranch, Slug, TargetBranch};
        let Trigger::PullRequest { target: Some(names) } = claim.trigger else {
            return Verdict::Undecided;
        };
        if claim.template.has(|one| matches!(one, Branch | DefaultBranch | Slug)) {
            return Verdict::Undecided;
        }
        let contents = claim.template.parts().iter().map(|part| match &part.content {
            Content::Placeholder(TargetBranch) => Content::Placeholder(Branch),
            content => content.clone(),
        });
        let (template, trigger) = (Template::of_contents(contents), Trigger::Branch(names.clone()));
        match self.search(Claim { template: &template, trigger: &trigger, ..claim }) {
            Verdict::Legal => Verdict::Legal,
            Verdict::GivenUp => Verdict::GivenUp,
            Verdict::Illegal(_) | Verdict::Undecided => Verdict::Undecided,
        }
    }

    /// What was found counts only if the template really gives it.
    fn show<'t>(&self, claim: Claim<'t>, refs: impl IntoIterator<Item = GitRef>) -> Verdict<'t> {
        let mut shown = refs.into_iter().filter_map(|one| Counterexample::of(&one, claim, self));
        shown.next().map_or(Verdict::Undecided, Verdict::Illegal)
    }
}

/// The steps in the time that it takes to read a trigger's patterns.
const SET_UP: usize = 1_000;

/// A text that a letter stood for may be another in each.
const MOST_READINGS: usize = 4;

/// The refs that facts tell of, of those that the trigger takes.
fn refs(trigger: &Trigger, facts: &Facts, effort: &Effort) -> Vec<GitRef> {
    let name = facts.of(Fact::Name);
    match (name, trigger) {
        (Some(name), _) => named(trigger, name, effort),
        (None, Trigger::Release(filter)) => {
            let number = |fact| facts.of(fact).unwrap_or_else(|| "1".into());
            let [major, minor, patch] = [Fact::Major, Fact::Minor, Fact::Patch].map(number);
            let prerelease = match filter.prerelease {
                PrereleaseFilter::Only => "-rc.1",
                PrereleaseFilter::No | PrereleaseFilter::Any => "",
            };
            let name = format!("{}{major}.{minor}.{patch}{prerelease}", filter.prefix);
            named(trigger, name, effort)
        }
        (None, _) => everyday_refs(trigger, Some(effort)),
    }
}

fn named(trigger: &Trigger, name: String, effort: &Effort) -> Vec<GitRef> {
    // A regex that is not followed was taken for any name.
    let is_taken = match trigger {
        Trigger::Branch(names) | Trigger::Tag(names) => names.matches(&name),
        Trigger::Release(filter) => filter.read(&name).is_ok(),
        _ => true,
    };
    let Some(name) = RefName::new(name).ok().filter(|_| is_taken) else { return Vec::new() };
    match trigger {
        Trigger::Tag(_) | Trigger::Release(_) => Vec::from([GitRef::Tag(name)]),
        Trigger::PullRequest { target } => pull_requests(&name, target.as_ref(), Some(effort)),
        Trigger::Branch(_) | Trigger::DefaultBranch | Trigger::Schedule | Trigger::Any => {
            Vec::from([GitRef::Branch(name)])
        }
    }
}
