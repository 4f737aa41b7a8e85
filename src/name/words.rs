//! The macro for enumerations that are written as words, such as `merge-queue`.

/// Implements the word form of an enumeration: `all`, `as_str`, `Display`, `FromStr`
/// and serde.
macro_rules! words {
    ($name:ident, $noun:literal, $($words:tt)*) => {
        $crate::name::word_list! { $name, $noun, $($words)* }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        $crate::name::newtype::deserialize_as_text!($name, $noun);
    };
}

/// Implements the word form of an enumeration without serde. The enumerations of a policy
/// derive serde, because the error for an unknown word then names the nearest known one.
macro_rules! word_list {
    (
        $name:ident, $noun:literal,
        $first:ident $first_word:literal $(, $variant:ident $word:literal)*
        or $last:ident $last_word:literal
    ) => {
        impl $name {
            #[doc = concat!("Returns every ", $noun, ".")]
            #[must_use]
            pub fn all() -> impl ExactSizeIterator<Item = Self> {
                [Self::$first, $(Self::$variant,)* Self::$last].into_iter()
            }

            #[doc = concat!("Returns its word, such as `", $first_word, "`.")]
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$variant => $word,)*
                    Self::$last => $last_word,
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::name::NameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                const KNOWN: &str =
                    concat!("expected ", $first_word $(, ", ", $word)*, " or ", $last_word);
                let flaw = || $crate::name::Flaw::unsupported(0, KNOWN);
                Self::all()
                    .find(|one| one.as_str() == text)
                    .ok_or_else(|| $crate::name::NameError::new($noun, text, flaw()))
            }
        }
    };
}

pub(crate) use {word_list, words};
