use super::char_set::CharSet;
use super::document::TagConstraint;
use crate::name::{Flaw, IMAGE_NAME_LIMIT, ImageName, NameError, Tag};

/// What the tags of a policy must be: tags that also fit wherever else the policy says
/// they are used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TagGrammar {
    pub(crate) begins: CharSet,
    pub(crate) holds: CharSet,
    pub(crate) ends: CharSet,
    pub(crate) most: usize,
    pub(crate) words: &'static Words,
}

/// What messages say of a grammar.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) noun: &'static str,
    pub(crate) holds: &'static str,
    pub(crate) ends: &'static str,
    pub(crate) limit: &'static str,
}

static TAG: Words = Words {
    noun: "tag",
    holds: "a tag holds letters, digits, '_', '.' and '-'",
    ends: "a tag begins with a letter, a digit or '_'",
    limit: "a tag has at most 128 characters",
};

static KUBERNETES_LABEL: Words = Words {
    noun: "Kubernetes label",
    holds: "a Kubernetes label holds letters, digits, '_', '.' and '-'",
    ends: "a Kubernetes label begins and ends with a letter or a digit",
    limit: "a Kubernetes label has at most 63 characters",
};

static DNS_LABEL: Words = Words {
    noun: "DNS label",
    holds: "a DNS label holds lower-case letters, digits and '-'",
    ends: "a DNS label begins and ends with a lower-case letter or a digit",
    limit: "a DNS label has at most 63 characters",
};

/// Only the length of a repository is checked.
static REPOSITORY: Words = Words {
    noun: "image name",
    holds: IMAGE_NAME_LIMIT,
    ends: IMAGE_NAME_LIMIT,
    limit: IMAGE_NAME_LIMIT,
};

impl TagGrammar {
    /// Any text that leaves room for so many bytes of an image name.
    pub(crate) fn repository_after(host: usize) -> Self {
        let any = CharSet::EVERY;
        let most = (ImageName::MAX_LENGTH - "/".len()).saturating_sub(host);
        Self { begins: any, holds: any, ends: any, most, words: &REPOSITORY }
    }

    /// The strictest of the fits counts: it implies the others.
    pub(crate) fn new(fits: &[TagConstraint]) -> Self {
        const LABEL_LENGTH: usize = 63;
        match fits.iter().max() {
            None => {
                let (begins, holds) = (CharSet::TAG_BEGIN, CharSet::TAG);
                Self { begins, holds, ends: holds, most: Tag::MAX_LENGTH, words: &TAG }
            }
            Some(TagConstraint::KubernetesLabel) => Self {
                begins: CharSet::ALPHANUMERIC,
                holds: CharSet::TAG,
                ends: CharSet::ALPHANUMERIC,
                most: LABEL_LENGTH,
                words: &KUBERNETES_LABEL,
            },
            Some(TagConstraint::DnsLabel) => {
                let ends = CharSet::LOWER.or(CharSet::DIGITS);
                let holds = ends.or(CharSet::HYPHEN);
                Self { begins: ends, holds, ends, most: LABEL_LENGTH, words: &DNS_LABEL }
            }
        }
    }

    /// Checks a tag.
    pub(crate) fn check(&self, text: &str) -> Result<(), NameError> {
        let too_long = || Flaw::too_long(self.most, self.words.limit);
        let flaw = self.flaw(text).or_else(|| (text.len() > self.most).then(too_long));
        flaw.map_or(Ok(()), |flaw| Err(NameError::new(self.words.noun, text, flaw)))
    }

    /// Checks what precedes tags: a valid tag must remain one with it.
    pub(crate) fn check_prefix(&self, prefix: &str) -> Result<(), Flaw> {
        match prefix.chars().next() {
            Some(first) if self.holds.contains(first) && !self.begins.contains(first) => {
                Err(Flaw::character(0, self.words.ends))
            }
            _ => self.check_affix(prefix),
        }
    }

    /// What keeps a text, of whatever length, from being a tag.
    fn flaw(&self, text: &str) -> Option<Flaw> {
        let Words { holds, ends, .. } = *self.words;
        let mut characters = text.char_indices();
        let Some(first) = text.chars().next() else { return Some(Flaw::empty(0, holds)) };
        if self.holds.contains(first) && !self.begins.contains(first) {
            return Some(Flaw::character(0, ends));
        }
        if let Some((index, _)) = characters.find(|(_, one)| !self.holds.contains(*one)) {
            return Some(Flaw::character(index, holds));
        }
        let last = text.char_indices().next_back();
        last.filter(|(_, last)| !self.ends.contains(*last))
            .map(|(index, _)| Flaw::character(index, ends))
    }

    /// Checks what follows tags: a valid tag must remain one with it.
    pub(crate) fn check_suffix(&self, suffix: &str) -> Result<(), Flaw> {
        self.check_affix(suffix)?;
        match suffix.char_indices().next_back() {
            Some((index, last)) if !self.ends.contains(last) => {
                Err(Flaw::character(index, self.words.ends))
            }
            _ => Ok(()),
        }
    }

    fn check_affix(&self, affix: &str) -> Result<(), Flaw> {
        if let Some((index, _)) = affix.char_indices().find(|(_, one)| !self.holds.contains(*one)) {
            return Err(Flaw::character(index, self.words.holds));
        }
        if affix.len() > self.most {
            return Err(Flaw::too_long(self.most, self.words.limit));
        }
        Ok(())
    }
}
