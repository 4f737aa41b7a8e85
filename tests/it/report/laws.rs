use proptest::prelude::*;
use proptest::strategy::ValueTree;
use tagwright::context::Event;
use tagwright::diff::{PlanChange, PlanPart};
use tagwright::document::ImageDocument;
use tagwright::explain::{Explanation, RuleDecision, TagMovement};
use tagwright::plan::PlannedTag;
use tagwright::{CiContext, Policy, TagKind};

use super::policies::policy;
use crate::given::{branch, git_tag, pull_request};
use tagwright::testing::context;

/// The tags of a plan, put together anew from what the explanation says.
fn tags(explanation: &Explanation, movement: TagMovement) -> Vec<(String, TagKind, String)> {
    let rules = explanation.rules.iter();
    let tags = rules.flat_map(|rule| rule.tags.iter().map(move |tag| (&rule.rule, tag)));
    tags.filter(|(_, tag)| tag.movement == movement && tag.same_as.is_none())
        .map(|(rule, tag)| {
            let result = tag.text.result.clone().expect("it was written");
            (result, tag.kind, rule.clone())
        })
        .collect()
}

fn planned<'a>(tags: impl IntoIterator<Item = &'a PlannedTag>) -> Vec<(String, TagKind, String)> {
    tags.into_iter().map(|tag| (tag.tag.to_string(), tag.kind, tag.rule.to_string())).collect()
}

fn everyday() -> impl Strategy<Value = CiContext> {
    let name = proptest::sample::select(
        &["main", "feature/search", "v1.0.0", "v2.3.4-rc.1", "release/1.0", "größe/--_x"][..],
    );
    let versions = proptest::option::of(proptest::collection::vec(
        proptest::sample::select(&["v1.0.0", "v1.1.0", "2.9.0", "v3.0.0-rc.1", "other"][..]),
        0..4,
    ));
    (0..3_u8, name, versions, any::<bool>()).prop_map(|(kind, name, versions, scheduled)| {
        let context = match kind {
            0 => branch(name),
            1 => git_tag(name),
            _ => pull_request(name).with_target("main").unwrap(),
        };
        let context = context.with_default_branch("main").unwrap().with_run_number(7);
        let context = if scheduled { context.with_event(Event::Schedule) } else { context };
        match versions {
            Some(versions) => context.with_versions(versions).unwrap(),
            None => context,
        }
    })
}

/// Boxed: beside policies it is too large for the stack of a test.
fn any_context() -> BoxedStrategy<CiContext> {
    prop_oneof![context().boxed(), everyday().boxed()].boxed()
}

fn reversed(changes: &[PlanChange]) -> Vec<String> {
    let side = |change: &PlanChange| {
        let (part, name) = (change.part, &change.name);
        format!("{part} {name} {:?} {:?}", change.after, change.before)
    };
    sorted(changes.iter().map(side).collect())
}

fn forward(changes: &[PlanChange]) -> Vec<String> {
    let side = |change: &PlanChange| {
        let (part, name) = (change.part, &change.name);
        format!("{part} {name} {:?} {:?}", change.before, change.after)
    };
    sorted(changes.iter().map(side).collect())
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn an_explanation_says_what_the_plan_does(policy in policy(), context in any_context()) {
        let explanation = policy.explain(&context);
        let plan = policy.plan(&context);
        prop_assert_eq!(&explanation.plan, &plan);
        let text = explanation.to_string();
        prop_assert!(!text.chars().any(|found| found.is_control() && found != '\n'), "{text:?}");
        match plan {
            Ok(plan) => {
                prop_assert_eq!(tags(&explanation, TagMovement::Moves), planned(plan.tags()));
                prop_assert_eq!(
                    tags(&explanation, TagMovement::Unknown), planned(plan.undecided())
                );
                prop_assert_eq!(explanation.rules.len(), policy.document().rules.len());
                for text in &explanation.texts {
                    prop_assert!(text.result.is_some());
                }
            }
            Err(error) => {
                prop_assert!(text.ends_with(&format!("\nerror  {error}\n")), "{text}");
                let last = explanation.rules.last().expect("a rule");
                let undecided = last.decision == RuleDecision::Unknown;
                prop_assert!(undecided || explanation.rules.len() == policy.document().rules.len());
            }
        }
    }

    #[test]
    fn the_values_and_literals_of_a_template_are_its_text(
        policy in policy(), context in any_context()
    ) {
        let explanation = policy.explain(&context);
        for tag in explanation.tags() {
            let text = &tag.text;
            let Some(result) = &text.result else { continue };
            let mut rest = &*text.template;
            let mut written = String::new();
            for value in &text.values {
                let (literal, tail) = rest.split_once(&*value.placeholder).expect("its place");
                written = written + literal + value.value.as_deref().expect("a value");
                rest = tail;
            }
            let whole = match &tag.affixes {
                Some(affixes) => [&*affixes.prefix, &written, rest, &affixes.suffix].concat(),
                None => written + rest,
            };
            prop_assert_eq!(&whole, result);
        }
    }

    #[test]
    fn a_table_shows_what_is_planned(policy in policy()) {
        let table = policy.table();
        let rules = &policy.document().rules;
        let is_limited = |image: &ImageDocument| {
            image.rules.as_ref().is_some_and(|named| named.len() < rules.len())
        };
        let has_images = policy.document().images.iter().any(is_limited);
        for row in &table.rows {
            match policy.plan(&row.context) {
                Ok(plan) => {
                    let tags = plan.tags().iter().map(|tag| (&tag.tag, tag.kind));
                    let shown = row.tags.iter().map(|tag| (&tag.example, tag.kind));
                    prop_assert!(shown.eq(tags));
                }
                Err(error) => prop_assert_eq!(row.error.as_ref(), Some(&error)),
            }
            let line = row.to_string();
            prop_assert!(!line.contains('\n'));
            let bars = line.replace("\\|", "").matches('|').count();
            prop_assert_eq!(bars, if has_images { 6 } else { 5 }, "{}", line);
            if let Ok(plan) = policy.plan(&row.context) {
                let images = plan.images().map(|image| {
                    (image.push, image.tags().map(|one| &one.tag).collect::<Vec<_>>())
                });
                let shown = row.images.iter().map(|one| (&one.name, one.tags.iter().collect()));
                prop_assert!(shown.eq(images));
            }
        }
        for rule in &policy.document().rules {
            let is_shown = table.rows.iter().any(|row| {
                let explanation = policy.explain(&row.context);
                explanation.rules.iter().any(|explained| {
                    explained.rule == rule.name && explained.decision == RuleDecision::Fires
                })
            });
            prop_assert!(is_shown != table.unseen.contains(&rule.name));
        }
    }

    #[test]
    fn a_plan_differs_from_another_where_it_is_another(
        before in policy(), after in policy(), context in any_context()
    ) {
        if let (Ok(old), Ok(new)) = (before.plan(&context), after.plan(&context)) {
            prop_assert!(old.diff(&old).changes.is_empty());
            prop_assert_eq!(old.diff(&new).changes.is_empty(), old == new);
            prop_assert_eq!(forward(&old.diff(&new).changes), reversed(&new.diff(&old).changes));
            let added = |change: &&PlanChange| change.part == PlanPart::Tag && change.before.is_none();
            let diff = old.diff(&new);
            for change in diff.changes.iter().filter(added) {
                prop_assert!(new.tags().contains(&change.name));
                prop_assert!(!old.tags().contains(&change.name));
            }
        }
        let there = before.diff(&after, [&context]);
        let back = after.diff(&before, [&context]);
        prop_assert!(before.diff(&before, [&context]).events.is_empty());
        prop_assert_eq!(there.events.is_empty(), before.plan(&context) == after.plan(&context));
        prop_assert_eq!(there.events.len(), back.events.len());
        for (there, back) in there.events.iter().zip(&back.events) {
            prop_assert_eq!(&there.error_before, &back.error_after);
            prop_assert_eq!(&there.error_after, &back.error_before);
            prop_assert_eq!(forward(&there.changes), reversed(&back.changes));
        }
    }
}

#[test]
fn the_laws_are_tried_on_plans_and_on_errors() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut planned = 0;
    for _ in 0..512 {
        let policy: Policy = policy().new_tree(&mut runner).unwrap().current();
        let context = any_context().new_tree(&mut runner).unwrap().current();
        planned += usize::from(policy.plan(&context).is_ok());
    }
    assert!((64..448).contains(&planned), "{planned} plans of 512");
}
