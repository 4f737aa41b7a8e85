use crate::name::Tag;

/// Places between the characters of a tag, its two ends among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Positions {
    // INVARIANT: bit 128, the end of the longest tag, is `last`.
    low: u128,
    last: bool,
}

impl Positions {
    pub(crate) const NONE: Self = Self { low: 0, last: false };

    pub(crate) fn only(position: usize) -> Self {
        let mut positions = Self::NONE;
        positions.insert(position);
        positions
    }

    /// Adds a place; there is none behind the end of the longest tag.
    pub(crate) fn insert(&mut self, position: usize) {
        match position {
            Tag::MAX_LENGTH => self.last = true,
            position if position < Tag::MAX_LENGTH => self.low |= 1 << position,
            _ => {}
        }
    }

    pub(crate) fn contains(self, position: usize) -> bool {
        match position {
            Tag::MAX_LENGTH => self.last,
            position if position < Tag::MAX_LENGTH => self.low >> position & 1 == 1,
            _ => false,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    pub(crate) fn or(self, more: Self) -> Self {
        Self { low: self.low | more.low, last: self.last || more.last }
    }

    pub(crate) fn without(self, fewer: Self) -> Self {
        Self { low: self.low & !fewer.low, last: self.last && !fewer.last }
    }

    /// In rising order.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        let mut low = self.low;
        let low = core::iter::from_fn(move || {
            let position = usize::try_from(low.trailing_zeros()).ok();
            let position = position.filter(|position| *position < Tag::MAX_LENGTH)?;
            low &= low - 1;
            Some(position)
        });
        low.chain(self.last.then_some(Tag::MAX_LENGTH))
    }
}
