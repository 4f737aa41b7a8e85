#![no_main]
//! Whoever is handed a plan reads what the plan says: GitLab, a shell, GitHub,
//! Helm, bake, docker, any reader of JSON. `user=` and `password=` are the
//! caller's.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tagwright::build::AnnotationLevel;
use tagwright::plan::KeyValues;
use tagwright::{Digest, Plan, Reference};
use tagwright_fuzz::{Case, csv, dotenv, github, hcl, sh, shell};

fuzz_target!(|text: &str| {
    let Ok(plan) = Case::plan(text) else { return };
    build_env(&plan);
    exports(&plan);
    github_output(&plan);
    helm_values(&plan);
    json_text(&plan);
    bake(&plan);
    let given = |key| text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    docker_config(&plan, given("user="), given("password="));
});

fn build_env(plan: &Plan) {
    let written = plan.build_env().to_string();
    let planned: Vec<_> = plan.build_env().iter().collect();
    assert_eq!(dotenv::gitlab(&written).as_ref(), Some(&planned), "GitLab: {written}");
    assert_eq!(dotenv::sh(&written).as_ref(), Some(&planned), "sh: {written}");
    let (keys, values): (Vec<_>, Vec<_>) = planned.into_iter().unzip();
    assert!(sh::values(&written, &keys).is_none_or(|read| read == values), "sh: {written}");
}

fn exports(plan: &Plan) {
    let references = plan.references().map(String::from).collect::<Vec<_>>().join("\n");
    let mut planned: Vec<_> = plan.build_env().iter().collect();
    let written = if let Ok(exports) = plan.shell_exports().with_references() {
        planned.push(("REFERENCES", &references));
        exports.to_string()
    } else {
        assert!(plan.build_env().get("REFERENCES").is_some());
        plan.shell_exports().to_string()
    };
    let words = |(key, value)| ["export".to_string(), format!("{key}={value}")].into();
    let expected: Vec<Vec<String>> = planned.iter().copied().map(words).collect();
    assert_eq!(shell::commands(&written), Some(expected), "{written}");
    let (keys, values): (Vec<_>, Vec<_>) = planned.into_iter().unzip();
    assert!(sh::values(&written, &keys).is_none_or(|read| read == values), "{written}");
}

fn github_output(plan: &Plan) {
    let names = ["version", "tags", "labels", "build-args", "json"];
    let own: Vec<_> =
        plan.build_env().iter().map(|(key, value)| (key.into(), value.into())).collect();
    let Ok(output) = plan.github_output().with_build_inputs() else {
        assert!(own.iter().any(|(key, _): &(String, _)| names.contains(&&*key.to_lowercase())));
        return;
    };
    let read = github::outputs(&output.to_string()).expect("outputs");
    let (read_own, inputs) = read.split_at(own.len());
    assert_eq!(read_own, own);
    let [version, tags, labels, args, json] = [0, 1, 2, 3, 4].map(|at| {
        assert_eq!(inputs[at].0, names[at]);
        &*inputs[at].1
    });
    assert_eq!(inputs.len(), names.len());
    assert_eq!(version, plan.tags().primary().tag.as_str());
    let expected: Vec<_> = plan.references().map(String::from).collect();
    assert_eq!(csv::items(tags), Some(expected));
    let items = |pairs: KeyValues<'_>| {
        let item = |(key, value)| csv::trimmed(&format!("{key}={value}")).to_string();
        Some(pairs.iter().map(item).collect::<Vec<_>>())
    };
    assert_eq!(csv::items(labels), items(plan.labels()), "{labels}");
    assert_eq!(csv::items(args), items(plan.build_args()), "{args}");
    assert_eq!(json, plan.to_json());
}

fn helm_values(plan: &Plan) {
    let pulled = plan.pull_reference();
    let text = format!("sha256:{}", "0f".repeat(32));
    let digest = Digest::parse(text.as_str()).expect("a digest");
    let values = plan.helm_values().with_digest(&digest);
    let expected = [
        ("repository", pulled.name()),
        ("tag", pulled.tag().expect("it is pulled by its tag")),
        ("digest", &text),
    ];
    let yaml = values.to_string();
    let lines: Vec<_> = yaml.lines().collect();
    // A text in double quotes without an escape is what it says, and so is the
    // value of `--set-string` without a comma, an escape or a list.
    let is_plain = |text: &str| !text.contains(['"', '\\', ',']) && !text.starts_with('{');
    let read = lines.iter().skip(1).map(|line| {
        let (key, text) = line.strip_prefix("  ")?.split_once(": ")?;
        Some((key, text.strip_prefix('"')?.strip_suffix('"').filter(|text| is_plain(text))?))
    });
    assert_eq!((lines[0], read.collect()), ("image:", Some(expected.to_vec())), "{yaml}");
    let words: Vec<_> = values.set_string().collect();
    let said = |(key, value)| ["--set-string".into(), format!("image.{key}={value}")];
    assert_eq!(words, expected.into_iter().flat_map(said).collect::<Vec<String>>());
}

fn json_text(plan: &Plan) {
    let line = plan.to_json();
    assert!(!line.contains('\n'));
    let read: Value = serde_json::from_str(&line).expect("JSON");
    let texts = |all: &mut dyn Iterator<Item = Reference>| all.map(String::from).collect::<Value>();
    assert_eq!(read["references"], texts(&mut plan.references()));
    assert_eq!(read["pull_references"], texts(&mut plan.pull_references()));
    let tags = plan.tags().iter();
    let tags = tags.map(|one| json!({"tag": one.tag, "kind": one.kind, "rule": one.rule}));
    assert_eq!(read["tags"], tags.collect::<Value>());
    let images = read["images"].as_array().expect("images");
    let of_images = images.iter().flat_map(|image| {
        let tags = image["tags"].as_array().expect("tags of an image").iter();
        tags.map(|tag| format!("{}:{}", text(&image["push"]), text(tag)))
    });
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    let references = plan.references().map(String::from).collect();
    assert_eq!(sorted(of_images.collect()), sorted(references));
    let moves = plan
        .promotions()
        .map(|one| json!({"from": one.from, "to": one.to, "is_copy": one.is_copy}));
    assert_eq!(read["promotions"], moves.collect::<Value>());
    for (key, pairs) in
        [("build_args", plan.build_args()), ("labels", plan.labels()), ("env", plan.build_env())]
    {
        assert_eq!(read[key], object(pairs), "{key}");
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn bake(plan: &Plan) {
    let build = plan.buildx().with_labels().with_annotations(AnnotationLevel::Index);
    let bake = build.bake_file("app").expect("a target").to_string();
    let file: Value = serde_json::from_str(&bake).expect("JSON");
    let target = &file["target"]["app"];
    let tags: Value = plan.references().map(String::from).collect();
    assert_eq!(target["tags"], tags);
    let read = |key: &str| {
        let pairs = target[key].as_object().into_iter().flatten();
        let literal = |text: &str| hcl::literal(text).expect("no template").into();
        let pair = |(key, value): (&String, &Value)| {
            let value: Value = literal(value.as_str().expect("a text"));
            (hcl::literal(key).expect("no template"), value)
        };
        pairs.map(pair).collect::<Value>()
    };
    assert!(read("labels") == object(plan.labels()) && read("args") == object(plan.build_args()));
    let annotations = target["annotations"].as_array().into_iter().flatten();
    let annotations = annotations.map(|text| hcl::literal(text.as_str()?));
    let expected = plan.labels().iter().map(|(key, value)| format!("index:{key}={value}"));
    assert!(annotations.eq(expected.map(Some)), "{bake}");
    if let Some(folder) = plan.workspace().filter(|_| !target["context"].is_null()) {
        assert_eq!(target["context"].as_str().and_then(hcl::literal).as_deref(), Some(folder));
    }
}

fn docker_config(plan: &Plan, username: &str, password: &str) {
    let is_legal = !username.is_empty()
        && !username.contains(':')
        && !username.chars().chain(password.chars()).any(|it| it.is_ascii_control());
    let Ok(config) = plan.docker_config(username, password) else {
        assert!(!is_legal, "{username:?}");
        return;
    };
    assert!(is_legal, "{username:?}");
    let read: Value = serde_json::from_str(&config.to_string()).expect("JSON");
    let key = |registry| match registry {
        "docker.io" => "https://index.docker.io/v1/".into(),
        other => String::from(other),
    };
    let encoded = BASE64_STANDARD.encode(format!("{username}:{password}"));
    let auth = json!({"username": username, "password": password, "auth": encoded});
    let auths = plan.images().map(|image| (key(image.push.registry()), auth.clone()));
    assert_eq!(read, json!({ "auths": auths.collect::<Value>() }));
    let shown = format!("{config:?}");
    let is_telling = password.len() > 3 && !username.contains(password);
    let hosts: String = plan.images().map(|image| image.push.registry()).collect();
    let is_of_us = "password redacted".contains(password) || hosts.contains(password);
    assert!(!is_telling || is_of_us || !shown.contains(password), "{shown}");
}

fn object(pairs: KeyValues<'_>) -> Value {
    pairs.iter().map(|(key, value)| (key.to_string(), Value::from(value))).collect()
}
