#![no_main]
//! Both readings of a reference against the regexes of their specification, and
//! docker's against `oci-spec`.

use libfuzzer_sys::fuzz_target;
use tagwright::Reference;
use tagwright::name::ReferenceRef;
use tagwright_fuzz::{grammar, peer};

fuzz_target!(|text: &str| {
    let strict = Reference::parse_strict(text);
    let borrowed = ReferenceRef::parse_strict(text);
    assert_eq!(strict.as_ref().err(), borrowed.as_ref().err());
    let expected = grammar::reference(text);
    assert_eq!(strict.as_ref().ok().map(parts), expected, "{strict:?}");
    if let (Ok(strict), Ok(borrowed)) = (&strict, &borrowed) {
        assert_eq!((strict.to_string(), borrowed.to_string()), (text.into(), text.into()));
        assert_eq!(&Reference::from(*borrowed), strict);
    }

    let docker = Reference::parse(text);
    let borrowed = ReferenceRef::parse(text);
    assert_eq!(docker.as_ref().err(), borrowed.as_ref().err());
    let completed = grammar::normalized(text);
    let expected = completed.as_deref().and_then(grammar::reference);
    assert_eq!(docker.as_ref().ok().map(parts), expected, "{docker:?}");
    if peer::fault(text).is_none() {
        let theirs = peer::reference(text);
        let theirs = theirs.as_ref().map(|parts| parts.each_ref().map(Option::as_deref));
        assert_eq!(theirs, expected, "oci-spec");
    }
    if let (Ok(docker), Ok(borrowed)) = (docker, borrowed) {
        assert_eq!(Some(docker.to_string()), completed);
        assert_eq!(borrowed.to_string(), docker.to_string());
        assert_eq!(Reference::from(borrowed), docker);
        assert_eq!(Reference::parse(docker.as_str()), Ok(docker.clone()), "complete");
        let json = serde_json::to_value(&docker).expect("a text");
        assert_eq!(json, docker.as_str());
        assert_eq!(serde_json::from_value::<Reference>(json).ok(), Some(docker));
    }
});

fn parts(reference: &Reference) -> [Option<&str>; 4] {
    let path = Some(reference.repository());
    [reference.registry(), path, reference.tag(), reference.digest()]
}
