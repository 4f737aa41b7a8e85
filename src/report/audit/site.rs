use core::fmt;

/// A tag: which rule it is of, and which of its tags it is.
pub(crate) type Place = (usize, usize);

/// A part of a policy, as findings point at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Site {
    Rules,
    Image(usize),
    When(usize),
    Tag(Place),
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules => f.write_str("rules"),
            Self::Image(index) => write!(f, "images[{index}]"),
            Self::When(index) => write!(f, "rules[{index}].when"),
            Self::Tag((index, position)) => write!(f, "rules[{index}].tags[{position}]"),
        }
    }
}
