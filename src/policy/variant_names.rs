use super::document::NamesDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::names::{Named, Names};
use super::variant::Variants;
use crate::data::{OneOf, Path};

/// The variants that a rule is for.
#[derive(Clone, Debug)]
pub(crate) struct VariantNames {
    /// Their names; the empty one is that of the plain build.
    pub(crate) names: Names,
    /// Whether a build may have no variant.
    pub(crate) has_plain: bool,
}

impl VariantNames {
    pub(super) fn new(
        document: &NamesDocument,
        variants: &Variants,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let refuse = |kind, message: &str| Err(PolicyError::new(kind, path, message));
        if variants.names().next().is_none() {
            let message = "variant needs [variants], as in variants = { alpine = \"-alpine\" }";
            return refuse(PolicyErrorKind::InvalidValue, message);
        }
        let names = Names::new(document, Named::Variant(variants), path)?;
        if !variants.builds().iter().any(|one| names.matches(&one.name)) {
            let message = alloc::format!(
                "can never match: it leaves out every variant; those declared are {}",
                OneOf(variants.names())
            );
            return refuse(PolicyErrorKind::NeverFires, &message);
        }
        Ok(Self { names, has_plain: variants.has_plain() })
    }
}
