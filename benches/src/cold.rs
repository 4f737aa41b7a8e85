//! The first plan of a process: nothing is in a cache, and nothing was ever
//! allocated. `first.rs` is the process.

use std::process::Command;

pub(crate) const ALL: [&str; 3] = [
    "build.env and kaniko command by `format!`",
    PLAN,
    "the same, its context, build.env and kaniko command",
];
pub(crate) const PLAN: &str = "the built-in policy and a plan";

/// Nanoseconds: the least and the median of so many processes.
pub(crate) fn times(name: &str, processes: usize) -> (f64, f64) {
    let which = ALL.iter().position(|known| *known == name).expect("one of all").to_string();
    let mut times: Vec<f64> = (0..processes)
        .map(|_| {
            let output = Command::new(env!("CARGO_BIN_EXE_first")).arg(&which).output().unwrap();
            String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}
