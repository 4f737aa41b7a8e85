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
/// What a deploy tool follows, such as the `filterTags` of Flux:
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

/// One tag of a rule as an anchored regular expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct TagPattern {
    /// Where the template is in the policy, such as `rules[1].tags[0]`.
    pub path: String,
    /// The template, as the policy has it.
    pub template: String,
    /// Whether the tag moves.
    pub kind: TagKind,
    /// The expression.
    pub regex: String,
}

/// # Patterns for other tools
impl Policy {
    /// Returns each rule as an anchored regular expression of a dialect, for
    /// tools that pick tags in a registry; each rule once for each build that it
    /// is for, if the policy has variants.
    ///
    /// Every tag of a plan matches the expression of its rule and variant. Each placeholder
    /// is a group of its name; where it
    /// stands in a second template of the rule, or for a second slug or format of an
    /// instant, of its name and a number (`version_2`). A placeholder that
    /// stands twice in one template is a group the first time.
    ///
    /// An expression may match a tag that [`recognize`](Self::recognize) knows
    /// better than to take for the rule's: it does not compare a branch with the
    /// exceptions of the rule, two groups with each other, or a number with the
    /// greatest there is. Where neither that nor the end of a field is open, its
    /// groups are the fields that recognizing finds. Of a rule whose expression is
    /// longer than 16 KiB, such as one with hundreds of patterns in many templates,
    /// the placeholders behind those are written as their characters and lengths.
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
    /// How long the expressions of the tags before are.
    before: usize,
    /// The groups that are there already, by the names of their placeholders.
    names: Vec<&'t str>,
    regex: String,
}

impl<'t> Writer<'t> {
    /// How long the expression of a rule becomes before placeholders are written as
    /// the characters that they hold: each could repeat all patterns of the rule.
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
