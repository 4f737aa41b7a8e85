use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::table_row::has_images;
use crate::name::{Event, RefKind};
use crate::policy::{
    Condition, Conditions, Names, Pattern, Policy, Prefix, PrereleaseFilter, ReleaseFilter,
    TagKind, VariantNames, VersionScheme,
};

/// A policy as a [Mermaid] flowchart, which GitHub and GitLab render: from events to
/// rules to tags.
///
/// `Display` writes the content of a fenced code block, without the fences.
///
/// # Examples
///
/// ```
/// use tagwright::Policy;
///
/// let policy = Policy::cwiq();
/// let comment = format!("```mermaid\n{}```\n", policy.diagram());
/// assert!(comment.contains(r#"  branch -->|"matches main"| rule0["rule main"]"#));
/// ```
///
/// [Mermaid]: https://mermaid.js.org/syntax/flowchart.html
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagram<'a> {
    policy: &'a Policy,
}

/// # Diagram
impl Policy {
    /// Returns a flowchart of the tags that each event gives.
    #[must_use]
    pub fn diagram(&self) -> Diagram<'_> {
        Diagram { policy: self }
    }
}

/// A kind of ref that rules apply to: a node of the flowchart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Start {
    node: &'static str,
    label: &'static str,
}

impl fmt::Display for Diagram<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = self.policy.rules();
        let has = |source| rules.iter().any(|rule| Start::of(&rule.conditions) == source);
        let has_images = has_images(self.policy);
        f.write_str("flowchart LR\n")?;
        for source in Start::ALL {
            let is_ref = !matches!(source, Start::SCHEDULE | Start::ANY);
            let is_without = is_ref && !has(source) && !has(Start::ANY);
            if has(source) || is_without {
                writeln!(f, "  {}([\"{}\"])", source.node, source.label)?;
            }
            if is_without {
                writeln!(f, "  {} -->|\"no rule\"| none[\"no plan\"]", source.node)?;
            }
        }
        for (index, rule) in rules.iter().enumerate() {
            let source = Start::of(&rule.conditions).node;
            write!(f, "  {source} -->")?;
            if let Some(when) = when(&rule.conditions) {
                write!(f, "|\"{}\"|", Label(&when))?;
            }
            writeln!(f, " rule{index}[\"rule {}\"]", Label(&rule.name))?;
            for (position, tag) in rule.tags.iter().enumerate() {
                let node = format!("tag{index}x{position}");
                let (template, kind) = (Label(tag.template.source()), tag.kind);
                write!(f, "  rule{index} --> {node}([\"{template} ({kind}")?;
                if let Some(moves) = tag.moves.name() {
                    write!(f, ", {moves}")?;
                }
                f.write_str(")\"])")?;
                f.write_str(if kind == TagKind::Floating { ":::floating\n" } else { "\n" })?;
                if has_images {
                    for image in rule.images.iter() {
                        writeln!(f, "  {node} --> image{image}")?;
                    }
                }
            }
        }
        if has_images {
            for (index, image) in self.policy.images().iter().enumerate() {
                let [host, name] = [image.push.as_str(), image.name.source()].map(Label);
                writeln!(f, "  image{index}[(\"{host}/{name}\")]")?;
            }
        }
        f.write_str("  classDef floating stroke-dasharray: 4\n")
    }
}

impl Start {
    const BRANCH: Self = Self { node: "branch", label: "branch" };
    const GIT_TAG: Self = Self { node: "git_tag", label: "git tag" };
    const PULL_REQUEST: Self = Self { node: "pull_request", label: "pull request" };
    const DETACHED: Self = Self { node: "detached", label: "detached commit" };
    const SCHEDULE: Self = Self { node: "schedule", label: "schedule" };
    const ANY: Self = Self { node: "every", label: "every pipeline" };
    const ALL: [Self; 6] = [
        Self::BRANCH,
        Self::GIT_TAG,
        Self::PULL_REQUEST,
        Self::DETACHED,
        Self::SCHEDULE,
        Self::ANY,
    ];

    fn of(conditions: &Conditions) -> Self {
        match conditions.kinds().iter().collect::<Vec<_>>()[..] {
            [RefKind::Branch] => Self::BRANCH,
            [RefKind::Tag] => Self::GIT_TAG,
            [RefKind::PullRequest] => Self::PULL_REQUEST,
            _ if conditions.are_scheduled() => Self::SCHEDULE,
            _ => Self::ANY,
        }
    }
}

/// The conditions of a rule, without those that its node already shows.
fn when(conditions: &Conditions) -> Option<String> {
    let is_scheduled = Start::of(conditions) == Start::SCHEDULE;
    let text = |condition: &Condition| {
        Some(match condition {
            Condition::Branch(names) | Condition::Tag(names) => taken(names),
            Condition::Release(filter) => release(filter),
            Condition::NoRelease(_) => "no version".to_string(),
            Condition::PullRequest { source, target } => {
                let of = |noun, names: &Option<Names>| {
                    names.as_ref().map(|names| format!("{noun} {}", taken(names)))
                };
                let both = [of("source", source), of("target", target)];
                both.into_iter().flatten().reduce(|one, other| one + ", " + &other)?
            }
            Condition::DefaultBranch(true) => "the default branch".into(),
            Condition::DefaultBranch(false) => "not the default branch".into(),
            Condition::Event(_) if is_scheduled => return None,
            Condition::Event(events) => {
                let events: Vec<&str> = events.iter().map(Event::as_str).collect();
                format!("event {}", events.join(" or "))
            }
            Condition::Fork(true) => "from a fork".into(),
            Condition::Fork(false) => "not from a fork".into(),
            Condition::Protected(true) => "protected".into(),
            Condition::Protected(false) => "not protected".into(),
            Condition::Project(names) => format!("project {}", taken(names)),
            Condition::Variant(VariantNames { names, .. }) => format!("variant {}", taken(names)),
        })
    };
    conditions.all().iter().filter_map(text).reduce(|one, other| one + ", " + &other)
}

fn release(filter: &ReleaseFilter) -> String {
    let prefixes: Vec<String> = filter.prefixes.iter().map(Prefix::source).collect();
    let prefix = match prefixes.as_slice() {
        [prefix] if prefix.is_empty() => String::new(),
        all => {
            let all: Vec<String> = all.iter().take(SHOWN).map(|one| format!("'{one}'")).collect();
            let others = if prefixes.len() > SHOWN { " or others" } else { "" };
            format!(" after {}{others}", all.join(" or "))
        }
    };
    let scheme = match filter.scheme {
        VersionScheme::SemVer => "version",
        VersionScheme::Dotted => "dotted version",
        VersionScheme::Pep440 => "PEP 440 version",
    };
    let prerelease = match filter.prerelease {
        PrereleaseFilter::Exclude => "final only",
        PrereleaseFilter::Only => "prereleases only",
        PrereleaseFilter::Include => "final or not",
    };
    match filter.scheme {
        VersionScheme::SemVer | VersionScheme::Pep440 => format!("{scheme}{prefix}, {prerelease}"),
        VersionScheme::Dotted => format!("{scheme}{prefix}"),
    }
}

fn taken(names: &Names) -> String {
    let mut text = match names.matching() {
        None => "any".to_string(),
        Some(patterns) => format!("matches {}", joined(patterns)),
    };
    if !names.except().is_empty() {
        text += " except ";
        text += &joined(names.except());
    }
    text
}

/// The greatest number of patterns in a label.
const SHOWN: usize = 4;

fn joined(patterns: &[Pattern]) -> String {
    let shown = patterns.iter().take(SHOWN).map(Pattern::source);
    let mut all: Vec<&str> = shown.map(|one| if one.is_empty() { "''" } else { one }).collect();
    if patterns.len() > SHOWN {
        all.push("others");
    }
    all.join(" or ")
}

/// Writes a string in a quoted label. Every character that might be special to Mermaid,
/// its Markdown or HTML is written as an [entity].
///
/// [entity]: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
struct Label<'a>(&'a str);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = ' ';
        let mut characters = self.0.chars().peekable();
        while let Some(character) = characters.next() {
            let next = characters.peek().copied().unwrap_or(' ');
            let is_plain = match character {
                // `_this_` would be emphasis, `1. ` a list.
                '_' => before.is_alphanumeric() && next.is_alphanumeric(),
                '.' => next != ' ',
                _ => character.is_alphanumeric() || PLAIN.contains(character),
            };
            if is_plain {
                f.write_char(character)?;
            } else {
                write!(f, "#{};", u32::from(character))?;
            }
            before = character;
        }
        Ok(())
    }
}

const PLAIN: &str = " -/,:'+=()?{}";
