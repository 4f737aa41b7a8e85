use crate::policy::CharSet;

/// What is known of a text before there is one: the bytes that it may begin
/// with, hold and end with, and how long it may be.
///
/// INVARIANT: a shape is never narrower than the texts that it represents, so what is
/// proved of the shape holds for every one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) first: CharSet,
    pub(crate) any: CharSet,
    pub(crate) last: CharSet,
    /// In bytes.
    pub(crate) least: usize,
    /// In bytes; `usize::MAX` is without bound.
    pub(crate) most: usize,
}

impl Shape {
    pub(crate) const EMPTY: Self = Self::run(CharSet::NONE, 0, 0);

    /// Any text of these bytes, of these lengths.
    pub(crate) const fn run(of: CharSet, least: usize, most: usize) -> Self {
        Self { first: of, any: of, last: of, least, most }
    }

    /// Exactly this text.
    pub(crate) fn exactly(text: &[u8]) -> Self {
        let byte = |byte: Option<&u8>| byte.map_or(CharSet::NONE, |byte| CharSet::of(&[*byte]));
        Self {
            first: byte(text.first()),
            any: CharSet::of(text),
            last: byte(text.last()),
            least: text.len(),
            most: text.len(),
        }
    }

    /// One text after another.
    pub(crate) fn then(self, next: Self) -> Self {
        Self {
            first: if self.least == 0 { self.first.or(next.first) } else { self.first },
            any: self.any.or(next.any),
            last: if next.least == 0 { next.last.or(self.last) } else { next.last },
            least: self.least.saturating_add(next.least),
            most: self.most.saturating_add(next.most),
        }
    }

    /// One text or another.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            first: self.first.or(other.first),
            any: self.any.or(other.any),
            last: self.last.or(other.last),
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }

    /// So many texts after each other; without a greatest number, any number of them.
    pub(crate) fn times(self, least: usize, most: Option<usize>) -> Self {
        if self.most == 0 || most == Some(0) {
            return Self::EMPTY;
        }
        Self {
            least: self.least.saturating_mul(least),
            most: most.map_or(usize::MAX, |most| self.most.saturating_mul(most)),
            ..self
        }
    }
}
