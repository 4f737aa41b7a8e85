use alloc::string::String;

/// What has been read of one of two texts of a fact, and not of the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lead {
    Of(Side, String),
    /// The texts differ already.
    Apart,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Right,
}

impl Lead {
    /// Nothing has been read of either text.
    pub(super) const NONE: Self = Self::Of(Side::Left, String::new());

    pub(super) fn read(self, side: Side, text: &str) -> Self {
        let Self::Of(leader, mut lead) = self else { return self };
        if leader == side || lead.is_empty() {
            lead.push_str(text);
            return Self::Of(side, lead);
        }
        if let Some(rest) = lead.strip_prefix(text) {
            return Self::Of(leader, rest.into());
        }
        text.strip_prefix(&*lead).map_or(Self::Apart, |rest| Self::Of(side, rest.into()))
    }

    /// Whether two texts differ that have been read to this lead.
    pub(super) fn are_two(&self) -> bool {
        match self {
            Self::Of(_, lead) => !lead.is_empty(),
            Self::Apart => true,
        }
    }

    /// How much more of the one has been read.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::Of(_, lead) => lead.len(),
            Self::Apart => 0,
        }
    }

    /// The same for each side that leads by nothing.
    pub(super) fn settled(self) -> Self {
        match self {
            Self::Of(_, lead) if lead.is_empty() => Self::Of(Side::Left, lead),
            other => other,
        }
    }
}
