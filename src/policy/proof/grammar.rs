use crate::name::{Flaw, NameError, NameErrorKind, check_env_value, check_repository};
use crate::policy::image::path_characters;
use crate::policy::{CharSet, NameCase, Needs, TagGrammar};

/// What a place in a plan takes, for proofs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grammar<'a> {
    /// A tag.
    Tag(&'a TagGrammar),
    /// The path of a repository, after its letters were made what the image
    /// says; and what its hosts need of it.
    Path(NameCase, Needs),
    /// A part of such a path, other than this one.
    OtherPath(NameCase, &'a str),
    /// A value that GitLab and a shell read alike.
    EnvValue,
}

impl Grammar<'_> {
    /// Why a text is not what the place takes, if it is not.
    pub(crate) fn refusal(&self, text: &str) -> Option<NameError> {
        match self {
            Self::Tag(grammar) => grammar.check(text).err(),
            Self::Path(case, needs) => {
                let path = case.of(text.into());
                match check_repository(&path) {
                    Ok(()) => {
                        let flaw = needs.check(&path).err()?;
                        Some(NameError::new("image name", path, flaw))
                    }
                    // How long a name may be depends on its hosts: another claim.
                    Err(error) if matches!(error.kind(), NameErrorKind::TooLong { .. }) => None,
                    Err(error) => Some(error),
                }
            }
            Self::OtherPath(case, path) => {
                let flaw = Flaw::unsupported(0, "a cache is not an image");
                let text = case.of(text.into());
                (text == *path).then(|| NameError::new("image name", text, flaw))
            }
            Self::EnvValue => check_env_value(text).err(),
        }
    }

    /// What messages call a text that the place takes.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Self::Tag(grammar) => grammar.words.noun,
            Self::Path(..) | Self::OtherPath(..) => "image name",
            Self::EnvValue => "dotenv value",
        }
    }

    /// The characters that a text which the place takes may hold.
    pub(crate) fn holds(&self) -> CharSet {
        match self {
            Self::Tag(grammar) => grammar.holds,
            Self::Path(case, _) | Self::OtherPath(case, _) => path_characters(*case),
            Self::EnvValue => CharSet::ENV_VALUE,
        }
    }
}
