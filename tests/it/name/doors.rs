//! Grammars without a type of their own, by what asks them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tagwright::build::DockerConfig;
use tagwright::document::Assignments;
use tagwright::name::ReferenceRef;
use tagwright::{CiContext, Policy, PolicyDocument};

use crate::given::{SHA, policy};

/// What a docker configuration says of a registry.
pub(crate) fn registry(text: &str) -> Result<(), String> {
    let config = DockerConfig::new().with_auth(text, "ci", "secret");
    config.map(drop).map_err(|error| error.to_string())
}

/// What a policy says of the folder of a registry.
pub(crate) fn repository(text: &str) -> Result<(), String> {
    refusal("images[0].push: ", |document| document.images[0].push = format!("r.io/{text}"))
}

/// Whether a text is a repository of docker's grammar.
pub(crate) fn is_repository(text: &str) -> bool {
    let text = format!("r.io/{text}");
    let reference = ReferenceRef::parse_strict(&text);
    reference.is_ok_and(|read| read.tag().is_none() && read.digest().is_none())
}

/// What a policy says of a key of `env`.
pub(crate) fn env_key(text: &str) -> Result<(), String> {
    let line = BTreeMap::from([(text.to_owned(), "x".to_owned())]);
    refusal(": ", |document| document.env = Assignments::Table(line))
}

/// What is said of a policy after this change, behind the path.
fn refusal(end_of_path: &str, change: impl FnOnce(&mut PolicyDocument)) -> Result<(), String> {
    let mut document = policy("").document().clone();
    change(&mut document);
    let Err(error) = Policy::new(document) else { return Ok(()) };
    let text = error.to_string();
    let (_, message) = text.split_once(end_of_path).expect(&text);
    Err(message.to_owned())
}

/// Why a plan refuses a project that becomes a value of `build.env`.
pub(crate) fn env_value(text: &str) -> Result<(), String> {
    static PROJECT_AS_VALUE: LazyLock<Policy> = LazyLock::new(|| {
        let images = "images = [{ name = \"x\", push = \"r.io/a\" }]";
        policy(&format!("{images}\nenv = [\"A={{project}}\"]"))
    });
    if text.is_empty() {
        // A project is not, and a line may be.
        return refusal(": ", |document| document.env = ["A="].into_iter().collect());
    }
    let context = CiContext::branch(text, "main", SHA).map_err(|error| error.to_string())?;
    let Err(error) = PROJECT_AS_VALUE.plan(&context) else { return Ok(()) };
    let text = error.to_string();
    let (_, reason) = text.split_once(" cannot be part of a line of build.env: ").expect(&text);
    Err(reason.to_owned())
}
