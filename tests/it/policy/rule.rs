use tagwright::document::PolicyErrorKind as Kind;

use super::assert_refused;

#[test]
fn rules_are_checked() {
    assert_refused(&[
        ("rules = []", Kind::InvalidValue, "rules", None, "a policy has at least one rule"),
        (
            r#"rules = [{ name = "", when = {}, tags = "x" }]"#,
            Kind::InvalidValue,
            "rules[0].name",
            None,
            "a rule has a name, which errors and plans refer to",
        ),
        (
            r#"rules = [{ name = "a\nb", when = {}, tags = "x" }]"#,
            Kind::InvalidValue,
            "rules[0].name",
            Some(1),
            r"unexpected '\n' at byte 1; a rule's name is one line of text",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x" }, { name = "a", when = {}, tags = "x" }]"#,
            Kind::Duplicate,
            "rules[1].name",
            None,
            r#"rules[0] is called "a" too; rename one of them"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = [] }]"#,
            Kind::InvalidValue,
            "rules[0].tags",
            None,
            "a rule gives at least one tag",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = { tag = "x", moves = "highest" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            "only releases are compared; add release = {} to when, or leave it out",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "main" }, tags = { tag = "x", moves = "final" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            "only releases are compared; for a branch, write moves = \"branch-head\", or leave it out",
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = { tag = "{version}", moves = "highest" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            "an immutable tag never moves; leave it out",
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prerelease = "only" } }, tags = { tag = "next", moves = "final" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            r#"no prerelease is final; write moves = "highest", or leave it out"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = { tag = "v{minor}", moves = "highest" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            "the versions that a tag is compared with have in common {major}, {major} and {minor}, or \
             all three numbers; add the numbers that are missing to the tag",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = { tag = "edge", moves = "branch-head" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            r#"only a branch has a head; add branch = "*" to when, or leave it out"#,
        ),
    ]);
}
