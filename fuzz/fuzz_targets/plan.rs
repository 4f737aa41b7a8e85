#![no_main]
//! Whatever is planned, the public grammars read; a policy that loads fails only
//! where a free text of the run is to blame; and an explanation says what the
//! plan does.

use libfuzzer_sys::fuzz_target;
use tagwright::explain::{ExplainedText, Explanation, TagMovement};
use tagwright::plan::{PlanErrorKind, PlannedTag};
use tagwright::{Plan, Reference};
use tagwright_fuzz::{Case, grammar, strftime};

/// What no proof can bound.
const FREE: [&str; 4] = ["{version}", "{git_tag}", "{prerelease}", "{project}"];

fuzz_target!(|text: &str| {
    let Ok(case) = Case::read(text) else { return };
    explain(&case);
    match case.policy.plan(&case.context) {
        Ok(plan) => {
            check(&plan);
            assert_eq!(case.policy.plan(&case.context), Ok(plan), "same facts, same plan");
        }
        Err(error) => {
            assert!(!error.to_string().contains(char::is_control), "{error}");
            if error.kind() == PlanErrorKind::IllegalTag {
                let template = error.path().and_then(|path| case.template(path)).expect("a tag");
                assert!(FREE.iter().any(|free| template.contains(free)), "{template}: {error}");
            }
        }
    }
});

fn check(plan: &Plan) {
    for planned in plan.tags() {
        assert!(grammar::TAG_ALONE.is_match(planned.tag.as_str()), "{planned:?}");
    }
    for reference in plan.references().chain(plan.pull_references()) {
        let [.., tag, digest] = grammar::reference(reference.as_str()).expect("a reference");
        assert!(tag.is_some() && digest.is_none() && reference.name().len() <= 255);
        assert_eq!(Reference::parse(reference.as_str()), Ok(reference), "docker adds nothing");
    }
    for (key, value) in plan.build_env() {
        assert!(grammar::ENV_KEY.is_match(key) && grammar::ENV_VALUE.is_match(value));
    }
    let json = serde_json::to_value(plan).expect("a plan has a JSON form");
    assert_eq!(json["primary"], plan.tags().primary().tag.as_str());
}

fn explain(case: &Case) {
    let explanation = case.policy.explain(&case.context);
    let plan = case.policy.plan(&case.context);
    assert_eq!(explanation.plan, plan);
    let text = explanation.to_string();
    assert!(!text.contains(|one: char| one.is_control() && one != '\n'), "{text:?}");
    // An image's name has its registry before it, and its case changed.
    let values = explanation.texts.iter().filter(|text| text.key.is_some());
    values.for_each(|text| assert_filled_in(case, text, ["", ""]));
    for tag in explanation.tags() {
        let affixes = tag.affixes.as_ref().map(|one| [&*one.prefix, &*one.suffix]);
        assert_filled_in(case, &tag.text, affixes.unwrap_or_default());
    }
    match plan {
        Ok(plan) => {
            let moved: Vec<_> = plan.tags().iter().collect();
            assert_eq!(told(&explanation, TagMovement::Moves), listed(&moved));
            let unknown: Vec<_> = plan.undecided().iter().collect();
            assert_eq!(told(&explanation, TagMovement::Unknown), listed(&unknown));
        }
        Err(error) => assert!(text.ends_with(&format!("\nerror  {error}\n")), "{text}"),
    }
}

fn told(explanation: &Explanation, movement: TagMovement) -> Vec<(&str, &str)> {
    let tags = explanation.rules.iter().flat_map(|rule| {
        let own = rule.tags.iter().filter(|tag| tag.movement == movement);
        let once = own.filter(|tag| tag.same_as.is_none());
        once.map(|tag| (&*rule.rule, tag.text.result.as_deref().expect("a planned tag")))
    });
    tags.collect()
}

fn listed<'a>(tags: &[&'a PlannedTag]) -> Vec<(&'a str, &'a str)> {
    tags.iter().map(|tag| (&*tag.rule, tag.tag.as_str())).collect()
}

/// The seconds that the time zone of a policy is east of UTC.
fn offset(case: &Case) -> i64 {
    let Some(zone) = &case.policy.document().timezone else { return 0 };
    let number = |digits: &str| digits.parse::<i64>().expect("a number");
    let seconds = (number(&zone[1..3]) * 60 + number(&zone[4..])) * 60;
    if zone.starts_with('-') { -seconds } else { seconds }
}

/// A template is what it was filled in with, and what stood between, within the affixes
/// of the variant; an instant is what its format makes of it.
fn assert_filled_in(case: &Case, text: &ExplainedText, [prefix, suffix]: [&str; 2]) {
    let Some(result) = &text.result else { return };
    let (mut rest, mut written) = (&*text.template, prefix.to_owned());
    for value in &text.values {
        let (before, behind) = rest.split_once(&*value.placeholder).expect("its place");
        // A fact of another ref is empty.
        let filled = value.value.as_deref().unwrap_or_default();
        written += &before.replace("{{", "{").replace("}}", "}");
        written += filled;
        rest = behind;
        let instant = match value.placeholder.split_once(':') {
            Some(("{created", format)) => case.context.created().zip(format.strip_suffix('}')),
            Some(("{committed", format)) => case.context.committed().zip(format.strip_suffix('}')),
            _ => None,
        };
        if let Some((instant, format)) = instant {
            let told = strftime(instant.to_unix(), offset(case), format);
            assert_eq!(told.as_deref(), Some(filled), "{format}");
        }
    }
    written += &rest.replace("{{", "{").replace("}}", "}");
    written += suffix;
    assert_eq!(&written, result, "{}", text.template);
}
