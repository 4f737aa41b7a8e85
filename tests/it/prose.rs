//! No page, comment or message has a phrase of `tests/prose.toml` but where the list says
//! that it is right.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    phrases: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrase {
    /// Whole words, in lower case.
    #[serde(rename = "phrase")]
    words: String,
    /// What to write.
    instead: String,
    /// Longer texts in which the phrase is right.
    #[serde(default)]
    right: Vec<String>,
}

/// What people read: pages, and sources with their comments and messages.
const PLACES: [&str; 11] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "src",
    "cli/src",
    "schemas",
    "examples",
    "tests/README.md",
    "fuzz/README.md",
    "benches/README.md",
];

#[test]
fn no_page_comment_or_message_has_a_phrase_of_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = std::fs::read_to_string(root.join("tests/prose.toml")).unwrap();
    let List { phrases } = toml::from_str(&list).unwrap();
    let mut files = Vec::new();
    for place in PLACES {
        add_files(&root.join(place), &mut files);
    }
    assert!(files.len() > 200, "the sources are found");
    let mut found = String::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let file = file.strip_prefix(root).unwrap().display();
        for (index, line) in text.lines().enumerate() {
            for phrase in phrases.iter().filter(|phrase| phrase.occurs_in(line)) {
                let Phrase { words, instead, .. } = phrase;
                writeln!(found, "{file}:{}: {words:?}: write {instead}", index + 1).unwrap();
            }
        }
    }
    assert!(found.is_empty(), "\n{found}");
}

fn add_files(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
        return;
    }
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("target") {
            add_files(&path, files);
        }
    }
}

impl Phrase {
    fn occurs_in(&self, line: &str) -> bool {
        let mut line = line.to_lowercase();
        for right in &self.right {
            line = line.replace(right, "");
        }
        let is_word = |character: Option<char>| {
            character.is_some_and(|character| character.is_alphanumeric() || character == '_')
        };
        line.match_indices(&self.words).any(|(index, phrase)| {
            let (before, after) = (&line[..index], &line[index + phrase.len()..]);
            !is_word(before.chars().next_back()) && !is_word(after.chars().next())
        })
    }
}

#[test]
fn a_phrase_is_whole_words_outside_of_where_it_is_right() {
    let phrase = Phrase {
        words: "behind".to_owned(),
        instead: "after".to_owned(),
        right: vec!["behind a proxy".to_owned()],
    };
    for (line, expected) in [
        ("What stands behind the colon.", true),
        ("Behind it", true),
        ("a registry behind a proxy", false),
        ("a registry behind a proxy, behind the colon", true),
        ("let behind_slug = 1;", false),
    ] {
        assert_eq!(phrase.occurs_in(line), expected, "{line}");
    }
}
