//! With what, on what and when something was measured.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

const PEERS: [&str; 8] = [
    "slug",
    "slugify",
    "heck",
    "regex",
    "oci-spec",
    "container_image_dist_ref",
    "docker-image",
    "buildkit-rs-reference",
];

/// The compiler and the counter of instructions.
pub(crate) fn toolchain() -> Vec<(String, String)> {
    let compiler = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    [("rustc", compiler.as_str()), ("valgrind", "valgrind")]
        .map(|(name, program)| (name.to_owned(), version(program)))
        .into()
}

fn version(program: &str) -> String {
    let output = Command::new(program).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.unwrap_or_else(|error| panic!("{program}: {error}"))
}

/// The processor's model, and nothing else of the machine.
pub(crate) fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name"));
    model.map_or("unknown", |model| model.trim_start_matches([' ', '\t', ':'])).to_owned()
}

pub(crate) fn today() -> String {
    chrono::DateTime::<chrono::Utc>::from(SystemTime::now()).format("%F").to_string()
}

/// As the lock file has them.
pub(crate) fn peers() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
    let version = |peer: &str| {
        lock["package"].as_array()?.iter().find_map(|package| {
            (package["name"].as_str() == Some(peer)).then(|| package["version"].as_str())?
        })
    };
    PEERS.map(|peer| format!("{peer} {}", version(peer).expect("it is a dependency"))).into()
}
