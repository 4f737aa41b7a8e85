use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::dialect::Dialect;
use super::expression::escape;
use super::parts::{SpelledPart, numbered, parts};
use super::recognize::{same, suffixes};
use crate::policy::{Policy, Rule, RuleTag, TagKind};

/// The tags of a rule as an anchored regular expression.
///
/// # Examples
///
/// What a deploy tool follows, such as the `filterTags` of Flux:
///
/// ```
/// use tagwright::{Dialect, Policy, TagKind};
///
/// let policy = Policy::cwiq();
/// let patterns = policy.patterns(Dialect::Go);
/// let main = patterns.iter().find(|pattern| pattern.rule() == "main");
/// let main = main.ok_or("the built-in policy has a rule main")?;
/// let immutable = main.tags().iter().find(|tag| tag.kind() == TagKind::Immutable);
/// assert_eq!(
///     immutable.map(|tag| tag.regex()),
///     Some("^main-(?P<short_sha>[0-9a-f]{8})$"),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RulePattern {
    rule: Arc<str>,
    regex: String,
    tags: Vec<TagPattern>,
}

/// One tag of a rule as an anchored regular expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct TagPattern {
    template: String,
    kind: TagKind,
    regex: String,
}

impl Policy {
    /// Returns each rule as an anchored regular expression of a dialect, for
    /// tools that pick tags in a registry.
    ///
    /// Every tag of a plan matches the expression of its rule, with the suffix
    /// of an image or without. Each placeholder is a group of its name; where it
    /// stands in a second template of the rule, or for a second format of an
    /// instant, of its name and a number (`version_2`). A placeholder that
    /// stands twice in one template is a group the first time.
    ///
    /// An expression may match a tag that [`recognize`](Self::recognize) knows
    /// better than to take for the rule's: it does not compare a branch with the
    /// exceptions of the rule, two groups with each other, or a number with the
    /// greatest there is. Where neither that nor the end of a field is open, its
    /// groups are the fields that recognizing finds.
    #[must_use]
    pub fn patterns(&self, dialect: Dialect) -> Vec<RulePattern> {
        let suffix = suffix(self, dialect);
        self.rules()
            .iter()
            .map(|rule| {
                let mut whole = Writer { dialect, names: Vec::new(), regex: String::new() };
                let mut tags = Vec::new();
                for (position, tag) in rule.tags.iter().enumerate() {
                    if rule.tags.iter().take(position).any(|earlier| same(earlier, tag)) {
                        continue;
                    }
                    let mut alone = Writer { dialect, names: Vec::new(), regex: String::new() };
                    alone.tag(self, rule, tag);
                    if !whole.regex.is_empty() {
                        whole.regex.push('|');
                    }
                    whole.tag(self, rule, tag);
                    tags.push(TagPattern {
                        template: tag.template.source().into(),
                        kind: tag.kind,
                        regex: anchored(&alone.regex, &suffix),
                    });
                }
                let regex = match tags.as_slice() {
                    [_] => anchored(&whole.regex, &suffix),
                    _ => {
                        let group = dialect.group();
                        anchored(&alloc::format!("{group}{})", whole.regex), &suffix)
                    }
                };
                RulePattern { rule: rule.name.clone(), regex, tags }
            })
            .collect()
    }
}

impl RulePattern {
    /// Returns the name of the rule.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Returns the expression of all tags of the rule.
    #[must_use]
    pub fn regex(&self) -> &str {
        &self.regex
    }

    /// Returns the expression of each tag, in the order of the rule.
    #[must_use]
    pub fn tags(&self) -> &[TagPattern] {
        &self.tags
    }
}

impl TagPattern {
    /// Returns the template.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Returns whether the tag moves.
    #[must_use]
    pub fn kind(&self) -> TagKind {
        self.kind
    }

    /// Returns the expression.
    #[must_use]
    pub fn regex(&self) -> &str {
        &self.regex
    }
}

impl Serialize for RulePattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("RulePattern", 3)?;
        fields.serialize_field("rule", self.rule())?;
        fields.serialize_field("regex", &self.regex)?;
        fields.serialize_field("tags", &self.tags)?;
        fields.end()
    }
}

struct Writer {
    dialect: Dialect,
    /// The groups that are there already, by the names of their placeholders.
    names: Vec<&'static str>,
    regex: String,
}

impl Writer {
    fn tag(&mut self, policy: &Policy, rule: &Rule, tag: &RuleTag) {
        let mut fields: Vec<String> = Vec::new();
        for part in parts(policy, rule, tag) {
            let SpelledPart::Field { name, placeholder, spelling } = part else {
                part.expression().write(self.dialect, &mut self.regex);
                continue;
            };
            let is_first = !fields.contains(&name);
            match self.dialect.name().filter(|_| is_first) {
                None => spelling.expression().write_group(self.dialect, &mut self.regex),
                Some((open, close)) => {
                    let name = placeholder.name();
                    let before = self.names.iter().filter(|known| **known == name).count();
                    self.regex.push_str(open);
                    self.regex.push_str(&numbered(name, before));
                    self.regex.push_str(close);
                    spelling.expression().write(self.dialect, &mut self.regex);
                    self.regex.push(')');
                    self.names.push(name);
                }
            }
            fields.push(name);
        }
    }
}

fn anchored(regex: &str, suffix: &str) -> String {
    alloc::format!("^{regex}{suffix}$")
}

/// What the images append, as an expression.
fn suffix(policy: &Policy, dialect: Dialect) -> String {
    let all = suffixes(policy);
    let mut some = all.iter().filter(|suffix| !suffix.is_empty()).peekable();
    let mut regex = String::new();
    if some.peek().is_none() {
        return regex;
    }
    regex.push_str(dialect.group());
    for (index, suffix) in some.enumerate() {
        if index > 0 {
            regex.push('|');
        }
        escape(suffix, &mut regex);
    }
    regex.push(')');
    if all.contains(&"") {
        regex.push('?');
    }
    regex
}
