use std::error::Error;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Reads a file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    let read = match path.to_str() {
        Some("-") => io::stdin().read_to_string(&mut text).map(drop),
        _ => fs::read_to_string(path).map(|content| text = content),
    };
    read.map_err(|error| format!("{}: {error}", describe(path)))?;
    Ok(text)
}

pub(crate) fn describe(path: &Path) -> String {
    match path.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => path.display().to_string(),
    }
}
