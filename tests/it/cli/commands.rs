//! The commands that the README and the guide print.

use std::process::Command;

use super::{program, run};
use crate::guide::pages;
use crate::page::Page;

fn commands(page: &Page) -> Vec<&str> {
    page.blocks("sh").into_iter().flat_map(str::lines).collect()
}

#[test]
fn the_readme_begins_with_the_sample_and_the_tests() {
    let readme = Page::read("README.md");
    assert_eq!(commands(&readme), ["cargo run -- plan --sample", "cargo test"]);
}

/// In an empty environment, as outside of any CI.
#[cfg(unix)]
#[test]
fn every_command_runs() {
    let pages = pages().into_iter().map(|name| format!("src/guide/{name}.md"));
    let mut ran = 0;
    for path in pages.chain(["README.md".to_owned()]) {
        for command in commands(&Page::read(&path)) {
            if command == "cargo test" {
                continue;
            }
            let (before, arguments) = command.split_once("cargo run -- ").expect("the tool");
            let script = format!("{before}{} {arguments}", program().to_str().unwrap());
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", &script]).env_clear();
            let found = run(shell);
            assert_eq!(found.code, 0, "{path}: {command}\n{}", found.err);
            ran += 1;
        }
    }
    assert!(ran > 6, "the commands are found");
}
