use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::accepted;
use super::assignment::{Assignment, Sink};
use super::cwiq::cwiq;
use super::declared_value::DeclaredValue;
use super::document::{BuilderDocument, PolicyDocument};
use super::error::{PolicyError, PolicyErrorKind};
use super::host_path::HostPath;
use super::image::Images;
use super::language::{Effort, Settings};
use super::place::Place;
use super::proof::Prover;
use super::rule::Rule;
use super::slugs::Slugs;
use super::tag_grammar::TagGrammar;
use super::template::Template;
use super::variant::Variants;
use super::vocabulary::Vocabulary;
use crate::data::Path;
use crate::name::{Reference, SlugRules};

/// A **policy** that has been checked: which images are built, and which tags
/// which event gives.
///
/// A policy that exists cannot give an illegal tag: every tag template was
/// proved for every context that its rule admits. The only values that are
/// checked when a plan is made are those that somebody outside the policy
/// chooses freely: the project, the git tag and what is read from it, and in
/// labels of the image specification what the project says of itself.
///
/// # Syntax
///
/// That of the [policy language](crate::guide::policy_language). Any
/// self-describing serde format holds it: TOML, JSON, YAML.
///
/// # Examples
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let policy: Policy = toml::from_str(r#"
///     version = 1
///     env = ["IMAGE_TAG={image_tag}"]
///
///     [[images]]
///     name = "{project}"
///     push = "registry.example.com"
///
///     [[rules]]
///     name = "branches"
///     when = { branch = { except = "wip/*" } }
///     tags = ["{short_sha}", "branch-{slug}"]
/// "#)?;
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let plan = policy.plan(&CiContext::branch("server", "feature/search", sha)?)?;
/// assert_eq!(plan.build_env().to_string(), "IMAGE_TAG=a1b2c3d8\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Policy {
    document: PolicyDocument,
    vocabulary: Vocabulary,
    slugs: Slugs,
    grammar: TagGrammar,
    builder: Option<Arc<Reference>>,
    variants: Variants,
    images: Images,
    rules: Vec<Rule>,
    build_args: Vec<Assignment>,
    labels: Vec<Assignment>,
    env: Vec<Assignment>,
}

/// # Load or build
impl Policy {
    /// Checks a document.
    ///
    /// # Errors
    ///
    /// * A `version` other than 1, a `short-sha` outside 4 to 64, slug options
    ///   that contradict each other.
    /// * No image or no rule; two rules of one name; two images that would push
    ///   the same references.
    /// * A registry, path, affix, builder image or key that its grammar refuses;
    ///   an image name that no facts could make legal.
    /// * A template that cannot be read, a placeholder that does not exist or
    ///   that nothing can supply at its place.
    /// * A label under `org.opencontainers.image.` that the image specification
    ///   does not have, or with a value that it does not allow.
    /// * A pattern that cannot be read or that no git ref can meet.
    /// * A tag template that could give an illegal tag, an env template that
    ///   could give a line which GitLab and a shell read differently; the error
    ///   holds a counterexample where one was found.
    /// * A cache that is, or for some ref can be, the name of an image.
    /// * More of anything than the limit that the message names.
    pub fn new(document: PolicyDocument) -> Result<Self, PolicyError> {
        let policy = Self::read(document)?;
        policy.prove(&Effort::new())?;
        Ok(policy)
    }

    /// Returns the built-in policy: a real pipeline of GitLab CI, kaniko and
    /// Nexus.
    ///
    /// # Panics
    ///
    /// Never: that it loads is tested.
    #[must_use]
    pub fn cwiq() -> Self {
        // Its proof is a test of ours, which no process has to repeat.
        #[expect(clippy::expect_used, reason = "a constant that a test loads")]
        Self::read(cwiq()).expect("the built-in policy loads")
    }

    fn read(document: PolicyDocument) -> Result<Self, PolicyError> {
        let root = Path::Root;
        if document.version != PolicyDocument::VERSION {
            let message = alloc::format!(
                "{} is not a version of the policy language; expected 1",
                document.version
            );
            let path = root.key("version");
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, &path, message));
        }
        if !PolicyDocument::SHORT_SHAS.contains(&document.short_sha) {
            let message =
                alloc::format!("{} digits are no short sha; expected 4 to 64", document.short_sha);
            let path = root.key("short-sha");
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, &path, message));
        }
        let slugs = Slugs::new(&document.slug, &document.slugs, &root)?;
        let builder_path = root.key("builder");
        let builder = match &document.builder {
            Some(builder) => Some(Arc::new(builder_image(builder, &builder_path)?)),
            None => None,
        };
        let mut vocabulary = Vocabulary::new(&document, &root)?;
        let grammar = TagGrammar::new(&document.fits);
        let (images_path, rules_path) = (root.key("images"), root.key("rules"));
        let variants = Variants::new(&document.variants, &grammar, &root.key("variants"))?;
        let conditions =
            Rule::conditions(&document.rules, &variants, &mut vocabulary, &rules_path)?;
        vocabulary.check_slugs(&root.key("slugs"))?;
        let of_rules: Vec<_> = document.rules.iter().zip(&conditions).collect();
        let images = Images::new(&document.images, &of_rules, &vocabulary, &images_path)?;
        let mut rules =
            Rule::all(&document.rules, conditions, &variants, &vocabulary, &rules_path)?;
        images.assign(&document.images, &mut rules, &images_path)?;
        Rule::check_pushed(&rules, &rules_path)?;
        accepted::check(&document.accept, &rules, &root.key("accept"))?;
        let assignments =
            |document, sink, key| Assignment::all(document, sink, &vocabulary, &root.key(key));
        let build_args = assignments(&document.build_args, Sink::BuildArg, "build-args")?;
        let labels = assignments(&document.labels, Sink::Label, "labels")?;
        let env = assignments(&document.env, Sink::Env, "env")?;
        let policy = Self {
            document,
            vocabulary,
            slugs,
            grammar,
            builder,
            variants,
            images,
            rules,
            build_args,
            labels,
            env,
        };
        policy.slugs.check(policy.templates())?;
        Ok(policy)
    }

    /// All templates, and where each of them is.
    fn templates(&self) -> impl Iterator<Item = (Place<'_>, &Template)> {
        let images = self.images.iter().enumerate().flat_map(|(index, image)| {
            let cache = image.cache.iter().map(move |cache| (Place::Cache(index), cache));
            core::iter::once((Place::ImageName(index), &image.name)).chain(cache)
        });
        let rules = self.rules.iter().enumerate().flat_map(|(index, rule)| {
            let tags = rule.tags.iter().enumerate();
            tags.map(move |(position, tag)| (tag.place(index, position), &tag.template))
        });
        let sinks = [Sink::BuildArg, Sink::Label, Sink::Env].into_iter();
        let assignments = sinks.flat_map(|sink| {
            self.assignments(sink).iter().map(move |one| (one.place(sink), &one.template))
        });
        images.chain(rules).chain(assignments)
    }

    pub(crate) fn prove(&self, effort: &Effort) -> Result<(), PolicyError> {
        let Self { grammar, variants, images, rules, env, .. } = self;
        let prover = Prover::new(self.settings(), *grammar, variants, images, rules, effort);
        for sink in [Sink::BuildArg, Sink::Label, Sink::Env] {
            prover.check_variants(self.assignments(sink), sink)?;
        }
        prover.prove_rules()?;
        prover.prove_names()?;
        prover.prove_env(env)?;
        prover.prove_caches()
    }

    /// Returns the document that the policy was made of.
    #[must_use]
    pub fn document(&self) -> &PolicyDocument {
        &self.document
    }

    /// Returns the rules by which `{slug}` is made.
    #[must_use]
    pub fn slug_rules(&self) -> &SlugRules {
        self.slugs.own()
    }

    pub(crate) fn slugs(&self) -> &Slugs {
        &self.slugs
    }

    pub(crate) fn shared_builder(&self) -> Option<Arc<Reference>> {
        self.builder.clone()
    }

    pub(crate) fn settings(&self) -> Settings<'_> {
        Settings { slugs: &self.slugs, short_sha: self.document.short_sha }
    }

    /// What a tag is here, where that is more than a tag.
    pub(crate) fn fitted(&self) -> Option<&TagGrammar> {
        (!self.document.fits.is_empty()).then_some(&self.grammar)
    }

    /// The values that the job passes in, sorted by name.
    pub(crate) fn declared_values(&self) -> &[Arc<DeclaredValue>] {
        &self.vocabulary.values
    }

    pub(crate) fn variants(&self) -> &Variants {
        &self.variants
    }

    pub(crate) fn images(&self) -> &Images {
        &self.images
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// How many build args, labels and variables of `build.env` there are.
    pub(crate) fn assignment_count(&self) -> usize {
        self.build_args.len() + self.labels.len() + self.env.len()
    }

    pub(crate) fn assignments(&self, sink: Sink) -> &[Assignment] {
        match sink {
            Sink::BuildArg => &self.build_args,
            Sink::Label => &self.labels,
            Sink::Env => &self.env,
        }
    }
}

/// Two policies are equal when they say the same.
impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document
    }
}

impl Eq for Policy {}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Policy").field(&self.document).finish()
    }
}

impl TryFrom<PolicyDocument> for Policy {
    type Error = PolicyError;

    fn try_from(document: PolicyDocument) -> Result<Self, PolicyError> {
        Self::new(document)
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = PolicyDocument::deserialize(deserializer)?;
        Self::new(document).map_err(D::Error::custom)
    }
}

fn builder_image(document: &BuilderDocument, path: &Path<'_>) -> Result<Reference, PolicyError> {
    let image_path = path.key("image");
    let image = Reference::parse(document.image.as_str())
        .map_err(|error| PolicyError::name(&image_path, &error))?;
    let Some(pull) = &document.pull else { return Ok(image) };
    let pull = HostPath::parse(pull, &path.key("pull"))?;
    // A proxy serves what its upstream serves, under its own name.
    let rest = match image.registry() {
        Some(registry) => image.as_str().get(registry.len() + 1..).unwrap_or_default(),
        None => image.as_str(),
    };
    Reference::parse([pull.as_str(), "/", rest].concat())
        .map_err(|error| PolicyError::name(&path.key("pull"), &error))
}
