use tagwright::context::Event;
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Policy};

use super::cwiq;
use crate::given::{SHA, branch, git_tag, policy, project, pull_request};

const ALL: &str = "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n";

fn bare() -> CiContext {
    CiContext::branch("server", "main", SHA).unwrap()
}

#[test]
fn a_missing_fact_is_named_with_its_place_and_how_to_give_it() {
    let request = || pull_request("feature/search");
    for (text, context, message, path) in [
        (
            format!("build-args = [\"A=1\", \"BUILD_DATE={{created}}\"]\n{ALL}"),
            bare(),
            "build arg BUILD_DATE: {created} needs created, which is unknown; set \
             SOURCE_DATE_EPOCH, or give the context \"created\"",
            "build-args[1]",
        ),
        (
            format!("labels = [\"org.example.made={{committed}}\"]\n{ALL}"),
            bare(),
            "label org.example.made: {committed} needs committed, which is unknown; give the \
             context \"committed\"",
            "labels[0]",
        ),
        (
            format!("labels = {{ \"org.example.made\" = \"{{committed}}\" }}\n{ALL}"),
            bare(),
            "label org.example.made: {committed} needs committed, which is unknown; give the \
             context \"committed\"",
            "labels.\"org.example.made\"",
        ),
        (
            format!("build-args = {{ RUN = \"{{run_number}}\" }}\n{ALL}"),
            bare(),
            "build arg RUN: {run_number} needs run_number, which is unknown; give the context \
             \"run_number\"",
            "build-args.RUN",
        ),
        (
            format!("env = [\"A=1\", \"RUN={{run_number}}\"]\n{ALL}"),
            bare(),
            "env RUN: {run_number} needs run_number, which is unknown; give the context \
             \"run_number\"",
            "env[1]",
        ),
        (
            format!("labels = [\"path={{project_path}}\"]\n{ALL}"),
            bare(),
            "label path: {project_path} needs project_path, which is unknown; give the context \
             \"project_path\"",
            "labels[0]",
        ),
        (
            format!("labels = [\"default={{default_branch}}\"]\n{ALL}"),
            bare(),
            "label default: {default_branch} needs default_branch, which is unknown; give the \
             context \"default_branch\"",
            "labels[0]",
        ),
        (
            format!("build-args = [\"HEAD={{head_sha}}\"]\n{ALL}"),
            request(),
            "build arg HEAD: {head_sha} needs head_sha, which is unknown; give the context \
             \"head_sha\"",
            "build-args[0]",
        ),
        (
            format!("build-args = [\"INTO={{target_branch}}\"]\n{ALL}"),
            request(),
            "build arg INTO: {target_branch} needs target, which is unknown; give the context \"pull_request.target\"",
            "build-args[0]",
        ),
    ] {
        lacks(&text, &context, message, path);
    }
}

#[test]
fn a_missing_fact_of_a_rule_is_named_with_its_place_and_how_to_give_it() {
    let requests = |tag: &str| {
        format!("[[rules]]\nname = \"pr\"\nwhen = {{ pull-request = {{}} }}\ntags = [\"{tag}\"]\n")
    };
    let request = || pull_request("feature/search");
    for (text, context, message, path) in [
        (
            requests("{head_sha}"),
            request(),
            "rule pr: {head_sha} needs head_sha, which is unknown; give the context \"head_sha\"",
            "rules[0].tags[0]",
        ),
        (
            requests("{created:%Y}-{short_sha}"),
            CiContext::pull_request("server", 7, "x", SHA).unwrap(),
            "rule pr: {created} needs created, which is unknown; set SOURCE_DATE_EPOCH, or give \
             the context \"created\"",
            "rules[0].tags[0]",
        ),
        (
            "[[rules]]\nname = \"trunk\"\nwhen = { default-branch = true }\ntags = [\"edge\"]\n".into(),
            branch("main"),
            "rule trunk: cannot decide whether it applies: the default branch is unknown; give the \
             context \"default_branch\", or write \
             when = { branch = \"main\" }",
            "rules[0]",
        ),
        (
            "[[rules]]\nname = \"pr\"\nwhen = { pull-request = { target = \"main\" } }\ntags = [\"{slug}\"]\n"
                .replace("{slug}", "x{slug}"),
            request(),
            "rule pr: cannot decide whether it applies: the target branch is unknown; give the context \"pull_request.target\"",
            "rules[0]",
        ),
        (
            "[[rules]]\nname = \"nightly\"\nwhen = { event = \"schedule\" }\ntags = [\"nightly\"]\n".into(),
            branch("main"),
            "rule nightly: cannot decide whether it applies: the event is unknown; give the \
             context \"event\"",
            "rules[0]",
        ),
        (
            "[[rules]]\nname = \"r\"\nwhen = { fork = false, protected = true }\ntags = [\"x\"]\n".into(),
            request(),
            "rule r: cannot decide whether it applies: whether the pull request is from a fork is \
             unknown, and whether the ref is protected is unknown; give the context \"fork\" and \"protected\"",
            "rules[0]",
        ),
        (
            "[[rules]]\nname = \"any\"\nwhen = {}\ntags = [\"{short_head_sha}\"]\n".into(),
            request(),
            "rule any: {short_head_sha} needs head_sha, which is unknown; give the context \
             \"head_sha\"",
            "rules[0].tags[0]",
        ),
    ] {
        lacks(&text, &context, message, path);
    }
}

#[track_caller]
fn lacks(text: &str, context: &CiContext, message: &str, path: &str) {
    let error = policy(text).plan(context).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.kind(), PlanErrorKind::MissingFact, "{message}");
    assert_eq!((error.path(), error.index()), (Some(path), None), "{message}");
    assert_ne!(error.missing_facts().len(), 0, "{message}");
    assert!(
        error.missing_facts().all(|fact| message.contains(&format!("\"{fact}\""))),
        "{message}"
    );
}

#[test]
fn only_a_fact_that_could_be_supplied_is_named_as_missing() {
    let rule = |tags: &str| format!("[[rules]]\nname = \"r\"\nwhen = {{}}\ntags = [{tags}]\n");
    let release = "[[rules]]\nname = \"r\"\nwhen = { release = {} }\n\
                   tags = [{ tag = \"stable\", moves = \"highest\" }]\n";
    let head = "[[rules]]\nname = \"r\"\nwhen = { branch = \"*\" }\n\
                tags = [{ tag = \"edge\", moves = \"branch-head\" }]\n";
    let value = "[values.describe]\npattern = '/[a-z]{1,9}/'\nunique = true\n";
    for (text, context, kind, missing) in [
        (
            rule("\"{describe}\"") + value,
            branch("main"),
            PlanErrorKind::MissingFact,
            &["values.describe"][..],
        ),
        (release.into(), git_tag("v1.0.0"), PlanErrorKind::NoTag, &["versions"]),
        (
            release.into(),
            git_tag("v1.0.0").with_versions(["v2.0.0", "v1.0.0"]).unwrap(),
            PlanErrorKind::NoTag,
            &[],
        ),
        (
            release.into(),
            git_tag("v1.0.0").with_versions(["v0.9.0"]).unwrap(),
            PlanErrorKind::MissingFact,
            &["versions"],
        ),
        (head.into(), branch("main"), PlanErrorKind::NoTag, &["branch_head"]),
        (
            "[[rules]]\nname = \"r\"\nwhen = { tag = \"x\" }\ntags = [\"x\"]\n".into(),
            branch("main"),
            PlanErrorKind::NoRule,
            &[],
        ),
        (
            rule("\"{short_sha}\"") + "[variants.alpine]\nsuffix = \"-alpine\"\n",
            branch("main").with_variant("debian").unwrap(),
            PlanErrorKind::UndeclaredVariant,
            &[],
        ),
        (
            rule("\"{short_sha}\"")
                + "[variants.alpine]\nsuffix = \"-alpine\"\n[variants.debian]\nsuffix = \"\"\n",
            branch("main"),
            PlanErrorKind::MissingFact,
            &["variant"],
        ),
    ] {
        let error = policy(&text).plan(&context).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.missing_facts().eq(missing.iter().copied()), "{error}");
    }
}

#[test]
fn a_fact_that_this_ref_does_not_have_is_empty_outside_of_rules() {
    let policy = policy(&format!(
        "build-args = [\"A={{git_tag}}{{version}}{{pr}}{{target_branch}}{{major}}{{prerelease}}\"]\n\
         labels = [\"b={{branch}}\", \"c=x{{git_tag}}\"]\n{ALL}"
    ));
    let plan = policy.plan(&branch("main")).unwrap();
    assert_eq!(plan.build_args().get("A"), Some(""));
    assert_eq!(plan.labels().iter().collect::<Vec<_>>(), [("b", "main"), ("c", "x")]);
    let plan = policy.plan(&git_tag("v1")).unwrap();
    assert_eq!(plan.build_args().get("A"), Some("v11"));
    assert_eq!(plan.labels().iter().collect::<Vec<_>>(), [("c", "xv1")]);
}

#[test]
fn an_image_is_not_named_after_what_its_ref_does_not_have() {
    let cached = |cache: &str, rules: &str| -> Policy {
        toml::from_str(&format!(
            "version = 1\nslug = {{ edges = \"trim\", empty = \"x\", case = \"lower\" }}\n\
             images = [{{ name = \"app\", push = \"ghcr.io/acme\", cache = \"cache-{cache}\" }}]\n{rules}"
        ))
        .unwrap()
    };
    let detached = CiContext::detached("server", SHA).unwrap();
    let error = cached("{slug}", ALL).plan(&detached).unwrap_err();
    assert_eq!(error.to_string(), "images[0].cache: there is no {slug} for a detached commit");
    assert_eq!(error.path(), Some("images[0].cache"));
    let tags = "rules = [{ name = \"all\", when = { tag = \"*\" }, tags = [\"x\"] }]";
    let error = cached("{git_tag}", tags).plan(&git_tag("V1")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "images[0].cache: git tag \"V1\" cannot be part of an image name: unexpected 'V' at byte 0; \
         a repository is lower-case; case = \"lower\" on the image asks for lower case"
    );
    assert_eq!((error.kind(), error.index()), (PlanErrorKind::IllegalName, Some(0)));
}

#[test]
fn an_illegal_tag_blames_the_text_that_it_comes_from() {
    let tag = |when: &str, template: &str| {
        policy(&format!(
            "[[rules]]\nname = \"a\"\nwhen = {{ {when} }}\ntags = [\"ok-{{sha}}\", \"{template}\"]\n"
        ))
    };
    let only = "release = { prerelease = \"only\" }";
    for (policy, context, message, index) in [
        (
            tag("tag = \"*\"", "x-{git_tag}"),
            git_tag("v1.0+7/x"),
            "rule a: git tag \"v1.0+7/x\" cannot be part of a tag: unexpected '/' at byte 6; \
             a tag holds letters, digits, '_', '.' and '-'",
            6,
        ),
        (
            tag("", "{short_sha}-{project}"),
            project("a b"),
            "rule a: project \"a b\" cannot be part of a tag: unexpected ' ' at byte 1; \
             a tag holds letters, digits, '_', '.' and '-'",
            1,
        ),
        (
            tag(only, "{prerelease}"),
            git_tag("v1.0.0--x"),
            "rule a: git tag \"v1.0.0--x\" cannot be part of a tag: unexpected '-' at byte 7; \
             a tag begins with a letter, a digit or '_'",
            7,
        ),
        (
            tag(only, "{prerelease}"),
            git_tag("v1.0.0--"),
            "rule a: git tag \"v1.0.0--\" cannot be part of a tag: unexpected '-' at byte 7; \
             a tag begins with a letter, a digit or '_'",
            7,
        ),
        (
            tag("release = { prefix = \"-x/v\", prerelease = \"only\" }", "{prerelease}"),
            git_tag("-x/v1.0.0--x"),
            "rule a: git tag \"-x/v1.0.0--x\" cannot be part of a tag: unexpected '-' at byte 10; \
             a tag begins with a letter, a digit or '_'",
            10,
        ),
    ] {
        let error = policy.plan(&context).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), PlanErrorKind::IllegalTag, "{message}");
        assert_eq!((error.path(), error.index()), (Some("rules[0].tags[1]"), Some(index)));
    }
}

#[test]
fn a_line_of_build_env_is_what_gitlab_and_a_shell_read_alike() {
    let env = |template: &str| policy(&format!("env = [\"A=1\", \"P={template}\"]\n{ALL}"));
    for (policy, name, message, index) in [
        (
            env("{project}"),
            "a~b",
            "env P: project \"a~b\" cannot be part of a line of build.env: unexpected '~' at byte 1; \
             a dotenv value holds letters, digits and _ @ % + = : , . / -",
            1,
        ),
        (
            env("x={project}"),
            "%PATH%",
            "env P: project \"%PATH%\" cannot be part of a line of build.env: unexpected '%' at byte \
             0; GitLab would put a variable's value for %NAME%",
            0,
        ),
    ] {
        let mut document = policy.document().clone();
        document.images[0].name = "app".into();
        let error = Policy::new(document).unwrap().plan(&project(name)).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), PlanErrorKind::IllegalValue, "{message}");
        assert_eq!((error.path(), error.index()), (Some("env[1]"), Some(index)), "{message}");
    }
}

#[test]
fn build_env_has_fewer_bytes_than_gitlab_reads() {
    let mut document = policy(&format!("env = [\"P={{project}}\"]\n{ALL}")).document().clone();
    document.images[0].name = "app".into();
    let policy = Policy::new(document).unwrap();
    let most = "x".repeat(5119 - "P=\n".len());
    let plan = policy.plan(&project(&most)).unwrap();
    assert_eq!(plan.build_env().to_string().len(), 5119);
    let error = policy.plan(&project(&format!("{most}x"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the lines of build.env have 5120 bytes; GitLab reads fewer than 5120"
    );
    assert_eq!(error.kind(), PlanErrorKind::IllegalValue);
    assert_eq!((error.path(), error.index()), (Some("env"), None));
}

#[test]
fn nothing_immutable_to_push_is_an_error() {
    let policy = policy("[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"edge\"]\n");
    let plan = policy.plan(&branch("main")).unwrap();
    let error = plan.kaniko().immutable_only().commands().unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no immutable tag to push; give a rule one with {short_sha} or {version}, or push \
         the floating ones as well"
    );
    assert_eq!(error.kind(), tagwright::build::RenderErrorKind::NoImmutableTag);
    assert_eq!((error.place(), error.index()), (None, None));
}

#[test]
fn a_rule_that_does_not_fire_says_why() {
    let release = |options: &str| format!("release = {{ {options} }}");
    let target = |context: CiContext| context.with_target("release/2").unwrap();
    for (when, context, reason) in [
        ("branch = \"main\"".to_owned(), git_tag("v1"), "not a branch"),
        ("default-branch = true".to_owned(), git_tag("v1"), "not a branch"),
        ("tag = \"v*\"".to_owned(), branch("main"), "not a git tag"),
        (release(""), pull_request("x"), "not a git tag"),
        ("pull-request = {}".to_owned(), branch("main"), "not a pull request"),
        (
            "event = 'schedule'".to_owned(),
            branch("main").with_event(Event::Push),
            "the event is push",
        ),
        (
            "event = ['push', 'schedule']".to_owned(),
            pull_request("x"),
            "no such event starts a pipeline for a pull request",
        ),
        ("fork = true".to_owned(), branch("main"), "not a pull request"),
        ("fork = true".to_owned(), pull_request("x").with_fork(false), "not from a fork"),
        ("fork = false".to_owned(), pull_request("x").with_fork(true), "from a fork"),
        ("protected = true".to_owned(), branch("main").with_protected(false), "not protected"),
        ("protected = false".to_owned(), branch("main").with_protected(true), "protected"),
        (
            "project = { except = \"ser*\" }".to_owned(),
            branch("main"),
            "project \"server\" is excepted by ser*",
        ),
        (
            "default-branch = false".to_owned(),
            branch("main").with_default_branch("main").unwrap(),
            "the default branch",
        ),
        (
            "pull-request = { source = \"fix/*\" }".to_owned(),
            pull_request("x"),
            "source branch \"x\" does not match fix/*",
        ),
        (
            "default-branch = true".to_owned(),
            branch("x").with_default_branch("main").unwrap(),
            "not the default branch \"main\"",
        ),
        ("branch = \"main\"".to_owned(), branch("x"), "does not match main"),
        (
            "branch = [\"main\", \"/rel-[0-9]/\"]".to_owned(),
            branch("x"),
            "does not match main or /rel-[0-9]/",
        ),
        (
            "branch = [\"a\", \"b\", \"c\", \"d\"]".to_owned(),
            branch("x"),
            "does not match a or b or c or d",
        ),
        (
            "branch = [\"a\", \"b\", \"c\", \"d\", \"e\"]".to_owned(),
            branch("x"),
            "does not match a or b or c or d or others",
        ),
        ("tag = \"/v\\\\d+/\"".to_owned(), git_tag("x"), "does not match /v\\d+/"),
        ("branch = { except = \"wip/*\" }".to_owned(), branch("wip/x"), "excepted by wip/*"),
        (
            "branch = { matching = \"w*\", except = \"wip/*\" }".to_owned(),
            branch("wip/x"),
            "excepted by wip/*",
        ),
        (
            "pull-request = { target = \"main\" }".to_owned(),
            target(pull_request("x")),
            "target branch \"release/2\" does not match main",
        ),
        (
            release(""),
            git_tag("1.0.0"),
            "does not begin with \"v\" (release = { prefix = \"\" } would match it)",
        ),
        (
            release(""),
            git_tag("v1.0"),
            "not a SemVer version after \"v\": only two numbers (release = { scheme = \"dotted\" } would match it)",
        ),
        (release("prefix = \"\""), git_tag("v1.0.0"), "not a SemVer version: unexpected 'v'"),
        (release(""), git_tag("v1.0.0-rc.1"), "a prerelease"),
        (release("prerelease = \"only\""), git_tag("v1.0.0"), "not a prerelease"),
    ] {
        let policy = policy(&format!(
            "[[rules]]\nname = \"r\"\nwhen = {{ {when} }}\ntags = [\"x-{{short_sha}}\"]\n"
        ));
        let error = policy.plan(&context).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("no rule applies to {}: r: {reason}", context.git_ref())
        );
        assert_eq!(error.kind(), PlanErrorKind::NoRule, "{reason}");
    }
}

#[test]
fn a_message_does_not_grow_with_the_policy() {
    let pattern = "x".repeat(1000);
    let rule = |index| {
        let head = format!("[[rules]]\nname = \"r{index}\"\n");
        head + &format!("when = {{ branch = \"{pattern}{index}\" }}\ntags = [\"{{sha}}\"]\n")
    };
    let refusal = |count| {
        let rules: String = (0..count).map(rule).collect();
        policy(&rules).plan(&branch("main")).unwrap_err().to_string()
    };
    let text = refusal(256);
    assert!(text.len() < 4096, "{} bytes", text.len());
    assert!(text.ends_with("; and 240 more rules"), "{text}");
    assert!(refusal(17).ends_with("; and 1 more rule"));
}

#[test]
fn an_error_is_a_value_like_any_other() {
    fn is_error<T: std::error::Error + Clone + Eq + Send + Sync + 'static>(_: &T) {}
    let error = cwiq(&git_tag("nightly")).unwrap_err();
    is_error(&error);
    assert!(std::error::Error::source(&error).is_none(), "it says its cause itself");
}

/// Texts of a context that come to more than a plan may have.
#[test]
fn labels_that_are_too_long_name_the_fact() {
    let labels = |facts: &str| policy(&format!("labels = [\"a={facts}\", \"b=x\"]\n{ALL}"));
    let described = |length| bare().with_description("x".repeat(length)).unwrap();
    let mebibyte = 1024 * 1024;
    let twice = labels("{description}{description}");
    // Its key and `=` count as well.
    let longest = mebibyte / 2 - 1;
    assert!(twice.plan(&described(longest)).is_ok());
    let error = twice.plan(&described(longest + 1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "label a: with {description}, the strings of the plan exceed the limit of 1048576 bytes; \
         use it less often, or give the context a shorter value",
    );
    assert_eq!((error.kind(), error.path()), (PlanErrorKind::TooLarge, Some("labels[0]")));
    // Less often.
    assert!(labels("{description}").plan(&described(longest + 1)).is_ok());
}

#[test]
fn more_references_than_a_plan_may_have_name_the_rule() {
    let policy = |rules: usize, tags: usize| {
        let image = |index| format!("{{ name = \"x{index}\", push = \"r.io\" }}");
        let images: Vec<String> = (0..64).map(image).collect();
        let rule = |rule| {
            let tags: Vec<String> = (0..tags).map(|tag| format!("\"t{rule}-{tag}\"")).collect();
            format!("[[rules]]\nname = \"r{rule}\"\nwhen = {{}}\ntags = [{}]\n", tags.join(", "))
        };
        let rules: String = (0..rules).map(rule).collect();
        policy(&format!("images = [{}]\n{rules}", images.join(", ")))
    };
    assert_eq!(policy(1, 64).plan(&bare()).unwrap().references().count(), 4096);
    let error = policy(2, 64).plan(&bare()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "rule r1: with this tag, branch \"main\" has more than 4096 references, as there are \
         64 images; let fewer rules apply together, give them fewer tags, or push them to fewer \
         images",
    );
    let path = Some("rules[1].tags[0]");
    assert_eq!((error.kind(), error.path()), (PlanErrorKind::TooLarge, path));
    // Fewer tags.
    assert!(policy(2, 32).plan(&bare()).is_ok());
}
