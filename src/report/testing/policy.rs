use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use proptest::arbitrary::{Arbitrary, any};
use proptest::collection::vec as list;
use proptest::option;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::{select, subsequence};
use proptest::strategy::BoxedStrategy;

use super::captures::CAPTURES;
use super::extras::extras;
use super::names::{arbitrary, text};
use super::slugs::with_used_slugs;
use crate::name::Event;
use crate::policy::document::{
    BuildMetadata, ConditionsDocument, EventsDocument, ImageDocument, NamesDocument,
    PolicyDocument, PullRequestDocument, ReleaseCondition, ReleaseDocument, RuleDocument,
    TagDocument, ValueDocument, VariantDocument, VersionScheme,
};
use crate::policy::{Moves, Policy, PrereleaseFilter};

/// What random policies are made of.
///
/// The default is as varied as the policies of pipelines, and has hostile parts.
/// A law about tags that are equal is better tried on [`Universe::tiny`].
///
/// # Examples
///
/// An explanation has the plan that it explains:
///
/// ```
/// use proptest::prelude::*;
/// use tagwright::testing::{Universe, context};
///
/// let mut universe = Universe::tiny();
/// universe.rules = 3..=3;
/// proptest!(|(policy in universe.policy(), context in context())| {
///     let (explanation, plan) = (policy.explain(&context), policy.plan(&context));
///     prop_assert_eq!(explanation.plan, plan);
/// });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Universe {
    /// How many rules a document has.
    pub rules: RangeInclusive<usize>,
    /// How many tags a rule has.
    pub tags: RangeInclusive<usize>,
    /// How many placeholders a tag has, those of [`parts`](Self::parts) or of the
    /// conditions of its rule.
    pub fields: RangeInclusive<usize>,
    /// Placeholders that the tags of every rule may have.
    pub parts: &'static [&'static str],
    /// The texts that tags begin with.
    pub fronts: &'static [&'static str],
    /// The texts after the placeholders of a tag.
    pub texts: &'static [&'static str],
    /// How many rules of ten have more conditions than that on their ref.
    pub conditions: u32,
    /// Names that conditions match.
    pub names: &'static [&'static str],
    /// Globs and regexes that conditions match.
    pub patterns: &'static [&'static str],
    /// Regexes with a group `x`, which the tags of their rules have; of none, no rule
    /// captures.
    pub captures: &'static [&'static str],
    /// The characters of shorter globs.
    pub globs: &'static [u8],
    /// The prefixes of releases.
    pub prefixes: &'static [&'static str],
    /// The values that every document declares: name, pattern, whether it is unique, and
    /// default.
    pub values: &'static [(&'static str, &'static str, bool, Option<&'static str>)],
    /// How long slugs are.
    pub slug_lengths: RangeInclusive<usize>,
    /// Whether a document has only one image, slug rules, rules and short
    /// commits of four digits.
    pub is_bare: bool,
}

impl Default for Universe {
    fn default() -> Self {
        Self {
            rules: 1..=4,
            tags: 1..=3,
            fields: 0..=3,
            parts: &[
                "{short_sha}",
                "{sha}",
                "{head_sha}",
                "{short_head_sha}",
                "{created:%Y%m%d}",
                "{created:%s}",
                "{created:%G-%V.%u}",
                "{created:%y%-m%-d}",
                "{committed:%Y%m%d%H%M%S}",
                "{project}",
                "{run_number}",
                "{describe}",
                "{flavor}",
            ],
            fronts: &["x", "x", "b-", "b-", "v", "_", "7.", "main-", "latest", ""],
            texts: &["", "", "-", "-", ".", "_", "x", "--", "-rc", "7"],
            conditions: 2,
            names: &["main", "main", "develop", "Main", "v1.0.0", "hotfix/7"],
            patterns: &[
                "*",
                "v*",
                "release/*",
                "feature/?*",
                "?-*",
                "*-fix",
                "-*",
                "größe/*",
                "a+b*",
                "/.*/",
                "/v[0-9]+/",
                "/[^m].*/",
                "/(?i)MAIN/",
                "/[a-z]+(/.*)?/",
                "/.{40}/",
            ],
            captures: CAPTURES,
            globs: b"az*?._-",
            prefixes: &["v", "v", "", "release-", "server/v", "{project}-v", "-", "_."],
            values: &[
                ("describe", "/v?[0-9][0-9a-z.]{0,4}(-[0-9a-f]{4,7})?/", true, None),
                ("flavor", "/[a-z][a-z_.-]{0,9}|7/", false, Some("plain")),
            ],
            slug_lengths: 1..=60,
            is_bare: false,
        }
    }
}

impl Universe {
    /// A universe of few short names and tags, so that the tags of different refs
    /// and rules are often equal.
    #[must_use]
    pub fn tiny() -> Self {
        Self {
            rules: 2..=2,
            tags: 1..=1,
            fields: 0..=1,
            parts: &["{short_sha}"],
            fronts: &["", "", "", "", "", "a", "b-"],
            texts: &["", "", "", "", "", "a", "-1"],
            conditions: 0,
            names: &["a", "b", "ab", "a-", "a/b", "B"],
            patterns: &[
                "*",
                "/[ab]-?/",
                "/[ab]*-?/",
                "/[ab]+-?/",
                "/[ab]{2}-?/",
                "/[ab]{1,2}[*+?]?/",
                "/(a|b*|[^a]b?)-?/",
                "/(?i)ab?/",
                "/.b.?/",
                "/a[/-]?b/",
                "/a?[#-%]b/",
                "/[ab][#-%]?b/",
                "/a[#-%]/",
            ],
            captures: &[],
            globs: b"ab*?-",
            prefixes: &["", "v"],
            values: &[],
            slug_lengths: 1..=5,
            is_bare: true,
        }
    }

    /// Policies that load.
    ///
    /// Of a [document](Self::policy_document), those rules are left that load by
    /// themselves; where none does, it is the built-in policy instead.
    pub fn policy(&self) -> impl Strategy<Value = Policy> + use<> {
        self.policy_document().prop_map(|document| {
            let loads = |rule: &RuleDocument| {
                Policy::new(only(&document, core::slice::from_ref(rule))).is_ok()
            };
            let rules: Vec<_> = document.rules.iter().filter(|one| loads(one)).cloned().collect();
            Policy::new(only(&document, &rules)).unwrap_or_else(|_| Policy::cwiq())
        })
    }

    /// Documents of the right form, with slug rules, images and rules of every
    /// kind. Some of their templates could give illegal tags: those do not load.
    pub fn policy_document(&self) -> impl Strategy<Value = PolicyDocument> + use<> {
        let extras = if self.is_bare {
            let image = ImageDocument::new("{project}", "r.example.com");
            Just(PolicyDocument { short_sha: 4, ..PolicyDocument::new([image], []) }).boxed()
        } else {
            extras().boxed()
        };
        let value = |(name, pattern, unique, default): &(&str, &str, _, Option<&str>)| {
            let default = default.map(String::from);
            let document =
                ValueDocument { unique: *unique, default, ..ValueDocument::new(*pattern) };
            (String::from(*name), document)
        };
        let values: BTreeMap<_, _> = self.values.iter().map(value).collect();
        // The rules whose tags are pushed to an image, as bits.
        let pushed = option::weighted(0.3, 1..16_u8);
        let pushed = if self.is_bare { Just(Vec::new()).boxed() } else { list(pushed, 4).boxed() };
        let variants = list(variant_names(), self.rules.clone());
        (extras, self.slugs(), list(self.rule(), self.rules.clone()), pushed, variants).prop_map(
            move |(mut document, (slug, slugs), rules, pushed, variants)| {
                document.slug = slug;
                document.slugs = slugs;
                document.values = values.clone();
                let rules = rules.into_iter().enumerate().map(|(index, (when, tags))| {
                    RuleDocument::new(alloc::format!("rule-{index}"), when, tags)
                });
                document.rules = rules.collect();
                limit_to_variants(&mut document, &variants);
                push(&mut document, &pushed);
                with_used_slugs(document)
            },
        )
    }

    fn rule(&self) -> impl Strategy<Value = (ConditionsDocument, Vec<TagDocument>)> + use<> {
        let of = |when: BoxedStrategy<ConditionsDocument>, parts: &[&'static str], line: u32| {
            let parts = [self.parts, parts, parts].concat();
            let tag = prop_oneof![6 => self.tag(parts), line => line_tag()];
            (when, list(tag, self.tags.clone())).boxed()
        };
        let branch = self.names().prop_map(ConditionsDocument::branch).boxed();
        let one_branch = select(self.names).prop_map(ConditionsDocument::branch);
        let default_branch =
            |is| ConditionsDocument { default_branch: Some(is), ..ConditionsDocument::default() };
        let git_tag = self.names().prop_map(ConditionsDocument::tag).boxed();
        let source = prop_oneof![
            10 - self.conditions => Just(None),
            self.conditions => self.names().prop_map(Some),
        ];
        let target = (option::of(self.names()), source).prop_map(|(target, source)| {
            ConditionsDocument::pull_request(PullRequestDocument { source, target })
        });
        let release = |prerelease| self.release(prerelease).boxed();
        let dotted = self.release(PrereleaseFilter::Exclude).prop_map(|release| ReleaseDocument {
            scheme: VersionScheme::Dotted,
            build: BuildMetadata::Keep,
            ..release
        });
        let no_version = ConditionsDocument {
            release: Some(ReleaseCondition::NoVersion),
            ..ConditionsDocument::default()
        };
        let schedule = ConditionsDocument {
            event: Some(Event::Schedule.into()),
            ..ConditionsDocument::default()
        };
        let version = ["{version}", "{major}", "{major}.{minor}", "{patch}", "{slug}"];
        let finals = [&version[..], &["{git_tag}"]].concat();
        let dates = ["{version}", "{major}", "{major}.{minor}", "{slug}", "{git_tag}"];
        let prereleases = [&version[..], &["{prerelease}"]].concat();
        let slugs: &[&str] = if self.is_bare {
            &["{slug}"]
        } else {
            &["{slug}", "{slug}", "{slug}", "{slug:other}", "{slug:gitlab-ref}"]
        };
        let pull_request = ["{pr}", "{slug}", "{pr}-{slug}", "{slug}-{pr}", "{pr}{slug}"];
        let ref_and_tags = prop_oneof![
            3 => of(branch, slugs, 0),
            1 => of(one_branch.boxed(), &["{slug}", "{branch}"], 0),
            2 => of(git_tag, &[slugs, &["{git_tag}", "{version}"]].concat(), 0),
            1 => of(Just(default_branch(true)).boxed(), &["{slug}"], 0),
            2 => of(condition(release(PrereleaseFilter::Exclude)), &finals, 1),
            1 => of(condition(release(PrereleaseFilter::Include)), &finals, 1),
            1 => of(condition(release(PrereleaseFilter::Only)), &prereleases, 1),
            1 => of(condition(dotted.boxed()), &dates, 1),
            1 => of(Just(no_version).boxed(), &["{git_tag}", "{version}", "{slug}"], 0),
            2 => of(target.boxed(), &pull_request, 0),
            1 => of(Just(schedule).boxed(), &["{slug}"], 0),
            1 => of(Just(ConditionsDocument::default()).boxed(), &[], 0),
        ];
        let more = prop_oneof![
            10 - self.conditions => Just(ConditionsDocument::default()),
            self.conditions => self.more_conditions(),
        ];
        let ref_and_tags = self.with_capturing_rules(ref_and_tags.boxed());
        (ref_and_tags, more).prop_map(|((when, tags), more)| (both(when, more), tags))
    }

    /// Releases of SemVer or PEP 440.
    fn release(
        &self,
        prerelease: PrereleaseFilter,
    ) -> impl Strategy<Value = ReleaseDocument> + use<> {
        let prefix = list(select(self.prefixes).prop_map(String::from), 1..=2);
        let prefix = prop_oneof![1 => select(self.prefixes).prop_map(one), 1 => prefix];
        let scheme =
            prop_oneof![2 => Just(VersionScheme::SemVer), 1 => Just(VersionScheme::Pep440)];
        let build = prop_oneof![3 => Just(BuildMetadata::Keep), 1 => Just(BuildMetadata::Drop)];
        (prefix, scheme, build).prop_map(move |(prefix, scheme, build)| ReleaseDocument {
            prefix,
            scheme,
            prerelease,
            build,
        })
    }

    /// Conditions that a rule may have besides that on its ref.
    fn more_conditions(&self) -> impl Strategy<Value = ConditionsDocument> + use<> {
        let events = subsequence(Event::all().collect::<Vec<_>>(), 1..=4);
        let events = prop_oneof![
            2 => select(&[Event::Push, Event::Schedule, Event::Manual][..]).prop_map(Into::into),
            1 => events.clone().prop_map(EventsDocument::Matching),
            1 => events.prop_map(EventsDocument::Except),
        ];
        let flag = || option::weighted(0.3, any::<bool>());
        let names = || option::weighted(0.2, self.names());
        (option::weighted(0.5, events), flag(), flag(), flag(), names(), names()).prop_map(
            |(event, fork, protected, default_branch, tag, project)| ConditionsDocument {
                tag,
                default_branch,
                event,
                fork,
                protected,
                project,
                ..ConditionsDocument::default()
            },
        )
    }

    fn names(&self) -> impl Strategy<Value = NamesDocument> + use<> {
        let owned = |all: &'static [&str]| select(all).prop_map(String::from);
        let pattern = prop_oneof![
            2 => owned(self.names),
            3 => owned(self.patterns),
            2 => text(self.globs, 1..=3),
        ];
        let some = list(pattern, 1..=2);
        (option::weighted(0.8, some.clone()), option::weighted(0.3, some))
            .prop_map(|(matching, except)| NamesDocument { matching, except })
    }

    /// Templates of these placeholders, with and without text between them.
    pub(super) fn tag(
        &self,
        parts: Vec<&'static str>,
    ) -> impl Strategy<Value = TagDocument> + use<> {
        // What few rules have, what is no part of a tag, and what is no template.
        const WRONG: &[&str] = &[
            "{target_branch}",
            "{variant}",
            "{title}",
            "{slugg}",
            "{created:%%a}",
            "{",
            "+",
            "é",
            "/",
            "%",
        ];
        let part = prop_oneof![100 => select(parts), 1 => select(WRONG)];
        let field = (part, select(self.texts)).prop_map(|(part, text)| [part, text].concat());
        let affix = prop_oneof![9 => Just(true), 1 => Just(false)];
        let affix = if self.is_bare { Just(true).boxed() } else { affix.boxed() };
        let text = (select(self.fronts), list(field, self.fields.clone()))
            .prop_map(|(front, fields)| String::from(front) + &fields.concat());
        (text, affix).prop_map(|(text, affix)| TagDocument { affix, ..TagDocument::from(text) })
    }
}

fn one(prefix: &str) -> Vec<String> {
    Vec::from([String::from(prefix)])
}

fn condition(release: BoxedStrategy<ReleaseDocument>) -> BoxedStrategy<ConditionsDocument> {
    release.prop_map(ConditionsDocument::release).boxed()
}

/// Says of each image which rules are pushed to it; those that no image has go to the
/// first.
fn push(document: &mut PolicyDocument, pushed: &[Option<u8>]) {
    let PolicyDocument { images, rules, .. } = document;
    for (image, pushed) in images.iter_mut().zip(pushed) {
        let is_pushed = |bits: u8, index: usize| bits >> (index % 4) & 1 == 1;
        image.rules = pushed.map(|bits| {
            let some = rules.iter().enumerate().filter(|(index, _)| is_pushed(bits, *index));
            some.map(|(_, rule)| rule.name.clone()).collect()
        });
    }
    let has = |image: &ImageDocument, name: &String| {
        image.rules.as_ref().is_none_or(|names| names.contains(name))
    };
    let names = rules.iter().map(|rule| &rule.name);
    let left: Vec<String> =
        names.filter(|name| !images.iter().any(|image| has(image, name))).cloned().collect();
    if let Some(names) = images.first_mut().and_then(|image| image.rules.as_mut()) {
        names.extend(left);
    }
    images.retain(|image| image.rules.as_ref().is_none_or(|names| !names.is_empty()));
}

/// The variants of a rule, as bits, and whether they are the exceptions.
type VariantBits = Option<(u8, bool)>;

fn variant_names() -> impl Strategy<Value = VariantBits> {
    option::weighted(0.3, (1..16_u8, any::<bool>()))
}

/// Says of rules which variants they are for, if the document has variants.
fn limit_to_variants(document: &mut PolicyDocument, variants: &[VariantBits]) {
    let PolicyDocument { variants: declared, rules, .. } = document;
    if declared.is_empty() {
        return;
    }
    let has_plain = declared.values().all(|one| *one != VariantDocument::default());
    let mut names: Vec<String> = has_plain.then(String::new).into_iter().collect();
    names.extend(declared.keys().cloned());
    for (rule, variants) in rules.iter_mut().zip(variants) {
        rule.when.variant = variants.map(|(bits, is_excepted)| {
            let some = names.iter().enumerate().filter(|(index, _)| bits >> (index % 4) & 1 == 1);
            let some: Vec<String> = some.map(|(_, name)| name.clone()).collect();
            match (some.is_empty(), is_excepted) {
                (true, _) => NamesDocument::from("*"),
                (false, true) => NamesDocument { matching: None, except: Some(some) },
                (false, false) => NamesDocument { matching: Some(some), except: None },
            }
        });
    }
}

/// A document with these of its rules alone, and the images that some of them are pushed
/// to.
fn only(document: &PolicyDocument, rules: &[RuleDocument]) -> PolicyDocument {
    let mut document = document.clone();
    document.rules = rules.to_vec();
    document.images.retain_mut(|image| {
        let Some(names) = &mut image.rules else { return true };
        names.retain(|name| rules.iter().any(|rule| rule.name == *name));
        !names.is_empty()
    });
    with_used_slugs(document)
}

/// The conditions of both, of which those on a ref that another kind of ref has are left
/// out.
fn both(when: ConditionsDocument, more: ConditionsDocument) -> ConditionsDocument {
    let is_branch = when.branch.is_some() || when.default_branch.is_some();
    let is_release = when.release.is_some();
    ConditionsDocument {
        default_branch: when.default_branch.or(more.default_branch.filter(|_| is_branch)),
        tag: when.tag.or(more.tag.filter(|_| is_release)),
        event: when.event.or(more.event),
        fork: more.fork.filter(|is_fork| !is_fork || !is_branch && !is_release),
        protected: more.protected,
        project: more.project,
        ..when
    }
}

/// Policies that load, of the default [`Universe`].
pub fn policy() -> impl Strategy<Value = Policy> {
    Universe::default().policy()
}

/// Documents of the default [`Universe`], some of which do not load.
pub fn policy_document() -> impl Strategy<Value = PolicyDocument> {
    Universe::default().policy_document()
}

arbitrary! { Policy => policy() }

/// A floating tag that only some releases move.
fn line_tag() -> impl Strategy<Value = TagDocument> {
    const LINES: &[(&str, Moves)] = &[
        ("newest", Moves::Highest),
        ("stable", Moves::Final),
        ("{major}", Moves::Highest),
        ("{major}.{minor}", Moves::Highest),
    ];
    select(LINES).prop_map(|(tag, moves)| TagDocument::new(tag, moves))
}
