//! How much it matters that two tags meet.
//!
//! A meeting is an *error* where one pipeline takes over what is not its own, and may do so
//! without anybody's intent:
//!
//! * *Not its own*: a release, the default branch, an exactly named branch, a protected ref or a
//!   schedule gives the tag ([`Exposure`]), and any other branch or a pull request takes it over.
//!   So does one release from another if a tag of the two is immutable.
//! * *Without intent*: whoever may start that pipeline is not a maintainer ([`Actor`]), and the name
//!   of its ref is one that a person would choose ([`LikelyName`]). That is decided for all names
//!   that the rule admits, not for the one that shows the finding.
//!
//! Everything else is a warning. In particular:
//!
//! * Nobody chooses the digits of a commit, so a branch has to imitate them. But git prints short
//!   shas everywhere. If the short sha is the whole tag, somebody may well name a branch after one.
//! * A branch and a git tag of one name: git refuses to push such a name, and warns whenever
//!   it is used. A fork has not the git tags, so that for an outsider it is an error.
//! * Two releases that differ by the affix of a variant alone: the version of one has to end
//!   as the variant is called.

use alloc::rc::Rc;

use super::actor::Actor;
use super::exposure::Exposure;
use super::finding_witness::FindingWitness;
use super::likely_name::{LikelyName, is_prerelease_word};
use super::likeness::{is_one_tag, is_short_sha, name_one_commit, write_names_alike};
use super::meeting::Pair;
use super::severity::Severity;
use super::side::Side;
use crate::context::CiContext;
use crate::name::RefKind;
use crate::policy::language::{NotFound, RuleNames};
use crate::policy::{Fact, TagKind};

/// A tag of two rules that one of them alone owns.
pub(crate) struct Takeover<'s> {
    pub(crate) taker: &'s Side<'s>,
    pub(crate) owner: &'s Side<'s>,
    /// Which of the two takes the tag over.
    pub(crate) index: usize,
}

/// Which of two tags takes the other over, if one does.
pub(crate) fn takeover<'s>([left, right]: [&'s Side<'s>; 2]) -> Option<Takeover<'s>> {
    let is_open = |side: &Side<'_>| side.exposure == Exposure::Open;
    match (is_open(left), is_open(right)) {
        (true, false) => Some(Takeover { taker: left, owner: right, index: 0 }),
        (false, true) => Some(Takeover { taker: right, owner: left, index: 1 }),
        _ => None,
    }
}

impl Pair<'_> {
    /// How much it matters at most that the two meet, by what the policy says.
    pub(crate) fn severity(&self) -> Severity {
        let [left, right] = self.sides;
        if self.is_given_twice() {
            return Severity::Error;
        }
        // The same sources; or digits that nobody chooses.
        if self.is_of_one_commit
            || !self.is_of_variants
                && self.is_of_one_rule()
                && left.names_commit() != right.names_commit()
        {
            return Severity::Info;
        }
        let is_error = !self.imitates_commit()
            && match takeover(self.sides) {
                Some(takeover) => self.is_taken_over(takeover),
                None => self.is_of_two_releases(),
            };
        if is_error { Severity::Error } else { Severity::Warning }
    }

    /// How much it matters that the two meet, and what shows it best.
    pub(super) fn judged(&self, witness: FindingWitness) -> (Severity, FindingWitness) {
        let severity = self.severity();
        if self.is_given_twice() {
            return (severity, witness);
        }
        let likely = self.sides.map(|side| self.likely(side));
        let is_likely = |(context, likely): (&CiContext, Option<LikelyName>)| {
            let name = context.git_ref().name();
            likely.zip(name).is_none_or(|(likely, name)| likely.holds(name.as_str()))
        };
        if severity != Severity::Error || witness.contexts.iter().zip(likely).all(is_likely) {
            return (severity, witness);
        }
        match self.of_likely_names(likely) {
            Ok(likely) => (severity, likely),
            Err(NotFound::Never) => (Severity::Warning, witness),
            Err(NotFound::Undecided) => (severity, witness),
        }
    }

    /// The shortest tag in which the two meet in two names that are likely.
    fn of_likely_names(
        &self,
        [ours, theirs]: [Option<LikelyName>; 2],
    ) -> Result<FindingWitness, NotFound> {
        self.auditor.effort.begin();
        let [left, right] = self.sides;
        if let (Some(likely), true) = (ours, is_one_tag(self.sides) && ours == theirs) {
            // One name has one tag.
            return self.of_two_ways(likely.of(&self.common_names()));
        }
        let of = |side: &Side<'_>, likely: Option<LikelyName>| {
            let names = side.all_names();
            let only = |likely: LikelyName| likely.of(&names.borrow().automaton);
            likely.map_or_else(|| Rc::clone(names), |likely| RuleNames::new(only(likely)))
        };
        let names = [of(left, ours), of(right, theirs)];
        let (text, machines) = self.common(names.each_ref())?;
        self.show(&text, machines)
    }

    /// Whether every pipeline of a build matrix gives the tag in two variants.
    fn is_given_twice(&self) -> bool {
        self.is_of_variants && is_one_tag(self.sides)
    }

    fn is_taken_over(&self, Takeover { taker, owner, .. }: Takeover<'_>) -> bool {
        // What a program made for one build names nothing else.
        if taker.has_unique() {
            return false;
        }
        let is_one_name = owner.is_of_git_tags() && write_names_alike(self.sides);
        match Actor::least_of(&taker.rule.conditions) {
            Actor::Maintainer => false,
            Actor::Contributor => !is_one_name,
            Actor::Outsider => true,
        }
    }

    /// Whether one release can replace another, and at least one of the two has an
    /// immutable tag.
    fn is_of_two_releases(&self) -> bool {
        let names_release =
            |side: &Side<'_>| side.is_of_git_tags() && (side.has(&[Fact::Name]) || side.has_line());
        let is_immutable = |side: &Side<'_>| side.tag.kind == TagKind::Immutable;
        let is_of_maintainer =
            |side: &Side<'_>| Actor::least_of(&side.rule.conditions) == Actor::Maintainer;
        let sides = || self.sides.into_iter();
        sides().all(names_release)
            && sides().any(is_immutable)
            && !sides().all(is_of_maintainer)
            && !self.imitates_variant()
    }

    /// Whether the text of a tag has to have digits of a commit that it is not of.
    fn imitates_commit(&self) -> bool {
        let is_imitated = |side: &Side<'_>| {
            side.has(&[Fact::Sha, Fact::HeadSha]) && !is_short_sha(side.tag.template_in(side.build))
        };
        self.sides.into_iter().any(is_imitated) && !name_one_commit(self.sides)
    }

    /// Whether one of the two versions has to end, or to begin, as a variant is called.
    fn imitates_variant(&self) -> bool {
        let affixes = self.sides.map(|side| match (side.tag.affix, side.variant) {
            (true, variant) => [&*variant.prefix, &*variant.suffix],
            (false, _) => ["", ""],
        });
        let [ours, theirs] = affixes;
        let differing = ours.into_iter().zip(theirs).filter(|(our, their)| our != their);
        let mut words = differing.flat_map(|(our, their)| [our, their]);
        self.is_of_variants
            && words.any(|affix| {
                let word = affix.trim_matches(|one: char| !one.is_ascii_alphanumeric());
                word.contains(|one: char| one.is_ascii_alphabetic()) && !is_prerelease_word(word)
            })
    }

    /// The names of this side that count, if not all do.
    fn likely(&self, side: &Side<'_>) -> Option<LikelyName> {
        let is_named = side.has(&[Fact::Name]);
        match side.exposure {
            // Where both write the name of a branch, what a slug removes is enough.
            Exposure::Open => {
                let are_branches =
                    self.sides.iter().all(|one| one.rule.conditions.are_for(RefKind::Branch));
                let are_alike = are_branches && write_names_alike(self.sides);
                (is_named && !are_alike).then_some(LikelyName::Words)
            }
            Exposure::Scheduled | Exposure::Owned => {
                let is_any = side.is_of_git_tags() && side.rule.conditions.release().is_none();
                (is_named && is_any).then_some(LikelyName::Version)
            }
        }
    }
}
