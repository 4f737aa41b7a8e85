use std::path::Path;

use serde_json::json;
use tagwright::Tag;
use tagwright::recognize::{Dialect, RulePattern};

use crate::arguments::{Format, Policy};
use crate::failure::Failure;
use crate::output::print;
use crate::{commands, input};

/// Prints the rules that can give each tag.
pub(crate) fn tags(tags: &[String], policy: &Policy, format: Format) -> Result<(), Failure> {
    let policy = input::policy(policy)?;
    let recognizer = policy.recognizer();
    let found = read(tags)?.into_iter().map(|tag| {
        let candidates = recognizer.recognize(&tag);
        (tag, candidates)
    });
    if let Format::Json = format {
        let rows = found.map(|(tag, candidates)| json!({ "tag": tag, "candidates": candidates }));
        return print(&commands::json(&rows.collect::<Vec<_>>())?);
    }
    for (tag, candidates) in found {
        print(&format!("{tag}\n"))?;
        if candidates.is_empty() {
            print("    no rule gives this tag\n")?;
        }
        candidates.iter().try_for_each(|candidate| print(&format!("    {candidate}\n")))?;
    }
    Ok(())
}

/// The tags of the arguments; for `-`, those on standard input.
fn read(arguments: &[String]) -> Result<Vec<Tag>, Failure> {
    let mut texts = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "-" => texts.extend(input::lines(Path::new("-"))?),
            text => texts.push(text.to_owned()),
        }
    }
    let refused = |error| Failure::refused("what was given is no tag", error);
    texts.into_iter().map(|text| Tag::new(text).map_err(refused)).collect()
}

/// Prints each rule as a regex, and for each variant that it is for.
pub(crate) fn patterns(policy: &Policy, dialect: Dialect) -> Result<(), Failure> {
    let patterns = input::policy(policy)?.patterns(dialect);
    let name = |RulePattern { rule, variant, .. }: &RulePattern| {
        variant.iter().fold(rule.clone(), |rule, variant| format!("{rule} ({variant})"))
    };
    let width = patterns.iter().map(|pattern| name(pattern).len()).max().unwrap_or_default();
    patterns.iter().try_for_each(|one| print(&format!("{:width$}  {}\n", name(one), one.regex)))
}
