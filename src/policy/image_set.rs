use super::limit;

/// Some of the images of a policy, or of a plan, by their indices.
///
/// A policy has as many images at most as there are bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct ImageSet(u64);

const _: () = assert!(limit::IMAGES.most <= u64::BITS as usize);

impl ImageSet {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const ALL: Self = Self(u64::MAX);

    pub(crate) const fn only(index: usize) -> Self {
        Self(if index < u64::BITS as usize { 1 << index } else { 0 })
    }

    pub(crate) const fn has(self, index: usize) -> bool {
        self.0 & Self::only(index).0 != 0
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The index of the first.
    pub(crate) const fn first(self) -> Option<usize> {
        if self.0 == 0 { None } else { Some(self.0.trailing_zeros() as usize) }
    }

    pub(crate) fn iter(mut self) -> impl Iterator<Item = usize> {
        core::iter::from_fn(move || {
            let first = self.first()?;
            self.0 &= self.0 - 1;
            Some(first)
        })
    }

    /// The same images by their indices among `all`.
    pub(crate) fn among(self, all: Self) -> Self {
        let indices = all.iter().enumerate().filter(|(_, index)| self.has(*index));
        indices.fold(Self::NONE, |set, (position, _)| set.or(Self::only(position)))
    }
}
