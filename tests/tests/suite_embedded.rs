//! The suite against the real sandbox, over HTTP.

use b24_conformance::report::Terminal;
use b24_conformance::{Event, Meaning, Options, Verdict, run};
use b24_sandbox::Announcement;
use b24_tests::{Liar, SEED, sandbox, target};
use serde_json::{Value, json};

/// A run with everything that it told, and its report.
struct Ran {
    verdict: Verdict,
    events: Vec<Event>,
    text: String,
}

async fn ran(announcement: &Announcement, options: Options) -> Ran {
    let mut events = Vec::new();
    let mut terminal = Terminal::new(false);
    let mut text = String::new();
    let verdict = run(&target(announcement), &options, |event| {
        events.push(event.clone());
        text.push_str(&terminal.text(event));
    })
    .await
    .expect("the run ends");
    Ran { verdict, events, text }
}

fn options() -> Options {
    Options { seed: SEED, cases: 4, write: true, ..Options::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_keeps_the_contract() {
    let sandbox = sandbox().await;
    let ran = ran(sandbox.announcement(), options()).await;
    assert_eq!(ran.verdict.meaning(), Meaning::Held, "{}", ran.text);
    assert_eq!(ran.verdict.summary.counts.skip, 0, "{}", ran.text);
    assert_eq!(sandbox.broken_answers(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn look_at_a_lie() {
    let liar = Liar::start(|reply| {
        for binding in reply.json.get_mut("result").and_then(Value::as_array_mut).into_iter().flatten() {
            binding["SORT"] = json!(binding["SORT"].to_string());
        }
    })
    .await;
    let ran = ran(liar.announcement(), options()).await;
    assert_eq!(ran.events.len(), 0, "{}", ran.text);
}
