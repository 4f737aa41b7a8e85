use core::fmt;

use super::error::{PolicyError, PolicyErrorKind};
use crate::data::Path;
use crate::name::{ImageName, Tag};

/// A size beyond which a document is treated as an attack on the job that reads it, not
/// as a policy. Real policies stay far below every limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    what: &'static str,
    pub(crate) most: usize,
}

pub(crate) const RULES: Limit = Limit { what: "rules", most: 256 };
pub(crate) const SLUGS: Limit = Limit { what: "slugs", most: 64 };
pub(crate) const TAGS: Limit = Limit { what: "tags in one rule", most: 64 };
pub(crate) const ACCEPTED: Limit = Limit { what: "accepted findings", most: 256 };
pub(crate) const IMAGES: Limit = Limit { what: "images", most: 64 };
pub(crate) const VARIANTS: Limit = Limit { what: "variants", most: 32 };
pub(crate) const LONGEST_VARIANT: usize = 64;
pub(crate) const VARIANT: Limit =
    Limit { what: "bytes in one name of a variant", most: LONGEST_VARIANT };
/// What is proved, compared and recognized: each tag in each build.
pub(crate) const TAGS_OF_VARIANTS: Limit =
    Limit { what: "tags of all rules in all variants", most: 16 * 1024 };
pub(crate) const PATTERNS: Limit = Limit { what: "patterns in one list", most: 256 };
/// What the automata of all rules are made of, and the time in which a name is matched.
pub(crate) const ALL_PATTERNS: Limit = Limit {
    what: "characters in the patterns of all rules, with the repetitions of regexes written out,",
    most: 256 * 1024,
};
pub(crate) const ASSIGNMENTS: Limit = Limit { what: "entries", most: 128 };
pub(crate) const TEMPLATE: Limit = Limit { what: "bytes in one template", most: 4096 };
/// A tag has no more, as each of them is at least one character in it.
pub(crate) const PLACEHOLDERS: Limit =
    Limit { what: "placeholders in one template", most: Tag::MAX_LENGTH };
pub(crate) const PATTERN: Limit = Limit { what: "bytes in one pattern", most: 1024 };
pub(crate) const PREFIXES: Limit = Limit { what: "prefixes in one list", most: 16 };
pub(crate) const PREFIX: Limit = Limit { what: "bytes in one prefix", most: 64 };
pub(crate) const KEY: Limit = Limit { what: "bytes in one key", most: 255 };
/// Leaves room for a repository in an image name, which includes the registry.
pub(crate) const HOST_PATH: Limit =
    Limit { what: "bytes before an image's name", most: ImageName::MAX_LENGTH - "/a".len() };
pub(crate) const VALUES: Limit = Limit { what: "values", most: 64 };
/// With a number after it, the name of a group of a regex, of which PCRE reads 32 bytes.
pub(crate) const VALUE_NAME: Limit = Limit { what: "bytes in the name of a value", most: 28 };
pub(crate) const CAPTURE_NAME: Limit =
    Limit { what: "bytes in the name of a capture", ..VALUE_NAME };
pub(crate) const NAME: Limit = Limit { what: "bytes in one rule name", most: 64 };

/// What the compiler makes of a regex depends on which of its features other
/// crates enable, and so does its own limit: this one is counted in the syntax.
pub(crate) const REGEX: Limit =
    Limit { what: "characters in one regex with its repetitions written out", most: 4096 };

/// More than the compiler takes for any regex within that limit, with any of its
/// features.
pub(crate) const REGEX_BYTES: usize = 4 * 1024 * 1024;

/// GitLab's limits for one dotenv report: variables, and bytes in all.
pub(crate) const DOTENV_VARIABLES: Limit = Limit { what: "variables in a build.env", most: 20 };
pub(crate) const DOTENV_BYTES: usize = 5 * 1024;

/// The most that a plan may hold: references to push in all, and bytes in its build
/// args, labels and variables together. The size of a plan depends on its context as
/// well.
pub(crate) const PLAN_REFERENCES: usize = 4096;
pub(crate) const PLAN_BYTES: usize = 1024 * 1024;

impl Limit {
    pub(crate) fn check(self, found: usize, path: &Path<'_>) -> Result<(), PolicyError> {
        if found <= self.most {
            return Ok(());
        }
        Err(PolicyError::new(PolicyErrorKind::TooLarge, path, Exceeded { limit: self, found }))
    }
}

struct Exceeded {
    limit: Limit,
    found: usize,
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { limit: Limit { what, most }, found } = self;
        write!(f, "{found} {what} are over the limit of {most}")
    }
}
