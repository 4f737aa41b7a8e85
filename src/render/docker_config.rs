use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::name::Registry;
use crate::plan::Plan;

/// The registry auth file that builders read: `/kaniko/.docker/config.json`.
///
/// `Display` and serde write it; `Debug` shows no password. The crate fetches
/// no credentials: the caller has them from wherever its job keeps them.
///
/// # Syntax
///
/// `{"auths":{"host:port":{"username":"…","password":"…"}}}`, as in docker's
/// [configuration file]; the key of `docker.io` is
/// `https://index.docker.io/v1/`, as `docker login` has it.
///
/// # Examples
///
/// ```
/// use tagwright::{DockerConfig, Registry};
///
/// let nexus = Registry::new("nexus.shared.cwiq.io:8443")?;
/// let config = DockerConfig::new().with_auth(nexus, "ci", "s3\"cret");
/// assert_eq!(
///     config.to_string(),
///     r#"{"auths":{"nexus.shared.cwiq.io:8443":{"username":"ci","password":"s3\"cret"}}}"#,
/// );
/// assert!(!format!("{config:?}").contains("cret"));
/// # Ok::<(), tagwright::NameError>(())
/// ```
///
/// [configuration file]: https://docs.docker.com/reference/cli/docker/login/#credential-stores
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DockerConfig {
    auths: BTreeMap<Registry, Auth>,
}

#[derive(Clone, PartialEq, Eq)]
struct Auth {
    username: String,
    password: String,
}

impl DockerConfig {
    /// Makes a file without credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the credentials for a registry; those it had are replaced.
    #[must_use]
    pub fn with_auth(
        mut self,
        registry: Registry,
        username: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let auth = Auth { username: username.into(), password: password.into() };
        self.auths.insert(registry, auth);
        self
    }
}

impl Plan {
    /// Returns the auth file with these credentials for every registry that the
    /// plan pushes to.
    #[must_use]
    pub fn docker_config(&self, username: &str, password: &str) -> DockerConfig {
        self.images().fold(DockerConfig::new(), |config, image| {
            let registry = Registry::proved(image.push().registry().into());
            config.with_auth(registry, username, password)
        })
    }
}

impl fmt::Display for DockerConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

impl fmt::Debug for DockerConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut auths = f.debug_map();
        for (registry, auth) in &self.auths {
            auths.entry(registry, &format_args!("{:?}, password redacted", auth.username));
        }
        auths.finish()
    }
}

impl Serialize for DockerConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = serializer.serialize_struct("DockerConfig", 1)?;
        file.serialize_field("auths", &Auths(&self.auths))?;
        file.end()
    }
}

struct Auths<'a>(&'a BTreeMap<Registry, Auth>);

impl Serialize for Auths<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(registry, auth)| (key(registry), auth)))
    }
}

/// Docker Hub has its credentials under the address of its first interface;
/// builders look for them nowhere else.
fn key(registry: &Registry) -> &str {
    match registry.as_str() {
        "docker.io" => "https://index.docker.io/v1/",
        other => other,
    }
}

impl Serialize for Auth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut auth = serializer.serialize_struct("Auth", 2)?;
        auth.serialize_field("username", &self.username)?;
        auth.serialize_field("password", &self.password)?;
        auth.end()
    }
}
