use tagwright::plan::PlanErrorKind;
use tagwright::verify::VerifyErrorKind;
use tagwright::{CiContext, Policy};

use super::rule;
use crate::given::{SHA, branch, policy};

/// Asserts the text of a refusal, its kind, and where it is: line and byte.
#[track_caller]
fn assert_refused(
    policy: &Policy,
    text: &str,
    kind: VerifyErrorKind,
    at: (Option<usize>, Option<usize>),
    message: &str,
) {
    let error = policy.verify(&branch("main"), text).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!((error.kind(), (error.line(), error.index())), (kind, at), "{text:?}");
}

#[test]
fn a_text_that_is_no_build_env_is_refused() {
    use VerifyErrorKind as Kind;
    let policy = Policy::cwiq();
    for (text, kind, at, message) in [
        (
            "\u{feff}IMAGE_TAG=main-a1b2c3d8\n",
            Kind::Malformed,
            (None, Some(0)),
            "a byte order mark at the beginning becomes part of the first key; remove it",
        ),
        (
            "IMAGE_TAG=main-a1b2c3d8\r\n",
            Kind::Malformed,
            (Some(1), Some(23)),
            "line 1: a carriage return at byte 23 becomes part of the value; end lines with a line feed alone",
        ),
        (
            "IMAGE_TAG=main-a1b2c3d8\n\n",
            Kind::Malformed,
            (Some(2), None),
            "line 2: it is blank, for which GitLab rejects the whole file; remove it",
        ),
        (
            "IMAGE_TAG=main-a1b2c3d8",
            Kind::Malformed,
            (Some(1), Some(23)),
            "line 1: \"IMAGE_TAG=main-a1b2c3d8\" is not followed by a line feed; the file may be truncated",
        ),
        (
            "# the tag\nIMAGE_TAG=main-a1b2c3d8\n",
            Kind::Malformed,
            (Some(1), None),
            "line 1: \"# the tag\" is not an assignment; expected KEY=value and nothing else",
        ),
        (
            "export IMAGE_TAG=main-a1b2c3d8\n",
            Kind::Malformed,
            (Some(1), Some(6)),
            "line 1: invalid dotenv key \"export IMAGE_TAG\": unexpected ' ' at byte 6; a dotenv key holds letters, digits and '_'",
        ),
        (
            "IMAGE_TAG=\"main-a1b2c3d8\"\n",
            Kind::Malformed,
            (Some(1), Some(10)),
            "line 1: IMAGE_TAG is \"\\\"main-a1b2c3d8\\\"\", with a quote that GitLab keeps and a shell removes; write values without quotes",
        ),
        (
            "IMAGE_TAG=main`id`\n",
            Kind::Malformed,
            (Some(1), Some(14)),
            "line 1: IMAGE_TAG is \"main`id`\", with a quote that GitLab keeps and a shell removes; write values without quotes",
        ),
        (
            "IMAGE_TAG=main$(id)\n",
            Kind::Malformed,
            (Some(1), Some(14)),
            "line 1: IMAGE_TAG: invalid dotenv value \"main$(id)\": unexpected '$' at byte 4; a dotenv value holds letters, digits and _ @ % + = : , . / -",
        ),
        (
            "IMAGE_TAG= main-a1b2c3d8\n",
            Kind::Malformed,
            (Some(1), Some(10)),
            "line 1: IMAGE_TAG: invalid dotenv value \" main-a1b2c3d8\": unexpected ' ' at byte 0; a dotenv value holds letters, digits and _ @ % + = : , . / -",
        ),
        (
            "IMAGE_TAG=main-a1b2c3d8\nIMAGE_TAG=main-a1b2c3d8\n",
            Kind::Malformed,
            (Some(2), None),
            "line 2: IMAGE_TAG is on line 1 too; each key must occur only once",
        ),
        (
            "IMAGE_TAGS=main-a1b2c3d8\n",
            Kind::UnknownKey,
            (Some(1), None),
            "line 1: this policy does not write IMAGE_TAGS; did you mean IMAGE_TAG?",
        ),
        (
            "IMAGE_TAG=main-a1b2c3d8\nDEPLOY=yes\n",
            Kind::UnknownKey,
            (Some(2), None),
            "line 2: this policy does not write DEPLOY",
        ),
        (
            "",
            Kind::MissingKey,
            (None, None),
            "IMAGE_TAG is missing; this policy gives \"main-a1b2c3d8\" for branch \"main\"",
        ),
    ] {
        assert_refused(&policy, text, kind, at, message);
    }
    assert_refused(
        &policy,
        &"x".repeat(5120),
        Kind::Malformed,
        (None, Some(5120)),
        "a build.env of 5120 bytes is too long; GitLab reads fewer than 5120",
    );
}

#[test]
fn a_tag_that_somebody_put_together_is_refused_with_its_rule() {
    let policy = Policy::cwiq();
    let differs = |found: &str, origin: &str| {
        format!(
            "line 1: IMAGE_TAG is \"{found}\", and this policy gives \"main-a1b2c3d8\" for branch \"main\"; the value found {origin}"
        )
    };
    for (found, origin) in [
        ("main-deadbeef", "reads as rule main (main-{short_sha}): short_sha deadbeef"),
        ("latest", "reads as rule main (latest)"),
        ("1.0.0", "reads as rule release ({version}): version 1.0.0"),
        (
            "branch-x-a1b2c3d8",
            "reads as rule feature (branch-{slug}-{short_sha}): slug x, short_sha a1b2c3d8, or rule merge-request (branch-{slug}-{short_sha}): slug x, short_sha a1b2c3d8",
        ),
        (
            "main/a1b2c3d8",
            "is not a tag: unexpected '/' at byte 4; a tag holds letters, digits, '_', '.' and '-'",
        ),
        ("", "is not a tag: it is empty; a tag holds letters, digits, '_', '.' and '-'"),
        ("a..b", "no rule of it gives it"),
    ] {
        let message = match found {
            "a..b" => {
                differs(found, "").replace("the value found ", "no rule of it gives that value")
            }
            _ => differs(found, origin),
        };
        let text = format!("IMAGE_TAG={found}\n");
        assert_refused(&policy, &text, VerifyErrorKind::DifferentValue, (Some(1), None), &message);
        let error = policy.verify(&branch("main"), &text).unwrap_err();
        assert_eq!(
            (error.key(), error.expected(), error.found()),
            (Some("IMAGE_TAG"), Some("main-a1b2c3d8"), Some(found)),
        );
    }
}

#[test]
fn other_variables_are_compared_too() {
    let env = r#"env = ["TAG={image_tag}", "IMAGE={reference}", "SHA={sha}", "EMPTY={git_tag}"]"#;
    let main_rule = rule("main", "{ branch = \"main\" }", "[\"main-{short_sha}\"]");
    let policy = policy(&[env, &main_rule].concat());
    let good =
        format!("SHA={SHA}\nEMPTY=\nTAG=main-a1b2c3d8\nIMAGE=r.example.com/server:main-a1b2c3d8\n");
    let plan = policy.verify(&branch("main"), &good).unwrap();
    assert_eq!(plan, policy.plan(&branch("main")).unwrap(), "lines stand in any order");

    let error = policy
        .verify(&branch("main"), &good.replace("server:main-a1b2c3d8", "server:main-00000000"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 4: IMAGE is \"r.example.com/server:main-00000000\", and this policy gives \
         \"r.example.com/server:main-a1b2c3d8\" for branch \"main\"; the value found reads as \
         rule main (main-{short_sha}): short_sha 00000000",
    );
    let error = policy.verify(&branch("main"), &good.replace(SHA, "x")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("line 1: SHA is \"x\", and this policy gives \"{SHA}\" for branch \"main\""),
    );
}

#[test]
fn a_context_without_a_plan_is_refused_with_the_reason_as_source() {
    let context = CiContext::tag("server", "nightly", SHA).unwrap();
    let error = Policy::cwiq().verify(&context, "IMAGE_TAG=nightly\n").unwrap_err();
    assert_eq!(error.kind(), VerifyErrorKind::NoPlan);
    assert_eq!(error.to_string(), "the policy has no plan for this context");
    let source = std::error::Error::source(&error).unwrap();
    let source = source.downcast_ref::<tagwright::PlanError>().unwrap();
    assert_eq!(source.kind(), PlanErrorKind::NoRule);
}

#[test]
fn of_many_rules_that_give_a_tag_three_are_named() {
    let tags = |count: usize| -> String {
        (0..count).map(|n| rule(&format!("r{n}"), "{ tag = {} }", "[\"x\"]")).collect()
    };
    let main = rule("main", "{ branch = \"main\" }", "[\"main-{short_sha}\"]");
    for (count, end) in [
        (3, ", or rule r1 (x), or rule r2 (x)"),
        (4, ", or rule r1 (x), or rule r2 (x), or others"),
    ] {
        let policy = policy(&["env = [\"TAG={image_tag}\"]", &main, &tags(count)].concat());
        let message = format!(
            "line 1: TAG is \"x\", and this policy gives \"main-a1b2c3d8\" for branch \"main\"; the \
             value found reads as rule r0 (x){end}"
        );
        assert_refused(
            &policy,
            "TAG=x\n",
            VerifyErrorKind::DifferentValue,
            (Some(1), None),
            &message,
        );
    }
}
