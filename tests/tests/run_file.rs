//! The run file of a real run keeps the schema that is published for it.

use b24_conformance::report::run_file::{self, Reader};
use b24_conformance::{Event, Options, run};
use b24_tests::{SEED, sandbox, target};

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_a_real_run_keeps_the_published_schema() {
    let sandbox = sandbox().await;
    let options = Options { seed: SEED, cases: 1, write: true, strict: true, ..Options::default() };
    let mut lines = Vec::new();
    let mut events = Vec::new();
    run(&target(sandbox.announcement()), &options, |event| {
        lines.push(run_file::line(event));
        events.push(event.clone());
    })
    .await
    .expect("the run ends");
    let validator = jsonschema::validator_for(&run_file::schema()).expect("a JSON Schema");
    for line in &lines {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        if let Err(error) = validator.validate(&value) {
            panic!("{error} at {}: {line}", error.instance_path());
        }
    }
    let read: Vec<Event> =
        Reader::new("the run", lines.concat().as_bytes()).collect::<Result<_, _>>().expect("a run file");
    assert!(read == events, "a run file gives back the events");
    for wrong in [r#"{"event":"exchange"}"#, r#"{"event":"no-such"}"#, r#"{"event":"finished","counts":{}}"#, "[]"] {
        let value = serde_json::from_str(wrong).expect("JSON");
        assert!(!validator.is_valid(&value), "the schema allows {wrong}");
    }
}
