use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use tagwright::context::Event;
use tagwright::document::{
    Assignments, ConditionsDocument, Counterexample, EventsDocument, ImageDocument, NameCase,
    NamesDocument, PolicyErrorKind, RuleDocument, TagDocument, VariantDocument,
};
use tagwright::plan::PlanErrorKind;
use tagwright::{
    CiContext, CommitSha, GitRef, ImageName, Plan, PlanError, Policy, PolicyDocument, Reference,
    Slug, SlugRules, Tag,
};

use tagwright::testing::{context_for, policy, policy_document, situation};

use crate::name::doors::{env_key, env_value, repository};

/// Whole policies take time: fewer cases than usual, unless `PROPTEST_CASES`
/// says how many.
fn few() -> ProptestConfig {
    let usual = ProptestConfig::default();
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => usual,
        None => ProptestConfig { cases: 64, ..usual },
    }
}

proptest! {
    #![proptest_config(few())]

    /// What a policy that loads plans is legal, and re-read as what it was.
    #[test]
    fn closure((policy, contexts) in policy().prop_flat_map(|policy| {
        let contexts = prop::collection::vec(context_for(&policy), 4);
        (Just(policy), contexts)
    })) {
        for context in &contexts {
            match policy.plan(context) {
                Ok(plan) => is_legal(&plan, context)?,
                Err(error) => is_open(&policy, &error)?,
            }
        }
    }

    /// A refused proof shows a context that its rule is for, and the text which
    /// its template gives for it.
    #[test]
    fn counterexample(document in policy_document()) {
        if let Err(error) = Policy::new(document.clone()) {
            if let Some(one) = error.counterexample() {
                prop_assert_eq!(error.kind(), PolicyErrorKind::IllegalResult);
                is_real(&document, error.path().unwrap_or_default(), one)?;
            }
        }
    }

    /// A policy is the same after it was written and read, in every format.
    #[test]
    fn identity(policy in policy()) {
        let toml = toml::to_string(&policy).unwrap();
        prop_assert_eq!(&toml::from_str::<Policy>(&toml).unwrap(), &policy);
        let json = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Policy>(&json).unwrap(), &policy);
        let yaml = serde_yaml_ng::to_string(&policy).unwrap();
        prop_assert_eq!(&serde_yaml_ng::from_str::<Policy>(&yaml).unwrap(), &policy);
        prop_assert_eq!(&Policy::new(policy.document().clone()).unwrap(), &policy);
    }

    /// Nothing makes loading panic, and every refusal says something.
    #[test]
    fn totality(tree in tree(), document in policy_document()) {
        if let Err(error) = serde_json::from_value::<Policy>(tree) {
            prop_assert!(!error.to_string().is_empty());
        }
        if let Err(error) = Policy::new(document) {
            prop_assert!(error.to_string().starts_with(error.path().unwrap_or_default()));
        }
    }

    /// A rule that cannot fire for a context changes nothing in its plan.
    #[test]
    fn irrelevance(
        (policy, context) in situation(), place in any::<prop::sample::Index>()
    ) {
        let mut document = policy.document().clone();
        let when = match context.git_ref() {
            GitRef::Tag(_) => ConditionsDocument::branch(NamesDocument::default()),
            _ => ConditionsDocument::tag(NamesDocument::default()),
        };
        let place = place.index(document.rules.len() + 1);
        document.rules.insert(place, RuleDocument::new("idle", when, ["idle-{short_sha}"]));
        // Images that other refs may not have a name for are one reason not to load.
        let Ok(more) = Policy::new(document) else { return Ok(()) };
        match (policy.plan(&context), more.plan(&context)) {
            (Ok(plan), Ok(same)) => prop_assert_eq!(plan, same),
            (plan, same) => prop_assert_eq!(
                plan.map_err(|error| error.kind()),
                same.map_err(|error| error.kind()),
            ),
        }
    }

    /// The same policy, read again, plans the same bytes.
    #[test]
    fn determinism((policy, context) in situation()) {
        let json = serde_json::to_value(&policy).unwrap();
        let again: Policy = serde_json::from_value(json).unwrap();
        let bytes = |policy: &Policy| {
            policy.plan(&context).map(|plan| serde_json::to_string(&plan).unwrap())
        };
        prop_assert_eq!(bytes(&policy), bytes(&again));
        prop_assert_eq!(bytes(&policy), bytes(&policy));
    }
}

/// So many random policies and contexts, unless `TAGWRIGHT_PAIRS` says how many:
/// whatever is planned is legal, and nothing else goes wrong than may.
#[test]
fn random_policies_plan_nothing_illegal() {
    const OF_EACH_POLICY: usize = 20;
    let pairs = std::env::var("TAGWRIGHT_PAIRS").ok();
    let pairs = pairs.map_or(10_000, |text| text.parse::<usize>().unwrap());
    // Of many policies and contexts, more are drawn in vain than of the usual few.
    let config = ProptestConfig { max_local_rejects: u32::MAX, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::default());
    let mut runner = TestRunner::new_with_rng(config, rng);
    let policies = policy();
    let (mut planned, mut with_more) = (0, 0);
    for _ in 0..pairs / OF_EACH_POLICY {
        let policy = policies.new_tree(&mut runner).unwrap().current();
        let has_more = |rule: &RuleDocument| {
            let ConditionsDocument { event, fork, protected, project, .. } = &*rule.when;
            event.is_some() || fork.is_some() || protected.is_some() || project.is_some()
        };
        let has_more = policy.document().rules.iter().any(has_more);
        let contexts = context_for(&policy);
        for _ in 0..OF_EACH_POLICY {
            let context = contexts.new_tree(&mut runner).unwrap().current();
            match policy.plan(&context) {
                Ok(plan) => {
                    planned += 1;
                    with_more += usize::from(has_more);
                    is_legal(&plan, &context).unwrap();
                }
                Err(error) => is_open(&policy, &error).unwrap(),
            }
        }
    }
    println!("{planned} plans of {pairs} pairs, {with_more} under several conditions");
    assert!(planned * 5 > pairs && with_more * 50 > pairs, "{planned} {with_more} of {pairs}");
}

/// The laws above say little of policies that do not load and of contexts that
/// no rule is for.
#[test]
fn a_good_share_loads_and_plans() {
    const COUNT: usize = 400;
    let mut runner = TestRunner::deterministic();
    let documents = policy_document();
    let (mut loaded, mut planned, mut counterexamples) = (0, 0, 0);
    for _ in 0..COUNT {
        match Policy::new(documents.new_tree(&mut runner).unwrap().current()) {
            Ok(policy) => {
                loaded += 1;
                let context = context_for(&policy).new_tree(&mut runner).unwrap().current();
                planned += usize::from(policy.plan(&context).is_ok());
            }
            Err(error) => counterexamples += usize::from(error.counterexample().is_some()),
        }
    }
    println!("of {COUNT}: {loaded} load, {planned} plan, {counterexamples} have a counterexample");
    assert!(loaded * 10 >= COUNT * 4, "{loaded}");
    assert!(planned * 10 >= COUNT, "{planned}");
    assert!(counterexamples * 20 >= COUNT, "{counterexamples}");
}

fn is_legal(plan: &Plan, context: &CiContext) -> Result<(), TestCaseError> {
    for image in plan.images() {
        for name in [Some(image.push), Some(image.pull), image.cache].into_iter().flatten() {
            prop_assert_eq!(&ImageName::parse(name.as_str()).unwrap(), name);
            prop_assert!(name.as_str().len() <= 255);
        }
        for planned in plan.tags().iter().chain(plan.undecided()) {
            prop_assert_eq!(&Tag::new(planned.tag.as_str()).unwrap(), &planned.tag);
        }
    }
    for reference in plan.references().chain(plan.pull_references()) {
        prop_assert_eq!(&Reference::parse_strict(reference.as_str()).unwrap(), &reference);
        prop_assert_eq!(&Reference::parse(reference.as_str()).unwrap(), &reference);
    }
    let references: Vec<_> = plan.references().collect();
    for promotion in plan.promotions() {
        prop_assert!(references.contains(&promotion.from), "{promotion:?}");
        prop_assert!(references.contains(&promotion.to), "{promotion:?}");
    }
    prop_assert!(plan.pull_references().any(|one| one == plan.pull_reference()));
    prop_assert_eq!(plan.variant(), context.variant());
    prop_assert!(plan.build_env().len() <= 20);
    let text = plan.build_env().to_string();
    prop_assert!(text.len() < 5120);
    let mut lines = text.lines();
    for (key, value) in plan.build_env() {
        prop_assert_eq!((env_key(key), env_value(value)), (Ok(()), Ok(())));
        prop_assert_eq!(lines.next(), Some(&*format!("{key}={value}")));
    }
    prop_assert_eq!(lines.next(), None);
    // What people write has lines.
    let prose = [context.title(), context.description()].map(Option::unwrap_or_default).concat();
    for (_, value) in plan.build_args().iter().chain(plan.labels().iter()) {
        let mut controls = value.chars().filter(char::is_ascii_control);
        prop_assert!(controls.all(|found| prose.contains(found)), "{value:?}");
    }
    Ok(())
}

/// Planning fails only where somebody outside the policy has chosen a value.
fn is_open(policy: &Policy, error: &PlanError) -> Result<(), TestCaseError> {
    const OPEN: [&str; 5] = ["{project", "{git_tag}", "{version}", "{prerelease}", "{run_number}"];
    let is_open = |template: &str| OPEN.iter().any(|open| template.contains(open));
    match (error.kind(), error.path()) {
        (PlanErrorKind::IllegalTag, Some(path)) => {
            let Some((rule, tag)) = indices(path) else { return Ok(()) };
            let template = &policy.document().rules[rule].tags[tag].tag;
            prop_assert!(is_open(template), "{} {}", template, error);
        }
        (PlanErrorKind::IllegalName, Some(path)) => {
            let (_, template, _) = shown(policy.document(), path, None);
            prop_assert!(is_open(&template), "{} {}", template, error);
        }
        // Together they are too long: some value is.
        (PlanErrorKind::IllegalValue, Some("env")) => {}
        (PlanErrorKind::IllegalValue, Some(path)) => {
            let template = assigned(policy.document(), path);
            // Of a label of the specification not every tag is a value.
            let is_label = path.starts_with("labels") && template.contains("{image_tag}");
            prop_assert!(is_open(template) || is_label, "{} {}", template, error);
        }
        (PlanErrorKind::MissingFact, _) => {
            prop_assert!(!error.to_string().contains("created"), "{}", error);
        }
        _ => {}
    }
    Ok(())
}

/// `rules[2].tags[0]`
fn indices(path: &str) -> Option<(usize, usize)> {
    let (rule, rest) = path.strip_prefix("rules[")?.split_once(']')?;
    let (tag, _) = rest.strip_prefix(".tags[")?.split_once(']')?;
    Some((rule.parse().ok()?, tag.parse().ok()?))
}

/// What the group `x` of the first pattern that matches has of a name.
fn captured(when: &ConditionsDocument, name: &str) -> Option<String> {
    let source = when.pull_request.as_ref().and_then(|one| one.source.as_ref());
    let names = when.branch.as_ref().or(when.tag.as_ref()).or(source)?;
    let regexes = names.matching.iter().flatten().filter_map(|pattern| {
        let regex = pattern.strip_prefix('/')?.strip_suffix('/')?;
        let whole = format!(r"\A(?:{regex})\z");
        Some(regex::bytes::RegexBuilder::new(&whole).unicode(false).build().unwrap())
    });
    let mut found = regexes.filter_map(|regex| {
        let captures = regex.captures(name.as_bytes())?;
        Some(String::from_utf8_lossy(captures.name("x")?.as_bytes()).into_owned())
    });
    found.next()
}

fn is_real(
    document: &PolicyDocument,
    path: &str,
    one: &Counterexample,
) -> Result<(), TestCaseError> {
    let (mut when, template, case) = shown(document, path, one.variant.as_deref());
    // What projects are called is checked when a plan is made: here it is the usual name.
    when.project = None;
    // The template is that of one build, and there are no other builds here.
    when.variant = None;
    // The same rule with another tag, and the template where no proof is asked
    // for: in a label.
    let mut shown = document.clone();
    shown.rules = vec![RuleDocument::new("shown", when.clone(), ["shown"])];
    // Only names of images have slugs of paths.
    let options = document.slugs.get("path").cloned().unwrap_or_default().options;
    let rules = SlugRules::new(options).unwrap();
    let slug = one.git_ref.name().and_then(|name| rules.slug(name.as_str()));
    let template = template.replace("{slug:path}", slug.as_ref().map_or("", Slug::as_str));
    // Only tags have captures.
    let captured = one.git_ref.name().and_then(|name| captured(&when, name.as_str()));
    let options = document.slugs.get("capture").cloned().unwrap_or_default().options;
    let slug = captured.as_ref().and_then(|text| SlugRules::new(options).unwrap().slug(text));
    let slug = slug.as_ref().map_or("", Slug::as_str);
    let text = captured.unwrap_or_default().replace('{', "{{").replace('}', "}}");
    let template = template.replace("{slug:capture}", slug).replace("{x}", &text);
    shown.labels = Assignments::from_iter([format!("text={template}")]);
    shown.slugs.retain(|name, _| template.contains(&format!("{{slug:{name}}}")));
    shown.variants.clear();
    shown.build_args = Assignments::default();
    shown.env = Assignments::default();
    shown.fits = vec![];
    shown.images = vec![ImageDocument::new("server", "r.io")];
    let context = of_ref(one.git_ref.clone(), one.sha.clone());
    let instant = "2026-03-18T09:00:00Z".parse().unwrap();
    let mut context: CiContext = context
        .with_created(instant)
        .with_committed(instant)
        .with_head_sha(one.sha.clone())
        .with_project_path("group/server")
        .unwrap();
    for (name, value) in &one.values {
        context = context.with_value(name, value).unwrap();
    }
    let number = if one.sha.as_str().len() == 40 { 1 } else { u64::MAX };
    let context = with_conditions(&context.with_run_number(number), &when);
    let shown = Policy::new(shown).expect("a policy without the flaw");
    let plan = shown.plan(&context).expect("the rule is for this context");
    let mut text = plan.labels().get("text").unwrap_or_default().to_owned();
    if case == NameCase::Lower {
        text.make_ascii_lowercase();
    }
    prop_assert_eq!(one.text(), text);
    let refusal = match path.split(['[', '.']).next() {
        Some("images") => match repository(one.text()) {
            Err(refusal) => refusal,
            // Not every host has room for each, nor takes one without a namespace.
            Ok(()) => {
                let lacks = |what| one.refusal.to_string().contains(what);
                let is_bare = lacks("a namespace") && !one.text().contains('/');
                prop_assert!(one.text().len() == 1 || is_bare, "{}", one);
                return Ok(());
            }
        },
        Some("env") => {
            let refusal = env_value(one.text()).unwrap_err();
            // No project has a control character, so that another error comes first.
            let is_line = !one.text().contains(char::is_control);
            prop_assert!(!is_line || one.refusal.to_string().ends_with(&refusal), "{}", one);
            return Ok(());
        }
        // That it is not what tags are to fit is shown elsewhere.
        _ if !document.fits.is_empty() => return Ok(()),
        _ => Tag::new(one.text()).unwrap_err().to_string(),
    };
    prop_assert_eq!(refusal, one.refusal.to_string());
    Ok(())
}

fn of_ref(git_ref: GitRef, sha: CommitSha) -> CiContext {
    let context = match git_ref {
        GitRef::Branch(name) => CiContext::branch("server", name, sha),
        GitRef::Tag(name) => CiContext::tag("server", name, sha),
        GitRef::PullRequest { number, source, target } => {
            let context = CiContext::pull_request("server", number, source, sha);
            target.into_iter().fold(context, |context, target| context?.with_target(target))
        }
        GitRef::Detached => CiContext::detached("server", sha),
    };
    context.unwrap()
}

/// The context, in which conditions on anything but its ref hold.
fn with_conditions(context: &CiContext, when: &ConditionsDocument) -> CiContext {
    let is_pull = matches!(context.git_ref(), GitRef::PullRequest { .. });
    let usual = if is_pull { Event::PullRequest } else { Event::Push };
    let (first, all) = match &when.event {
        None => (usual, vec![usual]),
        Some(EventsDocument::Matching(events)) => (events[0], events.clone()),
        Some(EventsDocument::Except(events)) => {
            (usual, Event::all().filter(|event| !events.contains(event)).collect())
        }
        Some(_) => unreachable!(),
    };
    let bare = of_ref(context.git_ref().clone(), context.sha().clone());
    let events = core::iter::once(first).chain(all);
    let mut rule = RuleDocument::new("r", ConditionsDocument::default(), ["x"]);
    rule.when.event.clone_from(&when.event);
    let image = ImageDocument::new("x/y", "r.io");
    let policy = Policy::new(PolicyDocument::new([image], [rule])).unwrap();
    let applies = |event: &Event| policy.plan(&bare.clone().with_event(*event)).is_ok();
    let event = { events }.find(applies).expect("an event");
    let context = context
        .clone()
        .with_event(event)
        .with_protected(when.protected.unwrap_or_default())
        .with_fork(when.fork.unwrap_or_default());
    match (when.default_branch, context.git_ref().name().cloned()) {
        (Some(false), _) => context.with_default_branch("none-of-these").unwrap(),
        (_, Some(name)) => context.with_default_branch(name).unwrap(),
        (_, None) => context,
    }
}

/// What stands at a path: the conditions of its contexts, the template in a build, and
/// what becomes of its letters.
fn shown(
    document: &PolicyDocument,
    path: &str,
    variant: Option<&str>,
) -> (ConditionsDocument, String, NameCase) {
    let name = variant.unwrap_or_default();
    let affixes = document.variants.get(name).cloned().unwrap_or_default();
    if let Some((rule, tag)) = indices(path) {
        let RuleDocument { when, tags, .. } = &document.rules[rule];
        let TagDocument { tag, affix, .. } = &tags[tag];
        let VariantDocument { prefix, suffix, .. } =
            if *affix { affixes } else { VariantDocument::default() };
        let template = tag.replace("{variant}", name);
        return ((**when).clone(), format!("{prefix}{template}{suffix}"), NameCase::Keep);
    }
    let any = ConditionsDocument::default();
    if let Some(rest) = path.strip_prefix("images[") {
        let (index, key) = rest.split_once("].").unwrap();
        let image = &document.images[index.parse::<usize>().unwrap()];
        let template = if key == "name" { &image.name } else { image.cache.as_ref().unwrap() };
        return (any, template.replace("{variant}", name), image.case);
    }
    (any, assigned(document, path).replace("{variant}", name), NameCase::Keep)
}

/// The template of a variable or a label.
fn assigned<'a>(document: &'a PolicyDocument, path: &str) -> &'a str {
    let (all, rest) = match path.strip_prefix("env") {
        Some(rest) => (&document.env, rest),
        None => (&document.labels, path.strip_prefix("labels").unwrap()),
    };
    match all {
        Assignments::List(list) => {
            let index = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap();
            list[index.parse::<usize>().unwrap()].split_once('=').unwrap().1
        }
        Assignments::Table(table) => &table[rest.strip_prefix('.').unwrap()],
    }
}

/// JSON of the language's own words in any arrangement.
fn tree() -> impl Strategy<Value = Value> {
    const WORDS: &[&str] = &[
        "version",
        "short-sha",
        "builder",
        "image",
        "pull",
        "build-args",
        "labels",
        "env",
        "slug",
        "case",
        "keep",
        "runs",
        "max-length",
        "edges",
        "empty",
        "distinct",
        "images",
        "name",
        "push",
        "cache",
        "variants",
        "alpine",
        "prefix",
        "suffix",
        "affix",
        "rules",
        "rules",
        "when",
        "branch",
        "tag",
        "matching",
        "except",
        "default-branch",
        "release",
        "prefix",
        "prerelease",
        "pull-request",
        "target",
        "schedule",
        "any",
        "tags",
        "moves",
        "lower",
        "{slug}",
        "{short_sha}",
        "main",
        "A=x",
        "r.io",
        "/(/",
        "*",
        "",
        "é\u{0}",
        "$serde_json::private::Number",
        "$__toml_private_datetime",
    ];
    let word = || proptest::sample::select(WORDS).prop_map(str::to_owned);
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => (-2..130_i64).prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        6 => word().prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(word(), inner, 0..5)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    });
    // Half of them begin as policies do.
    (tree.clone(), tree.clone(), tree, any::<bool>()).prop_map(|(any, images, rules, is_policy)| {
        if !is_policy {
            return any;
        }
        serde_json::json!({ "version": 1, "slug": any, "images": [images], "rules": [rules] })
    })
}
