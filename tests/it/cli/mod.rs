//! The command-line tool as a newcomer and a job run it.

mod check;
mod commands;
mod inputs;
mod jobs;
mod plan;
mod usage;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The tool, which is built first: `cargo test --test it` alone does not build it.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let this = std::env::current_exe().unwrap();
        let folder = this.parent().and_then(Path::parent).unwrap();
        let profile = match folder.file_name().unwrap().to_str().unwrap() {
            "debug" => "dev",
            other => other,
        };
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "tagwright-cli", "--profile", profile])
            .arg("--target-dir")
            .arg(folder.parent().unwrap())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(status.unwrap().success(), "the tool is built");
        folder.join("tagwright").with_extension(std::env::consts::EXE_EXTENSION)
    })
}

/// The tool with an empty environment, as outside of any CI, in a folder without a
/// policy.
pub(crate) fn tool(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().current_dir(std::env::temp_dir());
    command
}

/// Writes a shell script that can be run as a program, and the folder that it is in.
#[cfg(unix)]
pub(crate) fn write_program(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
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

const BUILT_IN: &str = "policy: the built-in example, which pushes to nexus.shared.cwiq.io:8443\n";

/// What is said of the sample under the built-in policy.
fn said() -> String {
    [SAMPLE, BUILT_IN].concat()
}

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
