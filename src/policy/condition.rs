use alloc::format;
use alloc::vec::Vec;

use super::document::{
    ConditionsDocument, EventsDocument, NamesDocument, PullRequestDocument, ReleaseDocument,
    VersionScheme,
};
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::names::{Named, Names};
use super::release::ReleaseFilter;
use super::variant::Variants;
use super::variant_names::VariantNames;
use crate::data::Path;
use crate::name::{EventSet, Quoted, RefKind, RefKinds, RefName};

/// A condition of a rule on the pipelines that it applies to.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Branch(Names),
    Tag(Names),
    Release(ReleaseFilter),
    PullRequest { source: Option<Names>, target: Option<Names> },
    DefaultBranch(bool),
    Event(EventSet),
    Fork(bool),
    Protected(bool),
    Project(Names),
    Variant(VariantNames),
}

impl Condition {
    /// The conditions of a document, in the order in which a message tells the first
    /// that does not hold.
    pub(super) fn all(
        document: &ConditionsDocument,
        variants: &Variants,
        path: &Path<'_>,
    ) -> Result<Vec<Self>, PolicyError> {
        let ConditionsDocument {
            branch,
            tag,
            release,
            pull_request,
            default_branch,
            event,
            fork,
            protected,
            project,
            variant,
        } = document;
        let mut all = Vec::new();
        if let Some(names) = branch {
            all.push(Self::Branch(Names::new(names, Named::Ref, &path.key("branch"))?));
        }
        if let Some(names) = tag {
            all.push(Self::Tag(Names::new(names, Named::Ref, &path.key("tag"))?));
        }
        if let Some(document) = release {
            all.push(Self::Release(release_filter(document, &path.key("release"))?));
        }
        if let Some(PullRequestDocument { source, target }) = pull_request {
            let path = path.key("pull-request");
            let names = |names: &Option<NamesDocument>, key| match names {
                Some(names) => Names::new(names, Named::Ref, &path.key(key)).map(Some),
                None => Ok(None),
            };
            let (source, target) = (names(source, "source")?, names(target, "target")?);
            all.push(Self::PullRequest { source, target });
        }
        all.extend(default_branch.map(Self::DefaultBranch));
        if let Some(document) = event {
            all.push(Self::Event(events(document, &path.key("event"))?));
        }
        all.extend(fork.map(Self::Fork));
        all.extend(protected.map(Self::Protected));
        if let Some(names) = project {
            all.push(Self::Project(Names::new(names, Named::Project, &path.key("project"))?));
        }
        if let Some(names) = variant {
            all.push(Self::Variant(VariantNames::new(names, variants, &path.key("variant"))?));
        }
        Ok(all)
    }

    /// The kinds of refs for which it can hold.
    pub(super) fn kinds(&self) -> RefKinds {
        match self {
            Self::Branch(_) | Self::DefaultBranch(_) => RefKinds::of(&[RefKind::Branch]),
            Self::Tag(_) | Self::Release(_) => RefKinds::of(&[RefKind::Tag]),
            Self::PullRequest { .. } | Self::Fork(true) => RefKinds::of(&[RefKind::PullRequest]),
            Self::Event(events) => RefKinds::with_events(*events),
            Self::Fork(false) | Self::Protected(_) | Self::Project(_) | Self::Variant(_) => {
                RefKinds::ALL
            }
        }
    }

    /// Its key in a policy.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Branch(_) => "branch",
            Self::Tag(_) => "tag",
            Self::Release(_) => "release",
            Self::PullRequest { .. } => "pull-request",
            Self::DefaultBranch(_) => "default-branch",
            Self::Event(_) => "event",
            Self::Fork(_) => "fork",
            Self::Protected(_) => "protected",
            Self::Project(_) => "project",
            Self::Variant(_) => "variant",
        }
    }

    /// Its lists of patterns.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &Names> {
        let [first, second] = match self {
            Self::Branch(names)
            | Self::Tag(names)
            | Self::Project(names)
            | Self::Variant(VariantNames { names, .. }) => [Some(names), None],
            Self::PullRequest { source, target } => [source.as_ref(), target.as_ref()],
            Self::Release(_)
            | Self::DefaultBranch(_)
            | Self::Event(_)
            | Self::Fork(_)
            | Self::Protected(_) => [None, None],
        };
        first.into_iter().chain(second)
    }
}

fn release_filter(
    document: &ReleaseDocument,
    path: &Path<'_>,
) -> Result<ReleaseFilter, PolicyError> {
    let ReleaseDocument { prefix, prerelease } = document;
    let path = path.key("prefix");
    limit::PREFIX.check(prefix.len(), &path)?;
    if let Err(error) = RefName::new(format!("{prefix}1.0.0")) {
        let message = format!("no git tag begins with {}: {}", Quoted(prefix), error.reason());
        let error = PolicyError::new(PolicyErrorKind::NeverFires, &path, message).at(error.index());
        return Err(error);
    }
    let scheme = VersionScheme::default();
    Ok(ReleaseFilter { prefix: prefix.clone(), scheme, prerelease: *prerelease })
}

fn events(document: &EventsDocument, path: &Path<'_>) -> Result<EventSet, PolicyError> {
    let refuse = |message| Err(PolicyError::new(PolicyErrorKind::NeverFires, path, message));
    if document.all().is_empty() {
        return refuse("an empty list matches no event; leave it out to match every event");
    }
    let set = EventSet::of(document.all());
    match document {
        EventsDocument::Matching(_) => Ok(set),
        EventsDocument::Except(_) if set == EventSet::ALL => {
            refuse("can never match: every event is excepted")
        }
        EventsDocument::Except(_) => Ok(EventSet::ALL.without(set)),
    }
}
