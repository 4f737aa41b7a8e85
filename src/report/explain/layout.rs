use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::explained_rule::ExplainedRule;
use super::explained_tag::{ExplainedTag, TagAffixes, TagMovement};
use super::explained_text::ExplainedText;
use super::explained_value::ExplainedValue;
use super::explanation::Explanation;
use crate::name::{Quoted, Shown};
use crate::plan::Plan;

/// In the order of planning; parts that are absent take one line.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = &self.context;
        let project = Quoted(context.project());
        write!(f, "{} of project {project}, ", context.git_ref())?;
        if let Some(variant) = context.variant() {
            write!(f, "variant {}, ", Quoted(variant))?;
        }
        writeln!(f, "commit {}", context.sha())?;
        writeln!(f)?;
        let name = |rule: &ExplainedRule| Shown(&rule.rule).to_string();
        let width = self.rules.iter().map(|rule| name(rule).chars().count()).max();
        let width = width.unwrap_or_default();
        for rule in &self.rules {
            let ExplainedRule { decision, reason, .. } = rule;
            writeln!(f, "rule {:width$}  {decision:5}  {reason}", name(rule))?;
            rule.tags.iter().try_for_each(|tag| write_tag(f, tag))?;
        }
        if !self.texts.is_empty() {
            writeln!(f)?;
        }
        let width = self.texts.iter().map(|text| text.label.chars().count()).max();
        let width = width.unwrap_or_default();
        for text in &self.texts {
            writeln!(f, "{:width$}  {}", text.label, Made(text))?;
            if text.result.is_none() {
                table(f, &text.values.iter().map(row).collect::<Vec<_>>())?;
            }
        }
        match &self.plan {
            Ok(plan) => {
                write!(f, "\ntags  ")?;
                let mut separator = "";
                for planned in plan.tags() {
                    write!(f, "{separator}{} ({})", planned.tag, planned.kind)?;
                    separator = ", ";
                }
                writeln!(f)?;
                write_images(f, plan)
            }
            Err(error) => writeln!(f, "\nerror  {error}"),
        }
    }
}

/// Writes the tags of each image, unless all images receive all tags.
fn write_images(f: &mut fmt::Formatter<'_>, plan: &Plan) -> fmt::Result {
    let all = plan.tags().len();
    if plan.images().all(|image| image.tags().count() == all) {
        return Ok(());
    }
    let width = plan.images().map(|image| image.push.as_str().len()).max().unwrap_or_default();
    for image in plan.images() {
        let tags: Vec<_> = image.tags().map(|planned| planned.tag.as_str()).collect();
        writeln!(f, "to    {:width$}  {}", image.push.as_str(), tags.join(", "))?;
    }
    Ok(())
}

fn write_tag(f: &mut fmt::Formatter<'_>, tag: &ExplainedTag) -> fmt::Result {
    let ExplainedTag {
        text,
        affixes,
        kind,
        kind_reason,
        moves,
        movement,
        movement_reason,
        same_as,
    } = tag;
    writeln!(f, "  {}", Made(text))?;
    let mut rows: Vec<LayoutRow> = text.values.iter().map(row).collect();
    if let Some(TagAffixes { variant, prefix, suffix }) = affixes {
        let affix = |name, text: &String| (!text.is_empty()).then(|| format!("{name} {text}"));
        let affixes: Vec<_> =
            [affix("prefix", prefix), affix("suffix", suffix)].into_iter().flatten().collect();
        rows.push(["variant".into(), variant.clone(), affixes.join(", ")]);
    }
    if *movement != TagMovement::Stays {
        rows.push(["kind".into(), kind.to_string(), kind_reason.clone()]);
    }
    if let Some(moves) = moves.name() {
        rows.push([movement.to_string(), moves.into(), movement_reason.clone()]);
    }
    if let Some(path) = same_as {
        rows.push(["same as".into(), path.clone(), "a plan has each tag only once".into()]);
    }
    table(f, &rows)
}

/// `template -> result`
struct Made<'a>(&'a ExplainedText);

impl fmt::Display for Made<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ExplainedText { path, template, result, .. } = self.0;
        write!(f, "{}", Shown(template))?;
        match result {
            Some(result) if result.is_empty() && path.starts_with("labels") => {
                f.write_str(" -> left out, being empty")
            }
            Some(result) => write!(f, " -> {}", shown(result)),
            None => Ok(()),
        }
    }
}

/// A label, a value, and a remark.
type LayoutRow = [String; 3];

fn row(value: &ExplainedValue) -> LayoutRow {
    let ExplainedValue { placeholder, value, fact, source, steps } = value;
    // The source is not repeated if it is the commit, which is in the first line, or
    // equals the value next to it.
    let is_elsewhere = |source: &&str| *fact == "commit" || value.as_deref() == Some(*source);
    let source = source.as_deref().filter(|source| !is_elsewhere(source));
    let source = source.map_or_else(String::new, |source| format!(" {}", Quoted(source)));
    let done = if steps.is_empty() { "" } else { ": " };
    let remark = format!("{fact}{source}{done}{}", steps.join(", "));
    let value = value.as_deref().map_or_else(|| "none".into(), shown);
    [placeholder.clone(), value, remark]
}

/// Writes a string as it is if it could be a tag or an image name, else quoted.
fn shown(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:/@+".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.into()
    } else {
        Quoted(text).to_string()
    }
}

fn table(f: &mut fmt::Formatter<'_>, rows: &[LayoutRow]) -> fmt::Result {
    let width = |column: fn(&LayoutRow) -> &String| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
    };
    let (labels, values) = (width(|[label, ..]| label), width(|[_, value, _]| value));
    for [label, value, remark] in rows {
        writeln!(f, "    {label:labels$}  {value:values$}  {remark}")?;
    }
    Ok(())
}
