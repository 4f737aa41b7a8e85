use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::quoted::Quoted;

/// The error of parsing a name, with the position in the input.
///
/// The message says what was rejected, where, and what is allowed:
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

/// The kind of a [`NameError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameErrorKind {
    /// The input, or a part of it that is required, is empty; the index is the position
    /// of that part.
    Empty,
    /// The input, or a part of it, is too long; the index is that of the first byte
    /// beyond the limit.
    TooLong {
        /// The most bytes that the grammar allows.
        limit: usize,
    },
    /// A character is not allowed at its position; the index is that of its first byte.
    UnexpectedCharacter,
    /// The input ends too early; the index is its length.
    UnexpectedEnd,
    /// The input has the right form, but names something that does not exist or is out
    /// of range; the index is where that part starts.
    Unsupported,
}

/// The result of a failed `const` check. It is cheap to return; only a public function
/// turns it into a [`NameError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) kind: NameErrorKind,
    pub(crate) index: usize,
    /// What is allowed: the clause after the semicolon of the message.
    pub(crate) remedy: &'static str,
    /// Whether only a part of the input was checked.
    is_part: bool,
}

impl NameError {
    pub(crate) fn new(noun: &'static str, input: impl Into<String>, flaw: Flaw) -> Self {
        Self { noun, input: input.into().into_boxed_str(), flaw }
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> NameErrorKind {
        self.flaw.kind
    }

    /// Returns the byte index of the error in the input. Each [kind](NameErrorKind)
    /// documents what it points at.
    #[must_use]
    pub fn index(&self) -> usize {
        self.flaw.index
    }

    /// Returns what the input should have been, such as `"tag"` or `"commit sha"`.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        self.noun
    }

    /// Returns the rejected input.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The message without `invalid NOUN INPUT:`, for a layer above that has named the
    /// input already.
    pub(crate) fn reason(&self) -> impl fmt::Display + '_ {
        Reason { flaw: &self.flaw, input: &self.input }
    }

    /// The message without the remedy, for a layer above that has a better one.
    pub(crate) fn finding(&self) -> impl fmt::Display + '_ {
        Found { flaw: &self.flaw, input: &self.input }
    }

    /// The remedy: what is allowed instead.
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

    /// Turns the flaw of a part that begins at `offset` into a flaw of the whole input,
    /// which is `length` bytes long.
    pub(crate) const fn within(self, offset: usize, length: usize) -> Self {
        let index = self.index + offset;
        let kind = match self.kind {
            // The part ends there, but the input continues.
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
            (NameErrorKind::Empty, _) => write!(f, "a part is missing at byte {index}"),
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
