//! Instructions that a change may not raise unseen.

use std::collections::BTreeMap;
use std::process::ExitCode;

use crate::callgrind;

/// In percent.
const GROWTH: u64 = 2;
/// Calls that are counted. The first of a process is counted only where it is
/// the only one.
const MANY: u64 = 64;
const BUDGETED: [(&str, u64); 15] = [
    ("slug of 48 bytes of ASCII/built-in rules", MANY),
    ("slug of 48 bytes of more/built-in rules", MANY),
    ("slug of 1024 bytes/built-in rules", MANY),
    ("reference with a tag, 86 bytes/borrowed", MANY),
    ("reference with a tag, 86 bytes/owned", MANY),
    ("plan/main", MANY),
    ("plan/feature branch", MANY),
    ("plan/git tag", MANY),
    ("texts of a plan/build.env", MANY),
    ("texts of a plan/kaniko command", MANY),
    ("built-in policy/from TOML", MANY),
    ("built-in policy/Policy::cwiq() and a plan", 1),
    ("recognize/feature branch", MANY),
    ("recognize/feature branch, with its preparation", MANY),
    ("audit/built-in policy", 1),
];

type Counts = BTreeMap<String, u64>;

fn measure() -> Counts {
    let jobs = BUDGETED.map(|(id, calls)| (id.to_owned(), calls));
    let counts = callgrind::all(&jobs);
    jobs.into_iter().map(|(id, _)| id).zip(counts).collect()
}

/// Writes what the work takes, below the toolchain that built it.
pub(crate) fn write(file: &str, toolchain: &[(String, String)]) -> Result<(), String> {
    let mut text = "# Written by `cargo bench --manifest-path benches/Cargo.toml -- \
                    --write-budgets FILE`.\n# Instructions per call, as callgrind counts them.\n"
        .to_owned();
    for (tool, version) in toolchain {
        text += &format!("{tool} = {version:?}\n");
    }
    text += "\n[instructions]\n";
    for (id, count) in measure() {
        text += &format!("{id:?} = {count}\n");
    }
    std::fs::write(file, text).map_err(|error| format!("{file}: {error}"))
}

/// Fails when one takes more than it did.
pub(crate) fn check(file: &str) -> Result<ExitCode, String> {
    let before = read(file)?;
    let mut is_within = true;
    println!("{:>8} {:>8}  instructions per call: before, now", "before", "now");
    for (id, now) in measure() {
        let before = *before.get(&id).ok_or_else(|| format!("{file} has no {id:?}"))?;
        let verdict = if now * 100 > before * (100 + GROWTH) {
            is_within = false;
            "  TOO MANY"
        } else if now * (100 + GROWTH) < before * 100 {
            "  fewer: write the budgets anew"
        } else {
            ""
        };
        println!("{before:>8} {now:>8}  {id}{verdict}");
    }
    if is_within {
        return Ok(ExitCode::SUCCESS);
    }
    println!("More than {GROWTH} % above the budget. Make it cheaper, or say why in the commit");
    println!("that writes the budgets anew.");
    Ok(ExitCode::FAILURE)
}

fn read(file: &str) -> Result<Counts, String> {
    let problem = |error: &dyn std::fmt::Display| format!("{file}: {error}");
    let text = std::fs::read_to_string(file).map_err(|error| problem(&error))?;
    let table: toml::Table = text.parse().map_err(|error| problem(&error))?;
    let counts = table.get("instructions").and_then(toml::Value::as_table);
    let counts = counts.ok_or_else(|| problem(&"it has no instructions"))?;
    let count = |(id, count): (&String, &toml::Value)| {
        let count = count.as_integer().and_then(|count| u64::try_from(count).ok());
        count
            .map(|count| (id.clone(), count))
            .ok_or_else(|| problem(&format!("{id:?} is no count")))
    };
    counts.iter().map(count).collect()
}
