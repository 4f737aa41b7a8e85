//! `Debug` for errors.

/// Writes `Debug` as the message, in the form `PlanError("no rule applies …")`.
///
/// A `main` that returns an error prints its `Debug`. The fields would be a
/// riddle there.
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
