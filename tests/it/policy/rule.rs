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
            r#"another rule is called "a" too"#,
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
            "versions are compared only under release; add it to when",
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = { tag = "{version}", moves = "highest" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            "an immutable tag never moves; leave it out",
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = { tag = "{major}", major-zero = "moves" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].major-zero",
            None,
            "only a tag with {major} and without {minor} that moves to the highest version stays at major zero",
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = { tag = "{major}.{minor}", moves = "highest-in-minor", major-zero = "moves" } }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].major-zero",
            None,
            "only a tag with {major} and without {minor} that moves to the highest version stays at major zero",
        ),
    ]);
}
