use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::markdown::Code;
use super::sample::Samples;
use super::table_row::{TableRow, has_images};
use crate::context::CiContext;
use crate::plan::Firing;
use crate::policy::{Policy, Variant};

/// An overview of a policy: the tags of each event, with their kinds and examples.
///
/// `Display` writes a Markdown table, for a README or a comment on a change. The serde
/// form is for programs. Fields are only added to it, never removed or changed.
///
/// There is a row for each kind of event, even if no rule applies to it, and another
/// row for each rule that none of these shows. The examples are typical names, as far
/// as the policy matches them.
///
/// # Examples
///
/// ```
/// use tagwright::Policy;
///
/// let table = Policy::cwiq().table().to_string();
/// let rows: Vec<&str> = table.lines().take(4).collect();
/// assert_eq!(rows, [
///     "| event | tags | kind | example |",
///     "| --- | --- | --- | --- |",
///     "| default branch `main` | `main-{short_sha}`, `latest` | immutable, floating \
///      | `main-a1b2c3d8`, `latest` |",
///     "| branch `feature/search` | `branch-{slug}-{short_sha}` | immutable \
///      | `branch-feature-search-a1b2c3d8` |",
/// ]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct PolicyTable {
    /// The rows, in the order of [`TableEvent`](crate::table::TableEvent).
    pub rows: Vec<TableRow>,
    /// The rules without a row, because no name was found that their patterns match.
    pub unseen: Vec<String>,
    /// The variants, with their affixes. The rows show the first variant, or another
    /// one for rules that do not apply to the first.
    pub variants: Vec<TableVariant>,
    /// Whether the policy pushes some tags to some images only.
    #[serde(skip)]
    has_images: bool,
}

/// A variant of a policy.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TableVariant {
    /// Its name.
    pub name: String,
    /// The prefix of each tag; often empty.
    pub prefix: String,
    /// The suffix of each tag; often empty.
    pub suffix: String,
}

/// # Table
impl Policy {
    /// Returns a table of the tags that each event gets, with examples.
    #[must_use]
    pub fn table(&self) -> PolicyTable {
        let samples = Samples::new(self);
        let mut contexts = samples.everyday();
        let mut unseen = Vec::new();
        for rule in self.rules() {
            let fires = |context: &CiContext| {
                matches!(Firing::of(&rule.conditions, context), Firing::Fires(_))
            };
            if contexts.iter().any(|(_, context)| fires(context)) {
                continue;
            }
            match samples.of_rule(rule).filter(|(_, context)| fires(context)) {
                Some(sample) => contexts.push(sample),
                None => unseen.push(rule.name.to_string()),
            }
        }
        // Rows of the same event stay together, with the everyday one first.
        contexts.sort_by_key(|(event, _)| *event);
        let rows = contexts
            .into_iter()
            .map(|(event, context)| TableRow::new(self, event, context))
            .collect();
        let variants = self.variants().builds().iter().filter(|variant| !variant.is_plain());
        let variants = variants.map(|Variant { name, prefix, suffix }| TableVariant {
            name: name.to_string(),
            prefix: prefix.clone(),
            suffix: suffix.clone(),
        });
        PolicyTable { rows, unseen, variants: variants.collect(), has_images: has_images(self) }
    }
}

impl fmt::Display for PolicyTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [head, line] = if self.has_images { [" images |", " --- |"] } else { [""; 2] };
        writeln!(f, "| event | tags | kind | example |{head}")?;
        writeln!(f, "| --- | --- | --- | --- |{line}")?;
        self.rows.iter().try_for_each(|row| writeln!(f, "{row}"))?;
        for (index, TableVariant { name, prefix, suffix }) in self.variants.iter().enumerate() {
            f.write_str(if index == 0 { "\nVariants: " } else { ", " })?;
            let example = [prefix.as_str(), "TAG", suffix.as_str()].concat();
            write!(f, "{} ({})", Code(name), Code(&example))?;
        }
        if !self.variants.is_empty() {
            f.write_str("\n")?;
        }
        if self.unseen.is_empty() {
            return Ok(());
        }
        f.write_str("\nWithout an example: ")?;
        for (index, rule) in self.unseen.iter().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            write!(f, "{separator}{}", Code(rule))?;
        }
        f.write_str("\n")
    }
}
