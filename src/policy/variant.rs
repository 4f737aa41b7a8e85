use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::char_set::CharSet;
use super::conditions::Conditions;
use super::document::VariantDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::tag_grammar::TagGrammar;
use crate::data::{OneOf, Path, nearest};
use crate::name::{Flaw, NameError, Quoted};

/// A variant of a build matrix, or the plain build, which has no name and no affix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Variant {
    pub(crate) name: Arc<str>,
    pub(crate) prefix: String,
    pub(crate) suffix: String,
}

/// The variants of a policy.
#[derive(Clone, Debug)]
pub(crate) struct Variants {
    /// Every build that there is: the plain one first, unless a variant has no affix,
    /// and the variants by their names.
    builds: Vec<Variant>,
    has_plain: bool,
    plain: Variant,
}

impl Variants {
    pub(crate) fn new(
        documents: &BTreeMap<String, VariantDocument>,
        grammar: &TagGrammar,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        limit::VARIANTS.check(documents.len(), path)?;
        let has_plain = documents.values().all(|one| *one != VariantDocument::default());
        let mut builds = Vec::new();
        builds.extend(has_plain.then(Variant::default));
        for (name, document) in documents {
            builds.push(Variant::new(name, document, grammar, &path.key(name))?);
        }
        Ok(Self { builds, has_plain, plain: Variant::default() })
    }

    pub(crate) fn builds(&self) -> &[Variant] {
        &self.builds
    }

    /// The first build that a rule with these conditions is for; there is always one.
    pub(crate) fn first_of(&self, conditions: &Conditions) -> &Variant {
        self.of(conditions).next().map_or(&self.plain, |(_, variant)| variant)
    }

    /// Whether a build may have no variant.
    pub(crate) fn has_plain(&self) -> bool {
        self.has_plain
    }

    /// The names of the variants.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.builds.iter().filter(|one| !one.is_plain()).map(|one| &*one.name)
    }

    /// The builds that a rule with these conditions is for, with their indices.
    pub(crate) fn of(&self, conditions: &Conditions) -> impl Iterator<Item = (usize, &Variant)> {
        self.builds.iter().enumerate().filter(|(_, variant)| conditions.admit(variant))
    }

    /// That no variant has this name.
    pub(crate) fn undeclared(&self, name: &str) -> String {
        let (what, names) = (Quoted(name), || self.names());
        match nearest(name, names()) {
            Some(near) => format!("variant {what} is not declared; did you mean {near}?"),
            None => format!("variant {what} is not declared; expected {}", OneOf(names())),
        }
    }

    /// That no variant has a name that matches this pattern.
    pub(crate) fn no_match(&self, pattern: &str) -> String {
        format!(
            "{} matches no variant; those declared are {}",
            Quoted(pattern),
            OneOf(self.names())
        )
    }

    /// The build of a context with this variant.
    pub(crate) fn build(&self, name: Option<&str>) -> Option<&Variant> {
        let name = name.unwrap_or_default();
        self.builds.iter().find(|one| *one.name == *name)
    }
}

impl Variant {
    fn new(
        name: &str,
        document: &VariantDocument,
        grammar: &TagGrammar,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        limit::VARIANT.check(name.len(), path)?;
        let holds = "the name of a variant holds letters, digits, '_', '.' and '-'";
        let flaw = match name.char_indices().find(|(_, one)| !CharSet::TAG.contains(*one)) {
            Some((index, _)) => Some(Flaw::character(index, holds)),
            None => name.is_empty().then(|| Flaw::empty(0, holds)),
        };
        if let Some(flaw) = flaw {
            let message = format!("{}", NameError::new("variant", name, flaw));
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
        }
        let VariantDocument { prefix, suffix } = document;
        let (prefix_key, suffix_key) = (path.key("prefix"), path.key("suffix"));
        let suffix_path = if document.is_table() { suffix_key } else { *path };
        let check =
            |noun, text: &String, path: &Path<'_>, check: &dyn Fn(&str) -> Result<(), Flaw>| {
                check(text)
                    .map_err(|flaw| PolicyError::name(path, &NameError::new(noun, text, flaw)))
            };
        check("tag prefix", prefix, &prefix_key, &|text| grammar.check_prefix(text))?;
        check("tag suffix", suffix, &suffix_path, &|text| grammar.check_suffix(text))?;
        Ok(Self { name: name.into(), prefix: prefix.clone(), suffix: suffix.clone() })
    }

    /// Whether it is the build without a variant.
    pub(crate) fn is_plain(&self) -> bool {
        self.name.is_empty()
    }
}
