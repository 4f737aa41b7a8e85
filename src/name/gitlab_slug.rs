use alloc::string::String;
use core::mem::replace;

use sha2::{Digest, Sha256};

use super::slug::Slug;

/// As GitLab makes them.
impl Slug {
    /// Makes the slug of a branch or git tag that GitLab gives its jobs as
    /// [`CI_COMMIT_REF_SLUG`], or `None` where GitLab's is empty.
    ///
    /// Lower case, every character other than `a-z` and `0-9` to one `-`, the
    /// first 63, without `-` at both ends: [`Gitlab::Utils.slugify`]. Lower
    /// case is Unicode's there, so the Kelvin sign becomes `k`. Nothing is left
    /// of a text without such a character among its first 63.
    ///
    /// # Examples
    ///
    /// ```
    /// # use tagwright::Slug;
    /// assert_eq!(Slug::gitlab_ref("feature//JIRA-7"), Some(Slug::new("feature--jira-7")?));
    /// assert_eq!(Slug::gitlab_ref("日本語"), None);
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [`CI_COMMIT_REF_SLUG`]: https://docs.gitlab.com/ci/variables/predefined_variables/
    /// [`Gitlab::Utils.slugify`]: https://gitlab.com/gitlab-org/gitlab/-/blob/master/gems/gitlab-utils/lib/gitlab/utils.rb
    #[must_use]
    pub fn gitlab_ref(text: &str) -> Option<Self> {
        let mut slug = String::with_capacity(REF);
        slug.extend(lowered(text).take(REF).skip_while(|character| *character == '-'));
        slug.truncate(slug.trim_end_matches('-').len());
        (!slug.is_empty()).then(|| Self::proved(slug))
    }

    /// Makes the slug of an environment's name that GitLab gives its jobs as
    /// [`CI_ENVIRONMENT_SLUG`].
    ///
    /// Lower case, every character other than `a-z` and `0-9` to `-`, `env-`
    /// before it unless it begins with a letter, runs of `-` to one. If that is
    /// longer than 24 characters or not the name itself, its first 17, a `-`,
    /// and the last 6 base-36 digits of the name's SHA-256; else without a `-`
    /// at the end: [`Gitlab::Slug::Environment`]. It is never empty.
    ///
    /// # Examples
    ///
    /// ```
    /// # use tagwright::Slug;
    /// assert_eq!(Slug::gitlab_environment("staging"), "staging");
    /// assert_eq!(Slug::gitlab_environment("review/feature-1"), "review-feature-1-1q251u");
    /// ```
    ///
    /// [`CI_ENVIRONMENT_SLUG`]: https://docs.gitlab.com/ci/variables/predefined_variables/
    /// [`Gitlab::Slug::Environment`]: https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/gitlab/slug/environment.rb
    #[must_use]
    pub fn gitlab_environment(name: &str) -> Self {
        environment(name, || Sha256::digest(name).into())
    }
}

const REF: usize = 63;
const ENVIRONMENT: usize = 24;
const ENVIRONMENT_BASE: usize = 17;
const SUFFIX: usize = 6;

fn environment(name: &str, digest: impl FnOnce() -> [u8; 32]) -> Slug {
    let squeezed = || {
        let prefix = match lowered(name).next() {
            Some('a'..='z') => "",
            _ => "env-",
        };
        let mut before = ' ';
        prefix
            .chars()
            .chain(lowered(name))
            .filter(move |character| (replace(&mut before, *character), *character) != ('-', '-'))
    };
    if name.len() <= ENVIRONMENT && squeezed().eq(name.chars()) {
        return Slug::proved(name.strip_suffix('-').unwrap_or(name).into());
    }
    let mut slug = String::with_capacity(ENVIRONMENT);
    slug.extend(squeezed().take(ENVIRONMENT_BASE));
    if !slug.ends_with('-') {
        slug.push('-');
    }
    slug.extend(last_base_36(digest()));
    Slug::proved(slug)
}

/// Ruby's `downcase` and `gsub(/[^a-z0-9]/, '-')`.
fn lowered(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase).map(|character| match character {
        'a'..='z' | '0'..='9' => character,
        _ => '-',
    })
}

/// The last digits of a big-endian number in base 36.
fn last_base_36(number: [u8; 32]) -> [char; SUFFIX] {
    const RADIX: u64 = 36;
    const MODULUS: u64 = RADIX.pow(6);
    let mut rest = number.iter().fold(0, |rest, byte| (rest * 256 + u64::from(*byte)) % MODULUS);
    let mut digits = ['0'; SUFFIX];
    for digit in digits.iter_mut().rev() {
        let value = u32::try_from(rest % RADIX).unwrap_or_default();
        *digit = char::from_digit(value, 36).unwrap_or_default();
        rest /= RADIX;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(low: u64) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[24..].copy_from_slice(&low.to_be_bytes());
        bytes
    }

    #[test]
    fn the_suffix_is_the_end_of_a_number_in_base_36() {
        for (digest, expected, why) in [
            (number(35), "00000z", "one digit, padded"),
            (number(36), "000010", "the radix"),
            (number(36_u64.pow(6) - 1), "zzzzzz", "the greatest of six digits"),
            (number(36_u64.pow(6)), "000000", "a seventh digit is not shown"),
            (number(36_u64.pow(7) * 5 + 10), "00000a", "nor an eighth"),
        ] {
            assert_eq!(last_base_36(digest).iter().collect::<String>(), expected, "{why}");
        }
    }

    #[test]
    fn the_suffix_comes_of_the_digest_and_only_where_the_name_was_changed() {
        for (name, expected, why) in [
            ("qa", "qa", "unchanged"),
            ("qa-", "qa", "unchanged up to the hyphen that goes"),
            ("Qa", "qa-00000z", "changed"),
            ("7", "env-7-00000z", "begins with a digit"),
            ("abcdefghijklmnop/qrs", "abcdefghijklmnop-00000z", "cut behind a hyphen"),
        ] {
            assert_eq!(environment(name, || number(35)), expected, "{why}");
        }
    }
}
