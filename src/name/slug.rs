use super::error::Flaw;
use super::grammar;
use super::newtype::{name, proved};
use super::tag::Tag;

name! {
    /// The **slug** of a name: what is left of a branch or git tag in the
    /// characters that a container image's tag can hold.
    ///
    /// A slug is never empty: what makes slugs gives an [`Option`] where
    /// nothing may be left.
    ///
    /// # Syntax
    ///
    /// At most 128 characters, as many as a [`Tag`] has:
    ///
    /// ```text
    /// slug = part *( "/" part )
    /// part = 1*( letter / digit / "." / "_" / "-" )
    /// ```
    ///
    /// A slug is a part of a tag or of an image name, so unlike a tag it may begin with
    /// `.` or `-`. Only rules that keep `/` make slugs of several parts, and a policy
    /// takes them in names of images alone.
    ///
    /// # Examples
    ///
    /// Four ways to make one of a branch: by the rules of the built-in policy, and by
    /// three others that policies have a name for:
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
    /// Checks a slug; repairs nothing.
    ///
    /// # Errors
    ///
    /// * The empty text: `branch-{slug}` would be the tag `branch-` of every
    ///   such branch.
    /// * Any character other than an ASCII letter, a digit, `.`, `_`, `-` or `/`.
    /// * A `/` at either end, or two next to each other.
    /// * More than 128 characters: no tag is as long.
    new
}

proved!(Slug, check);

impl Slug {
    /// The most characters a slug can have: those of a [`Tag`].
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
