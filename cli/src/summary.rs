use std::fmt::{self, Display};

use tagwright::plan::PlannedTag;
use tagwright::{CiContext, Plan};

/// A summary of a plan, for people.
pub(crate) struct Summary<'a> {
    pub(crate) context: &'a CiContext,
    pub(crate) plan: &'a Plan,
}

impl Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { context, plan } = *self;
        section(f, "project", [context.project()])?;
        section(f, "ref", [context.git_ref()])?;
        section(f, "commit", [context.sha()])?;
        section(f, "variant", plan.variant())?;
        section(f, "slug", plan.slug())?;

        let all = plan.tags().iter().chain(plan.undecided());
        let width = all.map(|planned| planned.tag.as_str().len()).max().unwrap_or_default();
        let row = |planned: &PlannedTag| {
            let (tag, kind, rule) = (&planned.tag, planned.kind, &planned.rule);
            format!("{tag:width$}  {kind:9}  rule {rule}")
        };
        section(f, "tags", plan.tags().iter().map(row))?;
        section(f, "undecided", plan.undecided().iter().map(row))?;
        section(f, "push", plan.references())?;
        section(f, "pull", plan.pull_references())?;
        section(f, "cache", plan.images().filter_map(|image| image.cache))?;
        section(f, "promote", plan.promotions())?;
        section(f, "builder", plan.builder_image())?;
        // No other control character can occur in a value, so no line of a description
        // can imitate a line of the summary.
        let one_line =
            |text: &str| text.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
        let pair = |(key, value)| format!("{key}={}", one_line(value));
        section(f, "build args", plan.build_args().iter().map(pair))?;
        section(f, "labels", plan.labels().iter().map(pair))?;
        section(f, "build.env", plan.build_env().iter().map(pair))
    }
}

/// Writes a title followed by the items, one per line; nothing if there are no
/// items.
fn section<T: Display>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    items: impl IntoIterator<Item = T>,
) -> fmt::Result {
    let mut title = title;
    for item in items {
        writeln!(f, "{title:12}{item}")?;
        title = "";
    }
    Ok(())
}
