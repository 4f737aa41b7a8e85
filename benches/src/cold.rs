//! The first plan of a process: nothing is in a cache, and nothing was ever
//! allocated.

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use tagwright::{CiContext, Policy};

use crate::cases::{CREATED, SHA, floor_of_texts, known, texts};

pub(crate) const ALL: [&str; 3] = [FLOOR, PLAN, TEXTS];
const FLOOR: &str = "build.env and kaniko command by `format!`";
pub(crate) const PLAN: &str = "the built-in policy and a plan";
const TEXTS: &str = "the same, its context, build.env and kaniko command";

/// What the new process does; its answer is on standard output.
pub(crate) fn run(name: &str) {
    let context = || known(CiContext::branch("server", black_box("main"), SHA).unwrap());
    let time = match name {
        FLOOR => time(|| floor_of_texts("server", black_box("main"), SHA, CREATED)),
        PLAN => {
            let context = context();
            time(|| Policy::cwiq().plan(&context))
        }
        _ => time(|| texts(&Policy::cwiq().plan(&context()).unwrap())),
    };
    println!("{}", time.as_nanos());
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    let done = black_box(work());
    let time = began.elapsed();
    drop(done);
    time
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
