//! Policies that are answered wrongly today, as `tests/reproducers/README.md`
//! describes them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use serde::Deserialize;
use tagwright::recognize::Dialect;
use tagwright::{CiContext, Policy};

use crate::plan::shell_text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The codes of the findings that the cases of the file are about.
    #[serde(default)]
    findings: Vec<String>,
    #[serde(default)]
    case: Vec<Case>,
    #[serde(default)]
    slow: Vec<Slow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    asks: Question,
    policy: String,
    #[serde(default)]
    parts: BTreeMap<String, Part>,
    #[serde(default)]
    contexts: Vec<Context>,
    /// A reference that all contexts plan, though they are different builds.
    shares: Option<String>,
    /// The two scales between which an output grows.
    at: Option<[usize; 2]>,
    /// The tag to recognize.
    #[serde(default)]
    tag: String,
    today: Option<Vec<String>>,
    right: Vec<String>,
    #[serde(default)]
    mended: bool,
}

/// Work that takes long at its full scale.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slow {
    name: String,
    why: String,
    asks: Work,
    policy: String,
    #[serde(default)]
    parts: BTreeMap<String, Part>,
    #[serde(default)]
    tag: String,
    /// The scale at which the suite runs it.
    small: usize,
    /// The scale at which it was measured.
    full: usize,
    /// What was measured at the full scale with a release build.
    measured: String,
    /// Why that is refused at the full scale, if it is.
    refused: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Question {
    /// Whether the policy loads, and the plan of each context.
    Load,
    /// Which findings the policy has.
    Audit,
    /// How an output grows with its input.
    Patterns,
    Plan,
    Kaniko,
    Recognize,
    Explain,
    Table,
    Diagram,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Work {
    Load,
    Audit,
    Patterns,
    Recognize,
}

/// A piece of text that is repeated where `<<name>>` is in another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    text: String,
    #[serde(default)]
    separator: String,
    /// How often; the scale if it is left out.
    times: Option<usize>,
}

/// A context in its serde form; its strings may contain parts.
#[derive(Deserialize)]
struct Context(toml::Table);

fn files() -> BTreeMap<String, File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reproducers");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let file = toml::from_str(&std::fs::read_to_string(path).unwrap());
            let file = file.unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, file)
        })
        .collect()
}

/// Fills in the parts of a text. `<<#name>>` in a part is the number of the copy.
fn expand<'t>(text: &'t str, parts: &BTreeMap<String, Part>, scale: usize) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for (name, part) in parts {
        let place = format!("<<{name}>>");
        if !text.contains(&place) {
            continue;
        }
        let one = expand(&part.text, parts, scale);
        let number = format!("<<#{name}>>");
        let copies: Vec<String> = (0..part.times.unwrap_or(scale))
            .map(|index| one.replace(&number, &index.to_string()))
            .collect();
        text = Cow::Owned(text.replace(&place, &copies.join(&part.separator)));
    }
    text
}

impl Context {
    fn read(&self, parts: &BTreeMap<String, Part>, scale: usize) -> CiContext {
        let mut table = self.0.clone();
        for (_, value) in &mut table {
            if let toml::Value::String(text) = value {
                *text = expand(text, parts, scale).into_owned();
            }
        }
        table.try_into().unwrap()
    }
}

impl Case {
    fn contexts(&self, scale: usize) -> Vec<CiContext> {
        self.contexts.iter().map(|context| context.read(&self.parts, scale)).collect()
    }

    fn answer(&self, findings: &[String]) -> Vec<String> {
        match self.asks {
            Question::Load => self.loaded(),
            Question::Audit => self.findings(findings),
            _ => vec![self.growth().unwrap_or_else(|error| format!("refused: {error}"))],
        }
    }

    fn loaded(&self) -> Vec<String> {
        let policy = match toml::from_str::<Policy>(&self.policy) {
            Ok(policy) => policy,
            Err(error) => return vec![error.message().to_owned()],
        };
        let plans = self.contexts(0).into_iter().map(|context| match policy.plan(&context) {
            Ok(plan) => {
                let references: Vec<String> = plan.references().map(String::from).collect();
                format!("{}: {}", context.git_ref(), references.join(" "))
            }
            Err(error) => format!("{}: {error}", context.git_ref()),
        });
        std::iter::once("loads".to_owned()).chain(plans).collect()
    }

    fn findings(&self, codes: &[String]) -> Vec<String> {
        let policy = match toml::from_str::<Policy>(&self.policy) {
            Ok(policy) => policy,
            Err(error) => return vec![format!("refused: {}", error.message())],
        };
        self.assert_shared(&policy);
        let findings = policy.audit().into_iter();
        let findings = findings.filter(|finding| codes.contains(&finding.code.to_string()));
        findings
            .map(|finding| {
                let (severity, code) = (finding.severity, finding.code);
                let line = format!("{code} at {}: {severity}", finding.paths.join(", "));
                match finding.witness.as_ref().and_then(|witness| witness.tag.as_ref()) {
                    Some(tag) => format!("{line}, {tag}"),
                    None => line,
                }
            })
            .collect()
    }

    /// Proves the accident: the contexts are different builds of one reference.
    fn assert_shared(&self, policy: &Policy) {
        let Some(shared) = &self.shares else { return };
        let contexts = self.contexts(0);
        let [first, second] = contexts.as_slice() else { panic!("{}: two contexts", self.name) };
        let build =
            |one: &CiContext| (one.project().to_owned(), one.sha().clone(), one.git_ref().clone());
        assert_ne!(build(first), build(second), "{}", self.name);
        for context in [first, second] {
            let plan =
                policy.plan(context).unwrap_or_else(|error| panic!("{}: {error}", self.name));
            let references: Vec<String> = plan.references().map(String::from).collect();
            assert!(references.contains(shared), "{}: {references:?}", self.name);
        }
    }

    /// How the size of an output grows with the size of its input: linearly, or
    /// with which power; or why there is none.
    fn growth(&self) -> Result<String, String> {
        let [less, more] = self.at.unwrap().map(|scale| -> Result<_, String> {
            let text = expand(&self.policy, &self.parts, scale);
            let policy: Policy =
                toml::from_str(&text).map_err(|error| error.message().to_owned())?;
            let contexts = self.contexts(scale);
            let json = |value: &dyn Fn(&CiContext) -> String| -> usize {
                contexts.iter().map(|context| value(context).len()).sum()
            };
            for context in contexts.iter().filter(|_| !matches!(self.asks, Question::Explain)) {
                policy.plan(context).map_err(|error| error.to_string())?;
            }
            let plan = |context: &CiContext| policy.plan(context).unwrap();
            let context_bytes = json(&|context| serde_json::to_string(context).unwrap());
            let tag = expand(&self.tag, &self.parts, scale);
            let output = match self.asks {
                Question::Load | Question::Audit => unreachable!("they have no size"),
                Question::Patterns => {
                    serde_json::to_string(&policy.patterns(Dialect::Go)).unwrap().len()
                }
                Question::Plan => json(&|one| serde_json::to_string(&plan(one)).unwrap()),
                Question::Kaniko => json(&|one| shell_text(&plan(one).kaniko())),
                Question::Recognize => {
                    let candidates = policy.recognize(&tag.parse().unwrap());
                    serde_json::to_string(&candidates).unwrap().len()
                }
                Question::Explain => json(&|one| policy.explain(one).to_string()),
                Question::Table => policy.table().to_string().len(),
                Question::Diagram => policy.diagram().to_string().len(),
            };
            Ok(match self.asks {
                Question::Recognize => [tag.len(), output],
                _ => [text.len() + context_bytes, output],
            })
        });
        let ([less_in, less_out], [more_in, more_out]) = (less?, more?);
        let ratio = |more, less| f64::from(size(more)) / f64::from(size(less));
        let power = ratio(more_out, less_out).ln() / ratio(more_in, less_in).ln();
        let growth = if power < 1.2 { "linear".into() } else { format!("power {power:.1}") };
        Ok(format!("{growth}: {less_in} bytes give {less_out}, {more_in} bytes give {more_out}"))
    }
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap()
}

/// Whether an answer is the right one, which may leave the end of a line open.
fn holds(right: &[String], answer: &[String]) -> bool {
    right.len() == answer.len()
        && right.iter().zip(answer).all(|(right, line)| line.starts_with(right.as_str()))
}

impl Slow {
    fn run(&self, scale: usize) {
        let text = expand(&self.policy, &self.parts, scale);
        let begin = Instant::now();
        let policy = toml::from_str::<Policy>(&text);
        let refused = policy.as_ref().err().map(toml::de::Error::message);
        let expected = self.refused.as_deref().filter(|_| scale == self.full);
        assert_eq!(refused, expected, "{}", self.name);
        let Ok(policy) = policy else { return };
        let load = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let output = match self.asks {
            Work::Load => 0,
            Work::Audit => policy.audit().len(),
            Work::Patterns => {
                policy.patterns(Dialect::Go).iter().map(|rule| rule.regex.len()).sum()
            }
            Work::Recognize => {
                policy.recognize(&expand(&self.tag, &self.parts, scale).parse().unwrap()).len()
            }
        };
        let work = begin.elapsed().as_secs_f64();
        println!(
            "{}: {} bytes of policy, load {load:.3} s, work {work:.3} s, output {output}{}",
            self.name,
            text.len(),
            peak_memory(),
        );
    }
}

/// The most memory that the process had so far, where Linux says it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map(|peak| format!(", peak memory {}", peak.trim())).unwrap_or_default()
}

#[test]
fn each_case_is_answered_as_it_was() {
    let mut changed = String::new();
    for (file, File { findings, case: cases, .. }) in files() {
        for case in cases {
            let Case { name, why, right, mended, .. } = &case;
            assert!(!why.is_empty(), "{file}: {name}");
            let today = case.today.as_deref();
            assert_ne!(*mended, today.is_some(), "{file}: {name}: `today` or `mended = true`");
            let answer = case.answer(&findings);
            let is_right = holds(right, &answer);
            if today.map_or(is_right, |today| today == answer && !is_right) {
                continue;
            }
            let advice = match (is_right, mended) {
                (true, _) => {
                    "it now gives what is right: turn its expectation round, with `mended = true` and without `today`"
                }
                (false, true) => "what was mended is broken again",
                (false, false) => {
                    "it gives neither: say in `right` or `today` which of the answers is meant"
                }
            };
            let today = today.unwrap_or_default();
            write!(
                changed,
                "\n{file}: this case changed: {name}\n  today {today:?}\n  right {right:?}\n  \
                 now   {answer:?}\n  {advice}\n",
            )
            .unwrap();
        }
    }
    assert!(changed.is_empty(), "{changed}");
}

#[test]
fn slow_cases_run_at_their_small_scale() {
    let files = files();
    let cases: Vec<&Slow> = files.values().flat_map(|file| &file.slow).collect();
    assert!(!cases.is_empty());
    for case in cases {
        assert!(!case.why.is_empty() && !case.measured.is_empty(), "{}", case.name);
        assert!(case.small < case.full, "{}", case.name);
        case.run(case.small);
        if case.refused.is_some() {
            case.run(case.full);
        }
    }
}

/// Prints seconds and memory; in `TAGWRIGHT_CASE` is the name of one case, since
/// the peak of the memory is that of the process.
#[test]
#[ignore = "takes minutes and gigabytes; run it with --release and --nocapture"]
fn slow_cases_at_their_full_scale() {
    let wanted = std::env::var("TAGWRIGHT_CASE").ok();
    for case in files().values().flat_map(|file| &file.slow) {
        if wanted.as_ref().is_none_or(|wanted| *wanted == case.name) {
            case.run(case.full);
        }
    }
}
