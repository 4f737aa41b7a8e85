use std::fs::File;
use std::io::Write;
use std::path::Path;

use tagwright::Policy;

use crate::failure::{Failure, Status};
use crate::output::{print, say};

const POLICY: &str = include_str!("policy.toml");

/// Writes a policy to start from, and prints the next steps.
pub(crate) fn run(registry: &str, ci: &str, output: &Path) -> Result<(), Failure> {
    let review = if ci == "gitlab" { "merge request" } else { "pull request" };
    let text = POLICY.replace("REGISTRY", registry).replace("pull request", review);
    toml::from_str::<Policy>(&text).map_err(Failure::policy)?;
    if output.as_os_str() == "-" {
        return print(&text);
    }
    let name = output.display();
    if output.exists() {
        let what = format!("{name} exists already; give --output FILE for another file");
        return Err(Failure::new(Status::Undone, what));
    }
    File::create_new(output)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::undone(format!("{name} cannot be written"), error))?;
    say(&format!("wrote {name}; next: tagwright table, then tagwright check"));
    Ok(())
}
