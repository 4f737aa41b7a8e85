//! What every public type has, whatever it is for.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Debug;
use std::panic::{RefUnwindSafe, UnwindSafe};

use tagwright::{CiContext, Digest, Policy, PolicyDocument, Tag};

fn is_a_value<T>()
where
    T: Clone + Eq + Debug + Send + Sync + Unpin + UnwindSafe + RefUnwindSafe,
{
}

macro_rules! values {
    ($($name:ident $(<$lifetime:lifetime>)?)*) => {{
        $(is_a_value::<tagwright::$name $(<$lifetime>)?>();)*
        BTreeSet::from([$(stringify!($name)),*])
    }};
}

#[test]
fn every_public_type_is_a_value_that_crosses_threads() {
    let values = values![
        AnnotationLevel Assignments BakeFile Build<'static> BuildEnv<'static> Builder
        BuilderDocument Candidate<'static> Change ChangedPart CiContext CommandLine Commands
        CommitSha ContextError ContextErrorKind Counterexample Diagram<'static> Dialect Digest
        DockerConfig
        EnvKey EnvValue Event EventDiff ExplainedRule ExplainedTag ExplainedText
        ExplainedValue Explanation Exports<'static> Field FieldValue Finding FindingCode
        FindingWitness Fit GitHubOutput<'static> GitRef HelmValues<'static> ImageDocument
        ImageName Json<'static> MajorZero MetadataError Moves NameCase
        NameError NameErrorKind NamesDocument Pairs Plan PlanDiff PlanError PlanErrorKind
        PlannedImage PlannedTag Platform Policy PolicyDiff PolicyDocument PolicyError
        PolicyErrorKind PolicyTable PrereleaseFilter Promotion Provider Recognizer<'static> RefName
        Reference ReferenceRef<'static> Registry Repository RuleDecision RuleDocument RulePattern
        Severity Slug SlugCase SlugEdges SlugOptions SlugRules SlugRuns TableEvent TableRow
        TableTag Tag TagDocument TagKind TagMovement TagPattern TagSet Timestamp
        TriggerDocument VerifyError VerifyErrorKind
    ];
    assert_eq!(values, listed(), "what tests/public-api.txt lists");
}

fn listed() -> BTreeSet<&'static str> {
    include_str!("../public-api.txt")
        .lines()
        .map(|line| line.strip_prefix("#[non_exhaustive] ").unwrap_or(line))
        .filter_map(|line| line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")))
        .filter_map(|path| path.strip_prefix("tagwright::"))
        .filter(|path| !path.contains("::"))
        .filter_map(|item| item.split(['<', '(']).next())
        .collect()
}

/// It is what a `main` that returns the error prints.
#[test]
fn debug_of_an_error_is_its_message() {
    let context = CiContext::detached("server", "a".repeat(40)).unwrap();
    let no_plan = Policy::cwiq().plan(&context).unwrap_err();
    assert!(
        format!("{no_plan:?}").starts_with(r#"PlanError("no rule applies to a detached commit"#)
    );
    is_message("PlanError", no_plan);
    is_message("NameError", Tag::new("").unwrap_err());
    is_message("ContextError", CiContext::branch("", "main", "").unwrap_err());
    is_message("PolicyError", Policy::new(PolicyDocument::new([], [])).unwrap_err());
    is_message("VerifyError", Policy::cwiq().verify(&context, "").unwrap_err());
    is_message("MetadataError", Digest::from_metadata_file("{}").unwrap_err());
}

#[track_caller]
fn is_message(name: &str, error: impl Error) {
    assert_eq!(format!("{error:?}"), format!("{name}({:?})", error.to_string()));
}
