use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::char_set::CharSet;
use super::document::{ImageDocument, NameCase};
use super::error::{PolicyError, PolicyErrorKind};
use super::host_path::{HostPath, Needs};
use super::limit;
use super::one_or_more::OneOrMore;
use super::placeholder::{Kind, Placeholder};
use super::tag_grammar::TagGrammar;
use super::template::{Content, Template};
use crate::data::Path;
use crate::name::{Flaw, NameError};

/// An image that is built, its templates parsed.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    pub(crate) name: Template,
    pub(crate) push: HostPath,
    pub(crate) pull: Option<HostPath>,
    pub(crate) cache: Option<Template>,
    pub(crate) suffix: String,
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
        grammar: &TagGrammar,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        limit::IMAGES.check(documents.len(), path)?;
        let [first, more @ ..] = documents else {
            let message = "a policy names at least one image";
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
        };
        let first = Image::new(first, grammar, &path.index(0))?;
        let mut all = OneOrMore::new(first);
        for (index, document) in (1..).zip(more) {
            let path = path.index(index);
            let image = Image::new(document, grammar, &path)?;
            let is_same = |earlier: &Image| {
                earlier.suffix == image.suffix && earlier.repository() == image.repository()
            };
            if all.iter().any(is_same) {
                let message = "an earlier image is pushed under the same name with the same suffix; every tag would be pushed twice";
                return Err(PolicyError::new(PolicyErrorKind::Duplicate, &path, message));
            }
            all.push(image);
        }
        Ok(Self { all })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Image> {
        self.all.iter()
    }

    /// The suffix under which tags become longest. A suffix adds nothing else
    /// to a proof: its characters are those that tags hold, and a tag is legal
    /// without it.
    pub(crate) fn longest_suffix(&self) -> &str {
        self.iter()
            .map(|image| &*image.suffix)
            .max_by_key(|suffix| suffix.len())
            .unwrap_or_default()
    }
}

impl Image {
    fn new(
        document: &ImageDocument,
        grammar: &TagGrammar,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let ImageDocument { name, push, pull, cache, suffix, case } = document;
        let host = |host: &String, key| HostPath::parse(host, &path.key(key));
        let push = host(push, "push")?;
        let pull = pull.as_ref().map(|pull| host(pull, "pull")).transpose()?;
        let name = self::name(name, &path.key("name"))?;
        let cache = match cache {
            Some(cache) => Some(self::name(cache, &path.key("cache"))?),
            None => None,
        };
        let suffix = match suffix {
            Some(suffix) => self::suffix(suffix, grammar, &path.key("suffix"))?,
            None => String::new(),
        };
        Ok(Self { name, push, pull, cache, suffix, case: *case })
    }
}

impl Image {
    /// The repository that it is pushed to; where two are one to a registry, they are
    /// equal.
    pub(crate) fn repository(&self) -> Template {
        let mut text = self.push.canonical();
        text.push('/');
        let mut contents = Vec::new();
        for part in self.name.parts() {
            match &part.content {
                Content::Literal(literal) => text += &literal.to_ascii_lowercase(),
                placeholder @ Content::Placeholder(_) => {
                    let before = core::mem::take(&mut text);
                    contents.extend([Content::Literal(before.into()), placeholder.clone()]);
                }
            }
        }
        contents.push(Content::Literal(text.into()));
        Template::of_contents(contents)
    }
}

/// Reads the template of a repository.
fn name(text: &str, path: &Path<'_>) -> Result<Template, PolicyError> {
    let template = Template::parse(text, 0, path)?;
    for (index, placeholder) in template.placeholders() {
        let message = match placeholder.kind() {
            Kind::Outcome => "is known only when the image has its name",
            Kind::Branch if *placeholder == Placeholder::DefaultBranch => {
                "may hold any character; use {slug}"
            }
            Kind::Prose => "is not for names; it stands in labels and build args",
            _ => continue,
        };
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

fn suffix(text: &str, grammar: &TagGrammar, path: &Path<'_>) -> Result<String, PolicyError> {
    let checked = if text.is_empty() {
        Err(Flaw::empty(0, "leave it out for no suffix"))
    } else {
        grammar.check_suffix(text)
    };
    match checked {
        Ok(()) => Ok(text.into()),
        Err(flaw) => Err(PolicyError::name(path, &NameError::new("tag suffix", text, flaw))),
    }
}
