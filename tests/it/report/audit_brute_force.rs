//! What the audit says of two rules, against all that small names can show.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};
use tagwright::{CiContext, FindingCode, GitRef, Policy, Tag};

use super::tried_until_seen;

/// Names of refs: every text of so many of these characters that git allows.
const ALPHABET: [char; 6] = ['a', 'b', 'B', '-', '/', '1'];
const LONGEST_NAME: usize = 4;

/// Versions behind `v` or nothing, beside the names above.
const VERSIONS: [&str; 8] =
    ["0.0.0", "1.0.0", "1.1.0", "1.1.1", "11.1.1", "1.0.0-a", "1.0.0-b.1", "1.0.0+a"];

const SHAS: [&str; 2] =
    ["aaaa1b2c3d4e5f60718293a4b5c6d7e8f9001122", "bbbb1b2c3d4e5f60718293a4b5c6d7e8f9001122"];

fn names() -> Vec<String> {
    let mut all = Vec::new();
    let mut longest = vec![String::new()];
    for _ in 0..LONGEST_NAME {
        longest = longest
            .iter()
            .flat_map(|name| ALPHABET.map(|letter| format!("{name}{letter}")))
            .collect();
        all.extend(longest.iter().cloned());
    }
    all.retain(|name| tagwright::RefName::new(name.as_str()).is_ok());
    all
}

/// Every small context, once for each commit.
fn contexts() -> [Vec<CiContext>; 2] {
    SHAS.map(|sha| {
        let names = names();
        let short = || names.iter().filter(|name| name.len() <= 2);
        let branches = names.iter().map(|name| CiContext::branch("project", name, sha));
        let versions = ["", "v"]
            .iter()
            .flat_map(|prefix| VERSIONS.map(|version| format!("{prefix}{version}")));
        let git_tags = names.iter().cloned().chain(versions);
        let tags = git_tags.map(|name| CiContext::tag("project", name, sha));
        let pulls = [1, 2, 11, 12].into_iter().flat_map(|number| {
            short().map(move |name| CiContext::pull_request("project", number, name, sha))
        });
        let all = branches.chain(tags).chain(pulls).chain([CiContext::detached("project", sha)]);
        all.map(|context| context.unwrap()).collect()
    })
}

fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ab*?-]{1,3}",
        2 => Just("*".to_owned()),
        1 => "[ab]{1,2}",
        1 => "/[ab]{1,2}[*+?]?/",
        1 => "/(a|b*|[^a]b?)-?/",
    ]
}

fn matching() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => pattern().prop_map(Value::from),
        2 => vec(pattern(), 2..=2).prop_map(Value::from),
        3 => (option::of(pattern()), pattern()).prop_map(|(matching, except)| match matching {
            Some(matching) => json!({ "matching": matching, "except": except }),
            None => json!({ "except": except }),
        }),
    ]
}

fn trigger() -> impl Strategy<Value = (Value, &'static [&'static str])> {
    const BRANCH: &[&str] = &["", "{slug}", "{slug}", "{slug}", "{short_sha}"];
    const TAG: &[&str] = &["", "{slug}", "{version}", "{short_sha}"];
    const RELEASE: &[&str] = &["{major}", "{major}.{minor}", "{version}", "{slug}", ""];
    const PULL: &[&str] = &["{pr}", "{slug}", "{pr}-{slug}", "{slug}-{pr}", "{short_sha}"];
    const ANY: &[&str] = &["", "{short_sha}"];
    prop_oneof![
        6 => matching().prop_map(|names| (json!({ "branch": names }), BRANCH)),
        3 => matching().prop_map(|names| (json!({ "tag": names }), TAG)),
        2 => (prop_oneof!["v?"], prop_oneof![Just("no"), Just("only"), Just("any")]).prop_map(
            |(prefix, prerelease)| {
                let filter = json!({ "prefix": prefix, "prerelease": prerelease });
                (json!({ "release": filter }), RELEASE)
            }
        ),
        2 => Just((json!({ "pull-request": {} }), PULL)),
        1 => Just((json!({ "any": {} }), ANY)),
    ]
}

fn rule() -> impl Strategy<Value = Value> {
    let text = || prop_oneof![4 => Just(""), 1 => Just("a"), 1 => Just("b-"), 1 => Just("-1")];
    trigger()
        .prop_flat_map(move |(when, middles)| {
            let head = text().prop_map(|head| head.trim_start_matches('-'));
            (Just(when), head, proptest::sample::select(middles), text())
        })
        .prop_map(|(when, head, middle, tail)| {
            let tag = format!("{head}{middle}{tail}");
            let tag = if tag.is_empty() { "a".to_owned() } else { tag };
            json!({ "when": when, "tags": [tag] })
        })
}

fn slug() -> impl Strategy<Value = Value> {
    (
        prop_oneof![Just("keep"), Just("lower")],
        prop_oneof![3 => Just(""), 1 => Just(".")],
        prop_oneof![Just("keep"), Just("collapse")],
        1..=4_u64,
        prop_oneof![1 => Just("keep"), 3 => Just("trim")],
        prop_oneof![1 => Just(None), 3 => Just(Some("b")), 1 => Just(Some("a"))],
    )
        .prop_map(|(case, keep, runs, length, edges, empty)| {
            let mut slug = json!({
                "case": case, "keep": keep, "runs": runs, "max-length": length, "edges": edges,
            });
            if let Some(empty) = empty {
                slug["empty"] = empty.into();
            }
            slug
        })
}

fn policy(slug: &Value, rules: &[(&str, &Value)]) -> Option<Policy> {
    let named = |(name, rule): &(&str, &Value)| {
        let mut rule = (*rule).clone();
        rule["name"] = (*name).into();
        rule
    };
    let document = json!({
        "version": 1,
        "short-sha": 4,
        "slug": slug,
        "images": [{ "name": "{project}", "push": "registry.example.com" }],
        "rules": rules.iter().map(named).collect::<Vec<_>>(),
    });
    serde_json::from_value(document).ok()
}

/// The refs and commits for which a policy gives each tag, and all refs for
/// which it gives any.
struct Given {
    by_tag: BTreeMap<Tag, Vec<(GitRef, usize)>>,
    refs: BTreeSet<String>,
}

fn given(alone: &Policy, whole: &Policy, contexts: &[Vec<CiContext>; 2]) -> Given {
    let mut given = Given { by_tag: BTreeMap::new(), refs: BTreeSet::new() };
    for (commit, contexts) in contexts.iter().enumerate() {
        for context in contexts {
            // A value that is checked then may leave the whole policy without a plan.
            let (Ok(plan), Ok(_)) = (alone.plan(context), whole.plan(context)) else { continue };
            given.refs.insert(context.git_ref().to_string());
            for planned in plan.tags() {
                let refs = given.by_tag.entry(planned.tag().clone()).or_default();
                refs.push((context.git_ref().clone(), commit));
            }
        }
    }
    given
}

fn is_same(left: &GitRef, right: &GitRef) -> bool {
    match (left, right) {
        (GitRef::PullRequest { number: left, .. }, GitRef::PullRequest { number: right, .. }) => {
            left == right
        }
        (GitRef::Detached, GitRef::Detached) => false,
        (left, right) => left == right,
    }
}

/// The tags of both, for two refs and two commits that do not both make both
/// fire.
fn shared<'a>(left: &'a Given, right: &Given) -> Vec<&'a Tag> {
    let both = |git_ref: &GitRef| {
        let text = git_ref.to_string();
        // Two rules for pull requests always fire together here, and are not asked.
        !matches!(git_ref, GitRef::PullRequest { .. } | GitRef::Detached)
            && left.refs.contains(&text)
            && right.refs.contains(&text)
    };
    let meet = |ours: &[(GitRef, usize)], theirs: &[(GitRef, usize)]| {
        ours.iter().any(|(our, commit)| {
            theirs.iter().any(|(their, other)| {
                commit != other && !is_same(our, their) && !(both(our) && both(their))
            })
        })
    };
    let common = left
        .by_tag
        .iter()
        .filter(|(tag, ours)| right.by_tag.get(*tag).is_some_and(|theirs| meet(ours, theirs)));
    common.map(|(tag, _)| tag).collect()
}

/// What a run has seen, so that it is known to have looked at something.
#[derive(Debug, Default)]
struct Tally {
    policies: usize,
    meetings: usize,
    disjoint: usize,
    undecided: usize,
    collisions: usize,
}

fn check(
    slug: &Value,
    rules: [&Value; 2],
    contexts: &[Vec<CiContext>; 2],
    tally: &mut Tally,
) -> Result<(), TestCaseError> {
    let [first, second] = rules;
    if first["when"] == second["when"] {
        return Ok(());
    }
    let Some(both) = policy(slug, &[("first", first), ("second", second)]) else { return Ok(()) };
    tally.policies += 1;
    let [ours, theirs] =
        rules.map(|rule| given(&policy(slug, &[("alone", rule)]).unwrap(), &both, contexts));
    let shared = shared(&ours, &theirs);
    let findings = both.audit();
    let find = |code| findings.iter().find(|finding| finding.code() == code);
    for finding in &findings {
        let Some(witness) = finding.witness() else { continue };
        for context in witness.contexts() {
            let plan = both.plan(context);
            match witness.tag() {
                Some(tag) => prop_assert!(plan.unwrap().tags().contains(tag.as_str()), "{finding}"),
                None => prop_assert!(plan.is_err(), "{finding}"),
            }
        }
    }
    let enumerated = shared.iter().map(|tag| tag.as_str().len()).min();
    match (find(FindingCode::SharedTag), find(FindingCode::NotDecided), enumerated) {
        (None, None, None) => tally.disjoint += 1,
        (None, None, Some(_)) => prop_assert!(false, "missed {shared:?}"),
        (None, Some(_), _) => tally.undecided += 1,
        (Some(finding), _, found) => {
            tally.meetings += 1;
            let witness = finding.witness().unwrap();
            let length = witness.tag().unwrap().as_str().len();
            prop_assert!(found.is_none_or(|found| length <= found), "{finding}: {shared:?}");
            let [left, right] = witness.contexts() else { panic!("{finding}") };
            prop_assert!(!is_same(left.git_ref(), right.git_ref()), "{finding}");
            prop_assert_ne!(left.sha(), right.sha());
        }
    }
    // Two refs of one rule in one tag without a commit.
    let mut collides = false;
    for (rule, given) in rules.iter().zip([&ours, &theirs]) {
        let tag = rule["tags"][0].as_str().unwrap();
        let names_ref = ["{slug}", "{version}"].iter().any(|one| tag.contains(one));
        if !names_ref || tag.contains("sha}") {
            continue;
        }
        let collision = given.by_tag.values().any(|refs| {
            let (first, _) = &refs[0];
            refs.iter().any(|(other, _)| !is_same(first, other))
        });
        collides |= collision;
        let found = find(FindingCode::SlugCollision);
        // Pull requests of one branch have one slug, and are meant to.
        if collision && rule["when"].get("pull-request").is_none() {
            let undecided = find(FindingCode::NotDecided);
            prop_assert!(found.is_some() || undecided.is_some(), "{tag} collides");
        }
    }
    tally.collisions += usize::from(collides);
    Ok(())
}

#[test]
fn agrees_with_enumeration() {
    let contexts = contexts();
    let tally = RefCell::new(Tally::default());
    let law = |(slug, first, second): (Value, Value, Value)| {
        check(&slug, [&first, &second], &contexts, &mut tally.borrow_mut())
    };
    let has_seen = || {
        let Tally { meetings, disjoint, .. } = *tally.borrow();
        meetings > 0 && disjoint > 0
    };
    assert!(tried_until_seen(48, &(slug(), rule(), rule()), law, has_seen), "{tally:?}");
}
