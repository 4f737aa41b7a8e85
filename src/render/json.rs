use core::fmt;

use serde::Serialize;

pub(super) fn write(value: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let write = if f.alternate() { serde_json::to_string_pretty } else { serde_json::to_string };
    f.write_str(&write(value).map_err(|_| fmt::Error)?)
}
