//! Every character at every place, and every short text of the characters at the
//! borders of a grammar, against the grammar as its specification writes it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use tagwright::name::{Platform, ReferenceRef, SlugCase, SlugEdges, SlugOptions, SlugRuns};
use tagwright::{
    CommitSha, Digest, ImageName, NameError, RefName, Reference, Slug, SlugRules, Tag, Timestamp,
};

use super::doors::{env_key, env_value, is_repository, registry};
use super::readers::all_read_what_is_written;
use super::reference_grammar::{REGISTERED_DIGEST, TAG, docker, domain, path, strict};
use super::slug_rules::model;

const HEX: &str = "e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";
const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";

struct Grammar {
    noun: &'static str,
    /// Legal, with every part that the grammar has.
    samples: Vec<String>,
    /// What short texts are joined of.
    border: Vec<String>,
    door: fn(&str) -> Result<(), String>,
    is_legal: Box<dyn Fn(&str) -> bool>,
}

/// What is said of a text that is refused.
fn said<T>(read: Result<T, NameError>) -> Result<(), String> {
    read.map(drop).map_err(|error| error.to_string())
}

fn of_regex(pattern: &str) -> Box<dyn Fn(&str) -> bool> {
    let regex = RegexBuilder::new(&format!(r"\A(?:{pattern})\z")).build().unwrap();
    Box::new(move |text| regex.is_match(text))
}

fn texts<T: Into<String> + Clone>(all: &[T]) -> Vec<String> {
    all.iter().cloned().map(Into::into).collect()
}

fn grammars() -> Vec<Grammar> {
    let mut all = of_images();
    all.extend(of_runs());
    all
}

fn of_images() -> Vec<Grammar> {
    vec![
        Grammar {
            noun: "tag",
            samples: texts(&["v1_2.3-x"]),
            border: texts(&["a", "Z", "7", "_", ".", "-", "/", ":", "é", "\n", " "]),
            door: |text| said(Tag::new(text)),
            is_legal: of_regex(TAG),
        },
        Grammar {
            noun: "slug",
            samples: texts(&["Feature-1_2.3"]),
            border: texts(&["a", "Z", "7", "_", ".", "-", "/", "é", "\0"]),
            door: |text| said(Slug::new(text)),
            is_legal: {
                let is_path = of_regex("[0-9A-Za-z_.-]+(?:/[0-9A-Za-z_.-]+)*");
                Box::new(move |text| text.len() <= 128 && is_path(text))
            },
        },
        Grammar {
            noun: "registry",
            samples: texts(&["nexus.Shared-1.io:8443", "[fd00::1]:5000"]),
            border: texts(&["a", "Z", "0", "-", ".", ":", "[", "]", "_", "::1", "/", "g"]),
            door: registry,
            is_legal: of_regex(&domain()),
        },
        Grammar {
            noun: "repository",
            samples: texts(&["acme/a__b--c.d_e/f0"]),
            border: texts(&["a", "0", "-", "_", "__", ".", "/", "A", ":", "@", "é"]),
            door: |text| is_repository(text).then_some(()).ok_or_else(String::new),
            is_legal: {
                let is_path = of_regex(&path());
                Box::new(move |text| text.len() <= 255 && is_path(text))
            },
        },
        Grammar {
            noun: "image name",
            samples: texts(&["ghcr.io/acme/server", "localhost:80/a_b", "1.2.3.4/a-b"]),
            border: texts(&["a", "A", ".", "/", ":", "80", "localhost", "docker.io", "index."]),
            door: |text| said(ImageName::parse(text)),
            is_legal: Box::new(all_read_what_is_written),
        },
        Grammar {
            noun: "digest",
            samples: vec![format!("sha256:{HEX}"), format!("blake3:{HEX}")],
            border: texts(&["sha256", "sha512", "blake3", "md5", ":", HEX, "a", "A", "+"]),
            door: |text| said(Digest::parse(text)),
            is_legal: of_regex(REGISTERED_DIGEST),
        },
    ]
}

fn of_runs() -> Vec<Grammar> {
    let is_key = of_regex("[A-Za-z_][A-Za-z0-9_]{0,254}");
    let is_value = of_regex("[A-Za-z0-9_@%+=:,./-]*");
    let is_digits = Regex::new("^(?:[0-9a-f]{40}|[0-9a-f]{64})$").unwrap();
    let is_expanded = Regex::new("%[A-Za-z_][A-Za-z0-9_]*%").unwrap();
    vec![
        Grammar {
            noun: "commit sha",
            samples: texts(&[SHA, HEX]),
            border: texts(&["a", "0", "A", "g", &SHA[..38], &SHA[..24], SHA]),
            door: |text| said(CommitSha::new(text)),
            is_legal: Box::new(move |text| is_digits.is_match(text) && text.contains(|c| c != '0')),
        },
        Grammar {
            noun: "platform",
            samples: texts(&["linux/arm64/v8"]),
            border: texts(&["a", "0", "/", ".", "_", "-", "A", ",", "é"]),
            door: |text| said(Platform::new(text)),
            is_legal: of_regex("[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*){1,2}"),
        },
        Grammar {
            noun: "ref name",
            samples: texts(&["feature/a.b@c-é"]),
            border: texts(&["a", "/", ".", ".lock", "@", "{", "-", "~", " ", "\\", "*", "\u{7f}"]),
            door: |text| said(RefName::new(text)),
            is_legal: Box::new(is_ref_name),
        },
        Grammar {
            noun: "variable",
            samples: texts(&["_Image_TAG_1"]),
            border: texts(&["A", "b", "0", "_", "-", "=", "é", "$"]),
            // Names that somebody keeps for himself are listed elsewhere.
            door: |text| match env_key(text) {
                Err(reason) if reason.ends_with("choose another name") => Ok(()),
                read => read,
            },
            is_legal: is_key,
        },
        Grammar {
            noun: "value",
            samples: texts(&["a/b:c@d%e+f=g,h.i-j_0"]),
            border: texts(&["a", "0", "_", "%", "=", ":", "/", "$", "'", " ", "~", "\n"]),
            door: env_value,
            is_legal: Box::new(move |text| {
                let is_command = text.starts_with('=') || text.contains(":=");
                is_value(text) && !is_expanded.is_match(text) && !is_command
            }),
        },
        Grammar {
            noun: "timestamp",
            samples: texts(&["2026-03-18T09:00:00Z", "2026-03-18T09:00:00.5+01:30"]),
            border: texts(&[
                "2026-03-18",
                "T",
                "t",
                " ",
                "09:00:00",
                ".5",
                "Z",
                "+01:30",
                "-00:00",
            ]),
            door: |text| said(Timestamp::parse(text)),
            is_legal: of_regex(concat!(
                "(?:19[7-9][0-9]|[2-9][0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])[Tt]",
                r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?",
                "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])",
            )),
        },
    ]
}

/// git-check-ref-format(1), rule by rule, for what stands behind `refs/heads/`.
fn is_ref_name(text: &str) -> bool {
    let is_component = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && part.strip_suffix(".lock").is_none()
    };
    let is_illegal = |one: char| one <= ' ' || one == '\u{7f}' || "~^:?*[\\".contains(one);
    text.split('/').all(is_component)
        && !text.contains(is_illegal)
        && !text.contains("..")
        && !text.contains("@{")
        && !text.ends_with('.')
}

/// Asserts one answer; whether it was yes.
#[track_caller]
fn agrees(grammar: &Grammar, text: &str) -> bool {
    let (read, expected) = ((grammar.door)(text), (grammar.is_legal)(text));
    assert_eq!(read.is_ok(), expected, "{} {text:?}: {read:?}", grammar.noun);
    expected
}

/// Every text of up to so many of these pieces.
fn joined(pieces: &[String], longest: usize) -> BTreeSet<String> {
    let mut all = BTreeSet::from([String::new()]);
    let mut last = all.clone();
    for _ in 0..longest {
        let longer = |text: &String| pieces.iter().map(|one| format!("{text}{one}")).collect();
        last = last.iter().flat_map(|text| -> Vec<_> { longer(text) }).collect();
        all.extend(last.iter().cloned());
    }
    all
}

#[test]
fn every_grammar_takes_its_samples() {
    for grammar in grammars() {
        assert!(grammar.samples.iter().all(|sample| agrees(&grammar, sample)), "{}", grammar.noun);
    }
}

/// Put in the place of every character, in front of each and behind the last.
#[test]
fn every_byte_at_every_place_of_every_name() {
    let mut count = [0_usize; 2];
    for grammar in grammars() {
        for sample in &grammar.samples {
            for (index, _) in sample.char_indices().chain([(sample.len(), ' ')]) {
                let (head, tail) = sample.split_at(index);
                let behind = tail.chars().next().map_or("", |one| &tail[one.len_utf8()..]);
                for one in '\0'..='\u{ff}' {
                    for tail in [tail, behind] {
                        let is_legal = agrees(&grammar, &format!("{head}{one}{tail}"));
                        count[usize::from(is_legal)] += 1;
                    }
                }
            }
        }
    }
    let [illegal, legal] = count;
    println!("{illegal} refused, {legal} taken");
    assert!(illegal > 100_000 && legal > 10_000, "{illegal} {legal}");
}

#[test]
fn every_text_of_four_pieces_from_the_border_of_every_name() {
    let mut count = [0_usize; 2];
    for grammar in grammars() {
        let mut taken = 0;
        let all = joined(&grammar.border, 4);
        for text in &all {
            taken += usize::from(agrees(&grammar, text));
        }
        println!("{}: {} texts, {taken} legal", grammar.noun, all.len());
        assert!(taken > 2, "{}: {taken} of {}", grammar.noun, all.len());
        count = [count[0] + all.len(), count[1] + taken];
    }
    assert!(count[0] > 50_000, "{count:?}");
}

/// Every so manieth character of Unicode, at both ends and between.
fn try_characters(step: usize) -> usize {
    let grammars = grammars();
    let mut count = 0;
    for one in ('\0'..=char::MAX).step_by(step) {
        for grammar in &grammars {
            let sample = &grammar.samples[0];
            for text in [format!("{one}{sample}"), format!("{sample}{one}"), format!("a{one}b")] {
                agrees(grammar, &text);
                count += 1;
            }
        }
    }
    count
}

#[test]
fn characters_at_both_ends_and_between() {
    assert!(try_characters(1009) > 30_000);
}

#[test]
#[ignore = "a minute, optimized; the one above takes a part of it"]
fn every_character_of_unicode_at_both_ends_and_between() {
    let characters = ('\0'..=char::MAX).count();
    assert_eq!(try_characters(1), characters * 3 * grammars().len());
}

/// Lengths around each limit.
#[test]
fn every_length_up_to_a_limit_and_the_first_beyond() {
    for grammar in grammars() {
        for piece in ["a", "0", "a/", "a."] {
            for length in (0..=130).chain(250..=260) {
                agrees(&grammar, &piece.repeat(length));
                agrees(&grammar, format!("{}b", piece.repeat(length)).trim_start_matches('/'));
            }
        }
    }
}

static PIECES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let digest = format!("@sha256:{HEX}");
    texts(&[
        "a",
        "B",
        "0",
        "-",
        "_",
        ".",
        "/",
        ":",
        "@",
        "[::1]",
        "localhost",
        "index.docker.io/",
        "library/",
        &digest,
        "é",
    ])
});

/// Both readings of a reference, borrowed and owned.
fn try_references(longest: usize) -> [usize; 3] {
    let mut count = [0; 3];
    for text in joined(&PIECES, longest) {
        let parts = |reference: &ReferenceRef<'_>| {
            let owned = |part: Option<&str>| part.map(String::from);
            let path = reference.repository().into_owned();
            (owned(reference.registry()), path, owned(reference.tag()), owned(reference.digest()))
        };
        let [ours, dockers] = [ReferenceRef::parse_strict(&text), ReferenceRef::parse(&text)];
        assert_eq!(ours.as_ref().ok().map(parts), strict(&text), "{text:?}");
        assert_eq!(dockers.as_ref().ok().map(parts), docker(&text), "{text:?}");
        assert_eq!(Reference::parse_strict(&*text).err(), ours.as_ref().err().cloned());
        assert_eq!(Reference::parse(&*text).err(), dockers.as_ref().err().cloned());
        count[0] += 1;
        count[1] += usize::from(ours.is_ok());
        count[2] += usize::from(dockers.is_ok());
    }
    count
}

#[test]
fn every_reference_of_three_pieces() {
    let [all, ours, dockers] = try_references(3);
    println!("of {all} texts {ours} are references, {dockers} to docker");
    assert!(all > 3_000 && ours > 100 && dockers > 100, "{all} {ours} {dockers}");
}

#[test]
#[ignore = "a minute, optimized; the one above takes a part of it"]
fn every_reference_of_five_pieces() {
    assert_eq!(try_references(5), [813_616, 10_902, 10_902]);
}

/// Every set of options with short slugs.
fn slug_options() -> Vec<SlugOptions> {
    let mut all = Vec::new();
    for case in [SlugCase::Keep, SlugCase::Lower] {
        for keep in ["", ".", "_", "._", "-", "/", "._-/"] {
            for replacement in ["-", "_", ".", ""] {
                for runs in [SlugRuns::Keep, SlugRuns::Collapse, SlugRuns::Replaced] {
                    for edges in [SlugEdges::Keep, SlugEdges::Trim, SlugEdges::Legal] {
                        let mut options = SlugOptions::default();
                        (options.case, options.runs, options.edges) = (case, runs, edges);
                        (options.keep, options.replacement) = (keep.into(), replacement.into());
                        all.extend(of_numbers(&options));
                    }
                }
            }
        }
    }
    all
}

/// With every length, and with `empty` and `distinct` and without.
fn of_numbers(options: &SlugOptions) -> impl Iterator<Item = SlugOptions> {
    let ends = [(None, 0), (Some("x"), 0), (None, 4), (Some("x"), 4)];
    let options = options.clone();
    ends.into_iter().flat_map(move |(empty, distinct)| {
        let options = options.clone();
        (1..=8).map(move |max_length| {
            let mut options = options.clone();
            options.max_length = max_length;
            (options.empty, options.distinct) = (empty.map(Into::into), distinct);
            options
        })
    })
}

fn try_slugs(step: usize) -> usize {
    let texts = joined(&texts(&["a", "I", "7", "-", "/", ".", "_", "é", "\u{130}"]), 4);
    let options = slug_options().into_iter().filter_map(|one| {
        let rules = SlugRules::new(one.clone()).ok()?;
        Some((one, rules))
    });
    let mut count = 0;
    for (options, rules) in options.skip(step / 2).step_by(step) {
        for text in &texts {
            assert_eq!(rules.slug(text), model(&options, text), "{text:?} {options:?}");
            count += 1;
        }
    }
    count
}

#[test]
fn every_slug_of_four_characters_is_its_steps_one_after_the_other() {
    assert!(try_slugs(97) > 50_000);
}

#[test]
#[ignore = "minutes, optimized; the one above takes a part of it"]
fn every_slug_of_four_characters_by_every_option() {
    assert_eq!(try_slugs(1), 75_020_484);
}
