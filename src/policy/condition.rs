use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::document::{
    BuildMetadata, ConditionsDocument, EventsDocument, NamesDocument, PrereleaseFilter,
    PullRequestDocument, ReleaseCondition, ReleaseDocument, VersionScheme,
};
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::names::{Named, Names};
use super::prefix::Prefix;
use super::release::ReleaseFilter;
use super::site::Site;
use super::template::Template;
use super::variant::Variants;
use super::variant_names::VariantNames;
use super::vocabulary::Vocabulary;
use crate::data::Path;
use crate::name::{EventSet, Quoted, RefKind, RefKinds, RefName};

/// A condition of a rule on the pipelines that it applies to.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Branch(Names),
    Tag(Names),
    Release(ReleaseFilter),
    /// The git tag is none of these versions.
    NoRelease(ReleaseFilter),
    PullRequest {
        source: Option<Names>,
        target: Option<Names>,
    },
    DefaultBranch(bool),
    Event(EventSet),
    Fork(bool),
    Protected(bool),
    Project(Names),
    Variant(VariantNames),
}

impl Condition {
    /// The conditions of a document, in the order in which messages report them: a
    /// message names the first one that does not hold.
    pub(super) fn all(
        document: &ConditionsDocument,
        variants: &Variants,
        vocabulary: &Vocabulary,
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
        match release {
            Some(ReleaseCondition::Version(document)) => {
                let path = path.key("release");
                all.push(Self::Release(release_filter(document, vocabulary, &path)?));
            }
            Some(ReleaseCondition::NoVersion) => all.push(Self::NoRelease(ReleaseFilter::usual())),
            None => {}
        }
        if let Some(PullRequestDocument { source, target }) = pull_request {
            let path = path.key("pull-request");
            let names = |names: &Option<NamesDocument>, named, key| match names {
                Some(names) => Names::new(names, named, &path.key(key)).map(Some),
                None => Ok(None),
            };
            let source = names(source, Named::Ref, "source")?;
            let target = names(target, Named::Target, "target")?;
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
            Self::Tag(_) | Self::Release(_) | Self::NoRelease(_) => RefKinds::of(&[RefKind::Tag]),
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
            Self::Release(_) | Self::NoRelease(_) => "release",
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
            | Self::NoRelease(_)
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
    vocabulary: &Vocabulary,
    path: &Path<'_>,
) -> Result<ReleaseFilter, PolicyError> {
    let ReleaseDocument { prefix: sources, scheme, prerelease, build } = document;
    if *scheme == VersionScheme::Dotted {
        let is_excluded = *prerelease == PrereleaseFilter::Exclude;
        let keys = [("prerelease", is_excluded), ("build", *build == BuildMetadata::Keep)];
        if let Some((key, _)) = keys.into_iter().find(|(_, is_default)| !is_default) {
            let kind = PolicyErrorKind::InvalidValue;
            return Err(PolicyError::new(kind, &path.key(key), ReleaseDocument::useless_key(key)));
        }
    }
    let path = path.key("prefix");
    if sources.is_empty() {
        let message = "an empty list matches no git tag; leave it out for the prefix \"v\"";
        return Err(PolicyError::new(PolicyErrorKind::NeverFires, &path, message));
    }
    limit::PREFIXES.check(sources.len(), &path)?;
    let read = |(index, source): (usize, &String)| {
        let path = if sources.len() == 1 { path } else { path.index(index) };
        prefix(source, vocabulary, &path)
    };
    let prefixes = sources.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    Ok(ReleaseFilter { prefixes, scheme: *scheme, prerelease: *prerelease, build: *build })
}

/// A project whose name is as long as `{project}`, so that a flaw of a git tag is where it is in
/// the prefix.
const LIKE_A_PROJECT: &str = "a-project";

fn prefix(source: &str, vocabulary: &Vocabulary, path: &Path<'_>) -> Result<Prefix, PolicyError> {
    limit::PREFIX.check(source.len(), path)?;
    let template = Template::parse(source, 0, Site::Prefix, vocabulary, path)?;
    for (part, spelled) in template.spelled() {
        let Some(reason) = part.placeholder().and_then(|one| Site::Prefix.lacks(one)) else {
            continue;
        };
        let message = format!("{spelled} at byte {} {reason}", part.index);
        let kind = PolicyErrorKind::UnavailablePlaceholder;
        return Err(PolicyError::new(kind, path, message).at(part.index));
    }
    // Each of its placeholders is the project, as nothing else is supplied.
    let prefix = Prefix::of(&template).unwrap_or(Prefix::literal(source));
    if let Err(flaw) = RefName::new(format!("{}1.0.0", prefix.text(LIKE_A_PROJECT))) {
        let message = format!("no git tag begins with {}: {}", Quoted(source), flaw.reason());
        let error = PolicyError::new(PolicyErrorKind::NeverFires, path, message);
        return Err(error.at(flaw.index()));
    }
    Ok(prefix)
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
