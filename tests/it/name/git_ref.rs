use tagwright::{GitRef, RefName};

#[test]
fn what_a_person_reads() {
    let name = RefName::from_static("v'1");
    for (git_ref, text, slugged) in [
        (GitRef::Branch(name.clone()), r#"branch "v'1""#, true),
        (GitRef::Tag(name.clone()), r#"git tag "v'1""#, true),
        (
            GitRef::PullRequest { number: 7, source: name.clone(), target: None },
            r#"pull request 7 from branch "v'1""#,
            true,
        ),
        (GitRef::Detached, "a detached commit", false),
    ] {
        assert_eq!(git_ref.to_string(), text);
        assert_eq!(git_ref.name(), slugged.then_some(&name));
    }
}
