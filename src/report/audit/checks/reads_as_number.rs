use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::policy::Placeholder;
use crate::policy::language::{Dfa, NotFound};
use crate::report::audit::auditor::Evidence;
use crate::report::audit::likeness::is_short_sha;
use crate::report::audit::{Auditor, Finding, FindingCode, Question, Severity};

/// What a reader of YAML 1.1 or 1.2, of Helm's `--set` or of loose versions
/// takes for a number or a date, as far as a tag can hold it.
const NUMBERS: &str = concat!(
    r"[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE]-?[0-9]+)?",
    "|0[xX][0-9A-Fa-f_]+|0o[0-7]+|0b[01_]+",
    "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
);

/// What they take for a boolean, or for nothing.
const WORDS: &str = concat!(
    "[Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF",
    "|[YyNn]|[Nn]ull|NULL",
);

/// Finds the tags that can look like a number or a date.
///
/// A short sha alone does so by chance, which is a warning; what somebody chose
/// is for information. Each of the two is one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let policy = auditor.policy;
    let languages = [NUMBERS, WORDS].map(Dfa::of_regex);
    let [Some(mut numbers), Some(mut words)] = languages else {
        return Vec::new();
    };
    let finding = |(by_chance, severity): (bool, Severity)| {
        let chance = match (by_chance, one_in(policy.document().short_sha)) {
            (true, Some(one_in)) if one_in <= RARE => {
                format!(", as it does about 1 short sha in {one_in}")
            }
            (true, _) => return None,
            (false, _) => String::new(),
        };
        let shown = auditor.ask(auditor.tags_of_builds(), Question::IsNumber, &mut |side| {
            let is_whole =
                |one: &Placeholder| matches!(one, Placeholder::Sha | Placeholder::HeadSha);
            let has_sha = side.template().has(is_whole);
            if has_sha || is_short_sha(side.template()) != by_chance {
                return Err(NotFound::Never);
            }
            let witness = match side.shortest_in(&mut numbers, auditor) {
                Err(NotFound::Never) => side.shortest_in(&mut words, auditor),
                found => found,
            };
            Ok((severity, witness?))
        });
        let Evidence { paths, witness, .. } = shown?;
        let of = if by_chance { String::new() } else { format!(" of {}", witness.refs()[0]) };
        let (tag, kind) = (witness.quoted(), kind(witness.text()));
        Some(Finding {
            code: FindingCode::ReadsAsNumber,
            severity,
            paths,
            message: format!("YAML may read the tag {tag}{of} as {kind}{chance}"),
            accepted: None,
            remedy: Cow::Borrowed(if by_chance {
                "begin the tag with a letter: sha-{short_sha}"
            } else {
                "quote it wherever YAML or Helm reads it"
            }),
            witness: Some(witness),
        })
    };
    let kinds = [(true, Severity::Warning), (false, Severity::Info)];
    kinds.into_iter().filter_map(finding).collect()
}

fn kind(tag: &str) -> &'static str {
    match tag.bytes().next() {
        Some(b'0'..=b'9') => "a number",
        _ => "a boolean or null",
    }
}

/// A chance smaller than this is not worth a finding.
const RARE: u64 = 100_000;

/// One short sha in how many is all digits, or digits around one `e`.
fn one_in(digits: usize) -> Option<u64> {
    let digits = u32::try_from(digits).ok()?;
    let all = 16_u128.checked_pow(digits)?;
    let exponents = u128::from(digits.saturating_sub(2));
    let numbers = 10_u128.checked_pow(digits)? + exponents * 10_u128.checked_pow(digits - 1)?;
    u64::try_from((all + numbers / 2) / numbers).ok()
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use regex::bytes::Regex;

    use super::{NUMBERS, WORDS, kind, one_in};

    /// What at least one of these does not read as text: `PyYAML` 6.0.3 (YAML 1.1),
    /// ruamel.yaml 0.19.1 and the npm packages js-yaml 5.5.0 and yaml 2.9.1 (1.2;
    /// the last also as 1.1), go-yaml 2.4.0 (which `kubectl` and Helm read with)
    /// and 3.0.1.
    const READ: &str = "1234567 6180689 0123456 0128456 08 00 0 190 20200110 1e10 1E10 72225e2 1e-10 \
         0e0 1e400 1.10 1.1 1. 0. 1.5e3 1.5e-3 2011.e1 1.e5 2020-01-10 2020-1-1 2020-13-45 0x1f \
         0X1F 0o17 0b101 1_000 1_ 1__0 0_7 1_000.5 1.2_3 12_e3 1_2e3 1_000e3 true True TRUE yes Yes \
         no NO on On off OFF null NULL y Y n N";
    const TEXT: &str = "1.10.2 1.0.0 1.10.e1 2020-01 2020.01.10 2020-01-10-1 0xZZ 0o9 0x 0b2 _1 nan NaN \
         inf Infinity 1-1 1- 1e 1e1.5 9_9-9 v1 a1b2c3d8 tRUE yEs none latest";

    #[test]
    fn agrees_with_readers() {
        let all = Regex::new(&format!(r"\A(?:{NUMBERS}|{WORDS})\z")).unwrap();
        for text in READ.split(' ') {
            assert!(all.is_match(text.as_bytes()), "{text}");
        }
        for text in TEXT.split(' ') {
            assert!(!all.is_match(text.as_bytes()), "{text}");
        }
        assert_eq!(kind("1e10"), "a number");
        assert_eq!(kind("no"), "a boolean or null");
    }

    /// Of all short shas, counted.
    #[test]
    fn chances_are_counted() {
        let numbers = Regex::new(&format!(r"\A(?:{NUMBERS})\z")).unwrap();
        for digits in 4..=5 {
            let all = 16_u64.pow(u32::try_from(digits).unwrap());
            let texts = (0..all).map(|number| format!("{number:0digits$x}"));
            let count = texts.filter(|text| numbers.is_match(text.as_bytes())).count();
            let count = u64::try_from(count).unwrap();
            assert_eq!(one_in(digits), Some((2 * all / count).div_ceil(2)), "{digits} digits");
        }
        // 16^7 of 10^7 and 5 * 10^6; 16^8 of 10^8 and 6 * 10^7.
        assert_eq!((one_in(7), one_in(8)), (Some(18), Some(27)));
    }
}
