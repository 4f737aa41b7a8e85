use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::have;
use super::workplace::Workplace;

/// The reference implementation of a registry, on a port of this machine alone,
/// that forgets everything when it ends.
pub(super) struct Registry {
    process: Child,
    address: String,
}

/// The shell has the end of a pipe in its hand: however this test ends, the
/// registry ends too.
const SCRIPT: &str = r#"docker-registry serve "$1" & read -r line; kill $!; wait $!"#;

const CONFIGURATION: &str = "\
version: 0.1
log: { level: info, accesslog: { disabled: true } }
storage: { inmemory: {} }
http: { addr: '127.0.0.1:0' }
";

impl Registry {
    /// Starts one, if it and these programs are here.
    #[track_caller]
    pub(super) fn start(programs: &[&str]) -> Option<Self> {
        Self::configured(programs, "")
    }

    /// Starts one that asks for a user of a file as `htpasswd` writes it.
    #[track_caller]
    pub(super) fn with_users(programs: &[&str], users: &Path) -> Option<Self> {
        let users = users.display();
        Self::configured(
            programs,
            &format!("auth: {{ htpasswd: {{ realm: test, path: '{users}' }} }}\n"),
        )
    }

    #[track_caller]
    fn configured(programs: &[&str], settings: &str) -> Option<Self> {
        if !have(&[&["sh", "timeout", "docker-registry"], programs].concat()) {
            return None;
        }
        // It has read its settings when it says where it listens.
        let folder = Workplace::new("");
        folder.write("registry.yml", &[CONFIGURATION, settings].concat());
        let mut process = Command::new("sh")
            .args(["-c", SCRIPT, "sh"])
            .arg(folder.path("registry.yml"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(process.stderr.take().unwrap());
        let (send, receive) = mpsc::channel();
        std::thread::spawn(move || {
            // To its end, so that it never waits for a reader.
            for line in log.lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        let mut this = Self { process, address: String::new() };
        let mut said = Vec::new();
        while let Ok(line) = receive.recv_timeout(Duration::from_secs(20)) {
            let address = line.split_once("msg=\"listening on ");
            if let Some((address, _)) = address.and_then(|(_, rest)| rest.split_once('"')) {
                address.clone_into(&mut this.address);
                return Some(this);
            }
            said.push(line);
        }
        panic!("the registry does not start: {}", said.join("\n"));
    }

    /// Its host and port.
    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
