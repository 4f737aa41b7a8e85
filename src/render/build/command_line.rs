use alloc::string::String;
use alloc::vec::{self, Vec};
use core::{fmt, slice};

use super::super::shell;

/// A **command line**: a program and its arguments.
///
/// [`program`](Self::program) and [`arguments`](Self::arguments) are what a process is
/// started with. `Display` writes both as a POSIX shell command, quoted so that every
/// shell reads back exactly those arguments.
///
/// # Examples
///
/// Running the commands of a builder one after the other, until one fails:
///
/// ```no_run
/// use std::process::Command;
/// use tagwright::{CiContext, Policy};
///
/// let context = CiContext::from_ci(|name| std::env::var(name).ok())?;
/// let plan = Policy::cwiq().plan(&context)?;
/// for command in &plan.buildah().commands()? {
///     let status = Command::new(command.program()).args(command.arguments()).status()?;
///     assert!(status.success(), "failed: {command}");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommandLine {
    /// The words, joined by spaces.
    text: String,
    /// Where each word ends.
    ends: Vec<usize>,
}

/// A capacity that is enough for nearly every command.
const LINE: usize = 1024;
const WORDS: usize = 32;

impl CommandLine {
    pub(super) fn new<const N: usize>(words: [&str; N]) -> Self {
        let line = Self { text: String::with_capacity(LINE), ends: Vec::with_capacity(WORDS) };
        line.words(words)
    }

    pub(super) fn word(mut self, word: impl Word) -> Self {
        if !self.ends.is_empty() {
            self.text.push(' ');
        }
        word.push_to(&mut self.text);
        self.ends.push(self.text.len());
        self
    }

    pub(super) fn words<W: Word>(self, words: impl IntoIterator<Item = W>) -> Self {
        words.into_iter().fold(self, Self::word)
    }

    pub(super) fn option(self, name: &str, value: impl Word) -> Self {
        self.word(name).word(value)
    }

    /// Adds an option once for each of its values.
    pub(super) fn options<W: Word>(self, name: &str, values: impl IntoIterator<Item = W>) -> Self {
        values.into_iter().fold(self, |line, value| line.option(name, value))
    }

    /// Returns the program, such as `buildah`.
    #[must_use]
    pub fn program(&self) -> &str {
        self.argv().next().unwrap_or_default()
    }

    /// Returns the arguments after the program.
    #[must_use]
    pub fn arguments(&self) -> impl ExactSizeIterator<Item = &str> {
        self.argv().skip(1)
    }

    /// Returns the program and its arguments, in one sequence.
    #[must_use]
    pub fn argv(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let word = self.text.get(start..*end).unwrap_or_default();
            start = end + " ".len();
            word
        })
    }
}

impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if shell::is_plain(&self.text, self.argv()) {
            return f.write_str(&self.text);
        }
        for (index, word) in self.argv().enumerate() {
            f.write_str(if index > 0 { " " } else { "" })?;
            f.write_str(&shell::quoted(word)?)?;
        }
        Ok(())
    }
}

/// A word of a command line, as one string or in pieces.
pub(super) trait Word {
    fn push_to(self, text: &mut String);
}

impl Word for &str {
    fn push_to(self, text: &mut String) {
        text.push_str(self);
    }
}

impl Word for String {
    fn push_to(self, text: &mut String) {
        text.push_str(&self);
    }
}

impl<const N: usize> Word for [&str; N] {
    fn push_to(self, text: &mut String) {
        text.extend(self);
    }
}

/// The **commands** of a builder, in order. Each should run only if those before it
/// succeeded.
///
/// Iterating yields [`CommandLine`]s. `Display` writes them for a POSIX shell, joined
/// with `&&`.
///
/// # Examples
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "feature/search", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// let commands = plan.buildah().commands()?;
/// assert_eq!(commands.iter().count(), 2, "a build and a push");
/// assert!(commands.to_string().contains(" &&\nbuildah push "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Commands {
    lines: Vec<CommandLine>,
}

impl Commands {
    /// A build and the commands after it.
    pub(super) fn new(build: CommandLine, pushes: impl IntoIterator<Item = CommandLine>) -> Self {
        Self { lines: core::iter::once(build).chain(pushes).collect() }
    }

    /// Returns the commands in order.
    pub fn iter(&self) -> slice::Iter<'_, CommandLine> {
        self.lines.iter()
    }
}

impl IntoIterator for Commands {
    type Item = CommandLine;
    type IntoIter = vec::IntoIter<CommandLine>;

    fn into_iter(self) -> Self::IntoIter {
        self.lines.into_iter()
    }
}

impl<'c> IntoIterator for &'c Commands {
    type Item = &'c CommandLine;
    type IntoIter = slice::Iter<'c, CommandLine>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Commands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, line) in self.lines.iter().enumerate() {
            f.write_str(if index > 0 { " &&\n" } else { "" })?;
            line.fmt(f)?;
        }
        Ok(())
    }
}
