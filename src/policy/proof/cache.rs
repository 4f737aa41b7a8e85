//! The proof that no cache is an image of the policy.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::grammar::Grammar;
use super::prover::Prover;
use super::witness::Witness;
use crate::name::Quoted;
use crate::policy::document::NameCase;
use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::host_path::HostPath;
use crate::policy::place::Place;
use crate::policy::placeholder::Placeholder;
use crate::policy::rule::Rule;
use crate::policy::template::{Content, Template};

/// A character of a name, or a fact in it.
#[derive(Clone, Copy, PartialEq)]
enum Token<'t> {
    Character(char),
    Fact(&'t Placeholder),
}

/// When two names are equal, as far as it is decided here.
enum Equality {
    Always,
    For(Witness),
    Unknown,
}

impl Prover<'_> {
    /// Proves that no image is called as a cache is: a builder that keeps its cache
    /// under the tag `latest` would replace the image's.
    ///
    /// Of two templates that have different facts, a plan tells.
    pub(crate) fn prove_caches(&self, rules: &[Rule]) -> Result<(), PolicyError> {
        for (index, image) in self.images.iter().enumerate() {
            let Some(template) = &image.cache else { continue };
            let cache = tokens(&image.push, template, image.case);
            for (other, named) in self.images.iter().enumerate() {
                for host in core::iter::once(&named.push).chain(&named.pull) {
                    let name = tokens(host, &named.name, named.case);
                    let (cache, name) = rests(&cache, &name);
                    let when = match self.equality(cache, name, [image.case, named.case], rules) {
                        Equality::Unknown => continue,
                        Equality::Always => None,
                        Equality::For(witness) => Some(witness),
                    };
                    return Err(refusal(template, other, when.as_ref(), Place::Cache(index)));
                }
            }
        }
        Ok(())
    }

    /// Whether the rests of a cache and a name can be equal.
    fn equality(
        &self,
        cache: &[Token<'_>],
        name: &[Token<'_>],
        [of_cache, of_name]: [NameCase; 2],
        rules: &[Rule],
    ) -> Equality {
        if cache.is_empty() && name.is_empty() {
            return Equality::Always;
        }
        let (template, case, text) = match (literal(cache), literal(name)) {
            (Some(text), None) => (template(name), of_name, text),
            (None, Some(text)) => (template(cache), of_cache, text),
            _ => return Equality::Unknown,
        };
        if template.has(Placeholder::is_checked_at_plan_time) {
            return Equality::Unknown;
        }
        let grammar = Grammar::OtherPath(case, &text);
        let search = |rule: &Rule| self.search(&template, &rule.trigger, grammar).into_witness();
        rules.iter().find_map(search).map_or(Equality::Unknown, Equality::For)
    }
}

fn refusal(
    template: &Template,
    other: usize,
    when: Option<&Witness>,
    place: Place<'_>,
) -> PolicyError {
    let source = template.source();
    let quoted = Quoted(source);
    let suggestion = format!("{source}-cache");
    let remedy = format!(
        "cached layers would replace its tags; give the cache a repository of its own, such as {}",
        Quoted(&suggestion)
    );
    // What the witness gives is a part of the name: the message says it all.
    let (kind, message) = match when.map(Witness::git_ref) {
        None => (
            PolicyErrorKind::Duplicate,
            format!("{quoted} is the name of images[{other}] as well, and {remedy}"),
        ),
        Some(git_ref) => (
            PolicyErrorKind::IllegalResult,
            format!(
                "{quoted} can be the name of images[{other}] as well, for {git_ref}, and {remedy}"
            ),
        ),
    };
    PolicyError::new(kind, &place, message)
}

/// A whole name. Hosts do not differ by case.
fn tokens<'t>(host: &HostPath, template: &'t Template, case: NameCase) -> Vec<Token<'t>> {
    let (registry, folder) = host.as_str().split_once('/').unwrap_or((host.as_str(), ""));
    let slash = if folder.is_empty() { "" } else { "/" };
    let front = [&*registry.to_ascii_lowercase(), slash, folder, "/"].concat();
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
    left: &'a [Token<'t>],
    right: &'a [Token<'t>],
) -> (&'a [Token<'t>], &'a [Token<'t>]) {
    let (mut left, mut right) = (left, right);
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

fn template(tokens: &[Token<'_>]) -> Template {
    Template::of_contents(tokens.iter().map(|token| match token {
        Token::Character(character) => Content::Literal(String::from(*character).into()),
        Token::Fact(placeholder) => Content::Placeholder((*placeholder).clone()),
    }))
}
