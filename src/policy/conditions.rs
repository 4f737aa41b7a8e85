use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::capture::{Capture, CaptureOf, Captures};
use super::condition::Condition;
use super::document::{BuildMetadata, ConditionsDocument, PrereleaseFilter, VersionScheme};
use super::error::{PolicyError, PolicyErrorKind};
use super::language::{Effort, NameAutomaton};
use super::names::Names;
use super::placeholder::{Asks, Kind, Placeholder};
use super::release::ReleaseFilter;
use super::variant::{Variant, Variants};
use super::variant_names::VariantNames;
use super::vocabulary::Vocabulary;
use crate::data::Path;
use crate::name::{Event, EventSet, GitRef, Quoted, RefKind, RefKinds};

/// The conditions of a rule, all of which must hold.
///
/// INVARIANT: patterns and filters of the ref's name are of one kind of ref; a rule that
/// admits refs of several kinds admits every name of each.
#[derive(Clone, Debug)]
pub(crate) struct Conditions {
    all: Vec<Condition>,
    kinds: RefKinds,
    captures: Captures,
}

impl Conditions {
    /// No condition: every pipeline.
    pub(crate) const NONE: &'static Self =
        &Self { all: Vec::new(), kinds: RefKinds::ALL, captures: Captures::new() };

    pub(crate) fn new(
        document: &ConditionsDocument,
        variants: &Variants,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let mut conditions = Self::of(Condition::all(document, variants, vocabulary, path)?)
            .map_err(|message| PolicyError::new(PolicyErrorKind::NeverFires, path, message))?;
        for condition in &conditions.all {
            let key = path.key(condition.key());
            match condition {
                Condition::Branch(names) | Condition::Tag(names) => {
                    conditions.captures.add(names, CaptureOf::Ref, &key)?;
                }
                Condition::PullRequest { source: Some(names), .. } => {
                    conditions.captures.add(names, CaptureOf::Ref, &key.key("source"))?;
                }
                Condition::Variant(VariantNames { names, .. }) => {
                    conditions.captures.add(names, CaptureOf::Variant, &key)?;
                }
                Condition::PullRequest { source: None, .. }
                | Condition::Release(_)
                | Condition::NoRelease(_)
                | Condition::DefaultBranch(_)
                | Condition::Event(_)
                | Condition::Fork(_)
                | Condition::Protected(_)
                | Condition::Project(_) => {}
            }
        }
        Ok(conditions)
    }

    /// Every two conditions hold together for some kind of ref. Then all of them do, as
    /// each but `event` admits one kind of ref or all.
    fn of(all: Vec<Condition>) -> Result<Self, String> {
        for (index, one) in all.iter().enumerate() {
            let others = all.iter().skip(index + 1);
            let is_apart = |other: &&Condition| one.kinds().and(other.kinds()).is_empty();
            if let Some(other) = others.clone().find(is_apart) {
                return Err(format!(
                    "{} and {} never hold together: {} needs {}, {} {}; {}",
                    one.key(),
                    other.key(),
                    one.key(),
                    one.kinds(),
                    other.key(),
                    other.kinds(),
                    instead([one, other]),
                ));
            }
        }
        let kinds = all.iter().fold(RefKinds::ALL, |kinds, one| kinds.and(one.kinds()));
        let conditions = Self { all, kinds, captures: Captures::default() };
        let Some(names) = conditions.tag_names().filter(|names| names.are_listed()) else {
            return Ok(conditions);
        };
        let listed = || names.matching().into_iter().flatten();
        let mut literals = listed().filter_map(|pattern| pattern.literal());
        if literals.any(|name| conditions.takes_release(name)) {
            return Ok(conditions);
        }
        let first = Quoted(listed().next().map_or("", |pattern| pattern.source()));
        let reason = if conditions.release().is_some() { "no such release" } else { "a version" };
        Err(format!("tag and release never hold together: {first} is {reason}"))
    }

    /// The condition that the ref is a branch with one of these names.
    pub(crate) fn of_branches(names: Names) -> Self {
        Self {
            all: Vec::from([Condition::Branch(names)]),
            kinds: RefKinds::of(&[RefKind::Branch]),
            captures: Captures::default(),
        }
    }

    pub(crate) fn all(&self) -> &[Condition] {
        &self.all
    }

    pub(crate) fn captures(&self) -> &Captures {
        &self.captures
    }

    /// Shares the captures with those of other rules.
    pub(crate) fn number_captures(&mut self, known: &mut Vec<Arc<Capture>>) {
        self.captures.number(known);
    }

    /// The kinds of refs that the rule admits.
    pub(crate) fn kinds(&self) -> RefKinds {
        self.kinds
    }

    /// Whether the rule admits refs of this kind, and of no other.
    pub(crate) fn are_for(&self, kind: RefKind) -> bool {
        self.kinds == RefKinds::of(&[kind])
    }

    /// Whether the rule admits refs of one kind only.
    pub(crate) fn has_one_kind(&self) -> bool {
        RefKind::ALL.into_iter().any(|kind| self.are_for(kind))
    }

    fn find<'a, T>(&'a self, value: impl Fn(&'a Condition) -> Option<T>) -> Option<T> {
        self.all.iter().find_map(value)
    }

    pub(crate) fn branch_names(&self) -> Option<&Names> {
        self.find(|one| if let Condition::Branch(names) = one { Some(names) } else { None })
    }

    pub(crate) fn tag_names(&self) -> Option<&Names> {
        self.find(|one| if let Condition::Tag(names) = one { Some(names) } else { None })
    }

    pub(crate) fn release(&self) -> Option<&ReleaseFilter> {
        self.find(|one| if let Condition::Release(filter) = one { Some(filter) } else { None })
    }

    /// The versions that a git tag must not be.
    pub(crate) fn no_release(&self) -> Option<&ReleaseFilter> {
        self.find(|one| if let Condition::NoRelease(filter) = one { Some(filter) } else { None })
    }

    fn source(&self) -> Option<&Names> {
        self.find(|one| match one {
            Condition::PullRequest { source, .. } => source.as_ref(),
            _ => None,
        })
    }

    pub(crate) fn target(&self) -> Option<&Names> {
        self.find(|one| match one {
            Condition::PullRequest { target, .. } => target.as_ref(),
            _ => None,
        })
    }

    pub(crate) fn default_branch(&self) -> Option<bool> {
        self.find(|one| if let Condition::DefaultBranch(is) = one { Some(*is) } else { None })
    }

    /// The events that may start the pipeline.
    pub(crate) fn events(&self) -> EventSet {
        self.find(|one| if let Condition::Event(events) = one { Some(*events) } else { None })
            .unwrap_or(EventSet::ALL)
    }

    /// Whether schedules alone start the pipeline.
    pub(crate) fn are_scheduled(&self) -> bool {
        self.events() == EventSet::of(&[Event::Schedule])
    }

    pub(crate) fn fork(&self) -> Option<bool> {
        self.find(|one| if let Condition::Fork(is) = one { Some(*is) } else { None })
    }

    pub(crate) fn protected(&self) -> Option<bool> {
        self.find(|one| if let Condition::Protected(is) = one { Some(*is) } else { None })
    }

    pub(crate) fn project(&self) -> Option<&Names> {
        self.find(|one| if let Condition::Project(names) = one { Some(names) } else { None })
    }

    /// Whether the rule is for this build.
    pub(crate) fn admit(&self, variant: &Variant) -> bool {
        let names =
            self.find(|one| if let Condition::Variant(one) = one { Some(one) } else { None });
        names.is_none_or(|one| one.names.matches(&variant.name))
    }

    /// The patterns that the name of the ref must match: the branch, the git tag, or the
    /// branch that the pull request comes from.
    pub(crate) fn names(&self) -> Option<&Names> {
        self.branch_names().or_else(|| self.tag_names()).or_else(|| self.source())
    }

    /// How long all patterns are together.
    pub(crate) fn length(&self) -> usize {
        self.all.iter().flat_map(Condition::patterns).map(Names::length).sum()
    }

    /// How many patterns a name is compared with at most.
    pub(crate) fn pattern_count(&self) -> usize {
        self.all.iter().flat_map(Condition::patterns).map(Names::count).sum()
    }

    /// Whether the rule admits a ref, as far as the ref itself shows.
    pub(crate) fn takes(&self, git_ref: &GitRef) -> bool {
        let is_target = || match (self.target(), git_ref) {
            (Some(names), GitRef::PullRequest { target, .. }) => {
                target.as_ref().is_some_and(|target| names.matches(target.as_str()))
            }
            _ => true,
        };
        self.kinds.contains(git_ref.kind())
            && git_ref.name().is_none_or(|name| self.takes_name(name.as_str()))
            && is_target()
    }

    /// Whether the rule admits this name for refs of its kinds.
    pub(crate) fn takes_name(&self, name: &str) -> bool {
        self.names().is_none_or(|names| names.matches(name)) && self.takes_release(name)
    }

    /// Whether a git tag is such a release, of a project that the rule admits, or is not
    /// the version that it must not be.
    fn takes_release(&self, name: &str) -> bool {
        self.release().is_none_or(|filter| filter.takes(name, &|one| self.takes_project(one)))
            && self.no_release().is_none_or(|filter| filter.read(name, "").is_err())
    }

    pub(crate) fn takes_project(&self, name: &str) -> bool {
        self.project().is_none_or(|names| names.matches(name))
    }

    /// A project of which the rule admits a ref, the preferred one if it does.
    pub(crate) fn project_of<'a>(
        &self,
        git_ref: &'a GitRef,
        preferred: &'a str,
    ) -> Option<&'a str> {
        match (self.release(), git_ref) {
            (Some(filter), GitRef::Tag(name)) if filter.has_project() => {
                filter.project_of(name.as_str(), preferred, &|one| self.takes_project(one))
            }
            _ => Some(preferred).filter(|one| self.takes_project(one)),
        }
    }

    /// Whether builds of one version may differ in build metadata: git tags that the rule
    /// admits may hold a `+`. Where it takes too long to say, they may.
    pub(crate) fn admit_builds(&self, effort: &Effort) -> bool {
        match self.release() {
            None => false,
            Some(filter) if filter.scheme == VersionScheme::Dotted => false,
            Some(_) if self.tag_names().is_none() => true,
            Some(_) => {
                effort.begin();
                let mut names = NameAutomaton::of_any_project(self, effort);
                names.shortest_with(|one| one == '+').is_some() || effort.is_spent()
            }
        }
    }

    /// Whether `{version}` is one that no other build has.
    pub(crate) fn have_whole_versions(&self) -> bool {
        self.release().is_none_or(|filter| filter.build == BuildMetadata::Keep)
    }

    /// What keeps a tag template of this rule from having this placeholder, if anything
    /// does.
    pub(crate) fn lacks(&self, placeholder: &Placeholder) -> Option<Lack> {
        use RefKind::{Branch, PullRequest, Tag};
        let (kinds, needs) = match placeholder.asks() {
            Asks::Nothing => return None,
            Asks::Name => (
                RefKinds::of(&[Branch, Tag, PullRequest]),
                "branch, default-branch, tag, release or pull-request",
            ),
            Asks::Branch => {
                (RefKinds::of(&[Branch, PullRequest]), "branch, default-branch or pull-request")
            }
            Asks::PullRequest => (RefKinds::of(&[PullRequest]), "pull-request"),
            Asks::GitTag => (RefKinds::of(&[Tag]), "tag or release"),
            Asks::Release => (RefKinds::of(&[Tag]), "release"),
            Asks::Prerelease => (RefKinds::of(&[Tag]), "release with prerelease = \"only\""),
            Asks::Unmeetable if placeholder.kind() == Kind::Prose => {
                let reason = "is not for tags; use it in labels and build args".into();
                return Some(Lack { reason, needs: None });
            }
            Asks::Unmeetable => {
                let places = "is not for tags; use it in names, labels, build args and env";
                return Some(Lack { reason: places.into(), needs: None });
            }
        };
        let is_dotted = self.release().is_some_and(|one| one.scheme == VersionScheme::Dotted);
        let lack = |reason: &str, needs| Some(Lack { reason: reason.into(), needs: Some(needs) });
        if is_dotted && *placeholder == Placeholder::Patch {
            return lack(
                "has no value for a dotted version of two numbers ({version} has all that there are)",
                "release with scheme = \"semver\" or \"pep440\"",
            );
        }
        if is_dotted && placeholder.asks() == Asks::Prerelease {
            return lack(
                "has no value for a dotted version, which is never a prerelease",
                "release with prerelease = \"only\" and another scheme",
            );
        }
        let prerelease = self.release().map(|filter| filter.prerelease);
        let without = match (self.kinds.without(kinds).iter().next(), placeholder.asks()) {
            (Some(kind), _) => format!("{kind}"),
            (None, Asks::Release | Asks::Prerelease) if prerelease.is_none() => {
                "a git tag that is not a version".into()
            }
            (None, Asks::Prerelease) if prerelease != Some(PrereleaseFilter::Only) => {
                "a final version".into()
            }
            _ => return None,
        };
        Some(Lack { reason: format!("has no value for {without}"), needs: Some(needs) })
    }
}

/// What was meant by two conditions that never hold together.
fn instead(pair: [&Condition; 2]) -> String {
    let is_pull = |one: &&Condition| one.kinds() == RefKinds::of(&[RefKind::PullRequest]);
    let branches = pair.iter().find_map(|one| match one {
        Condition::Branch(names) => Some(names.matching().and_then(|all| all.first())),
        Condition::DefaultBranch(true) => Some(None),
        _ => None,
    });
    let into = match branches {
        Some(first) if pair.iter().any(is_pull) => {
            let first = first.map_or("main", |pattern| pattern.source());
            format!(
                "for pull requests into a branch write pull-request = {{ target = {} }}",
                Quoted(first)
            )
        }
        _ => String::from("leave one out"),
    };
    format!("{into}; if either is enough, write a rule for each")
}

/// Why the refs that a rule admits do not supply a placeholder.
#[derive(Clone, Debug)]
pub(crate) struct Lack {
    reason: String,
    /// The conditions that refs which supply it meet.
    pub(crate) needs: Option<&'static str>,
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        self.needs.map_or(Ok(()), |needs| write!(f, "; when needs {needs}"))
    }
}
