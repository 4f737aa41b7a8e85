use alloc::string::{String, ToString};
use core::ops::RangeInclusive;
use core::str;

use sha2::{Digest, Sha256};

use super::error::{Flaw, NameError};
use super::slug::Slug;
use super::slug_alphabet::{Kept, SlugAlphabet};
use super::slug_options::{SlugCase, SlugEdges, SlugOptions, SlugRuns};
use super::slug_step::SlugStep;
use super::slug_writer::SlugWriter;

/// The **rules** for making a [`Slug`] of a name: checked [`SlugOptions`].
///
/// # Guarantees
///
/// * Unless `distinct` is set, the slug of a slug is that slug.
/// * Alphanumeric means ASCII letters and digits; a character is a Unicode scalar
///   value. `é` becomes one hyphen; written as `e` with a combining accent, the `e` is
///   kept and the accent becomes a hyphen.
/// * Reading stops when the slug is full, unless `runs` shortens runs (then the last
///   run is read to its end), characters are removed, or `distinct` is set.
///
/// # Examples
///
/// Names of review environments that must be legal host names:
///
/// ```
/// use tagwright::{Slug, SlugRules};
///
/// let rules = SlugRules::DNS_LABEL;
/// assert_eq!(rules.slug("feature/JIRA-7_Search!"), Some(Slug::new("feature-jira-7-search")?));
/// assert_eq!(rules.slug("日本語"), Some(Slug::new("unnamed")?));
/// # Ok::<(), tagwright::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SlugRules {
    alphabet: SlugAlphabet,
    max_length: usize,
    edges: SlugEdges,
    // INVARIANT: `base` does not change it.
    empty: Option<Slug>,
    // INVARIANT: 0, or 4 to 64 and at most `max_length` - 2.
    distinct: usize,
}

const DIGITS: RangeInclusive<usize> = 4..=64;
const UNNAMED: Slug = Slug::from_static("unnamed");

impl SlugRules {
    /// The rules of the built-in policy: every character that is not alphanumeric
    /// becomes one `-`, then the name is cut to 40 characters.
    ///
    /// Only an empty string has no slug.
    pub const CWIQ: Self = Self {
        alphabet: SlugAlphabet {
            case: SlugCase::Keep,
            kept: Kept::NOTHING,
            replacement: Some(b'-'),
            runs: SlugRuns::Keep,
        },
        max_length: 40,
        edges: SlugEdges::Keep,
        empty: None,
        distinct: 0,
    };

    /// The rules of GitLab's variable [`CI_COMMIT_REF_SLUG`]: lower case, every
    /// character but `a-z` and `0-9` replaced with one `-`, cut to 63 characters, then
    /// trimmed.
    ///
    /// In a policy, this is the preset `gitlab-ref`. A name of which GitLab leaves
    /// nothing becomes `unnamed`.
    ///
    /// [`CI_COMMIT_REF_SLUG`]: https://docs.gitlab.com/ci/variables/predefined_variables/
    pub const GITLAB_REF: Self = Self {
        alphabet: SlugAlphabet {
            case: SlugCase::Lower,
            kept: Kept::NOTHING,
            replacement: Some(b'-'),
            runs: SlugRuns::Keep,
        },
        max_length: 63,
        edges: SlugEdges::Trim,
        empty: Some(UNNAMED),
        distinct: 0,
    };

    /// Rules that make DNS labels: lower case, runs collapsed, at most 63 characters,
    /// trimmed.
    ///
    /// In a policy, this is the preset `dns-label`. A name without an ASCII letter or
    /// digit before the cut becomes `unnamed`.
    ///
    /// These are labels as defined by [RFC 1123]. Runs are collapsed because labels
    /// with `--` as third and fourth characters are reserved for internationalized
    /// names ([RFC 5891, 4.2.3.1]): the branch `xn/-search` would otherwise give a host
    /// name that resolvers reject.
    ///
    /// [RFC 1123]: https://www.rfc-editor.org/rfc/rfc1123#section-2.1
    /// [RFC 5891, 4.2.3.1]: https://www.rfc-editor.org/rfc/rfc5891#section-4.2.3.1
    pub const DNS_LABEL: Self = Self {
        alphabet: SlugAlphabet {
            case: SlugCase::Lower,
            kept: Kept::NOTHING,
            replacement: Some(b'-'),
            runs: SlugRuns::Collapse,
        },
        max_length: 63,
        edges: SlugEdges::Trim,
        empty: Some(UNNAMED),
        distinct: 0,
    };

    /// The rules by which [docker/metadata-action] makes a tag of a ref: letters,
    /// digits, `.`, `_` and `-` are kept, and any run of other characters becomes one
    /// `-`.
    ///
    /// In a policy, this is the preset `docker-metadata`. Where the action would push
    /// an illegal tag, these rules make a legal one: leading `-` and `.` are removed,
    /// the name is cut to 128 characters, and if nothing is left of it, it becomes
    /// `unnamed`.
    ///
    /// [docker/metadata-action]: https://github.com/docker/metadata-action#image-name-and-tag-sanitization
    pub const DOCKER_METADATA: Self = Self {
        alphabet: SlugAlphabet {
            case: SlugCase::Keep,
            kept: Kept::OF_TAGS,
            replacement: Some(b'-'),
            runs: SlugRuns::Replaced,
        },
        max_length: Slug::MAX_LENGTH,
        edges: SlugEdges::Legal,
        empty: Some(UNNAMED),
        distinct: 0,
    };

    /// Creates rules from options.
    ///
    /// # Errors
    ///
    /// The error's [`noun`](NameError::noun) is the option as it is spelled in a
    /// policy, and its [`input`](NameError::input) is the value.
    ///
    /// * `keep` with a character other than `.`, `_`, `-` and `/`: tags and image names
    ///   cannot contain it.
    /// * `replacement` other than `-`, `_`, `.` and an empty string.
    /// * `runs` other than `keep` with an empty `replacement`.
    /// * `max-length` of 0, or over 128: no tag is that long.
    /// * `distinct` from 1 to 3, which is too few to distinguish names; over 64; or
    ///   without room in `max-length` for a character and the `-` before the digits.
    /// * `empty` that is empty itself, or that the other options would change: the slug
    ///   of a slug would differ from it.
    pub fn new(options: SlugOptions) -> Result<Self, NameError> {
        const LENGTHS: &str = "a slug has 1 to 128 characters";
        const COUNTS: &str = "0 is for none, else the digits of a SHA-256 are 4 to 64";
        const ROOM: &str = "max-length must be at least 2 more than the digits";
        const NO_RUNS: &str = "removed characters cannot form runs; set runs = \"keep\"";
        let SlugOptions { case, keep, replacement, runs, max_length, edges, empty, distinct } =
            options;
        let kept = Kept::new(keep)?;
        let replacement = self::replacement(replacement)?;
        if replacement.is_none() && runs == SlugRuns::Collapse {
            return Err(NameError::new("runs", "collapse", Flaw::unsupported(0, NO_RUNS)));
        }
        let alphabet = SlugAlphabet { case, kept, replacement, runs };
        if !(1..=Slug::MAX_LENGTH).contains(&max_length) {
            return Err(out_of_range("max-length", max_length, LENGTHS));
        }
        if distinct != 0 && !DIGITS.contains(&distinct) {
            return Err(out_of_range("distinct", distinct, COUNTS));
        }
        if distinct != 0 && distinct + 2 > max_length {
            return Err(out_of_range("distinct", distinct, ROOM));
        }
        let mut rules = Self { alphabet, max_length, edges, empty: None, distinct };
        if let Some(text) = empty {
            if let Some(flaw) = rules.change(&text) {
                return Err(NameError::new("empty", text, flaw));
            }
            rules.empty = Some(Slug::proved(text));
        }
        Ok(rules)
    }

    /// Returns the options of these rules.
    #[must_use]
    pub fn options(&self) -> SlugOptions {
        SlugOptions {
            case: self.alphabet.case,
            keep: self.alphabet.kept.characters().collect(),
            replacement: self.alphabet.replacement.map(char::from).into_iter().collect(),
            runs: self.alphabet.runs,
            max_length: self.max_length,
            edges: self.edges,
            empty: self.empty.clone().map(String::from),
            distinct: self.distinct,
        }
    }

    /// Makes a slug of any string, or returns `None` if nothing of it is left.
    ///
    /// It is never `None` if `empty` or `distinct` is set. Otherwise it is `None` for
    /// an empty string, and for one of which `edges` or an empty `replacement` leaves
    /// nothing before the cut.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::name::{SlugEdges, SlugOptions};
    /// use tagwright::SlugRules;
    ///
    /// let mut options = SlugOptions::default();
    /// options.edges = SlugEdges::Trim;
    /// assert_eq!(SlugRules::new(options.clone())?.slug("日本語"), None);
    ///
    /// options.empty = Some("unnamed".into());
    /// let slug = SlugRules::new(options)?.slug("日本語");
    /// assert_eq!(slug.as_ref().map(|slug| slug.as_str()), Some("unnamed"));
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    #[must_use]
    pub fn slug(&self, text: &str) -> Option<Slug> {
        self.slug_along(text, &mut |_| {})
    }

    /// Like `slug`, but calls `observe` with each step.
    pub(crate) fn slug_along(
        &self,
        text: &str,
        observe: &mut impl FnMut(SlugStep),
    ) -> Option<Slug> {
        let mut buffer = [0; Slug::MAX_LENGTH];
        let mut slug = String::new();
        let mut base = self.base(text, &mut buffer, observe);
        if base.is_empty() {
            observe(SlugStep::Emptied);
            base = self.empty.as_ref().map_or("", Slug::as_str);
        }
        if self.distinct == 0 {
            slug.push_str(base);
            return (!base.is_empty()).then(|| Slug::proved(slug));
        }
        slug.reserve(base.len() + 1 + self.distinct);
        slug.push_str(base);
        if !base.is_empty() && !self.joins(base) {
            slug.push('-');
        }
        let digest = Sha256::digest(text);
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        for digit in digits.take(self.distinct) {
            observe(SlugStep::Distinct);
            slug.extend(char::from_digit(digit.into(), 16));
        }
        Some(Slug::proved(slug))
    }

    pub(crate) const fn alphabet(&self) -> SlugAlphabet {
        self.alphabet
    }

    pub(crate) const fn runs(&self) -> SlugRuns {
        self.alphabet.runs
    }

    /// Whether slugs are paths, whose parts are treated separately.
    pub(crate) const fn makes_paths(&self) -> bool {
        self.alphabet.kept.holds(b'/')
    }

    pub(crate) const fn max_length(&self) -> usize {
        self.max_length
    }

    /// The greatest length of the base: the part before the `-` and the digits of
    /// `distinct`, or the whole slug without `distinct`.
    pub(crate) const fn base_length(&self) -> usize {
        match self.distinct {
            0 => self.max_length,
            digits => self.max_length.saturating_sub(digits + 1),
        }
    }

    pub(crate) const fn edges(&self) -> SlugEdges {
        self.edges
    }

    pub(crate) const fn empty(&self) -> Option<&Slug> {
        self.empty.as_ref()
    }

    pub(crate) const fn distinct(&self) -> usize {
        self.distinct
    }

    /// Whether something is left of this string.
    pub(crate) fn leaves(&self, text: &str) -> bool {
        !self.base(text, &mut [0; Slug::MAX_LENGTH], &mut |_| {}).is_empty()
    }

    /// Whether this string fills the slug, so that what follows it is cut off.
    pub(crate) fn fills(&self, text: &str) -> bool {
        let mut buffer = [0; Slug::MAX_LENGTH];
        let slots = buffer.get_mut(..self.base_length()).unwrap_or_default();
        SlugWriter::new(self.alphabet, slots).write(text, &mut |_| {}).len() == self.base_length()
    }

    /// Whether there are names of refs of which nothing is left.
    pub(crate) fn may_leave_nothing(&self) -> bool {
        self.edges != SlugEdges::Keep || self.alphabet.replacement.is_none()
    }

    /// Whether a name for which `is_taken` holds may have this slug. The caller has
    /// checked the slug's characters and length.
    pub(crate) fn may_give(&self, slug: &str, is_taken: impl Fn(&str) -> bool) -> bool {
        let Some(base) = self.base_of(slug) else { return false };
        let gives = |name: &str| {
            is_taken(name) && self.slug(name).as_ref().map_or("", Slug::as_str) == slug
        };
        // A capture may be empty, the name of a ref is not.
        if gives("") {
            return true;
        }
        if base.is_empty() {
            return self.may_leave_nothing() && self.empty.is_none();
        }
        // The base of a base is that base itself.
        if self.change(base).is_some() {
            return false;
        }
        !self.is_only_of_itself(base) || gives(base)
    }

    /// The part before the digits of `distinct`.
    fn base_of<'t>(&self, slug: &'t str) -> Option<&'t str> {
        if self.distinct == 0 {
            return Some(slug);
        }
        let base = slug.get(..slug.len().checked_sub(self.distinct)?)?;
        match base.strip_suffix('-') {
            // A base that is a single hyphen keeps it.
            None | Some("") => Some(base),
            without => without,
        }
    }

    /// Whether no other name has this base: nothing in it was replaced, cut or removed.
    fn is_only_of_itself(&self, base: &str) -> bool {
        // A slash before the cut may have been removed.
        let most = if self.makes_paths() { base.len() + 1 } else { base.len() };
        (self.distinct == 0 || self.runs() != SlugRuns::Collapse)
            && !self.may_leave_nothing()
            && most < self.base_length()
            && base.bytes().all(|byte| self.alphabet.is_only_of_itself(byte))
    }

    /// Whether the digits of `distinct` follow this base without another `-`: the `-`
    /// between the two must not form a run that would be collapsed.
    fn joins(&self, base: &str) -> bool {
        self.joins_digits() && base.ends_with('-')
    }

    /// Whether a trailing `-` of the base forms a run with the `-` before the digits of
    /// `distinct`.
    pub(crate) fn joins_digits(&self) -> bool {
        self.distinct > 0
            && self.runs() == SlugRuns::Collapse
            && self.alphabet.replacement == Some(b'-')
    }

    /// Applies all options up to `edges`.
    fn base<'a>(
        &self,
        text: &str,
        buffer: &'a mut [u8; Slug::MAX_LENGTH],
        observe: &mut impl FnMut(SlugStep),
    ) -> &'a str {
        let slots = buffer.get_mut(..self.base_length()).unwrap_or_default();
        let filled = match (self.runs(), self.alphabet.replacement) {
            (SlugRuns::Keep, Some(replacement)) if self.reads_bytes(text) => {
                self.filled(text, slots, replacement, observe)
            }
            _ => SlugWriter::new(self.alphabet, slots).write(text, observe),
        };
        let before = filled.len();
        let base = if self.makes_paths() {
            let path = self.edges.within_parts(str::from_utf8(filled).unwrap_or_default());
            let left = filled.get_mut(..path.len()).unwrap_or_default();
            left.copy_from_slice(path.as_bytes());
            str::from_utf8(left).unwrap_or_default()
        } else {
            self.edges.within(str::from_utf8(filled).unwrap_or_default())
        };
        (base.len()..before).for_each(|_| observe(SlugStep::Trimmed));
        base
    }

    /// Whether the first byte of each character determines its result.
    fn reads_bytes(&self, text: &str) -> bool {
        self.alphabet.case == SlugCase::Keep || text.is_ascii()
    }

    /// Fills the slots under rules that turn each character into one byte.
    fn filled<'a>(
        &self,
        text: &str,
        slots: &'a mut [u8],
        replacement: u8,
        observe: &mut impl FnMut(SlugStep),
    ) -> &'a mut [u8] {
        // Most names are ASCII. Copying and mapping them as blocks takes two thirds of
        // the time.
        let (length, is_cut) = match text.as_bytes().get(..text.len().min(slots.len())) {
            Some(head) if head.is_ascii() => {
                slots.iter_mut().zip(head).for_each(|(slot, byte)| *slot = *byte);
                (head.len(), head.len() < text.len())
            }
            _ => fill(slots, text.bytes().filter(|byte| !matches!(byte, 0x80..=0xBF))),
        };
        if is_cut {
            observe(SlugStep::Cut);
        }
        let filled = slots.get_mut(..length).unwrap_or_default();
        for slot in &mut *filled {
            let mapped = self.alphabet.map(*slot, replacement);
            if mapped != *slot {
                let is_lowered = mapped == slot.to_ascii_lowercase();
                observe(if is_lowered { SlugStep::Lowered } else { SlugStep::Replaced });
            }
            *slot = mapped;
        }
        filled
    }

    /// Where these rules would change a string that must be its own slug.
    fn change(&self, text: &str) -> Option<Flaw> {
        const REMEDY: &str = "it must be as the other slug options would make it";
        const NOTHING: &str = "without the option, such a text has no slug";
        if text.is_empty() {
            return Some(Flaw::empty(0, NOTHING));
        }
        let changes =
            |one: &(usize, char)| self.alphabet.fate(one.1).byte.map(char::from) != Some(one.1);
        if let Some((index, _)) = text.char_indices().find(changes) {
            return Some(Flaw::character(index, REMEDY));
        }
        let limit = self.base_length();
        if text.len() > limit {
            return Some(Flaw::too_long(
                limit,
                match self.distinct {
                    0 => "max-length is for it as well",
                    _ => "max-length limits it together with a '-' and the digits of distinct",
                },
            ));
        }
        let mut buffer = [0; Slug::MAX_LENGTH];
        let base = self.base(text, &mut buffer, &mut |_| {});
        let same = base.bytes().zip(text.bytes()).take_while(|(left, right)| left == right);
        (base != text).then(|| Flaw::character(same.count(), REMEDY))
    }
}

fn replacement(text: String) -> Result<Option<u8>, NameError> {
    const REMEDY: &str = "a slug replaces a character with '-', '_' or '.', or with nothing";
    match text.as_bytes() {
        [] => Ok(None),
        [byte @ (b'-' | b'_' | b'.')] => Ok(Some(*byte)),
        [b'-' | b'_' | b'.', ..] => {
            Err(NameError::new("replacement", text, Flaw::character(1, REMEDY)))
        }
        _ => Err(NameError::new("replacement", text, Flaw::character(0, REMEDY))),
    }
}

fn out_of_range(option: &'static str, value: usize, remedy: &'static str) -> NameError {
    NameError::new(option, value.to_string(), Flaw::unsupported(0, remedy))
}

/// Fills slots from the first; returns how many were filled, and whether a byte is left
/// over.
fn fill(slots: &mut [u8], bytes: impl Iterator<Item = u8>) -> (usize, bool) {
    let room = slots.len();
    let mut slots = slots.iter_mut();
    for byte in bytes {
        let Some(slot) = slots.next() else { return (room, true) };
        *slot = byte;
    }
    (room - slots.len(), false)
}
