#![no_main]
//! What is said of a policy is so: a finding's contexts show it, a table's rows
//! are planned, what is planned is recognized, and nothing changes from itself.
//! No line holds a control character.

use libfuzzer_sys::fuzz_target;
use regex::Regex;
use tagwright::explain::Explanation;
use tagwright::plan::PlannedTag;
use tagwright::recognize::{Dialect, Recognized, RulePattern, TagField};
use tagwright::testing::{assert_build_env, assert_references, assert_tags};
use tagwright::{CiContext, Plan, Policy};
use tagwright_fuzz::Case;

fuzz_target!(|text: &str| {
    let Ok(Case { policy, context }) = Case::read(text) else { return };
    audit(&policy);
    table(&policy);
    diagram(&policy);
    if let Ok(plan) = policy.plan(&context) {
        recognition(&policy, &context, &plan);
    }
    assert!(policy.diff(&policy, [&context]).events.is_empty());
    let built_in = Policy::cwiq();
    let diff = policy.diff(&built_in, [&context]);
    assert_eq!(diff.events.is_empty(), policy.plan(&context) == built_in.plan(&context));
    assert_lines(&diff.to_string());
});

fn audit(policy: &Policy) {
    for finding in policy.audit() {
        let text = finding.to_string();
        assert!(!text.contains(char::is_control), "{text}");
        let json = serde_json::to_value(&finding).expect("a finding has a JSON form");
        assert_eq!(json["code"], finding.code.as_str());
        let document = serde_json::to_value(policy.document()).expect("a policy has a JSON form");
        for path in &finding.paths {
            let pointer = path.replace(['.', '['], "/").replace(']', "");
            assert!(document.pointer(&format!("/{pointer}")).is_some(), "{path} is nowhere");
        }
        let Some(witness) = &finding.witness else { continue };
        for context in &witness.contexts {
            match (policy.plan(context), &witness.tag) {
                (Ok(plan), Some(tag)) => {
                    assert!(plan.tags().contains(tag.as_str()), "{text}");
                }
                (plan, tag) => assert!(plan.is_err() && tag.is_none(), "{text}: {plan:?}"),
            }
        }
    }
}

fn table(policy: &Policy) {
    let table = policy.table();
    for row in &table.rows {
        match policy.plan(&row.context) {
            Ok(plan) => {
                let planned = plan.tags().iter().map(|tag| (&tag.tag, tag.kind));
                assert!(row.tags.iter().map(|tag| (&tag.example, tag.kind)).eq(planned));
            }
            Err(error) => assert_eq!(row.error, Some(error)),
        }
        let line = row.to_string();
        assert!(!line.contains(char::is_control), "{line}");
    }
    // The same cells in every line, and one for the images where they differ.
    let text = table.to_string().replace("\\|", "");
    let cells = |line: &str| line.matches('|').count();
    let lines = text.lines().filter(|line| line.starts_with('|')).map(cells);
    let lines = lines.collect::<Vec<_>>();
    assert!([5, 6].contains(&lines[0]) && lines.iter().all(|it| *it == lines[0]), "{text}");
    let names = policy.document().rules.iter().map(|rule| rule.name.as_str());
    assert!(table.unseen.iter().all(|unseen| names.clone().any(|name| name == unseen)));
}

/// Every label stands between two quotes, and holds none.
fn diagram(policy: &Policy) {
    let text = policy.diagram().to_string();
    assert_lines(&text);
    let rules = &policy.document().rules;
    let nodes = rules.iter().map(|rule| 1 + rule.tags.len()).sum::<usize>();
    let is_node = |line: &&str| line.contains("[\"rule ") || line.contains(" --> tag");
    assert_eq!(text.lines().filter(is_node).count(), nodes, "{text}");
    for line in text.lines() {
        let labels = line.split('"').skip(1).step_by(2);
        assert_eq!(line.matches('"').count() % 2, 0, "{line}");
        for label in labels {
            assert!(!label.contains(['<', '>', '`', '[', ']', '|', '&', '*']), "{line}");
        }
    }
}

fn recognition(policy: &Policy, context: &CiContext, plan: &Plan) {
    assert_eq!(policy.verify(context, &plan.build_env().to_string()).as_ref(), Ok(plan));
    assert_tags(policy, context, plan.tags().iter().map(|one| one.tag.as_str()));
    assert_references(policy, context, plan.references().map(String::from));
    assert_build_env(policy, context, &plan.build_env().to_string());
    let explanation = policy.explain(context);
    let patterns = policy.patterns(Dialect::Go);
    for planned in plan.tags().iter().chain(plan.undecided()) {
        let text = &planned.tag;
        let candidates = policy.recognizer().recognize(text);
        assert_eq!(candidates, policy.recognize(text));
        let is_own =
            |one: &&Recognized<'_>| *one.rule == *planned.rule && one.variant == plan.variant();
        let mut own = candidates.iter().filter(is_own);
        assert!(own.any(|one| is_origin(one, &explanation, planned)), "{text}: {candidates:?}");
        for candidate in &candidates {
            let is_bounded = |field: &TagField| field.readings.len() <= TagField::MOST_READINGS;
            assert!(candidate.fields.iter().all(is_bounded));
            assert!(!candidate.to_string().contains(char::is_control), "{candidate}");
            let of_rule = |one: &&RulePattern| {
                one.rule == candidate.rule && one.variant.as_deref() == candidate.variant
            };
            let pattern = patterns.iter().find(of_rule).expect("a pattern for each rule");
            let mut tags = pattern.tags.iter();
            let own = tags.find(|one| one.path == candidate.path);
            for regex in [&pattern.regex, &own.expect("one for each template").regex] {
                let is_match = Regex::new(regex).is_ok_and(|regex| regex.is_match(text.as_str()));
                assert!(is_match, "{text} is not of {regex}");
            }
        }
    }
}

/// Whether a candidate is what was planned, with the value of each placeholder
/// among the readings of its field.
fn is_origin(candidate: &Recognized<'_>, explanation: &Explanation, planned: &PlannedTag) -> bool {
    let rules = explanation.rules.iter().filter(|rule| rule.rule == candidate.rule);
    let texts = rules.flat_map(|rule| &rule.tags).map(|tag| &tag.text);
    let mut texts = texts.filter(|text| {
        text.template == candidate.template && text.result.as_deref() == Some(planned.tag.as_str())
    });
    let Some(text) = texts.next() else { return false };
    text.values.iter().all(|value| {
        let name = value.placeholder.trim_matches(['{', '}']).split(':').next();
        let is_of_it = |field: &&TagField| {
            let rest = name.and_then(|name| field.name.strip_prefix(name));
            rest.is_some_and(|rest| rest.chars().all(|one| one == '_' || one.is_ascii_digit()))
        };
        // A field that can have too many values may have any.
        let may_be = |field: &TagField, value: &str| {
            field.readings.is_empty() || field.readings.iter().any(|reading| *reading == *value)
        };
        let Some(value) = &value.value else { return false };
        let mut fields = candidate.fields.iter().filter(is_of_it).peekable();
        // A variant, and what is captured of it, is fixed text in each build.
        let is_of_variant = || candidate.variant.is_some_and(|variant| variant.contains(&**value));
        if fields.peek().is_none() {
            return is_of_variant();
        }
        fields.any(|field| may_be(field, value))
    })
}

fn assert_lines(text: &str) {
    assert!(!text.contains(|one: char| one.is_control() && one != '\n'), "{text:?}");
}
