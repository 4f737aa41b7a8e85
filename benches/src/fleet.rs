//! As many contexts as a large company has pipelines in a month.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use tagwright::{CiContext, Policy};

use crate::allocations::count;
use crate::job::{CREATED, SHA, floor_of_texts, known};

pub(crate) struct Fleet {
    pub(crate) contexts: usize,
    /// Per context.
    pub(crate) nanoseconds: f64,
    /// Per context, by `format!`.
    pub(crate) floor: f64,
    /// The most bytes that were held at once.
    pub(crate) peak: usize,
}

pub(crate) fn run(contexts: usize) -> Fleet {
    let began = Instant::now();
    plan(contexts);
    let ours = began.elapsed();
    let began = Instant::now();
    format(contexts);
    let floor = began.elapsed();
    let each = |time: std::time::Duration| time.as_secs_f64() * 1e9 / contexts as f64;
    let peak = count(|| plan(contexts)).peak;
    Fleet { contexts, nanoseconds: each(ours), floor: each(floor), peak }
}

/// One policy; a new context, plan, `build.env` and command each time.
fn plan(contexts: usize) {
    let policy = Policy::cwiq();
    let mut text = String::new();
    for index in 0..contexts {
        let context = match index % 4 {
            0 => CiContext::branch("server", "main", SHA),
            1 => CiContext::tag("server", format!("v1.{index}.0"), SHA),
            _ => CiContext::branch("server", format!("feature/search-{index}"), SHA),
        };
        let plan = policy.plan(&known(context.unwrap())).unwrap();
        text.clear();
        write!(text, "{}{}", plan.build_env(), plan.kaniko().commands().unwrap()).unwrap();
        black_box(&text);
    }
}

fn format(contexts: usize) {
    for index in 0..contexts {
        let branch = format!("feature-search-{index}");
        drop(black_box(floor_of_texts("server", &branch, SHA, CREATED)));
    }
}
