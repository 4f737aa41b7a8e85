//! The proof that no cache is an image of the policy.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

use super::claim::Claim;
use super::counterexample::{Counterexample, Situation};
use super::grammar::Grammar;
use super::prover::Prover;
use super::refs::Refs;
use super::verdict::Verdict;
use crate::name::Quoted;
use crate::policy::host_path::HostPath;
use crate::policy::{
    Content, Fact, NameCase, Place, Placeholder, PolicyError, PolicyErrorKind, Rule, Template,
    Variant,
};

/// A character of a name, or a fact in it.
#[derive(Clone, Copy, PartialEq)]
enum Token<'t> {
    Character(char),
    Fact(&'t Placeholder),
}

impl Prover<'_> {
    /// Proves that no image has the name of a cache. A builder that keeps its cache
    /// under the tag `latest` would replace the image's.
    ///
    /// Two templates with different facts are not decided here: their names are
    /// compared when a plan is made.
    pub(crate) fn prove_caches(&self) -> Result<(), PolicyError> {
        let is_variant = |one: &Placeholder| one.fact() == Fact::Variant;
        let mut templates =
            self.images.iter().flat_map(|image| iter::once(&image.name).chain(&image.cache));
        if !templates.any(|template| template.has(is_variant)) {
            return self.prove_caches_of(None);
        }
        self.variants.builds().iter().try_for_each(|variant| self.prove_caches_of(Some(variant)))
    }

    /// The same in one build, if the names differ from build to build.
    fn prove_caches_of(&self, variant: Option<&Variant>) -> Result<(), PolicyError> {
        let in_build = |template| match variant {
            Some(variant) => Cow::Owned(Template::in_build(template, variant, false)),
            None => Cow::Borrowed(template),
        };
        let is_built =
            |index| variant.is_none_or(|_| self.rules_of(index, variant).next().is_some());
        for (index, image) in self.images.iter().enumerate().filter(|(index, _)| is_built(*index)) {
            let Some(template) = &image.cache else { continue };
            let cache_template = in_build(template);
            let front = front(&image.push);
            for (other, named) in
                self.images.iter().enumerate().filter(|(index, _)| is_built(*index))
            {
                let name_template = in_build(&named.name);
                for host in iter::once(&named.push).chain(&named.pull) {
                    let other_front = self::front(host);
                    let Some([ours, theirs]) = after_registry(&front, &other_front) else {
                        continue;
                    };
                    let cache = tokens(ours, &cache_template, image.case);
                    let name = tokens(theirs, &name_template, named.case);
                    let rests = rests(&cache, &name);
                    let when = match rests {
                        ([], []) => None,
                        (cache, name) => {
                            let cases = [image.case, named.case];
                            let images = [index, other];
                            let found = self.equal(cache, name, cases, images, variant);
                            let Some(counterexample) = found else {
                                continue;
                            };
                            Some(counterexample)
                        }
                    };
                    return Err(refusal(template, other, when.as_ref(), Place::Cache(index)));
                }
            }
        }
        Ok(())
    }

    /// A context for which the rests of a cache and a name are equal, as far as that
    /// is decided here.
    fn equal(
        &self,
        cache: &[Token<'_>],
        name: &[Token<'_>],
        [of_cache, of_name]: [NameCase; 2],
        [caching, named]: [usize; 2],
        variant: Option<&Variant>,
    ) -> Option<Counterexample> {
        let (rest, case, text, image) = match (literal(cache), literal(name)) {
            (Some(text), None) => (name, of_name, text, named),
            (None, Some(text)) => (cache, of_cache, text, caching),
            _ => return None,
        };
        let template = Template::of_contents(rest.iter().map(|token| match *token {
            Token::Character(one) => Content::Literal(String::from(one).into()),
            Token::Fact(placeholder) => Content::Placeholder(placeholder.clone()),
        }));
        if template.has(Placeholder::is_checked_at_plan_time) {
            return None;
        }
        let grammar = Grammar::OtherPath(case, &text);
        self.rules_of(image, variant).find_map(|refs| {
            match self.search(Claim { template: &template, refs, grammar }) {
                Verdict::Illegal(shown) => Some(shown.counterexample),
                Verdict::Legal | Verdict::Undecided | Verdict::GivenUp => None,
            }
        })
    }

    /// The refs of the rules whose tags are pushed to an image, in one build.
    fn rules_of<'s>(
        &'s self,
        image: usize,
        variant: Option<&'s Variant>,
    ) -> impl Iterator<Item = &'s Refs<'s>> {
        let is_meant = move |rule: &Rule| {
            rule.images.has(image) && variant.is_none_or(|one| rule.conditions.admit(one))
        };
        self.rules.iter().filter(move |(rule, _)| is_meant(rule)).map(|(_, refs)| refs)
    }
}

fn refusal(
    template: &Template,
    other: usize,
    when: Option<&Counterexample>,
    place: Place<'_>,
) -> PolicyError {
    let source = template.source();
    let suggestion = format!("{source}-cache");
    // What the counterexample gives is a part of the name: the message says it all.
    let (kind, verb, when) = match when {
        None => (PolicyErrorKind::Duplicate, "is", String::new()),
        Some(counterexample) => (
            PolicyErrorKind::IllegalResult,
            "can be",
            format!(", for {}", Situation(counterexample)),
        ),
    };
    let message = format!(
        "{} {verb} the name of images[{other}] as well{when}, and cached layers would replace its \
         tags; give the cache a repository of its own, such as {}",
        Quoted(source),
        Quoted(&suggestion),
    );
    PolicyError::new(kind, &place, message)
}

/// The registry and the folder before a repository. The case of a registry does not
/// matter.
fn front(host: &HostPath) -> String {
    let (registry, folder) = host.as_str().split_once('/').unwrap_or((host.as_str(), ""));
    let slash = if folder.is_empty() { "" } else { "/" };
    [&*registry.to_ascii_lowercase(), slash, folder, "/"].concat()
}

/// The parts of two fronts after the registry, if it is the same for both; empty where
/// nothing differs.
fn after_registry<'f>(left: &'f str, right: &'f str) -> Option<[&'f str; 2]> {
    if left == right {
        return Some(["", ""]);
    }
    let (ours, left) = left.split_once('/')?;
    let (theirs, right) = right.split_once('/')?;
    (ours == theirs).then_some([left, right])
}

/// The tokens of a name after its registry.
fn tokens<'t>(front: &str, template: &'t Template, case: NameCase) -> Vec<Token<'t>> {
    let mut tokens: Vec<Token<'t>> = front.chars().map(Token::Character).collect();
    for part in template.parts() {
        match &part.content {
            Content::Literal(text) => {
                tokens.extend(case.of((**text).into()).chars().map(Token::Character));
            }
            Content::Placeholder(placeholder) => tokens.push(Token::Fact(placeholder)),
        }
    }
    tokens
}

/// What is left of two names without what both begin with, and both end with: in
/// one plan a fact is the same in both.
fn rests<'a, 't>(
    mut left: &'a [Token<'t>],
    mut right: &'a [Token<'t>],
) -> (&'a [Token<'t>], &'a [Token<'t>]) {
    while let ([first, rest @ ..], [other, others @ ..]) = (left, right) {
        if first != other {
            break;
        }
        (left, right) = (rest, others);
    }
    while let ([rest @ .., last], [others @ .., other]) = (left, right) {
        if last != other {
            break;
        }
        (left, right) = (rest, others);
    }
    (left, right)
}

/// The text of tokens without facts.
fn literal(tokens: &[Token<'_>]) -> Option<String> {
    let character = |token: &Token<'_>| match token {
        Token::Character(character) => Some(*character),
        Token::Fact(_) => None,
    };
    tokens.iter().map(character).collect()
}
