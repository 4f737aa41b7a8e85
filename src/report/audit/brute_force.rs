//! What is said of two tags, against all that small refs can show.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::Auditor;
use super::given::Given;
use super::meeting::meeting;
use super::situation::is_same_ref;
use super::slug_collision::{collision, is_asked};
use crate::context::{CiContext, Event};
use crate::name::{GitRef, RefName, Tag};
use crate::policy::language::NotFound;
use crate::policy::{Place, Placeholder, Policy, Trigger};

/// Policies of this many rules, each with one tag.
const RULES: usize = 16;
const LETTERS: [&str; 5] = ["a", "b", "B", "-", "/"];
/// Names with one of them behind their first letter: nothing tells the two apart.
const SIGNS: [&str; 2] = ["#", "$"];
const VERSIONS: [&str; 10] = [
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

/// A linear congruential generator: the same policies in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn pattern(&mut self) -> String {
        match self.below(9) {
            0..=3 => {
                let mut part = || self.of(&["a", "b", "*", "?", "-"]);
                format!("'{}{}{}'", part(), part(), part())
            }
            4 => "'*'".into(),
            5 => format!("'{}'", self.of(&["a", "b", "ab", "a-", "a/b", "B"])),
            6 => format!("'/[ab]{}-?/'", self.of(&["", "*", "+", "{2}"])),
            7 => format!("'/{}/'", self.of(&["(a|b*|[^a]b?)-?", "(?i)ab?", ".b.?", "a[/-]?b"])),
            _ => format!("'/{}[#-%]{}/'", self.of(&["a", "a?", "[ab]"]), self.of(&["b", "?b", ""])),
        }
    }

    fn names(&mut self) -> String {
        match self.below(6) {
            0..=2 => self.pattern(),
            3 => format!("[{}, {}]", self.pattern(), self.pattern()),
            4 => format!("{{ except = {} }}", self.pattern()),
            _ => format!("{{ matching = {}, except = {} }}", self.pattern(), self.pattern()),
        }
    }

    fn rule(&mut self, number: usize) -> String {
        let (when, tags): (String, &[&str]) = match self.below(12) {
            0..=4 => (
                format!("{{ branch = {} }}", self.names()),
                &["b", "a", "{slug}", "{slug}", "{slug}", "{slug}-{short_sha}", "{short_sha}"],
            ),
            5 => (
                format!("{{ tag = {} }}", self.names()),
                &["a", "{slug}", "{slug}", "x{version}", "x{git_tag}", "{short_sha}"],
            ),
            6 | 7 => {
                let which = self.of(&["no", "only", "any"]);
                let prefix = self.of(&["", "v"]);
                let when =
                    format!("{{ release = {{ prefix = '{prefix}', prerelease = '{which}' }} }}");
                (when, &["{major}", "{major}.{minor}", "{version}", "{slug}", "MOVES", "1"])
            }
            8 | 9 => {
                let target = match self.below(2) {
                    0 => String::new(),
                    _ => format!("target = {}", self.pattern()),
                };
                let tags =
                    &["{pr}", "{slug}", "{pr}-{slug}", "{slug}-{pr}", "{pr}{slug}", "{pr}{slug}"];
                (format!("{{ pull-request = {{ {target} }} }}"), tags)
            }
            10 => ("{ default-branch = {} }".into(), &["b", "{slug}", "{slug}", "a"]),
            _ => {
                let when = self.of(&["{ schedule = {} }", "{ any = {} }"]);
                (when.into(), &["b", "a", "b-1", "1"])
            }
        };
        let tag = match self.of(tags) {
            "MOVES" => "{ tag = '{major}', moves = 'highest-in-major' }".into(),
            middle => {
                let head = self.of(&["", "", "", "", "", "", "a", "b-"]);
                format!("'{head}{middle}{}'", self.of(&["", "", "", "", "", "", "a", "-1"]))
            }
        };
        format!("[[rules]]\nname = 'r{number}'\nwhen = {when}\ntags = [{tag}]\n")
    }

    /// A policy of the rules that load with these slugs.
    fn policy(&mut self) -> Policy {
        let (case, keep) = (self.of(&["keep", "lower"]), self.of(&["", "", "_.", "."]));
        let (runs, edges) = (self.of(&["keep", "collapse"]), self.of(&["keep", "trim", "trim"]));
        let length = match self.below(6) {
            0 => "8, distinct = 4".into(),
            length => length.to_string(),
        };
        let empty = self.of(&["", ", empty = 'b'", ", empty = 'a'", ", empty = 'b'"]);
        let slug = format!(
            "case = '{case}', keep = '{keep}', runs = '{runs}', edges = '{edges}', \
             max-length = {length}{empty}"
        );
        let head = format!(
            "version = 1\nshort-sha = 4\nslug = {{ {slug} }}\n\
             images = [{{ name = 'app', push = 'r.example.com' }}]\n"
        );
        let mut rules = String::new();
        let mut number = 0;
        while number < RULES {
            let rule = self.rule(number);
            if toml::from_str::<Policy>(&format!("{head}{rule}")).is_ok() {
                rules += &rule;
                number += 1;
            }
        }
        toml::from_str(&(head + &rules)).unwrap()
    }
}

/// Triggers, and the templates under each: all pairs of these rules are tried.
const EVERY_RULE: [(&[&str], &[&str]); 6] = [
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
        &["{ release = { prefix = '' } }", "{ release = { prerelease = 'any' } }"],
        &["{slug}", "{version}", "{major}", "{major}.{minor}"],
    ),
    (&["{ pull-request = {} }"], &["{slug}", "{pr}", "{slug}-{pr}", "a"]),
    (&["{ default-branch = {} }"], &["{slug}", "a"]),
    (&["{ any = {} }"], &["a", "1"]),
];

/// A policy of all of these rules for each way to make a slug.
fn every_policy() -> Vec<Policy> {
    let mut all = Vec::new();
    for case in ["keep", "lower"] {
        for runs in ["keep", "collapse"] {
            for length in 1..=3 {
                for empty in ["", ", empty = 'a'", ", empty = 'b'"] {
                    let head = format!(
                        "version = 1\nshort-sha = 4\n\
                         images = [{{ name = 'app', push = 'r.example.com' }}]\n\
                         slug = {{ case = '{case}', runs = '{runs}', edges = 'trim', \
                         max-length = {length}{empty} }}\n"
                    );
                    let rules = EVERY_RULE.iter().flat_map(|(triggers, tags)| {
                        let rule = |when| tags.iter().map(move |tag| (when, tag));
                        triggers.iter().flat_map(rule)
                    });
                    let rules = rules.enumerate().map(|(number, (when, tag))| {
                        format!("[[rules]]\nname = 'r{number}'\nwhen = {when}\ntags = ['{tag}']\n")
                    });
                    let loads =
                        |rule: &String| toml::from_str::<Policy>(&(head.clone() + rule)).is_ok();
                    let rules: String = rules.filter(loads).collect();
                    all.push(toml::from_str(&(head.clone() + &rules)).unwrap());
                }
            }
        }
    }
    all
}

fn refs() -> Vec<(GitRef, bool)> {
    let mut names = Vec::from([String::new()]);
    for _ in 0..3 {
        let longer = |name: &String| LETTERS.map(|letter| format!("{name}{letter}"));
        names.extend(names.iter().flat_map(longer).collect::<BTreeSet<_>>());
    }
    let ends = || LETTERS.into_iter().chain([""]);
    let signed = |first| SIGNS.map(|sign| ends().map(move |end| format!("{first}{sign}{end}")));
    names.extend(LETTERS.into_iter().flat_map(signed).flatten());
    let names: BTreeSet<RefName> =
        names.into_iter().filter_map(|name| RefName::new(name).ok()).collect();
    let short = || names.iter().filter(|name| name.as_str().len() == 1).cloned();
    let versions = VERSIONS.map(RefName::from_static);
    let pulls = [1, 2, 11, 12].into_iter().flat_map(|number| {
        let pull = move |source: RefName| {
            ["a", "b"].map(|target| GitRef::PullRequest {
                number,
                source: source.clone(),
                target: Some(RefName::from_static(target)),
            })
        };
        short().chain([RefName::from_static("1a")]).flat_map(pull)
    });
    let pushes = names.iter().cloned().map(GitRef::Branch);
    let pushes = pushes.chain(names.iter().cloned().chain(versions).map(GitRef::Tag));
    let all = pushes.chain(pulls).chain([GitRef::Detached]).map(|git_ref| (git_ref, false));
    all.chain(short().map(|name| (GitRef::Branch(name), true))).collect()
}

/// Small contexts of one repository.
fn contexts(refs: &[(GitRef, bool)], default: &RefName) -> Vec<CiContext> {
    let context = |(git_ref, scheduled): &(GitRef, bool), sha| {
        let context = match git_ref.clone() {
            GitRef::Branch(name) => CiContext::branch("project", name, sha),
            GitRef::Tag(name) => CiContext::tag("project", name, sha),
            GitRef::PullRequest { number, source, target } => {
                CiContext::pull_request("project", number, source, sha)
                    .and_then(|context| context.with_target(target.unwrap()))
            }
            GitRef::Detached => CiContext::detached("project", sha),
        };
        let mut context = context.unwrap();
        if *scheduled {
            context = context.with_event(Event::Schedule);
        }
        context.with_default_branch(default.clone()).with_versions([""; 0]).unwrap()
    };
    COMMITS.iter().flat_map(|sha| refs.iter().map(move |one| context(one, *sha))).collect()
}

/// What each rule gives: by tag, the contexts that do.
type ByTag<'a> = BTreeMap<String, Vec<&'a CiContext>>;

/// The length of the shortest tag that two rules give for two refs and two
/// commits which do not both make both fire.
fn shortest(policy: &Policy, rules: [usize; 2], given: &[ByTag<'_>]) -> Option<usize> {
    let [left, right] = rules.map(|index| &given[index]);
    let [ours, theirs] = rules.map(|index| &policy.rules()[index].trigger);
    let are_of_names = |kind: fn(&Trigger) -> bool| kind(ours) && kind(theirs);
    let of_one_kind = are_of_names(|one| matches!(one, Trigger::Branch(_)))
        || are_of_names(|one| matches!(one, Trigger::Tag(_) | Trigger::Release(_)));
    let fires = |given: &ByTag<'_>, one: &CiContext| {
        given.values().flatten().any(|context| context.git_ref() == one.git_ref())
    };
    let both = |context: &CiContext| of_one_kind && fires(left, context) && fires(right, context);
    let common = left.iter().filter_map(|(tag, ours)| Some((tag, ours, right.get(tag)?)));
    let meet = common.filter(|(_, ours, theirs)| {
        ours.iter().any(|our| {
            theirs.iter().any(|their| {
                our.sha() != their.sha() && !is_same_ref(our, their) && !(both(our) && both(their))
            })
        })
    });
    meet.map(|(tag, ..)| tag.len()).min()
}

fn told(policy: &Policy, rules: &[usize]) -> String {
    let document = policy.document();
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| (&document.rules[*rule].when, &document.rules[*rule].tags))
        .collect();
    format!("{rules:?} with {:?}", document.slug)
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
}

fn check(policy: &Policy, contexts: &[CiContext], tally: &mut Tally) {
    let auditor = Auditor::new(policy);
    let effort = auditor.effort.clone();
    effort.grant(usize::MAX);
    let rules = policy.document().rules.len();
    let mut given: Vec<ByTag<'_>> = (0..rules).map(|_| BTreeMap::new()).collect();
    for context in contexts {
        let Some(plan) = Given::of(policy, &effort, context.clone()) else { continue };
        for (index, given) in given.iter_mut().enumerate() {
            if let Some(tag) = plan.tag(Place::Tag(index, 0)) {
                given.entry(tag.to_string()).or_default().push(context);
            }
        }
    }
    let holds = |context: &CiContext, tag: &Tag| {
        policy.plan(context).is_ok_and(|plan| plan.tags().contains(tag.as_str()))
    };
    for second in 1..rules {
        for first in 0..second {
            let sides = [&auditor.sides[first], &auditor.sides[second]];
            let when = [first, second].map(|index| &policy.document().rules[index].when);
            if when[0] == when[1] {
                continue;
            }
            let shortest = shortest(policy, [first, second], &given);
            let told = || told(policy, &[first, second]);
            tally.pairs += 1;
            tally.shown += usize::from(shortest.is_some());
            match (meeting(policy, &effort, sides), shortest) {
                (Err(NotFound::Never), None) => tally.never += 1,
                (Err(NotFound::Never), Some(length)) => panic!("missed {length} bytes: {}", told()),
                (Err(NotFound::Undecided), _) => tally.undecided += 1,
                (Ok(meeting), shortest) => {
                    tally.meetings += 1;
                    let [ours, theirs] = meeting.witness.contexts() else { panic!("{}", told()) };
                    let tag = meeting.witness.tag().unwrap();
                    assert!(holds(ours, tag) && holds(theirs, tag), "{tag}: {}", told());
                    assert!(!is_same_ref(ours, theirs) && ours.sha() != theirs.sha());
                    let length = tag.as_str().len();
                    assert!(shortest.is_none_or(|other| length <= other), "{tag}: {}", told());
                }
            }
        }
    }
    for (side, given) in auditor.sides.iter().zip(&given) {
        // `{major}` is meant to be of many releases; and so is the slug of one
        // branch of many pull requests.
        let is_of_one_name = side.tag.template.has(|one| {
            matches!(one, Placeholder::Slug | Placeholder::Version | Placeholder::GitTag)
        });
        let is_pull = matches!(side.rule.trigger, Trigger::PullRequest { .. });
        if !is_asked(policy, side) || !is_of_one_name || is_pull {
            continue;
        }
        let differ = |all: &&Vec<&CiContext>| all.iter().any(|one| !is_same_ref(one, all[0]));
        let shown = given.values().find(differ);
        match (collision(&auditor, side), shown) {
            (Err(NotFound::Never), None) => tally.distinct += 1,
            (Err(NotFound::Never), Some(_)) => panic!("{}", told(policy, &[side.index])),
            (Err(NotFound::Undecided), _) => tally.undecided += 1,
            (Ok(witness), _) => {
                tally.collisions += 1;
                let tag = witness.tag().unwrap();
                assert!(witness.contexts().iter().all(|context| holds(context, tag)));
            }
        }
    }
}

fn run(seed: u64, policies: usize) -> Tally {
    let (mut random, refs) = (Random(seed), refs());
    let mut tally = Tally::default();
    for _ in 0..policies {
        let policy = random.policy();
        let default = RefName::new(random.of(&["a", "b", "main", "a-b", "a/b", "a#b"])).unwrap();
        check(&policy, &contexts(&refs, &default), &mut tally);
    }
    assert!(tally.shown * 25 > tally.pairs && tally.never * 10 > tally.pairs, "{tally:?}");
    assert!(tally.undecided * 50 < tally.pairs, "{tally:?}");
    assert!(tally.collisions > 0 && tally.distinct > 0, "{tally:?}");
    tally
}

#[test]
fn agrees_with_enumeration() {
    let tally = run(1, 180);
    assert!(tally.pairs >= 20_000, "{tally:?}");
}

/// `cargo test --release --lib brute_force -- --ignored`
#[test]
#[ignore = "it takes minutes"]
fn agrees_with_enumeration_at_length() {
    let tally = run(2, 9_000);
    assert!(tally.pairs >= 1_000_000, "{tally:?}");
}

fn run_every_pair(step: usize) -> Tally {
    let (refs, default) = (refs(), RefName::from_static("a"));
    let contexts = contexts(&refs, &default);
    let mut tally = Tally::default();
    for policy in every_policy().iter().step_by(step) {
        check(policy, &contexts, &mut tally);
    }
    assert!(tally.shown > 0 && tally.never > 0 && tally.undecided == 0, "{tally:?}");
    tally
}

#[test]
fn agrees_with_enumeration_for_every_pair_of_a_small_grammar() {
    let tally = run_every_pair(12);
    assert_eq!(tally.pairs, 1_458, "{tally:?}");
}

/// `cargo test --release --lib brute_force -- --ignored`
#[test]
#[ignore = "half a minute; the one above takes a part of it"]
fn agrees_with_enumeration_for_every_pair_and_every_slug() {
    let tally = run_every_pair(1);
    assert_eq!(tally.pairs, 26_808, "{tally:?}");
}
