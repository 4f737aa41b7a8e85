use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::git_tags::GitTags;
use super::given::both_show;
use super::not_decided::Question;
use super::severity::Severity;
use super::side::Side;
use crate::name::Quoted;
use crate::policy::{Moves, Place, Placeholder, RuleTag, TagKind, Trigger};

/// Finds the floating tags of releases that something else moves: a prerelease,
/// a git tag that is no version, an older release. One finding is for one rule.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    for sides in auditor.sides.chunk_by(|left, right| left.index == right.index) {
        let Some(side) = sides.first() else { continue };
        let (rule, index) = (side.rule, side.index);
        auditor.effort.begin();
        let Some(git_tags) = GitTags::of(rule, &auditor.effort) else { continue };
        let is_release = matches!(rule.trigger, Trigger::Release(_));
        for mover in Mover::ALL {
            let mut open: Vec<&Side<'_>> =
                sides.iter().filter(|side| moves_freely(side.tag)).collect();
            if open.is_empty() {
                continue;
            }
            let mut places = BTreeSet::new();
            let mut first: Option<FindingWitness> = None;
            for pair in mover.pairs(&git_tags) {
                let Some(pair) = auditor.both(rule, pair.each_ref().map(String::as_str)) else {
                    continue;
                };
                let pair = pair.each_ref();
                open.retain(|side| {
                    let Some(tag) = side.shared_by(pair) else { return true };
                    places.insert(side.place);
                    first.get_or_insert_with(|| both_show(pair, tag));
                    false
                });
                if open.is_empty() {
                    break;
                }
            }
            let Some(witness) = first else { continue };
            let [from, to, ..] = witness.contexts() else { continue };
            let message = format!(
                "{} moves {} from {} to {}, {}",
                rule_name(rule),
                Quoted(witness.tag().map_or("", |tag| tag.as_str())),
                from.git_ref(),
                to.git_ref(),
                mover.noun(),
            );
            findings.push(Finding {
                code: mover.code(),
                severity: mover.severity(),
                paths: places.into_iter().map(|place| place.to_string()).collect(),
                message,
                remedy: mover.remedy(is_release),
                witness: Some(witness),
            });
        }
        if git_tags.gave_up() {
            auditor.leave_open(Question::Moves(Place::When(index)));
        }
    }
}

/// What moves a floating tag that it should perhaps not move.
#[derive(Clone, Copy, Debug)]
enum Mover {
    Prerelease,
    Other,
    Older,
}

impl Mover {
    const ALL: [Self; 3] = [Self::Prerelease, Self::Other, Self::Older];

    /// The git tags that show it: from one, to the other.
    fn pairs(self, git_tags: &GitTags<'_>) -> Vec<[String; 2]> {
        match self {
            Self::Prerelease => {
                let mut pairs = git_tags.pairs(&[
                    ["1.2.9", "2.0.0-rc.1"],
                    ["1.2.9", "1.2.10-rc.1"],
                    ["2.0.0", "2.0.0-rc.1"],
                ]);
                pairs.extend(git_tags.shortest_pair());
                pairs
            }
            Self::Other => git_tags.release_and_other().into_iter().collect(),
            Self::Older => git_tags.pairs(&[
                ["2.0.0", "1.2.9"],
                ["1.2.9", "1.1.0"],
                ["1.2.9", "1.2.8"],
                ["2.0.0-rc.1", "1.2.9-rc.1"],
                ["1.2.9-rc.1", "1.1.0-rc.1"],
                ["1.2.9-rc.1", "1.2.8-rc.1"],
            ]),
        }
    }

    fn code(self) -> FindingCode {
        match self {
            Self::Prerelease => FindingCode::PrereleaseMovesFloating,
            Self::Other => FindingCode::AnyTagMovesFloating,
            Self::Older => FindingCode::OldReleaseMovesFloating,
        }
    }

    fn severity(self) -> Severity {
        match self {
            Self::Prerelease | Self::Other => Severity::Warning,
            Self::Older => Severity::Info,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Prerelease => "a prerelease",
            Self::Other => "which is no version",
            Self::Older => "which is older",
        }
    }

    fn remedy(self, is_release: bool) -> &'static str {
        match (self, is_release) {
            (Self::Prerelease, true) => {
                "set prerelease = \"no\", or moves = \"highest\" for the tag"
            }
            (Self::Older, true) => "set moves = \"highest\" for the tag",
            (Self::Older, false) => {
                "compare versions: when = { release = {} }, and moves = \"highest\" for the tag"
            }
            (Self::Prerelease | Self::Other, _) => {
                "take final releases alone: when = { release = {} }"
            }
        }
    }
}

/// Whether a tag is of no single ref, and moves whenever its rule fires.
fn moves_freely(tag: &RuleTag) -> bool {
    let names_run = |one: &Placeholder| {
        matches!(one, Placeholder::Slug | Placeholder::RunNumber | Placeholder::HeadSha)
    };
    tag.kind == TagKind::Floating && tag.moves == Moves::Always && !tag.template.has(names_run)
}
