//! The steps of a workflow of GitHub.

use std::path::Path;

use serde_yaml_ng::Value;

use super::gitlab::{Runner, Script};
use super::workspace::Workspace;
use super::{Pipeline, Texts, condition};
use crate::render::handover::github_output::{System, runner};

/// Runs the steps of every job of a workflow, each job in a folder of its own: scripts as they are; an action records the
/// inputs that come from other steps.
pub(super) fn run(file: &Path, pipeline: &Pipeline, workspace: &Workspace) {
    let text = std::fs::read_to_string(file).unwrap();
    let workflow: Value = serde_yaml_ng::from_str(&text).unwrap();
    for job in workflow["jobs"].as_mapping().unwrap().values() {
        let mut outputs = Texts::new();
        let is_meant = |outputs: &Texts, part: &Value| {
            part.get("if").is_none_or(|condition| {
                let condition = condition.as_str().unwrap();
                let inner = condition.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
                let value = |name: &str| value(name, pipeline, workspace, outputs);
                condition::holds(inner.unwrap_or(condition).trim(), &value)
            })
        };
        if !is_meant(&outputs, job) {
            continue;
        }
        assert_eq!(job.get("needs"), None, "no recipe hands anything over to a later job");
        let folder = workspace.checkout();
        for step in job["steps"].as_sequence().unwrap() {
            if !is_meant(&outputs, step) {
                continue;
            }
            let filled =
                |text: &str| filled(text, &|name| value(name, pipeline, workspace, &outputs));
            if let Some(action) = step.get("uses") {
                let inputs = step.get("with").and_then(Value::as_mapping).into_iter().flatten();
                let inputs =
                    inputs.filter_map(|(name, input)| Some((name.as_str()?, input.as_str()?)));
                for (name, input) in inputs.filter(|(_, input)| input.contains("steps.")) {
                    let action = action.as_str().unwrap();
                    for line in filled(input).lines() {
                        workspace.record(&format!("{action} {name}: {line}"));
                    }
                }
                continue;
            }
            let mut variables = workspace.variables().clone();
            variables.extend(runner(&workspace.read("env"), System::Linux).unwrap());
            let of_step = step.get("env").and_then(Value::as_mapping).into_iter().flatten();
            variables.extend(of_step.map(|(name, text)| {
                (name.as_str().unwrap().to_owned(), filled(text.as_str().unwrap()))
            }));
            workspace.write("output", "");
            let lines = step["run"].as_str().unwrap();
            let script = Script { lines, variables: &variables, allowed: None, has_tool: false };
            workspace.run(&folder, &script);
            if let Some(id) = step.get("id").and_then(Value::as_str) {
                let written = runner(&workspace.read("output"), System::Linux).unwrap();
                let named = written
                    .into_iter()
                    .map(|(name, text)| (format!("steps.{id}.outputs.{name}"), text));
                outputs.extend(named);
            }
        }
    }
}

/// The text with the value of each `${{ NAME }}`.
fn filled(text: &str, value: &dyn Fn(&str) -> String) -> String {
    let mut parts = text.split("${{");
    let mut filled = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("the end of an expression");
        filled += &value(name.trim());
        filled += rest;
    }
    filled
}

fn value(name: &str, pipeline: &Pipeline, workspace: &Workspace, outputs: &Texts) -> String {
    let of_event = |path: &str| {
        let found = pipeline.event.pointer(&format!("/{}", path.replace('.', "/")));
        match found {
            None => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    };
    match name.split_once('.').expect(name) {
        ("steps", _) => outputs.get(name).expect(name).clone(),
        ("matrix", name) => pipeline.matrix.get(name).expect(name).clone(),
        ("secrets", name) => name.to_lowercase(),
        ("github", name) => match name.strip_prefix("event.") {
            Some(path) => of_event(path),
            None => {
                let variable = format!("GITHUB_{}", name.to_uppercase());
                workspace.variables().get(&variable).cloned().unwrap_or_default()
            }
        },
        (other, _) => panic!("{other} is no context of the recipes"),
    }
}
