//! What the audit says of the tags of two rules, against all that small refs can
//! show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::any;
use proptest::sample::{select, subsequence};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use regex::Regex;
use tagwright::audit::{Finding, FindingCode, Severity};
use tagwright::context::Event;
use tagwright::document::{ImageDocument, RuleDocument, VariantDocument};
use tagwright::explain::TagMovement;
use tagwright::testing::Universe;
use tagwright::{CiContext, GitRef, Plan, Policy, PolicyDocument, RefName, Tag};

const LETTERS: &[&str] = &["a", "b", "B", "-", "/"];
/// Names with one of them behind their first letter: nothing tells the two apart.
const SIGNS: [&str; 2] = ["#", "$"];
const VERSIONS: [&str; 16] = [
    // Spellings of one version, and versions of other schemes than SemVer.
    "1.0",
    "1.00",
    "v1.0",
    "1.0a1",
    "1.0-a1",
    "1.0.0.0",
    "0.0.0",
    "1.0.0",
    "1.1.0",
    "1.1.1",
    "11.1.1",
    "1.0.0-a",
    "1.0.0-b.1",
    "1.0.0+a",
    "v1.0.0",
    "v1.1.0",
];
const COMMITS: [&str; 2] =
    ["aaaa1b2c3d4e5f60718293a4b5c6d7e8f9001122", "bbbb1b2c3d4e5f60718293a4b5c6d7e8f9001122"];

/// The value that names builds, where the policy declares one.
const UNIQUE: &str = "build";
/// Another value.
const OTHER: &str = "flavor";

/// The names of so many of these letters that git allows, and of a few signs.
fn names(letters: &[&str], longest: usize) -> BTreeSet<RefName> {
    let mut names = BTreeSet::from([String::new()]);
    for _ in 0..longest {
        let longer =
            |name: &String| letters.iter().map(|letter| format!("{name}{letter}")).collect();
        names.extend(names.iter().flat_map::<Vec<_>, _>(longer).collect::<Vec<_>>());
    }
    for first in letters {
        for sign in SIGNS {
            names.extend(letters.iter().chain(&[""]).map(|end| format!("{first}{sign}{end}")));
        }
    }
    names.into_iter().filter_map(|name| RefName::new(name).ok()).collect()
}

/// Every small context of one repository, and the same in other circumstances.
fn varied(letters: &[&str], longest: usize, default: &str) -> Vec<CiContext> {
    let vary = |context: CiContext| {
        let (first, second) = match context.git_ref() {
            GitRef::PullRequest { .. } => (Event::PullRequest, Event::Manual),
            GitRef::Branch(_) | GitRef::Tag(_) => (Event::Push, Event::Schedule),
            GitRef::Detached => (Event::Push, Event::Manual),
        };
        let forks = if first == Event::PullRequest { &[false, true][..] } else { &[false] };
        let mut all = Vec::new();
        for event in [first, second] {
            for protected in [false, true] {
                for fork in forks {
                    let context = context.clone().with_event(event).with_protected(protected);
                    all.push(context.with_fork(*fork));
                }
            }
        }
        all
    };
    let mut all = contexts(letters, longest, default);
    // Circumstances are varied for each event alike.
    all.retain(|context| context.event() != Some(Event::Schedule));
    all.into_iter().flat_map(vary).collect()
}

/// Every small context of one repository.
fn contexts(letters: &[&str], longest: usize, default: &str) -> Vec<CiContext> {
    let names = names(letters, longest);
    let short = || names.iter().filter(|name| name.as_str().len() + 2 <= longest);
    let versions = VERSIONS.map(RefName::from_static);
    let other = RefName::from_static("1a");
    let sources = || short().chain([&other]).cloned();
    let mut all = Vec::new();
    for sha in COMMITS {
        let branch = |name: &RefName| CiContext::branch("project", name.clone(), sha);
        let by = |event| move |context: CiContext| context.with_event(event);
        all.extend(names.iter().map(|name| branch(name).map(by(Event::Push))));
        all.extend(short().map(|name| branch(name).map(by(Event::Schedule))));
        let git_tag = |name: &RefName| CiContext::tag("project", name.clone(), sha);
        let git_tags = names.iter().chain(&versions);
        all.extend(git_tags.map(|name| git_tag(name).map(by(Event::Push))));
        all.extend(short().map(|name| git_tag(name).map(by(Event::Schedule))));
        for number in [1, 2, 11, 12] {
            let to = |source: RefName, target| {
                CiContext::pull_request("project", number, source, sha)
                    .and_then(|context| context.with_target(target))
                    .map(by(Event::PullRequest))
            };
            all.extend(sources().flat_map(|source| ["a", "b"].map(|one| to(source.clone(), one))));
        }
        all.push(CiContext::detached("project", sha).map(by(Event::Push)));
    }
    let default = RefName::new(default).unwrap();
    all.into_iter()
        .map(|context| context.unwrap().with_default_branch(default.clone()).unwrap())
        .map(crate::given::alone)
        .collect()
}

/// A policy with these of its rules alone.
fn only(policy: &Policy, rules: &[&RuleDocument]) -> Policy {
    let mut document = policy.document().clone();
    document.rules = rules.iter().copied().cloned().collect();
    let tags = format!("{:?}", document.rules);
    document.slugs.retain(|name, _| tags.contains(&format!("{{slug:{name}}}")));
    document.images.retain_mut(|image| {
        let Some(names) = &mut image.rules else { return true };
        names.retain(|name| rules.iter().any(|rule| rule.name == *name));
        !names.is_empty()
    });
    Policy::new(document).unwrap()
}

/// Whether two builds of one project may push to different repositories: then whole
/// references are compared.
fn varies(policy: &Policy) -> bool {
    policy.document().images.iter().any(|image| image.name.replace("{project}", "").contains('{'))
}

/// What of a plan is compared with others.
fn compared(plan: &Plan, varies: bool) -> Vec<String> {
    if varies {
        plan.references().map(String::from).collect()
    } else {
        plan.tags().iter().map(|planned| planned.tag.to_string()).collect()
    }
}

/// A rule, and by tag the contexts in which it gives it and the policy has a plan, by
/// their numbers.
struct Given<'a> {
    rule: &'a RuleDocument,
    path: String,
    contexts: &'a [&'a CiContext],
    by_tag: BTreeMap<String, BTreeSet<usize>>,
    fires: BTreeSet<usize>,
}

impl<'a> Given<'a> {
    fn new(policy: &'a Policy, index: usize, contexts: &'a [&'a CiContext]) -> Self {
        let rule = &policy.document().rules[index];
        let alone = only(policy, &[rule]);
        let mut by_tag: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut fires = BTreeSet::new();
        for (number, context) in contexts.iter().enumerate() {
            let Ok(plan) = alone.plan(context) else { continue };
            for text in compared(&plan, varies(policy)) {
                by_tag.entry(text).or_default().insert(number);
            }
            fires.insert(number);
        }
        Self { rule, path: format!("rules[{index}].tags[0]"), contexts, by_tag, fires }
    }

    /// Whether its tag names a ref, and neither a run nor a build nor the ref's hash nor its
    /// number. Pull requests of one branch have one slug, and are meant to.
    fn has_own_refs(&self, policy: &Policy) -> bool {
        let slug = &policy.document().slug;
        let images = policy.document().images.iter();
        let is_pushed = |image: &&ImageDocument| {
            image.rules.as_ref().is_none_or(|rules| rules.contains(&self.rule.name))
        };
        let names: Vec<&str> = images.filter(is_pushed).map(|image| image.name.as_str()).collect();
        let has = |placeholder: &str| {
            self.rule.tags[0].tag.contains(placeholder)
                || names.iter().all(|name| name.contains(placeholder))
        };
        let has_slug = has("{slug}") && slug.distinct == 0;
        let is_pull = self.rule.when.pull_request.is_some();
        let tells_builds = has("{short_sha}") || has(&format!("{{{UNIQUE}}}"));
        (has_slug || has("{version}") || has("{git_tag}")) && !tells_builds && !is_pull
    }
}

/// Two detached commits are two refs.
fn is_same_ref(left: &CiContext, right: &CiContext) -> bool {
    match (left.git_ref(), right.git_ref()) {
        (GitRef::PullRequest { number: left, .. }, GitRef::PullRequest { number: right, .. }) => {
            left == right
        }
        (GitRef::Detached, GitRef::Detached) => false,
        (left, right) => left == right,
    }
}

/// Whether a person would choose the name of the ref.
fn is_likely(context: &CiContext) -> bool {
    static WORDS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[0-9A-Za-z]+([-_./][0-9A-Za-z]+)*$").unwrap());
    static VERSION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^v?\d+(\.\d+)+([-+.][0-9A-Za-z]+)*$").unwrap());
    match context.git_ref() {
        GitRef::Branch(name) | GitRef::PullRequest { source: name, .. } => {
            WORDS.is_match(name.as_str())
        }
        GitRef::Tag(name) => VERSION.is_match(name.as_str()),
        GitRef::Detached => true,
    }
}

/// The length of the shortest tag that a rule gives for two commits and two unique values.
fn shortest_of_builds(given: &Given<'_>) -> Option<usize> {
    let value = |context: &CiContext| context.values().get(UNIQUE).map(str::to_owned);
    let is_shared = |numbers: &BTreeSet<usize>| {
        let contexts: Vec<_> = numbers.iter().map(|number| given.contexts[*number]).collect();
        let mut pairs = contexts.iter().flat_map(|one| contexts.iter().map(move |two| (one, two)));
        pairs.any(|(one, two)| one.sha() != two.sha() && value(one) != value(two))
    };
    let shared = given.by_tag.iter().filter(|(_, numbers)| is_shared(numbers));
    shared.map(|(tag, _)| tag.len()).min()
}

/// The length of the shortest tag that two rules give for two commits, and for two refs
/// or for one that makes both fire: not if both give it for both.
fn shortest([left, right]: [&Given<'_>; 2], is_of: fn(&CiContext) -> bool) -> Option<usize> {
    let fire_together =
        |our: &usize, their: &usize| right.fires.contains(our) && left.fires.contains(their);
    let meet = |ours: &BTreeSet<usize>, theirs: &BTreeSet<usize>| {
        let mut pairs = ours.iter().flat_map(|our| theirs.iter().map(move |their| (our, their)));
        let are_apart = |our: &usize, their: &usize| {
            let (one, other) = (left.contexts[*our], left.contexts[*their]);
            let are_apart = !is_same_ref(one, other) || fire_together(our, their);
            // Two builds never have one unique value.
            let value = |context: &CiContext| context.values().get(UNIQUE).map(str::to_owned);
            let are_two = value(one).is_none() || value(one) != value(other);
            one.sha() != other.sha() && are_apart && are_two && is_of(one) && is_of(other)
        };
        // Where both give it in the same contexts, both give it in each two.
        ours != theirs
            && pairs.any(|(our, their)| {
                !(theirs.contains(our) && ours.contains(their)) && are_apart(our, their)
            })
    };
    let common = left
        .by_tag
        .iter()
        .filter(|(tag, ours)| right.by_tag.get(*tag).is_some_and(|theirs| meet(ours, theirs)));
    common.map(|(tag, _)| tag.len()).min()
}

/// The finding with this code that is about all of these parts of the policy.
fn found<'a>(findings: &'a [Finding], code: FindingCode, paths: &[&str]) -> Option<&'a Finding> {
    let is_of_all = |finding: &Finding| {
        paths.iter().all(|path| finding.paths.iter().any(|found| found == path))
    };
    findings.iter().find(|finding| finding.code == code && is_of_all(finding))
}

/// The contexts and the tag that show a finding.
fn shown<'a>(policy: &Policy, finding: &'a Finding) -> (&'a [CiContext], String) {
    let witness = finding.witness.as_ref().unwrap();
    let tag = witness.tag.as_ref().unwrap();
    let text = match &witness.image {
        None => tag.to_string(),
        Some(image) => format!("{image}:{tag}"),
    };
    for context in &witness.contexts {
        let plan = policy.plan(context).unwrap();
        assert!(compared(&plan, witness.image.is_some()).contains(&text), "{finding}");
    }
    (&witness.contexts, text)
}

/// What a run has seen, so that it is known to have looked at something.
#[derive(Debug, Default)]
struct Tally {
    pairs: usize,
    meetings: usize,
    shown: usize,
    never: usize,
    undecided: usize,
    collisions: usize,
    distinct: usize,
    of_builds: usize,
}

impl Tally {
    /// Compares what the audit says of each rule, and of each two, with their tags
    /// in these contexts.
    fn check(&mut self, policy: &Policy, contexts: &[CiContext]) {
        let error = |context: &CiContext| policy.plan(context).err().map(|error| error.kind());
        let contexts: Vec<_> = contexts.iter().filter(|context| error(context).is_none()).collect();
        let findings = policy.audit();
        let rules = 0..policy.document().rules.len();
        let rules: Vec<_> = rules.map(|index| Given::new(policy, index, &contexts)).collect();
        for (index, right) in rules.iter().enumerate() {
            self.check_rule(policy, &findings, right);
            if right.rule.tags[0].tag.contains(&format!("{{{UNIQUE}}}")) {
                self.check_builds(policy, &findings, right);
            }
            for left in &rules[..index] {
                self.check_pair(policy, &findings, [left, right]);
            }
        }
    }

    fn check_pair(&mut self, policy: &Policy, findings: &[Finding], pair: [&Given<'_>; 2]) {
        let paths = pair.map(|given| given.path.as_str());
        let is_of_many = found(findings, FindingCode::SharedTag, &paths)
            .is_some_and(|finding| finding.paths.len() > 2);
        let is_open = [&paths[..], &["rules"]]
            .iter()
            .any(|paths| found(findings, FindingCode::NotDecided, paths).is_some());
        // What is told of several pairs at once is asked of this one alone.
        if is_open || is_of_many {
            let alone = only(policy, &pair.map(|given| given.rule));
            let paths = ["rules[0].tags[0]", "rules[1].tags[0]"];
            self.compare(&alone, &alone.audit(), paths, pair);
        } else {
            self.compare(policy, findings, paths, pair);
        }
    }

    fn compare(
        &mut self,
        policy: &Policy,
        findings: &[Finding],
        paths: [&str; 2],
        pair: [&Given<'_>; 2],
    ) {
        let finding = found(findings, FindingCode::SharedTag, &paths);
        // An error is shown by names that people choose, if there are any.
        let is_error = finding.is_some_and(|finding| finding.severity == Severity::Error);
        self.pairs += 1;
        self.shown += usize::from(shortest(pair, |_| true).is_some());
        let shortest = shortest(pair, if is_error { is_likely } else { |_| true });
        if let Some(finding) = finding {
            self.meetings += 1;
            let (contexts, tag) = shown(policy, finding);
            let [ours, theirs] = contexts else { panic!("{finding}") };
            let is_of_one_commit = ours.sha() == theirs.sha();
            assert!(!is_of_one_commit || !is_same_ref(ours, theirs), "{finding}");
            assert!(!is_of_one_commit || finding.severity == Severity::Info, "{finding}");
            // Of a prerelease the audit has samples alone.
            let is_sample =
                pair.iter().any(|given| given.rule.tags[0].tag.contains("{prerelease}"));
            // Nor does it look for a longer tag of two names that both rules take.
            let [left, right] = pair;
            let are_together = !left.fires.is_disjoint(&right.fires);
            let is_shortest = shortest.is_none_or(|other| tag.len() <= other);
            assert!(
                is_shortest || is_sample || is_of_one_commit || are_together,
                "{finding}: {shortest:?}"
            );
        } else if found(findings, FindingCode::NotDecided, &paths).is_some() {
            self.undecided += 1;
        } else {
            self.never += 1;
            let document = policy.document();
            assert!(shortest.is_none(), "missed {shortest:?} bytes at {paths:?}: {document:#?}");
        }
    }

    /// Compares what the audit says of a tag with a unique value and itself.
    fn check_builds(&mut self, policy: &Policy, findings: &[Finding], given: &Given<'_>) {
        let is_alone = |finding: &&Finding| finding.paths == [given.path.as_str()];
        let of = |code| findings.iter().filter(is_alone).find(|finding| finding.code == code);
        let shortest = shortest_of_builds(given);
        if let Some(finding) = of(FindingCode::SharedTag) {
            self.of_builds += 1;
            let (_, tag) = shown(policy, finding);
            assert!(shortest.is_none_or(|other| tag.len() <= other), "{finding}: {shortest:?}");
        } else if found(findings, FindingCode::NotDecided, &[&given.path]).is_none() {
            let document = policy.document();
            assert!(shortest.is_none(), "{shortest:?} bytes at {}: {document:#?}", given.path);
        }
    }

    fn check_rule(&mut self, policy: &Policy, findings: &[Finding], given: &Given<'_>) {
        let document = policy.document();
        if !given.has_own_refs(policy) {
            return;
        }
        if let Some(finding) = found(findings, FindingCode::SlugCollision, &[&given.path]) {
            self.collisions += 1;
            shown(policy, finding);
        } else if found(findings, FindingCode::NotDecided, &[&given.path]).is_some() {
            self.undecided += 1;
        } else {
            self.distinct += 1;
            let differ = |all: &&BTreeSet<usize>| {
                let mut all = all.iter().map(|number| given.contexts[*number]);
                let first = all.next().unwrap();
                all.any(|one| !is_same_ref(one, first))
            };
            let missed = given.by_tag.values().find(differ);
            assert!(missed.is_none(), "{}: {missed:?} by {document:#?}", given.path);
        }
    }
}

/// Policies of so many rules with one tag each, of which those are left that load.
fn random(policies: usize, rules: usize, conditions: u32, contexts: &[Vec<CiContext>]) -> Tally {
    let mut universe = Universe::tiny();
    universe.rules = rules..=rules;
    universe.conditions = conditions;
    let strategy = universe.policy();
    let (mut runner, mut tally) = (TestRunner::deterministic(), Tally::default());
    for contexts in contexts.iter().cycle().take(policies) {
        tally.check(&strategy.new_tree(&mut runner).unwrap().current(), contexts);
    }
    assert!(tally.shown > 0 && tally.never * 10 > tally.pairs, "{tally:?}");
    assert!(tally.collisions > 0 && tally.distinct > 0, "{tally:?}");
    tally
}

fn agrees(policies: usize) -> Tally {
    let defaults = ["a", "b", "main", "a-b", "a/b", "a#b"];
    let tally = random(policies, 30, 0, &defaults.map(|default| contexts(LETTERS, 3, default)));
    assert!(tally.shown * 25 > tally.pairs, "{tally:?}");
    println!("{tally:?}");
    // 0.5 % of 150 policies.
    assert!(tally.undecided * 100 < tally.pairs, "{tally:?}");
    tally
}

/// Rules that differ by event, fork, protection or default branch, and not by names
/// alone.
#[test]
fn agrees_with_enumeration_under_several_conditions() {
    let defaults = ["a", "b", "main"];
    let tally = random(200, 12, 8, &defaults.map(|default| varied(&["a", "b", "/"], 3, default)));
    assert!(tally.undecided * 10 < tally.pairs, "{tally:?}");
    println!("{tally:?}");
}

#[test]
fn agrees_with_enumeration() {
    let tally = agrees(150);
    assert!(tally.pairs >= 20_000, "{tally:?}");
}

/// `cargo test --release --test it brute_force -- --ignored`
#[test]
#[ignore = "it takes minutes"]
fn agrees_with_enumeration_at_length() {
    let tally = agrees(8_000);
    assert!(tally.pairs >= 1_000_000, "{tally:?}");
}

#[test]
fn agrees_with_enumeration_of_longer_names() {
    let letters = ["a", "b", "B", "-", "/", "1"];
    let tally = random(16, 10, 0, &[contexts(&letters, 4, "a")]);
    assert!(tally.pairs >= 96, "{tally:?}");
}

/// What is left out of a git tag, and what is written for a `+`.
#[test]
fn agrees_with_enumeration_of_git_tags() {
    const TAGS: [&str; 6] = ["{version}", "{git_tag}", "1{version}", "v{git_tag}", "{slug}", "1_"];
    const CONDITIONS: [&str; 6] = [
        "{ tag = '*' }",
        "{ tag = 'v*' }",
        "{ tag = { except = '*1' } }",
        "{ tag = '/v?[1+]+/' }",
        "{ tag = 'v+*', event = 'schedule' }",
        "{ branch = '*' }",
    ];
    let rules = CONDITIONS.iter().flat_map(|when| TAGS.iter().map(move |tag| (when, tag)));
    let rules: Vec<String> = rules
        .enumerate()
        .map(|(number, (when, tag))| {
            format!("[[rules]]\nname = 'r{number}'\nwhen = {when}\ntags = ['{tag}']\n")
        })
        .collect();
    let head = "version = 1\nshort-sha = 4\nslug = { edges = 'trim', empty = 'b' }\n\
                images = [{ name = '{project}', push = 'r.example.com' }]\n";
    let loads = |rule: &&String| toml::from_str::<Policy>(&format!("{head}{rule}")).is_ok();
    let rules: String = rules.iter().filter(loads).cloned().collect();
    let policy: Policy = toml::from_str(&format!("{head}{rules}")).unwrap();
    let mut tally = Tally::default();
    tally.check(&policy, &contexts(&["v", "1", "+", "_", "a"], 3, "a"));
    assert!(tally.shown > 100 && tally.never > 30, "{tally:?}");
    assert!(tally.undecided * 30 < tally.pairs, "{tally:?}");
}

/// Tags with declared values: one that is unique, and one that builds share.
#[test]
fn agrees_with_enumeration_of_declared_values() {
    const TEXTS: [&str; 5] = ["a", "b", "ab", "a-", "a-b"];
    const TAGS: [&str; 9] = [
        "{build}",
        "x{build}",
        "{build}-{slug}",
        "{slug}{build}",
        "{build}{flavor}",
        "{flavor}",
        "{flavor}-{slug}",
        "a",
        "{short_sha}{build}",
    ];
    let rules: Vec<String> = ["{ branch = '*' }", "{ branch = 'a*' }", "{ pull-request = {} }"]
        .iter()
        .flat_map(|when| TAGS.iter().map(move |tag| (when, tag)))
        .enumerate()
        .map(|(number, (when, tag))| {
            format!("[[rules]]\nname = 'r{number}'\nwhen = {when}\ntags = ['{tag}']\n")
        })
        .collect();
    let rules = rules.concat();
    let policy: Policy = toml::from_str(&format!(
        "version = 1\nshort-sha = 4\nslug = {{ edges = 'trim', empty = 'b', max-length = 3 }}\n\
         values.{UNIQUE} = {{ pattern = '/[ab]{{1,2}}|a-b?/', unique = true }}\n\
         values.{OTHER} = {{ pattern = '/[ab]{{1,2}}|a-b?/' }}\n\
         images = [{{ name = '{{project}}', push = 'r.example.com' }}]\n{rules}"
    ))
    .unwrap();
    let of_values = |context: CiContext| {
        let pairs = TEXTS.iter().flat_map(|unique| TEXTS.iter().map(move |other| (unique, other)));
        pairs
            .map(|(unique, other)| {
                let context = context.clone().with_value(UNIQUE, *unique);
                context.unwrap().with_value(OTHER, *other).unwrap()
            })
            .collect::<Vec<_>>()
    };
    let contexts: Vec<CiContext> =
        contexts(&["a", "b", "-"], 2, "a").into_iter().flat_map(of_values).collect();
    let mut tally = Tally::default();
    tally.check(&policy, &contexts);
    assert!(tally.shown > 50 && tally.never > 20 && tally.of_builds > 4, "{tally:?}");
    assert!(tally.undecided * 10 < tally.pairs, "{tally:?}");
}

/// Conditions, and the templates under each: all pairs of these rules are tried.
type Rules = &'static [(&'static [&'static str], &'static [&'static str])];

const EVERY_RULE: Rules = &[
    (
        &[
            "{ branch = '*' }",
            "{ branch = 'a*' }",
            "{ branch = { except = 'a' } }",
            "{ branch = '/[ab]-?/' }",
        ],
        &["{slug}", "a", "a{slug}", "{slug}-1", "{short_sha}"],
    ),
    (&["{ tag = '*' }", "{ tag = { except = 'b*' } }"], &["{slug}", "a", "{slug}-1", "1{version}"]),
    (
        &["{ release = { prefix = '' } }", "{ release = { prerelease = 'include' } }"],
        &["{slug}", "{version}", "{major}", "{major}.{minor}"],
    ),
    (&["{ pull-request = {} }"], &["{slug}", "{pr}", "{slug}-{pr}", "a"]),
    (&["{ default-branch = true }"], &["{slug}", "a"]),
    (&["{  }"], &["a", "1"]),
];

/// Rules that other conditions than names tell apart.
const SEVERAL_CONDITIONS: Rules = &[
    (
        &[
            "{ branch = '*' }",
            "{ branch = '*', event = 'push' }",
            "{ branch = 'a*', event = 'schedule' }",
            "{ branch = '*', default-branch = false }",
            "{ branch = 'a*', default-branch = true, protected = true }",
            "{ branch = '*', protected = true }",
            "{ branch = '*', protected = false, event = { except = 'push' } }",
        ],
        &["{slug}", "a", "a{slug}", "{short_sha}"],
    ),
    (&["{ event = 'schedule' }", "{ event = 'push', protected = true }"], &["{slug}", "a"]),
    (&["{ tag = '*', event = 'schedule' }"], &["{slug}", "{version}"]),
    (
        &[
            "{ pull-request = {}, fork = false }",
            "{ pull-request = { source = 'a' } }",
            "{ fork = true, event = 'manual' }",
        ],
        &["{slug}", "{pr}", "a"],
    ),
    (&["{ fork = false }", "{ protected = true, event = ['manual', 'schedule'] }"], &["a", "1"]),
];

/// The policies of all of these rules that load, one for each way to make a slug.
fn every_policy(rules: Rules) -> Vec<Policy> {
    let mut slugs = Vec::new();
    for case in ["keep", "lower"] {
        for runs in ["keep", "collapse"] {
            for length in 1..=3 {
                slugs.extend(["", ", empty = 'a'", ", empty = 'b'"].map(|empty| {
                    format!(
                        "{{ case = '{case}', runs = '{runs}', edges = 'trim', \
                         max-length = {length}{empty} }}"
                    )
                }));
            }
        }
    }
    let rules = rules.iter().flat_map(|(conditions, tags)| {
        conditions.iter().flat_map(move |when| tags.iter().map(move |tag| (when, tag)))
    });
    let rules: Vec<_> = rules
        .enumerate()
        .map(|(number, (when, tag))| {
            format!("[[rules]]\nname = 'r{number}'\nwhen = {when}\ntags = ['{tag}']\n")
        })
        .collect();
    let policy = |slug: String| {
        let head = format!(
            "version = 1\nshort-sha = 4\nslug = {slug}\n\
             images = [{{ name = '{{project}}', push = 'r.example.com' }}]\n"
        );
        let loads = |rule: &&String| toml::from_str::<Policy>(&(head.clone() + rule)).is_ok();
        let rules: String = rules.iter().filter(loads).cloned().collect();
        toml::from_str(&(head + &rules)).unwrap()
    };
    slugs.into_iter().map(policy).collect()
}

fn every_pair(rules: Rules, contexts: &[CiContext], step: usize) -> Tally {
    let mut tally = Tally::default();
    for policy in every_policy(rules).iter().step_by(step) {
        tally.check(policy, contexts);
    }
    assert!(tally.shown > 0 && tally.never > 0, "{tally:?}");
    // Two tags of one rule may be one text for all names that it takes.
    assert!(tally.undecided * 100 < tally.pairs, "{tally:?}");
    tally
}

#[test]
fn agrees_with_enumeration_for_every_pair_under_several_conditions() {
    let tally = every_pair(SEVERAL_CONDITIONS, &varied(&["a", "b", "-", "/"], 3, "a"), 7);
    println!("{tally:?}");
}

#[test]
fn agrees_with_enumeration_for_every_pair_of_a_small_grammar() {
    let tally = every_pair(EVERY_RULE, &contexts(LETTERS, 3, "a"), 12);
    assert_eq!(tally.pairs, 1_584, "{tally:?}");
}

/// `cargo test --release --test it brute_force -- --ignored`
#[test]
#[ignore = "half a minute; the one above takes a part of it"]
fn agrees_with_enumeration_for_every_pair_and_every_slug() {
    let tally = every_pair(EVERY_RULE, &contexts(LETTERS, 3, "a"), 1);
    assert_eq!(tally.pairs, 26_808, "{tally:?}");
}

/// Images whose names differ from ref to ref, and the rules that are pushed to each: all
/// pairs of these rules are tried.
fn policies_of_images() -> Vec<Policy> {
    const NAMES: [[&str; 2]; 6] = [
        ["{slug}", "{slug}"],
        ["{slug}", "a"],
        ["x{slug}", "xa"],
        ["{slug}/b", "a/{slug}"],
        ["x{short_sha}", "{slug}"],
        ["{slug}", "{slug}/{short_sha}"],
    ];
    const RULES: [(&str, &str); 6] = [
        ("{ branch = '*' }", "a"),
        ("{ branch = '/[abB]-?/' }", "b"),
        ("{ branch = { except = 'a*' } }", "b{short_sha}"),
        ("{ tag = '*' }", "a"),
        ("{ default-branch = true }", "b"),
        ("{ pull-request = {} }", "a"),
    ];
    let mut policies = Vec::new();
    for names in NAMES {
        for slug in ["case = 'lower'", "case = 'keep'", "case = 'lower', max-length = 2"] {
            for pushed in [0b11_1111, 0b01_0101, 0b00_1011] {
                let rules = |bit: usize| {
                    let all = (0..RULES.len()).filter(|index| pushed >> index & 1 == bit);
                    all.map(|index| format!("'r{index}'")).collect::<Vec<_>>().join(", ")
                };
                let image = |name: &str, rules: String| {
                    format!(
                        "{{ name = '{name}', push = 'r.io/t', case = 'lower', rules = [{rules}] }}"
                    )
                };
                let mut images = vec![image(names[0], rules(1))];
                if pushed != 0b11_1111 {
                    images.push(image(names[1], rules(0)));
                }
                let rules = RULES.iter().enumerate().map(|(index, (when, tag))| {
                    format!("[[rules]]\nname = 'r{index}'\nwhen = {when}\ntags = ['{tag}']\n")
                });
                let text = format!(
                    "version = 1\nshort-sha = 4\n\
                     slug = {{ edges = 'trim', empty = 'a', {slug} }}\nimages = [{}]\n{}",
                    images.join(", "),
                    rules.collect::<String>()
                );
                policies
                    .push(toml::from_str(&text).unwrap_or_else(|error| panic!("{text}{error}")));
            }
        }
    }
    policies
}

#[test]
fn agrees_with_enumeration_for_whole_references() {
    let contexts = contexts(LETTERS, 3, "a");
    let mut tally = Tally::default();
    for policy in policies_of_images() {
        tally.check(&policy, &contexts);
    }
    assert_eq!(tally.pairs, 54 * 15, "{tally:?}");
    assert!(tally.shown * 6 > tally.pairs && tally.never * 5 > tally.pairs, "{tally:?}");
    assert!(tally.undecided * 20 < tally.pairs, "{tally:?}");
}

/// Rules that capture: what is not exact of two captures, or of a capture and the name that
/// it is from, is not decided, and never answered wrongly.
fn agrees_for_captures(policies: usize, fields: usize) -> Tally {
    const CAPTURES: &[&str] = &[
        "/(?<x>[ab]{1,2})(.*)/",
        "/(?<x>[ab])[ab]?/",
        "/[ab](?<x>[ab-]{0,2})/",
        "/(?<x>a|b)/?(.*)/",
        "/(?<x>[ab]{1,2}?)b?/",
        "/(?i)(?<x>ab?)-?/",
        "/a/?(?<x>.*)/",
        "/(?<x>.*)b/",
        "/a(?<x>[#-%]?)b?/",
    ];
    let mut universe = Universe::tiny();
    universe.rules = 12..=12;
    universe.fields = 1..=fields;
    universe.captures = CAPTURES;
    let strategy = universe.policy();
    let defaults = ["a", "b", "main"].map(|default| contexts(LETTERS, 3, default));
    let (mut runner, mut tally) = (TestRunner::deterministic(), Tally::default());
    let mut capturing = 0;
    for contexts in defaults.iter().cycle().take(policies) {
        let policy = strategy.new_tree(&mut runner).unwrap().current();
        let rules = &policy.document().rules;
        let has_capture = |rule: &&RuleDocument| {
            ["{x}", "{slug:capture}"].iter().any(|one| rule.tags[0].tag.contains(one))
        };
        capturing += rules.iter().filter(has_capture).count();
        tally.check(&policy, contexts);
    }
    assert!(capturing * 2 > policies, "{capturing}");
    println!("{capturing} {tally:?}");
    tally
}

#[test]
fn agrees_with_enumeration_of_captures() {
    let tally = agrees_for_captures(60, 1);
    assert!(tally.shown * 20 > tally.pairs && tally.never * 5 > tally.pairs, "{tally:?}");
    assert!(tally.undecided * 30 < tally.pairs, "{tally:?}");
}

/// A tag may have a capture, and the name that it is from.
#[test]
fn agrees_with_enumeration_of_captures_in_one_tag() {
    let tally = agrees_for_captures(20, 2);
    assert!(tally.shown * 50 > tally.pairs && tally.never * 5 > tally.pairs, "{tally:?}");
}

/// `cargo test --release --test it captures -- --ignored`
#[test]
#[ignore = "minutes with a release build; the ones above take a part of it"]
fn agrees_with_enumeration_of_many_captures() {
    agrees_for_captures(1_000, 1);
    agrees_for_captures(1_000, 2);
}

/// Two rules with one tag each, in variants whose affixes are texts that tags and names
/// have too.
fn policies_of_variants(policies: usize) -> Vec<Policy> {
    const AFFIXES: [(&str, &str); 6] =
        [("", "-a"), ("", "a"), ("a", ""), ("b-", "1"), ("", "-1"), ("", "")];
    let mut universe = Universe::tiny();
    universe.rules = 1..=2;
    let variants = subsequence(AFFIXES.to_vec(), 1..=3);
    let limits = vec(option::weighted(0.4, 1..16_u8), 2);
    let strategy = (universe.policy_document(), variants, vec(any::<bool>(), 2), limits);
    let mut runner = TestRunner::deterministic();
    let mut all = Vec::new();
    while all.len() < policies {
        let (mut document, variants, bare, limits) =
            strategy.new_tree(&mut runner).unwrap().current();
        for (index, (prefix, suffix)) in variants.into_iter().enumerate() {
            let mut variant = VariantDocument::prefix(prefix);
            variant.suffix = suffix.into();
            document.variants.insert(format!("v{index}"), variant);
        }
        let builds = builds(&document);
        for ((rule, bare), limit) in document.rules.iter_mut().zip(bare).zip(limits) {
            rule.tags[0].affix = !bare;
            let some = |bits: u8| {
                builds.iter().enumerate().filter(move |(index, _)| bits >> index & 1 == 1)
            };
            let names = limit.map(|bits| some(bits).map(|(_, name)| name.clone()).collect());
            rule.when.variant = names;
        }
        all.extend(Policy::new(document));
    }
    all
}

/// The names of the variants, and the empty one of the plain build if there is one.
fn builds(document: &PolicyDocument) -> Vec<String> {
    let has_plain = document.variants.values().all(|one| *one != VariantDocument::default());
    has_plain.then(String::new).into_iter().chain(document.variants.keys().cloned()).collect()
}

/// What two variants can both give is found, for each pair of rules.
fn agrees_for_variants(policies: usize) -> Tally {
    let contexts = contexts(LETTERS, 3, "a");
    let mut tally = Tally::default();
    for policy in policies_of_variants(policies) {
        let document = policy.document();
        let builds = builds(document);
        let mut given: BTreeMap<String, BTreeSet<(usize, &str)>> = BTreeMap::new();
        for context in &contexts {
            for build in &builds {
                let context = context.clone().with_variant(build.as_str()).unwrap();
                let explanation = policy.explain(&context);
                if explanation.plan.is_err() {
                    continue;
                }
                for (index, rule) in explanation.rules.iter().enumerate() {
                    let moving = rule.tags.iter().filter(|tag| tag.movement == TagMovement::Moves);
                    for text in moving.filter_map(|tag| tag.text.result.clone()) {
                        given.entry(text).or_default().insert((index, build));
                    }
                }
            }
        }
        let findings = policy.audit();
        let is_across = |finding: &&Finding| {
            finding.code == FindingCode::SharedTag && {
                let [left, right] = &finding.witness.as_ref().unwrap().contexts[..] else {
                    panic!("{finding}")
                };
                left.variant() != right.variant()
            }
        };
        for right in 0..document.rules.len() {
            for left in 0..=right {
                let meet = |all: &BTreeSet<(usize, &str)>| {
                    let of = |rule| all.iter().filter(move |(index, _)| *index == rule);
                    of(left).any(|(_, our)| of(right).any(|(_, their)| our != their))
                };
                let shortest =
                    given.iter().filter(|(_, all)| meet(all)).map(|(text, _)| text.len());
                let shortest = shortest.min();
                let paths: BTreeSet<String> =
                    [left, right].iter().map(|rule| format!("rules[{rule}].tags[0]")).collect();
                let paths: Vec<&String> = paths.iter().collect();
                let is_of_pair = |finding: &&Finding| finding.paths.iter().eq(paths.clone());
                let found = findings.iter().filter(is_across).find(is_of_pair);
                let is_open = |finding: &Finding| {
                    let has = |path: &&String| finding.paths.contains(path);
                    finding.code == FindingCode::NotDecided && paths.iter().all(has)
                };
                let open = findings.iter().any(is_open);
                tally.pairs += 1;
                tally.shown += usize::from(shortest.is_some());
                match found {
                    Some(finding) => {
                        tally.meetings += 1;
                        let (_, text) = shown(&policy, finding);
                        // Of a prerelease the audit has samples alone.
                        let is_sample = [left, right]
                            .iter()
                            .any(|rule| document.rules[*rule].tags[0].tag.contains("{prerelease}"));
                        let is_shortest = shortest.is_none_or(|one| text.len() <= one);
                        assert!(is_shortest || is_sample, "{finding} {shortest:?}");
                    }
                    None if open => tally.undecided += 1,
                    None => {
                        tally.never += 1;
                        assert!(
                            shortest.is_none(),
                            "missed {shortest:?} at {paths:?}: {document:#?}"
                        );
                    }
                }
            }
        }
    }
    assert!(tally.undecided * 20 < tally.pairs, "{tally:?}");
    tally
}

#[test]
fn agrees_with_enumeration_for_variants() {
    let tally = agrees_for_variants(250);
    assert!(tally.shown * 10 > tally.pairs && tally.never * 5 > tally.pairs, "{tally:?}");
}

/// Within one build, tags meet as those of a policy without variants do whose tags have the
/// affixes as text.
#[test]
fn within_a_build_affixes_are_text() {
    const AFFIXES: [(&str, &str); 4] = [("", "-a"), ("a", ""), ("b-", "1"), ("", "")];
    let mut universe = Universe::tiny();
    universe.rules = 2..=2;
    let strategy = (universe.policy_document(), select(AFFIXES.to_vec()), any::<bool>());
    let mut runner = TestRunner::deterministic();
    let within = |policy: &Policy| -> BTreeSet<(FindingCode, Severity, Vec<String>, Option<Tag>)> {
        let codes = [FindingCode::SharedTag, FindingCode::NotDecided];
        let is_across = |finding: &Finding| match &finding.witness {
            Some(witness) => {
                witness.contexts.iter().any(|one| one.variant() != witness.contexts[0].variant())
            }
            None => finding.paths.len() == 1,
        };
        let findings = policy.audit().into_iter();
        let findings = findings.filter(|one| codes.contains(&one.code) && !is_across(one));
        let told =
            |one: Finding| (one.code, one.severity, one.paths, one.witness.and_then(|it| it.tag));
        findings.map(told).collect()
    };
    let (mut tried, mut found) = (0, 0);
    while tried < 400 {
        let (document, (prefix, suffix), is_for_both) =
            strategy.new_tree(&mut runner).unwrap().current();
        let mut written = document.clone();
        for rule in &mut written.rules {
            let text = &mut rule.tags[0].tag;
            *text = [prefix, text, suffix].concat();
        }
        let Ok(written) = Policy::new(written) else { continue };
        let mut varied = document;
        varied.variants.insert("other".into(), VariantDocument::suffix("-1-b"));
        let mut variant = VariantDocument::prefix(prefix);
        variant.suffix = suffix.into();
        varied.variants.insert("own".into(), variant);
        for (index, rule) in varied.rules.iter_mut().enumerate() {
            let is_for_both = is_for_both && index == 0;
            let names = if is_for_both { &["own", "other"][..] } else { &["own"] };
            rule.when.variant = Some(names.iter().copied().collect());
        }
        let Ok(varied) = Policy::new(varied) else { continue };
        let (expected, shown) = (within(&written), within(&varied));
        assert_eq!(shown, expected, "{:#?}", varied.document());
        tried += 1;
        found += usize::from(!expected.is_empty());
    }
    assert!(found > 50, "{found}");
}
