use std::error::Error;
use std::ffi::OsString;
use std::fmt;
use std::path::Path;

/// The arguments of a program: options as `--name value` or `--name=value`,
/// and switches, which have no value.
#[derive(Debug)]
pub(crate) struct Arguments {
    given: Vec<(String, String)>,
}

/// A mistake in how a program is called.
#[derive(Debug)]
pub(crate) struct Misuse(pub(crate) String);

/// Options of which at most one may be given.
const EXCLUSIVE: [[&str; 2]; 2] = [["--context", "--sample"], ["--tag", "--tags"]];

impl Arguments {
    /// Reads the arguments; `None` is a request for help.
    pub(crate) fn read(
        mut arguments: impl Iterator<Item = OsString>,
        options: &[&str],
        switches: &[&str],
    ) -> Result<Option<Self>, Misuse> {
        let mut given = Vec::new();
        while let Some(argument) = arguments.next() {
            let argument = text(argument)?;
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            if matches!(name.as_str(), "--help" | "-h") {
                return Ok(None);
            }
            if switches.contains(&name.as_str()) {
                if inline.is_some() {
                    return Err(Misuse(format!("{name} takes no value")));
                }
                given.push((name, String::new()));
                continue;
            }
            if !options.contains(&name.as_str()) {
                let expected = either(&[options, switches].concat());
                return Err(Misuse(format!("unknown argument {name}; expected {expected}")));
            }
            let value = match inline {
                Some(value) => value,
                None => arguments.next().map(text).transpose()?.unwrap_or_default(),
            };
            let is_argument = options.iter().chain(switches).any(|name| *name == value);
            if value.is_empty() || is_argument {
                return Err(Misuse(format!("{name} needs a value")));
            }
            given.push((name, value));
        }
        let arguments = Self { given };
        arguments.check()?;
        Ok(Some(arguments))
    }

    fn check(&self) -> Result<(), Misuse> {
        for [first, second] in EXCLUSIVE {
            if self.has(first) && self.has(second) {
                return Err(Misuse(format!("give {first} or {second}, not both")));
            }
        }
        let mut inputs = self.given.iter().filter(|(_, value)| value == "-").map(|(name, _)| name);
        match (inputs.next(), inputs.next()) {
            (Some(first), Some(second)) => {
                Err(Misuse(format!("{first} and {second} both read standard input")))
            }
            _ => Ok(()),
        }
    }

    /// The value of an option; the last one if it is given several times.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Whether an option or switch is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The file that an option names.
    pub(crate) fn path(&self, name: &str) -> Option<&Path> {
        self.get(name).map(Path::new)
    }

    /// The value of an option that has a fixed set of values, of which the
    /// first is the default.
    pub(crate) fn choice(
        &self,
        name: &str,
        known: &[&'static str],
    ) -> Result<&'static str, Misuse> {
        let Some(word) = self.get(name) else {
            return Ok(known.first().copied().unwrap_or_default());
        };
        let found = known.iter().copied().find(|choice| *choice == word);
        found.ok_or_else(|| {
            let what = name.trim_start_matches('-');
            Misuse(format!("unknown {what} {word}; expected {}", either(known)))
        })
    }
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Misuse {}

/// `a, b or c`.
pub(crate) fn either(words: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match &*words {
        [front @ .., last] if !front.is_empty() => format!("{} or {last}", front.join(", ")),
        _ => words.concat(),
    }
}

fn text(argument: OsString) -> Result<String, Misuse> {
    argument.into_string().map_err(|argument| Misuse(format!("{argument:?} is not UTF-8")))
}
