//! Options whose value is a list, as Go's `encoding/csv` reads them.

use tagwright::Plan;
use tagwright::build::AnnotationLevel;

use super::commands::platforms;
use crate::given::{branch, policy};
use crate::plan::words;

/// The fields of one record.
///
/// <https://pkg.go.dev/encoding/csv>: a field is quoted as a whole or not at
/// all; a quote anywhere else is an error.
#[track_caller]
pub(super) fn fields(record: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = record.chars().peekable();
    loop {
        let mut field = String::new();
        let is_quoted = rest.next_if_eq(&'"').is_some();
        loop {
            match rest.next() {
                Some('"') if is_quoted && rest.next_if_eq(&'"').is_none() => {
                    let next = rest.next();
                    assert!(matches!(next, None | Some(',')), "{next:?} behind a quote: {record}");
                    all.push(field);
                    if next.is_none() {
                        return all;
                    }
                    break;
                }
                Some('"') if !is_quoted => panic!("a bare quote: {record}"),
                Some(',') if !is_quoted => {
                    all.push(field);
                    break;
                }
                Some('\n') if !is_quoted => panic!("a second record: {record}"),
                Some(found) => field.push(found),
                None if is_quoted => panic!("no end of a quoted field: {record}"),
                None => {
                    all.push(field);
                    return all;
                }
            }
        }
    }
}

/// A plan with a label that somebody else chose.
pub(super) fn labelled(title: &str) -> Plan {
    let policy = policy(&format!(
        r#"
labels = [{:?}, "a.b=1"]
[[rules]]
name = "all"
when = {{}}
tags = ["{{short_sha}}", "edge"]
"#,
        format!("org.opencontainers.image.title={title}").replace('{', "{{").replace('}', "}}")
    ));
    policy.plan(&branch("main")).unwrap()
}

#[test]
fn values_with_commas_quotes_and_lines_stay_one_field() {
    for (title, why) in [
        ("a, b", "a comma"),
        ("say \"hi\"", "quotes"),
        ("\"", "a quote alone"),
        ("\"\"", "two quotes"),
        (",", "a comma alone"),
        (" a", "a space first"),
        ("type=local,dest=/", "fields of an output"),
        ("a=b", "an equals sign"),
    ] {
        let plan = labelled(title);
        let buildctl = plan.buildctl().with_annotations(AnnotationLevel::Manifest);
        let buildctl = buildctl.with_annotations(AnnotationLevel::Index).platforms(platforms());
        assert_eq!(
            fields(words(&buildctl).last().unwrap()),
            [
                "type=image",
                "name=r.example.com/server:a1b2c3d8,r.example.com/server:edge",
                &format!("annotation-manifest.org.opencontainers.image.title={title}"),
                "annotation-manifest.a.b=1",
                &format!("annotation-index.org.opencontainers.image.title={title}"),
                "annotation-index.a.b=1",
                "push=true",
            ],
            "{why}"
        );
        // These are no lists.
        let labels = plan.buildctl().with_labels();
        let label = format!("label:org.opencontainers.image.title={title}");
        assert!(words(&labels).contains(&label), "{why}");
        let buildx = plan.buildx().with_annotations(AnnotationLevel::Manifest);
        let annotation = format!("manifest:org.opencontainers.image.title={title}");
        assert!(words(&buildx).contains(&annotation), "{why}");
    }
}
