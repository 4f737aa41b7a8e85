use tagwright::document::PolicyErrorKind as Kind;
use tagwright::{CiContext, PolicyError, Tag};

use super::{assert_refused, rule, tags};
use crate::given::{SHA, load, policy};

#[test]
fn flaws_of_a_template_are_pointed_at() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = {}, tags = "{slugg}" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(0),
            r#""{slugg}" at byte 0 is no placeholder; did you mean {slug}? It has no value for a detached commit; when needs branch, default-branch, tag, release or pull-request"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{}" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{}" at byte 2 is no placeholder; here there are {short_sha} {sha} {head_sha} {short_head_sha} {created} {committed} {project} {run_number}"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-${CI_PIPELINE_IID}" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(3),
            r#""{CI_PIPELINE_IID}" at byte 3 is no placeholder; did you mean {run_number}?"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-${MY_OWN}" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(3),
            r#""{MY_OWN}" at byte 3 is no placeholder; a template reads no variables, and has facts of its own: {short_sha}, {slug}, {git_tag} and others"#,
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "v*" }, tags = "{{version}}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{{version}}" can give an illegal tag: git tag "v1.0.0" would give "{version}": unexpected '{' at byte 0; a tag holds letters, digits, '_', '.' and '-'; a placeholder is written with one brace, as in {short_sha}"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{ short-SHA }" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{ short-SHA }" at byte 2 is no placeholder; did you mean {short_sha}?"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{project" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(2),
            "at byte 2, '{' opens a placeholder that nothing closes; a literal '{' is written {{",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-project}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(9),
            "at byte 9, '}' closes nothing; a literal '}' is written }}",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{project:%Y}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(2),
            "at byte 2, {project} takes no format; only {created} and {committed} do",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{created:}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(2),
            r#"invalid time format "": it is empty; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s, the same without leading zeros as %-m, and %%"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{created:%Y%}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(14),
            r#"invalid time format "%Y%": unexpected end at byte 3; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s, the same without leading zeros as %-m, and %%"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "day-{created:%Q}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(14),
            r#"invalid time format "%Q": unexpected 'Q' at byte 1; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s, the same without leading zeros as %-m, and %%"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{committed:%Y%Q}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(16),
            r#"invalid time format "%Y%Q": unexpected 'Q' at byte 3; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s, the same without leading zeros as %-m, and %%"#,
        ),
    ]);
}

#[test]
fn every_letter_is_an_item_or_refused() {
    let items = "YmdHMSjyGVus";
    for letter in ('a'..='z').chain('A'..='Z') {
        let answer = load(&rule("", &format!("x-{{created:%{letter}}}")));
        if items.contains(letter) {
            let context = CiContext::detached("server", SHA)
                .unwrap()
                .with_created("2026-01-02T03:04:05Z".parse().unwrap());
            let [tag] = tags(&answer.unwrap(), &context).unwrap().try_into().unwrap();
            let expected = match letter {
                'Y' | 'G' => "2026",
                'm' | 'V' => "01",
                'd' => "02",
                'H' => "03",
                'M' => "04",
                'S' => "05",
                'j' => "002",
                'y' => "26",
                'u' => "5",
                _ => "1767323045",
            };
            assert_eq!(tag, format!("x-{expected}"), "%{letter}");
        } else {
            let error = answer.unwrap_err();
            assert_eq!((error.kind(), error.index()), (Kind::Template, Some(12)), "%{letter}");
            assert_eq!(
                error.to_string(),
                format!(
                    "rules[0].tags[0]: invalid time format \"%{letter}\": unexpected '{letter}' \
                     at byte 1; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s, the same without leading zeros as %-m, and %%"
                ),
            );
        }
    }
}

/// The numbers of a version in SemVer have no leading zeros.
#[test]
fn numbers_may_have_no_leading_zeros() {
    let written = |letter: char, created: &str| {
        let policy = load(&rule("", &format!("x{{created:%-{letter}}}")))?;
        let context = CiContext::detached("server", SHA).unwrap();
        let context = context.with_created(created.parse().unwrap());
        let [tag] = tags(&policy, &context).unwrap().try_into().unwrap();
        let tags = policy.recognize(&Tag::new(tag.clone()).unwrap());
        assert_eq!(tags.len(), 1, "{tag}");
        Ok::<_, PolicyError>(tag)
    };
    for (letter, first, other) in [
        ('Y', "x2003", "x2026"),
        ('m', "x1", "x11"),
        ('d', "x2", "x22"),
        ('H', "x0", "x13"),
        ('M', "x4", "x40"),
        ('S', "x0", "x59"),
        ('j', "x2", "x326"),
        ('y', "x3", "x26"),
        ('G', "x2003", "x2026"),
        ('V', "x1", "x47"),
        ('u', "x4", "x7"),
    ] {
        assert_eq!(written(letter, "2003-01-02T00:04:00Z").unwrap(), first, "%-{letter}");
        assert_eq!(written(letter, "2026-11-22T13:40:59Z").unwrap(), other, "%-{letter}");
    }
    for (format, index) in [("%-s", 2), ("%-%", 2), ("%--m", 2), ("%-", 2)] {
        let error = load(&rule("", &format!("x-{{created:{format}}}"))).unwrap_err();
        assert_eq!((error.kind(), error.index()), (Kind::Template, Some(11 + index)), "{format}");
    }
}

#[test]
fn two_braces_are_one() {
    let policy = policy("labels = [\"a={{slug}} }}{{ {{{project}}}\"]");
    let plan = policy.plan(&CiContext::detached("server", SHA).unwrap()).unwrap();
    assert_eq!(plan.labels().get("a"), Some("{slug} }{ {server}"));
}

#[test]
fn a_percent_sign_of_a_format_is_written_twice() {
    let policy = policy("labels = [\"a={created:100%% %Y}\"]");
    let context = CiContext::detached("server", SHA)
        .unwrap()
        .with_created("2026-01-02T03:04:05Z".parse().unwrap());
    assert_eq!(policy.plan(&context).unwrap().labels().get("a"), Some("100% 2026"));
}

/// What other tools call a fact is answered with the placeholder, and that loads where the
/// message does not say what it needs.
#[test]
fn words_of_other_tools_are_answered() {
    const NEEDS_TAG: &str = " It has no value for a branch; when needs tag or release";
    for (when, word, meant, needs) in [
        ("pull-request = {}", "pr_number", "pr", ""),
        (
            "branch = '*'",
            "pr_number",
            "pr",
            " It has no value for a branch; when needs pull-request",
        ),
        ("tag = 'v*'", "tag", "git_tag", ""),
        ("branch = '*'", "tag", "git_tag", NEEDS_TAG),
        ("", "date", "created:%Y%m%d", ""),
        ("", "commit", "sha", ""),
        ("", "sha_short", "short_sha", ""),
        ("tag = 'v*'", "semver", "version", ""),
        ("", "semver", "version", NEEDS_TAG),
        ("branch = 'main'", "ref_name", "slug", ""),
        ("", "build_number", "run_number", ""),
        (
            "",
            "slugg",
            "slug",
            " It has no value for a detached commit; when needs branch, default-branch, tag, release or pull-request",
        ),
    ] {
        let message =
            format!("\"{{{word}}}\" at byte 2 is no placeholder; did you mean {{{meant}}}?{needs}");
        let part = rule(when, &format!("x-{{{word}}}"));
        let path = "rules[0].tags[0]";
        assert_refused(&[(&*part, Kind::UnknownPlaceholder, path, Some(2), &*message)]);
        if needs.is_empty() {
            let mended = rule(when, &format!("x-{{{meant}}}"));
            assert_eq!(load(&mended).map(drop), Ok(()), "{mended}");
        }
    }
}

#[test]
fn variables_and_lengths_are_answered() {
    let path = "rules[0].tags[0]";
    for (tag, kind, index, message, mended) in [
        (
            "x-$CI_COMMIT_SHORT_SHA",
            Kind::Template,
            2,
            "at byte 2, $CI_COMMIT_SHORT_SHA is a variable, and a template reads none; write {short_sha}",
            "x-{short_sha}",
        ),
        (
            "x$HOME",
            Kind::Template,
            1,
            "at byte 1, $HOME is a variable, and a template reads none; write a placeholder such as {short_sha}, {slug} or {git_tag}",
            "x{short_sha}",
        ),
        (
            "x-${CI_COMMIT_SHA}",
            Kind::UnknownPlaceholder,
            3,
            r#""{CI_COMMIT_SHA}" at byte 3 is no placeholder; did you mean {sha}?"#,
            "x-{sha}",
        ),
        (
            "{sha:7}",
            Kind::Template,
            0,
            "at byte 0, {sha} takes no length; write {short_sha}, and set short-sha = 7",
            "{short_sha}\", \"x",
        ),
        (
            "{short_head_sha:99}",
            Kind::Template,
            0,
            "at byte 0, {short_head_sha} takes no length; write {short_head_sha}, and set short-sha = 8",
            "{short_head_sha}",
        ),
    ] {
        let part = rule("", tag);
        assert_refused(&[(&*part, kind, path, Some(index), message)]);
        let mended = format!(
            "short-sha = 7\nrules = [{{ name = \"a\", when = {{}}, tags = [\"{mended}\"] }}]"
        );
        assert_eq!(load(&mended).map(drop), Ok(()), "{mended}");
    }
    // A build arg may pass what a shell would expand, as text.
    assert!(load("build-args = [\"A=$HOME\"]").is_ok());
    assert!(load("env = [\"A=$HOME\"]").is_err());
}
