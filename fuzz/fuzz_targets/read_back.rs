#![no_main]
//! A text as each file that a job reads back: a builder's digest file, its
//! metadata file, bake's, and the `build.env` of a pipeline.

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tagwright::build::MetadataError;
use tagwright::{CiContext, Digest, Plan, Policy};
use tagwright_fuzz::grammar::REGISTERED_DIGEST;

fuzz_target!(|text: &str| {
    digest_file(text);
    metadata_files(text);
    for (policy, context, plan) in &*SITUATIONS {
        build_env(policy, context, plan, text);
    }
});

fn digest_file(text: &str) {
    let line = text.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let line = line.unwrap_or(text);
    let read = Digest::from_digest_file(text);
    assert_eq!(read.is_ok(), REGISTERED_DIGEST.is_match(line), "{read:?}");
    match read {
        Ok(digest) => assert_eq!(digest, line),
        Err(error) => assert!(!error.to_string().contains(char::is_control), "{error}"),
    }
}

const KEY: &str = "containerimage.digest";

fn metadata_files(text: &str) {
    let file = serde_json::from_str::<Value>(text).ok();
    // A reader of values keeps one of two members that are called alike, and
    // knows numbers that nobody asked for.
    let once = |key: &str| !text.contains('\\') && text.matches(&format!("\"{key}\"")).count() == 1;
    let digest = file.as_ref().and_then(|file| told(file.is_object().then_some(file)));
    agree(Digest::from_metadata_file(text), file.as_ref(), digest, once(KEY));

    let file = file.filter(Value::is_object);
    let digest = file.as_ref().and_then(|file| told(file.get("app")));
    let read = Digest::from_bake_metadata_file(text, "app");
    agree(read, file.as_ref(), digest, once(KEY) && once("app"));
}

fn told(metadata: Option<&Value>) -> Option<&str> {
    metadata?.get(KEY)?.as_str().filter(|digest| REGISTERED_DIGEST.is_match(digest))
}

fn agree(
    read: Result<Digest, MetadataError>,
    file: Option<&Value>,
    told: Option<&str>,
    is_certain: bool,
) {
    match read {
        Ok(read) if file.is_some() => assert_eq!(Some(read.as_str()), told),
        Ok(_) => {}
        Err(error) => {
            assert!(!error.to_string().contains(char::is_control), "{error}");
            assert!(!is_certain || told.is_none(), "{error}");
        }
    }
}

/// The lines of the plan, each once, in whatever order; and nothing else.
fn build_env(policy: &Policy, context: &CiContext, plan: &Plan, text: &str) {
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.split_inclusive('\n').map(String::from).collect();
        lines.sort();
        lines
    };
    let verified = policy.verify(context, text);
    let is_planned = sorted(text) == sorted(&plan.build_env().to_string());
    assert_eq!(verified.is_ok(), is_planned, "{verified:?}");
    match verified {
        Ok(verified) => assert_eq!(&verified, plan),
        Err(error) => {
            assert!(!error.to_string().contains(char::is_control), "{error}");
            let line = error.line().map(|number| text.split_inclusive('\n').nth(number - 1));
            let line = line.map(|line| line.expect("a line of the text"));
            assert!(error.index().is_none_or(|index| index <= line.unwrap_or(text).len()));
            let told = error.found().is_none_or(|found| line.is_some_and(|it| it.contains(found)));
            assert!(told && error.expected() != error.found().or(Some("\n")), "{error}");
        }
    }
}

/// The built-in policy, and one that hands several variables over.
static SITUATIONS: LazyLock<Vec<(Policy, CiContext, Plan)>> = LazyLock::new(|| {
    let policy = r#"
        version = 1
        env = ["A={image_tag}", "B={reference}", "C=", "D={pull_reference}", "E=%{run_number}"]
        images = [{ name = "{project}", push = "r.io" }]
        rules = [{ name = "all", when = { branch = "*" }, tags = ["b-{slug}-{short_sha}", "edge"] }]
    "#;
    let policy: Policy = toml::from_str(policy).expect("a policy");
    let context = r#"{"project":"app","branch":"main","sha":"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
        "created":"2026-03-18T09:00:00Z","run_number":7}"#;
    let context: CiContext = serde_json::from_str(context).expect("a context");
    let both = [Policy::cwiq(), policy].map(|policy| {
        let plan = policy.plan(&context).expect("a plan");
        (policy, context.clone(), plan)
    });
    both.into()
});
