mod formats;
pub(crate) mod messages;
mod policy;
