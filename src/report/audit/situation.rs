use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::{CiContext, ContextError, Event};
use crate::name::{CommitSha, GitRef, RefName, Timestamp};
use crate::policy::language::{
    Effort, Fact, Facts, NameAutomaton, SAMPLE_INSTANT, SAMPLE_PRERELEASE, SAMPLE_PROJECT,
    SAMPLE_TARGET,
};
use crate::policy::{Names, PrereleaseFilter, Rule, Trigger};

/// What one of two contexts has that the facts leave open, so that the two are
/// of two commits and of two pull requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spare {
    sha: &'static str,
    number: &'static str,
}

impl Spare {
    pub(crate) const FIRST: Self =
        Self { sha: "0a1b2c3d4e5f60718293a4b5c6d7e8f900112233", number: "1" };
    pub(crate) const SECOND: Self =
        Self { sha: "f0e1d2c3b4a5968778695a4b3c2d1e0ffeeddccb", number: "2" };
}

/// Makes contexts for which a rule fires, and which have these facts; of those
/// that the facts leave open some, first names that another rule does not take.
///
/// None where there is none: two facts contradict each other, or no name fits.
pub(crate) fn situations(
    rule: &Rule,
    apart: Option<&Rule>,
    facts: &Facts,
    spare: Spare,
    effort: &Effort,
) -> Vec<CiContext> {
    let refs = refs(rule, apart, facts, spare, effort);
    refs.into_iter()
        .filter_map(|git_ref| context(Some(&rule.trigger), git_ref, facts, spare).ok()?)
        .collect()
}

/// One context of each sort of event: the default branch, another branch, a
/// release, a prerelease, another git tag, a pull request, a commit alone.
pub(crate) fn everyday_events() -> Vec<CiContext> {
    let name = RefName::from_static;
    let refs = [
        GitRef::Branch(name("main")),
        GitRef::Branch(name("feature/search")),
        GitRef::Tag(name("v1.0.0")),
        GitRef::Tag(name("v1.0.0-rc.1")),
        GitRef::Tag(name("nightly")),
        GitRef::PullRequest {
            number: 1,
            source: name("feature/search"),
            target: Some(name(SAMPLE_TARGET)),
        },
        GitRef::Detached,
    ];
    let facts = Facts::default();
    refs.into_iter()
        .filter_map(|git_ref| context(None, git_ref, &facts, Spare::FIRST).ok()?)
        .collect()
}

/// Whether two contexts of one project are of one ref.
pub(crate) fn is_same_ref(left: &CiContext, right: &CiContext) -> bool {
    match (left.git_ref(), right.git_ref()) {
        (GitRef::PullRequest { number: left, .. }, GitRef::PullRequest { number: right, .. }) => {
            left == right
        }
        (GitRef::Branch(left), GitRef::Branch(right)) | (GitRef::Tag(left), GitRef::Tag(right)) => {
            left == right
        }
        _ => false,
    }
}

fn refs(
    rule: &Rule,
    apart: Option<&Rule>,
    facts: &Facts,
    spare: Spare,
    effort: &Effort,
) -> Vec<GitRef> {
    let known = facts.of(Fact::Name);
    let names = |free: &[&str]| match (&known, &rule.trigger) {
        (Some(name), _) => Vec::from([name.clone()]),
        (None, Trigger::Branch(_) | Trigger::Tag(_)) => taken(rule, apart, effort),
        (None, _) => free.iter().map(ToString::to_string).collect(),
    };
    let all = |make: fn(RefName) -> GitRef, names: Vec<String>| {
        names.into_iter().filter_map(|name| RefName::new(name).ok().map(make)).collect()
    };
    match &rule.trigger {
        Trigger::Branch(_) | Trigger::DefaultBranch | Trigger::Schedule => {
            all(GitRef::Branch, names(&["main", "trunk"]))
        }
        Trigger::Tag(_) => all(GitRef::Tag, names(&[])),
        Trigger::Release(filter) => {
            let prerelease = format!("-{SAMPLE_PRERELEASE}");
            let kinds: &[&str] = match filter.prerelease {
                PrereleaseFilter::No => &[""],
                PrereleaseFilter::Only => &[&prerelease],
                PrereleaseFilter::Any => &["", &prerelease],
            };
            let version = |spare: &str, prerelease: &str| {
                let number = |fact| facts.of(fact).unwrap_or_else(|| spare.into());
                let (major, minor) = (number(Fact::Major), number(Fact::Minor));
                format!("{}{major}.{minor}.{}{prerelease}", filter.prefix, number(Fact::Patch))
            };
            let versions = || {
                kinds.iter().flat_map(|kind| ["0", "1"].map(|spare| version(spare, kind))).collect()
            };
            all(GitRef::Tag, known.map_or_else(versions, |name| Vec::from([name])))
        }
        Trigger::PullRequest { target } => {
            let number = facts.of(Fact::PullRequest).unwrap_or_else(|| spare.number.into());
            let source = RefName::new(known.unwrap_or_else(|| "topic".into()));
            let target = match target {
                None => Some(SAMPLE_TARGET.into()),
                Some(names) => target_of(names, apart, effort),
            };
            match (number.parse(), source, target.map(RefName::new)) {
                (Ok(number), Ok(source), Some(Ok(target))) => {
                    Vec::from([GitRef::PullRequest { number, source, target: Some(target) }])
                }
                _ => Vec::new(),
            }
        }
        Trigger::Any if known.is_some() => all(GitRef::Branch, names(&[])),
        Trigger::Any => Vec::from([GitRef::Detached]),
    }
}

/// Some names that a rule takes, first one that another rule does not.
fn taken(rule: &Rule, apart: Option<&Rule>, effort: &Effort) -> Vec<String> {
    let of = |rule: &Rule| NameAutomaton::of(&rule.trigger, effort);
    effort.begin();
    let mut all = Vec::new();
    if let Some(apart) = apart {
        all.extend(of(rule).minus(of(apart)).shortest());
    }
    all.extend(of(rule).examples());
    all
}

fn target_of(names: &Names, apart: Option<&Rule>, effort: &Effort) -> Option<String> {
    let of = |names| NameAutomaton::new(Some(names), None, effort);
    effort.begin();
    let apart = match apart.map(|rule| &rule.trigger) {
        Some(Trigger::PullRequest { target: Some(others) }) => {
            of(names).minus(of(others)).shortest()
        }
        _ => None,
    };
    apart.or_else(|| of(names).shortest())
}

fn context(
    trigger: Option<&Trigger>,
    git_ref: GitRef,
    facts: &Facts,
    spare: Spare,
) -> Result<Option<CiContext>, ContextError> {
    let project = facts.of(Fact::Project).unwrap_or_else(|| SAMPLE_PROJECT.into());
    let sha = sha(facts, Fact::Sha, spare.sha);
    let Ok(head) = CommitSha::new(self::sha(facts, Fact::HeadSha, spare.sha)) else {
        return Ok(None);
    };
    let Ok(instant) = Timestamp::from_unix(SAMPLE_INSTANT) else { return Ok(None) };
    let run = facts.of(Fact::RunNumber).map_or(spare.number.parse(), |number| number.parse());
    let Ok(run) = run else { return Ok(None) };
    let default = match (trigger, &git_ref) {
        (Some(Trigger::DefaultBranch), GitRef::Branch(name)) => name.clone(),
        _ => RefName::from_static("main"),
    };
    let path = format!("group/{project}");
    let mut context = CiContext::of_ref(project, git_ref, sha)?;
    if matches!(trigger, Some(Trigger::Schedule)) {
        context = context.with_event(Event::Schedule);
    }
    context
        .with_head_sha(head)
        .with_default_branch(default)
        .with_created(instant)
        .with_committed(instant)
        .with_run_number(run)
        .with_project_path(path)?
        .with_versions([""; 0])
        .map(Some)
}

/// The digits that the facts have of a sha, and as many of another as are
/// missing.
fn sha(facts: &Facts, fact: Fact, spare: &str) -> String {
    let mut digits = facts.of(fact).unwrap_or_default();
    let whole = if digits.len() > spare.len() { 64 } else { spare.len() };
    let missing = whole.saturating_sub(digits.len());
    digits.extend(spare.chars().cycle().skip(digits.len()).take(missing));
    digits
}
