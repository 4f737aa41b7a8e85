use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::conditions::Conditions;
use super::document::{Moves, PrereleaseFilter, RuleDocument, TagDocument, VersionScheme};
use super::error::{PolicyError, PolicyErrorKind};
use super::fact::Fact;
use super::image_set::ImageSet;
use super::language::Effort;
use super::limit;
use super::place::Place;
use super::placeholder::{Kind, Placeholder};
use super::site::Site;
use super::template::Template;
use super::variant::Variants;
use super::version_line::VersionLine;
use super::vocabulary::Vocabulary;
use crate::data::{OneOf, Path, nearest};
use crate::name::{Quoted, RefKind, RefKinds, words};

/// The tags of the pipelines for which some conditions hold, its templates parsed.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) name: Arc<str>,
    pub(crate) conditions: Conditions,
    pub(crate) tags: Vec<RuleTag>,
    /// The images that its tags are pushed to; at least one, once the policy is read.
    pub(crate) images: ImageSet,
}

#[derive(Clone, Debug)]
pub(crate) struct RuleTag {
    pub(crate) template: Template,
    pub(crate) kind: TagKind,
    pub(crate) moves: Moves,
    /// The versions that may keep it from moving.
    pub(crate) line: VersionLine,
    /// Whether its form in a file is a table.
    pub(crate) is_table: bool,
    /// Whether the affixes of a variant are added to it.
    pub(crate) affix: bool,
    /// The template in each build of a policy with variants, whose affixes are parts of
    /// it.
    builds: Vec<Template>,
}

/// Whether a tag names one build permanently.
///
/// The kind is derived from the template, not declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a tag moves or it does not")]
pub enum TagKind {
    /// Pushed once: it holds the commit, the git tag, or a whole final version.
    Immutable,
    /// Moves from image to image, as `latest` does.
    Floating,
}

/// What the kind of a tag depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground<'a> {
    /// A placeholder that names the commit, or all of the git tag.
    Names(&'a Placeholder),
    /// Major, minor and patch of a final release without build metadata.
    FinalVersion,
    /// All of a version but its build metadata, which other builds may have.
    Version(&'a Placeholder),
    /// Major, minor and patch of a final release, which other builds may have.
    Numbers,
    /// Nothing in it belongs to one build only.
    Nothing,
}

words! {
    TagKind, "kind of tag",
    Immutable "immutable"
    or Floating "floating"
}

impl Rule {
    /// The conditions of all rules, whose captures are added to a vocabulary.
    pub(crate) fn conditions(
        documents: &[RuleDocument],
        variants: &Variants,
        vocabulary: &mut Vocabulary,
        path: &Path<'_>,
    ) -> Result<Vec<Conditions>, PolicyError> {
        if documents.is_empty() {
            let message = "a policy has at least one rule";
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
        }
        limit::RULES.check(documents.len(), path)?;
        let (mut length, mut captures) = (0, Vec::new());
        documents
            .iter()
            .enumerate()
            .map(|(index, document)| {
                let path = path.index(index);
                check_name(&document.name, &path.key("name"))?;
                let mut earlier = documents.iter().take(index);
                if let Some(twin) = earlier.position(|earlier| earlier.name == document.name) {
                    let name = Quoted(&document.name);
                    let message = format!("rules[{twin}] is called {name} too; rename one of them");
                    let path = path.key("name");
                    return Err(PolicyError::new(PolicyErrorKind::Duplicate, &path, message));
                }
                let path = path.key("when");
                let mut conditions = Conditions::new(&document.when, variants, vocabulary, &path)?;
                length += conditions.length();
                limit::ALL_PATTERNS.check(length, &path)?;
                conditions.number_captures(&mut captures);
                vocabulary.add_captures(&document.name, conditions.captures(), &path)?;
                Ok(conditions)
            })
            .collect()
    }

    /// The rules of these conditions, one for each document.
    pub(crate) fn all(
        documents: &[RuleDocument],
        conditions: Vec<Conditions>,
        variants: &Variants,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Vec<Self>, PolicyError> {
        let mut tags = 0;
        let effort = Effort::new();
        effort.grant(STEPS);
        let all = documents.iter().zip(conditions).enumerate();
        all.map(|(index, (document, conditions))| {
            let path = path.index(index);
            let rule = Self::new(document, conditions, variants, vocabulary, &effort, &path)?;
            tags += rule.tags.len() * variants.of(&rule.conditions).count();
            limit::TAGS_OF_VARIANTS.check(tags, &path)?;
            Ok(rule)
        })
        .collect()
    }

    /// What is said of a name that no rule has.
    pub(crate) fn unknown(name: &str, rules: &[Self]) -> String {
        const MOST: usize = 16;
        let known = || rules.iter().map(|rule| &*rule.name);
        let name = Quoted(name);
        match nearest(name.0, known()) {
            Some(near) => format!("no rule is named {name}; did you mean {}?", Quoted(near)),
            None if rules.len() > MOST => format!("no rule is named {name}"),
            None => {
                let known: Vec<String> = known().map(|one| format!("{}", Quoted(one))).collect();
                let known = OneOf(known.iter().map(|one| &**one));
                format!("no rule is named {name}; expected {known}")
            }
        }
    }

    /// Refuses rules whose tags are pushed nowhere.
    pub(crate) fn check_pushed(rules: &[Self], path: &Path<'_>) -> Result<(), PolicyError> {
        let Some((index, rule)) =
            rules.iter().enumerate().find(|(_, rule)| rule.images == ImageSet::NONE)
        else {
            return Ok(());
        };
        let name = Quoted(&rule.name);
        let message = format!(
            "the tags of rule {name} are pushed to no image; add {name} to the rules of one, or \
             remove the rule"
        );
        Err(PolicyError::new(PolicyErrorKind::InvalidValue, &path.index(index), message))
    }

    fn new(
        document: &RuleDocument,
        conditions: Conditions,
        variants: &Variants,
        vocabulary: &Vocabulary,
        effort: &Effort,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let path = path.key("tags");
        if document.tags.is_empty() {
            let message = "a rule gives at least one tag";
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, &path, message));
        }
        limit::TAGS.check(document.tags.len(), &path)?;
        let known = OnceCell::new();
        let admit_builds = || *known.get_or_init(|| conditions.admit_builds(effort));
        let tags = document
            .tags
            .iter()
            .enumerate()
            .map(|(index, tag)| {
                let path = path.index(index);
                RuleTag::new(tag, (&conditions, &admit_builds), variants, vocabulary, &path)
            })
            .collect::<Result<_, _>>()?;
        let name = document.name.as_str().into();
        Ok(Self { name, conditions, tags, images: ImageSet::NONE })
    }
}

impl RuleTag {
    fn new(
        document: &TagDocument,
        (conditions, admit_builds): (&Conditions, &dyn Fn() -> bool),
        variants: &Variants,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        // A file may write a template without its table.
        let tag_path = if document.is_table() { path.key("tag") } else { *path };
        let template =
            Template::parse(&document.tag, 0, Site::Tag(conditions), vocabulary, &tag_path)?;
        let kind = ground(&template, conditions, admit_builds).kind();
        let line = VersionLine::of(&template);
        if let Some(message) = contradicts(document.moves, kind, line, &template, conditions) {
            let path = path.key("moves");
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, &path, message));
        }
        let TagDocument { moves, affix, .. } = *document;
        let builds = match variants.builds() {
            [plain] if plain.is_plain() => Vec::new(),
            builds => builds.iter().map(|build| template.in_build(build, affix)).collect(),
        };
        let is_table = document.is_table();
        let line = line.unwrap_or(VersionLine::All);
        Ok(Self { template, kind, moves, line, is_table, affix, builds })
    }

    /// The template in one build, by its index: what it gives there is the whole tag.
    pub(crate) fn template_in(&self, build: usize) -> &Template {
        self.builds.get(build).unwrap_or(&self.template)
    }

    /// Whether the tags of two builds differ in the affixes alone.
    pub(crate) fn differs_in_affixes(&self) -> bool {
        self.affix && !self.template.has(|one| one.fact() == Fact::Variant)
    }

    /// Where its template is, given the indices of its rule and of itself.
    pub(crate) fn place(&self, rule: usize, position: usize) -> Place<'static> {
        if self.is_table { Place::TagOfTable(rule, position) } else { Place::Tag(rule, position) }
    }

    /// What its kind depends on, under the conditions of its rule.
    pub(crate) fn ground(&self, conditions: &Conditions) -> Ground<'_> {
        ground(&self.template, conditions, || self.kind == TagKind::Floating)
    }
}

/// Why a tag cannot move so, and what would be right.
fn contradicts(
    moves: Moves,
    kind: TagKind,
    line: Option<VersionLine>,
    template: &Template,
    conditions: &Conditions,
) -> Option<&'static str> {
    let releases = conditions.release();
    match moves {
        Moves::Always => None,
        _ if kind == TagKind::Immutable => Some("an immutable tag never moves; leave it out"),
        Moves::BranchHead if conditions.kinds() != RefKinds::of(&[RefKind::Branch]) => {
            Some("only a branch has a head; add branch = \"*\" to when, or leave it out")
        }
        Moves::Final | Moves::Highest if conditions.kinds() == RefKinds::of(&[RefKind::Branch]) => {
            Some(
                "only releases are compared; for a branch, write moves = \"branch-head\", or leave it out",
            )
        }
        Moves::Final | Moves::Highest if releases.is_none() => {
            Some("only releases are compared; add release = {} to when, or leave it out")
        }
        Moves::Final => releases
            .is_some_and(|filter| filter.prerelease == PrereleaseFilter::Only)
            .then_some("no prerelease is final; write moves = \"highest\", or leave it out"),
        Moves::Highest if template.has(|one| matches!(one.fact(), Fact::Capture(_))) => Some(
            "versions are compared by {major} and {minor}, and not by what is captured; write \
             these in the tag instead, or leave it out",
        ),
        Moves::Highest if line.is_none() => Some(
            "the versions that a tag is compared with have in common {major}, {major} and {minor}, or \
             all three numbers; add the numbers that are missing to the tag",
        ),
        Moves::BranchHead | Moves::Highest => None,
    }
}

impl Ground<'_> {
    fn kind(self) -> TagKind {
        match self {
            Ground::Names(_) | Ground::FinalVersion => TagKind::Immutable,
            Ground::Version(_) | Ground::Numbers | Ground::Nothing => TagKind::Floating,
        }
    }
}

fn ground<'a>(
    template: &'a Template,
    conditions: &Conditions,
    admit_builds: impl FnOnce() -> bool,
) -> Ground<'a> {
    let all = || template.placeholders().map(|(_, one)| one);
    if let Some(placeholder) = all().find(|one| one.names_content(conditions)) {
        return Ground::Names(placeholder);
    }
    if let Some(version) = all().find(|one| one.kind() == Kind::Version) {
        return Ground::Version(version);
    }
    let is_final = conditions.release().is_some_and(|filter| {
        filter.scheme == VersionScheme::SemVer && filter.prerelease == PrereleaseFilter::Exclude
    });
    let numbers = [Placeholder::Major, Placeholder::Minor, Placeholder::Patch];
    let is_whole = numbers.iter().all(|number| template.has(|one| one == number));
    match is_final && is_whole {
        true if admit_builds() => Ground::Numbers,
        true => Ground::FinalVersion,
        false => Ground::Nothing,
    }
}

/// Steps for the kinds of all tags of a policy.
const STEPS: usize = 500_000;

fn check_name(name: &str, path: &Path<'_>) -> Result<(), PolicyError> {
    limit::NAME.check(name.len(), path)?;
    let kind = PolicyErrorKind::InvalidValue;
    if name.is_empty() {
        let message = "a rule has a name, which errors and plans refer to";
        return Err(PolicyError::new(kind, path, message));
    }
    match name.char_indices().find(|(_, character)| character.is_control()) {
        Some((index, found)) => {
            let message =
                format!("unexpected {found:?} at byte {index}; a rule's name is one line of text");
            Err(PolicyError::new(kind, path, message).at(index))
        }
        None => Ok(()),
    }
}
