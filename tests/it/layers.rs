//! What every file of `src/` keeps to: the order of the layers, no `std`, no
//! clock, no public trait, no `allow`, no file that nobody reads.

use std::fs;
use std::path::Path;

/// The layers, and those that each may name.
const LAYERS: [(&str, &[&str]); 8] = [
    // Pages of documentation alone.
    ("guide", &[]),
    ("name", &[]),
    ("data", &["name"]),
    ("context", &["name", "data"]),
    ("policy", &["name", "data"]),
    ("plan", &["name", "data", "context", "policy"]),
    ("render", &["name", "data", "context", "policy", "plan"]),
    ("report", &["name", "data", "context", "policy", "plan", "render"]),
];

/// The most lines of a file, but for documentation: that of a public type is
/// often longer than its code, and no reason to part the two.
const MOST_LINES: usize = 400;

#[test]
fn every_source_keeps_to_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    collect(&root, &root, &mut sources);
    assert!(sources.len() > 50, "the sources are found");
    let flaws: Vec<String> = sources.iter().flat_map(|(path, text)| flaws(path, text)).collect();
    assert!(flaws.is_empty(), "\n{}", flaws.join("\n"));
}

#[test]
fn a_source_that_breaks_a_rule_is_found() {
    for (path, text, expected) in [
        ("name/tag.rs", "use crate::policy::Policy;", "names the layer policy"),
        ("name/tag.rs", "use crate::{name::Tag, plan::Plan};", "names the layer plan"),
        (
            "name/tag.rs",
            "use crate::{\n    name::{Tag, Slug},\n    render,\n};",
            "names the layer render",
        ),
        ("name/tag.rs", "use super::super::context::CiContext;", "names the layer context"),
        ("name/mod.rs", "use super::policy::Policy;", "names the layer policy"),
        (
            "context/provider/gitlab.rs",
            "use super::super::super::policy::X;",
            "names the layer policy",
        ),
        ("context/provider/mod.rs", "use super::super::policy::X;", "names the layer policy"),
        ("context/fact.rs", "fn f(policy: &crate::policy::Policy) {}", "names the layer policy"),
        ("policy/rule.rs", "use crate::context::CiContext;", "names the layer context"),
        ("policy/rule.rs", "use crate::Plan;", "names Plan by the root"),
        ("plan/plan.rs", "use crate::render::Build;", "names the layer render"),
        ("render/kaniko.rs", "use crate::report::Audit;", "names the layer report"),
        ("guide/mod.rs", "pub use crate::plan::Plan;", "names the layer plan"),
        ("other/x.rs", "", "is of no layer"),
        ("name/notes.md", "# Notes", "is no source"),
        ("name/tag.rs", "extern crate std;", "std"),
        ("name/tag.rs", "use std::env;", "std"),
        ("name/tag.rs", "let x = ::std::env::var(\"CI\");", "std"),
        ("name/timestamp.rs", "let now = Utc::now();", "clock"),
        ("name/timestamp.rs", "use chrono::{Local, Utc};", "clock"),
        ("name/tag.rs", "pub trait Name {}", "public trait"),
        ("name/tag.rs", "#[allow(dead_code)]", "allow"),
        ("name/tag.rs", "#![allow(dead_code)]", "allow"),
        ("name/tag.rs", &"fn f() {}\n".repeat(401), "401 lines"),
    ] {
        let found = flaws(path, text);
        let is_found = found.iter().any(|flaw| flaw.contains(expected));
        assert!(is_found, "{path}: {text:?} is not found to be flawed: {found:?}");
    }
    for (path, text) in [
        ("name/tag.rs", "use super::error::Flaw;\nuse super::super::name::Tag;"),
        ("plan/plan.rs", "use crate::{context::CiContext, policy::Policy};"),
        (
            "context/provider/gitlab.rs",
            "use super::super::error::ContextError;\nuse crate::name::Tag;",
        ),
        ("name/newtype.rs", "$crate::name::NameError"),
        ("name/tag.rs", "//! std::env, crate::policy, pub trait, Utc::now\n// #[allow(x)]"),
        ("name/tag.rs", "/* std::env /* crate::policy */ Local */ fn f() {}"),
        (
            "name/tag.rs",
            "let x = \"std::env // \\\" crate::plan\"; let y = 'a'; let z: &'static str;",
        ),
        (
            "name/tag.rs",
            "let x = r#\"crate::plan::Plan \" \"#; let quote = '\"'; let other = '\\''; ",
        ),
        ("name/tag.rs", "use no_std::x; struct LocalTime; fn allow() {}"),
        ("name/tag.rs", &format!("fn f() {{}}\n{}", "/// text\n".repeat(500))),
        ("lib.rs", "pub use plan::Plan;"),
        ("guide/builders.md", "It's `std::env::var`; that isn't `crate::plan`."),
    ] {
        assert_eq!(flaws(path, text), [""; 0], "{path}: {text:?}");
    }
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, sources);
        } else {
            let name: Vec<_> = path
                .strip_prefix(root)
                .unwrap()
                .iter()
                .map(|part| part.to_str().unwrap())
                .collect();
            sources.push((name.join("/"), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// What is wrong with a file that stands at this path in `src/`.
fn flaws(path: &str, text: &str) -> Vec<String> {
    let mut flaws = Vec::new();
    let mut flaw = |what: String| flaws.push(format!("src/{path} {what}"));
    match path.rsplit_once('.') {
        Some((_, "rs")) => {}
        // Text; its code is that of doc tests.
        Some((page, "md")) if page.starts_with("guide/") => return flaws,
        _ => flaw("is no source".into()),
    }
    let code = code_of(text);
    let tokens = tokens_of(&code);
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    for window in words.windows(3) {
        match window {
            ["extern", "crate", "std"] | ["std", ":", ":"] => flaw("names std".into()),
            ["pub", "trait", name] => flaw(format!("has the public trait {name}")),
            ["#" | "!", "[", "allow"] => flaw("has an allow; expect(…, reason) it".into()),
            _ => {}
        }
    }
    if words.windows(4).any(|window| window == ["Utc", ":", ":", "now"]) || words.contains(&"Local")
    {
        flaw("reads the clock".into());
    }
    let lines = code.lines().filter(|line| !line.trim().is_empty()).count();
    if lines > MOST_LINES {
        flaw(format!("has {lines} lines of code; at most {MOST_LINES}"));
    }
    let (layer, depth) = match path.split('/').collect::<Vec<_>>()[..] {
        ["lib.rs"] | [] => return flaws,
        [layer, .., "mod.rs"] => (layer, path.matches('/').count()),
        [layer, ..] => (layer, path.matches('/').count() + 1),
    };
    let Some((_, beneath)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        flaw("is of no layer".into());
        return flaws;
    };
    for named in named_from_root(&words, depth) {
        let is_layer = LAYERS.iter().any(|(name, _)| *name == named);
        if !is_layer {
            flaw(format!("names {named} by the root; name its layer"));
        } else if named != layer && !beneath.contains(&named) {
            flaw(format!("names the layer {named}, which is not beneath it"));
        }
    }
    flaws
}

/// What follows `crate::`, or as many `super::` as lead to the root from a file
/// at this depth; of a list, each.
fn named_from_root<'a>(words: &[&'a str], depth: usize) -> Vec<&'a str> {
    let mut named = Vec::new();
    let mut supers = 0;
    let mut rest = words;
    while let [word, tail @ ..] = rest {
        rest = tail;
        match (*word, tail) {
            ("super", [":", ":", behind @ ..]) => {
                supers += 1;
                rest = behind;
                if supers == depth {
                    named.extend(heads(behind));
                }
                continue;
            }
            ("crate", [":", ":", behind @ ..]) => named.extend(heads(behind)),
            _ => {}
        }
        supers = 0;
    }
    named.retain(|name| *name != "super");
    named
}

/// The first word of a path, or of each path of a list in braces.
fn heads<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let [first, rest @ ..] = words else { return Vec::new() };
    if *first != "{" {
        return vec![first];
    }
    let (mut heads, mut open, mut expects) = (Vec::new(), 1, true);
    for word in rest {
        match *word {
            "{" => open += 1,
            "}" => open -= 1,
            "," if open == 1 => expects = true,
            name if open == 1 && expects => {
                heads.push(name);
                expects = false;
            }
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    heads
}

fn tokens_of(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let is_word = |found: char| found.is_alphanumeric() || found == '_';
    let mut before = ' ';
    for found in code.chars() {
        match tokens.last_mut() {
            Some(token) if is_word(found) && is_word(before) => token.push(found),
            _ if !found.is_whitespace() => tokens.push(found.to_string()),
            _ => {}
        }
        before = found;
    }
    tokens
}

/// A source without its comments and without what its literals hold.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let length = literal(rest).unwrap_or(0);
        if length > 0 {
            code.push_str("\"\"");
            code.extend(rest[..length].chars().filter(|found| *found == '\n'));
            rest = &rest[length..];
        } else if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = &rest[block_comment(rest)..];
        } else {
            code.push(found);
            rest = &rest[found.len_utf8()..];
        }
    }
    code
}

/// The length of the literal of text that stands here.
fn literal(rest: &str) -> Option<usize> {
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let open = 1 + hashes + 1;
            return rest[open..].find(&end).map(|found| open + found + end.len());
        }
    }
    let quote = rest.chars().next().filter(|found| matches!(found, '"' | '\''))?;
    let mut characters = rest.char_indices().skip(1);
    let mut held = 0;
    while let Some((index, found)) = characters.next() {
        match found {
            _ if found == quote => return Some(index + 1),
            '\\' => {
                characters.next();
            }
            // A lifetime.
            _ if quote == '\'' && held > 0 && !rest.starts_with("'\\") => return None,
            _ => {}
        }
        held += 1;
    }
    None
}

fn block_comment(rest: &str) -> usize {
    let (mut open, mut index) = (0, 0);
    while let Some(here) = rest.get(index..).filter(|here| !here.is_empty()) {
        if here.starts_with("/*") {
            (open, index) = (open + 1, index + 2);
        } else if here.starts_with("*/") {
            (open, index) = (open - 1, index + 2);
        } else {
            index += here.chars().next().map_or(1, char::len_utf8);
        }
        if open == 0 {
            break;
        }
    }
    index
}
