use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::slug_steps::SlugSteps;
use crate::context::CiContext;
use crate::name::{CommitSha, GitRef, Quoted, RefName, Timestamp};
use crate::policy::{Absent, Placeholder, Policy};

/// The fact that the value of a placeholder is made of.
pub(super) struct Source<'a> {
    /// What kind of fact it is.
    pub(super) fact: &'static str,
    /// The fact, where the context has it.
    pub(super) text: Option<Cow<'a, str>>,
}

impl<'a> Source<'a> {
    pub(super) fn of(placeholder: &Placeholder, context: &'a CiContext) -> Self {
        let git_ref = context.git_ref();
        let instant =
            |instant: Option<Timestamp>| instant.map(|instant| Cow::Owned(instant.to_string()));
        let borrowed = |text: Option<&'a str>| text.map(Cow::Borrowed);
        let (fact, text) = match placeholder {
            Placeholder::ShortSha | Placeholder::Sha => {
                ("commit", Some(context.sha().as_str().into()))
            }
            Placeholder::HeadSha => {
                ("head commit", borrowed(context.head_sha().map(CommitSha::as_str)))
            }
            Placeholder::Created(_) => ("time of the build", instant(context.created())),
            Placeholder::Committed(_) => ("time of the commit", instant(context.committed())),
            Placeholder::Slug => {
                let fact = match git_ref {
                    GitRef::Tag(_) => "git tag",
                    GitRef::PullRequest { .. } => "source branch",
                    GitRef::Branch(_) | GitRef::Detached => "branch",
                };
                (fact, borrowed(git_ref.name().map(RefName::as_str)))
            }
            Placeholder::Branch => match git_ref {
                GitRef::Branch(name) => ("branch", Some(name.as_str().into())),
                GitRef::PullRequest { source, .. } => {
                    ("source branch", Some(source.as_str().into()))
                }
                GitRef::Tag(_) | GitRef::Detached => ("branch", None),
            },
            Placeholder::TargetBranch => match git_ref {
                GitRef::PullRequest { target, .. } => {
                    ("target branch", borrowed(target.as_ref().map(RefName::as_str)))
                }
                _ => ("target branch", None),
            },
            Placeholder::DefaultBranch => {
                ("default branch", borrowed(context.default_branch().map(RefName::as_str)))
            }
            Placeholder::PullRequest => match git_ref {
                GitRef::PullRequest { number, .. } => {
                    ("pull request", Some(Cow::Owned(number.to_string())))
                }
                _ => ("pull request", None),
            },
            Placeholder::GitTag
            | Placeholder::Version
            | Placeholder::Major
            | Placeholder::Minor
            | Placeholder::Patch
            | Placeholder::Prerelease => match git_ref {
                GitRef::Tag(name) => ("git tag", Some(name.as_str().into())),
                _ => ("git tag", None),
            },
            Placeholder::Project => ("project", Some(context.project().into())),
            Placeholder::ProjectPath => ("project path", borrowed(context.project_path())),
            Placeholder::RunNumber => {
                ("run number", context.run_number().map(|number| Cow::Owned(number.to_string())))
            }
            Placeholder::SourceUrl => ("source URL", borrowed(context.source_url())),
            Placeholder::Title => ("title", borrowed(context.title())),
            Placeholder::Description => ("description", borrowed(context.description())),
            Placeholder::Licenses => ("licenses", borrowed(context.licenses())),
            Placeholder::ImageTag => ("primary tag", None),
            Placeholder::Reference => ("first image under the primary tag", None),
            Placeholder::PullReference => ("first image, as it is pulled", None),
        };
        Self { fact, text }
    }

    /// What was done to the fact, in order.
    pub(super) fn steps(
        &self,
        placeholder: &Placeholder,
        spelled: &str,
        value: Result<&str, Absent>,
        slug: &SlugSteps,
        policy: &Policy,
        context: &CiContext,
    ) -> Vec<String> {
        let value = match value {
            Ok(value) => value,
            Err(Absent::NotGiven | Absent::OfProject) => {
                return Vec::from(["the context leaves it out".into()]);
            }
            Err(Absent::OfRef) => {
                return Vec::from([format!("there is none for {}", context.git_ref())]);
            }
        };
        let Some(text) = self.text.as_deref() else { return Vec::new() };
        match placeholder {
            Placeholder::ShortSha if value.len() == text.len() => {
                Vec::from([format!("all {} digits", text.len())])
            }
            Placeholder::ShortSha => {
                Vec::from([format!("first {} of {} digits", value.len(), text.len())])
            }
            Placeholder::Slug => slug.told(policy.slug_rules(), text),
            Placeholder::Created(_) | Placeholder::Committed(_) => {
                let format = spelled.split_once(':').and_then(|(_, rest)| rest.strip_suffix('}'));
                format.map(|format| format!("as {}", Quoted(format))).into_iter().collect()
            }
            Placeholder::Version => version_steps(text, value),
            Placeholder::Major => Vec::from(["its major number".into()]),
            Placeholder::Minor => Vec::from(["its minor number".into()]),
            Placeholder::Patch => Vec::from(["its patch number".into()]),
            Placeholder::Prerelease => Vec::from(["its prerelease".into()]),
            _ => Vec::new(),
        }
    }
}

/// A version is the end of its git tag, and every `+` one byte in both.
fn version_steps(git_tag: &str, version: &str) -> Vec<String> {
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
