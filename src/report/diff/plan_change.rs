use alloc::string::String;
use core::fmt;

use serde::Serialize;

/// One thing that is different in two plans: added, removed, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlanChange {
    /// What is different.
    pub part: PlanPart,
    /// Which one of them: the tag, the image or the key; empty where a plan has
    /// only one.
    pub name: String,
    /// What it was; `None` for what was added.
    pub before: Option<String>,
    /// What it is; `None` for what was removed.
    pub after: Option<String>,
}

/// What is different in two plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PlanPart {
    /// The tag that `build.env` hands over.
    Primary,
    /// A tag, by its kind.
    Tag,
    /// The order of the tags.
    TagOrder,
    /// The rule that a tag comes from.
    Rule,
    /// A floating tag that moves if no higher version exists, by its kind.
    Undecided,
    /// An image, by the name that it is pushed to.
    Image,
    /// The name that an image is pulled from.
    Pull,
    /// The repository that holds the cached layers of an image.
    Cache,
    /// The tags that are pushed to an image, if those are not all tags of the plan.
    ImageTags,
    /// The order of the images.
    ImageOrder,
    /// A build arg.
    BuildArg,
    /// The order of the build args.
    BuildArgOrder,
    /// A label.
    Label,
    /// The order of the labels.
    LabelOrder,
    /// A variable of `build.env`.
    Env,
    /// The order of the variables.
    EnvOrder,
    /// The variant.
    Variant,
    /// The slug.
    Slug,
    /// The image that the build job runs in.
    Builder,
    /// The folder of the checkout.
    Workspace,
}

/// The part as its serde form writes it.
impl fmt::Display for PlanPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// `+ tag latest: floating`, `- tag …`, `~ tag latest: immutable -> floating`.
impl fmt::Display for PlanChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, name, before, after } = self;
        let sign = match (before, after) {
            (None, _) => '+',
            (_, None) => '-',
            _ => '~',
        };
        write!(f, "{sign} {part}")?;
        if !name.is_empty() {
            write!(f, " {}", name.escape_debug())?;
        }
        if *part == PlanPart::Image {
            return Ok(());
        }
        let mut separator = ": ";
        for text in [before, after].into_iter().flatten() {
            write!(f, "{separator}{}", ShownValue(text))?;
            separator = " -> ";
        }
        Ok(())
    }
}

/// A value, quoted where it could be taken for something else. It is not cut:
/// two long values may differ at their end.
struct ShownValue<'a>(&'a str);

impl fmt::Display for ShownValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:/@+, ".contains(&byte);
        if !text.is_empty() && text.bytes().all(is_plain) {
            f.write_str(text)
        } else {
            write!(f, "{text:?}")
        }
    }
}
