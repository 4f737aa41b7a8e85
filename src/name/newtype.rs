//! The macros that define the string newtypes.

/// Defines a string newtype. Every constructor uses the same `const` check, and every
/// newtype has the same traits.
///
/// `$door`, the constructor's name, is `new` for an atom and `parse` for structured
/// text. `check` is a `const fn(&[u8]) -> Result<(), Flaw>`; it alone decides what is
/// legal. The string is stored in a `Cow`, so that a literal can be a constant.
macro_rules! name {
    (
        $(#[$attribute:meta])*
        $name:ident, $noun:literal, $check:path,
        $(#[$door_attribute:meta])*
        $door:ident
    ) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(alloc::borrow::Cow<'static, str>);

        impl $name {
            $(#[$door_attribute])*
            pub fn $door(
                text: impl Into<alloc::string::String>,
            ) -> Result<Self, $crate::name::NameError> {
                let text = text.into();
                match $check(text.as_bytes()) {
                    Ok(()) => Ok(Self(alloc::borrow::Cow::Owned(text))),
                    Err(flaw) => Err($crate::name::NameError::new($noun, text, flaw)),
                }
            }

            #[doc = concat!("Makes a constant of a literal ", $noun, ".")]
            ///
            /// # Panics
            ///
            /// Panics if the literal is not legal; in a `const`, that is a compile
            /// error.
            #[must_use]
            #[track_caller]
            pub const fn from_static(text: &'static str) -> Self {
                match $check(text.as_bytes()) {
                    Ok(()) => Self(alloc::borrow::Cow::Borrowed(text)),
                    Err(_) => panic!(concat!("not a legal ", $noun)),
                }
            }

            /// Returns the string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for alloc::string::String {
            fn from(name: $name) -> Self {
                name.0.into_owned()
            }
        }

        $crate::name::newtype::text_traits!($name, $noun, $door);
    };
}

/// Implements the traits of a string newtype that has `as_str` and one checking
/// constructor.
macro_rules! text_traits {
    ($name:ident, $noun:literal, $door:ident) => {
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::name::NameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::$door(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::name::NameError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::$door(text)
            }
        }

        impl TryFrom<alloc::string::String> for $name {
            type Error = $crate::name::NameError;

            fn try_from(text: alloc::string::String) -> Result<Self, Self::Error> {
                Self::$door(text)
            }
        }

        $crate::name::newtype::serde_as_text!($name, $noun);
    };
}

/// Adds a constructor without a check, for strings that this crate has built and that
/// are proved to be legal.
macro_rules! proved {
    ($name:ident, $check:path) => {
        impl $name {
            pub(crate) fn proved(text: alloc::string::String) -> Self {
                debug_assert!($check(text.as_bytes()).is_ok(), "{text:?} is not legal");
                Self(alloc::borrow::Cow::Owned(text))
            }
        }
    };
}

/// Implements serde for a type with `Display` and `FromStr`: it is serialized as its
/// string form.
macro_rules! serde_as_text {
    ($name:ident, $noun:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        $crate::name::newtype::deserialize_as_text!($name, $noun);
    };
}

/// Implements `Deserialize` for a type with `FromStr`: it is read from a string.
macro_rules! deserialize_as_text {
    ($name:ident, $noun:literal) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str(concat!("a string that is a ", $noun))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }
    };
}

pub(crate) use deserialize_as_text;
pub(crate) use name;
pub(crate) use proved;
pub(crate) use serde_as_text;
pub(crate) use text_traits;
