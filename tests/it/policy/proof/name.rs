use tagwright::CiContext;
use tagwright::document::PolicyErrorKind as Kind;
use tagwright::plan::PlanErrorKind;

use crate::given::{SHA, load, policy};
use crate::policy::assert_refused;

/// A policy whose image has this name, for branches.
fn named(head: &str, name: &str, more: &str, when: &str) -> String {
    format!(
        "{head}\nimages = [{{ name = \"{name}\", push = \"r.io\"{more} }}]\n\
         rules = [{{ name = \"a\", when = {{ {when} }}, tags = \"x\" }}]"
    )
}

#[test]
fn a_slug_that_no_repository_holds_is_refused() {
    let trim = "slug = { edges = \"trim\" }";
    let lower = ", case = \"lower\"";
    assert_refused(&[
        (
            &named("", "app-{slug}", "", "branch = {}"),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{slug}" can give an illegal image name: branch "_" would give "app--": unexpected end at byte 5; set slug.case = "lower", slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
        (
            &named(trim, "app-{slug}", "", "branch = {}"),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{slug}" can give an illegal image name: branch "_" would give "app-": unexpected end at byte 4; set slug.case = "lower" and slug.empty = "unnamed""#,
        ),
        (
            &named(
                "slug = { edges = \"trim\", empty = \"none\" }",
                "app-{slug}",
                "",
                "branch = {}",
            ),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{slug}" can give an illegal image name: branch "A" would give "app-A": unexpected 'A' at byte 4; case = "lower" on the image asks for lower case"#,
        ),
        (
            &named(
                "slug = { edges = \"trim\", empty = \"none\", keep = \".\" }",
                "app-{slug}",
                lower,
                "branch = {}",
            ),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{slug}" can give an illegal image name: branch "b-.b" would give "app-b-.b": unexpected '.' at byte 6; separate letters and digits with one '.', one or two '_', or any number of '-'"#,
        ),
        (
            &named("", "app", ", cache = \"x/{slug}\"", "branch = \"*\""),
            Kind::IllegalResult,
            "images[0].cache",
            Some(2),
            r#""x/{slug}" can give an illegal image name: branch "_" would give "x/-": unexpected '-' at byte 2; set slug.case = "lower", slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
        (
            &named("", "app-{slug}", "", "branch = [\"main\", \"Dev\"]"),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{slug}" can give an illegal image name: branch "Dev" would give "app-Dev": unexpected 'D' at byte 4; case = "lower" on the image asks for lower case"#,
        ),
        (
            &named("", "app-{slug}", "", r"branch = '/\bA{90}/'"),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{slug}" cannot be proved to give a legal image name for the refs of rule a; set slug.case = "lower", slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
        (
            &named(
                "slug.case = \"lower\"",
                "app-{slug}",
                "",
                "branch = \"/[ab][ab-]{0,20}a[ab]{14}/\"",
            ),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{slug}" cannot be proved to give a legal image name for the refs of rule a: the search for a ref that breaks it was given up; set slug.edges = "trim" and slug.empty = "unnamed", or make the patterns of its rule simpler"#,
        ),
        (
            &named("", "app{created:.%Y-%m-}", "", ""),
            Kind::IllegalResult,
            "images[0].name",
            Some(3),
            r#""app{created:.%Y-%m-}" can give an illegal image name: branch "main" would give "app.2026-03-": unexpected end at byte 12; the parts of a repository end with a lower-case letter or a digit"#,
        ),
    ]);
}

#[test]
fn a_name_that_is_too_long_says_by_how_much() {
    let name = "x".repeat(200);
    let error = load(&named(
        "slug = { max-length = 60, edges = \"trim\", empty = \"none\" }",
        &format!("{name}-{{slug}}"),
        ", case = \"lower\"",
        "branch = {}",
    ))
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "images[0].name: \"{x}…\" can give an illegal image name: branch \"{a}…\" would give \
             \"{x}…\": 261 bytes are 11 over the limit of 250; slug.max-length = 49 would fit",
            x = "x".repeat(64),
            a = "a".repeat(64),
        )
    );
}

#[test]
fn names_are_proved_for_the_refs_of_the_rules() {
    let trim = "slug = { edges = \"trim\", empty = \"none\" }";
    for (head, name, more, when) in [
        (trim, "app-{slug}", ", case = \"lower\"", "branch = {}"),
        (trim, "{slug}/{project}", ", case = \"lower\"", "pull-request = {}"),
        ("", "app-{slug}", "", "branch = [\"main\", \"develop\"]"),
        ("", "app-{slug}", "", "branch = \"/[a-z]+/\""),
        ("", "app-{slug}", "", "tag = \"/v[0-9.]{0,9}[0-9]/\""),
        ("", "app-{short_sha}.{created:%Y-%m}", "", ""),
        ("slug = { distinct = 8 }", "app{slug}", ", case = \"lower\"", "branch = {}"),
    ] {
        let part = named(head, name, more, when);
        assert_eq!(load(&part).map(|_| ()), Ok(()), "{part}");
    }
}

#[test]
fn what_a_ref_does_not_have_is_no_part_of_a_counterexample() {
    assert_refused(&[
        (
            r#"images = [{ name = "a{pr}/{slug}", push = "r.io" }]
rules = [{ name = "all", when = {}, tags = "x" }]"#,
            Kind::UnavailablePlaceholder,
            "images[0].name",
            Some(1),
            "{pr} at byte 1 needs pull-request in when, and no rule of this image has one",
        ),
        (
            r#"env = ["A=%{pr}a%"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""%{pr}a%" can give an illegal dotenv value: branch "main" would give "%a%": unexpected '%' at byte 0; GitLab would put a variable's value for %NAME%; write one '%' at most"#,
        ),
        (
            r#"env = ["A=%a{pr}%"]"#,
            Kind::IllegalResult,
            "env[0]",
            Some(2),
            r#""%a{pr}%" can give an illegal dotenv value: branch "main" would give "%a%": unexpected '%' at byte 0; GitLab would put a variable's value for %NAME%; write one '%' at most"#,
        ),
    ]);
}

/// Some tools read no repository of one character, and docker puts `library/` in
/// front of one without a namespace at Docker Hub.
#[test]
fn a_name_that_not_every_tool_reads_is_refused() {
    let trim = "slug = { edges = \"trim\", case = \"lower\", empty = \"none\" }";
    let image = |name: &str, more: &str| {
        let when = if name == "{pr}" { "pull-request" } else { "branch" };
        format!(
            "{trim}\nimages = [{{ name = \"{name}\"{more} }}]\n\
             rules = [{{ name = \"a\", when = {{ {when} = {{}} }}, tags = \"x\" }}]"
        )
    };
    let hub = ", push = \"docker.io\"";
    assert_refused(&[
        (
            &image("{slug}", ", push = \"r.io\""),
            Kind::IllegalResult,
            "images[0].name",
            Some(0),
            r#""{slug}" can give an illegal image name: branch "a" would give "a": unexpected end at byte 1; a repository has at least two characters, as kaniko and crane demand; put text before it"#,
        ),
        (
            &image("{slug}", ", push = \"r.io/team\", pull = \"p.io\""),
            Kind::IllegalResult,
            "images[0].name",
            Some(0),
            r#""{slug}" can give an illegal image name: branch "a" would give "a": unexpected end at byte 1; a repository has at least two characters, as kaniko and crane demand; put text before it"#,
        ),
        (
            &image("app", ", push = \"r.io\", cache = \"{run_number}\""),
            Kind::IllegalResult,
            "images[0].cache",
            Some(0),
            r#""{run_number}" can give an illegal image name: branch "feature/search" would give "1": unexpected end at byte 1; a repository has at least two characters, as kaniko and crane demand; put text before it"#,
        ),
        (
            &image("{pr}", ", push = \"r.io\""),
            Kind::IllegalResult,
            "images[0].name",
            Some(0),
            r#""{pr}" can give an illegal image name: pull request 1 from branch "feature/search" would give "1": unexpected end at byte 1; a repository has at least two characters, as kaniko and crane demand; put text before it"#,
        ),
        (
            &image("{slug}", hub),
            Kind::IllegalResult,
            "images[0].name",
            Some(0),
            r#""{slug}" can give an illegal image name: branch "feature/search" would give "feature-search": unexpected end at byte 14; docker.io repositories have a namespace; that of official images is library"#,
        ),
        (
            &image("app-{short_sha}", hub),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{short_sha}" can give an illegal image name: branch "feature/search" would give "app-a1b2c3d8": unexpected end at byte 12; docker.io repositories have a namespace; that of official images is library"#,
        ),
        (
            &image("app-{short_sha}", ", push = \"r.io\", pull = \"docker.io\""),
            Kind::IllegalResult,
            "images[0].name",
            Some(4),
            r#""app-{short_sha}" can give an illegal image name: branch "feature/search" would give "app-a1b2c3d8": unexpected end at byte 12; docker.io repositories have a namespace; that of official images is library"#,
        ),
        (
            &image("acme/app", ", push = \"docker.io\", cache = \"cache-{slug}\""),
            Kind::IllegalResult,
            "images[0].cache",
            Some(6),
            r#""cache-{slug}" can give an illegal image name: branch "feature/search" would give "cache-feature-search": unexpected end at byte 20; docker.io repositories have a namespace; that of official images is library"#,
        ),
        (
            &image("app", ", push = \"r.io\", pull = \"docker.io\""),
            Kind::IllegalResult,
            "images[0].name",
            Some(3),
            r#""app" can give an illegal image name: branch "feature/search" would give "app": unexpected end at byte 3; docker.io repositories have a namespace; that of official images is library"#,
        ),
    ]);
    for (name, more) in [
        ("app-{slug}", ", push = \"r.io\""),
        ("{slug}", ", push = \"r.io/team\""),
        ("{slug}/x", ", push = \"r.io\""),
        ("{run_number}{run_number}", ", push = \"r.io\""),
        // Whether these have what is needed shows when a plan is made.
        ("{project}", ", push = \"r.io\""),
        ("{project}{slug}", ", push = \"r.io\""),
        ("{project}", hub),
        ("{project_path}", hub),
        ("acme/{slug}", hub),
        ("app-{slug}", ", push = \"docker.io/acme\""),
    ] {
        let part = image(name, more);
        assert_eq!(load(&part).map(|_| ()), Ok(()), "{part}");
    }
}

#[test]
fn a_cache_that_is_an_image_is_refused() {
    let images = |images: &str| {
        format!(
            "slug = {{ edges = \"trim\", case = \"lower\", empty = \"none\" }}\n\
             images = [{images}]\n\
             rules = [{{ name = \"a\", when = {{ branch = {{}} }}, tags = \"x\" }}]"
        )
    };
    assert_refused(&[
        (
            &images(r#"{ name = "{project}", push = "r.io", cache = "{project}" }"#),
            Kind::Duplicate,
            "images[0].cache",
            None,
            r#""{project}" is the name of images[0] as well, and cached layers would replace its tags; give the cache a repository of its own, such as "{project}-cache""#,
        ),
        (
            &images(
                r#"{ name = "App", push = "R.io/team", case = "lower" },
                   { name = "other", push = "r.io", cache = "team/app" }"#,
            ),
            Kind::Duplicate,
            "images[1].cache",
            None,
            r#""team/app" is the name of images[0] as well, and cached layers would replace its tags; give the cache a repository of its own, such as "team/app-cache""#,
        ),
        (
            &images(r#"{ name = "app", push = "r.io", pull = "r.io/proxy", cache = "proxy/app" }"#),
            Kind::Duplicate,
            "images[0].cache",
            None,
            r#""proxy/app" is the name of images[0] as well, and cached layers would replace its tags; give the cache a repository of its own, such as "proxy/app-cache""#,
        ),
        (
            &images(r#"{ name = "{project}-{slug}", push = "r.io", cache = "{project}-cache" }"#),
            Kind::IllegalResult,
            "images[0].cache",
            None,
            r#""{project}-cache" can be the name of images[0] as well, for branch "cache", and cached layers would replace its tags; give the cache a repository of its own, such as "{project}-cache-cache""#,
        ),
        (
            &images(r#"{ name = "app", push = "r.io/a", cache = "{slug}pp" }"#),
            Kind::IllegalResult,
            "images[0].cache",
            None,
            r#""{slug}pp" can be the name of images[0] as well, for branch "a", and cached layers would replace its tags; give the cache a repository of its own, such as "{slug}pp-cache""#,
        ),
    ]);
    for part in [
        r#"{ name = "{project}", push = "r.io", cache = "{project}-cache" }"#,
        r#"{ name = "{project}", push = "r.io", cache = "{project}/cache" }"#,
        r#"{ name = "{project}", push = "r.io/a" }, { name = "{project}-b", push = "r.io/b", cache = "{project}" }"#,
        r#"{ name = "{project}-{slug}", push = "r.io", cache = "{project}-{slug}-cache" }"#,
        r#"{ name = "app", push = "r.io/a", cache = "{slug}-x" }"#,
        r#"{ name = "{project}", push = "r.io", cache = "cache" }"#,
    ] {
        assert_eq!(load(&images(part)).map(|_| ()), Ok(()), "{part}");
    }
}

/// What no proof knows, a plan does.
#[test]
fn a_project_that_makes_an_image_of_a_cache_has_no_plan() {
    let policy = policy(r#"images = [{ name = "{project}", push = "r.io", cache = "cache" }]"#);
    let plan = |project: &str| policy.plan(&CiContext::branch(project, "main", SHA).unwrap());
    assert!(plan("server").is_ok());
    let error = plan("cache").unwrap_err();
    assert_eq!((error.kind(), error.path()), (PlanErrorKind::IllegalName, Some("images[0].cache")));
    assert_eq!(
        error.to_string(),
        "images[0].cache: for branch \"main\", \"r.io/cache\" is the name of images[0] as well, and \
         cached layers would replace its tags; give the cache a repository of its own"
    );
}

/// A project is checked when a plan is made.
#[test]
fn a_project_that_not_every_tool_reads_as_a_name_has_no_plan() {
    let plan = |push: &str, project: &str| {
        let policy = policy(&format!(r#"images = [{{ name = "{{project}}", push = "{push}" }}]"#));
        let plan = policy.plan(&CiContext::branch(project, "main", SHA).unwrap());
        plan.map(|plan| plan.image().to_string()).map_err(|error| error.to_string())
    };
    assert_eq!(
        plan("r.io", "a"),
        Err(r#"images[0].name: project "a" cannot be part of an image name: unexpected end at byte 1; a repository has at least two characters, as kaniko and crane demand"#.into())
    );
    assert_eq!(
        plan("docker.io", "app"),
        Err(r#"images[0].name: for branch "main", invalid image name "docker.io/app": docker.io repositories have a namespace; that of official images is library"#.into())
    );
    assert_eq!(plan("r.io/team", "a"), Ok("r.io/team/a".into()));
    assert_eq!(plan("docker.io", "acme/app"), Ok("docker.io/acme/app".into()));
}
