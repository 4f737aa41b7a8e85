use std::ffi::OsString;
use std::path::Path;

/// The arguments of a program: `--name value` and `--name=value` alike, and
/// switches, which have no value.
#[derive(Debug)]
pub(crate) struct Arguments {
    values: Vec<(String, String)>,
}

impl Arguments {
    /// Reads them; `None` asks for help.
    pub(crate) fn read(
        mut arguments: impl Iterator<Item = OsString>,
        known: &[&str],
        switches: &[&str],
    ) -> Result<Option<Self>, String> {
        let mut values = Vec::new();
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
                    return Err(format!("{name} takes no value"));
                }
                values.push((name, String::new()));
                continue;
            }
            if !known.contains(&name.as_str()) {
                return Err(format!("unknown argument {name}"));
            }
            let value = match inline {
                Some(value) => value,
                None => arguments.next().map(text).transpose()?.unwrap_or_default(),
            };
            let is_argument = known.iter().chain(switches).any(|name| *name == value);
            if value.is_empty() || is_argument {
                return Err(format!("{name} needs a value"));
            }
            values.push((name, value));
        }
        let mut read = values.iter().filter(|(_, value)| value == "-").map(|(name, _)| name);
        if let (Some(first), Some(second)) = (read.next(), read.next()) {
            return Err(format!("{first} and {second} both read standard input"));
        }
        Ok(Some(Self { values }))
    }

    /// The value of an argument; of several, the last.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The file that an argument names.
    pub(crate) fn path(&self, name: &str) -> Option<&Path> {
        self.get(name).map(Path::new)
    }

    /// The value of an argument that is one of these, the first unless said.
    pub(crate) fn choice(
        &self,
        name: &str,
        known: &[&'static str],
    ) -> Result<&'static str, String> {
        let Some(word) = self.get(name) else {
            return Ok(known.first().copied().unwrap_or_default());
        };
        let what = name.trim_start_matches('-');
        let found = known.iter().copied().find(|choice| *choice == word);
        found.ok_or_else(|| match known {
            [front @ .., last] => {
                format!("unknown {what} {word}; expected {} or {last}", front.join(", "))
            }
            [] => format!("unknown {what} {word}"),
        })
    }
}

fn text(argument: OsString) -> Result<String, String> {
    argument.into_string().map_err(|argument| format!("{argument:?} is not UTF-8"))
}
