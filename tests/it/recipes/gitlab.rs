//! The jobs of a pipeline file of GitLab.

use std::path::{Path, PathBuf};

use serde_yaml_ng::{Mapping, Value};

use super::artifacts::Artifacts;
use super::{Texts, condition};

/// Where the jobs of a pipeline run.
pub(crate) trait Runner {
    /// Makes a fresh folder with the files of the repository, in which one job runs.
    fn checkout(&self) -> PathBuf;

    /// Runs a script in the folder of its job; it has to succeed or to end with a status that the job allows. Returns whether
    /// it succeeded.
    fn run(&self, folder: &Path, script: &Script<'_>) -> bool;
}

/// What a job runs.
pub(crate) struct Script<'a> {
    pub(crate) lines: &'a str,
    pub(crate) variables: &'a Texts,
    /// The status other than 0 with which it may end.
    pub(crate) allowed: Option<i32>,
    /// Whether the image of the job contains tagwright: an image that the job itself names does not.
    pub(crate) has_tool: bool,
}

/// A job that has ended, and what it hands over: nothing if it failed.
struct Ended {
    name: String,
    stage: usize,
    artifacts: Artifacts,
}

/// Runs the jobs of a pipeline whose conditions hold, stage by stage, each in a folder of its own. Returns what all of them
/// hand over.
pub(crate) fn run(pipeline: &str, predefined: &Texts, runner: &impl Runner) -> Artifacts {
    let pipeline: Mapping = serde_yaml_ng::from_str(pipeline).unwrap();
    let variables = [predefined, &texts(pipeline.get("variables"))];
    let variables: Texts = variables.into_iter().flatten().map(owned).collect();
    let mut all = Artifacts::default();
    if !applies(pipeline.get("workflow"), &variables) {
        return all;
    }
    let stage = |job: &Value| {
        let name = job.get("stage").and_then(Value::as_str).unwrap_or("test");
        let mut stages = strings(pipeline.get("stages"));
        if stages.is_empty() {
            stages = ["build", "test", "deploy"].map(str::to_owned).into();
        }
        stages.iter().position(|one| one == name).expect(name)
    };
    let jobs = pipeline.iter().map(|(name, job)| (name.as_str().unwrap(), job));
    let jobs = jobs.filter(|(name, _)| !name.starts_with('.'));
    let jobs = jobs.filter_map(|(name, job)| Some((name, extended(job.as_mapping()?, &pipeline))));
    let mut jobs: Vec<_> = jobs.filter(|(_, job)| job.get("script").is_some()).collect();
    jobs.sort_by_key(|(_, job)| stage(job));
    let mut ended: Vec<Ended> = Vec::new();
    for (name, job) in jobs.into_iter().filter(|(_, job)| applies(Some(job), &variables)) {
        let received = received(&job, stage(&job), &ended);
        let lines = [strings(job.get("before_script")), strings(job.get("script"))].concat();
        let exit_codes = job.get("allow_failure").and_then(|allowed| allowed.get("exit_codes"));
        let allowed = exit_codes.map(|code| code.as_i64().unwrap().try_into().unwrap());
        let of_job = texts(job.get("variables"));
        for of_matrix in matrix(&job) {
            let folder = runner.checkout();
            received.unpack(&folder);
            // The variables of a report have precedence over those of the pipeline file.
            let given = variables.iter().chain(&of_job).map(owned).chain(of_matrix);
            let given = given.chain(received.variables.clone()).collect();
            let script = Script {
                lines: &lines.join("\n"),
                variables: &given,
                allowed,
                has_tool: job.get("image").is_none(),
            };
            let artifacts = if runner.run(&folder, &script) {
                Artifacts::collect(&job, &folder)
            } else {
                Artifacts::default()
            };
            all.extend(&artifacts);
            ended.push(Ended { name: name.to_owned(), stage: stage(&job), artifacts });
        }
    }
    all
}

/// What a job receives: the artifacts of the jobs that it `needs` or, without that key, of all earlier stages. The jobs of its
/// own stage run at the same time.
fn received(job: &Value, stage: usize, ended: &[Ended]) -> Artifacts {
    let needs = job.get("needs").map(|needs| strings(Some(needs)));
    for needed in needs.iter().flatten() {
        assert!(ended.iter().any(|job| job.name == *needed), "{needed} has not run");
    }
    let is_received = |earlier: &&Ended| match &needs {
        Some(needs) => needs.contains(&earlier.name),
        None => earlier.stage < stage,
    };
    let mut received = Artifacts::default();
    ended.iter().filter(is_received).for_each(|earlier| received.extend(&earlier.artifacts));
    received
}

/// A job with the keys of the one that it extends.
fn extended(job: &Mapping, pipeline: &Mapping) -> Value {
    let base = job.get("extends").map(|base| pipeline.get(base).expect("a job to extend"));
    let base = base.and_then(Value::as_mapping).into_iter().flatten();
    Value::Mapping(base.chain(job).map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// The variables of each run of a job: one for each value of its matrix, which has one variable.
fn matrix(job: &Value) -> Vec<Option<(String, String)>> {
    let Some(matrix) = job.get("parallel").and_then(|parallel| parallel.get("matrix")) else {
        return vec![None];
    };
    let [one] = &matrix.as_sequence().unwrap()[..] else { panic!("one line of a matrix") };
    let variables = one.as_mapping().unwrap().iter();
    variables
        .flat_map(|(name, values)| {
            strings(Some(values)).into_iter().map(move |value| Some((text(name), value)))
        })
        .collect()
}

/// Whether the first of the rules that holds is no `when: never`; a job without rules runs.
fn applies(job: Option<&Value>, variables: &Texts) -> bool {
    let Some(rules) = job.and_then(|job| job.get("rules")) else { return true };
    let value = |name: &str| {
        let name = name.strip_prefix('$').unwrap_or_else(|| panic!("{name} is no variable"));
        variables.get(name).cloned().unwrap_or_default()
    };
    let holds = |rule: &&Value| condition::holds(rule["if"].as_str().unwrap(), &value);
    let first = rules.as_sequence().unwrap().iter().find(holds);
    first.is_some_and(|rule| rule.get("when").is_none_or(|when| when != "never"))
}

fn owned((name, text): (&String, &String)) -> (String, String) {
    (name.clone(), text.clone())
}

fn texts(map: Option<&Value>) -> Texts {
    let pairs = map.and_then(Value::as_mapping).into_iter().flatten();
    pairs.map(|(name, value)| (text(name), text(value))).collect()
}

pub(super) fn strings(list: Option<&Value>) -> Vec<String> {
    list.and_then(Value::as_sequence).into_iter().flatten().map(text).collect()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| serde_yaml_ng::to_string(value).unwrap().trim().to_owned(), str::to_owned)
}
