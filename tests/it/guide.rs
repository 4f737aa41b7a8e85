//! The guide says what is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use tagwright::audit::{Finding, FindingCode, Severity};
use tagwright::context::Event;
use tagwright::document::{Assignments, ConditionsDocument, PrereleaseFilter, ReleaseDocument};
use tagwright::{CiContext, Policy};

use crate::cli::tool;
use crate::context::provider::{PROVIDERS, environments};
use crate::given::{branch, git_tag, policy};
use crate::page::Page;
use crate::recipes::{pipeline_file, recipes, root};

/// Why each finding about the built-in policy is accepted, or how a policy of
/// one's own avoids it.
const ACCEPTED: &[(FindingCode, Severity, &str)] = &[
    (
        FindingCode::PrereleaseMovesFloating,
        Severity::Warning,
        "The rule of the original pipeline is literally `v*`. `when = { release = {} }` matches only final releases.",
    ),
    (
        FindingCode::AnyTagMovesFloating,
        Severity::Warning,
        "The same rule, with the same alternative.",
    ),
    (
        FindingCode::SharedTag,
        Severity::Info,
        "The pipelines of a branch and of its merge request build the same commit, so they build the same image.",
    ),
    (
        FindingCode::SlugCollision,
        Severity::Info,
        "Two branches at one commit build the same image. The git tag `v1_` is not a version; \
         `when = { release = {} }` matches only versions.",
    ),
    (
        FindingCode::OldReleaseMovesFloating,
        Severity::Info,
        "`stable` is the latest release by date. With `moves = \"highest\"`, it is the highest version.",
    ),
    (
        FindingCode::OldCommitMovesFloating,
        Severity::Info,
        "The original pipeline pushes `latest` in a later job. With `moves = \"branch-head\"`, only the head of `main` moves it.",
    ),
    (
        FindingCode::EventWithoutTags,
        Severity::Info,
        "The original pipeline builds no images for such refs; planning fails for them.",
    ),
    (
        FindingCode::CheckedAtPlanTime,
        Severity::Info,
        "If a project or git tag is not legal in a name, planning fails, and the error says what would be legal.",
    ),
    (
        FindingCode::ShortShaCollision,
        Severity::Info,
        "GitLab also shows eight digits. `short-sha = 12` is enough for any repository.",
    ),
    (
        FindingCode::ReadsAsNumber,
        Severity::Info,
        "Releases have names such as `v1.0.0`, and `1.0.0` is not a number.",
    ),
    (FindingCode::LabelUnsafe, Severity::Info, "No release has such a name."),
    (
        FindingCode::InheritedLabel,
        Severity::Info,
        "The Dockerfile of the original pipeline sets the labels from the build args, even if they are empty. \
         `empty-labels = \"keep\"` does the same for a builder that sets them.",
    ),
];

/// The names of its pages.
pub(crate) fn pages() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide");
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| Some(name.strip_suffix(".md")?.to_owned())).collect()
}

fn page(name: &str) -> Page {
    Page::read(&format!("src/guide/{name}.md"))
}

#[test]
fn every_page_is_a_module() {
    let modules = Page::read("src/guide/mod.rs");
    for name in pages() {
        let module = format!("#[doc = include_str!(\"{name}.md\")]\npub mod {name} {{}}\n");
        assert!(modules.text().contains(&module), "{name} is no module");
        assert!(modules.text().contains(&format!("//! * [`{name}`]: ")), "{name} is not listed");
    }
}

#[test]
fn the_built_in_policy_is_the_one_it_prints() {
    let page = page("built_in_policy");
    let blocks = page.blocks("toml");
    let [policy] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    assert_eq!(toml::from_str::<Policy>(policy).unwrap(), Policy::cwiq());
}

#[test]
fn the_table_of_the_built_in_policy_is_what_the_policy_shows() {
    page("built_in_policy").assert_generated("table", &Policy::cwiq().table().to_string());
}

#[test]
fn what_the_audit_says_of_the_built_in_policy_is_what_it_says() {
    let findings = Policy::cwiq().audit();
    let mut text = String::new();
    let sort = |finding: &Finding| (finding.code, finding.severity);
    for group in findings.chunk_by(|left, right| sort(left) == sort(right)) {
        let (code, severity) = sort(&group[0]);
        let why = ACCEPTED.iter().find(|(accepted, of, _)| (*accepted, *of) == (code, severity));
        let (_, _, why) = why.unwrap_or_else(|| panic!("why is {code} accepted?"));
        writeln!(text, "* {severity} `{code}`. {why}").unwrap();
        for finding in group {
            let paths = finding.paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>();
            writeln!(text, "  * {}: {}", paths.join(", "), in_code(&finding.message)).unwrap();
        }
    }
    page("built_in_policy").assert_generated("audit", &text);
    for (code, severity, _) in ACCEPTED {
        let is_said = findings.iter().any(|finding| sort(finding) == (*code, *severity));
        assert!(is_said, "{code} is not said");
    }
}

/// What a message quotes, as code: to Markdown a `_` is no `_`.
fn in_code(message: &str) -> String {
    message.replace('"', "`")
}

/// The page names this as the way to avoid every warning.
#[test]
fn a_release_trigger_rules_out_every_warning_about_the_built_in_policy() {
    let mut document = Policy::cwiq().document().clone();
    let release = document.rules.iter_mut().find(|rule| rule.name == "release").unwrap();
    *release.when =
        ConditionsDocument::release(ReleaseDocument::new("v", PrereleaseFilter::Exclude));
    let findings = Policy::new(document).unwrap().audit();
    let warning = findings.iter().find(|finding| finding.severity != Severity::Info);
    assert_eq!(warning, None);
}

/// A block says a whole policy or what one part of it may be. A comment in it is prose, or
/// it lists tags and names that the policy gives everyday pipelines.
#[test]
fn every_policy_loads_and_plans_what_its_comments_say() {
    assert_plans_its_comments(&page("policy_language"), 8);
    assert_plans_its_comments(&page("migrating"), 8);
}

fn assert_plans_its_comments(page: &Page, least: usize) {
    let blocks = page.blocks("toml");
    let [whole, parts @ ..] = &blocks[..] else { panic!("no block") };
    toml::from_str::<Policy>(whole).unwrap();
    assert!(parts.len() > 5, "the parts are found");
    let mut examples = 0;
    for part in parts {
        let mut table: toml::Table = toml::from_str(whole).unwrap();
        table.extend(toml::from_str::<toml::Table>(part).unwrap());
        let policy: Policy = table.try_into().unwrap_or_else(|error| panic!("{error}\n{part}"));
        for comment in part.lines().filter_map(|line| Some(line.split_once(" # ")?.1)) {
            let (name, listed) = match comment.split_once(" gives ") {
                Some((name, listed)) => (Some(name), listed),
                None => (None, comment),
            };
            let listed: Vec<&str> = listed.split(", ").collect();
            if listed.iter().any(|one| one.contains(' ')) {
                continue;
            }
            let planned = planned(&policy, name);
            for one in listed {
                let is_planned = planned.iter().any(|found| {
                    found
                        .strip_suffix(one)
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
                });
                assert!(is_planned, "{one} is not among {planned:?}\n{part}");
                examples += 1;
            }
        }
    }
    assert!(examples > least, "{examples} examples are found");
}

#[test]
fn each_preset_makes_the_slug_that_it_prints() {
    let page = page("policy_language");
    let (_, rest) = page.text().split_once("| preset | what it makes | `").unwrap();
    let (name, rows) = rest.split_once("` |\n").unwrap();
    let rows: Vec<Vec<&str>> = rows
        .lines()
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.split('|').map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    let [_, presets @ ..] = &rows[..] else { panic!("no row") };
    assert_eq!(presets.len(), 3);
    for row in presets {
        let policy = policy(&format!(
            "slug = {}\nrules = [{{ name = \"a\", when = {{ branch = \"*\" }}, tags = \"x\" }}]",
            row[1]
        ));
        let plan = policy.plan(&branch(name)).unwrap();
        assert_eq!(plan.slug().unwrap(), row[3], "{row:?}");
    }
}

/// The tags, references and names that a policy gives everyday pipelines of each of its
/// variants, or those of one branch or git tag.
fn planned(policy: &Policy, name: Option<&str>) -> BTreeSet<String> {
    let mut contexts = match name {
        Some(name) => match name.strip_prefix("git tag ").map(|name| name.trim_matches('`')) {
            Some(name) => vec![git_tag(name).with_versions([name]).unwrap()],
            None => vec![branch(name.trim_matches('`'))],
        },
        None => ["main", "feature/search", "feature/new-search"].map(branch).to_vec(),
    };
    if name.is_none_or(|name| !name.starts_with("git tag ")) {
        contexts.extend(["v1.2.3", "v1.4.0"].map(|tag| git_tag(tag).with_versions([tag]).unwrap()));
    }
    let variants = policy.document().variants.keys();
    let mut all = BTreeSet::new();
    for variant in variants.map(Some).chain([None]) {
        for context in contexts.clone() {
            let context = context.with_default_branch("main").unwrap().with_event(Event::Push);
            let context = match variant {
                Some(variant) => context.with_variant(variant).unwrap(),
                None => context,
            };
            let Ok(plan) = policy.plan(&context) else { continue };
            all.extend(plan.tags().iter().map(|planned| planned.tag.to_string()));
            all.extend(plan.references().map(String::from));
            all.extend(plan.images().map(|image| image.push.to_string()));
        }
    }
    all
}

#[test]
fn the_labels_it_prints_are_those_of_the_constant() {
    let page = page("policy_language");
    let blocks = page.blocks("toml");
    let labels = blocks.iter().find(|block| block.starts_with("labels = ")).unwrap();
    let table: toml::Table = toml::from_str(labels).unwrap();
    let found: Vec<&str> =
        table["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap()).collect();
    assert_eq!(found, Assignments::OCI_LABELS);
}

#[test]
fn every_pipeline_it_prints_is_yaml() {
    let mut found = 0;
    // Those of the recipes are run.
    for name in pages().into_iter().filter(|name| name != "recipes") {
        for block in page(&name).blocks("yaml") {
            let jobs: serde_yaml_ng::Mapping = serde_yaml_ng::from_str(block).unwrap();
            assert!(jobs.values().all(|job| job.get("script").is_some()), "{block}");
            found += 1;
        }
    }
    assert_eq!(found, 5);
}

#[test]
fn its_recipes_are_those_of_the_examples() {
    let mut text = String::new();
    for (name, title, about) in RECIPES {
        let folder = root().join("examples/recipes").join(name);
        let read = |file: &Path| std::fs::read_to_string(file).unwrap();
        let file = pipeline_file(&folder);
        let pipeline = file.file_name().unwrap().display().to_string();
        let place =
            if pipeline == ".gitlab-ci.yml" { "" } else { ", to copy to `.github/workflows/`" };
        writeln!(text, "# {title}\n\n{about}\n\n`examples/recipes/{name}/tagwright.toml`:\n")
            .unwrap();
        writeln!(text, "```toml\n{}```\n", read(&folder.join("tagwright.toml"))).unwrap();
        writeln!(text, "`examples/recipes/{name}/{pipeline}`{place}:\n").unwrap();
        writeln!(text, "```yaml\n{}```\n", read(&file)).unwrap();
    }
    page("recipes").assert_generated("recipes", text.trim_end_matches('\n').to_owned().as_str());
}

/// The recipes in the order of the page, with their titles and what they show.
const RECIPES: [(&str, &str, &str); 7] = [
    (
        "gitlab-kaniko",
        "GitLab with kaniko, a scan and a deployment",
        "One job writes the command for kaniko, the next runs it; later jobs move `latest` or `stable`, scan the image and deploy it.",
    ),
    (
        "gitlab-buildah",
        "GitLab with buildah",
        "Builds with buildah in one job, moves `latest` or `stable` in the next, and deploys releases.",
    ),
    (
        "github-ghcr",
        "GitHub with ghcr.io: floating versions and variants",
        "Builds two variants with docker/build-push-action. A release moves each of `1.2`, `1` and `latest`, unless a higher version exists for that tag.",
    ),
    (
        "pull-request-previews",
        "Previews of pull requests, and forks",
        "Deploys the image of each pull request with Helm, except from forks: their images are tested, but neither pushed nor deployed.",
    ),
    (
        "monorepo",
        "A monorepo: one pipeline, many services",
        "One policy and one pipeline build several services, each with its own image and its own releases.",
    ),
    (
        "nightly",
        "Nightly builds",
        "A scheduled pipeline pushes a tag with the date, and moves `nightly`; a push to the default branch moves `latest`.",
    ),
    (
        "calver",
        "Calendar versions",
        "Releases such as `2026.03.18` move the tag of their year and `latest`, unless a later version exists.",
    ),
];

#[test]
fn every_recipe_is_on_the_page() {
    let listed: BTreeSet<&str> = RECIPES.iter().map(|(name, ..)| *name).collect();
    let found = recipes();
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<BTreeSet<_>>(), listed);
}

/// The keys of a context, with what the schema says of each.
fn context_keys() -> BTreeMap<String, serde_json::Value> {
    let mut schema: serde_json::Value = serde_json::from_str(CiContext::json_schema()).unwrap();
    serde_json::from_value(schema["properties"].take()).unwrap()
}

#[test]
fn the_keys_of_a_context_are_those_of_its_schema() {
    let mut text = String::from("| key | type | what it is |\n| --- | --- | --- |\n");
    for (key, about) in context_keys() {
        let sort = match &about["type"] {
            serde_json::Value::String(sort) => sort.as_str(),
            serde_json::Value::Array(sorts) => sorts[0].as_str().unwrap(),
            _ => "string",
        };
        let description = about["description"].as_str().unwrap();
        writeln!(text, "| `{key}` | {sort} | {description} |").unwrap();
    }
    page("context").assert_generated("keys", &text);
}

/// The names of the providers that provide each fact: in some recorded environment, with
/// its event file if there is one, and not only because the job set the time of the build.
fn providers_of_facts() -> BTreeMap<String, BTreeSet<String>> {
    let mut providers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, mut environment) in environments() {
        environment.variables.remove("SOURCE_DATE_EPOCH");
        let Ok(context) = environment.read() else { continue };
        let of = PROVIDERS.iter().filter(|(_, prefix)| name.starts_with(prefix));
        let (provider, _) = of.max_by_key(|(_, prefix)| prefix.len()).expect(&name);
        let Ok(serde_json::Value::Object(context)) = serde_json::to_value(context) else {
            panic!()
        };
        for key in context.keys() {
            providers.entry(key.clone()).or_default().insert(provider.to_string());
        }
    }
    providers
}

#[test]
fn the_facts_of_each_provider_are_those_of_its_environments() {
    let mut providers = providers_of_facts();
    let mut text = String::from("| fact | provided by |\n| --- | --- |\n");
    for key in context_keys().keys() {
        let of = providers.remove(key).unwrap_or_default();
        let of = match of.len() {
            0 => "none; pass it in yourself".to_owned(),
            count if count == PROVIDERS.len() => "all".to_owned(),
            _ => of.into_iter().collect::<Vec<_>>().join(", "),
        };
        writeln!(text, "| `{key}` | {of} |").unwrap();
    }
    page("ci_providers").assert_generated("facts", &text);
}

#[test]
fn the_time_that_a_job_sets_itself_is_not_a_fact_of_its_provider() {
    let given = environments().into_iter().find(|(name, _)| name == "github-tag").unwrap().1;
    assert!(given.variables.contains_key("SOURCE_DATE_EPOCH"));
    assert!(!providers_of_facts()["created"].contains("GitHub Actions"));
}

#[test]
fn what_only_an_event_file_has_is_a_fact_of_its_provider() {
    let providers = providers_of_facts();
    for fact in ["committed", "default_branch", "description", "fork"] {
        for provider in ["Forgejo Actions", "Gitea Actions", "GitHub Actions"] {
            assert!(providers[fact].contains(provider), "{fact} of {provider}");
        }
    }
}

#[test]
fn the_providers_in_the_table_of_events_provide_the_event() {
    let page = page("ci_providers");
    let (_, rows) = page.text().split_once("| provider | variable | value | event |\n").unwrap();
    let rows = rows.lines().take_while(|row| row.starts_with('|')).filter(|row| row.contains('`'));
    let listed = rows.flat_map(|row| row.split('|').nth(1).unwrap().split(','));
    let listed: BTreeSet<String> = listed.map(|provider| provider.trim().to_owned()).collect();
    assert_eq!(listed, providers_of_facts()["event"]);
}

#[cfg(unix)]
#[test]
fn the_first_steps_print_what_it_says() {
    let page = page("getting_started");
    let folder = std::env::temp_dir().join(format!("tagwright-steps-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let [context, ..] = page.blocks("toml")[..] else { panic!("no context") };
    std::fs::write(folder.join("context.toml"), context).unwrap();
    let mut commands = 0;
    for block in page.blocks("console") {
        for command in block.split("$ ").filter(|command| command.starts_with("tagwright ")) {
            let (command, expected) = command.split_once('\n').unwrap();
            let words: Vec<&str> = command.split(' ').skip(1).collect();
            let output = tool(&words).current_dir(&folder).output().unwrap();
            assert!(output.status.success(), "{command}: {output:?}");
            let printed = String::from_utf8(output.stdout).unwrap();
            assert!(expected.is_empty() || printed == expected, "{command}: {printed}");
            commands += 1;
        }
    }
    assert_eq!(commands, 4);
    std::fs::remove_dir_all(folder).unwrap();
}
