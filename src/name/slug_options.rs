use alloc::string::String;

use serde::{Deserialize, Serialize};

/// The **options** of a slug as a person writes them: plain, not checked.
///
/// They apply in this order: `case`, `keep`, `replacement`, `runs`, the cut to
/// `max_length`, `edges`, `empty`, `distinct`.
/// [`SlugRules::new`](crate::SlugRules::new) checks them. The default is the
/// built-in policy's.
///
/// # Examples
///
/// Slugs that tell `release/1.2` from `release/1-2`, and `Fix` from `fix`
/// though both are written small:
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
    /// What becomes of upper-case letters.
    #[serde(skip_serializing_if = "is_default")]
    pub case: SlugCase,
    /// The characters that survive besides ASCII letters and digits: `.`, `_`, `-`
    /// and `/`, in any order. The replacement always survives.
    ///
    /// Only names of images can use a slug that keeps `/`. Each part of such a path is
    /// then treated by itself: a run ends with it, `edges` are those of each part, and
    /// a part of which nothing is left is left out. `max_length` is for all parts
    /// together.
    #[serde(skip_serializing_if = "is_default")]
    pub keep: String,
    /// What stands for every other character: `-`, `_`, `.`, or nothing, which removes
    /// it.
    #[serde(skip_serializing_if = "is_hyphen")]
    pub replacement: String,
    /// What becomes of replacements next to each other.
    #[serde(skip_serializing_if = "is_default")]
    pub runs: SlugRuns,
    /// The most characters a slug has, from 1 to 128; all that `distinct`
    /// appends is counted.
    pub max_length: usize,
    /// What becomes of separators at the two ends, after the cut.
    #[serde(skip_serializing_if = "is_default")]
    pub edges: SlugEdges,
    /// The slug, or with `distinct` the text before its digits, where nothing
    /// is left. Without it such a text has no slug.
    #[serde(skip_serializing_if = "is_default")]
    pub empty: Option<String>,
    /// How many hexadecimal digits of the SHA-256 of the original text are
    /// appended, always, after a `-`: 0 for none, or 4 to 64 and at least 2
    /// less than `max_length`.
    ///
    /// Two texts then have one slug only where those digits are the same: 4
    /// bits a digit.
    #[serde(skip_serializing_if = "is_default")]
    pub distinct: usize,
}

/// What becomes of upper-case letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SlugCase {
    /// They stay as they are.
    #[default]
    Keep,
    /// They become lower case, as Unicode defines it: the Kelvin sign becomes `k`. A
    /// lower-case letter that is not an ASCII letter is then replaced.
    Lower,
}

/// What becomes of replacements next to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SlugRuns {
    /// They stay as they are: one for each character replaced.
    #[default]
    Keep,
    /// They become one, whether they were in the text or replace something. Any other
    /// kept character is not part of a run and ends one.
    Collapse,
    /// Those that replace something become one; in the text they stay. So `a//b--c`
    /// becomes `a-b--c`.
    Replaced,
}

/// What becomes of separators at the two ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SlugEdges {
    /// They stay as they are.
    #[default]
    Keep,
    /// `-`, `.` and `_` are removed at both ends; leading ones have counted against the
    /// cut.
    Trim,
    /// Leading `-` and `.` are removed, with which no tag begins; they have counted
    /// against the cut.
    Legal,
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
