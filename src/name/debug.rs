//! `Debug` for errors.

/// Implements `Debug` of an error with its message, as in
/// `PlanError("no rule applies …")`.
///
/// A `main` that returns an error prints its `Debug` form, where a user is helped by
/// the message and not by the fields.
macro_rules! debug_as_message {
    ($error:ident) => {
        impl core::fmt::Debug for $error {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let message = alloc::string::ToString::to_string(self);
                f.debug_tuple(stringify!($error)).field(&message).finish()
            }
        }
    };
}

pub(crate) use debug_as_message;
