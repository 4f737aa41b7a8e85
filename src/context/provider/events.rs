//! Maps the providers' names of events to [`Event`].

use super::provider_row::EventName;
use super::variables::Variables;
use crate::context::Event;
use crate::name::GitRef;

/// Reads the event that started the run; a name that is not in the table leaves it
/// unknown.
pub(super) fn read(
    names: &[EventName],
    variables: &Variables<'_>,
    git_ref: &GitRef,
) -> Option<Event> {
    let is_request = matches!(git_ref, GitRef::PullRequest { .. });
    let (_, _, event) = names.iter().find(|(variable, values, event)| {
        // A merge queue contains only pull requests.
        (is_request || *event != Event::MergeQueue)
            && variables.text(variable).is_some_and(|text| is_one_of(values, &text))
    })?;
    // Some providers report a push to the branch of a pull request.
    let event = if is_request && *event == Event::Push { Event::PullRequest } else { *event };
    // The merge of a pull request closes it, and that event runs on a branch.
    // `pull-request` is not an event of branches, so the event stays unknown.
    Some(event).filter(|event| git_ref.kind().events().contains(*event))
}

fn is_one_of(names: &[&str], text: &str) -> bool {
    names.iter().any(|name| match name.strip_suffix('*') {
        Some(prefix) => text.starts_with(prefix),
        None => text == *name,
    })
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use crate::context::provider::Provider;
    use crate::context::provider::provider_row::EventName;

    const HEAD: &str = "| provider | variable | value | event |\n| --- | --- | --- | --- |\n";

    #[test]
    fn the_guide_has_the_table() {
        let mut table = Vec::from([HEAD.to_string()]);
        let mut shown: Vec<&[EventName]> = Vec::new();
        for provider in Provider::all() {
            let rows = provider.row().events;
            if shown.contains(&rows) {
                continue;
            }
            shown.push(rows);
            let same = Provider::all().filter(|other| other.row().events == rows);
            let same = joined(same.map(|provider| provider.to_string()));
            if rows.is_empty() {
                table.push(format!("| {same} | none | | |\n"));
            }
            for (variable, values, event) in rows {
                let values = joined(values.iter().map(|value| match *value {
                    "*" => "any".to_string(),
                    value => format!("`{value}`"),
                }));
                table.push(format!("| {same} | `{variable}` | {values} | `{event}` |\n"));
            }
        }
        let table = table.concat();
        let guide = include_str!("../../guide/ci_providers.md");
        assert!(guide.contains(&table), "src/guide/ci_providers.md should have:\n{table}");
    }

    fn joined(items: impl Iterator<Item = String>) -> String {
        items.collect::<Vec<_>>().join(", ")
    }
}
