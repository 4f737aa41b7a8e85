use tagwright::Policy;

/// The second block of TOML in the README is the built-in policy.
fn in_readme() -> &'static str {
    let readme = include_str!("../../../README.md");
    let block = readme.split("```toml\n").nth(2).expect("a second block");
    block.split_once("```").expect("its end").0
}

#[test]
fn the_readme_shows_the_built_in_policy() {
    assert_eq!(toml::from_str::<Policy>(in_readme()).unwrap(), Policy::cwiq());
}

#[test]
fn its_builder_is_pulled_through_the_proxy() {
    assert_eq!(
        Policy::cwiq().builder_image().unwrap(),
        "nexus.shared.cwiq.io:8444/kaniko-project/executor:debug",
    );
}

/// The constructor does not prove again what is proved here.
#[test]
fn its_proof_holds() {
    assert_eq!(Policy::new(Policy::cwiq().document().clone()).unwrap(), Policy::cwiq());
}
