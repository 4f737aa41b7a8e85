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
    ($($($module:ident)::+ [$($name:ident $(<$lifetime:lifetime>)?)*])*) => {{
        let mut all = BTreeSet::new();
        $({
            use $($module)::+ as here;
            $(is_a_value::<here::$name $(<$lifetime>)?>();)*
            let module = concat!($(stringify!($module), "::"),+);
            all.extend([$(stringify!($name)),*].map(|name| format!("{module}{name}")));
        })*
        all
    }};
}

#[test]
fn every_public_type_is_a_value_that_crosses_threads() {
    let values = values![
        tagwright [
            CiContext CommitSha ContextError Digest GitRef ImageName NameError Plan PlanError Policy
            PolicyDocument PolicyError Provider RefName Reference RenderError Slug SlugRules Tag TagKind Timestamp
        ]
        tagwright::name [
            NameErrorKind Platform ReferenceRef<'static> SlugCase SlugEdges SlugOptions SlugRuns
        ]
        tagwright::context [ContextErrorKind Event SuppliedValues]
        tagwright::document [
            AcceptDocument Assignments BuildMetadata BuilderDocument ConditionsDocument Counterexample
            EmptyLabels EventsDocument FindingCode ImageDocument Moves NameCase NamesDocument
            PolicyErrorKind PrereleaseFilter PullRequestDocument ReleaseCondition ReleaseDocument
            RuleDocument SlugDocument TagConstraint TagDocument ValueDocument VariantDocument
            VersionScheme
        ]
        tagwright::plan [
            KeyValues<'static> PlanErrorKind PlannedImage<'static> PlannedTag Promotion
            TagSet
        ]
        tagwright::build [
            AnnotationLevel BakeFile Build<'static> Builder CommandLine Commands DockerConfig
            MetadataError RenderErrorKind
        ]
        tagwright::handover [GitHubOutput<'static> HelmValues<'static> ShellExports<'static>]
        tagwright::audit [Actor Finding FindingCode FindingWitness Severity]
        tagwright::diff [EventDiff PlanChange PlanDiff PlanPart PolicyDiff]
        tagwright::explain [
            ExplainedRule ExplainedTag ExplainedText ExplainedValue Explanation RuleDecision
            TagAffixes TagMovement
        ]
        tagwright::recognize [
            Dialect Recognized<'static> Recognizer<'static> RulePattern TagField<'static> TagFieldValue
            TagPattern
        ]
        tagwright::table [Diagram<'static> PolicyTable TableEvent TableImage TableRow TableTag TableVariant]
        tagwright::testing [Universe]
        tagwright::verify [VerifyError VerifyErrorKind]
    ];
    assert_eq!(values, listed(), "what tests/public-api.txt lists");
}

#[test]
fn a_user_meets_few_names_at_the_root() {
    let at_the_root = listed().into_iter().filter(|path| path.matches("::").count() == 1).count();
    assert!(at_the_root <= 24, "{at_the_root} names at the root");
}

fn listed() -> BTreeSet<String> {
    include_str!("../public-api.txt")
        .lines()
        .map(|line| line.strip_prefix("#[non_exhaustive] ").unwrap_or(line))
        .filter_map(|line| line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")))
        .filter_map(|item| item.split(['<', '(']).next())
        .filter(|path| !path.ends_with("Iter"))
        .map(str::to_owned)
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
