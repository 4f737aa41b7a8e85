use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::name::{SlugRules, SlugStep};

/// How often slug rules took each step for one text.
#[derive(Debug, Default)]
pub(super) struct SlugSteps(BTreeMap<SlugStep, usize>);

impl SlugSteps {
    pub(super) fn add(&mut self, step: SlugStep) {
        *self.0.entry(step).or_default() += 1;
    }

    /// The steps as a person reads them: `57 characters`, `2 replaced`, `cut to 40`.
    pub(super) fn told(&self, rules: &SlugRules, text: &str) -> Vec<String> {
        let characters = text.chars().count();
        let plural = if characters == 1 { "" } else { "s" };
        let told = self.0.iter().map(|(step, count)| match step {
            SlugStep::Lowered => format!("{count} to lower case"),
            SlugStep::Replaced => format!("{count} replaced"),
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
}
