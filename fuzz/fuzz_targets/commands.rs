#![no_main]
//! Every command as text is, to a shell, the command as arguments, and each
//! builder pushes to every destination. `dir=` and `dockerfile=` are the
//! caller's.

use libfuzzer_sys::fuzz_target;
use tagwright::{AnnotationLevel, Plan};
use tagwright_fuzz::{Case, grammar, shell};

fuzz_target!(|text: &str| {
    let Ok(plan) = Case::plan(text) else { return };
    let lines = text.lines().filter_map(|line| line.split_once('='));
    let given = |key| lines.clone().find(|(found, _)| *found == key).map_or("", |(_, path)| path);
    let (dir, file) = (given("dir"), given("dockerfile"));

    let kaniko = plan.kaniko().with_labels().context_dir(dir).dockerfile(file);
    let words = read(&kaniko, kaniko.argv().map(String::from));
    assert_pushed(&plan, words.windows(2).filter(|pair| pair[0] == "--destination"));

    let buildx = plan.buildx().with_annotations(AnnotationLevel::Index);
    let buildx = buildx.context_dir(dir).dockerfile(file);
    let words = read(&buildx, buildx.argv().map(String::from));
    assert_pushed(&plan, words.windows(2).filter(|pair| pair[0] == "--tag"));

    let buildctl = plan.buildctl().with_labels().context_dir(dir).dockerfile(file);
    read(&buildctl, buildctl.argv().map(String::from));

    let buildah = plan.buildah().with_labels().context_dir(dir).dockerfile(file);
    let lines = buildah.commands();
    let words: Vec<_> = lines.map(|line| read(&line, line.argv().map(String::from))).collect();
    assert_pushed(&plan, words.iter().skip(1).map(|words| &words[1..3]));
});

fn read(text: &impl ToString, argv: impl Iterator<Item = String>) -> Vec<String> {
    let (text, words) = (text.to_string(), argv.collect::<Vec<_>>());
    assert_eq!(shell::words(&text).expect(&text), words);
    words
}

fn assert_pushed<'a>(plan: &Plan, found: impl Iterator<Item = &'a [String]>) {
    let found: Vec<_> = found.map(|pair| pair[1].as_str()).collect();
    assert_eq!(found, plan.destinations().map(String::from).collect::<Vec<_>>());
    let is_tagged = |name: &&str| matches!(grammar::reference(name), Some([.., Some(_), None]));
    assert!(found.iter().all(is_tagged), "{found:?}");
}
