use alloc::vec::Vec;
use core::iter::{Chain, Once, once};
use core::slice::{Iter, IterMut};

use serde::ser::{Serialize, Serializer};

/// An ordered list of at least one item.
///
/// The first is stored in place: most lists have no other, and allocate nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OneOrMore<T> {
    first: T,
    more: Vec<T>,
}

impl<T> OneOrMore<T> {
    pub(crate) fn new(first: T) -> Self {
        Self { first, more: Vec::new() }
    }

    /// Adds an item to a list that may be empty so far.
    pub(crate) fn push_to(list: &mut Option<Self>, item: T) {
        match list {
            Some(list) => list.push(item),
            None => *list = Some(Self::new(item)),
        }
    }

    pub(crate) fn push(&mut self, item: T) {
        self.more.push(item);
    }

    pub(crate) fn first(&self) -> &T {
        &self.first
    }

    /// Makes a list of what a function gives for each item with one of these indices,
    /// and its index; for the first item if there is none.
    pub(crate) fn try_map_some<U, E>(
        &self,
        is_wanted: impl Fn(usize) -> bool,
        mut make: impl FnMut(usize, &T) -> Result<U, E>,
    ) -> Result<OneOrMore<U>, E> {
        let mut wanted = self.iter().enumerate().filter(|(index, _)| is_wanted(*index));
        let (index, item) = wanted.next().unwrap_or((0, &self.first));
        let first = make(index, item)?;
        let more = wanted.map(|(index, item)| make(index, item)).collect::<Result<_, _>>()?;
        Ok(OneOrMore { first, more })
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        match index.checked_sub(1) {
            None => Some(&self.first),
            Some(index) => self.more.get(index),
        }
    }

    pub(crate) fn len(&self) -> usize {
        1 + self.more.len()
    }

    pub(crate) fn iter(&self) -> Chain<Once<&T>, Iter<'_, T>> {
        once(&self.first).chain(&self.more)
    }

    pub(crate) fn iter_mut(&mut self) -> Chain<Once<&mut T>, IterMut<'_, T>> {
        once(&mut self.first).chain(&mut self.more)
    }
}

impl<T: Serialize> Serialize for OneOrMore<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
