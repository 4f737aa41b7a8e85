use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::capture_group::{Borders, GroupUse};
use super::declared_value::check_name;
use super::error::{PolicyError, PolicyErrorKind};
use super::fact::Fact;
use super::language::Expression;
use super::limit;
use super::names::Names;
use super::pattern::Pattern;
use crate::data::Path;
use crate::name::Quoted;

/// What the patterns of a rule capture: a part of the name of a ref, or of a variant.
#[derive(Clone, Debug)]
pub(crate) struct Capture {
    pub(crate) name: String,
    /// Its position among the captures of the policy. Two rules with the same patterns
    /// have the same captures.
    pub(crate) index: usize,
    pub(crate) of: CaptureOf,
    /// At least every text that it can be; perhaps the empty one.
    pub(crate) expression: Expression,
    /// What is sure to be around it in a name.
    pub(crate) borders: Borders,
    /// The patterns, the first of which that matches sets it.
    pub(crate) patterns: Vec<Pattern>,
}

/// Whose name is captured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CaptureOf {
    /// The branch, the git tag, or the branch that a pull request comes from.
    Ref,
    Variant,
}

/// The captures of a rule, by name, with the reason why one cannot be used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captures(Vec<(String, Result<Arc<Capture>, String>)>);

impl Captures {
    pub(crate) const NONE: &'static Self = &Self::new();

    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds the named groups of some patterns.
    pub(crate) fn add(
        &mut self,
        names: &Names,
        of: CaptureOf,
        path: &Path<'_>,
    ) -> Result<(), PolicyError> {
        let patterns = names.matching().unwrap_or_default();
        let mut groups: Vec<&str> = Vec::new();
        for group in patterns.iter().flat_map(Pattern::group_names) {
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        for group in groups {
            limit::CAPTURE_NAME.check(group.len(), path)?;
            check_name(group, "capture", path)?;
            if self.0.iter().any(|(known, _)| known == group) {
                let message = format!("{group} is captured twice; give one group another name");
                return Err(PolicyError::new(PolicyErrorKind::Duplicate, path, message));
            }
            self.0.push((group.into(), Capture::new(group, of, patterns).map(Arc::new)));
        }
        Ok(())
    }

    /// Shares equal captures with those that are known, and numbers the others.
    pub(crate) fn number(&mut self, known: &mut Vec<Arc<Capture>>) {
        for capture in self.0.iter_mut().filter_map(|(_, capture)| capture.as_mut().ok()) {
            match known.iter().find(|known| known.is_like(capture)) {
                Some(known) => *capture = Arc::clone(known),
                None => {
                    Arc::make_mut(capture).index = known.len();
                    known.push(Arc::clone(capture));
                }
            }
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// The captures that have a text for every name that the rule takes.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Capture> {
        self.0.iter().filter_map(|(_, capture)| capture.as_deref().ok())
    }

    /// The capture of this name, or why it has not always a text.
    pub(crate) fn get(&self, name: &str) -> Option<Result<&Arc<Capture>, &str>> {
        let (_, capture) = self.0.iter().find(|(known, _)| known == name)?;
        Some(capture.as_ref().map_err(|reason| &**reason))
    }
}

impl Capture {
    fn new(name: &str, of: CaptureOf, patterns: &[Pattern]) -> Result<Self, String> {
        let mut texts = Vec::new();
        for pattern in patterns {
            let quoted = Quoted(pattern.source());
            match pattern.group_use(name) {
                GroupUse::Once => {}
                GroupUse::Never => {
                    return Err(format!(
                        "has no value for a name that matches {quoted}; move that pattern to a rule \
                         of its own"
                    ));
                }
                GroupUse::Sometimes(always) => {
                    return Err(format!(
                        "has no value for some of the names that match {quoted}; write {} here, and \
                         a rule of its own for the other names",
                        Quoted(&always),
                    ));
                }
                GroupUse::Repeatedly(once) => {
                    return Err(format!(
                        "is captured several times from some of the names that match {quoted}; write {}",
                        Quoted(&once),
                    ));
                }
            }
            let Some(expression) = Expression::of_group(pattern, name) else {
                return Err(format!(
                    "cannot be proved, as its group in {quoted} has \\b, \\B, a large set of \
                     characters beyond ASCII or a large repetition; leave those out of the group"
                ));
            };
            texts.push(expression);
        }
        let borders = patterns.iter().map(|pattern| pattern.group_borders(name));
        let borders = borders.reduce(Borders::and);
        Ok(Self {
            name: name.into(),
            index: 0,
            of,
            expression: Expression::any(texts),
            borders: borders.unwrap_or(Borders { begins_part: false, ends_name: false }),
            patterns: patterns.to_vec(),
        })
    }

    /// What is captured from a name that one of the patterns matches. A character that a
    /// group splits is replaced.
    pub(crate) fn text_in<'n>(&self, name: &'n str) -> Option<Cow<'n, str>> {
        let bytes = self.patterns.iter().find_map(|pattern| pattern.captured(&self.name, name))?;
        Some(String::from_utf8_lossy(bytes))
    }

    /// The first of its patterns that matches a name.
    pub(crate) fn pattern_of(&self, name: &str) -> Option<&Pattern> {
        self.patterns.iter().find(|pattern| pattern.matches(name))
    }

    /// The same capture from other patterns, one for each.
    pub(crate) fn with_patterns(&self, sources: &[String]) -> Option<Self> {
        let patterns = sources.iter().map(|source| Pattern::of_values(source, &Path::Root));
        let patterns: Vec<Pattern> = patterns.collect::<Result<_, _>>().ok()?;
        let other = Self::new(&self.name, self.of, &patterns).ok()?;
        Some(Self { index: self.index, ..other })
    }

    /// What decides its text.
    pub(crate) fn fact(&self) -> Fact {
        match self.of {
            CaptureOf::Ref => Fact::Capture(self.index),
            CaptureOf::Variant => Fact::Variant,
        }
    }

    /// Whether both capture the same from every name.
    fn is_like(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.patterns.iter(), other.patterns.iter());
        self.name == other.name
            && self.of == other.of
            && ours.map(Pattern::source).eq(theirs.map(Pattern::source))
    }
}

/// Equal captures are shared.
impl PartialEq for Capture {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.name == other.name
    }
}

impl Eq for Capture {}
