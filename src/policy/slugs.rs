use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::document::SlugDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::place::Place;
use super::placeholder::Placeholder;
use super::template::Template;
use crate::data::{OneOf, Path, nearest};
use crate::name::{Quoted, SlugOptions, SlugPreset, SlugRules};

/// The slug rules of a policy: its own, those that it declares, and the presets.
#[derive(Clone, Debug)]
pub(crate) struct Slugs(Arc<[(SlugName, SlugRules)]>);

/// The name of slug rules as templates write it: `host` of `{slug:host}`, and none of
/// `{slug}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SlugName(Option<Arc<str>>);

/// The position of slug rules among those of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SlugId(usize);

/// Where slug rules are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlugOrigin {
    /// The key `slug`.
    Own,
    /// The table `slugs`.
    Declared,
    Preset,
}

impl SlugName {
    pub(crate) const OWN: Self = Self(None);

    pub(crate) fn new(name: &str) -> Self {
        Self(Some(name.into()))
    }

    fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// The placeholder of such a slug.
    pub(crate) fn placeholder(&self) -> String {
        match &self.0 {
            None => "{slug}".into(),
            Some(name) => format!("{{slug:{name}}}"),
        }
    }
}

impl Slugs {
    pub(crate) fn new(
        own: &SlugOptions,
        declared: &BTreeMap<String, SlugDocument>,
        root: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let path = root.key("slugs");
        limit::SLUGS.check(declared.len(), &path)?;
        let mut all = Vec::with_capacity(1 + declared.len() + SlugPreset::ALL.len());
        all.push((SlugName::default(), rules(own, &root.key("slug"))?));
        for (name, SlugDocument { options, .. }) in declared {
            let path = path.key(name);
            check_name(name, &path)?;
            all.push((SlugName::new(name), rules(options, &path)?));
        }
        let presets = SlugPreset::ALL.into_iter();
        all.extend(presets.map(|preset| (SlugName::new(preset.name()), preset.rules())));
        Ok(Self(all.into()))
    }

    /// The rules of `{slug}`.
    pub(crate) fn own(&self) -> &SlugRules {
        self.rules(SlugId(0))
    }

    pub(crate) fn rules(&self, SlugId(index): SlugId) -> &SlugRules {
        static CWIQ: SlugRules = SlugRules::CWIQ;
        self.0.get(index).map_or(&CWIQ, |(_, rules)| rules)
    }

    pub(crate) fn name(&self, SlugId(index): SlugId) -> SlugName {
        self.0.get(index).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    /// INVARIANT: every name in the templates of a policy that loads is one of these.
    pub(crate) fn id(&self, name: &SlugName) -> SlugId {
        SlugId(self.0.iter().position(|(known, _)| known == name).unwrap_or_default())
    }

    /// The rules of a name.
    pub(crate) fn named(&self, name: &SlugName) -> &SlugRules {
        self.rules(self.id(name))
    }
}

impl Slugs {
    /// Checks that each slug of these templates exists and is legal at its place, and that
    /// each declared slug is in one of them.
    pub(crate) fn check<'t>(
        &self,
        templates: impl Iterator<Item = (Place<'t>, &'t Template)>,
    ) -> Result<(), PolicyError> {
        let mut unused: Vec<&SlugName> = self.declared().collect();
        for (place, template) in templates {
            for (index, placeholder) in template.placeholders() {
                let Placeholder::Slug(name, _) = placeholder else { continue };
                let Some((_, rules)) = self.0.iter().find(|(known, _)| known == name) else {
                    return Err(self.unknown(name, index, place));
                };
                unused.retain(|declared| *declared != name);
                if rules.makes_paths() && !matches!(place, Place::ImageName(_) | Place::Cache(_)) {
                    let message = format!(
                        "{} at byte {index} keeps '/', and only names of images use such a slug; \
                         use another one, as in {{slug:docker-metadata}}",
                        name.placeholder(),
                    );
                    let kind = PolicyErrorKind::UnavailablePlaceholder;
                    return Err(PolicyError::new(kind, &place, message).at(index));
                }
            }
        }
        match unused.first() {
            Some(name) => Err(self.unused(name)),
            None => Ok(()),
        }
    }

    /// How a policy sets these options of a slug.
    pub(crate) fn set(&self, name: &SlugName, options: &[&str]) -> String {
        let (keys, rest) = match self.origin(self.id(name)) {
            SlugOrigin::Own => (["slug."].concat(), None),
            SlugOrigin::Declared => (["slugs.", name.as_str(), "."].concat(), None),
            SlugOrigin::Preset => {
                let preset = format!("preset = \"{}\"", name.as_str());
                (String::new(), Some(preset))
            }
        };
        let options = options.iter().map(|option| [&*keys, option].concat());
        let all: Vec<String> = rest.into_iter().chain(options).collect();
        let list = match &*all {
            [first @ .., last] if !first.is_empty() => [&*first.join(", "), last].join(" and "),
            all => all.concat(),
        };
        match self.origin(self.id(name)) {
            SlugOrigin::Own | SlugOrigin::Declared => format!("set {list}"),
            SlugOrigin::Preset => format!("use one that you declare in [slugs] with {list}"),
        }
    }

    /// How a policy makes a slug shorter, so that it fits.
    pub(crate) fn shorter(&self, name: &SlugName, length: usize) -> String {
        match self.origin(self.id(name)) {
            SlugOrigin::Own => format!("slug.max-length = {length} would fit"),
            SlugOrigin::Declared => {
                format!("slugs.{}.max-length = {length} would fit", name.as_str())
            }
            SlugOrigin::Preset => self.set(name, &[&*format!("max-length = {length}")]),
        }
    }

    pub(crate) fn origin(&self, SlugId(index): SlugId) -> SlugOrigin {
        if index == 0 {
            SlugOrigin::Own
        } else if index < self.0.len() - SlugPreset::ALL.len() {
            SlugOrigin::Declared
        } else {
            SlugOrigin::Preset
        }
    }

    fn declared(&self) -> impl Iterator<Item = &SlugName> {
        let all = self.0.iter().enumerate();
        let declared = all.filter(|(index, _)| self.origin(SlugId(*index)) == SlugOrigin::Declared);
        declared.map(|(_, (name, _))| name)
    }

    fn unknown(&self, name: &SlugName, index: usize, place: Place<'_>) -> PolicyError {
        let placeholder = name.placeholder();
        let known = || self.0.iter().map(|(known, _)| known);
        let named = known().filter(|known| **known != SlugName::OWN);
        let advice = match nearest(name.as_str(), named.map(SlugName::as_str)) {
            Some(near) => format!("did you mean {{slug:{near}}}?"),
            None => {
                let known: Vec<String> = known().map(SlugName::placeholder).collect();
                format!(
                    "there are {}, and a table [slugs.NAME] declares another",
                    OneOf(known.iter().map(String::as_str)),
                )
            }
        };
        let message = format!("{} at byte {index} is not a slug; {advice}", Quoted(&placeholder));
        PolicyError::new(PolicyErrorKind::UnknownPlaceholder, &place, message).at(index)
    }

    fn unused(&self, name: &SlugName) -> PolicyError {
        let root = Path::Root;
        let slugs = root.key("slugs");
        // Misspelt, it is the slug that the templates use instead.
        let others = self.0.iter().filter(|(known, _)| known != name && *known != SlugName::OWN);
        let near = nearest(name.as_str(), others.map(|(known, _)| known.as_str()));
        let placeholder = name.placeholder();
        let advice = match near {
            Some(near) => format!("did you mean {near}?"),
            None => "use it, or remove it".into(),
        };
        let message = format!("no template uses {placeholder}; {advice}");
        let path = slugs.key(name.as_str());
        PolicyError::new(PolicyErrorKind::InvalidValue, &path, message)
    }
}

fn rules(options: &SlugOptions, path: &Path<'_>) -> Result<SlugRules, PolicyError> {
    SlugRules::new(options.clone())
        .map_err(|error| PolicyError::name(&path.key(error.noun()), &error))
}

fn check_name(name: &str, path: &Path<'_>) -> Result<(), PolicyError> {
    limit::NAME.check(name.len(), path)?;
    if SlugPreset::named(name).is_some() {
        let message = format!(
            "{} is a preset, which {{slug:{name}}} uses without a declaration; give these \
             options another name",
            Quoted(name),
        );
        return Err(PolicyError::new(PolicyErrorKind::Duplicate, path, message));
    }
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if name.is_empty() || !name.bytes().all(is_legal) {
        let message = "the name of a slug holds letters, digits, '-' and '_'";
        return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
    }
    Ok(())
}
