use alloc::string::String;

use super::word_list;
use serde::{Deserialize, Serialize};

/// The unchecked **options** of [`SlugRules`](crate::SlugRules).
///
/// They apply in this order: `case`, `keep`, `replacement`, `runs`, the cut to
/// `max_length`, `edges`, `empty`, `distinct`.
/// [`SlugRules::new`](crate::SlugRules::new) checks them. The defaults are the rules of
/// the built-in policy.
///
/// # Examples
///
/// Slugs in lower case that still distinguish `release/1.2` from `release/1-2`, and
/// `Fix` from `fix`:
///
/// ```
/// use tagwright::name::{SlugCase, SlugOptions};
/// use tagwright::{Slug, SlugRules};
///
/// let mut options = SlugOptions::default();
/// options.case = SlugCase::Lower;
/// options.keep = ".".into();
/// options.distinct = 8;
/// let rules = SlugRules::new(options)?;
/// assert_eq!(rules.slug("Release/1.2"), Some(Slug::new("release-1.2-f8edf3d9")?));
/// # Ok::<(), tagwright::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct SlugOptions {
    /// How upper-case letters are treated.
    #[serde(skip_serializing_if = "is_default")]
    pub case: SlugCase,
    /// The characters that survive besides ASCII letters and digits: `.`, `_`, `-`
    /// and `/`, in any order. The replacement always survives.
    ///
    /// Only image names can use a slug that keeps `/`. Each part of such a path is
    /// treated separately: a run ends with its part, `edges` applies to each part, and
    /// a part of which nothing is left is omitted. `max_length` applies to the whole
    /// path.
    #[serde(skip_serializing_if = "is_default")]
    pub keep: String,
    /// The replacement of every other character: `-`, `_`, `.`, or an empty string,
    /// which removes it.
    #[serde(skip_serializing_if = "is_hyphen")]
    pub replacement: String,
    /// How consecutive replacements are treated.
    #[serde(skip_serializing_if = "is_default")]
    pub runs: SlugRuns,
    /// The greatest length of a slug in characters, from 1 to 128, including what
    /// `distinct` appends.
    pub max_length: usize,
    /// How separators at the two ends are treated, after the cut.
    #[serde(skip_serializing_if = "is_default")]
    pub edges: SlugEdges,
    /// The slug of a name of which nothing is left; with `distinct`, the part before
    /// the digits. If this is `None`, such a name has no slug.
    #[serde(skip_serializing_if = "is_default")]
    pub empty: Option<String>,
    /// How many hexadecimal digits of the SHA-256 of the original name are always
    /// appended, after a `-`: 0 for none, or 4 to 64 and at least 2 less than
    /// `max_length`.
    ///
    /// Two names then share a slug only if those digits are the same. Each digit has 4
    /// bits.
    #[serde(skip_serializing_if = "is_default")]
    pub distinct: usize,
}

/// How upper-case letters are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SlugCase {
    /// They are kept.
    #[default]
    Keep,
    /// They become lower case as defined by Unicode: the Kelvin sign becomes `k`. A
    /// lower-case letter outside ASCII is then replaced.
    Lower,
}

word_list! {
    SlugCase, "treatment of upper case",
    Keep "keep"
    or Lower "lower"
}

/// How consecutive replacements are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SlugRuns {
    /// They are kept: one for each replaced character.
    #[default]
    Keep,
    /// They become one, whether they were in the name or replace a character. Any other
    /// kept character ends a run.
    Collapse,
    /// Those that replace a character become one; those that were in the name are kept.
    /// So `a//b--c` becomes `a-b--c`.
    Replaced,
}

word_list! {
    SlugRuns, "treatment of runs",
    Keep "keep",
    Collapse "collapse"
    or Replaced "replaced"
}

/// How separators at the two ends are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SlugEdges {
    /// They are kept.
    #[default]
    Keep,
    /// `-`, `.` and `_` are removed at both ends. Leading ones still count towards
    /// `max_length`.
    Trim,
    /// Leading `-` and `.` are removed, because no tag can begin with them. They still
    /// count towards `max_length`.
    Legal,
}

word_list! {
    SlugEdges, "treatment of edges",
    Keep "keep",
    Trim "trim"
    or Legal "legal"
}

impl Default for SlugOptions {
    fn default() -> Self {
        Self {
            case: SlugCase::Keep,
            keep: String::new(),
            replacement: "-".into(),
            runs: SlugRuns::Keep,
            max_length: 40,
            edges: SlugEdges::Keep,
            empty: None,
            distinct: 0,
        }
    }
}

fn is_hyphen(text: &str) -> bool {
    text == "-"
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
