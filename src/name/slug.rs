use super::error::Flaw;
use super::grammar;
use super::newtype::{name, proved};
use super::tag::Tag;

name! {
    /// A **slug**: the name of a branch or git tag, reduced to the characters that an
    /// image tag can contain.
    ///
    /// A slug is never empty. Functions that make slugs return an [`Option`] if nothing
    /// may be left of the name.
    ///
    /// # Syntax
    ///
    /// At most 128 characters, like a [`Tag`]:
    ///
    /// ```text
    /// slug = part *( "/" part )
    /// part = 1*( letter / digit / "." / "_" / "-" )
    /// ```
    ///
    /// A slug is a part of a tag or of an image name, so unlike a tag it may begin with
    /// `.` or `-`. Only rules that keep `/` make slugs of several parts, and a policy
    /// accepts them only in image names.
    ///
    /// # Examples
    ///
    /// The slugs of one branch by the rules of the built-in policy and by the three
    /// presets:
    ///
    /// ```
    /// use tagwright::{Slug, SlugRules};
    ///
    /// let branch = "feature/Search//index";
    /// let slug = SlugRules::CWIQ.slug(branch);
    /// assert_eq!(slug, Some(Slug::new("feature-Search--index")?));
    /// let slug = SlugRules::GITLAB_REF.slug(branch);
    /// assert_eq!(slug, Some(Slug::new("feature-search--index")?));
    /// let slug = SlugRules::DNS_LABEL.slug(branch);
    /// assert_eq!(slug, Some(Slug::new("feature-search-index")?));
    /// let slug = SlugRules::DOCKER_METADATA.slug(branch);
    /// assert_eq!(slug, Some(Slug::new("feature-Search-index")?));
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    Slug, "slug", check,
    /// Checks a slug, without changing it.
    ///
    /// # Errors
    ///
    /// * An empty string: with `branch-{slug}`, every such branch would have the tag
    ///   `branch-`.
    /// * Any character other than an ASCII letter, a digit, `.`, `_`, `-` or `/`.
    /// * A `/` at either end, or two next to each other.
    /// * More than 128 characters: no tag is that long.
    new
}

proved!(Slug, check);

impl Slug {
    /// The greatest length of a slug in characters, which is that of a [`Tag`].
    pub const MAX_LENGTH: usize = Tag::MAX_LENGTH;
}

const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    const HOLDS: &str =
        "a slug holds letters, digits, '.', '_' and '-', and '/' between parts of a path";
    if bytes.is_empty() {
        return Err(Flaw::empty(0, HOLDS));
    }
    let mut part = bytes;
    loop {
        let rest = grammar::skip_tag(part);
        let index = bytes.len() - rest.len();
        if rest.len() == part.len() && !rest.is_empty() {
            return Err(Flaw::character(index, HOLDS));
        }
        match rest {
            [] if part.is_empty() => return Err(Flaw::character(index - 1, HOLDS)),
            [] => break,
            [b'/', next @ ..] => part = next,
            _ => return Err(Flaw::character(index, HOLDS)),
        }
    }
    if bytes.len() > Slug::MAX_LENGTH {
        return Err(Flaw::too_long(Slug::MAX_LENGTH, "a slug has at most 128 characters"));
    }
    Ok(())
}
