#![no_main]
//! `build.env` means the same to GitLab and to a shell: what the plan says.

use libfuzzer_sys::fuzz_target;
use tagwright_fuzz::{Case, dotenv};

fuzz_target!(|text: &str| {
    let Ok(plan) = Case::plan(text) else { return };
    let written = plan.build_env().to_string();
    let planned: Vec<_> = plan.env().iter().collect();
    assert_eq!(dotenv::gitlab(&written).as_ref(), Some(&planned), "GitLab: {written}");
    assert_eq!(dotenv::sh(&written).as_ref(), Some(&planned), "sh: {written}");
});
