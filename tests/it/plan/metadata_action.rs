//! What docker/metadata-action answers, given by policies: its tags for whole workflows, and
//! its way to make a name a tag.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;
use tagwright::{CiContext, Policy, RefName};

use crate::vectors::{cases, vectors};

const HEAD: &str = "version = 1\nshort-sha = 7\nslug = \"docker-metadata\"\n\
                    images = [{ name = \"app\", push = \"registry.example.com\" }]\n";

/// The rules that give what a workflow asks for; `None` where it asks for more than a policy
/// says, or than is said here.
fn policy(tags: &[&str]) -> Option<Policy> {
    const DEFAULT: [&str; 4] =
        ["type=schedule", "type=ref,event=branch", "type=ref,event=tag", "type=ref,event=pr"];
    let tags = if tags.is_empty() { &DEFAULT[..] } else { tags };
    let mut text = String::from(HEAD);
    for (index, tag) in tags.iter().enumerate() {
        let mut rule = |when: &str, tags: &str| {
            write!(
                text,
                "[[rules]]\nname = \"{index} {when}\"\nwhen = {{ {} }}\ntags = [{tags}]\n",
                when.replace('\'', "\"")
            )
            .unwrap();
        };
        let (mut kind, mut event, mut pattern, mut value) = ("raw", "", "", "");
        let (mut prefix, mut suffix, mut is_enabled) = (None, "", true);
        for part in tag.split(',') {
            match part.split_once('=') {
                None => value = part,
                Some(("type", it)) => kind = it,
                Some(("event", it)) => event = it,
                Some(("pattern", it)) => pattern = it,
                Some(("value", it)) if kind == "raw" => value = it,
                Some(("prefix", it)) => prefix = Some(it),
                Some(("suffix", it)) => suffix = it,
                Some(("priority", _)) => {}
                Some(("enable", it)) => is_enabled = it == "true",
                Some(_) => return None,
            }
        }
        let all = [Some(value), Some(pattern), prefix, Some(suffix)];
        let is_plain = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        let is_semver = kind == "semver";
        if all.into_iter().flatten().any(|text| !(is_plain(text) || is_semver && text == pattern)) {
            return None;
        }
        if !is_enabled {
            continue;
        }
        let with =
            |default: &str, text: &str| format!("\"{}{text}{suffix}\"", prefix.unwrap_or(default));
        match (kind, event) {
            // None of the recorded runs that are tried is one of a schedule.
            ("schedule", "") => rule("event = 'schedule'", &with("", "nightly")),
            ("ref", "branch") => rule("branch = '*'", &with("", "{slug}")),
            ("ref", "tag") => rule("tag = '*'", &format!("{}, \"latest\"", with("", "{slug}"))),
            ("ref", "pr") => rule("pull-request = {}", &with("pr-", "{pr}")),
            ("sha", "") => rule("", &with("sha-", "{short_sha}")),
            ("raw", "") if !value.is_empty() => rule("", &with("", value)),
            ("semver", "") => {
                let ours = match pattern {
                    "{{version}}" => "{version}",
                    "{{major}}.{{minor}}" => "{major}.{minor}",
                    "{{major}}" => "{major}",
                    _ => return None,
                };
                rule("release = {}", &format!("{}, \"latest\"", with("", ours)));
                // Of a prerelease every pattern is the whole version.
                rule("release = { prerelease = 'only' }", &with("", "{version}"));
            }
            _ => return None,
        }
    }
    Some(toml::from_str(&text).unwrap_or_else(|error| panic!("{text}{error}")))
}

fn context(git_ref: &str, sha: &str) -> Option<CiContext> {
    let pull = || git_ref.strip_prefix("refs/pull/")?.split_once('/')?.0.parse().ok();
    match (git_ref.strip_prefix("refs/heads/"), git_ref.strip_prefix("refs/tags/"), pull()) {
        (Some(branch), ..) => CiContext::branch("app", branch, sha).ok(),
        (_, Some(tag), _) => CiContext::tag("app", tag, sha).ok(),
        (.., Some(number)) => CiContext::pull_request("app", number, "source", sha).ok(),
        _ => None,
    }
}

#[test]
fn workflows_get_the_same_tags_from_policies() {
    let mut checked = 0;
    for case in cases("metadata-action/meta_cases.json") {
        let name = case["id"].as_str().unwrap();
        let texts = |value: &Value| -> Vec<String> {
            let all = value.as_array().unwrap().iter();
            all.map(|one| one.as_str().unwrap().to_owned()).collect()
        };
        let inputs = &case["inputs"];
        let tags = texts(&inputs["tags"]);
        let is_asked =
            texts(&inputs["flavor"]).is_empty() && case["context"]["eventName"] != "schedule";
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let [git_ref, sha] = ["ref", "sha"].map(|key| case["context"][key].as_str().unwrap());
        let asked = is_asked.then(|| Some((policy(&tags)?, context(git_ref, sha)?))).flatten();
        let Some((policy, context)) = asked else { continue };
        let context = context.with_event(tagwright::context::Event::Push);
        let context = match context.git_ref() {
            tagwright::GitRef::PullRequest { .. } => {
                context.with_event(tagwright::context::Event::PullRequest)
            }
            _ => context,
        };
        let expected: BTreeSet<String> = texts(&case["oracle"]["tag_names"]).into_iter().collect();
        let found: BTreeSet<String> = match policy.plan(&context) {
            Ok(plan) => plan.tags().iter().map(|planned| planned.tag.to_string()).collect(),
            Err(error) => {
                assert!(expected.is_empty(), "{name}: {tags:?} {error}");
                BTreeSet::new()
            }
        };
        assert_eq!(found, expected, "{name}: {tags:?} for {git_ref}");
        checked += 1;
    }
    println!("checked: {checked} workflows");
    assert!(checked == 0 || checked > 25, "{checked}");
}

#[test]
fn names_become_the_same_tags_under_a_policy() {
    let Some(recorded) = vectors("slugs/slug_vectors.json") else { return };
    let policy = policy(&["type=ref,event=branch", "type=ref,event=tag"]).unwrap();
    let mut checked = 0;
    for row in recorded["algorithms"]["metadata_action_sanitize"]["vectors"].as_array().unwrap() {
        let (input, output) = (row["input"].as_str().unwrap(), row["output"].as_str().unwrap());
        let is_tag = row["variant"] == "tag" && output.len() <= 128;
        // Its tags may begin with what no tag begins with.
        let legal = output.trim_start_matches(['-', '.']);
        if !is_tag || legal.is_empty() || RefName::new(input).is_err() {
            continue;
        }
        let branch = CiContext::branch("app", input, crate::given::SHA).unwrap();
        let tag = CiContext::tag("app", input, crate::given::SHA).unwrap();
        for context in [branch, tag] {
            let plan = policy.plan(&context).unwrap_or_else(|error| panic!("{input}: {error}"));
            assert_eq!(plan.tags().primary().tag, legal, "{input}");
        }
        checked += 1;
    }
    println!("checked: {checked} names");
    assert!(checked > 15, "{checked}");
}
