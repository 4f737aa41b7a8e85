use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::error::{PlanError, PlanErrorKind};
use super::firing::Firing;
use super::key_values::KeyValueList;
use super::movement::Movement;
use super::plan::Plan;
use super::planned_image::ImageNames;
use super::skip_reason::SkippedRules;
use super::subject::Subject;
use super::supplied::check_values;
use super::tag_set::{PlannedTag, TagSet};
use super::trail::Trail;
use super::variant;
use crate::context::CiContext;
use crate::name::{ImageName, NameError, Quoted, Shown, Slug, Tag, check_env_value};
use crate::policy::{
    About, Absent, Assignment, DOTENV_BYTES, Image, ImageSet, Moves, NameCase, OneOrMore, Outcome,
    PLAN_BYTES, PLAN_REFERENCES, Place, Policy, Release, Rule, RuleTag, Sink, Template, Values,
    Variant,
};

/// # Planning
impl Policy {
    /// Makes the plan of a pipeline from its context.
    ///
    /// Every rule whose conditions hold contributes its tags, in the order of the
    /// policy.
    ///
    /// # Errors
    ///
    /// * No rule applies to this context: for example, no pattern matches the git tag,
    ///   or the commit is detached. The message gives the reason for each rule.
    /// * Rules apply to this context, but none of their tags moves, or whether one
    ///   moves is unknown because the existing versions are.
    /// * The policy needs a fact that the context does not have, such as the instant
    ///   for `{created}`. The message says how to supply it.
    /// * The git tag, the project or another free string contains a character that is
    ///   not legal in a tag, an image name or a line of `build.env`, or makes it too
    ///   long. Nothing is repaired silently.
    /// * The context supplies a value that the policy does not declare, or one that
    ///   does not match its pattern.
    /// * The context has a variant that the policy does not declare, or none although
    ///   every build must have one.
    /// * The plan would be larger than the [limits](crate::guide::policy_language#limits)
    ///   allow: too many references, or build args, labels and variables that are too long.
    /// * A label of the image specification has an illegal value: a source that is not
    ///   a URL, or licenses that are not an SPDX expression.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context =
    ///     CiContext::tag("server", "v1.0.0", sha)?.with_created("2026-03-18T09:00:00Z".parse()?);
    /// let plan = Policy::cwiq().plan(&context)?;
    /// let tags: Vec<&str> = plan.tags().iter().map(|planned| planned.tag.as_str()).collect();
    /// assert_eq!(tags, ["1.0.0", "stable"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plan(&self, context: &CiContext) -> Result<Plan, PlanError> {
        self.plan_along(context, &mut ())
    }

    /// Makes a plan, and reports each step to the trail.
    pub(crate) fn plan_along(
        &self,
        context: &CiContext,
        trail: &mut impl Trail,
    ) -> Result<Plan, PlanError> {
        let fired = fired(self, context, trail);
        // No rule can match an undeclared variant. This is checked first, because it is
        // the better message.
        let build = variant::of_context(self, context)?;
        let fired = fired?;
        check_values(self, context)?;
        let name = context.git_ref().name();
        let slug = name.and_then(|name| self.slug_rules().slug(name.as_str()));
        let mut values = values(self, context, slug.as_ref());
        values.variant = build.map(|variant| &*variant.name);
        let (mut tags, undecided) = tags(self, &fired, build, context, &mut values, trail)?;
        let (all, pushed) = (&self.images().all, tags.images());
        let images = all.try_map_some(
            |index| pushed.has(index),
            |index, one| {
                values.release = release(&fired, |rule| rule.images.has(index));
                image(self, index, one, &values, trail)
            },
        )?;
        check_caches(self, &images, pushed, &values)?;
        if pushed.count() < all.len() {
            tags.number_among(pushed);
        }
        // Tags use the release of their own rule; everything else uses the first.
        values.release = release(&fired, |_| true);

        let primary = tags.primary();
        let image = primary.images.first().and_then(|index| images.get(index));
        let image = image.unwrap_or(images.first());
        values.outcome = Some(Outcome {
            push: image.push.as_str(),
            pull: image.pull.as_str(),
            tag: primary.tag.as_str(),
        });
        let mut pairs = KeyValueList::with_capacity(self.assignment_count());
        write_pairs(self, Sink::BuildArg, &values, &mut pairs, trail)?;
        let labels = pairs.len();
        write_pairs(self, Sink::Label, &values, &mut pairs, trail)?;
        let env = pairs.len();
        write_pairs(self, Sink::Env, &values, &mut pairs, trail)?;
        check_size(pairs.pairs(env..pairs.len()).lines())?;
        Ok(Plan {
            images,
            tags,
            undecided,
            pairs,
            labels,
            env,
            empty_labels: self.document().empty_labels,
            builder: self.shared_builder(),
            workspace: context.workspace().map(Into::into),
            slug,
            variant: build.map(|variant| variant.name.clone()),
        })
    }
}

/// A rule that applies to the context.
struct Fired<'a> {
    index: usize,
    rule: &'a Rule,
    release: Option<Release<'a>>,
}

fn fired<'a>(
    policy: &'a Policy,
    context: &'a CiContext,
    trail: &mut impl Trail,
) -> Result<OneOrMore<Fired<'a>>, PlanError> {
    let mut fired = None;
    for (index, rule) in policy.rules().iter().enumerate() {
        let firing = Firing::of(&rule.conditions, context);
        trail.rule(index, rule, &firing);
        match firing {
            Firing::Fires(release) => {
                OneOrMore::push_to(&mut fired, Fired { index, rule, release });
            }
            Firing::Skipped(_) => {}
            Firing::Unknown(_) => {
                let missing = Firing::missing(&rule.conditions, context);
                return Err(Subject { policy, place: Place::Rule(index) }.lacks(&missing));
            }
        }
    }
    fired.ok_or_else(|| no_rule(policy, context))
}

/// The release of the first of these rules that has one.
fn release<'f>(
    fired: &'f OneOrMore<Fired<'f>>,
    is_meant: impl Fn(&Rule) -> bool,
) -> Option<&'f Release<'f>> {
    let of_rule = |fired: &'f Fired<'f>| fired.release.as_ref().filter(|_| is_meant(fired.rule));
    fired.iter().find_map(of_rule)
}

fn no_rule(policy: &Policy, context: &CiContext) -> PlanError {
    let skipped =
        policy.rules().iter().filter_map(|rule| match Firing::of(&rule.conditions, context) {
            Firing::Skipped(why) => Some((&*rule.name, why)),
            Firing::Fires(_) | Firing::Unknown(_) => None,
        });
    let git_ref = context.git_ref();
    let rules = SkippedRules(skipped.collect());
    PlanError::new(PlanErrorKind::NoRule, format_args!("no rule applies to {git_ref}: {rules}"))
}

fn values<'a>(policy: &'a Policy, context: &'a CiContext, slug: Option<&'a Slug>) -> Values<'a> {
    Values {
        git_ref: context.git_ref(),
        sha: context.sha(),
        short_sha: policy.document().short_sha,
        slug,
        slugs: policy.slugs(),
        release: None,
        head_sha: context.head_sha(),
        default_branch: context.default_branch(),
        created: context.created(),
        committed: context.committed(),
        project: Some(context.project()),
        project_path: context.project_path(),
        run_number: context.run_number(),
        variant: None,
        about: About {
            source_url: context.source_url(),
            title: context.title(),
            description: context.description(),
            licenses: context.licenses(),
        },
        declared: context.values().texts(),
        outcome: None,
    }
}

fn tags<'a>(
    policy: &Policy,
    fired: &'a OneOrMore<Fired<'a>>,
    build: Option<&'a Variant>,
    context: &CiContext,
    values: &mut Values<'a>,
    trail: &mut impl Trail,
) -> Result<(TagSet, Vec<PlannedTag>), PlanError> {
    let most_tags = PLAN_REFERENCES / policy.images().all.len();
    let references = |set: &Option<TagSet>, undecided: &[PlannedTag]| -> usize {
        let all = set.iter().flatten().chain(undecided);
        all.map(|planned| planned.images.count()).sum()
    };
    let mut set: Option<TagSet> = None;
    let mut undecided: Vec<PlannedTag> = Vec::new();
    for Fired { index, rule, release } in fired.iter() {
        values.release = release.as_ref();
        for (position, tag) in rule.tags.iter().enumerate() {
            let movement = Movement::of(tag, &rule.conditions, release.as_ref(), context);
            trail.tag((*index, rule), position, release.as_ref(), movement);
            if let Movement::Stays(_) = movement {
                continue;
            }
            let place = Place::Tag(*index, position);
            if movement == Movement::Incomplete {
                return Err(Subject { policy, place }.lacks_version(values));
            }
            let planned = PlannedTag {
                tag: self::tag(tag, build, values, &Subject { policy, place }, trail)?,
                kind: tag.kind,
                moves: tag.moves,
                rule: rule.name.clone(),
                images: rule.images,
            };
            if movement == Movement::Unknown {
                if undecided.iter().all(|earlier| earlier.tag != planned.tag) {
                    undecided.push(planned);
                }
            } else {
                TagSet::insert_into(&mut set, planned);
            }
            let tags = undecided.len() + set.as_ref().map_or(0, TagSet::len);
            if tags > most_tags && references(&set, &undecided) > PLAN_REFERENCES {
                return Err(Subject { policy, place }.is_one_too_many(values));
            }
        }
    }
    let Some(set) = set.map(TagSet::finish) else { return Err(no_tag(fired, context, &undecided)) };
    // A tag that another rule moves anyway is not undecided.
    undecided.retain(|planned| !set.contains(planned.tag.as_str()));
    // An undecided tag is pushed to no image.
    for planned in &mut undecided {
        planned.images = ImageSet::NONE;
    }
    Ok((set, undecided))
}

fn no_tag(
    fired: &OneOrMore<Fired<'_>>,
    context: &CiContext,
    undecided: &[PlannedTag],
) -> PlanError {
    let git_ref = context.git_ref();
    let names: Vec<&str> = fired.iter().map(|fired| &*fired.rule.name).collect();
    let names = names.join(", ");
    let names = Shown(&names);
    let how = match context.versions().and_then(<[String]>::first) {
        None => "give the context the \"versions\" that exist".into(),
        Some(first) => format!(
            "none of the \"versions\" that the context gives is one, as {} is not; give it the git \
             tags that exist",
            Quoted(first)
        ),
    };
    let (message, missing) = match undecided.first().map(|planned| planned.moves) {
        None => {
            (format!("no tag moves to {git_ref}: every tag of {names} stays where it is"), None)
        }
        Some(Moves::BranchHead) => (
            format!(
                "no tag is known to move to {git_ref}: every tag of {names} moves only to the head of \
                 the branch; give the context its \"branch_head\""
            ),
            Some("branch_head"),
        ),
        Some(Moves::Always | Moves::Final | Moves::Highest) => (
            format!(
                "no tag is known to move to {git_ref}: every tag of {names} moves only to the highest \
                 version; {how}"
            ),
            Some("versions"),
        ),
    };
    PlanError::new(PlanErrorKind::NoTag, message).for_lack_of(missing)
}

/// A capacity that is enough for nearly every tag.
const TAG: usize = 64;

fn tag(
    tag: &RuleTag,
    build: Option<&Variant>,
    values: &Values<'_>,
    subject: &Subject<'_>,
    trail: &mut impl Trail,
) -> Result<Tag, PlanError> {
    let variant = build.filter(|_| tag.affix);
    let refuse = |error: &NameError| {
        let prefix = variant.map_or("", |variant| &*variant.prefix);
        subject.refuses(&tag.template, prefix.len(), values, error)
    };
    let mut text = String::with_capacity(TAG);
    if let Some(Variant { prefix, .. }) = variant {
        text.push_str(prefix);
    }
    write(&tag.template, &mut text, values, subject, trail)?;
    if let Some(Variant { suffix, .. }) = variant {
        text.push_str(suffix);
    }
    trail.end(&text);
    let tag = Tag::new(text).map_err(|error| refuse(&error))?;
    if let Some(grammar) = subject.policy.fitted() {
        grammar.check(tag.as_str()).map_err(|error| refuse(&error))?;
    }
    Ok(tag)
}

/// Appends a template; a placeholder without a value is an error.
fn write(
    template: &Template,
    out: &mut String,
    values: &Values<'_>,
    subject: &Subject<'_>,
    trail: &mut impl Trail,
) -> Result<(), PlanError> {
    trail.begin(subject.place, template);
    template.render(out, |placeholder, out| {
        let start = out.len();
        let written = values.write(placeholder, out);
        if out.len() > PLAN_BYTES {
            return Err(subject.is_too_long(placeholder));
        }
        let value = written.map(|()| out.get(start..).unwrap_or_default());
        trail.value(placeholder, value, values);
        match (written, subject.place) {
            // A missing value, such as the git tag of a branch, is not an error here:
            // it gives an empty VERSION.
            (Ok(()), _)
            | (
                Err(Absent::OfRef | Absent::OfBuild | Absent::OfProject),
                Place::Assignment { .. },
            ) => Ok(()),
            (Err(absent), _) => Err(subject.lacks_value(placeholder, absent, values)),
        }
    })
}

fn image(
    policy: &Policy,
    index: usize,
    image: &Image,
    values: &Values<'_>,
    trail: &mut impl Trail,
) -> Result<ImageNames, PlanError> {
    let subject = Subject { policy, place: Place::ImageName(index) };
    let push = pushed(&image.name, image, values, &subject, trail)?;
    let pull = match &image.pull {
        Some(host) => {
            // The characters were already accepted in the push name.
            let refuse = |error| subject.refuses(&image.name, 0, values, &error);
            host.mirror(&image.push, &push).map_err(refuse)?
        }
        None => push.clone(),
    };
    let cache = match &image.cache {
        Some(cache) => {
            let subject = Subject { policy, place: Place::Cache(index) };
            Some(pushed(cache, image, values, &subject, trail)?)
        }
        None => None,
    };
    Ok(ImageNames { push, pull, cache })
}

/// Rejects a cache with the name of an image: a builder that stores the cache under the
/// tag `latest` would replace that tag of the image.
///
/// All images of the policy are checked, because an image that receives no tag in this
/// plan may receive one in another.
fn check_caches(
    policy: &Policy,
    images: &OneOrMore<ImageNames>,
    pushed: ImageSet,
    values: &Values<'_>,
) -> Result<(), PlanError> {
    for (index, image) in pushed.iter().zip(images.iter()) {
        let Some(cache) = &image.cache else { continue };
        // Ignoring case is enough: hosts are case-insensitive, and repositories are
        // always in lower case.
        let is_cache = |name: &ImageName| name.as_str().eq_ignore_ascii_case(cache.as_str());
        let of_plan = pushed.iter().zip(images.iter());
        let mut of_plan = of_plan.filter(|(_, one)| is_cache(&one.push) || is_cache(&one.pull));
        let others = policy.images().iter().enumerate();
        let mut others = others.filter(|(other, _)| !pushed.has(*other)).filter(|(other, one)| {
            let other = self::image(policy, *other, one, values, &mut ());
            other.is_ok_and(|other| is_cache(&other.push) || is_cache(&other.pull))
        });
        let other = of_plan.next().map(|(other, _)| other);
        if let Some(other) = other.or_else(|| others.next().map(|(other, _)| other)) {
            let subject = Subject { policy, place: Place::Cache(index) };
            return Err(subject.is_image(cache, other, values));
        }
    }
    Ok(())
}

/// Makes the name that is pushed to: of an image or its cache.
fn pushed(
    template: &Template,
    image: &Image,
    values: &Values<'_>,
    subject: &Subject<'_>,
    trail: &mut impl Trail,
) -> Result<ImageName, PlanError> {
    let mut name = image.push.begin();
    let start = name.len();
    write(template, &mut name, values, subject, trail)?;
    if image.case == NameCase::Lower {
        name.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
    }
    trail.end(&name);
    image.push.finish(name).map_err(|error| subject.refuses(template, start, values, &error))
}

/// Writes the build args, the labels or the variables.
fn write_pairs(
    policy: &Policy,
    sink: Sink,
    values: &Values<'_>,
    pairs: &mut KeyValueList,
    trail: &mut impl Trail,
) -> Result<(), PlanError> {
    for assignment in policy.assignments(sink) {
        let Assignment { key, template, .. } = assignment;
        let subject = Subject { policy, place: assignment.place(sink) };
        let value = pairs.push(key, |line| write(template, line, values, &subject, trail))?;
        trail.end(value);
        let refuse = |error: NameError| subject.refuses(template, 0, values, &error);
        match (sink, assignment.format) {
            // The proof at load time covers everything but values that somebody outside
            // the policy chose.
            (Sink::Env, _) => check_env_value(value).map_err(refuse)?,
            (Sink::Label, Some(format)) if !value.is_empty() => {
                format.check(value).map_err(refuse)?;
            }
            (Sink::Label | Sink::BuildArg, _) => {}
        }
    }
    Ok(())
}

fn check_size(env: &str) -> Result<(), PlanError> {
    let bytes = env.len();
    if bytes < DOTENV_BYTES {
        return Ok(());
    }
    Err(PlanError::new(
        PlanErrorKind::IllegalValue,
        format_args!(
            "the lines of build.env have {bytes} bytes; GitLab reads fewer than {DOTENV_BYTES}"
        ),
    )
    .at("env", None))
}
