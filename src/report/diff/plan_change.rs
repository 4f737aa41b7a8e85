use alloc::string::String;
use core::fmt;

use serde::Serialize;

/// A single difference between two plans: something added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlanChange {
    /// The part of the plan that differs.
    pub part: PlanPart,
    /// The name of the tag, image or key; empty for parts that occur only once.
    pub name: String,
    /// The old value; `None` if it was added.
    pub before: Option<String>,
    /// The new value; `None` if it was removed.
    pub after: Option<String>,
}

/// A part of a plan that can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PlanPart {
    /// The primary tag, which `build.env` passes on.
    Primary,
    /// A tag, by its kind.
    Tag,
    /// The order of the tags.
    TagOrder,
    /// When a tag moves: the word of `moves` in a policy.
    Moves,
    /// The rule that a tag comes from.
    Rule,
    /// An undecided floating tag, by its kind.
    Undecided,
    /// An image, by the name that it is pushed to.
    Image,
    /// The name that an image is pulled from.
    Pull,
    /// The repository of the cached layers of an image.
    Cache,
    /// The tags that are pushed to an image, if it does not receive all.
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

/// Writes the part as in the serde form.
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

/// Writes a value, quoted if it would be ambiguous. It is not cut, because two long
/// values may differ only at the end.
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
