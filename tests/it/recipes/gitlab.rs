//! The jobs of a pipeline file of GitLab.

use std::collections::BTreeMap;
use std::path::Path;

use serde_yaml_ng::{Mapping, Value};

use super::{Texts, condition};

/// Where the jobs of a pipeline run.
pub(crate) trait Runner {
    /// Runs the script of a job, which has to succeed or to end with a status that the job allows. Returns whether it
    /// succeeded.
    fn run(&self, script: &str, variables: &Texts, allowed: Option<i32>) -> bool;

    /// Reads a file that a job has left.
    fn read(&self, name: &str) -> String;
}

/// Runs the jobs of a pipeline whose conditions hold, stage by stage.
pub(crate) fn run(file: &Path, predefined: &Texts, runner: &impl Runner) {
    let text = std::fs::read_to_string(file).unwrap();
    let pipeline: Mapping = serde_yaml_ng::from_str(&text).unwrap();
    let variables = [predefined, &texts(pipeline.get("variables"))];
    let variables: Texts = variables.into_iter().flatten().map(owned).collect();
    if !applies(pipeline.get("workflow"), &variables) {
        return;
    }
    let stage = |job: &Mapping| {
        let name = job.get("stage").and_then(Value::as_str).unwrap_or("test");
        let stages = strings(pipeline.get("stages"));
        if stages.is_empty() { 0 } else { stages.iter().position(|one| one == name).expect(name) }
    };
    let jobs = pipeline.iter().filter(|(name, _)| !name.as_str().unwrap().starts_with('.'));
    let jobs = jobs.filter_map(|(_, job)| Some(extended(job.as_mapping()?, &pipeline)));
    let mut jobs: Vec<Mapping> = jobs.filter(|job| job.contains_key("script")).collect();
    jobs.sort_by_key(&stage);
    let mut dotenv = BTreeMap::new();
    for job in jobs.into_iter().map(Value::Mapping).filter(|job| applies(Some(job), &variables)) {
        let lines = [strings(job.get("before_script")), strings(job.get("script"))].concat();
        let exit_codes = job.get("allow_failure").and_then(|allowed| allowed.get("exit_codes"));
        let allowed = exit_codes.map(|code| code.as_i64().unwrap().try_into().unwrap());
        let of_job = texts(job.get("variables"));
        for of_matrix in matrix(&job) {
            let all = variables.iter().chain(&dotenv).chain(&of_job).map(owned).chain(of_matrix);
            if !runner.run(&lines.join("\n"), &all.collect(), allowed) {
                continue;
            }
            let report = job.get("artifacts").and_then(|artifacts| artifacts.get("reports"));
            if let Some(report) = report.and_then(|reports| reports.get("dotenv")) {
                let lines = runner.read(report.as_str().unwrap());
                let pairs = lines.lines().map(|line| line.split_once('=').expect("KEY=value"));
                dotenv.extend(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
            }
        }
    }
}

/// A job with the keys of the one that it extends.
fn extended(job: &Mapping, pipeline: &Mapping) -> Mapping {
    let base = job.get("extends").map(|base| pipeline.get(base).expect("a job to extend"));
    let base = base.and_then(Value::as_mapping).into_iter().flatten();
    base.chain(job).map(|(key, value)| (key.clone(), value.clone())).collect()
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

fn strings(list: Option<&Value>) -> Vec<String> {
    list.and_then(Value::as_sequence).into_iter().flatten().map(text).collect()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| serde_yaml_ng::to_string(value).unwrap().trim().to_owned(), str::to_owned)
}
