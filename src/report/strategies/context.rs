use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use proptest::arbitrary::{Arbitrary, any};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Strategy, prop_oneof};
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use super::names::{arbitrary, commit_sha, git_ref, project, ref_name, text, timestamp};
use crate::context::{CiContext, ContextError, Event};
use crate::name::{CommitSha, GitRef, RefName, Timestamp};
use crate::policy::{Names, Policy, Trigger};

/// Contexts of every kind of ref, with and without each other fact.
pub fn context() -> impl Strategy<Value = CiContext> {
    of_refs(git_ref().boxed(), option::of(ref_name()).boxed(), true)
}

/// Contexts for which the rules of this policy fire often: most refs are of the
/// kinds that it has rules for, their names come from its patterns, many
/// branches are the default branch, and every fact that a template can want is
/// there.
pub fn context_for(policy: &Policy) -> impl Strategy<Value = CiContext> + use<> {
    let names = |is_for: fn(&Trigger) -> bool| {
        let triggers = || policy.rules().iter().map(|rule| &rule.trigger).filter(|one| is_for(one));
        let weight = u32::try_from(1 + 4 * triggers().count()).unwrap_or(u32::MAX);
        let patterns: Vec<String> = triggers().flat_map(named).collect();
        let names = if patterns.is_empty() {
            ref_name().boxed()
        } else {
            prop_oneof![4 => filled(patterns), 1 => ref_name()].boxed()
        };
        (weight, names)
    };
    let (of_branches, branches) = names(|trigger| {
        matches!(trigger, Trigger::Branch(_) | Trigger::DefaultBranch | Trigger::Schedule)
    });
    let (of_tags, tags) = names(|trigger| matches!(trigger, Trigger::Tag(_) | Trigger::Release(_)));
    let (of_requests, targets) = names(|trigger| matches!(trigger, Trigger::PullRequest { .. }));
    let requests = (any::<u64>(), ref_name(), targets.clone());
    let refs = prop_oneof![
        of_branches => branches.prop_map(GitRef::Branch),
        of_tags => tags.prop_map(GitRef::Tag),
        of_requests => requests.prop_map(|(number, source, target)| {
            GitRef::PullRequest { number, source, target: Some(target) }
        }),
    ];
    let contexts = of_refs(refs.boxed(), targets.prop_map(Some).boxed(), false);
    (contexts, any::<bool>()).prop_map(|(context, is_default)| match context.git_ref() {
        GitRef::Branch(name) if is_default => {
            let name = name.clone();
            context.with_default_branch(name)
        }
        _ => context,
    })
}

arbitrary! { CiContext => context() }

/// What may be missing in a context.
#[derive(Clone, Debug)]
struct Facts {
    head: Option<CommitSha>,
    created: Option<Timestamp>,
    committed: Option<Timestamp>,
    run: Option<u64>,
    path: Option<String>,
    about: [Option<&'static str>; 4],
    versions: Option<Vec<String>>,
    event: Option<Event>,
}

/// What a project says of itself: its URL, title, description and licenses.
const ABOUT: [&[&str]; 4] = [
    &["https://git.example.com/team/app", "http://[::1]:3000/a%20b"],
    &["The App", "größe", "$(id)"],
    &["It's \"an app\".\r\nSee the wiki.\n", "EOF\nx=y", "100%"],
    &["MIT", "MIT OR Apache-2.0", "(LGPL-2.1-or-later WITH x) AND LicenseRef-y"],
];

fn facts(may_lack: bool) -> impl Strategy<Value = Facts> {
    let number = any::<u8>();
    let version = (number, number, number);
    let version =
        version.prop_map(|(major, minor, patch)| alloc::format!("v{major}.{minor}.{patch}"));
    (
        known(may_lack, commit_sha()),
        known(may_lack, timestamp()),
        known(may_lack, timestamp()),
        known(may_lack, any::<u64>()),
        known(may_lack, text(b"abc-/", 1..=20)),
        ABOUT.map(|texts| known(may_lack, select(texts))),
        known(may_lack, vec(version, 0..=4)),
        known(may_lack, select(Event::all().collect::<Vec<_>>())),
    )
        .prop_map(|(head, created, committed, run, path, about, versions, event)| Facts {
            head,
            created,
            committed,
            run,
            path,
            about,
            versions,
            event,
        })
}

/// A fact, most of the time.
fn known<T: fmt::Debug>(
    may_lack: bool,
    fact: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    (fact, 0..10_u8).prop_map(move |(fact, dice)| (!may_lack || dice < 7).then_some(fact))
}

fn of_refs(
    refs: BoxedStrategy<GitRef>,
    default: BoxedStrategy<Option<RefName>>,
    may_lack: bool,
) -> impl Strategy<Value = CiContext> {
    (project(), refs, commit_sha(), default, facts(may_lack)).prop_filter_map(
        "a fact has a control character",
        |(project, git_ref, sha, default, facts)| {
            context_of(project, git_ref, sha, default, facts).ok()
        },
    )
}

fn context_of(
    project: String,
    git_ref: GitRef,
    sha: CommitSha,
    default: Option<RefName>,
    facts: Facts,
) -> Result<CiContext, ContextError> {
    let mut context = CiContext::of_ref(project, git_ref, sha)?;
    if let Some(event) = facts.event {
        context = context.with_event(event);
    }
    if let Some(default) = default {
        context = context.with_default_branch(default);
    }
    if let Some(head) = facts.head {
        context = context.with_head_sha(head);
    }
    if let Some(instant) = facts.created {
        context = context.with_created(instant);
    }
    if let Some(instant) = facts.committed {
        context = context.with_committed(instant);
    }
    if let Some(number) = facts.run {
        context = context.with_run_number(number);
    }
    if let Some(path) = facts.path {
        context = context.with_project_path(path)?;
    }
    let [url, title, description, licenses] = facts.about.map(Option::unwrap_or_default);
    context = context
        .with_source_url(url)?
        .with_title(title)?
        .with_description(description)?
        .with_licenses(licenses)?;
    if let Some(versions) = facts.versions {
        context = context.with_versions(versions)?;
    }
    Ok(context)
}

/// The texts and globs by which a trigger takes names.
fn named(trigger: &Trigger) -> Vec<String> {
    let patterns = |names: &Names| {
        let all = names.matching().unwrap_or_default().iter().chain(names.except());
        let plain = all.filter_map(|pattern| pattern.literal().or_else(|| pattern.glob()));
        plain.map(String::from).collect()
    };
    match trigger {
        Trigger::Branch(names)
        | Trigger::Tag(names)
        | Trigger::PullRequest { target: Some(names) } => patterns(names),
        Trigger::Release(filter) => ["?.?.?", "?.?.?-rc.?", "?.?.?-?+*"]
            .map(|version| alloc::format!("{}{version}", filter.prefix))
            .into(),
        _ => Vec::new(),
    }
}

/// Names that patterns take, most of the time.
fn filled(patterns: Vec<String>) -> impl Strategy<Value = RefName> + Clone {
    let one = text(b"0123456789", 1..=1);
    let run = prop_oneof![text(b"abc019-./", 0..=50), text(b"ab", 1..=3)];
    (select(patterns), one, run).prop_filter_map("git refuses it", |(pattern, one, run)| {
        RefName::new(pattern.replace('?', &one).replace('*', &run)).ok()
    })
}
