use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::slug_steps;
use crate::name::{GitRef, Quoted, Shown};
use crate::policy::{
    Absent, BuildMetadata, Kind, Pattern, Placeholder, Plus, Release, Values, Version,
};

/// The fact that the value of a placeholder is made of.
pub(super) struct FactSource {
    /// The kind of the fact.
    pub(super) fact: &'static str,
    /// The fact, if the context has it.
    pub(super) text: Option<String>,
}

impl FactSource {
    pub(super) fn of(placeholder: &Placeholder, values: &Values<'_>) -> Self {
        let whole = placeholder.whole(matches!(values.git_ref, GitRef::Tag(_)));
        let fact = match (&whole, values.git_ref) {
            (Placeholder::Branch, GitRef::PullRequest { .. }) => "source branch",
            (Placeholder::HeadSha, GitRef::PullRequest { .. }) => whole.noun(),
            (Placeholder::HeadSha, _) => Placeholder::Sha.noun(),
            _ => whole.noun(),
        };
        let mut text = String::new();
        let is_given = whole.kind() != Kind::Outcome && values.write(&whole, &mut text).is_ok();
        Self { fact, text: is_given.then_some(text) }
    }

    /// How the value was made of the fact, step by step.
    pub(super) fn steps(
        &self,
        placeholder: &Placeholder,
        spelled: &str,
        value: Result<&str, Absent>,
        values: &Values<'_>,
    ) -> Vec<String> {
        let value = match value {
            Ok(value) => value,
            Err(Absent::NotGiven | Absent::OfProject) => {
                return Vec::from(["the context does not have it".into()]);
            }
            Err(Absent::OfBuild) => return Vec::from(["the build has no variant".into()]),
            Err(Absent::OfRef) => {
                return Vec::from([format!("there is none for {}", values.git_ref)]);
            }
        };
        let Some(text) = self.text.as_deref() else { return Vec::new() };
        match placeholder {
            Placeholder::ShortSha | Placeholder::ShortHeadSha if value.len() == text.len() => {
                Vec::from([format!("all {} digits", text.len())])
            }
            Placeholder::ShortSha | Placeholder::ShortHeadSha => {
                Vec::from([format!("first {} of {} digits", value.len(), text.len())])
            }
            Placeholder::Slug(name, _) => slug_steps::told(values.slugs.named(name), text),
            Placeholder::Created(format) | Placeholder::Committed(format) => {
                let zone = format.offset().map(|offset| format!("in {offset}"));
                let format = spelled.split_once(':').and_then(|(_, rest)| rest.strip_suffix('}'));
                let format = format.map(|format| format!("as {}", Quoted(format)));
                zone.into_iter().chain(format).collect()
            }
            Placeholder::Version => match values.release {
                Some(release) => version_steps(text, release, value),
                None => git_tag_steps(text, value),
            },
            Placeholder::GitTag(Plus::Underscore) => git_tag_steps(text, value),
            Placeholder::Major => Vec::from(["its major number".into()]),
            Placeholder::Minor => Vec::from(["its minor number".into()]),
            Placeholder::Patch => Vec::from(["its patch number".into()]),
            Placeholder::Prerelease => Vec::from(["its prerelease".into()]),
            Placeholder::Capture(capture) => {
                let pattern = capture.pattern_of(text).map(Pattern::source);
                pattern
                    .map(|pattern| format!("captured by {}", Shown(pattern)))
                    .into_iter()
                    .collect()
            }
            Placeholder::Declared(declared) if !values.declared.contains_key(&declared.name) => {
                Vec::from(["the default of the policy".into()])
            }
            _ => Vec::new(),
        }
    }
}

/// How `{version}` is made of the git tag of a release, step by step.
fn version_steps(git_tag: &str, release: &Release<'_>, version: &str) -> Vec<String> {
    let prefix = Some(release.prefix_of(git_tag)).filter(|prefix| !prefix.is_empty());
    let without_prefix = prefix.map(|prefix| format!("without {}", Quoted(prefix)));
    let build = release.text.split_once('+').map(|(_, build)| build);
    let of_build = match (release.build, build) {
        (_, None) => None,
        (BuildMetadata::Keep, Some(_)) => Some("'+' is '_'".into()),
        (BuildMetadata::Drop, Some(build)) => {
            Some(format!("without build metadata {}", Quoted(build)))
        }
    };
    let is_normal = match &release.version {
        Version::SemVer(_) | Version::Dotted(_) => false,
        Version::Pep440(_) => {
            let written = release.text.replace('+', "_");
            !written.starts_with(version)
        }
    };
    let normal = is_normal.then(|| "in the normal form of PEP 440".into());
    [without_prefix, normal, of_build].into_iter().flatten().collect()
}

/// The version is a suffix of the git tag. Lengths can be compared, because `+` and the
/// `_` that replaces it are one byte each.
fn git_tag_steps(git_tag: &str, version: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let prefix = git_tag.len().saturating_sub(version.len());
    if let Some(prefix) = git_tag.get(..prefix).filter(|prefix| !prefix.is_empty()) {
        steps.push(format!("without {}", Quoted(prefix)));
    }
    if git_tag.get(prefix..).is_some_and(|rest| rest.contains('+')) {
        steps.push("'+' is '_'".into());
    }
    steps
}
