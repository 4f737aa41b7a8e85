//! Reads documents: a tree of nodes that every format is read into, and readers of its
//! values that report the path of each error.

mod error;
mod fields;
mod nearest;
mod node;
mod path;
mod values;

pub(crate) use error::{DataError, PathPrefix};
pub(crate) use fields::Fields;
pub(crate) use nearest::{OneOf, nearest};
pub(crate) use node::Node;
pub(crate) use path::Path;
pub(crate) use values::{
    checked, flag, list, list_such_as, map, number, one_or_many, such_as, text, value, word,
};
