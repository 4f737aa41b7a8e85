use crate::name::{SlugEdges, SlugRules, SlugRuns};

/// How far a slug has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SlugPhase {
    /// How many characters count against the cut.
    filled: usize,
    stage: Stage,
    /// The last character that counted was `-`.
    hyphen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Nothing is written yet, because everything was trimmed.
    Leading,
    /// What is written may be the end.
    Body,
    /// A separator is written that only an alphanumeric character before the cut
    /// keeps from being trimmed.
    Owing,
    /// Everything up to the cut is trimmed.
    Trailing,
}

/// What a slug has at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlugEnd {
    /// It cannot end like this.
    Never,
    /// Nothing is left of the name.
    Empty,
    /// What is written is all before the digits of `distinct`, and ends in a
    /// hyphen that runs into theirs.
    Joined,
    Whole,
}

impl SlugPhase {
    pub(crate) fn start(rules: &SlugRules) -> Self {
        let stage = if rules.edges() == SlugEdges::Trim { Stage::Leading } else { Stage::Body };
        Self { filled: 0, stage, hyphen: false }
    }

    /// The same at the least distance from the start, and how far it is from
    /// there.
    pub(crate) fn rank(self) -> (Self, usize) {
        (Self { filled: 0, ..self }, self.filled)
    }

    /// Whether nothing that follows in the name counts.
    pub(crate) fn is_full(self, rules: &SlugRules) -> bool {
        self.filled == rules.base_length()
    }

    /// Reads a character that becomes this byte, and writes it.
    pub(crate) fn write(self, rules: &SlugRules, mapped: u8) -> Option<Self> {
        if self.is_full(rules) || self.is_run(rules, mapped) {
            return None;
        }
        let trims = rules.edges() == SlugEdges::Trim;
        let stage = match (self.stage, mapped.is_ascii_alphanumeric()) {
            (Stage::Leading | Stage::Trailing, false) | (Stage::Trailing, true) => return None,
            (Stage::Body | Stage::Owing, false) if trims => Stage::Owing,
            _ => Stage::Body,
        };
        Some(self.counted(mapped, stage))
    }

    /// Reads a separator before the cut that becomes this byte, and does not write
    /// it.
    pub(crate) fn swallow(self, rules: &SlugRules, mapped: u8) -> Option<Self> {
        if self.is_run(rules, mapped) {
            return Some(self);
        }
        match self.stage {
            Stage::Leading => Some(self.counted(mapped, Stage::Leading)),
            Stage::Body if rules.edges() == SlugEdges::Keep => None,
            Stage::Body | Stage::Trailing => Some(self.counted(mapped, Stage::Trailing)),
            Stage::Owing => None,
        }
    }

    pub(crate) fn end(self, rules: &SlugRules) -> SlugEnd {
        match self.stage {
            Stage::Owing => SlugEnd::Never,
            Stage::Leading => SlugEnd::Empty,
            Stage::Body if rules.runs() == SlugRuns::Collapse && self.hyphen => SlugEnd::Joined,
            Stage::Body | Stage::Trailing => SlugEnd::Whole,
        }
    }

    fn is_run(self, rules: &SlugRules, mapped: u8) -> bool {
        rules.runs() == SlugRuns::Collapse && self.hyphen && mapped == b'-'
    }

    fn counted(self, mapped: u8, stage: Stage) -> Self {
        Self { filled: self.filled + 1, stage, hyphen: mapped == b'-' }
    }
}
