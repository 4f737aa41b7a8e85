//! The examples as a newcomer runs them.

mod audit;
mod ci;
mod commands;
mod every;
mod nothing_by_default;
mod plan;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The examples that print something about a policy. Each is a folder, and so is
/// `ci`.
const EXAMPLES: [&str; 7] = ["audit", "diff", "explain", "plan", "recognize", "table", "verify"];

/// The folder of the examples, which are built first: `cargo test --test it`
/// alone does not build them.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let this = std::env::current_exe().unwrap();
        let folder = this.parent().and_then(Path::parent).unwrap();
        let profile = match folder.file_name().unwrap().to_str().unwrap() {
            "debug" => "dev",
            other => other,
        };
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--examples", "--profile", profile])
            .arg("--target-dir")
            .arg(folder.parent().unwrap())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(status.unwrap().success(), "the examples are built");
        folder.join("examples")
    })
}

/// An example with an empty environment, as outside of any CI.
pub(crate) fn example(name: &str, arguments: &[&str]) -> Command {
    let program = folder().join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let mut command = Command::new(program);
    command.args(arguments).env_clear();
    command
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(mut command: Command) -> Ran {
    ran(command.stdin(Stdio::null()).output().unwrap())
}

fn run_with_input(mut command: Command, input: &str) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    ran(child.wait_with_output().unwrap())
}

fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A file that is deleted at the end of the test.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let name = format!("tagwright-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

const SAMPLE: &str = "context: the built-in sample\n";

const CONTEXT: &str = r#"{"project":"ui","sha":"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334","tag":"v1.0.0","created":"2026-03-18T09:00:00Z"}"#;

#[track_caller]
fn succeeds(ran: &Ran, out: &str, err: &str) {
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.code), (out, err, 0));
}

#[track_caller]
fn fails(ran: &Ran, code: i32, err: &str) {
    assert_eq!((ran.out.as_str(), ran.code), ("", code), "{}", ran.err);
    assert!(ran.err.ends_with(err), "{:?} does not end with {err:?}", ran.err);
}
