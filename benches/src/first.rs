//! A process that plans once, and has nothing else in it: it says how many
//! nanoseconds that took. Its argument says what is planned.

mod job;

use std::hint::black_box;
use std::time::{Duration, Instant};

use job::{CREATED, SHA, floor_of_texts, known, texts};
use tagwright::{CiContext, Plan, Policy};

fn main() {
    let context = || known(CiContext::branch("server", black_box("main"), SHA).unwrap());
    let time = match std::env::args().nth(1).as_deref() {
        Some("0") => time(|| floor_of_texts("server", black_box("main"), SHA, CREATED)),
        Some("1") => {
            let context = context();
            time(|| planned(&context))
        }
        _ => time(|| {
            let (policy, plan) = planned(&context());
            (policy, texts(&plan))
        }),
    };
    println!("{}", time.as_nanos());
}

/// The policy too: a process keeps it.
fn planned(context: &CiContext) -> (Policy, Plan) {
    let policy = Policy::cwiq();
    let plan = policy.plan(context).unwrap();
    (policy, plan)
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    let done = black_box(work());
    let time = began.elapsed();
    drop(done);
    time
}
