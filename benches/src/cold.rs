//! The first plan of a process: nothing is in a cache, and nothing was ever
//! allocated.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use tagwright::{CiContext, Policy};

use crate::cases::{CREATED, SHA, floor_of_texts, known, texts};

pub(crate) const OURS: &str = "policy, context, plan, build.env and kaniko command";
pub(crate) const FLOOR: &str = "build.env and kaniko command by format!";

/// What the new process does; its answer is on standard output.
pub(crate) fn run(name: &str) {
    let began = Instant::now();
    if name == OURS {
        let context = known(CiContext::branch("server", black_box("main"), SHA).unwrap());
        drop(black_box(texts(&Policy::cwiq().plan(&context).unwrap())));
    } else {
        drop(black_box(floor_of_texts("server", black_box("main"), SHA, CREATED)));
    }
    println!("{}", began.elapsed().as_nanos());
}

/// Nanoseconds: the least and the median of so many processes.
pub(crate) fn times(name: &str, processes: usize) -> (f64, f64) {
    let program = std::env::current_exe().expect("this program has a path");
    let mut times: Vec<f64> = (0..processes)
        .map(|_| {
            let output = Command::new(&program).args(["--cold", name]).output().unwrap();
            String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}
