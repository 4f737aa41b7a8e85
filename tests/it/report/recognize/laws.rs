//! Laws of reading a policy backwards.

use std::collections::BTreeSet;
use std::ops::Range;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestRunner};
use regex::Regex;
use tagwright::explain::Explanation;
use tagwright::plan::PlannedTag;
use tagwright::recognize::{Dialect, Recognized, RulePattern, TagField, TagPattern};
use tagwright::testing::{context, policy, situation};
use tagwright::{Plan, Policy, RefName, Tag};

use super::recognized;
use crate::given::{git_tag, policy as policy_of};

/// The tags of a plan, those that are undecided too.
pub(crate) fn planned(plan: &Plan) -> impl Iterator<Item = &PlannedTag> {
    plan.tags().iter().chain(plan.undecided())
}

/// Whether a candidate is what the planner did: a tag of its rule, with the
/// value of each placeholder among the readings of its field.
fn is_origin(candidate: &Recognized<'_>, explanation: &Explanation, tag: &Tag) -> bool {
    let rule = explanation.rules.iter().find(|rule| rule.rule == candidate.rule);
    let tags = rule.into_iter().flat_map(|rule| &rule.tags);
    // What a rule says twice, one time of which it moves, is one candidate.
    let text = tags.map(|tag| &tag.text).find(|text| {
        let is_same = text.result.as_ref().is_some_and(|result| *tag == **result);
        is_same && text.template == candidate.template
    });
    let Some(text) = text else { return false };
    text.values.iter().all(|value| {
        let name = value.placeholder.trim_matches(['{', '}']).split(':').next().unwrap();
        let of_name = |field: &&TagField| {
            field
                .name
                .strip_prefix(name)
                .is_some_and(|rest| rest.trim_start_matches(['_', '2', '3', '4', '5']).is_empty())
        };
        let value = value.value.as_deref().unwrap();
        let mut fields = candidate.fields.iter().filter(of_name).peekable();
        // A variant, and what is captured of it, is fixed text in each build.
        if fields.peek().is_none() {
            return candidate.variant.is_some_and(|variant| variant.contains(value));
        }
        fields.any(|field| may_be(field, value))
    })
}

/// Whether a field may have this value; of one that has too many, it may be any.
fn may_be(field: &TagField, value: &str) -> bool {
    field.readings.is_empty() || field.readings.iter().any(|reading| *reading == *value)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_planned_is_recognized((policy, context) in situation()) {
        let Ok(plan) = policy.plan(&context) else { return Ok(()) };
        let explanation = policy.explain(&context);
        for one in planned(&plan) {
            let tag = &one.tag;
            let candidates = recognized(&policy, tag);
            let origin = candidates
                .iter()
                .filter(|it| *it.rule == *one.rule && it.variant == plan.variant())
                .find(|it| is_origin(it, &explanation, tag));
            prop_assert!(origin.is_some(), "{tag} of {}: {candidates:?}", one.rule);
        }
    }

    #[test]
    fn what_is_planned_matches_the_pattern_of_its_rule((policy, context) in situation()) {
        let Ok(plan) = policy.plan(&context) else { return Ok(()) };
        let patterns = policy.patterns(Dialect::Go);
        for one in planned(&plan) {
            let tag = &one.tag;
            let is_own = |it: &&RulePattern| {
                *it.rule == *one.rule && it.variant.as_deref() == plan.variant()
            };
            let pattern = patterns.iter().find(is_own).unwrap();
            let regex = Regex::new(&pattern.regex).unwrap();
            prop_assert!(regex.is_match(tag.as_str()), "{tag} and {}", pattern.regex);
            captures_are_fields(&policy, tag)?;
        }
    }

    #[test]
    fn any_tag_at_all_is_read(policy in policy(), text in "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}") {
        let tag = Tag::new(text).unwrap();
        only_many_readings_are_left_out(&policy, &tag)?;
        captures_are_fields(&policy, &tag)?;
    }

    #[test]
    fn a_plans_own_build_env_is_verified((policy, context) in situation(), cut in any::<prop::sample::Index>()) {
        let Ok(plan) = policy.plan(&context) else { return Ok(()) };
        let text = plan.build_env().to_string();
        prop_assert_eq!(policy.verify(&context, &text), Ok(plan));
        let mut shorter = text.clone();
        if text.is_empty() {
            return Ok(());
        }
        shorter.remove(cut.index(text.len()));
        prop_assert!(policy.verify(&context, &shorter).is_err(), "{shorter:?} for {text:?}");
    }

    #[test]
    fn no_text_is_too_strange_to_verify(context in context(), text in "(\\PC|[=\r\n\u{feff}\"]){0,40}") {
        let policy = Policy::cwiq();
        if policy.verify(&context, &text).is_ok() {
            prop_assert_eq!(policy.plan(&context).unwrap().build_env().to_string(), text);
        }
    }

    #[test]
    fn policies_of_the_strategy_are_many(policy in policy()) {
        prop_assert_eq!(Policy::new(policy.document().clone()).unwrap(), policy);
    }
}

/// Random policies rarely have a field of more readings than are listed.
#[test]
fn a_tag_that_is_read_in_many_ways_has_no_readings() {
    let policy = policy_of(
        "[[rules]]\nname = 'a'\nwhen = { release = false }\ntags = '{project}{git_tag}'\n",
    );
    let tag = Tag::new("a".repeat(34)).unwrap();
    let candidates = recognized(&policy, &tag);
    assert!(candidates[0].fields.iter().all(|field| field.readings.is_empty()));
    only_many_readings_are_left_out(&policy, &tag).unwrap();
    let shorter = Tag::new("a".repeat(33)).unwrap();
    let candidates = recognized(&policy, &shorter);
    assert!(candidates[0].fields.iter().all(|field| field.readings.len() == 32));
}

/// The laws above say little of situations without a plan.
#[test]
fn most_situations_are_of_use() {
    let mut runner = TestRunner::deterministic();
    let (mut own, mut planned) = (0, 0);
    for _ in 0..500 {
        let (policy, context) = situation().new_tree(&mut runner).unwrap().current();
        own += usize::from(policy != Policy::cwiq());
        planned += usize::from(policy.plan(&context).is_ok());
    }
    println!("of 500: {own} policies are not the built-in one, {planned} situations have a plan");
    assert!(own > 350 && planned > 150, "{own} {planned}");
}

/// A template's expression takes every tag that recognizing finds it in; and
/// where it can take the tag in one way only, its groups are the fields.
///
/// Returns how many templates took it, and how many in one way.
fn captures_are_fields(policy: &Policy, tag: &Tag) -> Result<[usize; 2], TestCaseError> {
    let patterns = policy.patterns(Dialect::Go);
    let candidates = recognized(policy, tag);
    let mut certain = 0;
    for candidate in &candidates {
        let pattern = pattern_of(candidate, &patterns);
        let captures = Regex::new(pattern).unwrap();
        let captures = captures.captures(tag.as_str());
        let Some(captures) = captures else {
            return Err(TestCaseError::fail(format!("{tag} is not of {pattern}")));
        };
        let Some(only) = only_way(pattern, tag.as_str()) else { continue };
        certain += 1;
        prop_assert!(candidate.is_certain(), "{tag} by {pattern}: {candidate}");
        let groups: Vec<(&str, &str)> = candidate
            .fields
            .iter()
            .map(|field| (&*field.name, captures.name(&field.name).unwrap().as_str()))
            .collect();
        prop_assert_eq!(&groups, &only, "{} by {}", tag, pattern);
        for (field, (name, text)) in candidate.fields.iter().zip(only) {
            prop_assert!(*field.value().unwrap() == text, "{name} of {tag} by {pattern}");
        }
    }
    Ok([candidates.len(), certain])
}

/// The expression of the template that a candidate is of.
fn pattern_of<'a>(candidate: &Recognized<'_>, patterns: &'a [RulePattern]) -> &'a str {
    let is_own = |one: &&RulePattern| {
        one.rule == candidate.rule && one.variant.as_deref() == candidate.variant
    };
    let rule = patterns.iter().find(is_own).unwrap();
    let of_place = |one: &&TagPattern| one.path == candidate.path;
    &rule.tags.iter().find(of_place).unwrap().regex
}

/// A field has no readings only if it has more than are listed, or if the tag takes
/// more comparisons than are made.
fn only_many_readings_are_left_out(policy: &Policy, tag: &Tag) -> Result<(), TestCaseError> {
    // Of one string in one field; a rule has a few patterns that a slug is compared with.
    const COMPARISONS: usize = 8;
    let patterns = policy.patterns(Dialect::Go);
    let candidates = recognized(policy, tag);
    let ways = |candidate| ways(pattern_of(candidate, &patterns), tag.as_str());
    let count = || -> usize {
        let of_parts = candidates.iter().flat_map(ways);
        of_parts.map(|(name, spans)| if name.is_some() { spans.len() } else { 0 }).sum()
    };
    for candidate in &candidates {
        for field in candidate.fields.iter().filter(|field| field.readings.is_empty()) {
            let of_field =
                ways(candidate).into_iter().filter(|(name, _)| *name == Some(&field.name));
            let texts = of_field.flat_map(|(_, spans)| spans).map(|span| &tag.as_str()[span]);
            let texts: BTreeSet<&str> = texts.collect();
            let are_many = texts.len() > TagField::MOST_READINGS;
            prop_assert!(are_many || count() * COMPARISONS > 32_768, "{tag}: {candidate}");
        }
    }
    Ok(())
}

/// What the named groups of a template's expression hold, if it can take the
/// text in one way only.
fn only_way<'a>(pattern: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let all = ways(pattern, text).into_iter().map(|(name, found)| match found.as_slice() {
        [span] => Some((name, &text[span.clone()])),
        _ => None,
    });
    let all = all.collect::<Option<Vec<_>>>()?;
    Some(all.into_iter().filter_map(|(name, text)| Some((name?, text))).collect())
}

/// Each part of a template's expression, with its name if it is a group, and what it holds
/// in all ways in which the whole can take the text: where each part ends is tried out.
fn ways<'a>(pattern: &'a str, text: &str) -> Vec<(Option<&'a str>, Vec<Range<usize>>)> {
    let parts: Vec<(Option<&str>, Regex)> = parts(pattern)
        .into_iter()
        .map(|part| {
            let name = part.strip_prefix("(?P<").and_then(|rest| rest.split_once('>'));
            (name.map(|(name, _)| name), Regex::new(&format!("^(?:{part})$")).unwrap())
        })
        .collect();
    let mut reached = vec![0];
    let mut spans: Vec<Vec<Range<usize>>> = Vec::new();
    for (_, regex) in &parts {
        let ends = |start: usize| (start..=text.len()).map(move |end| start..end);
        let fits = |span: &Range<usize>| regex.is_match(&text[span.clone()]);
        let found: Vec<_> = reached.iter().flat_map(|start| ends(*start)).filter(fits).collect();
        reached = found.iter().map(|span| span.end).collect();
        reached.sort_unstable();
        reached.dedup();
        spans.push(found);
    }
    let mut alive = vec![text.len()];
    for found in spans.iter_mut().rev() {
        found.retain(|span| alive.contains(&span.end));
        alive = found.iter().map(|span| span.start).collect();
    }
    parts.into_iter().map(|(name, _)| name).zip(spans).collect()
}

/// The parts of a template's expression: its groups, each with the `?` behind
/// it, and the texts between them.
fn parts(pattern: &str) -> Vec<&str> {
    let mut rest = pattern.strip_prefix('^').unwrap().strip_suffix('$').unwrap();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let mut depth = 0_usize;
        let mut end = 0;
        let mut is_escaped = false;
        for (index, byte) in rest.bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'(' if depth == 0 && index > 0 => break,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            end = index + 1;
            if byte == b')' && depth == 0 && !rest[..index].ends_with('\\') {
                end += usize::from(rest[end..].starts_with('?'));
                break;
            }
        }
        let (part, behind) = rest.split_at(end);
        parts.push(part);
        rest = behind;
    }
    parts
}

/// The law of the groups says nothing where every tag can be taken in several
/// ways.
#[test]
fn most_tags_are_taken_in_one_way() {
    let mut runner = TestRunner::deterministic();
    let (mut all, mut certain) = (0, 0);
    while all < 500 {
        let (policy, context) = situation().new_tree(&mut runner).unwrap().current();
        let Ok(plan) = policy.plan(&context) else { continue };
        for PlannedTag { tag, .. } in planned(&plan) {
            let [found, only] = captures_are_fields(&policy, tag).unwrap();
            (all, certain) = (all + found, certain + only);
        }
    }
    println!("of {all} templates that take a tag, {certain} take it in one way");
    assert!(certain * 2 > all, "{certain} of {all}");
}

/// Of every small git tag with a `v`, a digit, a `+` and a `_`: the origin is a candidate,
/// and no candidate is there of which no git tag is the origin.
#[test]
fn every_small_git_tag_is_read_from_its_tags() {
    const LETTERS: [&str; 5] = ["v", "1", "+", "_", "a"];
    const PATTERNS: [&str; 6] =
        ["'*'", "'v*'", "'v1_*'", "'/v?[1+]+/'", "{ except = '*_' }", "['?1', 'a*', 'v+?']"];
    let mut names = vec![String::new()];
    let mut longest = names.clone();
    for _ in 0..4 {
        let longer = |name: &String| LETTERS.map(|letter| format!("{name}{letter}"));
        longest = longest.iter().flat_map(longer).collect();
        names.extend_from_slice(&longest);
    }
    names.extend(["v1.0.0+a.b", "v1.0.0", "1.0.0+a"].map(String::from));
    let names: Vec<&String> = names.iter().filter(|name| RefName::new(&***name).is_ok()).collect();
    let releases = ["{ release = {} }", "{ release = { prefix = 'v_' } }"].map(String::from);
    let by_name = PATTERNS.iter().map(|pattern| format!("{{ tag = {pattern} }}"));
    for when in by_name.chain(releases) {
        for template in ["{version}", "{git_tag}", "{git_tag}_{version}"] {
            let text = format!("[[rules]]\nname = 'tags'\nwhen = {when}\ntags = ['{template}']\n");
            let policy = policy_of(&text);
            let patterns = policy.patterns(Dialect::Go);
            let regex = Regex::new(&patterns[0].regex).unwrap();
            let mut planned = BTreeSet::new();
            for name in &names {
                let context = git_tag(name);
                let Ok(plan) = policy.plan(&context) else { continue };
                let explanation = policy.explain(&context);
                let tag = &plan.tags().primary().tag;
                let candidates = recognized(&policy, tag);
                let is_origin = |one: &Recognized| is_origin(one, &explanation, tag);
                assert!(candidates.iter().any(is_origin), "{when} {template}: {name} {tag}");
                assert!(regex.is_match(tag.as_str()), "{when} {template}: {name} {tag}");
                planned.insert(tag.clone());
            }
            // The version of a longer git tag is a short tag too.
            let short = |name: &&&String| name.len() < 4 && !template.contains("_{");
            for tag in names.iter().filter(short).filter_map(|name| Tag::new(&***name).ok()) {
                let is_read = !recognized(&policy, &tag).is_empty();
                assert_eq!(is_read, planned.contains(&tag), "{when} {template}: {tag}");
            }
        }
    }
}
