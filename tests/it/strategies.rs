//! Values of every kind, hostile ones among them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tagwright::{
    Assignments, BuilderDocument, CiContext, CommitSha, Event, Fit, GitRef, ImageDocument, Moves,
    NameCase, NamesDocument, Policy, PolicyDocument, PrereleaseFilter, RefName, RuleDocument,
    SlugCase, SlugEdges, SlugOptions, SlugRules, SlugRuns, TagDocument, Timestamp, TriggerDocument,
};

/// Ref names that git allows and that somebody has tried.
pub(crate) const HOSTILE_REFS: &[&str] = &[
    "$(id);`x`'\"|&<>",
    "-rf",
    "--destination=evil",
    "HEAD",
    "main-a1b2c3d8",
    "Main",
    "latest",
    "$CI_COMMIT_SHA",
    "%PATH%",
    "{branch}",
    "heads/main",
    "@",
    "-",
    "_",
    "---",
    "#!%&()_+=",
    "a/-/b",
    "größe/straße",
    "名前",
    "\u{202e}niam",
    "e\u{301}",
    "🦀/🦀",
];

/// Git tags that look like releases, or nearly.
pub(crate) const RELEASES: &[&str] = &[
    "v1.0.0",
    "v1.0.0+build.5",
    "v1.0.0-rc.1",
    "v0.0.0",
    "v18446744073709551615.0.0",
    "1.2.3",
    "v",
    "v1",
    "v1/0",
    "vlatest",
    "vstable",
    "vmain-a1b2c3d8",
];

/// Project names: those of the reference policy, and those no image can have.
pub(crate) const PROJECTS: &[&str] = &[
    "server",
    "ui",
    "agent",
    "mcp",
    "runner-api",
    "iam-api",
    "notification-api",
    "Server",
    ".x",
    "a__b",
    "a..b",
    "a b",
    "-",
    "größe",
    "$(id)",
];

pub(crate) fn ref_name() -> impl Strategy<Value = RefName> {
    let letter = "[a-zA-Z0-9/._+#$&;'\"|<>()=,!@%{}-]";
    prop_oneof![
        3 => "[a-z]{1,8}(/[a-z0-9-]{1,12}){0,2}",
        2 => proptest::sample::select(HOSTILE_REFS).prop_map(str::to_owned),
        1 => proptest::sample::select(RELEASES).prop_map(str::to_owned),
        1 => "[#$&;'\"|<>()=,!%_+-]{1,60}",
        1 => "\\PC{1,40}",
        1 => vec(letter, 1..60).prop_map(|letters| letters.concat()),
        1 => "[a-zA-Zé/]".prop_map(|unit| format!("x{}x", unit.repeat(4096 / unit.len() - 1))),
    ]
    .prop_filter_map("git refuses it", |text| RefName::new(text).ok())
}

pub(crate) fn sha() -> impl Strategy<Value = CommitSha> {
    prop_oneof![4 => "[0-9a-f]{40}", 1 => "[0-9a-f]{64}", 1 => "[0-9]{40}"]
        .prop_filter_map("zeros are no commit", |digits| CommitSha::new(digits).ok())
}

pub(crate) fn timestamp() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        4 => 0..=253_402_300_799_i64,
        1 => Just(0),
        1 => Just(253_402_300_799),
    ]
    .prop_map(|seconds| Timestamp::from_unix(seconds).expect("an instant in range"))
}

pub(crate) fn project() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::sample::select(PROJECTS).prop_map(str::to_owned),
        2 => "[a-z][a-z0-9]{0,12}(-[a-z0-9]{1,8}){0,2}",
        1 => "\\PC{1,40}",
        1 => Just("x".repeat(300)),
    ]
    .prop_filter("control characters are refused", |text| !text.contains(char::is_control))
}

/// A text of one line, as an optional fact holds it.
pub(crate) fn line() -> impl Strategy<Value = String> {
    "[^\\p{Cc}]{1,30}"
}

/// A text that may have lines and tabs.
pub(crate) fn prose() -> impl Strategy<Value = String> {
    vec(prop_oneof![4 => line(), 1 => Just("\r\n".to_owned()), 1 => Just("\t\n".to_owned())], 1..4)
        .prop_map(|parts| parts.concat())
}

pub(crate) fn git_ref() -> impl Strategy<Value = GitRef> {
    prop_oneof![
        4 => ref_name().prop_map(GitRef::Branch),
        3 => ref_name().prop_map(GitRef::Tag),
        3 => pull_request(),
        1 => Just(GitRef::Detached),
    ]
}

pub(crate) fn pull_request() -> impl Strategy<Value = GitRef> {
    // TOML has no greater numbers.
    (0..=i64::MAX.unsigned_abs(), ref_name(), option::of(ref_name()))
        .prop_map(|(number, source, target)| GitRef::PullRequest { number, source, target })
}

/// A context that has what every context has, and nothing else.
pub(crate) fn bare_context() -> impl Strategy<Value = CiContext> {
    (project(), git_ref(), sha())
        .prop_map(|(project, git_ref, sha)| with_ref(project, git_ref, sha))
}

pub(crate) fn with_ref(project: impl Into<String>, git_ref: GitRef, sha: CommitSha) -> CiContext {
    let context = match git_ref {
        GitRef::Branch(name) => CiContext::branch(project, name, sha),
        GitRef::Tag(name) => CiContext::tag(project, name, sha),
        GitRef::PullRequest { number, source, target } => {
            CiContext::pull_request(project, number, source, sha).and_then(|context| match target {
                Some(target) => context.with_target(target),
                None => Ok(context),
            })
        }
        GitRef::Detached => CiContext::detached(project, sha),
    };
    context.expect("legal facts")
}

/// A context with any facts.
pub(crate) fn context() -> impl Strategy<Value = CiContext> {
    (bare_context(), names_and_numbers(), flags_and_times(), texts()).prop_map(
        |(context, names_and_numbers, flags_and_times, texts)| {
            let (head_sha, default_branch, run_number, versions) = names_and_numbers;
            let context = with(context, head_sha, CiContext::with_head_sha);
            let context = with(context, default_branch, CiContext::with_default_branch);
            let context = with(context, run_number, CiContext::with_run_number);
            let context = with(context, versions, |context, versions| {
                context.with_versions(versions).expect("legal versions")
            });
            let ((created, committed), event, (fork, protected)) = flags_and_times;
            let context = with(context, created, CiContext::with_created);
            let context = with(context, committed, CiContext::with_committed);
            let context = with(context, event, CiContext::with_event);
            let context = with(context, fork, CiContext::with_fork);
            let context = with(context, protected, CiContext::with_protected);
            let (project_path, workspace, source_url, title, description, licenses) = texts;
            context
                .with_project_path(project_path)
                .and_then(|context| context.with_workspace(workspace))
                .and_then(|context| context.with_source_url(source_url))
                .and_then(|context| context.with_title(title))
                .and_then(|context| context.with_description(description))
                .and_then(|context| context.with_licenses(licenses))
                .expect("legal texts")
        },
    )
}

fn names_and_numbers()
-> impl Strategy<Value = (Option<CommitSha>, Option<RefName>, Option<u64>, Option<Vec<String>>)> {
    (
        option::of(sha()),
        option::of(ref_name()),
        option::of(0..=i64::MAX.unsigned_abs()),
        option::of(vec(line(), 0..4)),
    )
}

fn flags_and_times() -> impl Strategy<Value = (Times, Option<Event>, Flags)> {
    (
        (option::of(timestamp()), option::of(timestamp())),
        option::of(event()),
        (option::of(any::<bool>()), option::of(any::<bool>())),
    )
}

type Times = (Option<Timestamp>, Option<Timestamp>);
type Flags = (Option<bool>, Option<bool>);

fn event() -> impl Strategy<Value = Event> {
    proptest::sample::select(Event::all().collect::<Vec<_>>())
}

/// Texts of which an empty one is absent.
fn texts() -> impl Strategy<Value = (String, String, String, String, String, String)> {
    let line = || prop_oneof![Just(String::new()), line()];
    let prose = || prop_oneof![Just(String::new()), prose()];
    (line(), line(), line(), prose(), prose(), line())
}

fn with<T>(
    context: CiContext,
    fact: Option<T>,
    set: impl FnOnce(CiContext, T) -> CiContext,
) -> CiContext {
    match fact {
        Some(fact) => set(context, fact),
        None => context,
    }
}

/// A pattern over names of refs: a text, a glob or a regex, some of them wrong.
pub(crate) fn pattern() -> impl Strategy<Value = String> {
    const GLOBS: &[&str] =
        &["*", "v*", "f*", "release/*", "*-fix", "?*", "_*", "-*", "é?*", "x*", "*/*", "main*"];
    const REGEXES: &[&str] = &["/.*/", r"/v\d.*/", "/[^m].*/", "/(?i)MAIN/", "/[a-z]+(/.*)?/"];
    const WRONG: &[&str] = &["", "//", "/(/", ".*", "a b", "x/", "/x"];
    prop_oneof![
        4 => proptest::sample::select(&["main", "develop", "Main", "trunk", "v1.0.0"][..])
            .prop_map(str::to_owned),
        6 => proptest::sample::select(GLOBS).prop_map(str::to_owned),
        3 => proptest::sample::select(REGEXES).prop_map(str::to_owned),
        1 => ref_name().prop_filter("a pattern's length is limited", |name| name.as_str().len() < 1024)
            .prop_map(String::from),
        1 => "[a-z*?/._-]{1,8}",
        1 => proptest::sample::select(&["/[a-z]{1,3}.*/", "/.{40}/"][..]).prop_map(str::to_owned),
    ]
    .prop_flat_map(|pattern| {
        prop_oneof![
            40 => Just(pattern),
            1 => proptest::sample::select(WRONG).prop_map(str::to_owned),
        ]
    })
}

pub(crate) fn names() -> impl Strategy<Value = NamesDocument> {
    let except = prop_oneof![
        3 => Just(None),
        1 => vec(proptest::sample::select(&["wip/*", "main", "/.*-tmp/", "*-x", "?"][..]), 1..3)
            .prop_map(Some),
    ];
    (option::weighted(0.7, vec(pattern(), 1..3)), except).prop_map(|(matching, except)| {
        let mut names = NamesDocument::default();
        names.matching = matching;
        names.except = except.map(|except| except.into_iter().map(str::to_owned).collect());
        names
    })
}

pub(crate) fn trigger() -> impl Strategy<Value = TriggerDocument> {
    let prefix = prop_oneof![
        6 => Just("v"), 2 => Just(""), 1 => Just("server/v"), 1 => Just("-"), 1 => Just("_.")
    ];
    let filter = proptest::sample::select(
        &[PrereleaseFilter::No, PrereleaseFilter::Only, PrereleaseFilter::Any][..],
    );
    prop_oneof![
        4 => names().prop_map(TriggerDocument::Branch),
        3 => names().prop_map(TriggerDocument::Tag),
        1 => Just(TriggerDocument::DefaultBranch {}),
        3 => (prefix, filter).prop_map(|(prefix, prerelease)| {
            TriggerDocument::Release { prefix: prefix.to_owned(), prerelease }
        }),
        2 => option::of(names()).prop_map(|target| TriggerDocument::PullRequest { target }),
        1 => Just(TriggerDocument::Schedule {}),
        2 => Just(TriggerDocument::Any {}),
    ]
}

const EVERYWHERE: &[&str] = &[
    "{short_sha}",
    "{sha}",
    "{created:%Y%m%d}",
    "{committed:%s}",
    "{created:%G-%V.%u}",
    "{project}",
    "{run_number}",
    "{head_sha}",
];
const RELEASE: &[&str] = &["{major}", "{minor}", "{patch}", "{version}", "{git_tag}", "{slug}"];
const EVERY: &[&str] = &[
    "{short_sha}",
    "{sha}",
    "{head_sha}",
    "{created}",
    "{committed}",
    "{created:%H:%M}",
    "{slug}",
    "{branch}",
    "{target_branch}",
    "{default_branch}",
    "{pr}",
    "{git_tag}",
    "{version}",
    "{major}",
    "{minor}",
    "{patch}",
    "{prerelease}",
    "{project}",
    "{project_path}",
    "{run_number}",
    "{source_url}",
    "{title}",
    "{description}",
    "{licenses}",
    "{image_tag}",
    "{reference}",
    "{pull_reference}",
    "{created:%%a}",
    "{slugg}",
    "{",
];

/// A template for tags of a trigger, now and then with what is not for it.
fn tag_template(trigger: &TriggerDocument) -> impl Strategy<Value = String> + use<> {
    let supplied: &[&str] = match trigger {
        TriggerDocument::Branch(_) => &["{slug}", "{slug}", "{branch}"],
        TriggerDocument::DefaultBranch {} => &["{slug}"],
        TriggerDocument::Tag(_) => &["{version}", "{git_tag}", "{slug}"],
        TriggerDocument::Release { prerelease: PrereleaseFilter::Only, .. } => {
            &["{prerelease}", "{version}", "{slug}", "{patch}"]
        }
        TriggerDocument::Release { .. } => RELEASE,
        TriggerDocument::PullRequest { .. } => &["{slug}", "{pr}", "{pr}", "{target_branch}"],
        _ => &["{short_sha}"],
    };
    let literal = || proptest::sample::select(&["-", ".", "_", "x", "-rc", "7", "."][..]);
    let part = prop_oneof![
        60 => proptest::sample::select(supplied),
        30 => proptest::sample::select(EVERYWHERE),
        50 => literal(),
        1 => proptest::sample::select(EVERY),
        1 => proptest::sample::select(&["+", "é", "/", "{{", "%"][..]),
    ];
    let first = prop_oneof![
        10 => proptest::sample::select(&["x", "branch-", "v", "_", "7."][..]), 1 => Just("")
    ];
    (first, vec(part, 0..4)).prop_map(|(first, parts)| first.to_owned() + &parts.concat())
}

fn rule(index: usize) -> impl Strategy<Value = RuleDocument> {
    let tags = |trigger: TriggerDocument| {
        let moves: &[Moves] = match &trigger {
            TriggerDocument::Release { .. } => &[
                Moves::Always,
                Moves::Always,
                Moves::Always,
                Moves::Highest,
                Moves::HighestInMajor,
            ],
            _ => &[Moves::Always],
        };
        let tag = prop_oneof![
            4 => (tag_template(&trigger), proptest::sample::select(&[Moves::Always][..])),
            1 => (
                proptest::sample::select(&["latest", "stable", "{short_sha}"][..]).prop_map(str::to_owned),
                proptest::sample::select(moves),
            ),
        ];
        (Just(trigger), vec(tag, 1..4))
    };
    trigger().prop_flat_map(tags).prop_map(move |(trigger, tags)| {
        let tags = tags.into_iter().map(|(tag, moves)| TagDocument::new(tag, moves));
        RuleDocument::new(format!("r{index}"), trigger, tags)
    })
}

pub(crate) fn slug_options() -> impl Strategy<Value = SlugOptions> {
    let length = prop_oneof![3 => Just(40), 2 => 1..=60_usize, 1 => Just(128)];
    let empty = prop_oneof![
        2 => Just(None), 2 => Just(Some("unnamed")), 1 => Just(Some("-")), 1 => Just(Some("_"))
    ];
    let distinct = prop_oneof![5 => Just(0), 2 => 4..=12_usize];
    let keep = proptest::sample::select(&["", ".", "_", "._"][..]);
    let case = proptest::sample::select(&[SlugCase::Keep, SlugCase::Lower][..]);
    let runs = proptest::sample::select(&[SlugRuns::Keep, SlugRuns::Collapse][..]);
    let edges = proptest::sample::select(&[SlugEdges::Keep, SlugEdges::Trim][..]);
    (case, keep, runs, length, edges, empty, distinct).prop_map(
        |(case, keep, runs, max_length, edges, empty, distinct)| {
            let mut options = SlugOptions::default();
            options.case = case;
            options.keep = keep.into();
            options.runs = runs;
            options.max_length = max_length;
            options.edges = edges;
            options.empty = empty.map(str::to_owned);
            options.distinct = distinct;
            // Options that contradict each other have tests of their own.
            if SlugRules::new(options.clone()).is_ok() { options } else { SlugOptions::default() }
        },
    )
}

fn image() -> impl Strategy<Value = ImageDocument> {
    const NAMES: &[&str] = &[
        "{project}",
        "orchestrator-{project}",
        "team/{project}",
        "server",
        "{project_path}",
        "n{created:%Y%m%d}",
        "{project}-{short_sha}",
    ];
    const HOSTS: &[&str] =
        &["nexus.shared.cwiq.io:8443", "ghcr.io/acme", "localhost:5000", "docker.io/acme", "R.IO"];
    // Of Docker Hub itself few names are legal: the official images are not ours.
    const HUB: &str = "docker.io";
    // Few slugs are legal in a repository, and few refs have the others.
    const RARE: &[&str] =
        &["{project}-{slug}", "{slug}/x", "x{slug}", "x{pr}", "a-{version}", "{slug}"];
    let name = || {
        prop_oneof![
            14 => proptest::sample::select(NAMES),
            1 => proptest::sample::select(RARE),
        ]
    };
    let host = || prop_oneof![24 => proptest::sample::select(HOSTS), 1 => Just(HUB)];
    let suffix = proptest::sample::select(&["-alpine", ".", "_x"][..]);
    let case = proptest::sample::select(&[NameCase::Keep, NameCase::Lower][..]);
    (name(), host(), option::of(host()), option::of(name()), option::weighted(0.3, suffix), case)
        .prop_map(|(name, push, pull, cache, suffix, case)| {
            let mut image = ImageDocument::new(name, push);
            image.pull = pull.map(str::to_owned);
            image.cache = cache.map(|cache| format!("{cache}/cache"));
            image.suffix = suffix.map(str::to_owned);
            image.case = case;
            image
        })
}

/// `KEY=template`, of templates with any of these parts.
fn assignments(parts: &'static [&'static str]) -> impl Strategy<Value = Assignments> {
    let value = vec(proptest::sample::select(parts), 0..4).prop_map(|parts| parts.concat());
    let table = proptest::collection::btree_map("[A-Z][A-Z0-9_]{3,6}", value, 0..4);
    (table, any::<bool>()).prop_map(|(table, is_table)| {
        if is_table {
            return Assignments::Table(table);
        }
        table.iter().rev().map(|(key, value)| format!("{key}={value}")).collect()
    })
}

/// A policy of which a good share loads; a law measures how good.
pub(crate) fn policy_document() -> impl Strategy<Value = PolicyDocument> {
    const VALUES: &[&str] = &[
        "{short_sha}",
        "{sha}",
        "{created}",
        "{slug}",
        "{git_tag}",
        "{version}",
        "{project}",
        "{branch}",
        "{target_branch}",
        "{pr}",
        "{image_tag}",
        "{reference}",
        "{pull_reference}",
        "{committed:%H:%M}",
        "{prerelease}",
        "{source_url}",
        "{title}",
        "{description}",
        "{licenses}",
        "x",
        "=",
        " ",
        "$(id)",
        "%A%",
        "é",
    ];
    const ENV_VALUES: &[&str] = &[
        "{short_sha}",
        "{sha}",
        "{created}",
        "{slug}",
        "{git_tag}",
        "{version}",
        "{project}",
        "{pr}",
        "{image_tag}",
        "{image_tag}",
        "{project_path}",
        "{committed:%H:%M}",
        "x",
        "=",
        "100%-",
        "/",
    ];
    let images = vec(image(), 1..3);
    let rules = (1..5_usize).prop_flat_map(|count| (0..count).map(rule).collect::<Vec<_>>());
    let values = (assignments(VALUES), assignments(VALUES), assignments(ENV_VALUES));
    let short_sha = prop_oneof![3 => Just(8), 1 => 4..=64_usize];
    let builder =
        option::of(proptest::sample::select(&["docker:27", "gcr.io/kaniko/executor"][..]));
    let fits = prop_oneof![
        28 => Just(vec![]),
        1 => Just(vec![Fit::KubernetesLabel]),
        1 => Just(vec![Fit::DnsLabel]),
    ];
    (images, rules, values, slug_options(), short_sha, builder, fits).prop_map(
        |(images, rules, (build_args, labels, env), slug, short_sha, builder, fits)| {
            let mut document = PolicyDocument::new(images, rules);
            document.fits = fits;
            document.build_args = build_args;
            document.labels = labels;
            document.env = env;
            document.slug = slug;
            document.short_sha = short_sha;
            document.builder = builder.map(BuilderDocument::new);
            document
        },
    )
}

/// A policy that loads.
pub(crate) fn policy() -> impl Strategy<Value = Policy> {
    policy_document().prop_filter_map("it does not load", |document| Policy::new(document).ok())
}

/// A context for which many of these policies have a rule.
pub(crate) fn planned_context() -> impl Strategy<Value = CiContext> {
    let name = prop_oneof![
        2 => ref_name(),
        1 => proptest::sample::select(&["main", "develop", "release/1.x", "x-fix"][..])
            .prop_map(RefName::from_static),
    ];
    let tag = prop_oneof![
        3 => proptest::sample::select(RELEASES).prop_map(RefName::from_static),
        1 => ref_name(),
    ];
    let git_ref = prop_oneof![
        3 => name.prop_map(GitRef::Branch),
        4 => tag.prop_map(GitRef::Tag),
        2 => pull_request(),
        1 => Just(GitRef::Detached),
    ];
    let project = prop_oneof![6 => "[a-z]{1,8}", 1 => project()];
    let versions =
        option::of(vec(proptest::sample::select(RELEASES).prop_map(str::to_owned), 0..3));
    (project, git_ref, sha(), timestamp(), ref_name(), option::of(event()), versions).prop_map(
        |(project, git_ref, sha, instant, default, event, versions)| {
            let context = with_ref(project, git_ref, sha.clone());
            let context = context
                .with_created(instant)
                .with_committed(instant)
                .with_default_branch(default)
                .with_head_sha(sha)
                .with_run_number(7)
                .with_project_path("acme/server")
                .expect("a legal path");
            let context = with(context, event, CiContext::with_event);
            with(context, versions, |context, versions| {
                context.with_versions(versions).expect("legal versions")
            })
        },
    )
}
