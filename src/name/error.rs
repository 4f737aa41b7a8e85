use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::quoted::Quoted;

/// Why a text is no legal name, and where in it.
///
/// The message is one clause that says what was refused, where, and what would
/// be right:
///
/// ```
/// # use tagwright::Tag;
/// let error = Tag::new("rel/1").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     r#"invalid tag "rel/1": unexpected '/' at byte 3; a tag holds letters, digits, '_', '.' and '-'"#,
/// );
/// assert_eq!(error.index(), 3);
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid {noun} {input}: {}", Reason { flaw, input }, input = Quoted(input))]
pub struct NameError {
    noun: &'static str,
    input: Box<str>,
    flaw: Flaw,
}

crate::name::debug_as_message!(NameError);

/// What is wrong with a refused name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameErrorKind {
    /// There is no text at all, or none in a part that needs some; the index
    /// is where the text is missing.
    Empty,
    /// The text, or a part of it, is over the limit of its grammar; the index
    /// is the first byte that is too many.
    TooLong {
        /// The most bytes that the grammar allows.
        limit: usize,
    },
    /// A character stands where the grammar has none; the index is its first
    /// byte.
    UnexpectedCharacter,
    /// The text stops where the grammar wants more; the index is its length.
    UnexpectedEnd,
    /// The text is of the right form, but names something that does not exist
    /// or is out of range; the index is where that part starts.
    Unsupported,
}

/// What a `const` check finds: cheap to return, turned into a [`NameError`]
/// only for a caller that wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) kind: NameErrorKind,
    pub(crate) index: usize,
    /// What would be right, as the clause behind the semicolon.
    pub(crate) remedy: &'static str,
    /// Whether a part of the text was checked, and not the whole.
    is_part: bool,
}

impl NameError {
    pub(crate) fn new(noun: &'static str, input: impl Into<String>, flaw: Flaw) -> Self {
        Self { noun, input: input.into().into_boxed_str(), flaw }
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> NameErrorKind {
        self.flaw.kind
    }

    /// Returns the byte of the input at which the flaw stands; the kind says
    /// what is found there.
    #[must_use]
    pub fn index(&self) -> usize {
        self.flaw.index
    }

    /// Returns the field's word for what the text should have been, such as
    /// `"tag"` or `"commit sha"`.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        self.noun
    }

    /// Returns the whole refused text.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The message without its subject, for a layer above that has named the
    /// text already.
    pub(crate) fn reason(&self) -> impl fmt::Display + '_ {
        Reason { flaw: &self.flaw, input: &self.input }
    }

    /// What is wrong and where, without what would be right, for a layer above
    /// that knows better what that is.
    pub(crate) fn finding(&self) -> impl fmt::Display + '_ {
        Found { flaw: &self.flaw, input: &self.input }
    }

    /// What would be right.
    pub(crate) fn remedy(&self) -> &'static str {
        self.flaw.remedy
    }
}

impl Flaw {
    pub(crate) const fn new(kind: NameErrorKind, index: usize, remedy: &'static str) -> Self {
        Self { kind, index, remedy, is_part: false }
    }

    pub(crate) const fn empty(index: usize, remedy: &'static str) -> Self {
        Self::new(NameErrorKind::Empty, index, remedy)
    }

    pub(crate) const fn too_long(limit: usize, remedy: &'static str) -> Self {
        Self::new(NameErrorKind::TooLong { limit }, limit, remedy)
    }

    pub(crate) const fn character(index: usize, remedy: &'static str) -> Self {
        Self::new(NameErrorKind::UnexpectedCharacter, index, remedy)
    }

    pub(crate) const fn end(index: usize, remedy: &'static str) -> Self {
        Self::new(NameErrorKind::UnexpectedEnd, index, remedy)
    }

    pub(crate) const fn unsupported(index: usize, remedy: &'static str) -> Self {
        Self::new(NameErrorKind::Unsupported, index, remedy)
    }

    /// The flaw of a part as a flaw of the whole text, which is `length` bytes
    /// long and in which the part stands at `offset`.
    pub(crate) const fn within(self, offset: usize, length: usize) -> Self {
        let index = self.index + offset;
        let kind = match self.kind {
            // The part ends there, but the text goes on.
            NameErrorKind::UnexpectedEnd | NameErrorKind::Empty if index < length => {
                NameErrorKind::UnexpectedCharacter
            }
            kind => kind,
        };
        Self { kind, index, remedy: self.remedy, is_part: true }
    }
}

struct Reason<'a> {
    flaw: &'a Flaw,
    input: &'a str,
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { flaw, input } = *self;
        match flaw.kind {
            NameErrorKind::Unsupported => f.write_str(flaw.remedy),
            _ => write!(f, "{}; {}", Found { flaw, input }, flaw.remedy),
        }
    }
}

struct Found<'a> {
    flaw: &'a Flaw,
    input: &'a str,
}

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = self.flaw.index;
        let found = self.input.get(index..).and_then(|rest| rest.chars().next());
        match (self.flaw.kind, found) {
            (NameErrorKind::Empty, _) if self.input.is_empty() => f.write_str("it is empty"),
            (NameErrorKind::Empty, _) => write!(f, "nothing stands at byte {index}"),
            (NameErrorKind::TooLong { .. }, _) if self.flaw.is_part => {
                write!(f, "byte {index} is one too many")
            }
            (NameErrorKind::TooLong { limit }, _) => {
                let length = self.input.len();
                write!(
                    f,
                    "{length} bytes are {} over the limit of {limit}",
                    length - limit.min(length)
                )
            }
            (NameErrorKind::UnexpectedCharacter, Some(found)) => {
                write!(f, "unexpected {found:?} at byte {index}")
            }
            (NameErrorKind::UnexpectedCharacter | NameErrorKind::UnexpectedEnd, _) => {
                write!(f, "unexpected end at byte {index}")
            }
            (NameErrorKind::Unsupported, _) => f.write_str("it is not supported"),
        }
    }
}
