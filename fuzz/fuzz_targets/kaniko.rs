#![no_main]
//! The kaniko command as text is, to a shell, the command as arguments. `dir=`
//! and `dockerfile=` are the caller's.

use libfuzzer_sys::fuzz_target;
use tagwright::{Kaniko, Plan, TagKind};
use tagwright_fuzz::{Case, grammar, shell};

fuzz_target!(|text: &str| {
    let Ok(plan) = Case::plan(text) else { return };
    let plain = plan.kaniko();
    let mut command = plan.kaniko().with_labels();
    for line in text.lines() {
        command = match line.split_once('=') {
            Some(("dir", folder)) => command.context_dir(folder),
            Some(("dockerfile", file)) => command.dockerfile(file),
            _ => command,
        }
    }
    check(&plain, &plan, plan.tags().len());
    check(&command, &plan, plan.tags().len());
    let immutable = plan.tags().of_kind(TagKind::Immutable).count();
    match command.immutable_only() {
        Ok(command) => check(&command, &plan, immutable),
        Err(_) => assert_eq!(immutable, 0),
    }
});

fn check(command: &Kaniko<'_>, plan: &Plan, tags: usize) {
    let arguments: Vec<_> = command.argv().collect();
    let text = command.to_string();
    assert_eq!(shell::words(&text).expect(&text), arguments);
    assert_eq!(arguments[0], "/kaniko/executor");

    let pairs = arguments.windows(2).filter(|pair| pair[0] == "--destination");
    let destinations: Vec<_> = pairs.map(|pair| &pair[1]).collect();
    assert_eq!(destinations.len(), tags * plan.images().count());
    for destination in destinations {
        let [.., tag, digest] = grammar::reference(destination).expect("a reference");
        assert!(tag.is_some() && digest.is_none(), "kaniko would push {destination} as latest");
    }
}
