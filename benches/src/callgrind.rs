//! Instructions, which are the same on a busy machine.

use std::process::Command;

use crate::case::Way;

/// The only function that Valgrind counts in, with all that it calls. By name:
/// it must neither be inlined nor renamed.
#[inline(never)]
fn counted_by_callgrind(work: &dyn Fn(), calls: u64) {
    for _ in 0..calls {
        work();
    }
}

/// What the process that Valgrind runs does. Of several calls, what is computed
/// once is not counted.
pub(crate) fn run(way: &Way, calls: u64) {
    if calls > 1 {
        (way.work)();
    }
    // What the setup freed is joined before the work, not at its first large
    // allocation.
    drop(std::hint::black_box(vec![0_u8; 2048]));
    counted_by_callgrind(&way.work, calls);
}

/// Instructions per call of each, two at a time.
pub(crate) fn all(jobs: &[(String, u64)]) -> Vec<u64> {
    let count = |jobs: &[(String, u64)]| -> Vec<u64> {
        jobs.iter().map(|(id, calls)| instructions(id, *calls)).collect()
    };
    let (first, second) = jobs.split_at(jobs.len() / 2);
    std::thread::scope(|scope| {
        let second = scope.spawn(|| count(second));
        let mut counts = count(first);
        counts.extend(second.join().expect("callgrind counts"));
        counts
    })
}

fn instructions(id: &str, calls: u64) -> u64 {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"])
        .arg("--toggle-collect=*counted_by_callgrind*")
        .arg(program)
        .args(["--callgrind", id, &calls.to_string()])
        .output()
        .expect("valgrind is installed");
    let log = String::from_utf8_lossy(&output.stderr);
    let collected =
        log.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, all)| all);
    match collected.and_then(|all| all.trim().parse::<u64>().ok()) {
        Some(all) if output.status.success() && all >= calls => all / calls,
        _ => panic!("callgrind counted nothing of {id}:\n{log}"),
    }
}
