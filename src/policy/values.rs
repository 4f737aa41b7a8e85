use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};

use super::capture::{Capture, CaptureOf};
use super::placeholder::{Placeholder, Plus};
use super::release::Release;
use super::slugs::{SlugName, Slugs};
use super::version::VersionNumber;
use crate::name::{CommitSha, GitRef, RefName, Slug, TimeFormat, Timestamp};

/// The facts of one pipeline, as templates take them.
///
/// Both a plan and the counterexample of a refused proof are made of these: what a
/// counterexample shows is what a plan would have held.
#[derive(Clone, Debug)]
pub(crate) struct Values<'a> {
    pub(crate) git_ref: &'a GitRef,
    pub(crate) sha: &'a CommitSha,
    pub(crate) short_sha: usize,
    /// The policy's own slug of the ref's name; `None` if nothing was left of it.
    pub(crate) slug: Option<&'a Slug>,
    pub(crate) slugs: &'a Slugs,
    pub(crate) release: Option<&'a Release<'a>>,
    pub(crate) head_sha: Option<&'a CommitSha>,
    pub(crate) default_branch: Option<&'a RefName>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) committed: Option<Timestamp>,
    pub(crate) project: Option<&'a str>,
    pub(crate) project_path: Option<&'a str>,
    pub(crate) run_number: Option<u64>,
    /// The name of the variant; `None` for the plain build.
    pub(crate) variant: Option<&'a str>,
    pub(crate) about: About<'a>,
    /// The declared values in the context.
    pub(crate) declared: &'a BTreeMap<String, String>,
    /// What the plan itself gave; `None` while it is being made.
    pub(crate) outcome: Option<Outcome<'a>>,
}

/// What people say of a project; it may have none of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct About<'a> {
    pub(crate) source_url: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) licenses: Option<&'a str>,
}

/// What build args, labels and env can say of the plan: the first image of
/// its primary tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome<'a> {
    pub(crate) push: &'a str,
    pub(crate) pull: &'a str,
    pub(crate) tag: &'a str,
}

/// Why a placeholder has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// A ref of this kind has none: a branch has no git tag.
    OfRef,
    /// The plain build has none.
    OfBuild,
    /// A project may have none, and whether this one does nobody can tell.
    OfProject,
    /// There is one, but the context does not have it.
    NotGiven,
}

impl Values<'_> {
    /// Appends the value of a placeholder.
    pub(crate) fn write(&self, placeholder: &Placeholder, out: &mut String) -> Result<(), Absent> {
        match placeholder {
            Placeholder::ShortSha => out.push_str(self.sha.short(self.short_sha)),
            Placeholder::Sha => out.push_str(self.sha.as_str()),
            Placeholder::HeadSha => out.push_str(self.head()?.as_str()),
            Placeholder::ShortHeadSha => out.push_str(self.head()?.short(self.short_sha)),
            Placeholder::Created(format) => instant(self.created, format, out)?,
            Placeholder::Committed(format) => instant(self.committed, format, out)?,
            Placeholder::Slug(SlugName::OWN, None) => match (self.slug, self.git_ref) {
                (Some(slug), _) => out.push_str(slug.as_str()),
                (None, GitRef::Detached) => return Err(Absent::OfRef),
                (None, _) => {}
            },
            Placeholder::Slug(of, None) => {
                let name = self.git_ref.name().ok_or(Absent::OfRef)?;
                if let Some(slug) = self.slugs.named(of).slug(name.as_str()) {
                    out.push_str(slug.as_str());
                }
            }
            Placeholder::Slug(of, Some(capture)) => {
                let text = self.captured(capture).ok_or(Absent::OfRef)?;
                if let Some(slug) = self.slugs.named(of).slug(&text) {
                    out.push_str(slug.as_str());
                }
            }
            Placeholder::Capture(capture) => {
                out.push_str(&self.captured(capture).ok_or(Absent::OfRef)?);
            }
            Placeholder::Branch => match self.git_ref {
                GitRef::Branch(name) | GitRef::PullRequest { source: name, .. } => {
                    out.push_str(name.as_str());
                }
                GitRef::Tag(_) | GitRef::Detached => return Err(Absent::OfRef),
            },
            Placeholder::TargetBranch => match self.git_ref {
                GitRef::PullRequest { target: Some(name), .. } => out.push_str(name.as_str()),
                GitRef::PullRequest { target: None, .. } => return Err(Absent::NotGiven),
                _ => return Err(Absent::OfRef),
            },
            Placeholder::DefaultBranch => {
                out.push_str(self.default_branch.ok_or(Absent::NotGiven)?.as_str());
            }
            Placeholder::PullRequest => match self.git_ref {
                GitRef::PullRequest { number, .. } => out.push_str(&number.to_string()),
                _ => return Err(Absent::OfRef),
            },
            Placeholder::GitTag(plus) => match (self.git_ref, plus) {
                (GitRef::Tag(name), Plus::Kept) => out.push_str(name.as_str()),
                (GitRef::Tag(name), Plus::Underscore) => push_in_name(name.as_str(), out),
                _ => return Err(Absent::OfRef),
            },
            Placeholder::Version => self.write_version(out)?,
            Placeholder::Major => self.write_number(VersionNumber::Major, out)?,
            Placeholder::Minor => self.write_number(VersionNumber::Minor, out)?,
            Placeholder::Patch => self.write_number(VersionNumber::Patch, out)?,
            Placeholder::Prerelease => {
                self.release.ok_or(Absent::OfRef)?.version.write_prerelease(out);
            }
            Placeholder::Project => out.push_str(self.project.ok_or(Absent::NotGiven)?),
            Placeholder::ProjectPath => out.push_str(self.project_path.ok_or(Absent::NotGiven)?),
            Placeholder::RunNumber => {
                out.push_str(&self.run_number.ok_or(Absent::NotGiven)?.to_string());
            }
            Placeholder::Variant => out.push_str(self.variant.ok_or(Absent::OfBuild)?),
            Placeholder::SourceUrl => out.push_str(self.about.source_url.ok_or(Absent::OfProject)?),
            Placeholder::Title => out.push_str(self.about.title.ok_or(Absent::OfProject)?),
            Placeholder::Description => {
                out.push_str(self.about.description.ok_or(Absent::OfProject)?);
            }
            Placeholder::Licenses => out.push_str(self.about.licenses.ok_or(Absent::OfProject)?),
            Placeholder::Declared(value) => {
                out.push_str(value.text(self.declared).ok_or(Absent::NotGiven)?);
            }
            Placeholder::ImageTag => self.outcome.ok_or(Absent::NotGiven)?.write("", out),
            Placeholder::Reference => {
                let outcome = self.outcome.ok_or(Absent::NotGiven)?;
                outcome.write(outcome.push, out);
            }
            Placeholder::PullReference => {
                let outcome = self.outcome.ok_or(Absent::NotGiven)?;
                outcome.write(outcome.pull, out);
            }
        }
        Ok(())
    }

    fn captured(&self, capture: &Capture) -> Option<Cow<'_, str>> {
        capture.text_in(match capture.of {
            CaptureOf::Ref => self.git_ref.name()?.as_str(),
            CaptureOf::Variant => self.variant.unwrap_or_default(),
        })
    }

    /// The head of a pull request; of every other ref the commit itself.
    fn head(&self) -> Result<&CommitSha, Absent> {
        match self.git_ref {
            GitRef::PullRequest { .. } => self.head_sha.ok_or(Absent::NotGiven),
            _ => Ok(self.sha),
        }
    }

    fn write_number(&self, number: VersionNumber, out: &mut String) -> Result<(), Absent> {
        let number = self.release.and_then(|release| release.version.number(number));
        number.ok_or(Absent::OfRef)?.write(out);
        Ok(())
    }

    /// Appends the version of the release rule that fired. Without one, appends the git
    /// tag, less one leading `v` if a digit follows it: `vlatest` does not become
    /// `latest`.
    fn write_version(&self, out: &mut String) -> Result<(), Absent> {
        match (self.release, self.git_ref) {
            (Some(release), _) => release.write_version(out),
            (None, GitRef::Tag(name)) => {
                let name = name.as_str();
                let without_v = name.strip_prefix('v');
                let is_version =
                    |rest: &&str| rest.starts_with(|first: char| first.is_ascii_digit());
                push_in_name(without_v.filter(is_version).unwrap_or(name), out);
            }
            (None, _) => return Err(Absent::OfRef),
        }
        Ok(())
    }
}

impl Outcome<'_> {
    fn write(&self, name: &str, out: &mut String) {
        out.push_str(name);
        if !name.is_empty() {
            out.push(':');
        }
        out.push_str(self.tag);
    }
}

/// Appends a git tag in the form that names can hold. SemVer's build metadata follows a
/// `+`, which no image tag can hold; it is written as `_`, as Helm does.
fn push_in_name(git_tag: &str, out: &mut String) {
    for (index, piece) in git_tag.split('+').enumerate() {
        if index > 0 {
            out.push('_');
        }
        out.push_str(piece);
    }
}

fn instant(
    instant: Option<Timestamp>,
    format: &TimeFormat,
    out: &mut String,
) -> Result<(), Absent> {
    format.write(instant.ok_or(Absent::NotGiven)?, out);
    Ok(())
}
