//! When a rule applies, against a model that decides each condition by itself.

use std::collections::BTreeMap;

use tagwright::context::Event;
use tagwright::explain::RuleDecision;
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, GitRef, Policy, RefName};

use crate::given::{SHA, load};

/// The refs of a kind, and the events that start a pipeline for them.
const EVENTS: [(&str, &str); 4] = [
    ("branch", "push schedule manual api pipeline deployment"),
    ("tag", "push schedule manual api pipeline deployment release"),
    ("pull-request", "pull-request merge-queue manual api pipeline deployment"),
    ("detached", "push manual api pipeline deployment"),
];

fn kind(context: &CiContext) -> &'static str {
    match context.git_ref() {
        GitRef::Branch(_) => "branch",
        GitRef::Tag(_) => "tag",
        GitRef::PullRequest { .. } => "pull-request",
        GitRef::Detached => "detached",
    }
}

pub(crate) fn events_of(context: &CiContext) -> Vec<Event> {
    let (_, events) = EVENTS.iter().find(|(one, _)| *one == kind(context)).unwrap();
    events.split(' ').map(|event| event.parse().unwrap()).collect()
}

fn is_event(context: &CiContext, is_wanted: impl Fn(Event) -> bool) -> Option<bool> {
    if let Some(event) = context.event() {
        return Some(is_wanted(event) && events_of(context).contains(&event));
    }
    let wanted: Vec<bool> = events_of(context).into_iter().map(is_wanted).collect();
    match (wanted.contains(&true), wanted.contains(&false)) {
        (true, true) => None,
        (is, _) => Some(is),
    }
}

fn is_pull_request(context: &CiContext) -> bool {
    kind(context) == "pull-request"
}

fn branch(context: &CiContext) -> Option<&str> {
    match context.git_ref() {
        GitRef::Branch(name) => Some(name.as_str()),
        _ => None,
    }
}

fn git_tag(context: &CiContext) -> Option<&str> {
    match context.git_ref() {
        GitRef::Tag(name) => Some(name.as_str()),
        _ => None,
    }
}

/// A condition as a policy spells it, and whether it holds; `None` is unknown.
type Row = (&'static str, fn(&CiContext) -> Option<bool>);

const CONDITIONS: [Row; 25] = [
    ("branch = {}", |context| Some(branch(context).is_some())),
    ("branch = 'main'", |context| Some(branch(context) == Some("main"))),
    ("branch = { except = 'm*' }", |context| {
        Some(branch(context).is_some_and(|name| !name.starts_with('m')))
    }),
    ("tag = 'v*'", |context| Some(git_tag(context).is_some_and(|name| name.starts_with('v')))),
    ("release = {}", |context| Some(git_tag(context) == Some("v1.0.0"))),
    ("release = { prerelease = 'only' }", |context| Some(git_tag(context) == Some("v1.0.0-rc.1"))),
    ("pull-request = {}", |context| Some(is_pull_request(context))),
    ("pull-request = { source = 'fix/*' }", |context| {
        let name = context.git_ref().name();
        Some(is_pull_request(context) && name.is_some_and(|name| name.as_str() == "fix/a"))
    }),
    ("pull-request = { target = 'main' }", |context| match context.git_ref() {
        GitRef::PullRequest { target, .. } => target.as_ref().map(|name| name.as_str() == "main"),
        _ => Some(false),
    }),
    ("default-branch = true", |context| match branch(context) {
        Some(name) => context.default_branch().map(|default| default.as_str() == name),
        None => Some(false),
    }),
    ("default-branch = false", |context| match branch(context) {
        Some(name) => context.default_branch().map(|default| default.as_str() != name),
        None => Some(false),
    }),
    ("event = 'push'", |context| is_event(context, |event| event == Event::Push)),
    ("event = ['schedule', 'manual']", |context| {
        is_event(context, |event| matches!(event, Event::Schedule | Event::Manual))
    }),
    ("event = 'release'", |context| is_event(context, |event| event == Event::Release)),
    ("event = { except = ['push', 'merge-queue'] }", |context| {
        is_event(context, |event| !matches!(event, Event::Push | Event::MergeQueue))
    }),
    ("event = { except = 'release' }", |context| {
        is_event(context, |event| event != Event::Release)
    }),
    ("fork = true", |context| if is_pull_request(context) { context.fork() } else { Some(false) }),
    ("fork = false", |context| {
        if is_pull_request(context) { context.fork().map(|is| !is) } else { Some(true) }
    }),
    ("protected = true", CiContext::protected),
    ("protected = false", |context| context.protected().map(|is| !is)),
    ("project = 's*'", |context| Some(context.project() == "server")),
    ("project = { except = 'server' }", |context| Some(context.project() != "server")),
    ("variant = ['alpine', 'cuda']", |context| context.variant().map(|name| name != "debian")),
    ("variant = { except = 'alpine' }", |context| context.variant().map(|name| name != "alpine")),
    ("variant = '*'", |context| context.variant().map(|_| true)),
];

/// `debian` has no affix, so that every build has a variant.
const VARIANTS: &str = "variants = { debian = '', alpine = '-alpine', cuda = '-cuda' }";

/// Contexts of every kind of ref, with and without each fact.
fn contexts() -> Vec<CiContext> {
    let main = RefName::from_static("main");
    let mut refs = Vec::new();
    for project in ["server", "ui"] {
        for name in ["main", "x"] {
            refs.push(CiContext::branch(project, name, SHA));
        }
        for name in ["v1.0.0", "v1.0.0-rc.1", "nightly"] {
            refs.push(CiContext::tag(project, name, SHA));
        }
        let pull_request = |source| CiContext::pull_request(project, 7, source, SHA);
        refs.push(pull_request("fix/a"));
        refs.push(pull_request("x").and_then(|context| context.with_target(main.clone())));
        refs.push(pull_request("x").and_then(|context| context.with_target("next")));
        refs.push(CiContext::detached(project, SHA));
    }
    let mut all = Vec::new();
    for context in refs.into_iter().map(Result::unwrap) {
        let of = |events: Vec<Event>| events.into_iter().map(Some).chain([None]);
        for event in of(Event::all().collect()) {
            for (fork, protected) in [None, Some(true), Some(false)]
                .iter()
                .flat_map(|fork| [None, Some(true), Some(false)].map(|protected| (fork, protected)))
            {
                // A fork says nothing of a ref that is no pull request.
                if fork.is_some() && !is_pull_request(&context) {
                    continue;
                }
                let mut context = context.clone();
                context = event.into_iter().fold(context, CiContext::with_event);
                context = fork.iter().fold(context, |context, fork| context.with_fork(*fork));
                context = protected.into_iter().fold(context, CiContext::with_protected);
                let other = RefName::from_static("x");
                all.push(in_variant(context.clone(), "debian"));
                all.push(in_variant(
                    context.clone().with_default_branch(main.clone()).unwrap(),
                    "alpine",
                ));
                all.push(in_variant(context.clone().with_default_branch(other).unwrap(), "cuda"));
                all.push(context);
            }
        }
    }
    all
}

fn in_variant(context: CiContext, name: &str) -> CiContext {
    context.with_variant(name).unwrap()
}

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn rule(conditions: &str) -> String {
    format!("{VARIANTS}\nrules = [{{ name = 'r', when = {{ {conditions} }}, tags = 'x' }}]")
}

/// What the explanation says of the rule; the plan agrees, but where its variant is
/// missing.
fn applies(policy: &Policy, context: &CiContext) -> Option<bool> {
    let decision = policy.explain(context).rules[0].decision;
    let kind = policy.plan(context).map(drop).map_err(|error| error.kind());
    let (value, expected) = match decision {
        RuleDecision::Fires => (Some(true), Ok(())),
        RuleDecision::Skipped => (Some(false), Err(PlanErrorKind::NoRule)),
        RuleDecision::Unknown => (None, Err(PlanErrorKind::MissingFact)),
    };
    let expected = context.variant().map_or(Err(PlanErrorKind::MissingFact), |_| expected);
    assert_eq!(kind, expected, "{context:?}");
    value
}

/// What each value of one condition, with each of another, was seen to give.
type Seen = BTreeMap<[Option<bool>; 2], usize>;

#[test]
fn every_two_conditions_hold_together_as_the_model_says() {
    let contexts = contexts();
    let mut seen = Seen::new();
    let (mut pairs, mut never) = (0, 0);
    for (index, (one, first)) in CONDITIONS.iter().enumerate() {
        let alone = load(&rule(one)).unwrap();
        let ours: Vec<Option<bool>> = contexts.iter().map(first).collect();
        for (context, expected) in contexts.iter().zip(&ours) {
            assert_eq!(applies(&alone, context), *expected, "{one}: {context:?}");
        }
        for (other, second) in &CONDITIONS[index + 1..] {
            let key = |text: &str| text.split(' ').next().unwrap().to_owned();
            if key(one) == key(other) {
                continue;
            }
            pairs += 1;
            let values = contexts.iter().zip(&ours).map(|(context, one)| [*one, second(context)]);
            let values: Vec<_> = values.collect();
            let Ok(policy) = load(&rule(&format!("{one}, {other}"))) else {
                // Refused because there is no such pipeline, and there is none.
                never += 1;
                let hold = values.iter().position(|[one, other]| both(*one, *other) == Some(true));
                assert_eq!(hold, None, "{one}, {other}");
                continue;
            };
            let mut may_hold = false;
            for (context, [one_value, other_value]) in contexts.iter().zip(&values) {
                let expected = both(*one_value, *other_value);
                may_hold |= expected == Some(true);
                *seen.entry([*one_value, *other_value]).or_default() += 1;
                assert_eq!(applies(&policy, context), expected, "{one}, {other}: {context:?}");
            }
            assert!(may_hold, "{one}, {other}: never hold together, and are not refused");
        }
    }
    assert!(pairs > 190 && never > 20, "{pairs} pairs, {never} never hold");
    assert_eq!(seen.len(), 9, "{seen:?}");
}

/// An error names each fact that is unknown, and no other; with those, it is decided.
#[test]
fn an_undecided_rule_names_every_fact_that_it_needs() {
    let policy = load(&rule("event = 'push', protected = true, default-branch = true")).unwrap();
    let context = in_variant(CiContext::branch("server", "main", SHA).unwrap(), "debian");
    let message = |context: &CiContext| policy.plan(context).unwrap_err().to_string();
    assert_eq!(
        message(&context),
        "rule r: cannot decide whether it applies: the default branch is unknown, and the event is \
         unknown, and whether the ref is protected is unknown; give the context \"default_branch\" and \"event\" and \"protected\""
    );
    let context = context.with_default_branch("main").unwrap().with_protected(true);
    assert_eq!(
        message(&context),
        "rule r: cannot decide whether it applies: the event is unknown; give the context \
         \"event\""
    );
    assert_eq!(applies(&policy, &context.with_event(Event::Push)), Some(true));
}
