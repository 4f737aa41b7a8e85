use tagwright::Policy;
use tagwright::document::PolicyErrorKind;

use super::rule;
use crate::given::{branch, load, policy, whole};

/// Part of a policy with so many of something.
type Part<'a> = &'a dyn Fn(usize) -> String;

/// A text of this length in which nothing else is wrong.
fn letters(length: usize) -> String {
    "a".repeat(length)
}

const ALL_PATTERNS: usize = 262_144;
const OF_ALL_PATTERNS: &str =
    "characters in the patterns of all rules, with the repetitions of regexes written out,";

fn rules(count: usize) -> String {
    let rule = |index| format!("{{ name = \"r{index}\", when = {{}}, tags = \"x\" }}");
    format!("rules = [{}]", (0..count).map(rule).collect::<Vec<_>>().join(", "))
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    format!(
        "[{}]",
        (0..count).map(|index| format!("{:?}", item(index))).collect::<Vec<_>>().join(", ")
    )
}

#[test]
fn each_limit_is_named() {
    let images = |count| {
        let image = |index| format!("{{ name = \"x{index}\", push = \"r.io\" }}");
        format!("images = [{}]", (0..count).map(image).collect::<Vec<_>>().join(", "))
    };
    let tags = |count| {
        let tags = list(count, |index| format!("x{index}"));
        format!("rules = [{{ name = \"a\", when = {{}}, tags = {tags} }}]")
    };
    let branches = |count| {
        let names = list(count, |index| format!("b{index}"));
        format!("rules = [{{ name = \"a\", when.branch = {names}, tags = \"x\" }}]")
    };
    let labels = |count| format!("labels = {}", list(count, |index| format!("k{index}=v")));
    let label_table = |count| {
        let entry = |index| format!("k{index} = \"v\"");
        format!("labels = {{ {} }}", (0..count).map(entry).collect::<Vec<_>>().join(", "))
    };
    let env = |count| format!("env = {}", list(count, |index| format!("K{index}=v")));
    let name = |length| {
        format!("rules = [{{ name = \"{}\", when = {{}}, tags = \"x\" }}]", letters(length))
    };
    let branch = |length| rule(&format!("branch = \"{}\"", letters(length)), "x");
    let prefix = |length| rule(&format!("release.prefix = \"{}\"", letters(length)), "x");
    let label = |length| format!("labels = [\"a={}\"]", letters(length));
    let key = |length| format!("labels = [\"{}=x\"]", letters(length));
    let push = |length: usize| {
        format!("images = [{{ name = \"a\", push = \"r.io/{}\" }}]", letters(length - 5))
    };
    let suffix = |length| format!("variants = {{ v = \"{}\" }}", letters(length));
    let whole_name = |length: usize| {
        format!("images = [{{ name = \"{}\", push = \"r.io\" }}]", letters(length - 5))
    };
    // Each line has a key, `=` and a line feed beside its value.
    let dotenv = |length: usize| {
        format!("env = [\"A={}\", \"B={}\"]", letters(4000), letters(length - 4000 - 6))
    };
    let placeholders = |count| format!("labels = [\"a={}\"]", "{sha}".repeat(count));
    let all_patterns = |length: usize| {
        let regexes = list(2, |_| "/a{2047}/".to_owned());
        let rule = |(index, names): (usize, &str)| {
            format!("{{ name = \"r{index}\", when.branch = {names}, tags = \"x\" }}")
        };
        let last = format!("\"{}\"", letters(length - 128 * 2047));
        let rules = (0..64).map(|_| &*regexes).chain([&*last]).enumerate();
        format!("rules = [{}]", rules.map(rule).collect::<Vec<_>>().join(", "))
    };
    let one_list = |length: usize| {
        let regexes = list(129, |index| match index {
            128 => letters(length - 128 * 2047),
            _ => "/a{2047}/".to_owned(),
        });
        rule(&format!("branch = {regexes}"), "x")
    };
    let rows: [(Part<'_>, usize, &str, &str); 19] = [
        (&rules, 256, "rules", "rules"),
        (&tags, 64, "rules[0].tags", "tags in one rule"),
        (&images, 64, "images", "images"),
        (&branches, 256, "rules[0].when.branch", "patterns in one list"),
        (&labels, 128, "labels", "entries"),
        (&label_table, 128, "labels", "entries"),
        (&env, 20, "env", "variables in a build.env"),
        (&name, 64, "rules[0].name", "bytes in one rule name"),
        (&branch, 1024, "rules[0].when.branch", "bytes in one pattern"),
        (&prefix, 64, "rules[0].when.release.prefix", "bytes in one prefix"),
        (&label, 4096, "labels[0]", "bytes in one template"),
        (&placeholders, 128, "labels[0]", "placeholders in one template"),
        (&all_patterns, ALL_PATTERNS, "rules[64].when", OF_ALL_PATTERNS),
        (&one_list, ALL_PATTERNS, "rules[0].when.branch", OF_ALL_PATTERNS),
        (&key, 255, "labels[0]", "bytes in one key"),
        (&push, 253, "images[0].push", "bytes before an image's name"),
        (&suffix, 127, "variants.v", ""),
        (&whole_name, 255, "images[0].name", ""),
        (&dotenv, 5119, "env", ""),
    ];
    for (part, most, path, what) in rows {
        assert_eq!(load(&part(most)).map(|_| ()), Ok(()), "{path}");
        let error = load(&part(most + 1)).unwrap_err();
        assert_eq!(error.path(), Some(&*path.replace("variants.v", "rules[0].tags[0]")));
        if !what.is_empty() {
            assert_eq!(error.kind(), PolicyErrorKind::TooLarge);
            let message = format!("{path}: {} {what} are over the limit of {most}", most + 1);
            assert_eq!(error.to_string(), message);
        }
    }
    for (part, message) in [
        (
            suffix(129),
            "variants.v: invalid tag suffix \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\": 129 bytes are 1 over the limit of 128; a tag has at most 128 characters",
        ),
        (
            whole_name(256),
            "images[0].name: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\" can give an illegal image name: branch \"main\" would give \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\": 251 bytes are 1 over the limit of 250; an image name has at most 255 characters with its registry, as buildah, podman and skopeo count",
        ),
        (dotenv(5120), "env: the lines together may have 5120 bytes; GitLab reads fewer than 5120"),
    ] {
        assert_eq!(load(&part).unwrap_err().to_string(), message);
    }
}

#[test]
fn large_texts_are_refused() {
    let mebibyte = letters(1 << 20);
    for (part, message) in [
        (rules(10_000), "rules: 10000 rules are over the limit of 256"),
        (
            rule("", &mebibyte),
            "rules[0].tags[0]: 1048576 bytes in one template are over the limit of 4096",
        ),
        (
            rule(&format!("branch = \"{mebibyte}\""), "x"),
            "rules[0].when.branch: 1048576 bytes in one pattern are over the limit of 1024",
        ),
        (
            rule("branch = \"/(a{1000}){1000}/\"", "x"),
            "rules[0].when.branch: 1001000 characters in one regex with its repetitions written out are over the limit of 4096",
        ),
    ] {
        let error = toml::from_str::<Policy>(&whole(&part)).unwrap_err();
        assert_eq!(error.message(), message);
    }
}

/// A reference has 255 bytes, ':' and a tag of 128 at most.
#[test]
fn the_longest_build_env_that_gitlab_reads_loads() {
    for (placeholder, count) in [("reference", 13), ("pull_reference", 13), ("image_tag", 39)] {
        let facts = format!("{{{placeholder}}}").repeat(count);
        let env = |more: usize| format!("env = [\"A={facts}{}\"]", "x".repeat(more));
        assert!(load(&env(124)).is_ok(), "{placeholder}: 5119 bytes");
        assert_eq!(
            load(&env(125)).unwrap_err().to_string(),
            "env: the lines together may have 5120 bytes; GitLab reads fewer than 5120",
        );
    }
}

/// A policy that needs more than most do: what it has is far below every limit.
#[test]
fn a_large_policy_of_real_life_loads() {
    let image = |index| format!("{{ name = \"{{project}}-{index}\", push = \"r.example.com\" }}");
    let images = (0..50).map(image).collect::<Vec<_>>().join(", ");
    let rule = |index| {
        format!(
            "[[rules]]\nname = \"team-{index}\"\n\
             when.branch = ['team{index}/*', '/team{index}-[a-z]{{1,40}}-v[0-9]{{1,4}}/', 'team{index}']\n\
             tags = ['team{index}-{{slug}}-{{short_sha}}', 'team{index}-latest']\n"
        )
    };
    let rules: String = (0..200).map(rule).collect();
    let policy = policy(&format!("images = [{images}]\n{rules}"));
    let plan = policy.plan(&branch("team7/search")).unwrap();
    assert_eq!(plan.references().count(), 100);
}
