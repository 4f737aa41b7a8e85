//! The auth file in the tools that read it, at a registry that asks for it.

use std::path::PathBuf;

use tagwright::build::DockerConfig;

use super::registry::Registry;
use super::workplace::{Workplace, succeed};
use super::{find, have};

/// bcrypt reads no more bytes of a password.
const LONGEST: usize = 72;

const PASSWORDS: [&str; 21] = [
    "{\r\n\t\"type\": \"service_account\",\n  \"a\": 1\n}",
    "secret",
    "with some spaces",
    " at both ends ",
    "it's \"quoted\"",
    "\"",
    "'",
    "a:b",
    ":",
    "::a:",
    "$HOME ${x} $(id) $5",
    "\\n\\",
    "\\",
    "größe",
    "пароль 密码 🦀",
    "e\u{301}\u{a0}\u{200b}",
    "a/b+c=d==",
    "&<>#%!?*~`|;{}[]()@^",
    "=",
    "{\"auth\": null}",
    "%41%zz",
];

/// A registry that knows each user, and an image to push to it.
pub(super) struct Login {
    pub(super) registry: Registry,
    pub(super) workplace: Workplace,
    /// The registry reads its users when it has to.
    _users: Workplace,
}

impl Login {
    pub(super) fn start(users: &[(String, String)]) -> Option<Self> {
        let tools = ["buildah", "podman", "skopeo", "htpasswd"];
        if !have(&tools) {
            return None;
        }
        let folder = Workplace::new("");
        let lines = users.iter().map(|(username, password)| {
            folder.words(&["htpasswd", "-nbB", "-C", "4", username, password]).trim().to_owned()
        });
        folder.write("users", &lines.collect::<Vec<_>>().join("\n"));
        let registry = Registry::with_users(&tools, &folder.path("users"))?;
        let workplace = Workplace::new(registry.address());
        workplace.write("source/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
        let name = format!("{}/app", registry.address());
        workplace.words(&["buildah", "build", "--tag", &name, "source"]);
        Some(Self { registry, workplace, _users: folder })
    }

    /// Writes the auth file, and says where it is.
    fn file(&self, name: &str, username: &str, password: &str) -> PathBuf {
        let host = self.registry.address();
        let config = DockerConfig::new().with_auth(host, username, password).unwrap();
        self.workplace.write(name, &config.to_string());
        self.workplace.path(name)
    }

    /// Pushes and inspects with every tool, by every way to name the file.
    fn assert_logs_in(&self, username: &str, password: &str) {
        let address = self.registry.address();
        let file = self.file("auth.json", username, password);
        let path = file.to_str().unwrap();
        for program in ["buildah", "podman"] {
            let image = format!("docker://{address}/{program}:latest");
            let push = [program, "push", &format!("{address}/app"), &image];
            let mut command = self.workplace.command(&push);
            command.env("REGISTRY_AUTH_FILE", &file);
            succeed(command);
            self.workplace.words(&["skopeo", "inspect", "--authfile", path, &image]);
            let name = format!("{address}/{program}:latest");
            self.workplace.words(&[program, "pull", "--authfile", path, &name]);
        }
        // Where docker has it, the others look too.
        self.file(".docker/config.json", username, password);
        let image = format!("docker://{address}/buildah");
        self.workplace.words(&["skopeo", "copy", &image, &format!("docker://{address}/skopeo")]);
        std::fs::remove_file(self.workplace.path(".docker/config.json")).unwrap();
        let mut command = self.workplace.command(&["skopeo", "inspect", &image]);
        assert!(!command.output().unwrap().status.success(), "without it there is no login");
    }
}

fn users() -> Vec<(String, String)> {
    let long = "0123456789".repeat(8).get(..LONGEST).unwrap().to_owned();
    let passwords = PASSWORDS.into_iter().map(str::to_owned).chain([long]);
    passwords.enumerate().map(|(index, password)| (format!("ci-{index}"), password)).collect()
}

#[test]
fn every_tool_logs_in_with_any_password() {
    let users = users();
    let Some(login) = Login::start(&users) else { return };
    for (username, password) in &users {
        login.assert_logs_in(username, password);
    }
}

#[test]
fn every_tool_logs_in_as_any_user() {
    let names = ["größe", "ci bot", "a@b.example", "it's", "\\", "robot$ci+push", "\"x\"", "{}"];
    let users: Vec<_> = names.map(|name| (name.to_owned(), format!("of {name}"))).into();
    let Some(login) = Login::start(&users) else { return };
    for (username, password) in &users {
        login.assert_logs_in(username, password);
    }
}

/// The docker command itself, which needs no daemon for this.
#[test]
fn docker_reads_the_same_file() {
    if find("docker").is_none() {
        println!("skipped: there is no docker");
        return;
    }
    let users = users();
    let Some(login) = Login::start(&users) else { return };
    let address = login.registry.address();
    for (username, password) in &users {
        let file = login.file("auth.json", username, password);
        let image = format!("{address}/app:latest");
        let to = format!("docker://{image}");
        let mut command = login.workplace.command(&["buildah", "push", &image, &to]);
        command.env("REGISTRY_AUTH_FILE", file);
        succeed(command);
        login.file("docker/config.json", username, password);
        let inspect = ["docker", "manifest", "inspect", "--insecure", &image];
        let mut command = login.workplace.command(&inspect);
        command.env("DOCKER_CONFIG", login.workplace.path("docker"));
        succeed(command);
    }
}

/// Docker Hub's key is that of its first interface, which all read as its host.
#[test]
fn every_tool_finds_the_user_of_docker_hub() {
    let tools = ["buildah", "podman", "skopeo"];
    if !have(&tools) {
        return;
    }
    let workplace = Workplace::new("localhost:1");
    let config = DockerConfig::new().with_auth("docker.io", "ci", "secret");
    workplace.write("auth.json", &config.unwrap().to_string());
    let file = workplace.path("auth.json");
    for tool in tools {
        let file = file.to_str().unwrap();
        let words = [tool, "login", "--get-login", "--authfile", file, "docker.io"];
        assert_eq!(workplace.words(&words), "ci\n", "{tool}");
    }
}
