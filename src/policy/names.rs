use alloc::string::String;
use alloc::vec::Vec;

use super::document::NamesDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::pattern::Pattern;
use super::variant::Variants;
use crate::data::Path;
use crate::name::Quoted;

/// The names that a condition admits: those that match a pattern and are no exception.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    /// `None` takes every name.
    matching: Option<Vec<Pattern>>,
    except: Vec<Pattern>,
}

/// What has a name that patterns are written for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named<'a> {
    Ref,
    /// The branch that a pull request is for.
    Target,
    Project,
    /// One of these builds.
    Variant(&'a Variants),
}

impl Names {
    pub(crate) fn new(
        document: &NamesDocument,
        named: Named<'_>,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let matching_key = path.key("matching");
        let matching_path = if document.is_table() { matching_key } else { *path };
        let except_path = path.key("except");
        let except = match &document.except {
            Some(except) => patterns(except, named, &except_path)?,
            None => Vec::new(),
        };
        let matching = match &document.matching {
            Some(matching) => Some(patterns(matching, named, &matching_path)?),
            None => None,
        };
        check_no_groups(&except, "an exception", &except_path)?;
        match named {
            Named::Target => check_no_groups(matching.iter().flatten(), "target", &matching_path)?,
            Named::Project => {
                check_no_groups(matching.iter().flatten(), "project", &matching_path)?;
            }
            Named::Ref | Named::Variant(_) => {}
        }
        for (index, pattern) in matching.iter().flatten().enumerate() {
            let taken = |exception: &&Pattern| match pattern.literal() {
                Some(name) => exception.matches(name),
                None => exception.source() == pattern.source() || exception.source() == "*",
            };
            if let Some(exception) = except.iter().find(taken) {
                let message = alloc::format!(
                    "{} can never match: the exception {} takes all of it",
                    Quoted(pattern.source()),
                    Quoted(exception.source()),
                );
                let path = one_of(&matching_path, index, matching.iter().flatten().count());
                return Err(PolicyError::new(PolicyErrorKind::NeverFires, &path, message));
            }
        }
        if let (None, Some(all)) = (&matching, except.iter().find(|one| one.source() == "*")) {
            let message = alloc::format!(
                "can never match: the exception {} takes every name",
                Quoted(all.source())
            );
            return Err(PolicyError::new(PolicyErrorKind::NeverFires, path, message));
        }
        Ok(Self { matching, except })
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        self.matching.as_ref().is_none_or(|all| all.iter().any(|pattern| pattern.matches(name)))
            && !self.except.iter().any(|pattern| pattern.matches(name))
    }

    /// How long its patterns are together.
    pub(crate) fn length(&self) -> usize {
        self.matching.iter().flatten().chain(&self.except).map(Pattern::length).sum()
    }

    /// The patterns of which a name must match one; `None` where any name will
    /// do.
    pub(crate) fn matching(&self) -> Option<&[Pattern]> {
        self.matching.as_deref()
    }

    /// Whether the names are a list, each of them written out.
    pub(crate) fn are_listed(&self) -> bool {
        self.matching
            .as_ref()
            .is_some_and(|all| all.iter().all(|pattern| pattern.literal().is_some()))
    }

    /// Whether no name matches but one that is written out.
    pub(crate) fn is_one(&self) -> bool {
        self.matching.as_ref().is_some_and(|all| all.len() == 1) && self.are_listed()
    }

    /// The patterns of which a name may match none.
    pub(crate) fn except(&self) -> &[Pattern] {
        &self.except
    }

    /// How many patterns a name is compared with at most.
    pub(crate) fn count(&self) -> usize {
        self.matching().unwrap_or_default().len() + self.except.len()
    }

    /// The exception that takes this name, if one does.
    pub(crate) fn exception(&self, name: &str) -> Option<&Pattern> {
        self.except.iter().find(|pattern| pattern.matches(name))
    }
}

fn patterns(
    sources: &[String],
    named: Named<'_>,
    path: &Path<'_>,
) -> Result<Vec<Pattern>, PolicyError> {
    if sources.is_empty() {
        return Err(PolicyError::new(
            PolicyErrorKind::NeverFires,
            path,
            "an empty list matches no name; leave it out to match every name",
        ));
    }
    limit::PATTERNS.check(sources.len(), path)?;
    let mut length = 0;
    sources
        .iter()
        .enumerate()
        .map(|(index, source)| {
            let pattern = Pattern::parse(source, named, &one_of(path, index, sources.len()))?;
            length += pattern.length();
            limit::ALL_PATTERNS.check(length, path)?;
            Ok(pattern)
        })
        .collect()
}

/// Refuses named groups where nothing is captured.
fn check_no_groups<'p>(
    patterns: impl IntoIterator<Item = &'p Pattern>,
    what: &str,
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    for pattern in patterns {
        let Some(group) = pattern.group_names().next() else { continue };
        let message = alloc::format!(
            "{} has the group {group}, and {what} captures nothing; write {}",
            Quoted(pattern.source()),
            Quoted(&pattern.without_names()),
        );
        return Err(PolicyError::new(PolicyErrorKind::Pattern, path, message));
    }
    Ok(())
}

/// The path of a pattern. A single pattern has the path that a list would have, because
/// it is written in place of one.
fn one_of<'a>(path: &'a Path<'a>, index: usize, count: usize) -> Path<'a> {
    if count == 1 { *path } else { path.index(index) }
}
