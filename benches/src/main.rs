//! Compares the crate with its floors and its peers. `--write` writes the
//! figures to the README and the plot; `README.md` describes the other options.

mod allocations;
mod budget;
mod callgrind;
mod case;
mod cases;
mod cold;
mod correctness;
mod fleet;
mod job;
mod measure;
mod page;
mod plot;
mod versions;

use std::path::Path;
use std::process::ExitCode;

use case::{Group, Way};
use page::{Figures, Measured};

fn main() -> Result<ExitCode, String> {
    // What cargo adds to every benchmark's arguments.
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => println!("{}", report(&measure())),
        ["--write"] => write(),
        ["--test"] => test(),
        ["--write-budgets", file] => budget::write(file, &versions::toolchain())?,
        ["--check-budgets", file] => return budget::check(file),
        ["--callgrind", id, calls] => callgrind_run(id, calls),
        _ => panic!("unknown arguments: {arguments:?}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn callgrind_run(id: &str, calls: &str) {
    let group = cases::all().find(|group| group.ways.iter().any(|way| group.id(way) == id));
    let group = group.expect("a group has a way of that name");
    let way = group.ways.iter().find(|way| group.id(way) == id).expect("it was found above");
    callgrind::run(way, calls.parse().expect("a number of calls"));
}

/// Runs everything once, without measuring the time.
fn test() {
    for group in cases::all() {
        for way in &group.ways {
            (way.work)();
        }
    }
    for name in cold::ALL {
        cold::times(name, 1);
    }
    fleet::run(100);
}

fn measure() -> Vec<Measured> {
    let timed: Vec<(Group, Vec<f64>)> = cases::all()
        .map(|group| {
            eprintln!("{}", group.name);
            let times = measure::times(&group);
            (group, times)
        })
        .collect();
    let job = |group: &Group, way: &Way, &time: &f64| (group.id(way), calls(time));
    let jobs: Vec<(String, u64)> = timed
        .iter()
        .flat_map(|(group, times)| {
            group.ways.iter().zip(times).map(|(way, time)| job(group, way, time))
        })
        .collect();
    eprintln!("instructions");
    let mut instructions = callgrind::all(&jobs).into_iter();
    let figures = |(group, times): (Group, Vec<f64>)| Measured {
        figures: group
            .ways
            .iter()
            .zip(times)
            .zip(&mut instructions)
            .map(|((way, nanoseconds), instructions)| Figures {
                nanoseconds,
                allocations: allocations::count(&way.work).calls,
                instructions,
            })
            .collect(),
        group,
    };
    timed.into_iter().map(figures).collect()
}

/// Under callgrind everything is about fifty times slower.
fn calls(nanoseconds: f64) -> u64 {
    if nanoseconds < 3e5 { 64 } else { 1 }
}

/// Returns the generated part of the README.
fn report(measured: &[Measured]) -> String {
    let cold = cold::ALL.map(|name| (name, cold::times(name, 200)));
    let fleets = [10_000, 100_000, 1_000_000].map(fleet::run);
    let tools: Vec<String> =
        versions::toolchain().into_iter().map(|(_, version)| version).collect();
    format!(
        "Measured on {} with {}. Processor: {}.\nPeers: {}.\n\n## Limits\n\n{}\n## Compared with the floors\n\n{}{}{}",
        versions::today(),
        tools.join(" and "),
        versions::processor(),
        versions::peers().join(", "),
        page::limits(measured, &cold),
        page::groups(measured, &correctness::scores()),
        page::cold(&cold),
        page::fleets(&fleets),
    )
}

fn write() {
    const BEGIN: &str = "<!-- figures: generated -->\n";
    const END: &str = "<!-- /figures -->\n";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = folder.join("README.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the README has the first mark");
    let (_, after) = rest.split_once(END).expect("the README has the last mark");
    let measured = measure();
    let figures = report(&measured);
    std::fs::write(page, format!("{before}{BEGIN}{figures}{END}{after}")).unwrap();
    std::fs::write(folder.join("plot.svg"), plot::svg(&measured)).unwrap();
}
