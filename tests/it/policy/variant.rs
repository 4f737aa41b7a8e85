//! `[variants]`, and what a policy with them may say.

use tagwright::PolicyDocument;
use tagwright::document::{PolicyErrorKind as Kind, VariantDocument};

use super::{assert_refused, rule};
use crate::given::{load, whole};

const HOLDS: &str = "a tag holds letters, digits, '_', '.' and '-'";

#[test]
fn affixes_are_checked() {
    assert_refused(&[
        (
            "variants = { alpine = \"+alpine\" }",
            Kind::InvalidValue,
            "variants.alpine",
            Some(0),
            &format!("invalid tag suffix \"+alpine\": unexpected '+' at byte 0; {HOLDS}"),
        ),
        (
            "variants = { slim = { prefix = \"-\" } }",
            Kind::InvalidValue,
            "variants.slim.prefix",
            Some(0),
            "invalid tag prefix \"-\": unexpected '-' at byte 0; a tag begins with a letter, a digit or '_'",
        ),
        (
            "variants = { slim = { prefix = \"slim-\", suffix = \"é\" } }",
            Kind::InvalidValue,
            "variants.slim.suffix",
            Some(0),
            &format!("invalid tag suffix \"é\": unexpected 'é' at byte 0; {HOLDS}"),
        ),
        (
            "variants = { \"a/b\" = \"-ab\" }",
            Kind::InvalidValue,
            "variants.\"a/b\"",
            None,
            "invalid variant \"a/b\": unexpected '/' at byte 1; the name of a variant holds letters, digits, '_', '.' and '-'",
        ),
        (
            "variants = { \"\" = \"-ab\" }",
            Kind::InvalidValue,
            "variants.\"\"",
            None,
            "invalid variant \"\": it is empty; the name of a variant holds letters, digits, '_', '.' and '-'",
        ),
        (
            "fits = \"dns-label\"\nvariants = { a = { prefix = \"A\" } }",
            Kind::InvalidValue,
            "variants.a.prefix",
            Some(0),
            "invalid tag prefix \"A\": unexpected 'A' at byte 0; a DNS label holds lower-case letters, digits and '-'",
        ),
    ]);
}

/// `{short_sha}` has eight characters, and `-cuda` five.
#[test]
fn affixes_are_part_of_the_proof() {
    let of = |variants: &str, text: usize| {
        let template = format!("{}{{short_sha}}", "x".repeat(text - 8));
        load(&format!("variants = {{ {variants} }}\n{}", rule("", &template)))
    };
    for variants in
        ["cuda = \"-cuda\"", "cuda = { prefix = \"cuda-\" }", "plain = \"\", cuda = \"-cuda\""]
    {
        assert!(of(variants, 123).is_ok(), "{variants}");
        let error = of(variants, 124).unwrap_err();
        assert_eq!(error.counterexample().unwrap().text().len(), 129);
        let message = error.to_string();
        assert!(message.contains("\" in variant cuda can give an illegal tag: "), "{message}");
    }
    assert!(of("plain = \"\"", 128).is_ok());
    let bare = |affix| {
        let tags = format!("{{ tag = \"{}\", affix = {affix} }}", "x".repeat(124));
        let rules = format!("rules = [{{ name = \"a\", when = {{}}, tags = [{tags}] }}]");
        load(&format!("variants = {{ cuda = \"-cuda\" }}\n{rules}"))
    };
    assert!(bare("false").is_ok() && bare("true").is_err());
}

#[test]
fn what_fits_is_proved_with_affixes() {
    let of = |variants: &str, tag: &str| {
        load(&format!("fits = \"dns-label\"\nvariants = {{ {variants} }}\n{}", rule("", tag)))
    };
    let exactly = "x".repeat(58);
    assert!(of("cuda = \"-cuda\"", &exactly).is_ok());
    assert_eq!(
        of("cuda = \"-cuda\"", &format!("{exactly}x")).unwrap_err().to_string(),
        format!(
            "rules[0].tags[0]: \"{exactly}x\" in variant cuda can give an illegal DNS label: branch \
             \"main\" would give \"{exactly}x-cuda\": 64 bytes are 1 over the limit of 63; a DNS \
             label has at most 63 characters"
        )
    );
    // What ends badly alone does so in the plain build.
    let error = of("cuda = \"cuda\"", "x-").unwrap_err();
    assert!(!error.to_string().contains("variant"), "{error}");
    assert!(of("cuda = \"cuda\", rocm = \"rocm\"", "x-").is_err());
}

#[test]
fn a_variant_is_a_placeholder_where_every_build_has_one() {
    let part = |variants: &str, rest: &str| format!("{variants}\n{rest}");
    let two = "variants = { alpine = \"-alpine\", cuda = \"-cuda\" }";
    let tag = rule("", "x-{variant}");
    let name = "images = [{ name = \"app-{variant}\", push = \"r.io\" }]";
    let unknown =
        "is unknown in a build without a variant; add variant = { except = \"\" } to when of rule";
    let or = "or give one of [variants] no affix, as in default = \"\", so that every build has a variant";
    let undeclared = "needs [variants], as in variants = { alpine = \"-alpine\" }";
    assert_refused(&[
        (
            &part(two, &tag),
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            &format!("{{variant}} at byte 2 {unknown} a, {or}"),
        ),
        (
            &part(two, name),
            Kind::UnavailablePlaceholder,
            "images[0].name",
            Some(4),
            &format!("{{variant}} at byte 4 {unknown} any, {or}"),
        ),
        (
            &part("", &tag),
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            &format!("{{variant}} at byte 2 {undeclared}"),
        ),
        (
            "env = [\"V={variant}\"]",
            Kind::UnavailablePlaceholder,
            "env[0]",
            Some(2),
            &format!("{{variant}} at byte 2 {undeclared}"),
        ),
    ]);
    // As the messages say.
    let every = "variants = { default = \"\", alpine = \"-alpine\", cuda = \"-cuda\" }";
    for rest in [&*tag, name, "env = [\"V={variant}\"]", "labels = [\"v={variant}\"]"] {
        assert_eq!(load(&part(every, rest)).map(drop), Ok(()), "{rest}");
    }
    assert!(load(&part(two, "env = [\"V={variant}\"]")).is_ok(), "empty in the plain build");
    let when = "variant = { except = \"\" }";
    assert_eq!(load(&part(two, &rule(when, "x-{variant}"))).map(drop), Ok(()));
    assert_eq!(load(&part(two, &format!("{name}\n{}", rule(when, "x")))).map(drop), Ok(()));
}

/// A name of an image is proved for the builds of its own rules.
#[test]
fn names_are_proved_for_the_builds_of_their_rules() {
    let of = |name: &str, cache: &str, when: &str| {
        let policy = format!(
            "variants = {{ Alpine = \"-alpine\", cuda = \"-cuda\" }}\n\
             images = [{{ name = \"{name}\", push = \"r.io\", cache = \"{cache}\", rules = \"some\" }},\n\
             {{ name = \"other\", push = \"r.io\", rules = \"rest\" }}]\n\
             [[rules]]\nname = \"some\"\nwhen = {{ {when} }}\ntags = [\"x\"]\n\
             [[rules]]\nname = \"rest\"\nwhen = {{}}\ntags = [\"y\"]"
        );
        load(&policy).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(of("app-{variant}", "cc", "variant = \"cuda\""), Ok(()));
    assert_eq!(
        of("app-{variant}", "cc", "variant = { except = \"\" }"),
        Err("images[0].name: \"app-{variant}\" in variant Alpine can give an illegal image \
             name: branch \"main\" would give \"app-Alpine\": unexpected 'A' \
             at byte 4; case = \"lower\" on the image asks for lower case"
            .to_owned())
    );
    // In the plain build, `cc{variant}` would be `cc`.
    assert_eq!(of("cc", "cc{variant}", "variant = \"cuda\""), Ok(()));
    assert_eq!(
        of("cccuda", "cc{variant}", "variant = \"cuda\""),
        Err(
            "images[0].cache: \"cc{variant}\" is the name of images[0] as well, and cached layers \
             would replace its tags; give the cache a repository of its own, such as \
             \"cc{variant}-cache\""
                .to_owned()
        )
    );
}

const MATRIX: &str = "variants = { alpine = \"-alpine\", cuda = \"-cuda\" }";

/// A condition on variants is about those that are declared.
#[test]
fn a_condition_names_declared_variants() {
    let refused = |variants: &str, when: &str, kind: Kind, path: &str, message: &str| {
        let part = format!("{variants}\n{}", rule(&format!("variant = {when}"), "x"));
        let error = load(&part).unwrap_err();
        assert_eq!(error.to_string(), format!("rules[0].when.variant{path}: {message}"));
        assert_eq!(error.kind(), kind);
    };
    let every = "variants = { debian = \"\", alpine = \"-alpine\" }";
    let none = "variant needs [variants], as in variants = { alpine = \"-alpine\" }";
    for when in ["\"alpine\"", "\"*\"", "\"\"", "{ except = \"alpine\" }", "{}"] {
        refused("", when, Kind::InvalidValue, "", none);
    }
    for (variants, when, kind, path, message) in [
        (
            MATRIX,
            "\"alpin\"",
            Kind::InvalidValue,
            "",
            "variant \"alpin\" is not declared; did you mean alpine?",
        ),
        (
            MATRIX,
            "\"windows\"",
            Kind::InvalidValue,
            "",
            "variant \"windows\" is not declared; expected alpine or cuda",
        ),
        (
            MATRIX,
            "[\"alpine\", \"kuda\"]",
            Kind::InvalidValue,
            "[1]",
            "variant \"kuda\" is not declared; did you mean cuda?",
        ),
        (
            MATRIX,
            "{ except = \"kuda\" }",
            Kind::InvalidValue,
            ".except",
            "variant \"kuda\" is not declared; did you mean cuda?",
        ),
        (
            MATRIX,
            "{ matching = \"w*\" }",
            Kind::NeverFires,
            "",
            "\"w*\" matches no variant; those declared are alpine or cuda",
        ),
        (
            MATRIX,
            "\"/w.*/\"",
            Kind::NeverFires,
            "",
            "can never match: it leaves out every variant; those declared are alpine or cuda",
        ),
        (
            MATRIX,
            "{ except = [\"*a*\", \"\"] }",
            Kind::NeverFires,
            "",
            "can never match: it leaves out every variant; those declared are alpine or cuda",
        ),
        (
            MATRIX,
            "{ except = \"*\" }",
            Kind::NeverFires,
            "",
            "can never match: the exception \"*\" takes every name",
        ),
        (
            MATRIX,
            "[]",
            Kind::NeverFires,
            "",
            "an empty list matches no name; leave it out to match every name",
        ),
        (
            every,
            "\"\"",
            Kind::NeverFires,
            "",
            "\"\" matches a build without a variant, and a variant has no affix, so that every build has one; leave it out",
        ),
    ] {
        refused(variants, when, kind, path, message);
    }
    for when in [
        "\"\"",
        "\"*\"",
        "[\"\", \"cuda\"]",
        "\"/a.*|cuda/\"",
        "{ except = \"\" }",
        "{ except = \"w?x*a\" }",
        "{}",
    ] {
        let part = format!("{MATRIX}\n{}", rule(&format!("variant = {when}"), "x"));
        let expected = if when.contains("w?x") { Err(()) } else { Ok(()) };
        assert_eq!(load(&part).map(drop).map_err(drop), expected, "{when}");
    }
}

/// A tag of a rule that is for some variants is proved in those alone.
#[test]
fn a_rule_is_proved_in_its_own_variants() {
    let long = "x".repeat(124);
    let of = |when: &str| load(&format!("{MATRIX}\n{}", rule(when, &long)));
    assert!(of("variant = \"\"").is_ok());
    let error = of("variant = \"cuda\"").unwrap_err().to_string();
    assert!(error.contains("\" in variant cuda can give an illegal tag: "), "{error}");
    assert!(of("").is_err());
}

/// A name is proved with the names of the variants.
#[test]
fn names_are_proved_in_every_variant() {
    let of = |variants: &str, more: &str| {
        let image = format!("{{ name = \"app-{{variant}}\", push = \"r.io\"{more} }}");
        load(&format!("variants = {{ {variants} }}\nimages = [{image}]"))
    };
    assert!(of("debian = \"\", cuda = \"-c\"", "").is_ok());
    let error = of("debian = \"\", Cuda = \"-c\"", "").unwrap_err();
    assert_eq!(
        error.to_string(),
        "images[0].name: \"app-{variant}\" in variant Cuda can give an illegal image name: branch \
         \"main\" would give \"app-Cuda\": unexpected 'C' at byte 4; case = \"lower\" on the image \
         asks for lower case"
    );
    assert!(of("debian = \"\", Cuda = \"-c\"", ", case = \"lower\"").is_ok());
    let error = of("debian = \"\", cuda = \"-c\"", ", cache = \"app-cuda\"").unwrap_err();
    assert!(error.to_string().contains("is the name of images[0] as well"), "{error}");
}

/// `suffix` on an image is what other tools have; what the message says loads.
#[test]
fn a_suffix_of_an_image_is_answered_with_variants() {
    let text = whole("images = [{ name = \"app\", push = \"r.io\", suffix = \"-alpine\" }]");
    let error = toml::from_str::<PolicyDocument>(&text).unwrap_err();
    assert_eq!(
        error.message(),
        "images[0].suffix: an image has no suffix; declare the variant, as in variants = { \"alpine\" \
         = \"-alpine\" }, and give the context \"variant\""
    );
    assert!(load("variants = { \"alpine\" = \"-alpine\" }").is_ok());
    for suffix in ["\"\"", "\"--\"", "7"] {
        let text = text.replace("\"-alpine\"", suffix);
        let error = toml::from_str::<PolicyDocument>(&text).unwrap_err();
        assert!(error.message().contains("variants = { \"alpine\" = "), "{error}");
    }
}

#[test]
fn variants_are_read_in_every_format() {
    let toml = "[variants]\nalpine = \"-alpine\"\ndebian = \"\"\nno = { prefix = \"no-\" }\n\
                both = { prefix = \"a\", suffix = \"1.10\" }\n";
    let text = format!("version = 1\n{toml}{}", whole("").replace("version = 1\n", ""));
    let document: PolicyDocument = toml::from_str(&text).unwrap();
    let names: Vec<&str> = document.variants.keys().map(String::as_str).collect();
    assert_eq!(names, ["alpine", "both", "debian", "no"]);
    assert_eq!(document.variants["debian"], VariantDocument::default());
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<PolicyDocument>(&json).unwrap(), document);
    let yaml = "version: 1\nvariants:\n  alpine: -alpine\n  debian: ''\n  no: {prefix: no-}\n  \
                both: {prefix: a, suffix: '1.10'}\nimages: [{name: '{project}', push: r.example.com}]\n\
                rules: [{name: any, when: {}, tags: [x]}]\n";
    assert_eq!(serde_yaml_ng::from_str::<PolicyDocument>(yaml).unwrap(), document);
    let error = toml::from_str::<PolicyDocument>(&text.replace("\"-alpine\"", "true")).unwrap_err();
    assert!(error.message().starts_with("variants.alpine: "), "{error}");
}

#[test]
fn there_is_a_limit_to_variants() {
    let of = |count: usize, rules: &str| {
        let all: Vec<String> = (0..count).map(|index| format!("v{index} = \"-{index}\"")).collect();
        load(&format!("variants = {{ {} }}\n{rules}", all.join(", ")))
    };
    assert!(of(32, "").is_ok());
    assert_eq!(
        of(33, "").unwrap_err().to_string(),
        "variants: 33 variants are over the limit of 32"
    );
    let rules: Vec<String> = (0..8)
        .map(|index| {
            let tags: Vec<String> = (0..64).map(|tag| format!("\"t{index}-{tag}\"")).collect();
            let tags = tags.join(", ");
            format!(
                "{{ name = \"r{index}\", when = {{ branch = \"b{index}\" }}, tags = [{tags}] }}"
            )
        })
        .collect();
    let rules = format!("rules = [{}]", rules.join(", "));
    assert_eq!(
        of(32, &rules).unwrap_err().to_string(),
        "rules[7]: 16896 tags of all rules in all variants are over the limit of 16384"
    );
    assert!(of(31, &rules).is_ok());
}
