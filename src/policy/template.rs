use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::capture::{Capture, CaptureOf};
use super::document::PolicyDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::placeholder::{Kind, Placeholder};
use super::site::Site;
use super::slugs::SlugName;
use super::variant::Variant;
use super::vocabulary::Vocabulary;
use super::{foreign_placeholder, limit};
use crate::data::{Path, nearest};
use crate::name::{NameErrorKind, Quoted, Shown, TimeFormat, time_format_meant_by};

/// A text with places for facts, parsed once: `branch-{slug}-{short_sha}`.
///
/// ```text
/// template    = *( literal / "{{" / "}}" / "{" placeholder "}" )
/// placeholder = name [ ":" ( time-format / slug-name ) ]
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    source: Arc<str>,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The byte where it begins, in the text that contains the template.
    pub(crate) index: usize,
    pub(crate) content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Literal(Box<str>),
    Placeholder(Placeholder),
}

impl Template {
    /// Parses a template at `path` that follows `offset` bytes of other text (the
    /// `KEY=` of an assignment).
    pub(crate) fn parse(
        text: &str,
        offset: usize,
        site: Site<'_>,
        vocabulary: &Vocabulary,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        limit::TEMPLATE.check(text.len(), path)?;
        if site.refuses_variables() {
            if let Some((index, name)) = foreign_placeholder::variable(text) {
                return Err(unread(name, offset + index, path));
            }
        }
        let (mut parts, mut placeholders) = (Vec::new(), 0);
        let mut literal = Cow::Borrowed("");
        let mut literal_index = offset;
        let mut rest = text;
        while !rest.is_empty() {
            let index = offset + text.len() - rest.len();
            if literal.is_empty() {
                literal_index = index;
            }
            if let Some(tail) = rest.strip_prefix("{{") {
                literal += "{";
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix("}}") {
                literal += "}";
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix('{') {
                let Some((inside, tail)) = tail.split_once('}') else {
                    return Err(flaw(
                        path,
                        index,
                        "'{' opens a placeholder that nothing closes; a literal '{' is written {{",
                    ));
                };
                if !literal.is_empty() {
                    parts.push(Part::literal(literal_index, &literal));
                    literal = Cow::Borrowed("");
                }
                let is_shell = literal_ends_in_dollar(&parts);
                let placeholder = placeholder(inside, index, is_shell, site, vocabulary, path)?;
                let content = Content::Placeholder(site.writes(placeholder));
                parts.push(Part { index, content });
                placeholders += 1;
                rest = tail;
            } else if rest.starts_with('}') {
                return Err(flaw(path, index, "'}' closes nothing; a literal '}' is written }}"));
            } else {
                let run = rest.bytes().take_while(|byte| !matches!(byte, b'{' | b'}')).count();
                let (run, tail) = rest.split_at(run);
                literal += run;
                rest = tail;
            }
        }
        if !literal.is_empty() {
            parts.push(Part::literal(literal_index, &literal));
        }
        limit::PLACEHOLDERS.check(placeholders, path)?;
        Ok(Self { source: text.into(), parts })
    }

    /// The template of these contents, which has no source.
    pub(crate) fn of_contents(contents: impl IntoIterator<Item = Content>) -> Self {
        let part = |content| Part { index: 0, content };
        Self { source: "".into(), parts: contents.into_iter().map(part).collect() }
    }

    /// The template of one build: `{variant}` is known there, and a tag has affixes.
    pub(crate) fn in_build(&self, variant: &Variant, has_affixes: bool) -> Self {
        let has_affix = |text: &&str| has_affixes && !text.is_empty();
        let end = self.parts.first().map_or(0, |part| part.index) + self.source.len();
        let prefix = Some(&*variant.prefix).filter(has_affix).map(|text| Part::literal(0, text));
        let suffix = Some(&*variant.suffix).filter(has_affix).map(|text| Part::literal(end, text));
        let own = self.parts.iter().filter_map(|part| match part.placeholder() {
            Some(Placeholder::Capture(capture)) if capture.of == CaptureOf::Variant => {
                let text = capture.text_in(&variant.name).unwrap_or_default();
                (!text.is_empty()).then(|| Part::literal(part.index, &text))
            }
            Some(Placeholder::Variant) if variant.is_plain() => None,
            Some(Placeholder::Variant) => Some(Part::literal(part.index, &variant.name)),
            _ => Some(part.clone()),
        });
        let parts = prefix.into_iter().chain(own).chain(suffix).collect();
        Self { source: Arc::clone(&self.source), parts }
    }

    /// The template as the policy spells it.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub(crate) fn placeholders(&self) -> impl Iterator<Item = (usize, &Placeholder)> {
        self.parts.iter().filter_map(|part| Some((part.index, part.placeholder()?)))
    }

    /// Whether its text has a brace.
    pub(crate) fn has_brace(&self) -> bool {
        let is_brace = |part: &Part| matches!(&part.content, Content::Literal(text) if text.contains(['{', '}']));
        self.parts.iter().any(is_brace)
    }

    /// Whether the template has a place for a fact that holds.
    pub(crate) fn has(&self, holds: impl Fn(&Placeholder) -> bool) -> bool {
        self.placeholders().any(|(_, placeholder)| holds(placeholder))
    }

    /// Writes the template with the values that `write` appends.
    pub(crate) fn render<E>(
        &self,
        out: &mut String,
        mut write: impl FnMut(&Placeholder, &mut String) -> Result<(), E>,
    ) -> Result<(), E> {
        for part in &self.parts {
            match &part.content {
                Content::Literal(text) => out.push_str(text),
                Content::Placeholder(placeholder) => write(placeholder, out)?,
            }
        }
        Ok(())
    }

    /// Each part, and the source of it.
    pub(crate) fn spelled(&self) -> impl Iterator<Item = (&Part, &str)> {
        let offset = self.parts.first().map_or(0, |part| part.index);
        let end = offset + self.source.len();
        let ends = self.parts.iter().skip(1).map(|part| part.index).chain([end]);
        self.parts.iter().zip(ends).map(move |(part, end)| {
            let spelled = self.source.get(part.index - offset..end - offset);
            (part, spelled.unwrap_or_default())
        })
    }
}

impl Part {
    pub(crate) fn placeholder(&self) -> Option<&Placeholder> {
        match &self.content {
            Content::Placeholder(placeholder) => Some(placeholder),
            Content::Literal(_) => None,
        }
    }

    fn literal(index: usize, text: &str) -> Self {
        Self { index, content: Content::Literal(text.into()) }
    }
}

fn flaw(path: &Path<'_>, index: usize, message: &str) -> PolicyError {
    let message = format!("at byte {index}, {message}");
    PolicyError::new(PolicyErrorKind::Template, path, message).at(index)
}

/// Whether the text before a placeholder turns it into a variable of a shell.
fn literal_ends_in_dollar(parts: &[Part]) -> bool {
    matches!(parts.last(), Some(Part { content: Content::Literal(text), .. }) if text.ends_with('$'))
}

fn placeholder(
    inside: &str,
    index: usize,
    is_shell: bool,
    site: Site<'_>,
    vocabulary: &Vocabulary,
    path: &Path<'_>,
) -> Result<Placeholder, PolicyError> {
    if let Some(placeholder) = vocabulary.placeholder(inside) {
        return Ok(placeholder);
    }
    let (name, format) = inside.split_once(':').unwrap_or((inside, ""));
    if site.captures().get(name).is_some() || vocabulary.capturing_rule(name).is_some() {
        let capture = captured(name, inside, index, site, vocabulary, path)?;
        let placeholder = Placeholder::Capture(capture);
        return if name == inside {
            Ok(placeholder)
        } else {
            Err(no_format(&placeholder, format, index, path))
        };
    }
    match vocabulary.placeholder(name) {
        None => Err(unknown(name, index, is_shell, site, vocabulary, path)),
        Some(Placeholder::Created(_)) => {
            time_format(name, format, index, vocabulary, path).map(Placeholder::Created)
        }
        Some(Placeholder::Committed(_)) => {
            time_format(name, format, index, vocabulary, path).map(Placeholder::Committed)
        }
        Some(Placeholder::Slug(..)) => {
            let capture = match vocabulary.slug_capture(format) {
                Some(of) => Some(captured(of, inside, index, site, vocabulary, path)?),
                None => None,
            };
            Ok(Placeholder::Slug(SlugName::new(format), capture))
        }
        Some(other) => Err(no_format(&other, format, index, path)),
    }
}

/// The capture of a name, which a template spells like this.
fn captured(
    name: &str,
    spelled: &str,
    index: usize,
    site: Site<'_>,
    vocabulary: &Vocabulary,
    path: &Path<'_>,
) -> Result<Arc<Capture>, PolicyError> {
    let why = match site.captures().get(name) {
        Some(Ok(capture)) if name != spelled && capture.of == CaptureOf::Variant => {
            format!("is a slug of a variant, whose name is known; write {{{name}}}")
        }
        Some(Ok(capture)) => return Ok(Arc::clone(capture)),
        Some(Err(why)) => why.into(),
        None => {
            let rule = vocabulary.capturing_rule(name).unwrap_or_default();
            let (rule, quoted) = (Shown(rule), Quoted(rule));
            match site {
                Site::Tag(_) => format!(
                    "is captured by the patterns of rule {rule}; add the group (?<{name}>...) to \
                     those of this rule too"
                ),
                Site::Name(_) => format!(
                    "is captured by the patterns of rule {rule}; let the image be for that rule \
                     alone, rules = [{quoted}], and push the tags of other rules to another image"
                ),
                Site::Prefix => format!(
                    "is captured by the patterns of rule {rule}, for its tags and images alone; only \
                     {{project}} may be in a prefix"
                ),
                Site::Assignment(_) => format!(
                    "is captured by the patterns of rule {rule}, for its tags and images alone; \
                     write {{image_tag}}, or {{slug}}"
                ),
            }
        }
    };
    let message = format!("{{{spelled}}} at byte {index} {why}");
    Err(PolicyError::new(PolicyErrorKind::UnavailablePlaceholder, path, message).at(index))
}

fn time_format(
    name: &str,
    format: &str,
    index: usize,
    vocabulary: &Vocabulary,
    path: &Path<'_>,
) -> Result<TimeFormat, PolicyError> {
    if !format.is_empty() && !format.contains('%') {
        let meant = time_format_meant_by(format);
        let meant = meant.as_deref().unwrap_or("%Y%m%d");
        let message = format!(
            "the format {} would write itself, as it holds no item such as %Y; did you mean \
             {{{name}:{meant}}}?",
            Quoted(format)
        );
        let index = index + "{:".len() + name.len();
        return Err(PolicyError::new(PolicyErrorKind::Template, path, message).at(index));
    }
    TimeFormat::parse(format, vocabulary.offset).map_err(|error| {
        // What the reader sees is the template, so that is what we count in.
        let index = match error.kind() {
            NameErrorKind::Empty => index,
            _ => index + "{:".len() + name.len() + error.index(),
        };
        PolicyError::new(PolicyErrorKind::Template, path, &error).at(index)
    })
}

/// The error for a placeholder that does not exist: it names the one that is meant, or
/// lists those that a template may have here.
fn unknown(
    name: &str,
    index: usize,
    is_shell: bool,
    site: Site<'_>,
    vocabulary: &Vocabulary,
    path: &Path<'_>,
) -> PolicyError {
    let shown = format!("{{{name}}}");
    let shown = Quoted(&shown);
    // Of a `{` that is not closed, the name ends at the next one.
    let word = name.split('{').next().unwrap_or_default().trim().to_ascii_lowercase();
    let lacks = |name: &str| {
        let name = name.split(':').next().unwrap_or_default();
        vocabulary.placeholder(name).and_then(|one| site.lacks(&one))
    };
    let known = || site.captures().names().chain(vocabulary.names());
    let here: Vec<&str> = known().filter(|name| lacks(name).is_none()).collect();
    let meant = if is_shell {
        foreign_placeholder::of_variable(name)
    } else {
        foreign_placeholder::meant_by(&word)
    };
    // What is near, but not for this place, is better than what is neither.
    let near = || nearest(&word, here.iter().copied()).or_else(|| nearest(&word, known()));
    let remedy = match meant.or_else(near) {
        Some(meant) => match lacks(meant) {
            None => format!("did you mean {{{meant}}}?"),
            Some(needs) => format!("did you mean {{{meant}}}? It {needs}"),
        },
        None if is_shell => {
            "a template reads no variables, and has facts of its own: {short_sha}, \
                             {slug}, {git_tag} and others"
                .into()
        }
        None => {
            let here: Vec<String> = here.iter().map(|name| format!("{{{name}}}")).collect();
            format!("here there are {}", here.join(" "))
        }
    };
    let message = format!("{shown} at byte {index} is no placeholder; {remedy}");
    PolicyError::new(PolicyErrorKind::UnknownPlaceholder, path, message).at(index)
}

/// The error for a variable of a shell, which no template reads.
fn unread(variable: &str, index: usize, path: &Path<'_>) -> PolicyError {
    let remedy = match foreign_placeholder::of_variable(variable) {
        Some(meant) => format!("write {{{meant}}}"),
        None => "write a placeholder such as {short_sha}, {slug} or {git_tag}".into(),
    };
    let message =
        format!("at byte {index}, ${variable} is a variable, and a template reads none; {remedy}");
    PolicyError::new(PolicyErrorKind::Template, path, message).at(index)
}

/// The error for a format after a placeholder that has none. Digits after a commit are
/// meant to shorten it.
fn no_format(
    placeholder: &Placeholder,
    format: &str,
    index: usize,
    path: &Path<'_>,
) -> PolicyError {
    let name = placeholder.name();
    let length = format.parse::<usize>().ok().filter(|_| placeholder.kind() == Kind::Sha);
    let message = match length {
        Some(length) => {
            let short = match placeholder {
                Placeholder::HeadSha | Placeholder::ShortHeadSha => "short_head_sha",
                _ => "short_sha",
            };
            let setting = if PolicyDocument::SHORT_SHAS.contains(&length) {
                format!("short-sha = {length}")
            } else {
                "short-sha = 8".into()
            };
            format!("{{{name}}} takes no length; write {{{short}}}, and set {setting}")
        }
        None => {
            format!("{{{name}}} takes no format; only {{created}} and {{committed}} do")
        }
    };
    flaw(path, index, &message)
}
