#![no_main]
//! Every command as text is, to a shell, the command as arguments; each builder
//! is told what the plan says and pushes to every destination; a promotion ends
//! where it is to end. `dir=`, `dockerfile=`, `file=` and `arg=` are the
//! caller's.

use libfuzzer_sys::fuzz_target;
use tagwright::build::{AnnotationLevel, Build, CommandLine};
use tagwright::plan::{KeyValues, Promotion};
use tagwright::{Digest, Plan, TagKind};
use tagwright_fuzz::{Case, csv, grammar, sh, shell};

fuzz_target!(|text: &str| {
    let Ok(plan) = Case::plan(text) else { return };
    let lines = text.lines().filter_map(|line| line.split_once('='));
    // What is empty or holds a NUL is an error.
    let lines = lines.filter(|(_, path)| !path.is_empty() && !path.contains('\0'));
    let given = |key| lines.clone().find(|(found, _)| *found == key).map_or("x", |(_, path)| path);
    let (dir, file) = (given("dir"), given("dockerfile"));
    let level = AnnotationLevel::ManifestDescriptor;

    let kaniko = plan.kaniko().with_labels().with_annotations(AnnotationLevel::Manifest);
    let words = only(&kaniko.context_dir(dir).dockerfile(file));
    assert_eq!(values(&words, "--destination"), destinations(&plan));
    assert_told(&plan, &words, ["--build-arg", "--label", "--annotation"], "");
    only(&plan.kaniko().digest_file(given("file")).with_argument(given("arg")));

    let buildx = plan.buildx().with_labels().with_annotations(level);
    let words = only(&buildx.context_dir(dir).dockerfile(file).metadata_file(given("file")));
    assert_eq!(values(&words, "--tag"), destinations(&plan));
    assert_told(&plan, &words, ["--build-arg", "--label", "--annotation"], "manifest-descriptor:");

    let buildctl = plan.buildctl().with_labels().with_annotations(level);
    let words = only(&buildctl.context_dir(dir).dockerfile(file).metadata_file(given("file")));
    let output = csv::record(words.last().expect("an output")).expect("a record");
    assert_eq!(output[1], format!("name={}", destinations(&plan).join(",")));
    let told = |pairs: KeyValues<'_>, of: &str| {
        pairs.iter().map(|(key, value)| format!("{of}{key}={value}")).collect::<Vec<_>>()
    };
    let options = values(&words, "--opt");
    let options = options.iter().filter(|it| !it.starts_with("filename=")).copied();
    let expected = [told(plan.build_args(), "build-arg:"), told(plan.labels(), "label:")].concat();
    assert!(options.eq(&expected), "{words:?}");
    let annotations = told(plan.labels(), "annotation-manifest-descriptor.");
    assert_eq!(output[2..output.len() - 1], annotations);

    for buildah in [plan.buildah(), plan.podman()] {
        let buildah = buildah.with_annotations(AnnotationLevel::Manifest).context_dir(dir);
        let buildah = buildah.dockerfile(file).digest_file(given("file"));
        let unlabelled = buildah.clone().without_labels();
        let (commands, labels) = match buildah.commands() {
            Ok(commands) => (commands, "--label"),
            Err(_) => (unlabelled.commands().expect("it has no label"), "--annotation"),
        };
        let commands = read_all(&commands.to_string());
        let [build, pushes @ ..] = &*commands else { panic!("it builds") };
        assert_told(&plan, &without_empty(build), ["--build-arg", labels, "--annotation"], "");
        assert_eq!(values(build, "--tag"), destinations(&plan));
        let name = |push: &Vec<String>| push[push.len() - 2].clone();
        assert!(pushes.iter().map(name).eq(destinations(&plan)), "{pushes:?}");
    }
    let docker = plan.docker().with_labels().context_dir(dir).dockerfile(file);
    let commands = docker.commands().expect("it has every option");
    commands.iter().for_each(|line| drop(read(line)));
    let [build, pushes @ ..] = &*read_all(&commands.to_string()) else { panic!("it builds") };
    assert_eq!(values(build, "--tag"), destinations(&plan));
    assert!(pushes.iter().map(|push| &push[2]).eq(&destinations(&plan)), "{pushes:?}");

    let digest = format!("sha256:{}", "0f".repeat(32));
    let digest = Digest::parse(digest).expect("a digest");
    assert_promotions(&plan);
    plan.promotions().for_each(|one| assert_promoted(&one));
    plan.promotions().for_each(|one| assert_promoted(&one.pinned_to(&digest)));
});

/// Every floating reference is promoted to, from one with an immutable tag: of the
/// same image, where it has any.
fn assert_promotions(plan: &Plan) {
    let of_kind = |kind| {
        let tags = plan.images().map(move |image| {
            let tags = image.tags().filter(move |tag| tag.kind == kind);
            tags.map(move |tag| format!("{}:{}", image.push, tag.tag)).collect::<Vec<_>>()
        });
        tags.collect::<Vec<_>>()
    };
    let (immutable, floating) = (of_kind(TagKind::Immutable), of_kind(TagKind::Floating));
    let first = immutable.iter().flatten().next();
    let sources = immutable.iter().map(|own| own.first().or(first));
    let expected = floating.iter().zip(sources).flat_map(|(floating, from)| {
        floating.iter().filter_map(move |to| Some((from?.clone(), to.clone())))
    });
    let found = plan.promotions().map(|one| (String::from(one.from), String::from(one.to)));
    assert!(found.eq(expected), "{plan:?}");
}

/// The words that a shell finds in a command's text, which are its arguments.
fn read(line: &CommandLine) -> Vec<String> {
    let (text, words) = (line.to_string(), line.argv().map(String::from).collect::<Vec<_>>());
    assert_eq!(shell::commands(&text).expect(&text), std::slice::from_ref(&words));
    assert!(sh::words(&text).is_none_or(|read| read == words), "{text}");
    words
}

/// The words of a build that is one command.
fn only(build: &Build<'_>) -> Vec<String> {
    let commands = build.commands().expect("it has every option");
    assert_eq!(commands.iter().count(), 1);
    commands.iter().flat_map(read).collect()
}

/// A command without the labels that it sets to nothing.
fn without_empty(words: &[String]) -> Vec<String> {
    let is_empty = |index: usize| {
        words[index] == "--label" && words[index + 1].find('=') == Some(words[index + 1].len() - 1)
    };
    let is_left = |index: usize| !(is_empty(index) || index > 0 && is_empty(index - 1));
    let last = words.len() - 1;
    (0..last).filter(|index| is_left(*index)).chain([last]).map(|it| words[it].clone()).collect()
}

fn read_all(text: &str) -> Vec<Vec<String>> {
    shell::commands(text).expect(text)
}

fn values<'a>(words: &'a [String], option: &str) -> Vec<&'a str> {
    let pairs = words.windows(2).filter(|pair| pair[0] == option);
    pairs.map(|pair| pair[1].as_str()).collect()
}

fn destinations(plan: &Plan) -> Vec<String> {
    let names: Vec<_> = plan.references().map(String::from).collect();
    let is_tagged = |name: &String| matches!(grammar::reference(name), Some([.., Some(_), None]));
    assert!(names.iter().all(is_tagged), "{names:?}");
    names
}

fn assert_told(plan: &Plan, words: &[String], options: [&str; 3], level: &str) {
    let pairs = [(plan.build_args(), ""), (plan.labels(), ""), (plan.labels(), level)];
    for (option, (pairs, level)) in options.into_iter().zip(pairs) {
        let expected = pairs.iter().map(|(key, value)| format!("{level}{key}={value}"));
        assert_eq!(values(words, option), expected.collect::<Vec<_>>(), "{option}");
    }
}

fn assert_promoted(promotion: &Promotion) {
    let (from, to) = (&promotion.from, &promotion.to);
    assert!(to.digest().is_none() && promotion.is_copy == (from.name() != to.name()));
    let [copy, tag, create] =
        [promotion.skopeo_copy(), promotion.crane(), promotion.imagetools_create()]
            .map(|line| read(&line));
    assert_eq!(copy[4..], [format!("docker://{from}"), format!("docker://{to}")]);
    let target = if promotion.is_copy { to.as_str() } else { to.tag().expect("a tag") };
    assert_eq!(tag[2..], [from.as_str(), target]);
    assert_eq!(create[create.len() - 3..], ["--tag", to.as_str(), from.as_str()]);
}
