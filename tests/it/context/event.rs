use tagwright::context::Event;
use tagwright::name::NameErrorKind;

const NAMES: [(Event, &str); 9] = [
    (Event::Push, "push"),
    (Event::PullRequest, "pull-request"),
    (Event::MergeQueue, "merge-queue"),
    (Event::Schedule, "schedule"),
    (Event::Manual, "manual"),
    (Event::Api, "api"),
    (Event::Pipeline, "pipeline"),
    (Event::Deployment, "deployment"),
    (Event::Release, "release"),
];

#[test]
fn an_event_has_one_name_everywhere() {
    assert!(Event::all().eq(NAMES.map(|(event, _)| event)));
    for (event, name) in NAMES {
        assert_eq!(event.as_str(), name);
        assert_eq!(event.to_string(), name);
        assert_eq!(format!("{event:>14}"), format!("{name:>14}"));
        assert_eq!(name.parse::<Event>(), Ok(event));
        let json = format!("\"{name}\"");
        assert_eq!(serde_json::to_string(&event).unwrap(), json);
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }
}

#[test]
fn a_name_that_is_no_event_is_refused() {
    for name in ["", "Push", "pull_request", "cron", "scheduled"] {
        let error = name.parse::<Event>().unwrap_err();
        assert_eq!(error.kind(), NameErrorKind::Unsupported);
        assert_eq!(
            error.to_string(),
            format!(
                "invalid event {name:?}: expected push, pull-request, merge-queue, schedule, \
                 manual, api, pipeline, deployment or release"
            ),
        );
        assert!(serde_json::from_str::<Event>(&format!("{name:?}")).is_err());
    }
}
