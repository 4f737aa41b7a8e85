use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use tagwright::build::CommandLine;

/// The Dockerfile of the reference pipeline, from nothing: no other image is
/// fetched.
const DOCKERFILE: &str = "\
FROM scratch
ARG VERSION
ARG BUILD_DATE
ARG VCS_REF
LABEL org.opencontainers.image.version=$VERSION \\
      org.opencontainers.image.created=$BUILD_DATE \\
      org.opencontainers.image.revision=$VCS_REF
COPY content /
";

/// A folder in which tools find their settings and leave their files; it is gone
/// when the test is.
pub(super) struct Workplace {
    folder: PathBuf,
}

impl Workplace {
    /// For tools that speak to this registry without TLS.
    pub(super) fn new(registry: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tagwright-tools-{}-{count}", std::process::id());
        let this = Self { folder: std::env::temp_dir().join(name) };
        let folder = this.folder.to_str().unwrap();
        let storage = format!(
            "[storage]\ndriver = \"vfs\"\ngraphroot = \"{folder}/graph\"\nrunroot = \"{folder}/run\"\n"
        );
        let trust = r#"{ "default": [{ "type": "insecureAcceptAnything" }] }"#;
        for (file, text) in [
            ("storage.conf", &*storage),
            (".config/containers/policy.json", trust),
            (
                ".config/containers/registries.conf",
                &format!("[[registry]]\nlocation = \"{registry}\"\ninsecure = true\n"),
            ),
        ] {
            this.write(file, text);
        }
        this
    }

    /// A folder to build from, its content being of this text.
    pub(super) fn source(&self, name: &str, content: &str) -> String {
        self.write(&format!("{name}/Dockerfile"), DOCKERFILE);
        self.write(&format!("{name}/content"), content);
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Runs a command line as it is; what it should be told beside, its
    /// environment says.
    #[track_caller]
    pub(super) fn run(&self, line: &CommandLine) -> String {
        self.words(&line.argv().collect::<Vec<_>>())
    }

    /// What a command writes to standard output, if it ends well.
    #[track_caller]
    pub(super) fn words(&self, argv: &[&str]) -> String {
        succeed(self.command(argv))
    }

    /// A command that ends in time, with the settings of this folder.
    pub(super) fn command(&self, argv: &[&str]) -> Command {
        let mut command = Command::new("timeout");
        command
            .arg("60")
            .args(argv)
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", &self.folder)
            .env("TMPDIR", &self.folder)
            .env("XDG_RUNTIME_DIR", &self.folder)
            .env("CONTAINERS_STORAGE_CONF", self.path("storage.conf"))
            .env("BUILDAH_ISOLATION", "chroot")
            // What a build arg without a `=` would be taken from.
            .env("VERSION", "of the environment");
        command
    }
}

/// What a command writes to standard output, if it ends well.
#[track_caller]
pub(super) fn succeed(mut command: Command) -> String {
    let output = command.output().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}: {complaints}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

impl Drop for Workplace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
