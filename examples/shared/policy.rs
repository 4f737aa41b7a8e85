use std::error::Error;
use std::path::Path;

use tagwright::Policy;

use crate::arguments::{Arguments, Misuse};
use crate::file;

/// Returns the policy that an option names: that of a file, or the built-in
/// one. With `--sample` the built-in one is the default; otherwise there is no
/// default, since the built-in policy pushes to the registry of its owner.
pub(crate) fn policy(arguments: &Arguments, option: &str) -> Result<Policy, Box<dyn Error>> {
    match arguments.path(option) {
        Some(path) if path.as_os_str() == "builtin" => Ok(Policy::cwiq()),
        Some(path) => load(path),
        None if arguments.has("--sample") => Ok(Policy::cwiq()),
        None => Err(missing(option).into()),
    }
}

fn missing(option: &str) -> Misuse {
    let policy = Policy::cwiq();
    let registries = policy.document().images.iter().map(|image| image.push.as_str());
    let registries = registries.collect::<Vec<_>>().join(", ");
    Misuse(format!(
        "no policy; give {option} FILE, or {option} builtin for the built-in policy, which pushes \
         to {registries}"
    ))
}

fn load(path: &Path) -> Result<Policy, Box<dyn Error>> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let parse: fn(&str) -> Result<Policy, String> = match extension.unwrap_or_default() {
        "toml" => |text| toml::from_str(text).map_err(|error| error.to_string()),
        "json" => |text| serde_json::from_str(text).map_err(|error| error.to_string()),
        "yaml" | "yml" => |text| serde_yaml_ng::from_str(text).map_err(|error| error.to_string()),
        _ => {
            return Err(format!(
                "{}: unknown kind of policy; expected a file that ends in .toml, .json, .yaml or \
                 .yml, or builtin",
                path.display()
            )
            .into());
        }
    };
    parse(&file::read(path)?)
        .map_err(|error| format!("{}: {}", path.display(), error.trim_end()).into())
}
