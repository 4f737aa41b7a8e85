use alloc::string::{String, ToString};

use super::conditions::Conditions;
use super::everyday;
use super::language::{Effort, NameAutomaton};
use super::names::Names;

/// A project that two rules admit, if there is one.
pub(crate) fn example_project(rules: [Option<&Conditions>; 2], effort: &Effort) -> Option<String> {
    let names = rules.map(|rule| rule.and_then(Conditions::project));
    let is_taken = |name: &str| names.into_iter().flatten().all(|one| one.matches(name));
    let written = names.into_iter().flatten().flat_map(|one| {
        let patterns = one.matching().unwrap_or_default().iter();
        patterns
            .filter_map(|one| one.literal().or(one.glob()))
            .map(|one| one.replace(['*', '?'], "a"))
    });
    let mut usual = core::iter::once(everyday::PROJECT.to_string()).chain(written);
    usual.find(|name| is_taken(name)).or_else(|| {
        effort.begin();
        common(names, effort)?.shortest().filter(|name| is_taken(name))
    })
}

/// Whether there is no project that two rules admit.
pub(crate) fn have_no_project(rules: [&Conditions; 2], effort: &Effort) -> bool {
    let names = rules.map(Conditions::project);
    if names.iter().any(Option::is_none) || example_project(rules.map(Some), effort).is_some() {
        return false;
    }
    effort.begin();
    common(names, effort)
        .is_some_and(|mut names| names.is_exact() && names.is_empty() == Some(true))
}

fn common(names: [Option<&Names>; 2], effort: &Effort) -> Option<NameAutomaton> {
    let of = |names| NameAutomaton::new(Some(names), None, effort);
    Some(match names {
        [Some(left), Some(right)] => of(left).minus(of(left).minus(of(right))),
        [Some(names), None] | [None, Some(names)] => of(names),
        [None, None] => return None,
    })
}
