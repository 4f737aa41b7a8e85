use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::digits;
use super::no_version::NoVersion;

/// A version of [PEP 440](https://peps.python.org/pep-0440/), without an epoch.
#[derive(Clone, Debug)]
pub(crate) struct Pep440<'a> {
    /// At least one.
    numbers: Vec<u64>,
    pre: Option<(Pre, u64)>,
    post: Option<u64>,
    dev: Option<u64>,
    /// What is after the `+`, as it is written; empty if there is none.
    local: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pre {
    Alpha,
    Beta,
    Candidate,
}

/// The spellings of a prerelease: those that begin with another are before it.
const PRE: [(&str, Pre); 8] = [
    ("alpha", Pre::Alpha),
    ("a", Pre::Alpha),
    ("beta", Pre::Beta),
    ("b", Pre::Beta),
    ("preview", Pre::Candidate),
    ("pre", Pre::Candidate),
    ("rc", Pre::Candidate),
    ("c", Pre::Candidate),
];
const POST: [(&str, ()); 3] = [("post", ()), ("rev", ()), ("r", ())];
const DEV: [(&str, ()); 1] = [("dev", ())];
const SEPARATORS: [char; 3] = ['-', '_', '.'];

impl<'a> Pep440<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, NoVersion<'a>> {
        let (public, local) = match text.split_once('+') {
            Some((public, local)) => (public, Some(local)),
            None => (text, None),
        };
        let mut rest = public.strip_prefix(['v', 'V']).unwrap_or(public);
        let (epoch, after) = digits::split(rest);
        if !epoch.is_empty() && after.starts_with('!') {
            return Err(NoVersion::Epoch(rest.get(..=epoch.len()).unwrap_or(epoch)));
        }
        let mut numbers = Vec::new();
        loop {
            let (number, after) = digits::split(rest);
            if number.is_empty() {
                return Err(NoVersion::no_number(rest));
            }
            numbers.push(digits::value(number)?);
            rest = after;
            match after.strip_prefix('.') {
                Some(more) if more.starts_with(|one: char| one.is_ascii_digit()) => rest = more,
                _ => break,
            }
        }
        let pre = take(&PRE, &mut rest)?;
        let post = match rest.strip_prefix('-').map(digits::split) {
            Some((number, after)) if !number.is_empty() => {
                rest = after;
                Some(digits::value(number)?)
            }
            _ => take(&POST, &mut rest)?.map(|((), number)| number),
        };
        let dev = take(&DEV, &mut rest)?.map(|((), number)| number);
        if let Some(found) = rest.chars().next() {
            return Err(NoVersion::Unexpected(found));
        }
        for segment in local.into_iter().flat_map(segments) {
            match segment.chars().find(|one| !one.is_ascii_alphanumeric()) {
                Some(found) => return Err(NoVersion::Unexpected(found)),
                None if segment.is_empty() => return Err(NoVersion::MissingIdentifier),
                None => {}
            }
        }
        Ok(Self { numbers, pre, post, dev, local: local.unwrap_or_default() })
    }

    pub(super) fn number(&self, index: usize) -> u64 {
        self.numbers.get(index).copied().unwrap_or_default()
    }

    /// Post-releases are final.
    pub(super) fn is_final(&self) -> bool {
        self.pre.is_none() && self.dev.is_none()
    }

    /// Appends the normal form, without what is after the `+`.
    pub(crate) fn write_public(&self, out: &mut String) {
        for (index, number) in self.numbers.iter().enumerate() {
            if index > 0 {
                out.push('.');
            }
            out.push_str(&number.to_string());
        }
        if self.pre.is_none() && (self.post.is_some() || self.dev.is_some()) {
            out.push('.');
        }
        self.write_prerelease(out);
    }

    /// Appends what is after the numbers in the normal form: `rc1`, `a1.post2.dev3`.
    pub(super) fn write_prerelease(&self, out: &mut String) {
        let pre = self.pre.map(|(pre, number)| (pre.letters(), number));
        let post = self.post.map(|number| ("post", number));
        let dev = self.dev.map(|number| ("dev", number));
        for (index, (letters, number)) in [pre, post, dev].into_iter().flatten().enumerate() {
            if index > 0 {
                out.push('.');
            }
            out.push_str(letters);
            out.push_str(&number.to_string());
        }
    }

    /// Appends what is after the `+` in the normal form, if there is something.
    pub(crate) fn write_local(&self, out: &mut String) {
        for (index, segment) in segments(self.local).enumerate() {
            if index > 0 {
                out.push('.');
            }
            out.extend(digits_or_text(segment).chars().map(|one| one.to_ascii_lowercase()));
        }
    }

    pub(crate) fn has_local(&self) -> bool {
        !self.local.is_empty()
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order()).then_with(|| self.compare_local(other))
    }

    /// All but the local version, as the specification orders it: a version under
    /// development is before its prereleases, those are before the release itself, and
    /// that is before its post-releases.
    fn order(&self) -> impl Ord + use<'_> {
        let zeros = self.numbers.iter().rev().take_while(|number| **number == 0).count();
        let numbers = self.numbers.get(..self.numbers.len() - zeros).unwrap_or_default();
        let is_dev_only = self.pre.is_none() && self.post.is_none() && self.dev.is_some();
        let pre = (!is_dev_only, self.pre.is_none(), self.pre);
        (numbers, pre, self.post, self.dev.is_none(), self.dev)
    }

    /// No local version is before any; numbers are after other segments.
    fn compare_local(&self, other: &Self) -> Ordering {
        let key = |segment: &'a str| (is_number(segment), segment);
        match (self.has_local(), other.has_local()) {
            (true, true) => {}
            (ours, theirs) => return ours.cmp(&theirs),
        }
        let (mut ours, mut theirs) = (segments(self.local), segments(other.local));
        loop {
            let order = match (ours.next(), theirs.next()) {
                (None, None) => return Ordering::Equal,
                (None, Some(_)) => Ordering::Less,
                (Some(_), None) => Ordering::Greater,
                (Some(our), Some(their)) => match (key(our), key(their)) {
                    ((true, our), (true, their)) => digits::compare(our, their),
                    ((false, our), (false, their)) => compare_text(our, their),
                    ((ours, _), (theirs, _)) => ours.cmp(&theirs),
                },
            };
            if order != Ordering::Equal {
                return order;
            }
        }
    }
}

impl Pre {
    fn letters(self) -> &'static str {
        match self {
            Self::Alpha => "a",
            Self::Beta => "b",
            Self::Candidate => "rc",
        }
    }
}

/// Takes one of these words and its number, which is 0 if there is none. Separators
/// before and after the word are ignored.
fn take<'a, T: Copy>(
    words: &[(&str, T)],
    rest: &mut &'a str,
) -> Result<Option<(T, u64)>, NoVersion<'a>> {
    let text = rest.strip_prefix(SEPARATORS).unwrap_or(rest);
    let found = words.iter().find_map(|(word, meaning)| {
        let (begin, after) = text.split_at_checked(word.len())?;
        begin.eq_ignore_ascii_case(word).then_some((*meaning, after))
    });
    let Some((meaning, after)) = found else { return Ok(None) };
    let (number, after) = digits::split(after.strip_prefix(SEPARATORS).unwrap_or(after));
    *rest = after;
    let number = if number.is_empty() { 0 } else { digits::value(number)? };
    Ok(Some((meaning, number)))
}

fn segments(local: &str) -> impl Iterator<Item = &str> {
    local.split(SEPARATORS)
}

fn is_number(segment: &str) -> bool {
    segment.bytes().all(|byte| byte.is_ascii_digit())
}

fn digits_or_text(segment: &str) -> &str {
    if is_number(segment) { digits::without_zeros(segment) } else { segment }
}

fn compare_text(left: &str, right: &str) -> Ordering {
    let lower = |text: &str| text.to_ascii_lowercase();
    lower(left).cmp(&lower(right))
}
