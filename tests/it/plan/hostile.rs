//! Names that somebody has tried, and what becomes of them under the built-in
//! policy.

use tagwright::context::ContextErrorKind;
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Plan, PlanError};

use super::{cwiq, tags};
use crate::given::{CREATED, SHA, branch, git_tag, known, policy, project, pull_request};

#[test]
fn every_branch_that_git_allows_has_a_tag() {
    let long = "x/".repeat(2047) + "xy";
    assert_eq!(long.len(), 4096);
    for (name, slug, why) in [
        ("$(id);`x`'\"|&<>", "--id---x-------", "a command"),
        ("#$&;'\"|<>()=,!%_+-", "------------------", "only punctuation"),
        ("-", "-", "as short as can be"),
        ("--destination=evil", "--destination-evil", "an option"),
        ("größe/straße", "gr--e-stra-e", "two bytes, one hyphen"),
        ("🦀/🦀", "---", "four bytes, one hyphen"),
        ("e\u{301}", "e-", "a combining accent is a character"),
        ("\u{202e}niam", "-niam", "right to left"),
        ("main-a1b2c3d8", "main-a1b2c3d8", "looks like a tag of main"),
        ("latest", "latest", "looks like a floating tag"),
        ("Main", "Main", "is not main"),
        ("{branch}", "-branch-", "a placeholder is not read twice"),
        (&long, &"x-".repeat(20), "4 KiB are cut to 40 characters"),
    ] {
        let tag = format!("branch-{slug}-a1b2c3d8");
        for plan in [cwiq(&branch(name)).unwrap(), cwiq(&pull_request(name)).unwrap()] {
            assert_eq!(tags(&plan), [tag.as_str()], "{why}");
            assert_eq!(plan.build_env().to_string(), format!("IMAGE_TAG={tag}\n"), "{why}");
            assert_eq!(plan.build_args().get("VERSION"), Some(""), "{why}");
        }
    }
}

#[test]
fn git_tags_give_a_version_or_an_error_that_points_at_the_character() {
    let long = format!("v{}", "1".repeat(199));
    let most = format!("v{}", "1".repeat(128));
    let shown = "1".repeat(64);
    for (tag, expected) in [
        ("v1.0.0+build.5", Ok("1.0.0_build.5")),
        ("vlatest", Ok("vlatest")),
        ("vstable", Ok("vstable")),
        ("v_", Ok("v_")),
        ("v", Ok("v")),
        ("v-1", Ok("v-1")),
        (&most, Ok(&most[1..])),
        (
            "v1/0",
            Err((
                "rule release: git tag \"v1/0\" cannot be part of a tag: unexpected '/' at byte 2; \
                 a tag holds letters, digits, '_', '.' and '-'",
                Some(2),
            )),
        ),
        (
            "v1.0+b/ü",
            Err((
                "rule release: git tag \"v1.0+b/ü\" cannot be part of a tag: unexpected '/' at \
                 byte 6; a tag holds letters, digits, '_', '.' and '-'",
                Some(6),
            )),
        ),
        (
            "vü",
            Err((
                "rule release: git tag \"vü\" cannot be part of a tag: unexpected 'ü' at byte 1; \
                 a tag holds letters, digits, '_', '.' and '-'",
                Some(1),
            )),
        ),
        (
            "v$(id)",
            Err((
                "rule release: git tag \"v$(id)\" cannot be part of a tag: unexpected '$' at byte 1; \
                 a tag holds letters, digits, '_', '.' and '-'",
                Some(1),
            )),
        ),
        (
            &long,
            Err((
                &format!(
                    "rule release: for git tag \"v{}…\", invalid tag \"{shown}…\": 199 bytes are \
                     71 over the limit of 128; a tag has at most 128 characters",
                    &shown[1..]
                ),
                None,
            )),
        ),
    ] {
        let result = cwiq(&git_tag(tag));
        match expected {
            Ok(version) => {
                let plan = result.unwrap();
                assert_eq!(plan.tags().primary().tag, version);
                assert_eq!(plan.build_args().get("VERSION"), Some(tag));
            }
            Err((message, index)) => {
                let place = ("rules[3].tags[0]", index);
                refused(result, PlanErrorKind::IllegalTag, message, Some(place));
            }
        }
    }
}

#[test]
fn a_version_that_is_called_stable_is_one_tag_and_floating() {
    let policy = policy(
        "[[rules]]\nname = \"tags\"\nwhen = { tag = \"*\" }\ntags = [\"{version}\", \"stable\"]\n",
    );
    let plan = policy.plan(&git_tag("stable")).unwrap();
    assert_eq!(tags(&plan), ["stable"]);
    assert_eq!(plan.tags().primary().kind, tagwright::TagKind::Floating);
    let error = plan.kaniko().immutable_only().commands().unwrap_err();
    assert_eq!(error.kind(), tagwright::build::RenderErrorKind::NoImmutableTag);
}

#[test]
fn projects_are_called_as_images_can_be_or_refused() {
    let long = "x".repeat(300);
    let shown = "nexus.shared.cwiq.io:8443/orchestrator-".to_owned() + &"x".repeat(25);
    let at = |index| Some(("images[0].name", Some(index)));
    for (name, message, place) in [
        (
            "Server",
            "images[0].name: project \"Server\" cannot be part of an image name: unexpected 'S' at \
             byte 0; a repository is lower-case; case = \"lower\" on the image asks for lower case",
            at(0),
        ),
        (
            ".x",
            "images[0].name: project \".x\" cannot be part of an image name: unexpected '.' at \
             byte 0; separate letters and digits with one '.', one or two '_', or any number of '-'",
            at(0),
        ),
        (
            "a..b",
            "images[0].name: project \"a..b\" cannot be part of an image name: unexpected '.' at \
             byte 2; separate letters and digits with one '.', one or two '_', or any number of '-'",
            at(2),
        ),
        (
            "a b",
            "images[0].name: project \"a b\" cannot be part of an image name: unexpected ' ' at \
             byte 1; a repository holds lower-case letters, digits, '.', '_', '-' and '/'",
            at(1),
        ),
        (
            "größe",
            "images[0].name: project \"größe\" cannot be part of an image name: unexpected 'ö' at \
             byte 2; a repository holds lower-case letters, digits, '.', '_', '-' and '/'",
            at(2),
        ),
        (
            "$(id)",
            "images[0].name: project \"$(id)\" cannot be part of an image name: unexpected '$' at \
             byte 0; a repository holds lower-case letters, digits, '.', '_', '-' and '/'",
            at(0),
        ),
        (
            "a:b",
            "images[0].name: project \"a:b\" cannot be part of an image name: unexpected ':' at \
             byte 1; an image name has no tag and no digest",
            at(1),
        ),
        (
            "a-",
            "images[0].name: project \"a-\" cannot be part of an image name: unexpected end at \
             byte 2; the parts of a repository end with a lower-case letter or a digit",
            at(2),
        ),
        (
            &long,
            &format!(
                "images[0].name: for branch \"main\", invalid image name \"{shown}…\": 339 bytes \
                 are 84 over the limit of 255; an image name has at most 255 characters with its registry, as buildah, podman and skopeo count"
            ),
            Some(("images[0].name", None)),
        ),
    ] {
        refused(cwiq(&project(name)), PlanErrorKind::IllegalName, message, place);
    }
    for legal in ["a__b", "a.b", "a---b", "a/b", "0"] {
        let plan = cwiq(&project(legal)).unwrap();
        let image = format!("nexus.shared.cwiq.io:8443/orchestrator-{legal}");
        assert_eq!(plan.image(), image.as_str());
    }
}

#[test]
fn an_image_name_with_its_registry_has_at_most_255_bytes() {
    let host = "nexus.shared.cwiq.io:8443/orchestrator-".len();
    let most = "x".repeat(255 - host - "/cache".len());
    assert!(cwiq(&project(&most)).is_ok());
    let error = cwiq(&project(&format!("{most}x"))).unwrap_err();
    assert_eq!(error.path(), Some("images[0].cache"), "{error}");
    assert_eq!(error.kind(), PlanErrorKind::IllegalName);
}

#[test]
fn commit_shas_are_whole_and_in_lower_case() {
    let digits = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1b2c3d8e5f60718293a4b5c";
    for (length, is_commit) in [(7, false), (39, false), (40, true), (41, false), (64, true)] {
        let context = CiContext::branch("server", "main", &digits[..length]);
        assert_eq!(context.is_ok(), is_commit, "{length}");
        match context {
            Ok(context) => {
                let plan = cwiq(&known(context)).unwrap();
                assert_eq!(tags(&plan), ["main-a1b2c3d8", "latest"], "{length}");
                assert_eq!(plan.build_args().get("VCS_REF"), Some(&digits[..length]));
            }
            Err(error) => assert_eq!(error.kind(), ContextErrorKind::InvalidFact, "{error}"),
        }
    }
    let error = CiContext::branch("server", "main", SHA.to_uppercase()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "sha: invalid commit sha \"A1B2C3D8E5F60718293A4B5C6D7E8F9001122334\": unexpected 'A' at \
         byte 0; a commit sha is 40 or 64 digits of 0-9 and a-f"
    );
}

#[test]
fn no_hostile_name_reaches_a_text_unescaped() {
    for name in ["v\u{9b}31m", "v\u{202e}", "v\u{200b}"] {
        let text = cwiq(&git_tag(name)).unwrap_err().to_string();
        assert!(!text.contains(['\u{9b}', '\u{202e}', '\u{200b}']), "{text:?}");
    }
    let plan = cwiq(&branch("\u{9b}31m")).unwrap();
    assert_eq!(tags(&plan), ["branch--31m-a1b2c3d8"]);
    assert_eq!(plan.build_args().get("BUILD_DATE"), Some(CREATED));
}

#[track_caller]
fn refused(
    result: Result<Plan, PlanError>,
    kind: PlanErrorKind,
    message: &str,
    place: Option<(&str, Option<usize>)>,
) {
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.kind(), kind, "{message}");
    assert_eq!(error.path(), place.map(|(path, _)| path), "{message}");
    assert_eq!(error.index(), place.and_then(|(_, index)| index), "{message}");
}
