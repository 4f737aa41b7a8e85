//! The labels that the image specification defines.

use alloc::format;
use alloc::string::String;

use super::char_set::CharSet;
use super::error::{PolicyError, PolicyErrorKind};
use super::placeholder::{Kind, Placeholder};
use super::template::{Content, Template};
use crate::data::{OneOf, Path, nearest};
use crate::name::{
    Digest, Flaw, NameError, Quoted, Reference, TimeFormat, Timestamp, check_license_expression,
    check_url,
};

/// What the value of a label of the image specification has to be.
///
/// <https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabelFormat {
    Text,
    Word,
    Instant,
    Url,
    Licenses,
    RefName,
    ImageReference,
    Digest,
}

/// The specification keeps this prefix for itself.
const PREFIX: &str = "org.opencontainers.image.";

/// What may follow the prefix.
const KEYS: [(&str, LabelFormat); 14] = [
    ("created", LabelFormat::Instant),
    ("authors", LabelFormat::Text),
    ("url", LabelFormat::Url),
    ("documentation", LabelFormat::Url),
    ("source", LabelFormat::Url),
    ("version", LabelFormat::Word),
    ("revision", LabelFormat::Word),
    ("vendor", LabelFormat::Text),
    ("licenses", LabelFormat::Licenses),
    ("ref.name", LabelFormat::RefName),
    ("title", LabelFormat::Text),
    ("description", LabelFormat::Text),
    ("base.digest", LabelFormat::Digest),
    ("base.name", LabelFormat::ImageReference),
];

impl LabelFormat {
    /// What a label must be. A label that the specification does not define may be
    /// anything, but under the prefix it must be defined.
    pub(crate) fn of(key: &str, path: &Path<'_>) -> Result<Self, PolicyError> {
        let Some(name) = key.strip_prefix(PREFIX) else { return Ok(Self::Text) };
        if let Some((_, format)) = KEYS.iter().find(|(known, _)| *known == name) {
            return Ok(*format);
        }
        let known = KEYS.iter().map(|(known, _)| *known);
        let remedy = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean {PREFIX}{near}?"),
            None => format!("{PREFIX} is followed by {}", OneOf(known)),
        };
        let message =
            format!("{} is not a label of the OCI image specification; {remedy}", Quoted(key));
        let kind = PolicyErrorKind::InvalidValue;
        Err(PolicyError::new(kind, path, message).at(PREFIX.len()))
    }

    /// Checks a value; a label without one is left out of a plan.
    pub(crate) fn check(self, value: &str) -> Result<(), NameError> {
        let by = |noun, check: fn(&str) -> Result<(), Flaw>| {
            check(value).map_err(|flaw| NameError::new(noun, value, flaw))
        };
        match self {
            _ if value.is_empty() => Ok(()),
            Self::Text => Ok(()),
            Self::Word => by("label value", check_word),
            Self::Instant => Timestamp::parse(value).map(drop),
            Self::Url => by("URL", check_url),
            Self::Licenses => by("license expression", check_license_expression),
            Self::RefName => by("ref.name", check_ref_name),
            Self::ImageReference => Reference::parse(value).map(drop),
            Self::Digest => Digest::parse(value).map(drop),
        }
    }

    /// Whether a template gives such values whatever the facts are, so that a
    /// plan need not check them.
    pub(crate) fn is_proved(self, template: &Template) -> bool {
        use Placeholder::{Committed, Created};
        match (self, template.parts()) {
            (Self::Text, _) => true,
            (Self::Instant, [only]) => matches!(
                only.content,
                Content::Placeholder(Created(TimeFormat::Rfc3339) | Committed(TimeFormat::Rfc3339))
            ),
            // Every other fact has a grammar, and none of those has a space.
            (Self::Word, parts) => parts.iter().all(|part| match &part.content {
                Content::Literal(text) => check_word(text).is_ok(),
                Content::Placeholder(Created(format) | Committed(format)) => {
                    format.literals().all(|one| !is_white(one))
                }
                Content::Placeholder(Placeholder::Declared(value)) => {
                    let white = CharSet::of(b" ");
                    !value.expression.shape().any.meets(white)
                }
                Content::Placeholder(one) => !matches!(one.kind(), Kind::Project | Kind::Prose),
            }),
            _ => false,
        }
    }
}

fn is_white(character: char) -> bool {
    character == ' ' || character.is_ascii_control()
}

fn check_word(text: &str) -> Result<(), Flaw> {
    const FORM: &str = "a version or revision is one word";
    text.find(is_white).map_or(Ok(()), |index| Err(Flaw::character(index, FORM)))
}

/// ```text
/// ref       = component *( "/" component )
/// component = alphanum *( separator alphanum )
/// alphanum  = 1*( ALPHA / DIGIT )
/// separator = "-" / "." / "_" / ":" / "@" / "+" / "--"
/// ```
fn check_ref_name(text: &str) -> Result<(), Flaw> {
    const HOLDS: &str = "a ref.name holds letters and digits with one of - . _ : @ + / or -- \
                         between them";
    let mut rest = text.bytes().enumerate().peekable();
    let mut is_after_alphanumeric = false;
    while let Some((index, byte)) = rest.next() {
        if byte.is_ascii_alphanumeric() {
            is_after_alphanumeric = true;
        } else if is_after_alphanumeric && b"-._:@+/".contains(&byte) {
            is_after_alphanumeric = false;
            if byte == b'-' {
                rest.next_if(|(_, next)| *next == b'-');
            }
        } else {
            return Err(Flaw::character(index, HOLDS));
        }
    }
    if is_after_alphanumeric { Ok(()) } else { Err(Flaw::end(text.len(), HOLDS)) }
}

/// The literal value of a template without placeholders.
pub(crate) fn literal(template: &Template) -> Option<String> {
    template.parts().iter().try_fold(String::new(), |text, part| match &part.content {
        Content::Literal(literal) => Some(text + literal),
        Content::Placeholder(_) => None,
    })
}
