use serde::Deserialize;

use crate::given::load;

#[derive(Deserialize)]
struct Remedies {
    tag: Vec<Remedy>,
    name: Vec<Remedy>,
    value: Vec<Remedy>,
}

#[derive(Deserialize)]
struct Remedy {
    before: [String; 3],
    advice: String,
    after: [String; 3],
}

/// What an error proposes is done, and the policy loads.
#[test]
fn every_remedy_works() {
    let all: Remedies = toml::from_str(include_str!("../../../remedies.toml")).unwrap();
    let tag = |head: &str, when: &str, tag: &str| {
        format!("{head}\nrules = [{{ name = 'a', when = {{ {when} }}, tags = '{tag}' }}]")
    };
    follow(&all.tag, &tag);
    follow(&all.name, &|head, when, name| {
        tag(&format!("{head}\nimages = [{{ push = 'r.io', name = '{name} }}]"), when, "x")
    });
    follow(&all.value, &|head, when, value| {
        tag(&format!("{head}\nenv = ['A={value}']"), when, "x")
    });
}

fn follow(remedies: &[Remedy], policy: &dyn Fn(&str, &str, &str) -> String) {
    let policy = |[head, when, template]: &[String; 3]| policy(head, when, template);
    for Remedy { before, advice, after } in remedies {
        let error = load(&policy(before)).expect_err(advice).to_string();
        assert!(error.ends_with(advice), "{error}");
        assert_eq!(load(&policy(after)).map(drop), Ok(()), "{error}");
    }
}
