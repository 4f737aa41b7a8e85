//! The figures as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::case::{Group, Kind, Limit};
use crate::cold::PLAN;
use crate::correctness::Score;
use crate::fleet::Fleet;

pub(crate) struct Figures {
    pub(crate) nanoseconds: f64,
    pub(crate) allocations: usize,
    pub(crate) instructions: u64,
}

pub(crate) struct Measured {
    pub(crate) group: Group,
    pub(crate) figures: Vec<Figures>,
}

/// The minimum and the median of many processes.
pub(crate) type Cold = [(&'static str, (f64, f64)); 3];

/// Formats a time with three digits and a unit.
pub(crate) fn time(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        ..1e3 => (nanoseconds, "ns"),
        1e3..1e6 => (nanoseconds / 1e3, "µs"),
        1e6..1e9 => (nanoseconds / 1e6, "ms"),
        _ => (nanoseconds / 1e9, "s"),
    };
    format!("{} {unit}", digits(value))
}

fn digits(value: f64) -> String {
    let decimals = match value {
        ..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

/// The limit of each entry that has one, and whether it is met.
pub(crate) fn limits(measured: &[Measured], cold: &Cold) -> String {
    let mut text = "| what | limit | measured | |\n| --- | ---: | ---: | --- |\n".to_owned();
    let mut row = |what: &str, limit: String, value: String, is_reached: bool| {
        let verdict = if is_reached { "" } else { "**missed**" };
        writeln!(text, "| {what} | {limit} | {value} | {verdict} |").unwrap();
    };
    for Measured { group, figures } in measured {
        let of = |name: &str| {
            let position = group.ways.iter().position(|way| way.name == name);
            &figures[position.expect("a limit names a way of its group")]
        };
        for way in &group.ways {
            let (what, own) = (format!("{}: {}", group.name, way.name), of(way.name));
            for &limit in &way.limits {
                match limit {
                    Limit::Times(times, other) => {
                        let ratio = own.nanoseconds / of(other).nanoseconds;
                        let limit = format!("{times} × {other}");
                        row(&what, limit, format!("{ratio:.3}"), ratio <= times);
                    }
                    Limit::Nanoseconds(most) => {
                        row(&what, time(most), time(own.nanoseconds), own.nanoseconds <= most);
                    }
                    Limit::Allocations(most) => row(
                        &what,
                        format!("{most} allocations"),
                        own.allocations.to_string(),
                        own.allocations <= most,
                    ),
                }
            }
        }
    }
    for &(name, (least, _)) in cold.iter().filter(|(name, _)| *name == PLAN) {
        let what = format!("first call in a process: {name}");
        row(&what, time(30_000.0), time(least), least <= 30_000.0);
    }
    text
}

/// One table for each group, whose entries are compared with its last floor.
pub(crate) fn groups(measured: &[Measured], scores: &BTreeMap<&str, Score>) -> String {
    let mut text = String::new();
    for Measured { group, figures } in measured {
        let ways = || group.ways.iter().zip(figures);
        let floor = ways().rfind(|(way, _)| way.kind == Kind::Floor);
        let has_scores = ways().any(|(way, _)| scores.contains_key(way.name));
        writeln!(text, "### {}\n", capital(&group.name)).unwrap();
        text += "| | time |";
        if let Some((floor, _)) = floor {
            write!(text, " × {} |", floor.name).unwrap();
        }
        text += " allocations | instructions |";
        text += if has_scores { " right answers |\n" } else { "\n" };
        text += "| --- | ---: |";
        text += if floor.is_some() { " ---: |" } else { "" };
        text += " ---: | ---: |";
        text += if has_scores { " --- |\n" } else { "\n" };
        for (way, own) in ways() {
            let name = match way.kind {
                Kind::Floor => format!("*{}*", way.name),
                Kind::Ours => format!("**{}**", way.name),
                Kind::Peer => format!("`{}`", way.name),
            };
            write!(text, "| {name} | {} |", time(own.nanoseconds)).unwrap();
            if let Some((_, floor)) = floor {
                write!(text, " {} |", digits(own.nanoseconds / floor.nanoseconds)).unwrap();
            }
            write!(text, " {} | {} |", own.allocations, own.instructions).unwrap();
            if has_scores {
                write!(text, " {} |", scores.get(way.name).map_or_else(String::new, said)).unwrap();
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

fn said(score: &Score) -> String {
    let Score { right, accepted, refused, otherwise } = *score;
    let mut text = format!("{right} of {}", right + accepted + refused + otherwise);
    for (count, what) in [
        (accepted, "illegal accepted"),
        (refused, "legal rejected"),
        (otherwise, "with other parts"),
    ] {
        if count > 0 {
            write!(text, ", {count} {what}").unwrap();
        }
    }
    text
}

pub(crate) fn cold(cold: &Cold) -> String {
    let mut text =
        "### The first plan of a process\n\n| | minimum | median |\n| --- | ---: | ---: |\n"
            .to_owned();
    for (name, (least, median)) in cold {
        writeln!(text, "| {name} | {} | {} |", time(*least), time(*median)).unwrap();
    }
    text.push('\n');
    text
}

pub(crate) fn fleets(fleets: &[Fleet]) -> String {
    let mut text = "### A fleet\n\n\
                    | contexts | each | each with `format!` | peak memory in bytes |\n\
                    | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    for Fleet { contexts, nanoseconds, floor, peak } in fleets {
        let [ours, floor] = [*nanoseconds, *floor].map(time);
        writeln!(text, "| {contexts} | {ours} | {floor} | {peak} |").unwrap();
    }
    text.push('\n');
    text
}

pub(crate) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
