use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::dialect::Dialect;
use super::expression::escape;
use super::spelled_tag::{SpelledPart, SpelledTag, numbered};
use crate::policy::{Place, Policy, Rule, TagKind, Variant};

/// The tags of a rule as an anchored regular expression.
///
/// # Examples
///
/// The tags that a deploy tool follows, such as `filterTags` in Flux:
///
/// ```
/// use tagwright::recognize::Dialect;
/// use tagwright::{Policy, TagKind};
///
/// let policy = Policy::cwiq();
/// let patterns = policy.patterns(Dialect::Go);
/// let main = patterns.iter().find(|pattern| pattern.rule == "main");
/// let main = main.ok_or("the built-in policy has a rule main")?;
/// let immutable = main.tags.iter().find(|tag| tag.kind == TagKind::Immutable);
/// assert_eq!(
///     immutable.map(|tag| &*tag.regex),
///     Some("^main-(?P<short_sha>[0-9a-f]{8})$"),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct RulePattern {
    /// The name of the rule.
    pub rule: String,
    /// The variant whose tags these are; `None` for the plain build.
    pub variant: Option<String>,
    /// The expression of all tags of the rule.
    pub regex: String,
    /// The expression of each tag, in the order of the rule.
    pub tags: Vec<TagPattern>,
}

/// A single tag of a rule as an anchored regular expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct TagPattern {
    /// The path of the template in the policy, such as `rules[1].tags[0]`.
    pub path: String,
    /// The template, as written in the policy.
    pub template: String,
    /// Whether the tag is immutable or floating.
    pub kind: TagKind,
    /// The expression.
    pub regex: String,
}

/// # Regular expressions
impl Policy {
    /// Returns each rule as an anchored regular expression, for tools that select tags
    /// in a registry. If the policy has variants, a rule is returned once for each
    /// variant that it applies to.
    ///
    /// Every tag of a plan matches the expression of its rule and variant. Each
    /// placeholder is a group with its name. A number is appended to the name
    /// (`version_2`) in a further template of the rule, and for a further slug or time
    /// format. If a placeholder occurs twice in one template, only the first occurrence
    /// is a group.
    ///
    /// An expression may match tags that [`recognize`](Self::recognize) rejects: it
    /// does not compare a branch with the exceptions of the rule, two groups with each
    /// other, or a number with the greatest possible one. If none of these checks
    /// matters and the ends of all fields are unambiguous, its groups are the fields
    /// that `recognize` finds. If the expression of a rule becomes longer than 16 KiB,
    /// for example because of hundreds of patterns in many templates, the remaining
    /// placeholders are only written as their characters and lengths.
    #[must_use]
    pub fn patterns(&self, dialect: Dialect) -> Vec<RulePattern> {
        let of_builds = |(index, rule): (usize, &Rule)| {
            let builds = self.variants().of(&rule.conditions);
            let one = |build| pattern(self, (index, rule), dialect, build);
            builds.map(one).collect::<Vec<_>>()
        };
        self.rules().iter().enumerate().flat_map(of_builds).collect()
    }
}

fn pattern(
    policy: &Policy,
    (rule_index, rule): (usize, &Rule),
    dialect: Dialect,
    (build, variant): (usize, &Variant),
) -> RulePattern {
    let mut whole = Writer::new(dialect, 0);
    let mut tags = Vec::new();
    for tag in SpelledTag::of_rule(policy, rule, build, |_| true) {
        let mut alone = Writer::new(dialect, whole.regex.len());
        alone.tag(&tag);
        if !tags.is_empty() {
            whole.regex.push('|');
        }
        whole.tag(&tag);
        tags.push(TagPattern {
            path: Place::Tag(rule_index, tag.index).to_string(),
            template: tag.tag.template.source().into(),
            kind: tag.tag.kind,
            regex: anchored(&alone.regex),
        });
    }
    let regex = match tags.as_slice() {
        [_] => anchored(&whole.regex),
        _ => anchored(&format!("{}{})", dialect.group(), whole.regex)),
    };
    let variant = (!variant.is_plain()).then(|| String::from(&*variant.name));
    RulePattern { rule: String::from(&*rule.name), variant, regex, tags }
}

struct Writer<'t> {
    dialect: Dialect,
    /// The length of the expressions of the preceding tags.
    before: usize,
    /// The existing groups, by the names of their placeholders.
    names: Vec<&'t str>,
    regex: String,
}

impl<'t> Writer<'t> {
    /// The length of a rule's expression from which placeholders are only written as
    /// their characters and lengths. Otherwise, each could repeat all patterns of the
    /// rule.
    const MOST_EXACT: usize = 16 * 1024;

    fn new(dialect: Dialect, before: usize) -> Self {
        Self { dialect, before, names: Vec::new(), regex: String::new() }
    }

    fn tag(&mut self, tag: &SpelledTag<'t>) {
        let mut fields: Vec<&str> = Vec::new();
        for part in &tag.parts {
            let (name, spelling) = match part {
                SpelledPart::Text(text) => {
                    escape(text, &mut self.regex);
                    continue;
                }
                SpelledPart::Field { name, spelling } => (&**name, spelling),
            };
            let is_first = !fields.contains(&name);
            match self.dialect.name().filter(|_| is_first) {
                None => self.regex.push_str(self.dialect.group()),
                Some((open, close)) => {
                    let name = spelling.placeholder().name();
                    let before = self.names.iter().filter(|known| **known == name).count();
                    self.regex.push_str(open);
                    self.regex.push_str(&numbered(name, before));
                    self.regex.push_str(close);
                    self.names.push(name);
                }
            }
            let is_long = self.before + self.regex.len() > Self::MOST_EXACT;
            let expression = if is_long { spelling.characters() } else { spelling.expression() };
            expression.write(self.dialect, &mut self.regex);
            self.regex.push(')');
            fields.push(name);
        }
    }
}

fn anchored(regex: &str) -> String {
    format!("^{regex}$")
}
