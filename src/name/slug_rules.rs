use alloc::string::{String, ToString};
use core::mem::replace;
use core::ops::RangeInclusive;
use core::str;

use sha2::{Digest, Sha256};

use super::error::{Flaw, NameError};
use super::slug::Slug;
use super::slug_alphabet::SlugAlphabet;
use super::slug_options::{SlugCase, SlugEdges, SlugOptions, SlugRuns};
use super::slug_step::SlugStep;

/// The **rules** by which text becomes a [`Slug`]: checked [`SlugOptions`].
///
/// # Guarantees
///
/// * Unless `distinct` is set, the slug of a slug is that slug.
/// * Alphanumeric means ASCII letters and digits; a character is a Unicode
///   scalar value. `é` becomes one hyphen; written as `e` with a combining
///   accent, the `e` stays and the accent becomes one.
/// * No more of the text is read than the slug can hold, unless `runs` are
///   collapsed (then a run is read to its end) or `distinct` is set.
///
/// # Examples
///
/// Names for review environments, which must be host names:
///
/// ```
/// use tagwright::{Slug, SlugRules};
///
/// let rules = SlugRules::DNS_LABEL;
/// assert_eq!(rules.slug("feature/JIRA-7_Search!"), Some(Slug::new("feature-jira-7-search")?));
/// assert_eq!(rules.slug("日本語"), None);
/// # Ok::<(), tagwright::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SlugRules {
    alphabet: SlugAlphabet,
    runs: SlugRuns,
    max_length: usize,
    edges: SlugEdges,
    // INVARIANT: `base` gives it back as it is.
    empty: Option<Slug>,
    // INVARIANT: 0, or 4 to 64 and at most `max_length` - 2.
    distinct: usize,
}

const DIGITS: RangeInclusive<usize> = 4..=64;

impl SlugRules {
    /// The rules of the built-in policy: every character that is not
    /// alphanumeric becomes one `-`, then the text is cut to 40 characters.
    ///
    /// Only the empty text has no slug.
    pub const CWIQ: Self = Self {
        alphabet: SlugAlphabet { case: SlugCase::Keep, dot: false, underscore: false },
        runs: SlugRuns::Keep,
        max_length: 40,
        edges: SlugEdges::Keep,
        empty: None,
        distinct: 0,
    };

    /// Rules whose every slug is a DNS label: lower case, runs collapsed, at
    /// most 63 characters, trimmed.
    ///
    /// That is the label of [RFC 1123]. Runs are collapsed because labels with
    /// `--` in third and fourth place are reserved for internationalized
    /// names ([RFC 5891, 4.2.3.1]): the branch `xn/-search` would otherwise
    /// give a host that resolvers refuse. A text without an ASCII letter or
    /// digit before the cut has no slug.
    ///
    /// [RFC 1123]: https://www.rfc-editor.org/rfc/rfc1123#section-2.1
    /// [RFC 5891, 4.2.3.1]: https://www.rfc-editor.org/rfc/rfc5891#section-4.2.3.1
    pub const DNS_LABEL: Self = Self {
        alphabet: SlugAlphabet { case: SlugCase::Lower, dot: false, underscore: false },
        runs: SlugRuns::Collapse,
        max_length: 63,
        edges: SlugEdges::Trim,
        empty: None,
        distinct: 0,
    };

    /// Checks options.
    ///
    /// # Errors
    ///
    /// The error's [`noun`](NameError::noun) is the option as a policy spells
    /// it, its [`input`](NameError::input) the value.
    ///
    /// * `keep` with a character other than `.`, `_` and `-`: no tag can hold
    ///   it, or it survives anyway.
    /// * `max-length` of 0, or over 128: no tag is as long.
    /// * `distinct` from 1 to 3, which would promise what so few digits cannot
    ///   hold, over 64, or without room in `max-length` for a character and
    ///   the `-` before the digits.
    /// * `empty` that is empty itself, or that the other options would change:
    ///   the slug of a slug would be another.
    pub fn new(options: SlugOptions) -> Result<Self, NameError> {
        const LENGTHS: &str = "a slug has 1 to 128 characters";
        const COUNTS: &str = "0 is for none, else the digits of a SHA-256 are 4 to 64";
        const ROOM: &str = "max-length must be at least 2 more than the digits";
        let SlugOptions { case, keep, runs, max_length, edges, empty, distinct } = options;
        let alphabet = SlugAlphabet::new(case, keep)?;
        if !(1..=Slug::MAX_LENGTH).contains(&max_length) {
            return Err(out_of_range("max-length", max_length, LENGTHS));
        }
        if distinct != 0 && !DIGITS.contains(&distinct) {
            return Err(out_of_range("distinct", distinct, COUNTS));
        }
        if distinct != 0 && distinct + 2 > max_length {
            return Err(out_of_range("distinct", distinct, ROOM));
        }
        let mut rules = Self { alphabet, runs, max_length, edges, empty: None, distinct };
        if let Some(text) = empty {
            if let Some(flaw) = rules.change(&text) {
                return Err(NameError::new("empty", text, flaw));
            }
            rules.empty = Some(Slug::proved(text));
        }
        Ok(rules)
    }

    /// Returns the options that give these rules.
    #[must_use]
    pub fn options(&self) -> SlugOptions {
        SlugOptions {
            case: self.alphabet.case,
            keep: self.alphabet.keep().collect(),
            runs: self.runs,
            max_length: self.max_length,
            edges: self.edges,
            empty: self.empty.clone().map(String::from),
            distinct: self.distinct,
        }
    }

    /// Makes a slug of any text, or `None` where nothing of it is left.
    ///
    /// It is never `None` if `empty` or `distinct` is set. Otherwise it is for
    /// the empty text, and with `edges` trimmed also for a text without an
    /// ASCII letter or digit before the cut.
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

    /// Makes a slug, and calls `observe` with each step.
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
        self.runs
    }

    pub(crate) const fn max_length(&self) -> usize {
        self.max_length
    }

    /// The most characters of what stands before the `-` and the digits of
    /// `distinct`; without them, of the slug.
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

    /// Whether a text that is taken may have this slug, if it has the characters and
    /// the length of one.
    pub(crate) fn may_give(&self, slug: &str, is_taken: impl FnOnce(&str) -> bool) -> bool {
        let Some(base) = self.base_of(slug) else { return false };
        if base.is_empty() {
            return self.edges == SlugEdges::Trim && self.empty.is_none();
        }
        // The base of a base is that base.
        if self.change(base).is_some() {
            return false;
        }
        let is_other = || is_taken(base) && self.slug(base).is_some_and(|made| made == *slug);
        !self.is_only_of_itself(base) || is_other()
    }

    /// What precedes the digits of `distinct`.
    fn base_of<'t>(&self, slug: &'t str) -> Option<&'t str> {
        if self.distinct == 0 {
            return Some(slug);
        }
        let base = slug.get(..slug.len().checked_sub(self.distinct)?)?;
        match base.strip_suffix('-') {
            // Of a base that is one hyphen, that hyphen stays.
            None | Some("") => Some(base),
            without => without,
        }
    }

    /// Whether no other text has this base: of nothing in it was replaced, cut or
    /// stripped.
    fn is_only_of_itself(&self, base: &str) -> bool {
        (self.distinct == 0 || self.runs == SlugRuns::Keep)
            && self.edges == SlugEdges::Keep
            && base.len() < self.base_length()
            && base.bytes().all(|byte| self.alphabet.is_only_of_itself(byte))
    }

    /// Whether the digits of `distinct` follow this base without another `-`:
    /// collapsed runs stay collapsed where the two meet.
    fn joins(&self, base: &str) -> bool {
        self.runs == SlugRuns::Collapse && base.ends_with('-')
    }

    /// Everything up to `edges`.
    fn base<'a>(
        &self,
        text: &str,
        buffer: &'a mut [u8; Slug::MAX_LENGTH],
        observe: &mut impl FnMut(SlugStep),
    ) -> &'a str {
        let slots = buffer.get_mut(..self.base_length()).unwrap_or_default();
        // The first byte of each character decides what becomes of it.
        let firsts = text.bytes().filter(|byte| !matches!(byte, 0x80..=0xBF));
        let (length, is_cut) = match self.runs {
            // Most names are ASCII: copied and mapped as blocks, they take two
            // thirds of the time.
            SlugRuns::Keep => match text.as_bytes().get(..text.len().min(slots.len())) {
                Some(head) if head.is_ascii() => {
                    slots.iter_mut().zip(head).for_each(|(slot, byte)| *slot = *byte);
                    (head.len(), head.len() < text.len())
                }
                _ => fill(slots, firsts),
            },
            SlugRuns::Collapse => {
                let mut before = 0;
                let is_kept = |byte: &u8| {
                    let mapped = self.alphabet.map(*byte);
                    let is_run = (replace(&mut before, mapped), mapped) == (b'-', b'-');
                    // What is kept is told when it is mapped, unless it is cut.
                    if is_run {
                        self.map(*byte, observe);
                        observe(SlugStep::Collapsed);
                    }
                    !is_run
                };
                fill(slots, firsts.filter(is_kept))
            }
        };
        if is_cut {
            observe(SlugStep::Cut);
        }
        let filled = slots.get_mut(..length).unwrap_or_default();
        for slot in &mut *filled {
            *slot = self.map(*slot, observe);
        }
        let whole = str::from_utf8(filled).unwrap_or_default();
        let base = match self.edges {
            SlugEdges::Keep => whole,
            SlugEdges::Trim => whole.trim_matches(|edge: char| !edge.is_ascii_alphanumeric()),
        };
        (base.len()..whole.len()).for_each(|_| observe(SlugStep::Trimmed));
        base
    }

    /// What becomes of a character, given its first byte.
    fn map(&self, byte: u8, observe: &mut impl FnMut(SlugStep)) -> u8 {
        let mapped = self.alphabet.map(byte);
        if mapped != byte {
            let is_lowered = mapped == byte.to_ascii_lowercase();
            observe(if is_lowered { SlugStep::Lowered } else { SlugStep::Replaced });
        }
        mapped
    }

    /// Where these rules would change a text, which is to be its own slug.
    fn change(&self, text: &str) -> Option<Flaw> {
        const REMEDY: &str = "it must be as the other slug options would make it";
        const NOTHING: &str = "without the option, such a text has no slug";
        if text.is_empty() {
            return Some(Flaw::empty(0, NOTHING));
        }
        if let Some(index) = text.bytes().position(|byte| self.alphabet.map(byte) != byte) {
            return Some(Flaw::character(index, REMEDY));
        }
        let limit = self.base_length();
        if text.len() > limit {
            return Some(Flaw::too_long(
                limit,
                match self.distinct {
                    0 => "max-length is for it as well",
                    _ => "max-length is for it, a '-' and the digits of distinct",
                },
            ));
        }
        let mut buffer = [0; Slug::MAX_LENGTH];
        let base = self.base(text, &mut buffer, &mut |_| {});
        let same = base.bytes().zip(text.bytes()).take_while(|(left, right)| left == right);
        (base != text).then(|| Flaw::character(same.count(), REMEDY))
    }
}

fn out_of_range(option: &'static str, value: usize, remedy: &'static str) -> NameError {
    NameError::new(option, value.to_string(), Flaw::unsupported(0, remedy))
}

/// Fills slots from the first on; returns how many, and whether a byte is left over.
fn fill(slots: &mut [u8], bytes: impl Iterator<Item = u8>) -> (usize, bool) {
    let room = slots.len();
    let mut slots = slots.iter_mut();
    for byte in bytes {
        let Some(slot) = slots.next() else { return (room, true) };
        *slot = byte;
    }
    (room - slots.len(), false)
}
