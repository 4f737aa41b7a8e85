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
    /// `[A-Za-z0-9._-]{1,128}`: the inner characters of a [`Tag`], and at most
    /// as many. A slug is a part of a tag, so unlike a tag it may begin with
    /// `.` or `-`.
    ///
    /// # Examples
    ///
    /// Four ways to make one of a branch: by the rules of the built-in policy,
    /// by other [`SlugRules`](crate::SlugRules), and as GitLab makes its own
    /// two variables:
    ///
    /// ```
    /// use tagwright::{Slug, SlugRules};
    ///
    /// let branch = "feature/Search//index";
    /// let slug = SlugRules::CWIQ.slug(branch);
    /// assert_eq!(slug, Some(Slug::new("feature-Search--index")?));
    /// let slug = SlugRules::DNS_LABEL.slug(branch);
    /// assert_eq!(slug, Some(Slug::new("feature-search-index")?));
    /// let slug = Slug::gitlab_ref(branch);
    /// assert_eq!(slug, Some(Slug::new("feature-search--index")?));
    /// let slug = Slug::gitlab_environment(branch);
    /// assert_eq!(slug, "feature-search-in-w2va6w");
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    Slug, "slug", check,
    /// Checks a slug; repairs nothing.
    ///
    /// # Errors
    ///
    /// * The empty text: `branch-{slug}` would be the tag `branch-` of every
    ///   such branch.
    /// * Any character other than an ASCII letter, a digit, `.`, `_` or `-`.
    /// * More than 128 characters: no tag is as long.
    new
}

proved!(Slug, check);

impl Slug {
    /// The most characters a slug can have: those of a [`Tag`].
    pub const MAX_LENGTH: usize = Tag::MAX_LENGTH;
}

const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    const HOLDS: &str = "a slug holds letters, digits, '.', '_' and '-'";
    if bytes.is_empty() {
        return Err(Flaw::empty(0, HOLDS));
    }
    let rest = grammar::skip_tag(bytes);
    if !rest.is_empty() {
        return Err(Flaw::character(bytes.len() - rest.len(), HOLDS));
    }
    if bytes.len() > Slug::MAX_LENGTH {
        return Err(Flaw::too_long(Slug::MAX_LENGTH, "a slug has at most 128 characters"));
    }
    Ok(())
}
