use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::{Serialize, Serializer};

use super::super::json;
use super::base64::base64;
use crate::name::{Quoted, check_registry};
use crate::plan::Plan;
use crate::render::error::{RenderError, RenderErrorKind};

/// The registry auth file that builders read, such as `/kaniko/.docker/config.json`.
///
/// `Display` and serde write the file; `Debug` does not show passwords. The crate does
/// not obtain credentials; pass them in.
///
/// kaniko, docker, BuildKit and crane read `config.json` in the folder
/// `$DOCKER_CONFIG`. buildah, podman and skopeo read the file `$REGISTRY_AUTH_FILE`, or
/// `~/.docker/config.json`.
///
/// # Syntax
///
/// `{"auths":{"host:port":{"username":"…","password":"…","auth":"…"}}}`, as in docker's
/// [configuration file]. `auth` is the base64 of `username:password`; buildah, podman
/// and skopeo read only that, and the others prefer it. The key of `docker.io` is
/// `https://index.docker.io/v1/`, as written by `docker login`.
///
/// # Examples
///
/// ```
/// use tagwright::build::DockerConfig;
///
/// let nexus = "nexus.shared.cwiq.io:8443";
/// let config = DockerConfig::new().with_auth(nexus, "ci", "s3\"cret")?;
/// assert_eq!(
///     config.to_string(),
///     r#"{"auths":{"nexus.shared.cwiq.io:8443":{"#.to_owned()
///         + r#""username":"ci","password":"s3\"cret","auth":"Y2k6czMiY3JldA=="}}}"#,
/// );
/// assert!(!format!("{config:?}").contains("cret"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [configuration file]: https://docs.docker.com/reference/cli/docker/login/#credential-stores
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct DockerConfig {
    #[serde(serialize_with = "by_key")]
    auths: BTreeMap<String, Auth>,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
struct Auth {
    username: String,
    password: String,
    /// The base64 of `username:password`.
    #[serde(rename = "auth")]
    encoded: String,
}

impl DockerConfig {
    /// Creates a file without credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the credentials for a registry, replacing existing ones.
    ///
    /// # Errors
    ///
    /// * A registry that is not a host with an optional port, such as `https://ghcr.io`
    ///   or `ghcr.io/acme`.
    /// * A user name that is empty or contains `:`; what follows it would be read as
    ///   the password.
    /// * A user name with an ASCII control character, which HTTP's [basic
    ///   authentication] forbids.
    /// * A password that ends in a line break, which most often comes from the file
    ///   that it was read from; or one that contains an ASCII control character other
    ///   than line breaks and tabs, which the JSON key of a service account may
    ///   contain.
    ///
    /// [basic authentication]: https://www.rfc-editor.org/rfc/rfc7617#section-2
    pub fn with_auth(
        mut self,
        registry: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<String>,
    ) -> Result<Self, RenderError> {
        let registry = registry.into();
        check_registry(&registry).map_err(|error| {
            let refusal = RenderError::new(RenderErrorKind::IllegalCredentials, &error);
            refusal.at("registry", Some(error.index()))
        })?;
        let auth = Auth::new(username.into(), password.into())?;
        self.auths.insert(registry, auth);
        Ok(self)
    }
}

const SEPARATOR: &str = "what follows it is read as the password";
const NO_CONTROLS: &str = "HTTP's basic authentication (RFC 7617) allows no control characters";
const LINE_BREAKS: [char; 2] = ['\n', '\r'];

impl Auth {
    fn new(username: String, password: String) -> Result<Self, RenderError> {
        let refuse = |place, index, message: String| {
            RenderError::new(RenderErrorKind::IllegalCredentials, message).at(place, Some(index))
        };
        if username.is_empty() {
            let message = "the user name is empty; a registry needs one".into();
            return Err(refuse("username", 0, message));
        }
        let is_illegal = |found: char| found == ':' || found.is_ascii_control();
        if let Some((index, found)) = find(&username, is_illegal) {
            let name = Quoted(&username);
            let why = if found == ':' { SEPARATOR } else { NO_CONTROLS };
            let message =
                format!("invalid user name {name}: unexpected {found:?} at byte {index}; {why}");
            return Err(refuse("username", index, message));
        }
        let index = password.trim_end_matches(LINE_BREAKS).len();
        if index < password.len() {
            let message = format!(
                "invalid password: it ends in a line break, at byte {index}; trim what a file or \
                 a command gave"
            );
            return Err(refuse("password", index, message));
        }
        let is_illegal =
            |found: char| found.is_ascii_control() && !matches!(found, '\n' | '\r' | '\t');
        if let Some((index, found)) = find(&password, is_illegal) {
            let message =
                format!("invalid password: unexpected {found:?} at byte {index}; {NO_CONTROLS}");
            return Err(refuse("password", index, message));
        }
        let encoded = base64([&*username, ":", &password].concat().as_bytes());
        Ok(Self { username, password, encoded })
    }
}

fn find(text: &str, is_illegal: impl Fn(char) -> bool) -> Option<(usize, char)> {
    text.char_indices().find(|(_, found)| is_illegal(*found))
}

/// # Log in to registries
impl Plan {
    /// Returns the auth file with these credentials for every registry that the
    /// plan pushes to.
    ///
    /// # Errors
    ///
    /// * What [`DockerConfig::with_auth`] rejects.
    pub fn docker_config(
        &self,
        username: &str,
        password: &str,
    ) -> Result<DockerConfig, RenderError> {
        self.images().try_fold(DockerConfig::new(), |config, image| {
            config.with_auth(image.push.registry(), username, password)
        })
    }
}

impl fmt::Display for DockerConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        json::write(self, f)
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

fn by_key<S: Serializer>(auths: &BTreeMap<String, Auth>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(auths.iter().map(|(registry, auth)| (key(registry), auth)))
}

/// The key of a registry. For Docker Hub, builders only look for the address of its
/// first API.
fn key(registry: &str) -> &str {
    match registry {
        "docker.io" => "https://index.docker.io/v1/",
        other => other,
    }
}
