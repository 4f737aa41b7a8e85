use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::error::{PlanError, PlanErrorKind};
use super::missing_fact::MissingFact;
use crate::name::{Flaw, ImageName, NameError, NameErrorKind, Quoted, Shown};
use crate::policy::{
    Absent, CharSet, Culprit, Kind, PLAN_BYTES, PLAN_REFERENCES, Place, Placeholder, Policy,
    Rendered, Sink, Template, Values,
};

/// The subject of an error: the place in the policy at which planning failed. `Display`
/// writes its name in messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) place: Place<'a>,
}

impl Subject<'_> {
    /// The error for a rule whose conditions need facts that the context does not have.
    pub(crate) fn lacks(&self, facts: &[MissingFact]) -> PlanError {
        let unknown: Vec<String> = facts.iter().map(|fact| format!("{fact} is unknown")).collect();
        let keys: Vec<&str> = facts.iter().map(|fact| fact.key()).collect();
        // Many CI providers do not provide it.
        let or = match facts {
            [MissingFact::DefaultBranch] => ", or write when = { branch = \"main\" }",
            _ => "",
        };
        let message = format!(
            "{self}: cannot decide whether it applies: {}; {}{or}",
            unknown.join(", and "),
            how(&keys),
        );
        PlanError::new(PlanErrorKind::MissingFact, message).at(self.place, None).for_lack_of(keys)
    }

    /// The error for a placeholder that needs a fact that the context, or a ref of this
    /// kind, does not have.
    pub(crate) fn lacks_value(
        &self,
        placeholder: &Placeholder,
        absent: Absent,
        values: &Values<'_>,
    ) -> PlanError {
        let error = |message: String| {
            PlanError::new(PlanErrorKind::MissingFact, message).at(self.place, None)
        };
        let name = placeholder.name();
        let key = match placeholder {
            Placeholder::TargetBranch => MissingFact::Target.key(),
            Placeholder::ShortHeadSha => "head_sha",
            _ => name,
        };
        match absent {
            Absent::NotGiven if placeholder.kind() == Kind::Declared => {
                let key = format!("values.{name}");
                let message = format!(
                    "{self}: {{{name}}} needs the value {name}, which is unknown; {}, or set \
                     {key}.default in the policy",
                    how(&[&key])
                );
                error(message).for_lack_of([key])
            }
            Absent::NotGiven => {
                let what = key.rsplit_once('.').map_or(key, |(_, key)| key);
                let how = how(&[key]);
                error(format!("{self}: {{{name}}} needs {what}, which is unknown; {how}"))
                    .for_lack_of([key])
            }
            Absent::OfRef | Absent::OfBuild | Absent::OfProject => {
                error(format!("{self}: there is no {{{name}}} for {}", values.git_ref))
            }
        }
    }

    /// The error for a list of versions without the git tag that is built.
    pub(crate) fn lacks_version(&self, values: &Values<'_>) -> PlanError {
        let message = format!(
            "{self}: the \"versions\" of the context lack {}, which is built, so others may be \
             missing too; fetch all git tags (git fetch --tags), and give each",
            values.git_ref,
        );
        let error = PlanError::new(PlanErrorKind::MissingFact, message).at(self.place, None);
        error.for_lack_of(["versions"])
    }

    /// The error for a tag that gives the plan too many references.
    pub(crate) fn is_one_too_many(&self, values: &Values<'_>) -> PlanError {
        let (git_ref, images) = (values.git_ref, self.policy.images().all.len());
        let message = format!(
            "{self}: with this tag, {git_ref} has more than {PLAN_REFERENCES} references, as there \
             are {images} images; let fewer rules apply together, give them fewer tags, or push \
             them to fewer images",
        );
        PlanError::new(PlanErrorKind::TooLarge, message).at(self.place, None)
    }

    /// The error for a placeholder with whose value the strings of the plan are too
    /// long.
    pub(crate) fn is_too_long(&self, placeholder: &Placeholder) -> PlanError {
        let message = format!(
            "{self}: with {{{}}}, the strings of the plan exceed the limit of {PLAN_BYTES} bytes; \
             use it less often, or give the context a shorter value",
            placeholder.name(),
        );
        PlanError::new(PlanErrorKind::TooLarge, message).at(self.place, None)
    }

    /// The error for a cache with the name of this image.
    pub(crate) fn is_image(
        &self,
        name: &ImageName,
        image: usize,
        values: &Values<'_>,
    ) -> PlanError {
        let message = format!(
            "{self}: for {}, {} is the name of images[{image}] as well, and cached layers would \
             replace its tags; give the cache a repository of its own",
            values.git_ref,
            Quoted(name.as_str()),
        );
        PlanError::new(self.kind(), message).at(self.place, None)
    }

    /// The error for a rendered template that is not legal at its place. The checked
    /// string has `offset` bytes from the policy before the template.
    pub(crate) fn refuses(
        &self,
        template: &Template,
        offset: usize,
        values: &Values<'_>,
        error: &NameError,
    ) -> PlanError {
        let blamed = error
            .index()
            .checked_sub(offset)
            .and_then(|index| self.blamed(template, index, values, error));
        let Some((noun, text, index)) = blamed else {
            let message = format!("{self}: for {}, {error}", values.git_ref);
            return PlanError::new(self.kind(), message).at(self.place, None);
        };
        let flaw = Flaw::new(error.kind(), index, error.remedy());
        let message = format!(
            "{self}: {noun} {} cannot be part of {}: {}{}",
            Quoted(&text),
            self.noun(),
            NameError::new(noun, &text, flaw).reason(),
            self.hint(noun, text.as_bytes().get(index)),
        );
        PlanError::new(self.kind(), message).at(self.place, Some(index))
    }

    /// Finds the fact, chosen by somebody outside the policy, that caused a flaw at a
    /// byte of a rendered template, and the position in that fact: its length if
    /// something is missing after it.
    fn blamed(
        &self,
        template: &Template,
        index: usize,
        values: &Values<'_>,
        error: &NameError,
    ) -> Option<(&'static str, String, usize)> {
        let kind = error.kind();
        if !matches!(kind, NameErrorKind::UnexpectedCharacter | NameErrorKind::UnexpectedEnd) {
            return None;
        }
        let holds = match self.place {
            Place::Assignment { .. } => CharSet::NONE,
            _ => CharSet::TAG,
        };
        // Placeholders without a value were left out.
        let write = |placeholder: &Placeholder, text: &mut String| {
            values.write(placeholder, text).or(Ok::<(), Absent>(()))
        };
        let rendered = Rendered::new(template, write).ok()?;
        let Culprit { part, value } = rendered.culprit(kind, index, holds)?;
        let placeholder = part.placeholder()?;
        if !placeholder.is_checked_at_plan_time() && placeholder.kind() != Kind::Prose {
            return None;
        }
        let fact = placeholder.whole(true);
        let mut source = String::new();
        values.write(&fact, &mut source).ok()?;
        let offset = match (placeholder, values.release) {
            // A normal form is not a part of the git tag.
            (Placeholder::Version | Placeholder::Prerelease, Some(release))
                if !release.is_as_written() =>
            {
                return None;
            }
            (Placeholder::Version, Some(release)) => release.prefix_of(&source).len(),
            // The version is a suffix of its git tag.
            (Placeholder::Version, None) => source.len().checked_sub(value.len())?,
            // The prerelease begins after the first hyphen: numbers contain none.
            (Placeholder::Prerelease, Some(release)) => {
                release.prefix_of(&source).len() + release.text.find('-')? + "-".len()
            }
            _ => 0,
        };
        Some((fact.noun(), source, (offset + index).checked_sub(value.start)?))
    }

    fn kind(&self) -> PlanErrorKind {
        match self.place {
            Place::ImageName(_) | Place::Cache(_) => PlanErrorKind::IllegalName,
            Place::Assignment { .. } => PlanErrorKind::IllegalValue,
            _ => PlanErrorKind::IllegalTag,
        }
    }

    /// What a template at this place is rendered to.
    fn noun(&self) -> &'static str {
        match self.place {
            Place::ImageName(_) | Place::Cache(_) => "an image name",
            Place::Assignment { sink: Sink::Env, .. } => "a line of build.env",
            Place::Assignment { .. } => "its value",
            _ => "a tag",
        }
    }

    /// A further remedy, appended to the message.
    fn hint(&self, noun: &str, found: Option<&u8>) -> &'static str {
        match self.place {
            Place::ImageName(_) | Place::Cache(_) if found.is_some_and(u8::is_ascii_uppercase) => {
                "; case = \"lower\" on the image asks for lower case"
            }
            // The CI may clone from git's form git@host:path, which is not a URL.
            Place::Assignment { .. } if noun == "source URL" => {
                "; give the context another \"source_url\""
            }
            _ => "",
        }
    }
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Rule(rule) | Place::Tag(rule, _) => {
                let rule = self.policy.rules().get(rule);
                write!(f, "rule {}", Shown(rule.map_or("", |rule| &*rule.name)))
            }
            Place::Assignment { sink: Sink::BuildArg, key, .. } => write!(f, "build arg {key}"),
            Place::Assignment { sink: Sink::Label, key, .. } => write!(f, "label {key}"),
            Place::Assignment { sink: Sink::Env, key, .. } => write!(f, "env {key}"),
            place => place.fmt(f),
        }
    }
}

/// How a caller supplies facts with these keys.
fn how(keys: &[&str]) -> String {
    let or = if *keys == ["created"] { "set SOURCE_DATE_EPOCH, or " } else { "" };
    let keys: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
    format!("{or}give the context {}", keys.join(" and "))
}
