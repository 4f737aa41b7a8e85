use tagwright::Policy;

use crate::given::policy;

#[test]
fn the_built_in_policy_is_drawn() {
    assert_eq!(
        Policy::cwiq().diagram().to_string(),
        r#"flowchart LR
  branch(["branch"])
  git_tag(["git tag"])
  pull_request(["pull request"])
  detached(["detached commit"])
  detached -->|"no rule"| none["no plan"]
  branch -->|"matches main"| rule0["rule main"]
  rule0 --> tag0x0(["main-{short_sha} (immutable)"])
  rule0 --> tag0x1(["latest (floating)"]):::floating
  branch -->|"any except main"| rule1["rule feature"]
  rule1 --> tag1x0(["branch-{slug}-{short_sha} (immutable)"])
  pull_request --> rule2["rule merge-request"]
  rule2 --> tag2x0(["branch-{slug}-{short_sha} (immutable)"])
  git_tag -->|"matches v#42;"| rule3["rule release"]
  rule3 --> tag3x0(["{version} (immutable)"])
  rule3 --> tag3x1(["stable (floating)"]):::floating
  classDef floating stroke-dasharray: 4
"#
    );
}

/// Mermaid 11.17 parsed this text, and gave these labels back.
#[test]
fn nothing_in_a_policy_ends_a_label() {
    let policy = policy(
        r##"
[[rules]]
name = 'end "]) --> x{{`**b**`}} #quot; <b>a(1)</b> | % ; ]]'
when = { branch = ["end", "a\"b", "a]b", "/^x|y \\[z\\]\"#;$/", "größe", "x"] }
tags = ["end", "1.", "main_{short_sha}_x", "v{created:%Y.%m}"]

[[rules]]
name = "1. list"
when = { release = { prefix = "\"'|", prerelease = "include" } }
tags = ["{major}.{minor}.{patch}", { tag = "{major}", moves = "highest" }]

[[rules]]
name = "click href"
when = {}
tags = ["{sha}"]

[[rules]]
name = "s"
when = { event = "schedule" }
tags = ["nightly"]

[[rules]]
name = "p"
when = { pull-request = { target = ["main", "a`b"] } }
tags = ["pr-{pr}"]

[[rules]]
name = "d"
when = { default-branch = true }
tags = ["d"]
"##,
    );
    assert_eq!(
        policy.diagram().to_string(),
        r#"flowchart LR
  branch(["branch"])
  git_tag(["git tag"])
  pull_request(["pull request"])
  schedule(["schedule"])
  every(["every pipeline"])
  branch -->|"matches end or a#34;b or a#93;b or /#94;x#124;y #92;#91;z#92;#93;#34;#35;#59;#36;/ or others"| rule0["rule end #34;#93;) --#62; x{{#96;#42;#42;b#42;#42;#96;}} #35;quot#59; #60;b#62;a(1)#60;/b#62; #124; #37; #59; #93;#93;"]
  rule0 --> tag0x0(["end (floating)"]):::floating
  rule0 --> tag0x1(["1#46; (floating)"]):::floating
  rule0 --> tag0x2(["main#95;{short_sha}#95;x (immutable)"])
  rule0 --> tag0x3(["v{created:#37;Y.#37;m} (floating)"]):::floating
  git_tag -->|"version after '#34;'#124;', final or not"| rule1["rule 1#46; list"]
  rule1 --> tag1x0(["{major}.{minor}.{patch} (floating)"]):::floating
  rule1 --> tag1x1(["{major} (floating, highest)"]):::floating
  every --> rule2["rule click href"]
  rule2 --> tag2x0(["{sha} (immutable)"])
  schedule --> rule3["rule s"]
  rule3 --> tag3x0(["nightly (floating)"]):::floating
  pull_request -->|"target matches main or a#96;b"| rule4["rule p"]
  rule4 --> tag4x0(["pr-{pr} (floating)"]):::floating
  branch -->|"the default branch"| rule5["rule d"]
  rule5 --> tag5x0(["d (floating)"]):::floating
  classDef floating stroke-dasharray: 4
"#
    );
}

#[test]
fn what_a_rule_is_for_is_said_in_full_or_not_at_all() {
    let policy = policy(
        r#"
rules = [
  { name = "a", when = { release = { prefix = "" } }, tags = ["{version}"] },
  { name = "b", when = { release = { prefix = "v", prerelease = "only" } }, tags = ["{version}"] },
  { name = "c", when = { branch = {} }, tags = ["{short_sha}"] },
  { name = "d", when = { pull-request = {} }, tags = ["{short_sha}"] },
]
"#,
    );
    let diagram = policy.diagram().to_string();
    let rules: Vec<&str> = diagram.lines().filter(|line| line.contains("[\"rule ")).collect();
    assert_eq!(
        rules,
        [
            r#"  git_tag -->|"version, final only"| rule0["rule a"]"#,
            r#"  git_tag -->|"version after 'v', prereleases only"| rule1["rule b"]"#,
            r#"  branch -->|"any"| rule2["rule c"]"#,
            r#"  pull_request --> rule3["rule d"]"#,
        ]
    );
}

#[test]
fn a_label_holds_four_patterns() {
    let text = |branches: &str| {
        let rule = "name = \"r\"\ntags = [\"x-{short_sha}\"]\n";
        let rules = format!("[[rules]]\n{rule}when = {{ branch = [{branches}] }}");
        policy(&rules).diagram().to_string()
    };
    let four = text(r#""a", "b", "c", "d""#);
    assert!(four.contains(r#"-->|"matches a or b or c or d"|"#), "{four}");
    let five = text(r#""a", "b", "c", "d", "e""#);
    assert!(five.contains(r#"-->|"matches a or b or c or d or others"|"#), "{five}");
}

/// Where some tags are pushed to some images only, the images are drawn too.
#[test]
fn images_of_some_rules_are_drawn() {
    let policy = policy(
        r#"
images = [
  { name = "app", push = "docker.io/acme", rules = "release" },
  { name = "{project}", push = "r.io" },
]
rules = [
  { name = "release", when = { release = {} }, tags = ["{version}"] },
  { name = "edge", when = {}, tags = ["edge"] },
]
"#,
    );
    let drawn = policy.diagram().to_string();
    let lines: Vec<&str> = drawn.lines().filter(|line| line.contains("image")).collect();
    assert_eq!(
        lines,
        [
            "  tag0x0 --> image0",
            "  tag0x0 --> image1",
            "  tag1x0 --> image1",
            "  image0[(\"docker.io/acme/app\")]",
            "  image1[(\"r.io/{project}\")]",
        ]
    );
}
