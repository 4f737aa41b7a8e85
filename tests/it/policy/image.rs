use tagwright::CiContext;
use tagwright::document::PolicyErrorKind as Kind;

use super::assert_refused;
use crate::given::{SHA, branch, policy};

#[test]
fn a_builder_is_a_reference() {
    assert_refused(&[
        (
            r#"builder = """#,
            Kind::InvalidValue,
            "builder.image",
            Some(0),
            r#"invalid reference "": it is empty; a reference is [REGISTRY/]REPOSITORY[:TAG][@DIGEST], such as ghcr.io/acme/app:1.0"#,
        ),
        (
            r#"builder = "Executor""#,
            Kind::InvalidValue,
            "builder.image",
            Some(0),
            r#"invalid reference "Executor": unexpected 'E' at byte 0; a repository is lower-case"#,
        ),
        (
            r#"builder = { image = "alpine", pull = "nexus" }"#,
            Kind::InvalidValue,
            "builder.pull",
            Some(0),
            r#""nexus" is no registry: its first part is read as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000"#,
        ),
    ]);
}

#[test]
fn images_are_checked() {
    assert_refused(&[
        ("images = []", Kind::InvalidValue, "images", None, "a policy names at least one image"),
        (
            r#"images = [{ name = "a", push = "r.io/b" }, { name = "b/a", push = "r.io" }]"#,
            Kind::Duplicate,
            "images[1]",
            None,
            "images[0] has the same name, and a tag of both would be pushed twice",
        ),
        (
            r#"images = [{ name = "server", push = "docker.io" }]"#,
            Kind::IllegalResult,
            "images[0].name",
            Some(6),
            r#""server" can give an illegal image name: branch "main" would give "server": unexpected end at byte 6; docker.io repositories have a namespace; that of official images is library"#,
        ),
    ]);
}

#[test]
fn names_that_no_fact_makes_legal_are_refused() {
    assert_refused(&[
        (
            r#"images = [{ name = "", push = "r.io" }]"#,
            Kind::IllegalResult,
            "images[0].name",
            Some(0),
            r#""" can give an illegal image name: branch "main" would give "": it is empty; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
        ),
        (
            r#"images = [{ name = "Server-{project}", push = "r.io" }]"#,
            Kind::IllegalResult,
            "images[0].name",
            Some(0),
            r#""Server-{project}" can give an illegal image name: branch "main" would give "Server-server": unexpected 'S' at byte 0; case = "lower" on the image asks for lower case"#,
        ),
        (
            r#"images = [{ name = "{project}:1", push = "r.io" }]"#,
            Kind::IllegalResult,
            "images[0].name",
            Some(9),
            r#""{project}:1" can give an illegal image name: branch "main" would give "server:1": unexpected ':' at byte 6; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
        ),
        (
            r#"images = [{ name = "{project}/", push = "r.io" }]"#,
            Kind::IllegalResult,
            "images[0].name",
            Some(10),
            r#""{project}/" can give an illegal image name: branch "main" would give "server/": unexpected end at byte 7; the parts of a repository between '/' are not empty"#,
        ),
        (
            r#"images = [{ name = "x{created}", push = "r.io" }]"#,
            Kind::IllegalResult,
            "images[0].name",
            Some(1),
            r#""x{created}" can give an illegal image name: branch "main" would give "x2026-03-18T09:00:00Z": unexpected 'T' at byte 11; give a format without 'T', such as {created:%Y%m%d}"#,
        ),
        (
            r#"images = [{ name = "xx", push = "r.io", cache = "{committed:%Y:%m}" }]"#,
            Kind::IllegalResult,
            "images[0].cache",
            Some(0),
            r#""{committed:%Y:%m}" can give an illegal image name: branch "main" would give "2026:03": unexpected ':' at byte 4; give a format without ':', such as {committed:%Y%m%d}"#,
        ),
        (
            "images = [{ name = \"{branch}\", push = \"r.io\" }]\n\
             rules = [{ name = \"a\", when = { branch = {} }, tags = \"x\" }]",
            Kind::IllegalResult,
            "images[0].name",
            Some(0),
            r#""{branch}" can give an illegal image name: branch "a" would give "a": unexpected end at byte 1; use {slug}"#,
        ),
        (
            r#"images = [{ name = "xx", push = "r.io", cache = "x-{image_tag}" }]"#,
            Kind::UnavailablePlaceholder,
            "images[0].cache",
            Some(2),
            "{image_tag} at byte 2 is known only when the image has its name",
        ),
    ]);
}

#[test]
fn a_builder_is_pulled_through_its_proxy() {
    for (builder, expected, why) in [
        (
            "\"gcr.io/kaniko-project/executor:debug\"",
            "gcr.io/kaniko-project/executor:debug",
            "none",
        ),
        (
            "{ image = \"gcr.io/kaniko-project/executor:debug\", pull = \"nexus.io:8444\" }",
            "nexus.io:8444/kaniko-project/executor:debug",
            "its registry is left out",
        ),
        (
            "{ image = \"docker:27\", pull = \"nexus.io:8444\" }",
            "nexus.io:8444/library/docker:27",
            "an official image of Docker Hub",
        ),
        (
            "{ image = \"moby/buildkit\", pull = \"nexus.io/hub\" }",
            "nexus.io/hub/moby/buildkit",
            "another image of Docker Hub, behind a path",
        ),
        ("\"alpine/git:1\"", "docker.io/alpine/git:1", "as docker reads it"),
    ] {
        let policy = policy(&format!("builder = {builder}"));
        let plan = policy.plan(&branch("main")).unwrap();
        assert_eq!(plan.builder_image().unwrap(), expected, "{why}");
    }
}

/// The push and pull references of an image.
fn references(image: &str) -> Result<Vec<String>, String> {
    let policy = policy(&format!("images = [{{ {image} }}]"));
    let context = CiContext::branch("Server", "main", SHA).unwrap();
    let plan = policy.plan(&context).map_err(|error| error.to_string())?;
    let all = plan.references().chain(plan.pull_references());
    Ok(all.map(|reference| reference.to_string()).collect())
}

#[test]
fn an_image_is_pushed_and_pulled_under_its_name() {
    for (image, references) in [
        ("name = \"xx\", push = \"r.io\"", ["r.io/xx:x", "r.io/xx:x"]),
        ("name = \"xx\", push = \"r.io:1/a\", pull = \"p.io\"", ["r.io:1/a/xx:x", "p.io/xx:x"]),
        ("name = \"acme/x\", push = \"docker.io\"", ["docker.io/acme/x:x", "docker.io/acme/x:x"]),
        ("name = \"{project}\", push = \"r.io\", case = \"lower\"", ["r.io/server:x"; 2]),
        ("name = \"XX\", push = \"localhost:80\", case = \"lower\"", ["localhost:80/xx:x"; 2]),
        ("name = \"x\", push = \"r.io/a\"", ["r.io/a/x:x"; 2]),
        (
            "name = \"{project}\", push = \"docker.io/a\", case = \"lower\"",
            ["docker.io/a/server:x"; 2],
        ),
    ] {
        assert_eq!(self::references(image).unwrap(), references, "{image}");
    }
    assert!(references("name = \"{project}\", push = \"r.io\"").is_err(), "nothing is repaired");
}

#[test]
fn a_name_may_be_long_where_the_facts_are_short() {
    let policy = policy(&format!(
        r#"images = [{{ name = "{}{{project}}", push = "r.io" }}]"#,
        "a".repeat(248)
    ));
    let plan = |project: &str| policy.plan(&CiContext::branch(project, "main", SHA).unwrap());
    assert_eq!(plan("ab").unwrap().image().to_string().len(), 255);
    assert!(plan("abc").is_err());
}

#[test]
fn an_instant_in_a_name_may_have_letters_between_its_numbers() {
    let policy = policy(r#"images = [{ name = "app-{created:%Yw%V}", push = "r.io" }]"#);
    let context = CiContext::branch("server", "main", SHA).unwrap();
    let context = context.with_created("2026-03-18T09:00:00Z".parse().unwrap());
    assert_eq!(policy.plan(&context).unwrap().image().to_string(), "r.io/app-2026w12");
}
