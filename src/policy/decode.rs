//! Reads a document out of a file's nodes: shape and spelling, no meaning.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer, Error};

use super::document::{
    Assignments, BuilderDocument, Fit, ImageDocument, MajorZero, Moves, NameCase, NamesDocument,
    PolicyDocument, PrereleaseFilter, RuleDocument, TagDocument, TriggerDocument,
};
use super::error::{OneOf, PolicyError, PolicyErrorKind};
use super::fields::{Fields, ROOT_KEYS, integer, list, text, unquoted, word, wrong_type};
use super::node::Node;
use super::path::Path;
use crate::name::{Quoted, SlugCase, SlugEdges, SlugOptions, SlugRuns};

impl<'de> Deserialize<'de> for PolicyDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        policy(node).map_err(D::Error::custom)
    }
}

fn policy(node: Node) -> Result<PolicyDocument, PolicyError> {
    let mut fields = Fields::open(node, &Path::Root, &ROOT_KEYS)?;
    // For editors: which schema completes the file. It says nothing of images.
    fields.optional("$schema", text)?;
    Ok(PolicyDocument {
        version: fields.required("version", integer)?,
        short_sha: fields.optional("short-sha", integer)?.unwrap_or(PolicyDocument::SHORT_SHA),
        builder: fields.optional("builder", builder)?,
        build_args: fields.optional("build-args", assignments)?.unwrap_or_default(),
        labels: fields.optional("labels", assignments)?.unwrap_or_default(),
        env: fields.optional("env", assignments)?.unwrap_or_default(),
        fits: fields.optional("fits", fits)?.unwrap_or_default(),
        slug: fields.optional("slug", slug)?.unwrap_or_default(),
        images: fields.required("images", |node, path| list(node, path, image))?,
        rules: fields.required("rules", |node, path| list(node, path, rule))?,
    })
}

fn builder(node: Node, path: &Path<'_>) -> Result<BuilderDocument, PolicyError> {
    match node {
        Node::Text(image) => Ok(BuilderDocument::new(image)),
        Node::Table(_) => {
            let mut fields = Fields::open(node, path, &["image", "pull"])?;
            Ok(BuilderDocument {
                image: fields.required("image", text)?,
                pull: fields.optional("pull", text)?,
            })
        }
        other => Err(wrong_type(path, "an image or a table", &other)),
    }
}

fn assignments(node: Node, path: &Path<'_>) -> Result<Assignments, PolicyError> {
    match node {
        Node::List(_) => list(node, path, text).map(Assignments::List),
        Node::Table(entries) => {
            let mut table = BTreeMap::new();
            for (key, value) in entries {
                let path = path.key(&key);
                let value = text(value, &path)?;
                if table.contains_key(&key) {
                    let message = "this key stands twice in its table";
                    return Err(PolicyError::new(PolicyErrorKind::Duplicate, &path, message));
                }
                table.insert(key, value);
            }
            Ok(Assignments::Table(table))
        }
        other => Err(wrong_type(path, "a list of KEY=value or a table", &other)),
    }
}

fn fits(node: Node, path: &Path<'_>) -> Result<Vec<Fit>, PolicyError> {
    let fit = |node, path: &Path<'_>| word(node, path, Fit::ALL);
    match node {
        Node::List(_) => list(node, path, fit),
        node => Ok(vec![fit(node, path)?]),
    }
}

fn slug(node: Node, path: &Path<'_>) -> Result<SlugOptions, PolicyError> {
    let mut fields = Fields::open(
        node,
        path,
        &["case", "keep", "runs", "max-length", "edges", "empty", "distinct"],
    )?;
    let unless_said = SlugOptions::default();
    Ok(SlugOptions {
        case: fields.word("case", SlugCase::ALL)?.unwrap_or(unless_said.case),
        keep: fields.optional("keep", text)?.unwrap_or(unless_said.keep),
        runs: fields.word("runs", SlugRuns::ALL)?.unwrap_or(unless_said.runs),
        max_length: fields.optional("max-length", integer)?.unwrap_or(unless_said.max_length),
        edges: fields.word("edges", SlugEdges::ALL)?.unwrap_or(unless_said.edges),
        empty: fields.optional("empty", text)?,
        distinct: fields.optional("distinct", integer)?.unwrap_or(unless_said.distinct),
    })
}

fn image(node: Node, path: &Path<'_>) -> Result<ImageDocument, PolicyError> {
    let mut fields =
        Fields::open(node, path, &["name", "push", "pull", "cache", "suffix", "case"])?;
    Ok(ImageDocument {
        name: fields.required("name", text)?,
        push: fields.required("push", text)?,
        pull: fields.optional("pull", text)?,
        cache: fields.optional("cache", text)?,
        suffix: fields.optional("suffix", text)?,
        case: fields.word("case", NameCase::ALL)?.unwrap_or_default(),
    })
}

fn rule(node: Node, path: &Path<'_>) -> Result<RuleDocument, PolicyError> {
    let mut fields = Fields::open(node, path, &["name", "when", "tags"])?;
    Ok(RuleDocument {
        name: fields.required("name", text)?,
        when: fields.required("when", trigger)?,
        tags: fields.required("tags", tags)?,
    })
}

fn tags(node: Node, path: &Path<'_>) -> Result<Vec<TagDocument>, PolicyError> {
    match node {
        Node::List(_) => list(node, path, tag),
        // One tag needs no list, as one pattern needs none.
        node => Ok(vec![tag(node, &path.index(0))?]),
    }
}

fn tag(node: Node, path: &Path<'_>) -> Result<TagDocument, PolicyError> {
    let is_table = match &node {
        // `{version}` without quotes is a table to YAML.
        Node::Table(entries) => !matches!(entries.as_slice(), [(_, Node::Null)]),
        _ => false,
    };
    if !is_table {
        return text(node, path).map(TagDocument::from);
    }
    let mut fields = Fields::open(node, path, &["tag", "moves", "major-zero"])?;
    Ok(TagDocument {
        tag: fields.required("tag", text)?,
        moves: fields.word("moves", Moves::ALL)?.unwrap_or_default(),
        major_zero: fields.word("major-zero", MajorZero::ALL)?.unwrap_or_default(),
    })
}

fn trigger(node: Node, path: &Path<'_>) -> Result<TriggerDocument, PolicyError> {
    const TRIGGERS: [&str; 7] =
        ["branch", "tag", "default-branch", "release", "pull-request", "schedule", "any"];
    if let Node::Text(name) = &node {
        let form = match &**name {
            "tag" => "{ tag = \"v*\" }".into(),
            "branch" => "{ branch = \"main\" }".into(),
            name if TRIGGERS.contains(&name) => alloc::format!("{{ {name} = {{}} }}"),
            _ => alloc::format!("{{ branch = {} }}", Quoted(name)),
        };
        let message = alloc::format!("expected a table, found a text; write {form}");
        return Err(PolicyError::new(PolicyErrorKind::WrongType, path, message));
    }
    let mut fields = Fields::open(node, path, &TRIGGERS)?;
    let found: Vec<&str> = TRIGGERS.into_iter().filter(|trigger| fields.has(trigger)).collect();
    let trigger = match *found {
        [trigger] => trigger,
        [] => {
            let triggers = OneOf(TRIGGERS.into_iter());
            let message = alloc::format!("a rule has a trigger; expected {triggers}");
            return Err(PolicyError::new(PolicyErrorKind::MissingKey, path, message));
        }
        [..] => {
            let message = alloc::format!(
                "a rule has one trigger, found {}; write a rule for each",
                found.join(" and ")
            );
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message));
        }
    };
    fields.required(trigger, |node, path| match trigger {
        "branch" => names(node, path).map(TriggerDocument::Branch),
        "tag" => names(node, path).map(TriggerDocument::Tag),
        "default-branch" => no_options(&node, path).map(|()| TriggerDocument::DefaultBranch {}),
        "release" => release(node, path),
        "pull-request" => pull_request(node, path),
        "schedule" => no_options(&node, path).map(|()| TriggerDocument::Schedule {}),
        _ => no_options(&node, path).map(|()| TriggerDocument::Any {}),
    })
}

fn no_options(node: &Node, path: &Path<'_>) -> Result<(), PolicyError> {
    let Node::Table(entries) = node else {
        return Err(wrong_type(path, "an empty table", node));
    };
    match entries.as_slice() {
        [] => Ok(()),
        [(key, _), ..] => {
            let message = "this trigger has no options; an empty table is all it takes";
            Err(PolicyError::new(PolicyErrorKind::UnknownKey, &path.key(key), message))
        }
    }
}

fn release(node: Node, path: &Path<'_>) -> Result<TriggerDocument, PolicyError> {
    let mut fields = Fields::open(node, path, &["prefix", "prerelease"])?;
    Ok(TriggerDocument::Release {
        prefix: fields
            .optional("prefix", text)?
            .unwrap_or_else(|| TriggerDocument::RELEASE_PREFIX.into()),
        prerelease: fields.word("prerelease", PrereleaseFilter::ALL)?.unwrap_or_default(),
    })
}

fn pull_request(node: Node, path: &Path<'_>) -> Result<TriggerDocument, PolicyError> {
    let mut fields = Fields::open(node, path, &["target"])?;
    Ok(TriggerDocument::PullRequest { target: fields.optional("target", names)? })
}

fn names(node: Node, path: &Path<'_>) -> Result<NamesDocument, PolicyError> {
    if !matches!(node, Node::Table(_)) {
        return Ok(NamesDocument { matching: Some(one_or_many(node, path)?), except: None });
    }
    let mut fields = Fields::open(node, path, &["matching", "except"])?;
    Ok(NamesDocument {
        matching: fields.optional("matching", one_or_many)?,
        except: fields.optional("except", one_or_many)?,
    })
}

fn one_or_many(node: Node, path: &Path<'_>) -> Result<Vec<String>, PolicyError> {
    match node {
        Node::List(_) => list(node, path, text),
        Node::Text(text) => Ok(vec![text]),
        Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Date => {
            Err(unquoted(path, "a pattern or a list of patterns", &node))
        }
        other => Err(wrong_type(path, "a pattern or a list of patterns", &other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A format's own error has the message; the kind is seen here alone.
    #[test]
    fn flaws_of_shape_have_their_kind_and_path() {
        for (json, kind, path) in [
            (r#"{"lables": []}"#, PolicyErrorKind::UnknownKey, "lables"),
            ("{}", PolicyErrorKind::MissingKey, ""),
            (r#"{"version": 1, "version": 1}"#, PolicyErrorKind::Duplicate, "version"),
            (r#"{"version": "1"}"#, PolicyErrorKind::WrongType, "version"),
            (r#"{"version": -1}"#, PolicyErrorKind::InvalidValue, "version"),
            (
                r#"{"version": 1, "slug": {"case": "small"}}"#,
                PolicyErrorKind::InvalidValue,
                "slug.case",
            ),
            (
                r#"{"version": 1, "images": [], "rules": [{"name": "a", "when": {}}]}"#,
                PolicyErrorKind::MissingKey,
                "rules[0].when",
            ),
        ] {
            let error = policy(serde_json::from_str(json).unwrap()).unwrap_err();
            assert_eq!((error.kind(), error.path()), (kind, path), "{json}");
        }
    }
}
