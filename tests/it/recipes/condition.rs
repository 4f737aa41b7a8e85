//! The conditions of jobs and steps, as far as the recipes have them.

/// Whether a condition holds: `!`, `==`, `&&` and `||`, without parentheses, over names and texts in quotes.
/// The value of a name that has none is empty.
pub(super) fn holds(condition: &str, value: &dyn Fn(&str) -> String) -> bool {
    let of_all = |all: &str| all.split("&&").all(|one| of_one(one.trim(), value));
    condition.split("||").any(of_all)
}

fn of_one(condition: &str, value: &dyn Fn(&str) -> String) -> bool {
    let operand = |text: &str| {
        let text = text.trim();
        let quoted = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
        quoted('"').or_else(|| quoted('\'')).map_or_else(|| value(text), str::to_owned)
    };
    if let Some((left, right)) = condition.split_once("==") {
        return operand(left) == operand(right);
    }
    let (is_wanted, name) = match condition.strip_prefix('!') {
        Some(name) => (false, name),
        None => (true, condition),
    };
    let value = operand(name);
    (!value.is_empty() && value != "false") == is_wanted
}

#[test]
fn conditions_are_read_as_ci_systems_read_them() {
    let value = |name: &str| {
        match name {
            "$BRANCH" => "main",
            "github.fork" => "true",
            "$FALSE" => "false",
            _ => "",
        }
        .to_owned()
    };
    for (condition, expected) in [
        ("$BRANCH", true),
        ("$TAG", false),
        ("$BRANCH == \"main\"", true),
        ("$BRANCH == $TAG", false),
        ("$BRANCH && $TAG", false),
        ("$TAG || $BRANCH", true),
        ("!github.fork", false),
        ("!$FALSE && $BRANCH == 'main'", true),
    ] {
        assert_eq!(holds(condition, &value), expected, "{condition}");
    }
}
