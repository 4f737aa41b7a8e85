use std::error::Error;

use serde_json::{Value, json};
use tagwright::{CiContext, Plan, Policy};

/// A policy and the facts of a run, read from lines of `key=value`.
///
/// A line that says nothing is skipped, so that a mutation spoils one line and
/// not the whole case:
///
/// * `when=branch main & event schedule`, `when=branch main or dev`, `when=tag v* except v0*`, `when=release v
///   only`, `when=release v|{project}-v pep440 drop`, `when=release false`, `when=pull-request main from fix/*`, `when=fork false` and an empty `when=`
///   begin a rule; `tag=`, `moves=` and `affix=false` fill it.
/// * `image=` begins an image; `push=`, `pull=`, `cache=`, `case=` and
///   `rules=rule-0 rule-2` fill it.
/// * `variant=alpine -alpine` declares a variant with a suffix; `prefix=` fills it.
/// * `slug.max-length=40` and the like, `slugs.NAME=PRESET`, `slugs.NAME=PRESET of
///   CAPTURE`, `short-sha=`, `timezone=`,
///   `empty-labels=`, `builder=`, `build-arg=`,
///   `label=`, `env=` are the policy's own.
/// * `value=describe /v[0-9]{1,9}/` declares a value; `unique=true` and `default=`
///   fill it.
/// * `@branch=main` and the like are facts: the keys of the context's JSON, but
///   for `@pull_request=SOURCE`, `@target=BRANCH`, `@versions=A B C` and
///   `@value=describe TEXT`.
pub struct Case {
    pub policy: Policy,
    pub context: CiContext,
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    ///
    /// * The policy or the facts are refused.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        Ok(Self {
            policy: serde_json::from_value(policy(text))?,
            context: serde_json::from_value(context(text))?,
        })
    }

    /// The template that a plan's error is about.
    #[must_use]
    pub fn template(&self, path: &str) -> Option<&str> {
        let (rule, tag) = path.strip_prefix("rules[")?.strip_suffix(']')?.split_once("].tags[")?;
        let rule = self.policy.document().rules.get(rule.parse::<usize>().ok()?)?;
        Some(&rule.tags.get(tag.parse::<usize>().ok()?)?.tag)
    }

    /// Reads a case and plans it.
    ///
    /// # Errors
    ///
    /// * The policy or the facts are refused, or there is no plan for them.
    pub fn plan(text: &str) -> Result<Plan, Box<dyn Error>> {
        let Self { policy, context } = Self::read(text)?;
        Ok(policy.plan(&context)?)
    }
}

fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.split_once('='))
}

fn policy(text: &str) -> Value {
    let (mut rules, mut images, mut policy) = (Vec::new(), Vec::new(), json!({ "version": 1 }));
    let (mut declared, mut variant) = ("", "");
    for (key, value) in lines(text) {
        match key {
            "when" => {
                let name = format!("rule-{}", rules.len());
                rules.push(json!({ "name": name, "when": conditions(value), "tags": [] }));
            }
            "tag" => append(rules.last_mut(), "tags", json!({ "tag": value })),
            "moves" => {
                let tag = rules.last_mut().and_then(|rule| rule["tags"].as_array_mut()?.last_mut());
                put(tag, key, value);
            }
            "image" => images.push(json!({ "name": value, "push": "registry.example:5000" })),
            "affix" => {
                let tag = rules.last_mut().and_then(|rule| rule["tags"].as_array_mut()?.last_mut());
                if let Some(tag) = tag {
                    tag[key] = (value == "true").into();
                }
            }
            "push" | "pull" | "cache" | "case" => put(images.last_mut(), key, value),
            "rules" => {
                if let Some(image) = images.last_mut() {
                    image[key] = value.split(' ').collect();
                }
            }
            "variant" => {
                let (name, suffix) = value.split_once(' ').unwrap_or((value, ""));
                policy["variants"][name] = json!({ "suffix": suffix });
                variant = name;
            }
            "prefix" if !variant.is_empty() => {
                put(policy["variants"].get_mut(variant), key, value);
            }
            "value" => {
                let (name, pattern) = value.split_once(' ').unwrap_or((value, ""));
                policy["values"][name] = json!({ "pattern": pattern });
                declared = name;
            }
            "unique" if !declared.is_empty() => {
                policy["values"][declared][key] = (value == "true").into();
            }
            "default" if !declared.is_empty() => {
                put(policy["values"].get_mut(declared), key, value);
            }
            "build-arg" => append(Some(&mut policy), "build-args", value.into()),
            "label" => append(Some(&mut policy), "labels", value.into()),
            "env" => append(Some(&mut policy), "env", value.into()),
            "builder" | "timezone" | "empty-labels" => put(Some(&mut policy), key, value),
            "short-sha" => policy[key] = number(value),
            "slug.max-length" | "slug.distinct" => policy["slug"][&key[5..]] = number(value),
            "slug.preset" | "slug.case" | "slug.keep" | "slug.replacement" | "slug.runs"
            | "slug.edges" | "slug.empty" => {
                policy["slug"][&key[5..]] = value.into();
            }
            _ if key.starts_with("slugs.") => {
                policy["slugs"][&key[6..]] = match value.split_once(" of ") {
                    Some((preset, of)) => json!({ "preset": preset, "of": of }),
                    None => json!({ "preset": value }),
                };
            }
            _ => {}
        }
    }
    if images.is_empty() {
        images.push(json!({ "name": "{project}", "push": "registry.example:5000" }));
    }
    policy["rules"] = rules.into();
    policy["images"] = images.into();
    policy
}

/// Conditions, with ` & ` between them: `branch main & event schedule`.
fn conditions(text: &str) -> Value {
    let all = text.split(" & ").filter(|one| !one.is_empty()).map(condition);
    Value::Object(all.collect())
}

fn condition(text: &str) -> (String, Value) {
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    let value = match kind {
        "branch" | "tag" | "project" | "variant" => names(rest),
        "pull-request" => match rest.split_once(" from ") {
            Some((target, source)) => json!({ "target": names(target), "source": names(source) }),
            None if rest.is_empty() => json!({}),
            None => json!({ "target": names(rest) }),
        },
        "release" if rest == "false" => false.into(),
        "release" => release(rest),
        "event" => match rest.strip_prefix("except ") {
            Some(except) => json!({ "except": except.split(' ').collect::<Value>() }),
            None => rest.split(' ').collect(),
        },
        _ => (rest != "false").into(),
    };
    (kind.into(), value)
}

/// Prefixes with `|` between them, and words of which each belongs to one key.
fn release(text: &str) -> Value {
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut release = json!({});
    if let Some(prefixes) = words.next() {
        release["prefix"] = match prefixes.split('|').collect::<Vec<_>>()[..] {
            [prefix] => prefix.into(),
            ref all => json!(all),
        };
    }
    for word in words {
        let key = match word {
            "semver" | "dotted" | "pep440" => "scheme",
            "keep" | "drop" => "build",
            _ => "prerelease",
        };
        release[key] = word.into();
    }
    release
}

fn names(text: &str) -> Value {
    match text.split_once("except ") {
        Some(("", except)) => json!({ "except": except }),
        Some((matching, except)) => json!({ "matching": matching.trim_end(), "except": except }),
        None if text.contains(" or ") => text.split(" or ").collect(),
        None => text.into(),
    }
}

fn context(text: &str) -> Value {
    let mut facts = json!({
        "project": "server",
        "sha": "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
        "created": "2026-03-18T09:00:00Z",
    });
    for (key, value) in lines(text) {
        let Some(fact) = key.strip_prefix('@') else { continue };
        match fact {
            "pull_request" => facts[fact] = json!({ "number": 7, "source": value }),
            "target" => put(facts.get_mut("pull_request"), fact, value),
            "run_number" => facts[fact] = number(value),
            "fork" | "protected" => facts[fact] = (value == "true").into(),
            "versions" => facts[fact] = value.split(' ').collect(),
            "value" => {
                let (name, text) = value.split_once(' ').unwrap_or((value, ""));
                facts["values"][name] = text.into();
            }
            _ => put(Some(&mut facts), fact, value),
        }
    }
    facts
}

fn number(text: &str) -> Value {
    text.parse::<u64>().map_or(Value::Null, Value::from)
}

fn put(owner: Option<&mut Value>, key: &str, value: &str) {
    if let Some(owner) = owner {
        owner[key] = value.into();
    }
}

fn append(owner: Option<&mut Value>, key: &str, value: Value) {
    let Some(owner) = owner else { return };
    match owner[key].as_array_mut() {
        Some(list) => list.push(value),
        None => owner[key] = json!([value]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A seed that is refused shows the fuzzer little; those that are meant to be
    /// are called so.
    #[test]
    fn every_seed_is_planned_or_called_refused() {
        for target in ["plan", "hand_over", "commands"] {
            let folder = format!("{}/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
            for seed in std::fs::read_dir(folder).unwrap() {
                let path = seed.unwrap().path();
                let plan = Case::plan(&std::fs::read_to_string(&path).unwrap());
                let is_called_so = path.to_string_lossy().contains("/refused-");
                assert_eq!(plan.is_err(), is_called_so, "{}: {plan:?}", path.display());
            }
        }
    }
}
