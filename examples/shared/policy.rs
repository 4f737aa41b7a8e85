use std::error::Error;
use std::path::Path;

use tagwright::Policy;

use crate::file;

/// Reads the policy in a file, or takes the built-in one.
pub(crate) fn policy(path: Option<&Path>) -> Result<Policy, Box<dyn Error>> {
    let Some(path) = path else { return Ok(Policy::cwiq()) };
    let extension = path.extension().and_then(|extension| extension.to_str());
    let parse: fn(&str) -> Result<Policy, String> = match extension.unwrap_or_default() {
        "toml" => |text| toml::from_str(text).map_err(|error| error.to_string()),
        "json" => |text| serde_json::from_str(text).map_err(|error| error.to_string()),
        "yaml" | "yml" => |text| serde_yaml_ng::from_str(text).map_err(|error| error.to_string()),
        _ => {
            let path = path.display();
            return Err(format!(
                "{path}: a policy's file name ends in .toml, .json, .yaml or .yml"
            )
            .into());
        }
    };
    parse(&file::read(path)?)
        .map_err(|error| format!("{}: {}", path.display(), error.trim_end()).into())
}
