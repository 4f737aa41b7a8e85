use alloc::borrow::Cow;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::OnceCell;

use crate::name::{ImageName, Quoted, SlugEdges, SlugRules, SlugRuns, host_of_registry};
use crate::plan::PlannedImage;
use crate::policy::language::Facts;
use crate::policy::{Image, Place, Placeholder, Rule};
use crate::report::audit::given::Given;
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Question, Severity};
use crate::report::example_context::Spare;

/// What a registry documents of the names that it takes, besides the grammar of
/// names.
struct RegistryRule {
    /// Patterns of hosts. `*` matches one or more characters.
    hosts: &'static [&'static str],
    /// How many parts a repository has between `/`, at least and at most.
    parts: [usize; 2],
    /// Whether at most one `.`, `_` or `-` may separate letters and digits.
    is_single: bool,
    most_characters: usize,
    remedy: &'static str,
}

const ANY: usize = usize::MAX;

/// The remedy for what a slug has more than one separator of.
const RUNS_OF_SLUG: &str =
    "use {slug:dns-label}, or set runs = \"collapse\" and edges = \"trim\" for the slug in it";

/// The table of the guide's page on reviews, which has the sources.
const RULES: [RegistryRule; 9] = [
    RegistryRule::with_parts(
        &["docker.io"],
        [2, 2],
        "a repository of Docker Hub is NAMESPACE/NAME",
    ),
    RegistryRule::with_parts(
        &["ghcr.io"],
        [2, ANY],
        "write the owner into push, as in push = \"ghcr.io/acme\"",
    ),
    RegistryRule::with_parts(
        &["*-docker.pkg.dev"],
        [3, ANY],
        "write project and repository into push, as in push = \"europe-docker.pkg.dev/my-project/images\"",
    ),
    RegistryRule::with_parts(
        &["gcr.io", "*.gcr.io"],
        [2, ANY],
        "write the project into push, as in push = \"gcr.io/my-project\"",
    ),
    RegistryRule::with_parts(
        &["quay.io"],
        [2, ANY],
        "write the namespace into push, as in push = \"quay.io/acme\"",
    ),
    RegistryRule::with_parts(
        &["registry.gitlab.com"],
        [2, ANY],
        "write the path of the project into push, as in push = \"registry.gitlab.com/acme/app\"",
    ),
    RegistryRule::with_parts(
        &["codeberg.org"],
        [2, ANY],
        "write the owner into push, as in push = \"codeberg.org/acme\"",
    ),
    RegistryRule {
        is_single: true,
        most_characters: 256,
        ..RegistryRule::with_parts(
            &["*.dkr.ecr.*.amazonaws.com", "*.dkr.ecr.*.amazonaws.com.cn"],
            [1, ANY],
            "a repository of Amazon ECR has one separator between letters and digits",
        )
    },
    RegistryRule {
        is_single: true,
        ..RegistryRule::with_parts(
            &["public.ecr.aws"],
            [2, ANY],
            "a repository of Amazon ECR Public is ALIAS/NAME, with one separator between letters and digits",
        )
    },
];

impl RegistryRule {
    const fn with_parts(
        hosts: &'static [&'static str],
        parts: [usize; 2],
        remedy: &'static str,
    ) -> Self {
        Self { hosts, parts, is_single: false, most_characters: ANY, remedy }
    }

    /// The rule of a registry, if it is a known one.
    fn of(registry: &str) -> Option<&'static Self> {
        let host = host_of_registry(registry).to_ascii_lowercase();
        RULES.iter().find(|rule| rule.hosts.iter().any(|pattern| matches(pattern, &host)))
    }

    /// What the registry does not take in a repository.
    fn flaw(&self, repository: &str) -> Option<String> {
        let [least, most] = self.parts;
        let count = repository.split('/').count();
        let part = |count| if count == 1 { "part" } else { "parts" };
        if count < least {
            return Some(format!("has {count} {} and needs {least}", part(count)));
        }
        if count > most {
            return Some(format!("has {count} {}, and {most} are allowed", part(count)));
        }
        if self.is_single && has_runs(repository) {
            return Some("has more than one separator between letters and digits".into());
        }
        (repository.len() > self.most_characters).then(|| {
            let most = self.most_characters;
            format!("has {} characters, and {most} are allowed", repository.len())
        })
    }
}

fn has_runs(repository: &str) -> bool {
    ["__", "--"].iter().any(|run| repository.contains(run))
}

/// Whether a host matches a pattern with `*`. Hosts are short: every place is
/// tried.
fn matches(pattern: &str, host: &str) -> bool {
    let Some((front, rest)) = pattern.split_once('*') else { return pattern == host };
    let Some(after) = host.strip_prefix(front) else { return false };
    after
        .char_indices()
        .skip(1)
        .any(|(index, _)| after.get(index..).is_some_and(|after| matches(rest, after)))
}

/// A rule, and an everyday plan that it has tags in.
type Example<'a> = (&'a Rule, Rc<Given>);

/// Finds the images and caches whose names their registry refuses: pushing them
/// fails. Each has one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let given = OnceCell::new();
    let everyday = |(rule, variant)| {
        Some((rule, auditor.everyday_in(rule, variant, &Facts::default(), Spare::FIRST)?))
    };
    let given =
        || given.get_or_init(|| auditor.rules_in_builds().filter_map(everyday).collect::<Vec<_>>());
    let images = auditor.policy.images().iter().enumerate();
    images.flat_map(|image| of_image(auditor, image, given)).collect()
}

fn of_image<'g>(
    auditor: &Auditor<'_>,
    (index, image): (usize, &Image),
    given: impl Fn() -> &'g Vec<Example<'g>>,
) -> Vec<Finding> {
    let hosts = core::iter::once(&image.push).chain(&image.pull);
    let mut rules = hosts
        .filter_map(|host| RegistryRule::of(host.as_str().split('/').next().unwrap_or_default()));
    let Some(rule) = rules.next() else { return Vec::new() };
    let is_single = rule.is_single || rules.any(|rule| rule.is_single);
    let find = |place: Place<'_>, names: &dyn Fn(&PlannedImage<'_>) -> Vec<ImageName>| {
        given().iter().find_map(|(rule, given)| {
            let names = names(&given.image(index)?);
            names.iter().find_map(|name| finding(name, (rule, given), (index, image), place))
        })
    };
    let of_name =
        find(Place::ImageName(index), &|image| Vec::from([image.push.clone(), image.pull.clone()]));
    let of_cache = find(Place::Cache(index), &|image| image.cache.into_iter().cloned().collect());
    let found: Vec<Finding> = of_name.into_iter().chain(of_cache).collect();
    // What everyday names do not show, a slug may.
    let slugs = auditor.policy.slugs();
    let may_have_runs = |placeholder: &Placeholder| match placeholder {
        Placeholder::Slug(name, _) => !is_single_separated(slugs.named(name)),
        _ => false,
    };
    let mut templates = core::iter::once(&image.name).chain(&image.cache);
    if found.is_empty() && is_single && templates.any(|one| one.has(may_have_runs)) {
        auditor.leave_open(Question::IsTaken(Place::Image(index)));
    }
    found
}

/// Whether a slug, or each part of it, has one separator between letters and digits.
fn is_single_separated(rules: &SlugRules) -> bool {
    let kept = rules.alphabet().kept.characters().filter(|one| *one != '/');
    let replacement = rules.alphabet().replacement;
    let has_other = kept.map(u32::from).any(|one| Some(one) != replacement.map(u32::from));
    let is_single = replacement.is_none() || rules.runs() == SlugRuns::Collapse;
    is_single && !has_other && rules.edges() == SlugEdges::Trim && rules.empty().is_some()
}

fn finding(
    name: &ImageName,
    (rule_of_policy, given): (&Rule, &Given),
    (index, image): (usize, &Image),
    place: Place<'_>,
) -> Option<Finding> {
    let rule = RegistryRule::of(name.registry())?;
    let template = match (place, &image.cache) {
        (Place::Cache(_), Some(cache)) => cache,
        _ => &image.name,
    };
    let has_slug = template.has(|one| matches!(one, Placeholder::Slug(..)));
    let flaw = rule.flaw(name.repository())?;
    let image = given.image(index)?;
    let tag = image.tags().next()?.tag.clone();
    let example = (given.context.clone(), &rule_of_policy.conditions);
    Some(Finding {
        code: FindingCode::RegistryRule,
        severity: Severity::Error,
        paths: Vec::from([place.to_string()]),
        message: format!(
            "{} refuses {} of {}: its repository {flaw}",
            name.registry(),
            Quoted(name.as_str()),
            given.context.git_ref(),
        ),
        accepted: None,
        remedy: Cow::Borrowed(if has_runs(name.repository()) && has_slug && rule.is_single {
            RUNS_OF_SLUG
        } else {
            rule.remedy
        }),
        witness: Some(FindingWitness::new([example], Some(tag))),
    })
}

#[cfg(test)]
mod tests {
    use super::{RegistryRule, matches};

    #[test]
    fn hosts_are_matched_whole() {
        for (pattern, host, expected) in [
            ("ghcr.io", "ghcr.io", true),
            ("ghcr.io", "xghcr.io", false),
            ("*.gcr.io", "eu.gcr.io", true),
            ("*.gcr.io", ".gcr.io", false),
            ("*.gcr.io", "gcr.io", false),
            ("*-docker.pkg.dev", "europe-west1-docker.pkg.dev", true),
            ("*-docker.pkg.dev", "europe-python.pkg.dev", false),
            ("*.dkr.ecr.*.amazonaws.com", "123.dkr.ecr.eu-west-1.amazonaws.com", true),
            ("*.dkr.ecr.*.amazonaws.com", "123.dkr.ecr.amazonaws.com", false),
            ("*.dkr.ecr.*.amazonaws.com", "123.dkr.ecr.eu-west-1.amazonaws.com.cn", false),
        ] {
            assert_eq!(matches(pattern, host), expected, "{pattern} {host}");
        }
    }

    #[test]
    fn each_registry_has_its_rule() {
        for (host, repository, flaw) in [
            ("docker.io", "acme/app", None),
            ("docker.io", "acme/app/cache", Some("has 3 parts, and 2 are allowed")),
            ("ghcr.io", "app", Some("has 1 part and needs 2")),
            ("GHCR.io:443", "app", Some("has 1 part and needs 2")),
            ("ghcr.io", "acme/app/x", None),
            ("europe-docker.pkg.dev", "project/app", Some("has 2 parts and needs 3")),
            ("europe-docker.pkg.dev", "project/images/app", None),
            ("eu.gcr.io", "app", Some("has 1 part and needs 2")),
            ("quay.io", "app", Some("has 1 part and needs 2")),
            ("registry.gitlab.com", "app", Some("has 1 part and needs 2")),
            ("codeberg.org", "app", Some("has 1 part and needs 2")),
            ("public.ecr.aws", "app", Some("has 1 part and needs 2")),
            (
                "1.dkr.ecr.eu-west-1.amazonaws.com",
                "a__b",
                Some("has more than one separator between letters and digits"),
            ),
            ("1.dkr.ecr.eu-west-1.amazonaws.com", "a-b/c.d_e", None),
        ] {
            let rule = RegistryRule::of(host).unwrap();
            assert_eq!(rule.flaw(repository).as_deref(), flaw, "{host}/{repository}");
        }
        assert!(RegistryRule::of("registry.example.com").is_none());
    }
}
