use proptest::prelude::*;
use tagwright::name::{NameErrorKind, SlugCase, SlugEdges, SlugOptions, SlugRuns};
use tagwright::{Slug, SlugRules, Tag};

use crate::vectors::vectors;

fn options(set: impl FnOnce(&mut SlugOptions)) -> SlugOptions {
    let mut options = SlugOptions::default();
    set(&mut options);
    options
}

fn rules(set: impl FnOnce(&mut SlugOptions)) -> SlugRules {
    SlugRules::new(options(set)).unwrap()
}

#[track_caller]
fn assert_slugs(rules: &SlugRules, rows: &[(&str, &str, &str)]) {
    for (input, expected, why) in rows {
        let slug = rules.slug(input);
        assert_eq!(slug.as_ref().map_or("", Slug::as_str), *expected, "{input:?}: {why}");
    }
}

#[test]
fn the_constants_are_what_their_options_say() {
    assert_eq!(SlugRules::CWIQ.options(), SlugOptions::default());
    assert_eq!(SlugRules::new(SlugOptions::default()).unwrap(), SlugRules::CWIQ);
    let label = rules(|options| {
        options.case = SlugCase::Lower;
        options.runs = SlugRuns::Collapse;
        options.max_length = 63;
        options.edges = SlugEdges::Trim;
    });
    assert_eq!(label, SlugRules::DNS_LABEL);
}

#[test]
fn a_dns_label_is_one() {
    let long = format!("{}/b", "a".repeat(62));
    assert_slugs(
        &SlugRules::DNS_LABEL,
        &[
            ("feature/JIRA-7_Search!", "feature-jira-7-search", "lower case, no edges"),
            ("7.x", "7-x", "RFC 1123 lets a label begin with a digit"),
            ("xn/-search", "xn-search", "no `--` in third and fourth place"),
            ("\u{212A}elvin", "elvin", "only ASCII letters have a lower case"),
            (&long, &"a".repeat(62), "the cut leaves a hyphen, and it goes"),
            ("日本語", "", "nothing left"),
            ("", "", "nothing given"),
        ],
    );
}

#[test]
fn case_is_ascii() {
    assert_slugs(
        &rules(|options| options.case = SlugCase::Lower),
        &[
            ("Feature/SEARCH", "feature-search", "letters"),
            ("ÄÖ", "--", "others are replaced, not lowered"),
            ("\u{212A}x", "-x", "the Kelvin sign is no `k`"),
        ],
    );
}

#[test]
fn kept_characters_survive() {
    assert_slugs(
        &rules(|options| options.keep = ".".into()),
        &[("release/1.2_x", "release-1.2-x", "the dot, not the underscore")],
    );
    assert_slugs(
        &rules(|options| options.keep = "_".into()),
        &[("release/1.2_x", "release-1-2_x", "the underscore, not the dot")],
    );
    let rules = rules(|options| options.keep = "_-.-".into());
    assert_slugs(&rules, &[("v1.0_a-b/c", "v1.0_a-b-c", "all three")]);
    assert_eq!(rules.options().keep, "._", "one spelling of one set");
}

#[test]
fn collapsed_runs_are_of_hyphens() {
    assert_slugs(
        &rules(|options| {
            options.runs = SlugRuns::Collapse;
            options.keep = "._".into();
            options.max_length = 8;
        }),
        &[
            ("a//b", "a-b", "two replaced characters"),
            ("a--b", "a-b", "two hyphens of the text"),
            ("a-/-b", "a-b", "both together"),
            ("a..__b", "a..__b", "kept characters are no hyphens"),
            ("a/./b", "a-.-b", "and end a run"),
            ("//a//", "-a-", "edges are another option"),
            ("/////////abcdefghi", "-abcdefg", "runs count as one before the cut"),
        ],
    );
}

#[test]
fn edges_are_trimmed_after_the_cut() {
    assert_slugs(
        &rules(|options| {
            options.edges = SlugEdges::Trim;
            options.keep = "._".into();
            options.max_length = 8;
        }),
        &[
            ("/a/", "a", "hyphens"),
            ("._-a-_.", "a", "and every kept character"),
            ("abcdefg/h", "abcdefg", "what the cut leaves at the end"),
            ("//////abcdefg", "ab", "leading separators have counted"),
            ("////////a", "", "so nothing may be left"),
        ],
    );
}

#[test]
fn empty_stands_where_nothing_is_left() {
    let rules = rules(|options| {
        options.edges = SlugEdges::Trim;
        options.empty = Some("unnamed".into());
    });
    assert_slugs(
        &rules,
        &[
            ("日本語", "unnamed", "nothing left"),
            ("", "unnamed", "nothing given"),
            ("é/a", "a", "something left"),
        ],
    );
}

#[test]
fn distinct_appends_digits_of_the_original() {
    // SHA-256: "Release/1.2" f8edf3d9…, "///" 732c4e97…, "" e3b0c442…
    assert_slugs(
        &rules(|options| options.distinct = 8),
        &[
            ("Release/1.2", "Release-1-2-f8edf3d9", "behind a hyphen"),
            ("///", "----732c4e97", "a base of hyphens is one"),
            ("", "e3b0c442", "no base, no hyphen"),
        ],
    );
    assert_slugs(
        &rules(|options| {
            options.distinct = 5;
            options.max_length = 12;
        }),
        &[("Release/1.2", "Releas-f8edf", "the base is cut for them; an odd count")],
    );
    assert_slugs(
        &rules(|options| {
            options.distinct = 4;
            options.max_length = 13;
            options.edges = SlugEdges::Trim;
        }),
        &[
            ("Release/1.2", "Release-f8ed", "the base is trimmed after its cut"),
            ("///", "732c", "nothing of the base is left"),
        ],
    );
    assert_slugs(
        &rules(|options| {
            options.distinct = 4;
            options.runs = SlugRuns::Collapse;
        }),
        &[
            ("///", "-732c", "no run where base and digits meet"),
            ("Release/1.2", "Release-1-2-f8ed", "one hyphen elsewhere"),
        ],
    );
    assert_slugs(
        &rules(|options| {
            options.distinct = 4;
            options.edges = SlugEdges::Trim;
            options.empty = Some("unnamed".into());
        }),
        &[("///", "unnamed-732c", "`empty` is the base")],
    );
    let whole = rules(|options| {
        options.distinct = 64;
        options.max_length = 66;
    });
    assert_slugs(
        &whole,
        &[(
            "ab",
            "a-fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603",
            "a whole SHA-256 beside one character",
        )],
    );
}

#[track_caller]
fn assert_refused(options: SlugOptions, noun: &str, index: usize, message: &str) {
    let error = SlugRules::new(options).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!((error.noun(), error.index()), (noun, index), "{message}");
}

#[test]
fn refused_options_say_which_and_what_would_be_right() {
    assert_refused(
        options(|o| o.keep = "._/".into()),
        "keep",
        2,
        r#"invalid keep "._/": unexpected '/' at byte 2; a slug can keep '.', '_' and '-' beside letters and digits"#,
    );
    assert_refused(
        options(|o| o.keep = "é".into()),
        "keep",
        0,
        r#"invalid keep "é": unexpected 'é' at byte 0; a slug can keep '.', '_' and '-' beside letters and digits"#,
    );
    assert_refused(
        options(|o| o.max_length = 0),
        "max-length",
        0,
        r#"invalid max-length "0": a slug has 1 to 128 characters"#,
    );
    assert_refused(
        options(|o| o.max_length = 129),
        "max-length",
        0,
        r#"invalid max-length "129": a slug has 1 to 128 characters"#,
    );
    assert_refused(
        options(|o| o.distinct = 3),
        "distinct",
        0,
        r#"invalid distinct "3": 0 is for none, else the digits of a SHA-256 are 4 to 64"#,
    );
    assert_refused(
        options(|o| (o.distinct, o.max_length) = (65, 128)),
        "distinct",
        0,
        r#"invalid distinct "65": 0 is for none, else the digits of a SHA-256 are 4 to 64"#,
    );
    assert_refused(
        options(|o| o.distinct = 39),
        "distinct",
        0,
        r#"invalid distinct "39": max-length must be at least 2 more than the digits"#,
    );
    assert!(SlugRules::new(options(|o| o.distinct = usize::MAX)).is_err(), "no overflow");
}

#[test]
fn a_text_for_nothing_left_is_its_own_slug() {
    let long = "a".repeat(41);
    assert_refused(
        options(|o| o.empty = Some(String::new())),
        "empty",
        0,
        r#"invalid empty "": it is empty; without the option, such a text has no slug"#,
    );
    assert_refused(
        options(|o| o.empty = Some("no/ne".into())),
        "empty",
        2,
        r#"invalid empty "no/ne": unexpected '/' at byte 2; it must be as the other slug options would make it"#,
    );
    assert_refused(
        options(|o| o.empty = Some("naïve".into())),
        "empty",
        2,
        r#"invalid empty "naïve": unexpected 'ï' at byte 2; it must be as the other slug options would make it"#,
    );
    assert_refused(
        options(|o| (o.empty, o.case) = (Some("None".into()), SlugCase::Lower)),
        "empty",
        0,
        r#"invalid empty "None": unexpected 'N' at byte 0; it must be as the other slug options would make it"#,
    );
    assert_refused(
        options(|o| (o.empty, o.runs) = (Some("no--ne".into()), SlugRuns::Collapse)),
        "empty",
        3,
        r#"invalid empty "no--ne": unexpected '-' at byte 3; it must be as the other slug options would make it"#,
    );
    assert_refused(
        options(|o| (o.empty, o.edges) = (Some("-none".into()), SlugEdges::Trim)),
        "empty",
        0,
        r#"invalid empty "-none": unexpected '-' at byte 0; it must be as the other slug options would make it"#,
    );
    assert_refused(
        options(|o| (o.empty, o.edges) = (Some("none-".into()), SlugEdges::Trim)),
        "empty",
        4,
        r#"invalid empty "none-": unexpected '-' at byte 4; it must be as the other slug options would make it"#,
    );
    assert_refused(
        options(|o| o.empty = Some(long.clone())),
        "empty",
        40,
        r#"invalid empty "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": 41 bytes are 1 over the limit of 40; max-length is for it as well"#,
    );
    assert_refused(
        options(|o| (o.empty, o.distinct) = (Some("none".into()), 36)),
        "empty",
        3,
        r#"invalid empty "none": 4 bytes are 1 over the limit of 3; max-length is for it, a '-' and the digits of distinct"#,
    );
    let error = SlugRules::new(options(|o| o.empty = Some(long))).unwrap_err();
    assert_eq!(error.kind(), NameErrorKind::TooLong { limit: 40 });
}

#[test]
fn the_least_and_greatest_of_each_number_are_taken() {
    for (max_length, distinct) in [(1, 0), (128, 0), (6, 4), (66, 64), (128, 64)] {
        let rules = rules(|o| (o.max_length, o.distinct) = (max_length, distinct));
        let slug = rules.slug(&"x".repeat(200)).unwrap();
        assert_eq!(slug.as_str().len(), max_length);
    }
}

#[test]
fn options_are_written_as_a_policy_spells_them() {
    let text = |options: &SlugOptions| serde_json::to_string(options).unwrap();
    assert_eq!(text(&SlugOptions::default()), r#"{"max-length":40}"#);
    let options = options(|options| {
        options.case = SlugCase::Lower;
        options.keep = "._".into();
        options.runs = SlugRuns::Collapse;
        options.edges = SlugEdges::Trim;
        options.empty = Some("none".into());
        options.distinct = 10;
    });
    assert_eq!(
        text(&options),
        r#"{"case":"lower","keep":"._","runs":"collapse","max-length":40,"edges":"trim","empty":"none","distinct":10}"#,
    );
    assert_eq!(toml::to_string(&SlugOptions::default()).unwrap(), "max-length = 40\n");
}

/// Rules that keep nothing at the edges but have no `empty`; then `empty` and
/// `distinct` wherever they are legal.
fn any_rules() -> impl Strategy<Value = SlugRules> {
    let words = (
        prop_oneof![Just(SlugCase::Keep), Just(SlugCase::Lower)],
        prop_oneof![Just(SlugRuns::Keep), Just(SlugRuns::Collapse)],
        prop_oneof![Just(SlugEdges::Keep), Just(SlugEdges::Trim)],
        prop_oneof![Just(""), Just("."), Just("_"), Just("._"), Just("-")],
    );
    let numbers = prop_oneof![
        (1..=128_usize, Just(0)),
        (6..=128_usize).prop_flat_map(|max| (Just(max), 4..=(max - 2).min(64))),
    ];
    (words, numbers, any_text()).prop_map(
        |((case, runs, edges, keep), (max_length, distinct), empty)| {
            let mut set = options(|options| {
                (options.case, options.runs, options.edges) = (case, runs, edges);
                (options.keep, options.max_length) = (keep.into(), max_length);
            });
            set.max_length = if distinct == 0 { max_length } else { max_length - distinct - 1 };
            let base = SlugRules::new(set.clone()).unwrap();
            set.empty = base.slug(&empty).map(String::from);
            (set.max_length, set.distinct) = (max_length, distinct);
            SlugRules::new(set).unwrap()
        },
    )
}

/// Text as branches hold it, and as nobody would write it.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9/._-]{0,150}", "[-/._]{0,40}", "[aA\u{e9}\u{65e5}/-]{0,60}", ".{0,150}"]
}

proptest! {
    #[test]
    fn a_slug_is_legal_and_no_longer_than_its_limit(rules in any_rules(), text in any_text()) {
        let options = rules.options();
        let slug = rules.slug(&text);
        prop_assert_eq!(slug.is_none() && (options.empty.is_some() || options.distinct > 0), false);
        let Some(slug) = slug else { return Ok(()) };
        let slug = slug.as_str();
        prop_assert!(Slug::new(slug).is_ok());
        prop_assert!(slug.len() <= options.max_length);
        prop_assert!(options.runs == SlugRuns::Keep || !slug.contains("--"));
        prop_assert!(options.case == SlugCase::Keep || slug == slug.to_ascii_lowercase());
        if options.edges == SlugEdges::Trim {
            let trimmed = slug.trim_matches(|edge: char| !edge.is_ascii_alphanumeric());
            prop_assert_eq!(trimmed, slug);
        }
    }

    #[test]
    fn the_slug_of_a_slug_is_that_slug(rules in any_rules(), text in any_text()) {
        let mut options = rules.options();
        options.distinct = 0;
        let rules = SlugRules::new(options).unwrap();
        if let Some(slug) = rules.slug(&text) {
            prop_assert_eq!(rules.slug(slug.as_str()), Some(slug));
        }
    }

    #[test]
    fn the_same_text_has_the_same_slug(rules in any_rules(), text in any_text()) {
        let again = SlugRules::new(rules.options()).unwrap();
        prop_assert_eq!(&again, &rules);
        prop_assert_eq!(again.slug(&text), rules.slug(&text));
    }

    #[test]
    fn what_lies_behind_the_cut_changes_nothing(text in any_text(), more in any_text()) {
        let head: String = text.chars().take(40).collect();
        prop_assert_eq!(SlugRules::CWIQ.slug(&text), SlugRules::CWIQ.slug(&head));
        if text.chars().count() >= 40 {
            prop_assert_eq!(SlugRules::CWIQ.slug(&(text.clone() + &more)), SlugRules::CWIQ.slug(&text));
        }
    }

    #[test]
    fn the_built_in_rules_are_one_line(text in any_text()) {
        let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let model: String = text.chars().map(letter).take(40).collect();
        prop_assert_eq!(SlugRules::CWIQ.slug(&text).map_or(String::new(), String::from), model);
    }

    #[test]
    fn every_other_rule_is_its_steps_one_after_the_other(rules in any_rules(), text in any_text()) {
        prop_assert_eq!(rules.slug(&text), model(&rules.options(), &text));
    }

    #[test]
    fn a_dns_label_is_of_rfc_1123(text in any_text()) {
        if let Some(slug) = SlugRules::DNS_LABEL.slug(&text) {
            let legal = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-');
            prop_assert!(slug.as_str().bytes().all(legal));
            prop_assert!(!slug.as_str().starts_with('-') && !slug.as_str().ends_with('-'));
            prop_assert!(slug.as_str().len() <= 63);
            prop_assert!(Tag::new(slug.as_str()).is_ok());
        }
    }

    #[test]
    fn distinct_tells_two_texts_apart(left in any_text(), right in any_text()) {
        let rules = rules(|options| options.distinct = 16);
        prop_assert_eq!(rules.slug(&left) == rules.slug(&right), left == right);
    }
}

/// The specification, a step a line, whatever it costs.
pub(crate) fn model(options: &SlugOptions, text: &str) -> Option<Slug> {
    use sha2::{Digest, Sha256};
    let room = match options.distinct {
        0 => options.max_length,
        digits => options.max_length - digits - 1,
    };
    let mut slug = text.to_string();
    if options.case == SlugCase::Lower {
        slug = slug.to_ascii_lowercase();
    }
    let survives = |c: char| c.is_ascii_alphanumeric() || options.keep.contains(c);
    slug = slug.chars().map(|c| if survives(c) { c } else { '-' }).collect();
    while options.runs == SlugRuns::Collapse && slug.contains("--") {
        slug = slug.replace("--", "-");
    }
    slug.truncate(room);
    if options.edges == SlugEdges::Trim {
        slug = slug.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_string();
    }
    if slug.is_empty() {
        slug = options.empty.clone().unwrap_or_default();
    }
    if options.distinct > 0 {
        if !slug.is_empty() && (options.runs == SlugRuns::Keep || !slug.ends_with('-')) {
            slug.push('-');
        }
        let digest = format!("{:x}", Sha256::digest(text));
        slug += &digest[..options.distinct];
    }
    Slug::new(slug).ok()
}

/// Which of the recorded algorithms our options can say, and for which inputs.
///
/// The others cannot be said: `skaffold` and `earthly` replace with `_`, `werf`
/// transliterates and hashes with Murmur3, `kubespawner` appends `---` and
/// leaves legal names alone, `cloudposse` deletes instead of replacing, `ko`
/// and `kustomize` name other things.
#[test]
fn peers_agree_where_options_can_say_what_they_do() {
    let Some(recorded) = vectors("slugs/slug_vectors.json") else { return };
    let rows = |algorithm: &str, variant: &str| -> Vec<(String, String)> {
        let rows = recorded["algorithms"][algorithm]["vectors"].as_array().unwrap();
        let rows = rows.iter().filter(|row| row["variant"].as_str().unwrap_or("") == variant);
        rows.filter(|row| row["allow_dots"] != true)
            .map(|row| {
                (row["input"].as_str().unwrap().into(), row["output"].as_str().unwrap().into())
            })
            .collect()
    };

    // One hyphen for each UTF-16 code unit, and no limit.
    let gitversion = rules(|options| options.max_length = 128);
    // Only what it replaces is collapsed, not hyphens of the text; no limit.
    let metadata_action = rules(|options| {
        options.keep = "._".into();
        options.runs = SlugRuns::Collapse;
        options.max_length = 128;
    });
    let collapses_no_hyphen = |text: &str| {
        let other = |c: char| !(c.is_ascii_alphanumeric() || "._".contains(c));
        let characters: Vec<char> = text.chars().collect();
        characters.windows(2).all(|pair| !(pair.contains(&'-') && pair.iter().all(|c| other(*c))))
    };
    // Its lower case is Unicode's.
    let gitlab_ref = rules(|options| {
        options.case = SlugCase::Lower;
        options.max_length = 63;
        options.edges = SlugEdges::Trim;
    });

    let mut checked = [0; 3];
    for (input, output) in rows("gitversion_escaped_branch_name", "EscapedBranchName") {
        let length = input.chars().count();
        if length <= 128 && length == input.encode_utf16().count() {
            assert_slugs(&gitversion, &[(&input, &output, "GitVersion")]);
            checked[0] += 1;
        }
    }
    for (input, output) in rows("metadata_action_sanitize", "tag") {
        if input.chars().count() <= 128 && collapses_no_hyphen(&input) {
            assert_slugs(&metadata_action, &[(&input, &output, "docker/metadata-action")]);
            checked[1] += 1;
        }
    }
    for (input, output) in rows("gitlab_ref_slug", "") {
        if !input.contains(['\u{130}', '\u{212A}']) {
            assert_slugs(&gitlab_ref, &[(&input, &output, "GitLab")]);
            checked[2] += 1;
        }
    }
    println!("checked: {checked:?} rows of GitVersion, docker/metadata-action and GitLab");
    assert!(checked.iter().all(|rows| *rows > 30), "{checked:?}");
}
