//! The suite against the real sandbox, over HTTP.

use b24_conformance::report::Terminal;
use b24_conformance::{Event, Meaning, Options, Target, Verdict};
use b24_sandbox::Sandbox;

async fn run(options: Options) -> (Verdict, Vec<Event>, String) {
    let sandbox = Sandbox::builder().seed(7).start().await.expect("the sandbox starts");
    let announcement = serde_json::to_string(&sandbox.announcement()).expect("JSON");
    let target: Target = serde_json::from_str(&announcement).expect("the suite reads what the sandbox announces");
    let mut events = Vec::new();
    let mut terminal = Terminal::new(false);
    let mut text = String::new();
    let verdict = b24_conformance::run(&target, &options, |event| {
        events.push(event.clone());
        text.push_str(&terminal.text(event));
    })
    .await
    .expect("the run ends");
    sandbox.stop().await;
    (verdict, events, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_keeps_the_contract() {
    let (verdict, _, text) = run(Options { write: true, cases: 4, seed: 7, ..Options::default() }).await;
    assert_eq!(verdict.meaning(), Meaning::Held, "{text}");
}
