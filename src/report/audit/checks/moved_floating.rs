use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::policy::language::Facts;
use crate::policy::{Fact, Moves, Place, TagKind};
use crate::report::audit::git_tags::GitTags;
use crate::report::audit::side::rules;
use crate::report::audit::two_versions::Common;
use crate::report::audit::{
    Auditor, Finding, FindingCode, FindingWitness, Question, Severity, Side,
};
use crate::report::example_context::Spare;

/// Finds the floating tags of releases that something else moves: a prerelease,
/// a git tag that is not a version, or an older release. Each finding is about one rule.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    rules(&auditor.sides).flat_map(|sides| of_rule(auditor, sides)).collect()
}

fn of_rule(auditor: &Auditor<'_>, sides: &[Side<'_>]) -> Vec<Finding> {
    let moved = |mover: Mover| sides.iter().filter(move |side| mover.may_move(side));
    let Some(side) = Mover::ALL.into_iter().find_map(|mover| moved(mover).next()) else {
        return Vec::new();
    };
    auditor.effort.begin();
    let Some(git_tags) = GitTags::of(side.rule, &auditor.effort) else { return Vec::new() };
    let is_release = side.rule.conditions.release().is_some();
    let mut is_decided = true;
    let findings = Mover::ALL.into_iter().filter_map(|mover| {
        let mut open: Vec<&Side<'_>> = moved(mover).collect();
        let mut places = BTreeSet::new();
        let mut first = None;
        let mut has_capture = false;
        let commons: BTreeSet<Common> = open.iter().map(|side| Common::of(side)).collect();
        for pair in git_tags.pairs(mover.everyday(), |git_tags| mover.search(git_tags, &commons)) {
            let [from, to] = pair;
            let from = auditor.everyday(side.rule, &Facts::of_name(&from), Spare::FIRST);
            let to = auditor.everyday(side.rule, &Facts::of_name(&to), Spare::SECOND);
            let (Some(from), Some(to)) = (from, to) else { continue };
            open.retain(|side| {
                let Some(shared) = side.shared_by([&from, &to]) else { return true };
                places.insert(side.place);
                has_capture |= side.has_capture();
                if first.is_none() {
                    let both = [&from, &to].map(|given| given.context.clone());
                    let examples = both.into_iter().map(|one| (one, &side.rule.conditions));
                    first = FindingWitness::of(examples, &shared);
                }
                false
            });
            if open.is_empty() {
                break;
            }
        }
        is_decided &= open.is_empty() || !git_tags.gave_up();
        let witness = first?;
        let ([from, to], rule) = (witness.refs(), side.rule_name());
        Some(Finding {
            code: mover.code(),
            severity: mover.severity(),
            paths: places.into_iter().map(|place| place.to_string()).collect(),
            message: format!(
                "{rule} moves {} from {from} to {to}, {}",
                witness.quoted(),
                mover.noun()
            ),
            accepted: None,
            remedy: witness.contexts.first().map_or(Cow::Borrowed(""), |from| {
                mover.remedy(is_release, has_capture, from, &git_tags)
            }),
            witness: Some(witness),
        })
    });
    let findings = findings.collect();
    if !is_decided {
        auditor.leave_open(Question::Moves(Place::When(side.index)));
    }
    findings
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

    /// Whether it may move a tag: a floating one of no single ref, whose `moves` lets it.
    fn may_move(self, side: &Side<'_>) -> bool {
        let is_let = match self {
            Self::Prerelease | Self::Other => side.tag.moves == Moves::Always,
            Self::Older => matches!(side.tag.moves, Moves::Always | Moves::Final),
        };
        is_let
            && side.tag.kind == TagKind::Floating
            && !side.has(&[Fact::Name, Fact::RunNumber, Fact::HeadSha])
    }

    /// Versions that show it: from one, to the other.
    fn everyday(self) -> &'static [[&'static str; 2]] {
        match self {
            Self::Prerelease => {
                &[["1.2.9", "2.0.0-rc.1"], ["1.2.9", "1.2.10-rc.1"], ["2.0.0", "2.0.0-rc.1"]]
            }
            Self::Other => &[["1.2.9", "next"]],
            // Of two that share the major, the minor, the patch, or two of them.
            Self::Older => &[
                ["2.0.0", "1.2.9"],
                ["1.2.9", "1.1.0"],
                ["1.2.9", "1.2.8"],
                ["2.2.9", "1.2.9"],
                ["1.3.9", "1.2.9"],
                ["2.0.0-rc.1", "1.2.9-rc.1"],
                ["1.2.9-rc.1", "1.1.0-rc.1"],
                ["1.2.9-rc.1", "1.2.8-rc.1"],
                ["2.2.9-rc.1", "1.2.9-rc.1"],
                ["1.3.9-rc.1", "1.2.9-rc.1"],
            ],
        }
    }

    /// What finds others.
    fn search(self, git_tags: &GitTags<'_>, commons: &BTreeSet<Common>) -> Vec<[String; 2]> {
        match self {
            Self::Prerelease => git_tags.finals_and_prereleases(commons),
            Self::Other => git_tags.finals_and_others(),
            Self::Older => git_tags.newer_and_older(commons),
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
            Self::Other => "which is not a version",
            Self::Older => "which is older",
        }
    }

    /// What keeps the tag where it is; of a rule for git tags by their names, by taking
    /// versions such as the first.
    fn remedy(
        self,
        is_release: bool,
        has_capture: bool,
        from: &CiContext,
        git_tags: &GitTags<'_>,
    ) -> Cow<'static, str> {
        let name = from.git_ref().name().map_or("", |name| name.as_str());
        let release = || git_tags.versions_like(name);
        match (self, is_release) {
            (Self::Older, _) if has_capture => format!(
                "compare versions: when = {{ release = {} }}, {{major}} and {{minor}} instead of \
                 captures, and moves = \"highest\" for the tag",
                release()
            )
            .into(),
            (Self::Prerelease, true) => {
                "set prerelease = \"exclude\", or moves = \"final\" for the tag".into()
            }
            (Self::Older, true) => "set moves = \"highest\" for the tag".into(),
            (Self::Older, false) => format!(
                "compare versions: when = {{ release = {} }}, and moves = \"highest\" for the tag",
                release()
            )
            .into(),
            (Self::Prerelease | Self::Other, _) => {
                format!("take final releases alone: when = {{ release = {} }}", release()).into()
            }
        }
    }
}
