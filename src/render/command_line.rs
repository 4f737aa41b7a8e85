use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::shell::{ShellLine, one};

/// A **command line**: a program and its arguments.
///
/// [`argv`](Self::argv) is for a process; `Display` is the same as text that
/// every POSIX shell reads back to those arguments, whatever they hold.
///
/// # Examples
///
/// The commands of a builder, run one after the other until one fails:
///
/// ```no_run
/// use std::process::Command;
/// use tagwright::{CiContext, Policy};
///
/// let context = CiContext::from_ci(|name| std::env::var(name).ok())?;
/// let plan = Policy::cwiq().plan(&context)?;
/// for command in plan.buildah().commands() {
///     let mut argv = command.argv().map(String::from);
///     let program = argv.next().ok_or("a command has a program")?;
///     let status = Command::new(program).args(argv).status()?;
///     assert!(status.success(), "failed: {command}");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommandLine<'a> {
    words: Vec<Cow<'a, str>>,
}

impl<'a> CommandLine<'a> {
    pub(super) fn new<const N: usize>(words: [&'static str; N]) -> Self {
        Self { words: words.map(Cow::Borrowed).into() }
    }

    pub(super) fn word(mut self, word: impl Into<Cow<'a, str>>) -> Self {
        self.words.push(word.into());
        self
    }

    pub(super) fn words<T: Into<Cow<'a, str>>>(self, words: impl IntoIterator<Item = T>) -> Self {
        words.into_iter().fold(self, Self::word)
    }

    pub(super) fn option(self, name: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        self.word(name).word(value)
    }

    /// An option with each of its values.
    pub(super) fn options<T: Into<Cow<'a, str>>>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        values.into_iter().fold(self, |line, value| line.option(name, value))
    }

    pub(super) fn into_argv(self) -> impl Iterator<Item = Cow<'a, str>> {
        self.words.into_iter()
    }

    /// Returns the program and its arguments.
    #[must_use]
    pub fn argv(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> {
        self.words.iter().map(|word| Cow::Borrowed(&**word))
    }
}

impl fmt::Display for CommandLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = ShellLine::new();
        self.words.iter().try_for_each(|word| line.push(one(word)))?;
        f.write_str(line.as_str())
    }
}

/// Writes commands of which each runs only if those before it succeeded.
pub(super) fn write_all<'a>(
    f: &mut fmt::Formatter<'_>,
    commands: impl IntoIterator<Item = CommandLine<'a>>,
) -> fmt::Result {
    let mut separator = "";
    commands.into_iter().try_for_each(|command| {
        write!(f, "{separator}{command}")?;
        separator = " &&\n";
        Ok(())
    })
}
