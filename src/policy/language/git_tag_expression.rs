//! Git tags, as names hold them.

use alloc::vec::Vec;

use super::expression::Expression;
use crate::policy::CharSet;

const PLUS: CharSet = CharSet::of(b"+");

impl Expression {
    /// Its texts, in which every `+` is `_`.
    pub(crate) fn in_name(self) -> Self {
        match self {
            Self::Text(text) => Self::text(text.replace('+', "_")),
            Self::Class(class) if class.meets(PLUS) && class != CharSet::EVERY => {
                Self::Class(class.without(PLUS).or(CharSet::of(b"_")))
            }
            Self::All(parts) => Self::all(parts.into_iter().map(Self::in_name)),
            Self::Any(parts) => Self::any(parts.into_iter().map(Self::in_name)),
            Self::Times(part, least, most) => part.in_name().times(least, most),
            // All characters remain some of all.
            Self::Class(_) | Self::Character | Self::Start | Self::End => self,
        }
    }

    /// Its texts without one leading `v` that a digit follows; `None` for one that may begin
    /// in very many ways.
    pub(crate) fn version(&self) -> Option<Self> {
        let v = CharSet::of(b"v");
        let behind_v = self.behind(v)?;
        let others = behind_v.beginning(CharSet::EVERY.without(CharSet::DIGITS))?;
        let is_v = !behind_v.is_never() && behind_v.shape().least == 0;
        let written = match (is_v, others.is_never()) {
            (false, true) => Self::NEVER,
            (true, true) => Self::text("v"),
            (true, false) => Self::all([Self::text("v"), others.optional()]),
            (false, false) => Self::all([Self::text("v"), others]),
        };
        let all = [
            behind_v.beginning(CharSet::DIGITS)?,
            written,
            self.beginning(CharSet::EVERY.without(v))?,
        ];
        Some(Self::any(all.into_iter().filter(|one| !one.is_never())))
    }

    /// Its texts that begin with one of these bytes.
    fn beginning(&self, first: CharSet) -> Option<Self> {
        self.first(&|bytes| match bytes.and(first) {
            CharSet::NONE => Self::NEVER,
            class => Self::one_of(class),
        })
    }

    /// What is behind one of these bytes in its texts that begin with it.
    fn behind(&self, first: CharSet) -> Option<Self> {
        self.first(&|bytes| if bytes.meets(first) { Self::text("") } else { Self::NEVER })
    }

    /// Its texts that are not empty, with something else in the place of the first byte.
    fn first(&self, other: &dyn Fn(CharSet) -> Self) -> Option<Self> {
        Some(match self {
            Self::Text(text) => match (text.as_bytes().first(), text.get(1..)) {
                (None, _) => Self::NEVER,
                (Some(first), Some(rest)) => {
                    let rest = (!rest.is_empty()).then(|| Self::text(rest));
                    other(CharSet::of(&[*first])).followed_by(rest)
                }
                (Some(_), None) if other(CharSet::BEYOND_ASCII).is_never() => Self::NEVER,
                (Some(_), None) => self.clone(),
            },
            Self::Class(class) => other(*class),
            Self::Character if other(CharSet::BEYOND_ASCII).is_never() => other(CharSet::EVERY),
            Self::Character => Self::Character,
            Self::All(parts) => {
                let is_nullable = |part: &&Self| part.shape().least == 0;
                let nullable = parts.iter().take_while(is_nullable).count();
                if nullable > MOST_BEGINNINGS {
                    return None;
                }
                let begins = parts.iter().take(nullable + 1).enumerate().map(|(index, part)| {
                    let rest = parts.iter().skip(index + 1).cloned();
                    Some(part.first(other)?.followed_by(rest))
                });
                Self::any_of(begins)?
            }
            Self::Any(parts) => Self::any_of(parts.iter().map(|part| part.first(other)))?,
            Self::Times(_, _, Some(0)) => Self::NEVER,
            Self::Times(part, least, most) => {
                let again = |most| (**part).clone().times(least.saturating_sub(1), most);
                let rest = (*most != Some(1)).then(|| again(most.map(|most| most - 1)));
                part.first(other)?.followed_by(rest)
            }
            Self::Start | Self::End => Self::NEVER,
        })
    }

    fn any_of(parts: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let parts: Vec<Self> = parts.collect::<Option<_>>()?;
        Some(Self::any(parts.into_iter().filter(|part| !part.is_never())))
    }

    /// Itself, and others behind it.
    fn followed_by(self, rest: impl IntoIterator<Item = Self>) -> Self {
        if self.is_never() {
            return self;
        }
        let begin = (self != Self::text("")).then_some(self);
        Self::all(begin.into_iter().chain(rest))
    }
}

/// How many parts that may be empty are looked behind: each is written out again.
const MOST_BEGINNINGS: usize = 4;
