use std::borrow::Cow;
use std::collections::HashSet;

use tagwright::Reference;
use tagwright::name::ReferenceRef;

#[test]
fn it_borrows_whatever_the_text_holds() {
    let official = ReferenceRef::parse("ubuntu:24.04").unwrap();
    assert_eq!(official.registry(), Some("docker.io"));
    assert_eq!((official.path(), official.adds_library()), ("ubuntu", true));
    assert_eq!(official.repository(), "library/ubuntu");
    assert_eq!(official.tag(), Some("24.04"));
    assert_eq!(official.to_string(), "docker.io/library/ubuntu:24.04");
    assert_eq!(format!("{official:?}"), r#"ReferenceRef("docker.io/library/ubuntu:24.04")"#);
    assert_eq!(format!("{official:>31}"), " docker.io/library/ubuntu:24.04");
    assert_eq!(format!("{official:.17}"), "docker.io/library");

    let acme = ReferenceRef::try_from("index.docker.io/acme/server").unwrap();
    assert_eq!((acme.registry(), acme.path()), (Some("docker.io"), "acme/server"));
    assert!(!acme.adds_library());
    assert!(matches!(acme.repository(), Cow::Borrowed("acme/server")));

    let strict = ReferenceRef::parse_strict("acme/server").unwrap();
    assert_eq!((strict.registry(), strict.path()), (Some("acme"), "server"));
}

#[test]
fn equal_references_are_equal_however_they_were_written() {
    let short = ReferenceRef::parse("ubuntu").unwrap();
    let whole = ReferenceRef::parse("docker.io/library/ubuntu").unwrap();
    assert_eq!(short, whole);
    assert_ne!(short, ReferenceRef::parse("ubuntu:24.04").unwrap());
    assert_ne!(short, ReferenceRef::parse("ghcr.io/library/ubuntu").unwrap());
}

#[test]
fn it_becomes_an_owned_reference() {
    for text in ["ubuntu:24.04", "acme/server", "ghcr.io/acme/server:1", "my_host.local/a"] {
        let borrowed = ReferenceRef::parse(text).unwrap();
        let owned = Reference::from(borrowed);
        assert_eq!(owned, Reference::parse(text).unwrap());
        assert_eq!(owned.parts(), borrowed);
    }
}

#[test]
fn it_refuses_what_the_owned_one_refuses() {
    let error = ReferenceRef::parse("ghcr.io/acme/Server").unwrap_err();
    assert_eq!(Err(error), Reference::parse("ghcr.io/acme/Server"));
    let error = ReferenceRef::parse_strict("a@md5:0").unwrap_err();
    assert_eq!(Err(error), Reference::parse_strict("a@md5:0"));
}

#[test]
fn two_spellings_of_one_reference_are_one_in_a_set() {
    let spellings = ["ubuntu", "docker.io/ubuntu", "index.docker.io/library/ubuntu"];
    let set: HashSet<ReferenceRef<'_>> =
        spellings.into_iter().map(|text| ReferenceRef::parse(text).unwrap()).collect();
    assert_eq!(set.len(), 1, "{set:?}");
}
