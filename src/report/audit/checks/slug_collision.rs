use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::SlugRules;
use crate::policy::language::{
    Ambiguous, CutInTwoWays, Everything, Facts, Language, NotFound, TagMachine, TagPart,
};
use crate::policy::{Fact, Kind, Place, ReleaseFilter, SlugId, SlugOrigin, everyday};
use crate::report::audit::auditor::{Evidence, pairs};
use crate::report::audit::git_tags::only_versions;
use crate::report::audit::situation::is_same_ref;
use crate::report::audit::{
    Auditor, Finding, FindingCode, FindingWitness, Question, Severity, Side,
};
use crate::report::example_context::Spare;

/// Finds the tags that two refs of one rule give, though they name a ref.
///
/// Slugs with digits of `distinct` are left out: two refs meet there only where
/// the digits do. Each slug has one finding for the characters that it replaces or
/// removes, and one for the cut; all other tags have one.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let mut slugs: Vec<SlugId> = auditor.sides.iter().filter_map(Side::slug).collect();
    slugs.sort_unstable();
    slugs.dedup();
    // The tags that two refs may have. Only of these is the cut asked for, and last: that
    // it takes too long leaves nothing more open.
    let mut collided = BTreeSet::new();
    let of_characters: Vec<_> =
        slugs.iter().map(|id| of(auditor, Cause::Slug(*id), &mut collided)).collect();
    let of_git_tags = of(auditor, Cause::GitTag, &mut collided);
    let of_cuts = slugs.iter().map(|id| of(auditor, Cause::Cut(*id), &mut collided));
    let of_slugs = of_characters.into_iter().zip(of_cuts).flat_map(|(one, cut)| [one, cut]);
    of_slugs.chain([of_git_tags]).flatten().collect()
}

/// What makes two refs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// What a slug makes of characters.
    Slug(SlugId),
    /// That a slug is cut.
    Cut(SlugId),
    /// What is made of a git tag.
    GitTag,
}

fn of(
    auditor: &Auditor<'_>,
    cause: Cause,
    collided: &mut BTreeSet<Place<'static>>,
) -> Option<Finding> {
    let slugs = auditor.policy.slugs();
    let slug = match cause {
        Cause::Slug(id) | Cause::Cut(id) => Some(id),
        Cause::GitTag => None,
    };
    let shown = auditor.ask(auditor.sides.iter(), Question::Collides, &mut |side| {
        if side.slug() != slug || !is_asked(auditor, side) {
            return Err(NotFound::Never);
        }
        let witness = match cause {
            Cause::Cut(_) if !collided.contains(&side.place) => return Err(NotFound::Never),
            Cause::Cut(id) => cut(auditor, side, slugs.rules(id)).map_err(|_| NotFound::Never)?,
            Cause::Slug(_) | Cause::GitTag => {
                let collision = collision(auditor, side);
                if !matches!(collision, Err(NotFound::Never)) {
                    collided.insert(side.place);
                }
                collision?
            }
        };
        Ok((severity(side, &witness), witness))
    });
    let Evidence { paths, side, severity, witness } = shown?;
    let [left, right] = witness.refs();
    let (rule, tag) = (side.rule_name(), witness.quoted());
    let why = match cause {
        Cause::Cut(id) => format!(
            ", as {} is cut to {} characters",
            slugs.name(id).placeholder(),
            slugs.rules(id).base_length()
        ),
        Cause::Slug(_) | Cause::GitTag => String::new(),
    };
    Some(Finding {
        code: FindingCode::SlugCollision,
        severity,
        paths,
        message: format!(
            "{rule} gives {} {tag} for {left} and for {right}{}{why}",
            witness.noun(),
            witness.at_one_commit()
        ),
        accepted: None,
        remedy: if are_of_one_name(&witness) {
            "let the rule apply to one kind of ref, as when = { branch = {} } does".into()
        } else {
            remedy(auditor, side, slug.map(|id| slugs.origin(id)), &witness)
        },
        witness: Some(witness),
    })
}

fn remedy(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    origin: Option<SlugOrigin>,
    witness: &FindingWitness,
) -> Cow<'static, str> {
    use SlugOrigin::{Declared, Own, Preset};
    let distinct = match origin {
        Some(Own) => "set distinct = 10 in [slug]",
        Some(Declared) => "set distinct = 10 in the table of its slug",
        Some(Preset) => "declare a slug in [slugs] with this preset and distinct = 10",
        None if side.rule.conditions.release().is_some() => {
            return "use {git_tag}, which distinguishes two git tags of one version".into();
        }
        None => {
            let only_versions =
                || only_versions(side, &witness.contexts, &auditor.effort).map(Cow::Owned);
            let versions = if side.has_capture() { None } else { only_versions() };
            return versions.unwrap_or(Cow::Borrowed(
                "separate its parts with characters that none of them contains, or add {short_sha}",
            ));
        }
    };
    match (side.tells_commits(), side.is_of_pull_requests()) {
        (false, _) => format!("add {{short_sha}}, or {distinct}").into(),
        (true, false) => distinct.into(),
        (true, true) => format!("{distinct}, or put {{pr}} into the tag").into(),
    }
}

/// Whether a tag names a ref, and neither a run nor the ref's hash nor its number.
fn is_asked(auditor: &Auditor<'_>, side: &Side<'_>) -> bool {
    let slugs = auditor.policy.slugs();
    let names_ref = side.names_ref() || side.has_line();
    let tells_refs = side.tells_pipelines()
        || side.is_read_in_one_way(Fact::PullRequest, slugs)
        || side.has_hash(slugs) && side.rule.conditions.has_one_kind();
    names_ref && !tells_refs
}

/// The best-known pair of names with one slug. It is the witness if the rule matches both.
const EVERYDAY: [&str; 2] = ["feature/a", "feature-a"];

/// Long branches as bots call them, without what differs at the end of two of them.
const LONG: [&str; 3] = [
    "dependabot/npm_and_yarn/typescript-eslint/parser-8.18.",
    "dependabot/npm_and_yarn/frontend/typescript-eslint/parser-8.18.",
    "dependabot/npm_and_yarn/services/notification-api/packages/integration-tests/\
     shared-configuration/typescript-eslint/eslint-plugin-and-parser-8.18.",
];

/// A tag of two refs with these names, if the rule takes them.
fn of_names(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    [left, right]: [&str; 2],
) -> Option<FindingWitness> {
    let named = |name: &str, spare| {
        let mut facts = side.shared_facts();
        facts.read(Fact::Name, name.chars());
        auditor.contexts(side.rule, side.variant, &facts, spare)
    };
    let contexts = [named(left, Spare::FIRST), named(right, second(side))];
    of_two_refs(auditor, side, &contexts, |_| true)
}

/// Such a tag that two of these contexts have, of two refs.
fn of_two_refs(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    [lefts, rights]: &[Vec<CiContext>; 2],
    is_such: impl Fn(&str) -> bool,
) -> Option<FindingWitness> {
    let differ = |[left, right]: &[CiContext; 2]| !is_same_ref(left, right);
    auditor.first_pair([side.rule; 2], pairs(lefts, rights).filter(differ), |given| {
        side.shared_by(given).filter(|tag| is_such(tag))
    })
}

/// The contexts of two builds that have any of these facts.
fn of_any(auditor: &Auditor<'_>, side: &Side<'_>, readings: &[Facts]) -> [Vec<CiContext>; 2] {
    [Spare::FIRST, second(side)].map(|spare| {
        let of = |facts| auditor.contexts(side.rule, side.variant, facts, spare);
        readings.iter().flat_map(of).collect()
    })
}

/// What the second of two builds has: one commit, if the tags name it.
fn second(side: &Side<'_>) -> Spare {
    if side.tells_commits() { Spare::AT_ONE_COMMIT } else { Spare::SECOND }
}

/// A tag that two refs have because its slug is cut.
fn cut(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    rules: &SlugRules,
) -> Result<FindingWitness, NotFound> {
    for long in LONG.into_iter().filter(|long| rules.fills(long)) {
        let names = ["1", "2"].map(|end| [long, end].concat());
        let shown = of_names(auditor, side, names.each_ref().map(String::as_str));
        if let Some(witness) = shown {
            return Ok(witness);
        }
    }
    let mut machine = side.machine.clone();
    let text = shortest(auditor, side, &mut CutInTwoWays::new(&mut machine))?;
    let mut found = machine.cut_readings(&text, MOST_READINGS).into_iter().filter_map(|facts| {
        let contexts = [(&facts[0], Spare::FIRST), (&facts[1], second(side))]
            .map(|(facts, spare)| auditor.contexts(side.rule, side.variant, facts, spare));
        // Where only a capture is cut, both may be of one name.
        of_two_refs(auditor, side, &contexts, |_| true)
    });
    found.next().ok_or(NotFound::Undecided)
}

/// The shortest tag that two refs have.
fn collision(auditor: &Auditor<'_>, side: &Side<'_>) -> Result<FindingWitness, NotFound> {
    if side.slug().is_some() {
        let [name, _] = EVERYDAY;
        // A branch and a git tag of one name are two refs too.
        for names in [EVERYDAY, [name, name]] {
            if let Some(witness) = of_names(auditor, side, names) {
                return Ok(witness);
            }
        }
    }
    let has_version = side.template().has(|one| one.kind() == Kind::Version);
    let filter = side.rule.conditions.release().filter(|_| has_version);
    if let Some(filter) = filter.filter(|filter| !filter.is_as_written()) {
        return of_spellings(auditor, side, filter);
    }
    if let Some(machine) = side.machine.without_plus() {
        // That a `+` is written `_` hides nothing worse.
        match of_two_ways(auditor, side, machine) {
            Err(NotFound::Never) => {}
            found => return found,
        }
    }
    match of_two_ways(auditor, side, side.machine.clone()) {
        Err(NotFound::Never) => of_two_spellings(auditor, side),
        found => found,
    }
}

/// The shortest tag of a version that two git tags spell differently.
fn of_two_spellings(auditor: &Auditor<'_>, side: &Side<'_>) -> Result<FindingWitness, NotFound> {
    let is_version = |part: &TagPart| matches!(part, TagPart::Fact(Fact::Version, _));
    if !side.machine.parts().iter().any(is_version) {
        return Err(NotFound::Never);
    }
    let mut machine = side.machine.clone();
    let text = shortest(auditor, side, &mut machine)?;
    let contexts = of_any(auditor, side, &machine.readings(&text, 1));
    of_two_refs(auditor, side, &contexts, |_| true).ok_or(NotFound::Undecided)
}

/// A tag of two spellings of one version, under a scheme with a normal form: of every such rule
/// unless its patterns keep them apart.
fn of_spellings(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    filter: &ReleaseFilter,
) -> Result<FindingWitness, NotFound> {
    const SPELLINGS: [[&str; 2]; 4] = [
        ["1.0.0", "v1.0.0"],
        ["1.0.0rc1", "1.0.0-rc.1"],
        ["1.0.0.dev1", "1.0.0-dev1"],
        ["1.0.0.post1", "1.0.0-1"],
    ];
    for prefix in &filter.prefixes {
        let prefix = prefix.text(everyday::PROJECT);
        for spellings in SPELLINGS {
            let names = spellings.map(|version| format!("{prefix}{version}"));
            let shown = of_names(auditor, side, names.each_ref().map(String::as_str));
            if let Some(witness) = shown {
                return Ok(witness);
            }
        }
    }
    Err(NotFound::Undecided)
}

/// The shortest tag that a machine gives in two ways, of two refs.
fn of_two_ways(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    mut machine: TagMachine,
) -> Result<FindingWitness, NotFound> {
    let text = shortest(auditor, side, &mut Ambiguous::new(&mut machine))?;
    // Another rule may keep one of them from having a plan.
    let contexts = of_any(auditor, side, &machine.readings(&text, MOST_READINGS));
    let witness = of_two_refs(auditor, side, &contexts, |tag| tag.as_bytes() == text);
    witness.ok_or(NotFound::Undecided)
}

/// More readings of one tag than these hardly help.
const MOST_READINGS: usize = 8;

fn shortest(
    auditor: &Auditor<'_>,
    side: &Side<'_>,
    language: &mut dyn Language,
) -> Result<Vec<u8>, NotFound> {
    let bytes = auditor.bytes([&side.machine]);
    auditor.shortest(language, &mut Everything, &bytes)
}

/// Whether the refs are of two kinds and of one name.
fn are_of_one_name(witness: &FindingWitness) -> bool {
    let mut names = witness.contexts.iter().map(|context| context.git_ref().name());
    let (left, right) = (names.next().flatten(), names.next().flatten());
    let mut kinds = witness.contexts.iter().map(|context| context.git_ref().kind());
    left.is_some() && left == right && kinds.next() != kinds.next()
}

/// Of one commit, nothing else is built. That `+` is written `_` is Helm's convention,
/// and no version holds `_`.
fn severity(side: &Side<'_>, witness: &FindingWitness) -> Severity {
    let mut names = witness.contexts.iter().filter_map(|context| context.git_ref().name());
    let mut next = || names.next().map(|name| name.as_str().replace('+', "_"));
    let is_harmless = side.tells_commits() || next() == next();
    if is_harmless { Severity::Info } else { Severity::Warning }
}
