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
    let found = read(tags)?.into_iter().map(|tag| (recognizer.recognize(&tag), tag));
    if let Format::Json = format {
        let rows = found.map(|(candidates, tag)| json!({ "tag": tag, "candidates": candidates }));
        return print(&commands::json(&rows.collect::<Vec<_>>())?);
    }
    for (candidates, tag) in found {
        print(&format!("{tag}\n"))?;
        if candidates.is_empty() {
            print("    no rule gives this tag\n")?;
        }
        candidates.iter().try_for_each(|candidate| print(&format!("    {candidate}\n")))?;
    }
    Ok(())
}

/// Reads the tags from the arguments, or from standard input for `-`.
fn read(arguments: &[String]) -> Result<Vec<Tag>, Failure> {
    let texts = |argument: &String| match argument.as_str() {
        "-" => input::lines(Path::new("-")),
        text => Ok(Vec::from([text.to_owned()])),
    };
    let texts = arguments.iter().map(texts).collect::<Result<Vec<_>, _>>()?;
    let refused = |error| Failure::refused("an argument is not a tag", error);
    texts.into_iter().flatten().map(|text| Tag::new(text).map_err(refused)).collect()
}

/// Prints each rule as a regex, once for each variant that it applies to.
pub(crate) fn patterns(policy: &Policy, dialect: Dialect) -> Result<(), Failure> {
    let patterns = input::policy(policy)?.patterns(dialect);
    let name = |RulePattern { rule, variant, .. }: &RulePattern| {
        variant.iter().fold(rule.clone(), |rule, variant| format!("{rule} ({variant})"))
    };
    let width = patterns.iter().map(|pattern| name(pattern).len()).max().unwrap_or_default();
    patterns.iter().try_for_each(|one| print(&format!("{:width$}  {}\n", name(one), one.regex)))
}
