use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::explained_tag::TagMovement;
use crate::context::CiContext;
use crate::name::{CommitSha, GitRef, Quoted, RefName, Shown};
use crate::plan::{Existing, Firing, Movement, NotRelease, Stay};
use crate::policy::{Condition, Fact, Ground, Moves, Names, Release, Rule, RuleTag, VariantNames};

/// Why a rule applies or not, or why that is unknown.
pub(super) fn of_rule(rule: &Rule, context: &CiContext, firing: &Firing<'_>) -> String {
    let release = match firing {
        Firing::Fires(release) => release.as_ref(),
        Firing::Skipped(why) => return why.to_string(),
        Firing::Unknown(fact) => return format!("{fact} is unknown"),
    };
    let each =
        rule.conditions.all().iter().map(|condition| of_condition(condition, context, release));
    let each: Vec<String> = each.collect();
    if each.is_empty() { "every pipeline".into() } else { each.join(", ") }
}

/// Why a condition holds.
fn of_condition(
    condition: &Condition,
    context: &CiContext,
    release: Option<&Release<'_>>,
) -> String {
    match (condition, context.git_ref()) {
        (Condition::Branch(names), GitRef::Branch(name)) => taken(names, "branch", name.as_str()),
        (Condition::Tag(names), GitRef::Tag(name)) => taken(names, "git tag", name.as_str()),
        (Condition::Release(_), GitRef::Tag(git_tag)) => {
            let (name, version) = (git_tag.as_str(), release.map_or("", |release| release.text));
            match release.map_or("", |release| release.prefix_of(name)) {
                "" => format!("release {}", Quoted(version)),
                prefix => format!("release {} after {}", Quoted(version), Quoted(prefix)),
            }
        }
        (Condition::NoRelease(filter), GitRef::Tag(name)) => {
            let project = context.project();
            let git_tag = name.as_str();
            let why = filter.read(git_tag, project).err();
            let why = why.map(|reason| NotRelease { filter, git_tag, project, reason }.to_string());
            why.unwrap_or_default()
        }
        (
            Condition::PullRequest { source, target },
            GitRef::PullRequest { source: from, target: into, .. },
        ) => {
            let of = |preposition, names: Option<&Names>, name: Option<&RefName>| {
                let (names, name) = (names?, name?.as_str());
                Some(format!(" {preposition} {}: {}", Quoted(name), taken(names, "branch", name)))
            };
            let of_source = of("from", source.as_ref(), Some(from));
            let of_target = of("into", target.as_ref(), into.as_ref());
            let both = [of_source, of_target].into_iter().flatten().collect::<Vec<_>>();
            ["a pull request", &*both.join(",")].concat()
        }
        (
            Condition::Branch(_)
            | Condition::Tag(_)
            | Condition::Release(_)
            | Condition::NoRelease(_)
            | Condition::PullRequest { .. },
            _,
        ) => String::new(),
        (Condition::DefaultBranch(true), _) => "the default branch".into(),
        (Condition::DefaultBranch(false), _) => "not the default branch".into(),
        (Condition::Event(_), git_ref) => match context.event() {
            Some(event) => format!("the event is {event}"),
            None => format!("every event of {}", git_ref.kind()),
        },
        (Condition::Fork(true), _) => "from a fork".into(),
        (Condition::Fork(false), _) => "not from a fork".into(),
        (Condition::Protected(true), _) => "protected".into(),
        (Condition::Protected(false), _) => "not protected".into(),
        (Condition::Project(names), _) => {
            format!("project {}", taken(names, "name", context.project()))
        }
        (Condition::Variant(VariantNames { names, .. }), _) => match context.variant() {
            Some(variant) => format!("variant {}", taken(names, "name", variant)),
            None => "a build without a variant".into(),
        },
    }
}

fn taken(names: &Names, noun: &str, name: &str) -> String {
    match names.matching() {
        Some(patterns) => match patterns.iter().find(|pattern| pattern.matches(name)) {
            Some(pattern) => format!("matches {}", Shown(pattern.source())),
            None => String::new(),
        },
        None if names.except().is_empty() => format!("any {noun}"),
        None => format!("any {noun} that is not excepted"),
    }
}

/// Why a tag has its kind.
pub(super) fn of_kind(tag: &RuleTag, rule: &Rule) -> String {
    match tag.ground(&rule.conditions) {
        Ground::Names(placeholder) => {
            let what = match placeholder.fact() {
                Fact::Sha | Fact::HeadSha => "the commit",
                Fact::Declared(_) => "one build, because its value is unique",
                _ => "the git tag",
            };
            format!("{{{}}} names {what}", placeholder.name())
        }
        Ground::FinalVersion => "{major}, {minor} and {patch} name a final release".into(),
        Ground::Version(_) => {
            "builds of one version, which differ in build metadata, share {version}".into()
        }
        Ground::Numbers => {
            "builds of one version, which differ in build metadata, share {major}, {minor} and \
             {patch}"
                .into()
        }
        Ground::Nothing => "nothing in it names the commit or the version".into(),
    }
}

/// Whether a tag moves, and why.
pub(super) fn of_movement(
    tag: &RuleTag,
    rule: &Rule,
    release: Option<&Release<'_>>,
    context: &CiContext,
    movement: Movement,
) -> (TagMovement, String) {
    let (line, versions) = (tag.line, context.versions().unwrap_or_default());
    match movement {
        Movement::Moves => (
            TagMovement::Moves,
            match (tag.moves, versions.len()) {
                (Moves::Always, _) => "whenever its rule applies".into(),
                (Moves::Final, _) => "it is a final release".into(),
                (Moves::BranchHead, _) => "the commit is the head of the branch".into(),
                (Moves::Highest, 1) => {
                    format!("the one version that exists is not a higher one{line}")
                }
                (Moves::Highest, count) => {
                    format!("none of the {count} versions that exist is a higher one{line}")
                }
            },
        ),
        Movement::Stays(Stay::Prerelease) => {
            (TagMovement::Stays, "a prerelease does not move a tag of final releases".into())
        }
        Movement::Stays(Stay::NotHead) => {
            let head = context.branch_head().map_or("", CommitSha::as_str);
            (TagMovement::Stays, format!("the head of the branch is {head}"))
        }
        Movement::Stays(Stay::Higher) => {
            let highest = match (rule.conditions.release(), release) {
                (Some(filter), Some(release)) => {
                    let (conditions, project) = (&rule.conditions, context.project());
                    let existing = Existing { conditions, filter, release, project };
                    existing.higher(line, versions).max()
                }
                _ => None,
            };
            let text = highest.map_or("", |(_, text)| text);
            (TagMovement::Stays, format!("version {}{line} exists", Quoted(text)))
        }
        Movement::Unknown if tag.moves == Moves::BranchHead => (
            TagMovement::Unknown,
            "the context does not say which commit is the head of the branch; give its branch_head"
                .into(),
        ),
        Movement::Incomplete => (
            TagMovement::Unknown,
            "the versions lack the git tag that is built; list all of them".into(),
        ),
        Movement::Unknown => (
            TagMovement::Unknown,
            match versions {
                [] => {
                    "the context does not say which versions exist; list them under versions".into()
                }
                [first, ..] => format!(
                    "none of the versions in the context is accepted by the rule, for example {}",
                    Quoted(first)
                ),
            },
        ),
    }
}
