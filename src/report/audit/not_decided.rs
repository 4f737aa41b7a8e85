use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::finding::Finding;
use super::severity::Severity;
use crate::policy::Place;
use crate::policy::document::FindingCode;

/// Something that an audit asks, what matters most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// Whether two tags of the policy can be one, or a tag be one of two builds.
    Meet(Place<'static>, Place<'static>),
    /// Whatever else may meet.
    OthersMeet(Place<'static>),
    Moves(Place<'static>),
    Fires(Place<'static>),
    Collides(Place<'static>),
    IsNumber(Place<'static>),
    IsNoLabel(Place<'static>),
    IsTaken(Place<'static>),
    /// Whatever else a check would find.
    Rest(Place<'static>),
}

/// The questions that were not decided.
#[derive(Debug, Default)]
pub(crate) struct Undecided {
    first: Option<Question>,
    count: usize,
    places: BTreeSet<Place<'static>>,
}

impl Undecided {
    pub(crate) fn add(&mut self, question: Question) {
        self.first = Some(self.first.map_or(question, |first| first.min(question)));
        self.count += 1;
        self.places.extend(question.places());
    }

    /// Adds the question what else there is to find, unless another question is open:
    /// that implies it.
    pub(crate) fn add_rest(&mut self) {
        if self.first.is_none() {
            self.add(Question::Rest(Place::Rules));
        }
    }

    /// Reports them in one finding: what keeps a search from an end is rarely one
    /// question's own.
    pub(crate) fn finding(&self) -> Option<Finding> {
        let question = self.first?;
        let others = match self.count - 1 {
            0 => String::new(),
            1 => ", nor one question more".into(),
            count => format!(", nor {count} questions more"),
        };
        Some(Finding {
            code: FindingCode::NotDecided,
            severity: Severity::Info,
            paths: self.places.iter().map(ToString::to_string).collect::<Vec<_>>(),
            message: format!("{question} was not decided{others}"),
            accepted: None,
            remedy: question.remedy().into(),
            witness: None,
        })
    }
}

const OWN_TEXT: &str = "begin the tags of each rule with a different prefix";

impl Question {
    /// What it is about; one part of the policy twice if it is about one alone.
    fn places(self) -> [Place<'static>; 2] {
        match self {
            Self::Meet(first, second) => [first, second],
            Self::Fires(place)
            | Self::Moves(place)
            | Self::OthersMeet(place)
            | Self::Collides(place)
            | Self::IsNumber(place)
            | Self::IsNoLabel(place)
            | Self::IsTaken(place)
            | Self::Rest(place) => [place, place],
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Meet(first, second) if first != second => OWN_TEXT,
            Self::OthersMeet(_) => OWN_TEXT,
            Self::IsTaken(_) => "set runs = \"collapse\", edges = \"trim\" and empty in [slug]",
            Self::Rest(_) => {
                "make the patterns of the rules simpler, or split the policy into several"
            }
            _ => "make the patterns of its rule simpler, and use each fact once in a tag",
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [place, other] = self.places();
        match self {
            Self::Fires(_) => write!(f, "whether a ref makes {place} fire"),
            Self::Moves(_) => write!(f, "which versions {place} takes"),
            Self::Meet(..) if place == other => {
                write!(f, "whether two builds can have one {place}")
            }
            Self::Meet(..) => write!(f, "whether {place} and {other} can be one tag"),
            Self::OthersMeet(_) => write!(f, "whether all other tags of {place} differ"),
            Self::Collides(_) => write!(f, "whether two refs have one {place}"),
            Self::IsNumber(_) => write!(f, "whether {place} can read as a number"),
            Self::IsNoLabel(_) => write!(f, "whether {place} is always a label"),
            Self::Rest(_) => write!(f, "whether there is more to find in {place}"),
            Self::IsTaken(_) => write!(f, "whether its registry takes every name of {place}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::{Place, Question, Undecided};

    #[test]
    fn questions_read_as_a_clause() {
        let (tag, other) = (Place::Tag(0, 1), Place::Tag(2, 0));
        let cases = [
            (
                Question::Meet(tag, other),
                "whether rules[0].tags[1] and rules[2].tags[0] can be one tag",
            ),
            (Question::Meet(other, other), "whether two builds can have one rules[2].tags[0]"),
            (Question::OthersMeet(Place::Rules), "whether all other tags of rules differ"),
            (Question::Moves(Place::When(3)), "which versions rules[3].when takes"),
            (Question::Fires(Place::When(3)), "whether a ref makes rules[3].when fire"),
            (Question::Collides(tag), "whether two refs have one rules[0].tags[1]"),
            (Question::IsNumber(tag), "whether rules[0].tags[1] can read as a number"),
            (Question::IsNoLabel(tag), "whether rules[0].tags[1] is always a label"),
            (
                Question::IsTaken(Place::Image(0)),
                "whether its registry takes every name of images[0]",
            ),
            (Question::Rest(Place::Rules), "whether there is more to find in rules"),
        ];
        assert!(cases.is_sorted_by_key(|(question, _)| *question), "what matters most first");
        let mut undecided = Undecided::default();
        assert!(undecided.finding().is_none());
        for (question, text) in cases.into_iter().rev() {
            assert_eq!(question.to_string(), text);
            undecided.add(question);
        }
        let finding = undecided.finding().unwrap();
        assert_eq!(
            finding.to_string(),
            "info not-decided at rules, images[0], rules[3].when, rules[0].tags[1], rules[2].tags[0]: whether \
             rules[0].tags[1] and rules[2].tags[0] can be one tag was not decided, nor 9 questions \
             more; begin the tags of each rule with a different prefix"
        );
    }
}
