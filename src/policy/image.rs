use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::char_set::CharSet;
use super::conditions::Conditions;
use super::document::{ImageDocument, NameCase, RuleDocument};
use super::error::{PolicyError, PolicyErrorKind};
use super::fact::Fact;
use super::host_path::{HostPath, Needs};
use super::image_set::ImageSet;
use super::limit;
use super::one_or_more::OneOrMore;
use super::placeholder::{Asks, Placeholder};
use super::rule::Rule;
use super::site::Site;
use super::template::{Content, Template};
use super::variant::Variant;
use super::vocabulary::Vocabulary;
use crate::data::Path;
use crate::name::{Quoted, Shown};

/// An image that is built, its templates parsed.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    pub(crate) name: Template,
    pub(crate) push: HostPath,
    pub(crate) pull: Option<HostPath>,
    pub(crate) cache: Option<Template>,
    pub(crate) case: NameCase,
}

/// The images that are built.
#[derive(Clone, Debug)]
pub(crate) struct Images {
    pub(crate) all: OneOrMore<Image>,
}

impl Images {
    pub(crate) fn new(
        documents: &[ImageDocument],
        rules: &[(&RuleDocument, &Conditions)],
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        limit::IMAGES.check(documents.len(), path)?;
        let mut all = None;
        for (index, document) in documents.iter().enumerate() {
            let site = Site::Name(only_rule(document, rules));
            let image = Image::new(document, site, vocabulary, &path.index(index))?;
            OneOrMore::push_to(&mut all, image);
        }
        let Some(all) = all else {
            let message = "a policy names at least one image";
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
        };
        Ok(Self { all })
    }

    /// Notes in each rule which of the images its tags are pushed to.
    pub(crate) fn assign(
        &self,
        documents: &[ImageDocument],
        rules: &mut [Rule],
        path: &Path<'_>,
    ) -> Result<(), PolicyError> {
        for (index, (image, document)) in self.iter().zip(documents).enumerate() {
            let path = path.index(index);
            assign(document.rules.as_deref(), index, rules, &path.key("rules"))?;
            for (earlier, other) in self.iter().take(index).enumerate() {
                let have_rule = |rule: &Rule| rule.images.has(earlier) && rule.images.has(index);
                let is_same =
                    rules.iter().any(have_rule) && other.repository() == image.repository();
                if is_same {
                    let message = format!(
                        "images[{earlier}] has the same name, and a tag of both would be pushed twice"
                    );
                    return Err(PolicyError::new(PolicyErrorKind::Duplicate, &path, message));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Image> {
        self.all.iter()
    }
}

impl Image {
    fn new(
        document: &ImageDocument,
        site: Site<'_>,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let ImageDocument { name, push, pull, cache, rules: _, case } = document;
        let host = |host: &String, key| HostPath::parse(host, &path.key(key));
        let push = host(push, "push")?;
        let pull = pull.as_ref().map(|pull| host(pull, "pull")).transpose()?;
        let name = self::name(name, site, vocabulary, &path.key("name"))?;
        let cache = match cache {
            Some(cache) => Some(self::name(cache, site, vocabulary, &path.key("cache"))?),
            None => None,
        };
        Ok(Self { name, push, pull, cache, case: *case })
    }
}

impl Image {
    /// Whether two builds of one project may push to different repositories.
    pub(crate) fn varies(&self) -> bool {
        self.name.has(|one| one.fact() != Fact::Project)
    }

    /// The repository that it is pushed to; where two are one to a registry, they are
    /// equal.
    pub(crate) fn repository(&self) -> Template {
        self.repository_of(&self.name)
    }

    /// The same in one build.
    pub(crate) fn repository_in(&self, variant: &Variant) -> Template {
        self.repository_of(&self.name.in_build(variant, false))
    }

    fn repository_of(&self, name: &Template) -> Template {
        let mut text = self.push.canonical();
        text.push('/');
        let mut contents = Vec::new();
        for part in name.parts() {
            match &part.content {
                Content::Literal(literal) => text += &literal.to_ascii_lowercase(),
                placeholder @ Content::Placeholder(_) => {
                    let before = core::mem::take(&mut text);
                    contents.extend([Content::Literal(before.into()), placeholder.clone()]);
                }
            }
        }
        contents.push(Content::Literal(text.into()));
        contents.retain(|one| !matches!(one, Content::Literal(text) if text.is_empty()));
        Template::of_contents(contents)
    }
}

/// The conditions of the rule that an image is for, if there is only one.
fn only_rule<'r>(
    document: &ImageDocument,
    rules: &[(&RuleDocument, &'r Conditions)],
) -> Option<&'r Conditions> {
    let (_, conditions) = match (document.rules.as_deref(), rules) {
        (None, [only]) => Some(only),
        (Some([name]), _) => rules.iter().find(|(rule, _)| rule.name == *name),
        _ => None,
    }?;
    Some(conditions)
}

/// Notes in the rules of an image that their tags are pushed to it.
fn assign(
    names: Option<&[String]>,
    image: usize,
    rules: &mut [Rule],
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    let this = ImageSet::only(image);
    let Some(names) = names else {
        for rule in rules {
            rule.images = rule.images.or(this);
        }
        return Ok(());
    };
    if names.is_empty() {
        let message = "an empty list pushes no tag to this image; leave it out to push the tags of \
                       every rule";
        return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
    }
    for (index, name) in names.iter().enumerate() {
        let refuse = |kind, message: &dyn core::fmt::Display| {
            let path = if names.len() == 1 { *path } else { path.index(index) };
            Err(PolicyError::new(kind, &path, message))
        };
        let Some(rule) = rules.iter_mut().find(|rule| *rule.name == **name) else {
            return refuse(PolicyErrorKind::InvalidValue, &Rule::unknown(name, rules));
        };
        if rule.images.has(image) {
            let message = format!("rule {} is listed twice", Quoted(name));
            return refuse(PolicyErrorKind::Duplicate, &message);
        }
        rule.images = rule.images.or(this);
    }
    Ok(())
}

/// Refuses the template of a repository if a rule of its image does not supply a
/// placeholder of it.
pub(crate) fn check_supplied<'r>(
    template: &Template,
    image: usize,
    rules: &(impl Iterator<Item = &'r Rule> + Clone),
    path: &dyn core::fmt::Display,
) -> Result<(), PolicyError> {
    let pushed = || rules.clone().filter(|rule| rule.images.has(image));
    for (index, placeholder) in template.placeholders() {
        // What only names, labels and variables hold does not depend on the rule; and only
        // a detached commit, which few pipelines build, has no name.
        let lacks = |rule: &Rule| match placeholder.asks() {
            Asks::Unmeetable | Asks::Name => None,
            _ => rule.conditions.lacks(placeholder)?.needs,
        };
        let Some((rule, needs)) = pushed().find_map(|rule| Some((rule, lacks(rule)?))) else {
            continue;
        };
        let having: Vec<String> = pushed()
            .filter(|rule| lacks(rule).is_none())
            .map(|rule| format!("{}", Quoted(&rule.name)))
            .collect();
        let remedy = if having.is_empty() {
            String::from("and no rule of this image has one")
        } else {
            format!(
                "which rule {} does not have; list the rules that do, rules = [{}], and push the \
                 tags of the others to another image",
                Shown(&rule.name),
                having.join(", ")
            )
        };
        let message =
            format!("{{{}}} at byte {index} needs {needs} in when, {remedy}", placeholder.name());
        let kind = PolicyErrorKind::UnavailablePlaceholder;
        return Err(PolicyError::new(kind, path, message).at(index));
    }
    Ok(())
}

/// Reads the template of a repository.
fn name(
    text: &str,
    site: Site<'_>,
    vocabulary: &Vocabulary,
    path: &Path<'_>,
) -> Result<Template, PolicyError> {
    let template = Template::parse(text, 0, site, vocabulary, path)?;
    for (index, placeholder) in template.placeholders() {
        let Some(message) = site.lacks(placeholder) else { continue };
        let message = format!("{{{}}} at byte {index} {message}", placeholder.name());
        let kind = PolicyErrorKind::UnavailablePlaceholder;
        return Err(PolicyError::new(kind, path, message).at(index));
    }
    Ok(template)
}

/// What the repositories that a template gives need at these hosts, as far as no
/// fact that is checked when a plan is made may have it.
pub(crate) fn needs<'a>(
    template: &Template,
    hosts: impl IntoIterator<Item = &'a HostPath>,
) -> Needs {
    let needs = hosts.into_iter().map(HostPath::needs).max().unwrap_or(Needs::Nothing);
    let is_left_open = |one: &Placeholder| match needs {
        Needs::Namespace => one.may_hold_slash(),
        _ => one.is_checked_at_plan_time(),
    };
    if template.has(is_left_open) { Needs::Nothing } else { needs }
}

/// What the path of a repository may hold before its letters are made what the
/// image says.
pub(crate) fn path_characters(case: NameCase) -> CharSet {
    let letters = match case {
        NameCase::Keep => CharSet::LOWER,
        NameCase::Lower => CharSet::LETTERS,
    };
    letters.or(CharSet::DIGITS).or(CharSet::of(b"._-/"))
}
