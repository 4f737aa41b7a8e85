//! Times: the minimum of many measurements.

use std::time::{Duration, Instant};

use crate::case::Group;

/// Long compared with reading the clock, short compared with a time slice:
/// of many batches, some run undisturbed.
const BATCH: Duration = Duration::from_micros(100);
const ROUNDS: usize = 1000;
const GROUP: Duration = Duration::from_secs(3);
const LEAST_ROUNDS: usize = 3;

/// Nanoseconds per call, for each way of a group. All take turns, so that what
/// slows the machine slows each of them.
pub(crate) fn times(group: &Group) -> Vec<f64> {
    let sizes: Vec<u32> = group.ways.iter().map(|way| batch(&way.work)).collect();
    let mut least = vec![f64::INFINITY; sizes.len()];
    let began = Instant::now();
    for round in 0..ROUNDS {
        if round >= LEAST_ROUNDS && began.elapsed() > GROUP {
            break;
        }
        for ((way, &size), least) in group.ways.iter().zip(&sizes).zip(&mut least) {
            let nanoseconds = time(&way.work, size).as_secs_f64() * 1e9 / f64::from(size);
            *least = least.min(nanoseconds);
        }
    }
    least
}

fn batch(work: &dyn Fn()) -> u32 {
    let mut size = 1;
    while time(work, size) < BATCH {
        size *= 2;
    }
    size
}

fn time(work: &dyn Fn(), calls: u32) -> Duration {
    let began = Instant::now();
    for _ in 0..calls {
        work();
    }
    began.elapsed()
}
