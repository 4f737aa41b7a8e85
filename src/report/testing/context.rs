use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use proptest::arbitrary::{Arbitrary, any};
use proptest::collection::vec as list;
use proptest::option;
use proptest::prelude::{Just, Strategy, prop, prop_oneof};
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use super::captures::names_of_regexes;
use super::names::{
    RELEASE_NAMES, arbitrary, commit_sha, git_ref, line, number, project, prose, ref_name, text,
    timestamp,
};
use super::policy::policy;
use crate::context::{CiContext, ContextError};
use crate::name::{Event, GitRef, RefKind, RefName};
use crate::policy::{
    Conditions, DeclaredValue, Names, Policy, ReleaseFilter, VersionScheme, everyday,
};

/// Contexts of every kind of ref, with and without each other fact.
pub fn context() -> impl Strategy<Value = CiContext> {
    let value = (select(&["describe", "flavor"][..]), line());
    let value = value.prop_map(|(name, text)| vec![(String::from(name), text)]);
    let values = prop_oneof![9 => Just(vec![]), 1 => value];
    let refs = (git_ref(), option::of(ref_name())).boxed();
    let contexts = of_projects(project().boxed(), refs, values.boxed(), 7);
    in_variants(contexts, Vec::from(["", "", "", "", "alpine", "dev"].map(String::from)))
}

/// Contexts for which the rules of this policy fire often: most refs are of the
/// kinds that it has rules for, their names come from its patterns, many
/// branches are the default branch, and every fact that a template can want is
/// there.
pub fn context_for(policy: &Policy) -> impl Strategy<Value = CiContext> + use<> {
    let names = |kind: RefKind, named: fn(&Conditions) -> Vec<String>| {
        let conditions = policy.rules().iter().map(|rule| &rule.conditions);
        let of_kind: Vec<_> = conditions.filter(|one| one.kinds().contains(kind)).collect();
        let alone = of_kind.iter().filter(|one| one.has_one_kind()).count();
        let weight = u32::try_from(1 + 4 * alone).unwrap_or(u32::MAX);
        let patterns: Vec<String> = of_kind.into_iter().flat_map(named).collect();
        let names = if patterns.is_empty() {
            ref_name().boxed()
        } else {
            prop_oneof![4 => filled(patterns), 1 => ref_name()].boxed()
        };
        (weight, names)
    };
    let (of_branches, branches) = names(RefKind::Branch, named);
    let (of_tags, tags) = names(RefKind::Tag, named);
    let (of_requests, sources) = names(RefKind::PullRequest, named);
    let (_, targets) = names(RefKind::PullRequest, |one| written(one.target()));
    let requests = (number(), sources, targets.clone());
    let refs = prop_oneof![
        of_branches => branches.prop_map(GitRef::Branch),
        of_tags => tags.prop_map(GitRef::Tag),
        of_requests => requests.prop_map(|(number, source, target)| {
            GitRef::PullRequest { number, source, target: Some(target) }
        }),
    ];
    let refs = (refs, targets, any::<bool>()).prop_map(|(git_ref, other, is_default)| {
        let default = match &git_ref {
            GitRef::Branch(name) if is_default => name.clone(),
            _ => other,
        };
        (git_ref, Some(default))
    });
    let projects = policy.rules().iter().flat_map(|rule| written(rule.conditions.project()));
    let projects: Vec<String> = projects.collect();
    let mut releases = policy.rules().iter().filter_map(|rule| rule.conditions.release());
    let are_named = releases.any(ReleaseFilter::has_project);
    let projects = if projects.is_empty() {
        project().boxed()
    } else {
        let one = prop_oneof![3 => Just("a"), 1 => Just("ab")];
        let written = (select(projects), one);
        let written = written.prop_map(|(one, run)| one.replace(['*', '?'], run));
        prop_oneof![3 => written, 1 => project()].boxed()
    };
    // Git tags that name their project name this one.
    let usual = if are_named { 3 } else { 0 };
    let projects = prop_oneof![usual => Just(everyday::PROJECT.into()), 1 => projects].boxed();
    let builds = policy.variants().builds().iter();
    let builds = builds.map(|one| String::from(&*one.name)).collect();
    in_variants(of_projects(projects, refs.boxed(), values(policy), 10), builds)
}

/// The same contexts, in one of these variants; the empty one is the plain build.
fn in_variants(
    contexts: impl Strategy<Value = CiContext>,
    variants: Vec<String>,
) -> impl Strategy<Value = CiContext> {
    (contexts, select(variants)).prop_filter_map("it is no variant", |(context, variant)| {
        context.with_variant(variant).ok()
    })
}

/// Policies that load, each with a context for which its rules fire often.
///
/// About a third of the contexts have a plan. For most of the others no rule applies, or
/// a rule cannot be decided or gives an illegal tag.
pub fn situation() -> impl Strategy<Value = (Policy, CiContext)> {
    policy().prop_flat_map(|policy| {
        let contexts = context_for(&policy);
        contexts.prop_map(move |context| (policy.clone(), context))
    })
}

arbitrary! { CiContext => context() }

/// Contexts of projects, refs and default branches, of which each other fact is known
/// so many times of ten.
fn of_projects(
    projects: BoxedStrategy<String>,
    refs: BoxedStrategy<(GitRef, Option<RefName>)>,
    values: BoxedStrategy<Vec<(String, String)>>,
    known: u8,
) -> impl Strategy<Value = CiContext> {
    const URLS: &[&str] = &["https://git.example.com/team/app", "http://[::1]:3000/a%20b"];
    const LICENSES: &[&str] = &["MIT", "MIT OR Apache-2.0", "(LGPL-2.1+ WITH x) AND LicenseRef-y"];
    let bare = (projects, refs, commit_sha()).prop_filter_map(
        "it is no context",
        |(project, (git_ref, default), sha)| {
            let context = CiContext::of_ref(project, git_ref, sha).ok()?;
            default.into_iter().try_fold(context, CiContext::with_default_branch).ok()
        },
    );
    let versions = prop_oneof![2 => select(RELEASE_NAMES).prop_map(String::from), 1 => line()];
    let path = list(text(b"abc019", 1..=8), 1..=3).prop_map(|parts| parts.join("/"));
    let path = prop_oneof![4 => path, 1 => text(b"abc-/", 1..=20), 1 => line()];
    let WithFacts { contexts, .. } = WithFacts { contexts: bare.boxed(), known }
        .with(commit_sha(), |context, sha| Ok(context.with_head_sha(sha)))
        .with(option::of(commit_sha()), |context, newer| {
            let head = newer.unwrap_or_else(|| context.sha().clone());
            Ok(context.with_branch_head(head))
        })
        .with(timestamp(), |context, instant| Ok(context.with_created(instant)))
        .with(timestamp(), |context, instant| Ok(context.with_committed(instant)))
        .with(number(), |context, number| Ok(context.with_run_number(number)))
        .with(any::<prop::sample::Selector>(), |context, events| {
            let possible: Vec<Event> = context.git_ref().kind().events().iter().collect();
            let usual = possible.first().copied().into_iter().cycle().take(possible.len());
            let possible = possible.iter().copied().chain(usual);
            Ok(context.with_event(events.select(possible)))
        })
        .with(any::<bool>(), |context, fork| {
            Ok(match context.git_ref().kind() {
                RefKind::PullRequest => context.with_fork(fork),
                _ => context,
            })
        })
        .with(any::<bool>(), |context, protected| Ok(context.with_protected(protected)))
        .with(list(versions, 0..=4), |context, mut versions| {
            // The git tag that is built exists.
            if let GitRef::Tag(built) = context.git_ref() {
                versions.push(built.as_str().into());
            }
            context.with_versions(versions)
        })
        .with(values, |context, values| {
            values
                .into_iter()
                .try_fold(context, |context, (name, text)| context.with_value(name, text))
        })
        .with(path, CiContext::with_project_path)
        .with(line(), CiContext::with_workspace)
        .with(select(URLS), CiContext::with_source_url)
        .with(prose(), CiContext::with_title)
        .with(prose(), CiContext::with_description)
        .with(select(LICENSES), CiContext::with_licenses);
    contexts
}

/// Contexts to which facts are added.
struct WithFacts {
    contexts: BoxedStrategy<CiContext>,
    /// How many contexts of ten have each fact.
    known: u8,
}

impl WithFacts {
    fn with<T: fmt::Debug + 'static>(
        self,
        fact: impl Strategy<Value = T> + 'static,
        set: fn(CiContext, T) -> Result<CiContext, ContextError>,
    ) -> Self {
        let Self { contexts, known } = self;
        let contexts = (contexts, fact, 0..10_u8).prop_filter_map(
            "the context refuses it",
            move |(context, fact, dice)| {
                if dice < known { set(context, fact).ok() } else { Some(context) }
            },
        );
        Self { contexts: contexts.boxed(), known }
    }
}

/// A text for each value that a policy declares.
fn values(policy: &Policy) -> BoxedStrategy<Vec<(String, String)>> {
    let value = |value: &Arc<DeclaredValue>| {
        let name = value.name.clone();
        select(value.examples().to_vec()).prop_map(move |text| (name.clone(), text))
    };
    policy.declared_values().iter().map(value).collect::<Vec<_>>().boxed()
}

/// The texts and globs by which a rule admits names.
fn named(conditions: &Conditions) -> Vec<String> {
    if let Some(names) = conditions.names() {
        return written(Some(names)).into_iter().chain(names_of_regexes(conditions)).collect();
    }
    let versions = conditions.release().into_iter().flat_map(|filter| {
        let versions = match filter.scheme {
            VersionScheme::SemVer => &["?.?.?", "?.?.?-rc.?", "?.?.?-?+*", "?.?.?+?"][..],
            VersionScheme::Dotted => &["?.?", "?.0?.?", "?.?.?.?", "?.?.?.?.?"],
            VersionScheme::Pep440 => {
                &["?.?", "v?.?.?", "?.?rc?", "?.?-rc.?", "?a?.dev?", "?.?+?", "0?.?.post?", "1!?.?"]
            }
        };
        let prefixes = filter.prefixes.iter().map(|prefix| prefix.text(everyday::PROJECT));
        prefixes
            .flat_map(|prefix| versions.iter().map(move |version| [&*prefix, *version].concat()))
            .collect::<Vec<_>>()
    });
    versions.collect()
}

fn written(names: Option<&Names>) -> Vec<String> {
    let Some(names) = names else { return Vec::new() };
    let all = names.matching().unwrap_or_default().iter().chain(names.except());
    let plain = all.filter_map(|pattern| pattern.literal().or_else(|| pattern.glob()));
    plain.map(String::from).collect()
}

/// Names that patterns take, most of the time.
fn filled(patterns: Vec<String>) -> impl Strategy<Value = RefName> + Clone {
    let one = text(b"0123456789", 1..=1);
    let run = prop_oneof![text(b"abc019-./", 0..=50), text(b"ab", 1..=3)];
    (select(patterns), one, run).prop_filter_map("git refuses it", |(pattern, one, run)| {
        RefName::new(pattern.replace('?', &one).replace('*', &run)).ok()
    })
}
