use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::name::{SlugCase, SlugEdges, SlugRules, SlugRuns};

/// What slug rules do to a text, in their order, as a person reads it:
/// `57 characters`, `3 replaced`, `cut to 40`. What changes nothing is left
/// out.
pub(super) fn slug_steps(rules: &SlugRules, text: &str) -> Vec<String> {
    let alphabet = rules.alphabet();
    let limit = rules.base_length();
    // The first byte of each character decides what becomes of it.
    let firsts = || text.bytes().filter(|byte| !matches!(byte, 0x80..=0xBF));
    let is_replaced = |byte: &u8| *byte != b'-' && alphabet.map(*byte) == b'-';
    let characters = text.chars().count();
    let replaced = firsts().filter(is_replaced).count();
    let lowered = match alphabet.case {
        SlugCase::Keep => 0,
        SlugCase::Lower => text.bytes().filter(u8::is_ascii_uppercase).count(),
    };
    let mapped = firsts().map(|byte| alphabet.map(byte));
    let (base, collapsed): (Vec<u8>, usize) = match rules.runs() {
        SlugRuns::Keep => (mapped.take(limit).collect(), 0),
        SlugRuns::Collapse => collapse(mapped, limit),
    };
    let is_cut = characters - collapsed > limit;
    let trimmed = match rules.edges() {
        SlugEdges::Keep => 0,
        SlugEdges::Trim => trimmed(&base),
    };
    let plural = if characters == 1 { "" } else { "s" };
    let mut steps = Vec::from([format!("{characters} character{plural}")]);
    let mut count = |count: usize, what| {
        if count > 0 {
            steps.push(format!("{count} {what}"));
        }
    };
    count(lowered, "to lower case");
    count(replaced, "replaced");
    count(collapsed, "collapsed");
    if is_cut {
        steps.push(format!("cut to {limit}"));
    }
    if trimmed > 0 {
        steps.push(format!("{trimmed} trimmed"));
    }
    if base.len() == trimmed {
        steps.push(match rules.empty() {
            Some(empty) => format!("nothing left, so {empty}"),
            None => "nothing left".into(),
        });
    }
    if rules.distinct() > 0 {
        steps.push(format!("{} digits of its SHA-256 added", rules.distinct()));
    }
    steps
}

/// What is left of runs of hyphens, cut, and how many of them were left out.
fn collapse(mapped: impl Iterator<Item = u8>, limit: usize) -> (Vec<u8>, usize) {
    let (mut base, mut collapsed, mut before) = (Vec::with_capacity(limit), 0, 0);
    for byte in mapped {
        if (before, byte) == (b'-', b'-') {
            collapsed += 1;
        } else if base.len() < limit {
            base.push(byte);
        }
        before = byte;
    }
    (base, collapsed)
}

/// How many characters fall at both edges.
fn trimmed(base: &[u8]) -> usize {
    let falls = |byte: &&u8| !byte.is_ascii_alphanumeric();
    let front = base.iter().take_while(falls).count();
    let back = base.iter().skip(front).rev().take_while(falls).count();
    front + back
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Slug, SlugOptions};

    #[track_caller]
    fn check(change: impl FnOnce(&mut SlugOptions), text: &str, slug: &str, steps: &str) {
        let mut options = SlugOptions::default();
        change(&mut options);
        let rules = SlugRules::new(options).unwrap();
        let found = rules.slug(text);
        assert_eq!(found.as_ref().map_or("", Slug::as_str), slug);
        assert_eq!(slug_steps(&rules, text).join(", "), steps);
    }

    fn dns(options: &mut SlugOptions) {
        options.case = SlugCase::Lower;
        options.runs = SlugRuns::Collapse;
        options.edges = SlugEdges::Trim;
        options.max_length = 12;
    }

    #[test]
    fn every_step_is_said_and_no_other() {
        let none = |_: &mut SlugOptions| {};
        check(none, "main", "main", "4 characters");
        check(none, "feature/größe", "feature-gr--e", "13 characters, 3 replaced");
        check(none, "a-b", "a-b", "3 characters");
        check(
            none,
            "feature/rework-the-search-index/and-its-result-pages/now",
            "feature-rework-the-search-index-and-its-",
            "56 characters, 3 replaced, cut to 40",
        );
        check(none, &String::from("x").repeat(40), &String::from("x").repeat(40), "40 characters");
        check(
            dns,
            "Fix//Some-Thing",
            "fix-some-thi",
            "15 characters, 3 to lower case, 2 replaced, 1 collapsed, cut to 12",
        );
        check(
            dns,
            "_fix/some/thing/",
            "fix-some-th",
            "16 characters, 4 replaced, cut to 12, 1 trimmed",
        );
        check(dns, "名前", "", "2 characters, 2 replaced, 1 collapsed, 1 trimmed, nothing left");
        check(
            |options| {
                dns(options);
                options.empty = Some("none".into());
            },
            "名",
            "none",
            "1 character, 1 replaced, 1 trimmed, nothing left, so none",
        );
        check(
            |options| options.distinct = 10,
            "main",
            "main-0d6e4079e3",
            "4 characters, 10 digits of its SHA-256 added",
        );
    }
}
