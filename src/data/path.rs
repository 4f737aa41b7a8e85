use core::fmt;

use crate::name::Quoted;

/// The path of a value in a document, such as `rules[2].tags[0]`.
///
/// It is a linked list on the stack, so that it costs nothing for a document without
/// errors.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Path::Key(self, key)
    }

    pub(crate) fn index(&'a self, index: usize) -> Self {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parent, key) = match *self {
            Path::Root => return Ok(()),
            Path::Index(parent, index) => return write!(f, "{parent}[{index}]"),
            Path::Key(parent, key) => (parent, key),
        };
        if !matches!(parent, Path::Root) {
            write!(f, "{parent}.")?;
        }
        // Keys that need no quotes in TOML are shown without quotes.
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !key.is_empty() && key.len() <= 64 && key.bytes().all(bare) {
            f.write_str(key)
        } else {
            write!(f, "{}", Quoted(key))
        }
    }
}
