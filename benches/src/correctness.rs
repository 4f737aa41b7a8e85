//! Which recorded answers of distribution/reference each parser gives as well.

use std::collections::BTreeMap;
use std::path::Path;

use container_image_dist_ref::ImgRef;
use docker_image::DockerImage;
use oci_spec::distribution;
use serde_json::Value;
use tagwright::Reference;
use tagwright::name::ReferenceRef;

use crate::cases::reference::{
    BORROWED, BUILDKIT, DIST_REF, DOCKER_IMAGE, OCI_SPEC, OWNED, STRICT,
};

#[derive(Clone, Debug, Default, PartialEq)]
struct Parts {
    domain: String,
    path: String,
    tag: String,
    digest: String,
}

type Parser = fn(&str) -> Option<Parts>;

/// Each by the rules that it follows: docker's, or the grammar alone.
const PARSERS: [(&str, &str, Parser); 7] = [
    (BORROWED, "normalized", borrowed),
    (STRICT, "parse", strict),
    (OWNED, "normalized", owned),
    (DIST_REF, "parse", dist_ref),
    (OCI_SPEC, "normalized", oci_spec),
    (DOCKER_IMAGE, "parse", docker_image),
    (BUILDKIT, "parse", buildkit),
];

pub(crate) struct Score {
    pub(crate) right: usize,
    /// Illegal, and accepted.
    pub(crate) accepted: usize,
    /// Legal, and refused.
    pub(crate) refused: usize,
    /// Legal, and split at other places.
    pub(crate) otherwise: usize,
}

/// By the names of the ways that are measured; none where there are no vectors.
pub(crate) fn scores() -> BTreeMap<&'static str, Score> {
    let Ok(folder) = std::env::var("TAGWRIGHT_VECTORS") else {
        eprintln!("TAGWRIGHT_VECTORS is not set: no answers of parsers");
        return BTreeMap::new();
    };
    let answers = answers(Path::new(&folder));
    let score = |rules: &str, parser: Parser| {
        let mut score = Score { right: 0, accepted: 0, refused: 0, otherwise: 0 };
        for (input, oracle) in &answers {
            *match (expected(&oracle[rules]), parser(input)) {
                (expected, answer) if expected == answer => &mut score.right,
                (None, _) => &mut score.accepted,
                (_, None) => &mut score.refused,
                _ => &mut score.otherwise,
            } += 1;
        }
        score
    };
    PARSERS.map(|(name, rules, parser)| (name, score(rules, parser))).into()
}

/// Every input once. sha512 is refused in them only because no such hash was
/// linked.
fn answers(folder: &Path) -> BTreeMap<String, Value> {
    let mut answers = BTreeMap::new();
    for file in ["reference_cases", "normalize_cases", "regexp_cases"] {
        let text = std::fs::read_to_string(folder.join(format!("reference/{file}.json"))).unwrap();
        let recorded: Value = serde_json::from_str(&text).unwrap();
        for row in recorded["cases"].as_array().expect("rows") {
            for row in [row, &row["as_reference"]] {
                if let (Some(input), true) = (row["input"].as_str(), row["oracle"].is_object())
                    && !input.contains("@sha512:")
                {
                    answers.insert(input.to_owned(), row["oracle"].clone());
                }
            }
        }
    }
    assert!(!answers.is_empty(), "{} has no answers", folder.display());
    answers
}

fn expected(oracle: &Value) -> Option<Parts> {
    let part = |name: &str| oracle[name].as_str().unwrap_or_default().to_owned();
    oracle["valid"].as_bool().expect("an answer").then(|| Parts {
        domain: part("domain"),
        path: part("path"),
        tag: part("tag"),
        digest: part("digest"),
    })
}

fn parts(domain: Option<&str>, path: &str, tag: Option<&str>, digest: Option<&str>) -> Parts {
    let [domain, tag, digest] = [domain, tag, digest].map(|part| part.unwrap_or_default().into());
    Parts { domain, path: path.into(), tag, digest }
}

fn borrowed(text: &str) -> Option<Parts> {
    let found = ReferenceRef::parse(text).ok()?;
    Some(parts(found.registry(), &found.repository(), found.tag(), found.digest()))
}

fn strict(text: &str) -> Option<Parts> {
    let found = ReferenceRef::parse_strict(text).ok()?;
    Some(parts(found.registry(), found.path(), found.tag(), found.digest()))
}

fn owned(text: &str) -> Option<Parts> {
    let found = Reference::parse(text).ok()?;
    Some(parts(found.registry(), found.repository(), found.tag(), found.digest()))
}

fn dist_ref(text: &str) -> Option<Parts> {
    let found = ImgRef::new(text).ok()?;
    let digest = found.digest().map(|digest| digest.to_str());
    let domain = found.domain().map(|domain| domain.to_str());
    Some(parts(domain, found.path().to_str(), found.tag(), digest))
}

/// It adds `latest` where there is neither tag nor digest, which is docker's
/// rule as well, but of another function.
fn oci_spec(text: &str) -> Option<Parts> {
    let found: distribution::Reference = text.parse().ok()?;
    let tag = found.tag().filter(|tag| text.ends_with(&format!(":{tag}")) || text.contains('@'));
    Some(parts(Some(found.registry()), found.repository(), tag, found.digest()))
}

fn docker_image(text: &str) -> Option<Parts> {
    let found = DockerImage::parse(text).ok()?;
    let [registry, tag, digest] =
        [&found.registry, &found.tag, &found.digest].map(Option::as_deref);
    Some(parts(registry, &found.name, tag, digest))
}

fn buildkit(text: &str) -> Option<Parts> {
    let found = buildkit_rs_reference::Reference::parse(text).ok()?;
    let [domain, path] = [&found.repository.domain, &found.repository.path].map(Option::as_deref);
    Some(parts(domain, path.unwrap_or_default(), found.tag(), found.digest()))
}
