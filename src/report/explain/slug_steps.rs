use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::name::{SlugRules, SlugStep};

/// The steps by which slug rules make a slug of a name, in words: `57 characters`,
/// `2 replaced`, `cut to 40`.
pub(super) fn told(rules: &SlugRules, text: &str) -> Vec<String> {
    let mut steps: BTreeMap<SlugStep, usize> = BTreeMap::new();
    rules.slug_along(text, &mut |step| *steps.entry(step).or_default() += 1);
    let characters = text.chars().count();
    let plural = if characters == 1 { "" } else { "s" };
    let told = steps.into_iter().map(|(step, count)| match step {
        SlugStep::Lowered => format!("{count} to lower case"),
        SlugStep::Replaced => format!("{count} replaced"),
        SlugStep::Removed => format!("{count} removed"),
        SlugStep::Collapsed => format!("{count} collapsed"),
        SlugStep::Cut => format!("cut to {}", rules.base_length()),
        SlugStep::Trimmed => format!("{count} trimmed"),
        SlugStep::Emptied => match rules.empty() {
            Some(empty) => format!("nothing left, so {empty}"),
            None => "nothing left".into(),
        },
        SlugStep::Distinct => format!("{count} digits of its SHA-256 added"),
    });
    [format!("{characters} character{plural}")].into_iter().chain(told).collect()
}
