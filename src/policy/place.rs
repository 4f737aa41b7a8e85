use core::fmt;

use super::assignment::Sink;
use crate::data::Path;

/// A place in a policy. `Display` is its path, such as `rules[2].tags[0]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place<'a> {
    Rules,
    Image(usize),
    ImageName(usize),
    Cache(usize),
    Rule(usize),
    /// The conditions of a rule.
    When(usize),
    /// A tag of a rule, by the indices of both.
    Tag(usize, usize),
    /// The template of a tag that is written as a table.
    TagOfTable(usize, usize),
    Assignment {
        sink: Sink,
        key: &'a str,
        /// Its index if the assignments are a list.
        index: Option<usize>,
    },
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Rules => f.write_str("rules"),
            Self::Image(image) => write!(f, "images[{image}]"),
            Self::ImageName(image) => write!(f, "images[{image}].name"),
            Self::Cache(image) => write!(f, "images[{image}].cache"),
            Self::Rule(rule) => write!(f, "rules[{rule}]"),
            Self::When(rule) => write!(f, "rules[{rule}].when"),
            Self::Tag(rule, tag) => write!(f, "rules[{rule}].tags[{tag}]"),
            Self::TagOfTable(rule, tag) => write!(f, "rules[{rule}].tags[{tag}].tag"),
            Self::Assignment { sink, key, index } => {
                let all = Path::Root.key(sink.key());
                match index {
                    Some(index) => all.index(index).fmt(f),
                    None => all.key(key).fmt(f),
                }
            }
        }
    }
}
