use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::name::{RefKind, SlugCase};
use crate::policy::language::{NotFound, TagPart, Use};
use crate::policy::{Fact, Kind, Names, Part, Place, Policy, PrereleaseFilter, Variant};
use crate::report::audit::git_tags::only_versions;
use crate::report::audit::meeting::{Meeting, Pair};
use crate::report::audit::takeover::{Takeover, takeover};
use crate::report::audit::{
    Actor, Auditor, Finding, FindingCode, FindingWitness, Question, Severity, Side,
};

/// Finds the tags that two tags of the policy give in different situations, as the
/// module of meetings defines them.
///
/// Two rules have one finding: the worst, and of those the shortest tag; its
/// paths are all of their tags that meet. Where more than a few pairs of one
/// severity hang together by their rules, one finding is for all of them.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let candidates = candidates(auditor);
    let mut found: BTreeMap<(bool, [usize; 2]), Rules<'_>> = BTreeMap::new();
    for pair in &candidates {
        // Should the search run out of steps, it is for what matters less.
        if !auditor.effort.spend_alone(1) {
            auditor.leave_open(Question::OthersMeet(Place::Rules));
            break;
        }
        match pair.meeting() {
            Err(NotFound::Never) => {}
            Err(NotFound::Undecided) => {
                let [left, right] = pair.sides.map(|side| side.place);
                auditor.leave_open(Question::Meet(left, right));
            }
            Ok(meeting) => {
                let rules = pair.sides.map(|side| side.index);
                found.entry((pair.is_of_variants, rules)).or_default().push(meeting);
            }
        }
    }
    let (across, within): (BTreeMap<_, _>, BTreeMap<_, _>) =
        found.into_iter().partition(|((is_of_variants, _), _)| *is_of_variants);
    let groups = [within, across].map(|found| groups(found.into_values()));
    groups.iter().flatten().filter_map(|group| finding(auditor, group)).collect()
}

/// More pairs than those of a thousand tags that all begin alike.
const MOST_PAIRS: usize = 500_000;

/// The pairs of tags that may meet, those that matter most first.
fn candidates<'p>(auditor: &'p Auditor<'p>) -> Vec<Pair<'p>> {
    // Sorted by the text that they begin with, tags that may be equal are neighbors.
    let mut sides: Vec<&Side<'_>> = auditor.sides.iter().chain(&auditor.others).collect();
    sides.sort_unstable_by_key(|side| (&side.head, side.place));
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    let mut looked_at = 0;
    'all: for (index, first) in sides.iter().enumerate() {
        let following = sides.iter().skip(index + 1);
        for second in following.take_while(|second| second.head.starts_with(&first.head)) {
            if looked_at == MOST_PAIRS {
                auditor.leave_open(Question::OthersMeet(Place::Rules));
                break 'all;
            }
            looked_at += 1;
            let mut both = [*first, *second];
            both.sort_unstable_by_key(|side| side.place);
            pairs.extend(Pair::new(auditor, both));
        }
    }
    pairs.sort_by_key(|pair| Reverse(pair.severity()));
    pairs
}

/// The meetings of tags of two rules, or of one; at least one, the worst first.
type Rules<'p> = Vec<Meeting<'p>>;

/// More pairs of rules than these are told as one.
const FEW: usize = 4;

/// Puts pairs of one severity together that have rules in common, if they are
/// more than a few.
fn groups<'p>(pairs: impl Iterator<Item = Rules<'p>>) -> Vec<Vec<Rules<'p>>> {
    let mut groups: Vec<(Severity, BTreeSet<usize>, Vec<Rules<'_>>)> = Vec::new();
    for mut pair in pairs {
        pair.sort_by_key(Meeting::rank);
        let Some(Meeting { severity, sides, .. }) = pair.first() else { continue };
        let (severity, rules) = (*severity, sides.map(|side| side.index));
        let (together, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(other, known, _)| {
                *other == severity && rules.iter().any(|rule| known.contains(rule))
            });
        groups = apart;
        let mut group = (severity, BTreeSet::from(rules), Vec::new());
        for (_, rules, pairs) in together {
            group.1.extend(rules);
            group.2.extend(pairs);
        }
        group.2.push(pair);
        groups.push(group);
    }
    let split = |group: Vec<Rules<'p>>| -> Vec<Vec<Rules<'p>>> {
        if group.len() > FEW {
            return Vec::from([group]);
        }
        group.into_iter().map(|pair| Vec::from([pair])).collect()
    };
    groups.into_iter().flat_map(|(_, _, group)| split(group)).collect()
}

fn finding(auditor: &Auditor<'_>, group: &[Rules<'_>]) -> Option<Finding> {
    let Meeting { severity, sides, witness } =
        group.iter().flatten().min_by_key(|one| one.rank())?;
    let is_of_variants = are_of_variants(*sides);
    let [ours, theirs] =
        sides.map(if is_of_variants { Side::rule_name_in_build } else { Side::rule_name });
    let among = if is_of_variants { variants(group) } else { String::new() };
    let [mut left, right] = witness.refs();
    let mut right = [&*right, witness.at_one_commit()].concat();
    match takeover(*sides).filter(|_| *severity > Severity::Info) {
        Some(Takeover { index: 0, .. }) => left = format!("{left}, {},", by_whom(witness, 0)),
        Some(_) => right = format!("{right}, {}", by_whom(witness, 1)),
        None => {}
    }
    let others = match group.len() - 1 {
        0 => String::new(),
        count => format!(", and {count} other pairs of rules share tags too"),
    };
    let tags: BTreeSet<Place<'static>> =
        group.iter().flatten().flat_map(|one| one.sides.map(|side| side.place)).collect();
    Some(Finding {
        code: FindingCode::SharedTag,
        severity: *severity,
        paths: tags.into_iter().map(|tag| tag.to_string()).collect(),
        message: format!(
            "{} {} comes from {ours} for {left} and from {theirs} for {right}{others}{among}",
            witness.noun(),
            witness.quoted(),
        ),
        accepted: None,
        remedy: remedy(auditor, *severity, *sides, witness),
        witness: Some(witness.clone()),
    })
}

fn are_of_variants([left, right]: [&Side<'_>; 2]) -> bool {
    left.build != right.build
}

/// The variants that share tags, if they are more than the two that the message names.
fn variants(group: &[Rules<'_>]) -> String {
    let all = group.iter().flatten().flat_map(|one| one.sides.map(|side| side.variant));
    let names: BTreeSet<&str> = all.map(|variant| &*variant.name).collect();
    if names.len() < 3 {
        return String::new();
    }
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    format!("; the variants that share tags are {}", names.join(", "))
}

/// Who can bring about the use of a tag by a rule that does not own it.
fn by_whom(witness: &FindingWitness, index: usize) -> String {
    let context = witness.contexts.get(index);
    let verb = match context.map(|context| context.git_ref().kind()) {
        Some(RefKind::PullRequest) => "open",
        Some(RefKind::Branch | RefKind::Tag) => "push",
        Some(RefKind::Detached) | None => "build",
    };
    let actor = match witness.actors.get(index) {
        Some(Actor::Outsider) => "an outsider",
        Some(Actor::Contributor) => "a contributor",
        Some(Actor::Maintainer) | None => "a maintainer",
    };
    format!("which {actor} can {verb}")
}

fn remedy(
    auditor: &Auditor<'_>,
    severity: Severity,
    sides: [&Side<'_>; 2],
    witness: &FindingWitness,
) -> Cow<'static, str> {
    let mut of_sides = sides.into_iter().zip(&witness.contexts);
    let mut versions = || {
        of_sides.find_map(|(side, context)| {
            let are_listed = side.rule.conditions.tag_names().is_some_and(Names::are_listed);
            let is_named = side.has(&[Fact::Name]) && !are_listed;
            is_named.then(|| only_versions(side, [context], &auditor.effort))?
        })
    };
    let takeover = takeover(sides);
    let except = takeover.as_ref().filter(|_| severity == Severity::Error);
    if let Some(except) = except.and_then(|takeover| exception(auditor.policy, takeover)) {
        return format!("leave such names out{except}, or {OWN_TEXT}").into();
    }
    let [left, right] = sides;
    let remedy = if are_of_variants(sides) && takeover.is_none() {
        if let Some(variant) = variant_after_version(sides) {
            let name = &variant.name;
            let is_final = |side: &Side<'_>| {
                let release = side.rule.conditions.release();
                release.is_some_and(|it| it.prerelease == PrereleaseFilter::Exclude)
            };
            let metadata = if sides.into_iter().all(is_final) {
                "leave out build metadata, as tag = { except = \"*+*\" } does, or "
            } else {
                ""
            };
            return format!(
                "{metadata}write the variant before the version, as {name} = {{ prefix = \
                 \"{name}-\" }} does in [variants]"
            )
            .into();
        }
        if sides.iter().any(|side| side.tag.affix) {
            "give each variant an affix that no tag of another can begin or end with"
        } else if auditor.policy.variants().has_plain() {
            "leave out affix = false"
        } else {
            "leave out affix = false, or put {variant} into the tag"
        }
    } else if let Some(only) = versions() {
        return only.into();
    } else if left.index == right.index {
        "begin each tag of the rule with a different prefix"
    } else {
        OWN_TEXT
    };
    remedy.into()
}

/// A variant that is written after a version, which may end like it; before a version, the text
/// of another variant is none.
fn variant_after_version<'s>(sides: [&'s Side<'_>; 2]) -> Option<&'s Variant> {
    let begins_with_version = |side: &Side<'_>| {
        let first = side.tag.template.parts().first().and_then(Part::placeholder);
        side.rule.conditions.release().is_some()
            && first.is_some_and(|one| one.kind() == Kind::Version || one.fact().is_of_version())
    };
    let is_behind = |variant: &&Variant| {
        !variant.suffix.is_empty()
            && variant.name.starts_with(|one: char| one.is_ascii_alphabetic())
    };
    let variants = sides.into_iter().map(|side| side.variant);
    sides.into_iter().all(begins_with_version).then(|| variants.into_iter().find(is_behind))?
}

const OWN_TEXT: &str = "begin the tags of each rule with a different prefix";

/// The condition that keeps names like those of the owner from a rule, where they begin with a
/// word or with the number of a version.
fn exception(policy: &Policy, Takeover { taker, owner, .. }: &Takeover<'_>) -> Option<String> {
    let [part] = taker.tag.template.parts() else { return None };
    let is_name = part.placeholder().is_some_and(|one| one.fact() == Fact::Name);
    if !is_name || owner.given.repository.is_some() {
        return None;
    }
    let is_lowered = |id| policy.slugs().rules(id).alphabet().case == SlugCase::Lower;
    let any_case = if taker.slug().is_some_and(is_lowered) { "(?i)" } else { "" };
    let texts = owner.parts.iter().map_while(|part| match part {
        TagPart::Text(text) => core::str::from_utf8(text).ok(),
        _ => None,
    });
    let text: String = texts.clone().collect();
    let rest = owner.parts.get(texts.count()..)?;
    let word = text.split(|one: char| !one.is_ascii_alphanumeric()).next()?;
    let is_number =
        matches!(rest.first(), Some(TagPart::Name(Use::Version) | TagPart::Fact(Fact::Major, _)));
    let pattern = match (word.len() == text.len(), rest) {
        (true, []) if any_case.is_empty() => format!("\"{word}\""),
        (true, []) => format!("'/{any_case}{word}/'"),
        (true, _) if is_number => format!("'/{any_case}{word}[0-9].*/'"),
        (false, _) if !word.is_empty() => format!("'/{any_case}{word}[-_./].*/'"),
        _ => return None,
    };
    let when = &*policy.document().rules.get(taker.index)?.when;
    let conditions = &taker.rule.conditions;
    let of_pulls = conditions.are_for(RefKind::PullRequest);
    let names = match &when.pull_request {
        Some(pull_request) => pull_request.source.as_ref(),
        None => when.branch.as_ref(),
    };
    if names.is_some_and(|names| names.except.is_some()) {
        return Some(format!(": add {pattern} to its except"));
    }
    if of_pulls {
        return Some(format!(", as pull-request = {{ source = {{ except = {pattern} }} }} does"));
    }
    let of_branches = conditions.are_for(RefKind::Branch);
    of_branches.then(|| format!(", as branch = {{ except = {pattern} }} does"))
}
