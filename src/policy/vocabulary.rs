use alloc::sync::Arc;
use alloc::vec::Vec;

use super::declared_value::DeclaredValue;
use super::document::PolicyDocument;
use super::error::PolicyError;
use super::placeholder::Placeholder;
use crate::data::Path;
use crate::name::UtcOffset;

/// What the templates of a policy mean: the placeholders of the language and those that
/// the policy declares.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    pub(crate) values: Vec<Arc<DeclaredValue>>,
    /// Where the dates of instants are those of.
    pub(crate) offset: UtcOffset,
    /// Whether a build may have a variant.
    has_variants: bool,
}

impl Vocabulary {
    pub(crate) fn new(document: &PolicyDocument, path: &Path<'_>) -> Result<Self, PolicyError> {
        let values = DeclaredValue::all(&document.values, &path.key("values"))?;
        let offset = match &document.timezone {
            Some(offset) => UtcOffset::parse(offset)
                .map_err(|error| PolicyError::name(&path.key("timezone"), &error))?,
            None => UtcOffset::default(),
        };
        Ok(Self { values, offset, has_variants: !document.variants.is_empty() })
    }

    /// The placeholder of this name, an instant without a format.
    pub(crate) fn placeholder(&self, name: &str) -> Option<Placeholder> {
        Placeholder::named(name).or_else(|| {
            let declared = self.values.iter().find(|value| value.name == name);
            declared.cloned().map(Placeholder::Declared)
        })
    }

    /// The names of the placeholders that may have a value, those of the policy first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let declared = self.values.iter().map(|value| &*value.name);
        let all = Placeholder::ALL.iter();
        let known = all.filter(|one| self.has_variants || **one != Placeholder::Variant);
        declared.chain(known.map(Placeholder::name))
    }
}
