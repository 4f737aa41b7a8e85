use alloc::borrow::Cow;
use alloc::vec::{self, Vec};
use core::{fmt, slice};

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
/// for command in &plan.buildah().commands()? {
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

/// The **commands** of a builder, in their order: each runs only if those before
/// it succeeded.
///
/// They are [`CommandLine`]s for processes; `Display` is the same as text for a
/// POSIX shell, joined by `&&`.
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
/// let buildah = plan.buildah();
/// let commands = buildah.commands()?;
/// assert_eq!(commands.iter().count(), 2, "a build and a push");
/// assert!(commands.to_string().contains(" &&\nbuildah push "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Commands<'a> {
    lines: Vec<CommandLine<'a>>,
}

impl<'a> Commands<'a> {
    /// A build, and what comes after it.
    pub(super) fn new(
        build: CommandLine<'a>,
        pushes: impl IntoIterator<Item = CommandLine<'a>>,
    ) -> Self {
        Self { lines: core::iter::once(build).chain(pushes).collect() }
    }

    /// Returns the commands in their order.
    pub fn iter(&self) -> slice::Iter<'_, CommandLine<'a>> {
        self.lines.iter()
    }
}

impl<'a> IntoIterator for Commands<'a> {
    type Item = CommandLine<'a>;
    type IntoIter = vec::IntoIter<CommandLine<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.lines.into_iter()
    }
}

impl<'c, 'a> IntoIterator for &'c Commands<'a> {
    type Item = &'c CommandLine<'a>;
    type IntoIter = slice::Iter<'c, CommandLine<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Commands<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, line) in self.lines.iter().enumerate() {
            let separator = if index > 0 { " &&\n" } else { "" };
            write!(f, "{separator}{line}")?;
        }
        Ok(())
    }
}
