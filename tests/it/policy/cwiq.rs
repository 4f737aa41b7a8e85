use tagwright::Policy;

use crate::given::branch;

#[test]
fn its_builder_is_pulled_through_the_proxy() {
    assert_eq!(
        Policy::cwiq().plan(&branch("main")).unwrap().builder_image().unwrap(),
        "nexus.shared.cwiq.io:8444/kaniko-project/executor:debug",
    );
}

/// The constructor does not prove again what is proved here.
#[test]
fn its_proof_holds() {
    assert_eq!(Policy::new(Policy::cwiq().document().clone()).unwrap(), Policy::cwiq());
}
