use tagwright::CiContext;
use tagwright::document::PolicyErrorKind as Kind;

use super::{assert_refused, rule, tags};
use crate::given::{SHA, load, policy};

#[test]
fn flaws_of_a_template_are_pointed_at() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "{slugg}" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(0),
            r#""{slugg}" at byte 0 is no placeholder; did you mean {slug}?"#,
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{}" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{}" at byte 2 is no placeholder; there are {short_sha} {sha} {head_sha} {short_head_sha} {created} {committed} {slug} {branch} {target_branch} {default_branch} {pr} {git_tag} {version} {major} {minor} {patch} {prerelease} {project} {project_path} {run_number} {source_url} {title} {description} {licenses} {image_tag} {reference} {pull_reference}"#,
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-${CI_PIPELINE_IID}" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(3),
            r#""{CI_PIPELINE_IID}" at byte 3 is no placeholder; a template reads no variables, and has facts of its own: {short_sha}, {slug}, {git_tag} and others"#,
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "v*" }, tags = "{{version}}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{{version}}" can give an illegal tag: git tag "v1.0.0" would give "{version}": unexpected '{' at byte 0; a tag holds letters, digits, '_', '.' and '-'; a placeholder is written with one brace, as in {short_sha}"#,
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{ short-SHA }" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{ short-SHA }" at byte 2 is no placeholder; did you mean {short_sha}?"#,
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{project" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(2),
            "at byte 2, '{' opens a placeholder that nothing closes; a literal '{' is written {{",
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-project}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(9),
            "at byte 9, '}' closes nothing; a literal '}' is written }}",
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{project:%Y}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(2),
            "at byte 2, {project} takes no format; only {created} and {committed} do",
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{created:}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(2),
            r#"invalid time format "": it is empty; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s and %%"#,
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{created:%Y%}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(14),
            r#"invalid time format "%Y%": unexpected end at byte 3; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s and %%"#,
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "day-{created:%Q}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(14),
            r#"invalid time format "%Q": unexpected 'Q' at byte 1; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s and %%"#,
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{committed:%Y%Q}" }]"#,
            Kind::Template,
            "rules[0].tags[0]",
            Some(16),
            r#"invalid time format "%Y%Q": unexpected 'Q' at byte 3; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s and %%"#,
        ),
    ]);
}

#[test]
fn every_letter_is_an_item_or_refused() {
    let items = "YmdHMSjyGVus";
    for letter in ('a'..='z').chain('A'..='Z') {
        let answer = load(&rule("any = {}", &format!("x-{{created:%{letter}}}")));
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
                     at byte 1; a time format holds %Y %m %d %H %M %S %j %y %G %V %u %s and %%"
                ),
            );
        }
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
