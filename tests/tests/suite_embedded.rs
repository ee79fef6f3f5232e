//! The suite against the real sandbox, over HTTP.

use b24_conformance::report::Terminal;
use b24_conformance::{CaseFinished, Event, Meaning, Options, Outcome, Verdict, run};
use b24_sandbox::Announcement;
use b24_tests::{Liar, Reply, SEED, sandbox, target};
use serde_json::{Value, json};

const STORED: &str = "crm.company.contact.items.get/stored-as-given";

/// A run with everything that it told, and its report.
struct Ran {
    verdict: Verdict,
    events: Vec<Event>,
    text: String,
}

impl Ran {
    fn case(&self, id: &str) -> &CaseFinished {
        let case = self.events.iter().find_map(|event| match event {
            Event::CaseFinished(case) if case.id == id => Some(case),
            _ => None,
        });
        case.unwrap_or_else(|| panic!("no case {id}"))
    }

    /// Everything that was sent, with ids as the portal gave them.
    fn requests(&self) -> Vec<String> {
        self.events
            .iter()
            .filter_map(|event| match event {
                Event::Exchange(recorded) => Some(&recorded.exchange),
                _ => None,
            })
            .map(|exchange| format!("{} {} {}", exchange.verb(), exchange.target(), exchange.params()))
            .collect()
    }
}

async fn ran(announcement: &Announcement, options: &Options) -> Ran {
    let mut events = Vec::new();
    let mut terminal = Terminal::new(false);
    let mut text = String::new();
    let verdict = run(&target(announcement), options, |event| {
        events.push(event.clone());
        text.push_str(&terminal.text(event));
    })
    .await
    .expect("the run ends");
    Ran { verdict, events, text }
}

fn options() -> Options {
    Options { seed: SEED, cases: 3, write: true, ..Options::default() }
}

fn only(filter: &str) -> Options {
    Options { filter: Some(filter.to_owned()), ..options() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_keeps_the_contract() {
    let sandbox = sandbox().await;
    let ran = ran(sandbox.announcement(), &options()).await;
    assert_eq!(ran.verdict.meaning(), Meaning::Held, "{}", ran.text);
    let counts = ran.verdict.summary.counts;
    assert_eq!((counts.skip, counts.note), (0, 0), "{}", ran.text);
    assert_eq!(sandbox.broken_answers(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seed_decides_every_request() {
    let mut runs = Vec::new();
    for seed in [SEED, SEED, SEED + 1] {
        let sandbox = sandbox().await;
        let options = Options { seed, cases: 3, ..only(STORED) };
        runs.push(ran(sandbox.announcement(), &options).await.requests());
    }
    assert!(runs[0].len() > 200);
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_the_report_finds_what_broke_and_how_to_see_it_again() {
    let liar = Liar::start(|reply| {
        reply.bindings(|bindings| {
            bindings
                .sort_by_key(|binding| (binding["SORT"].as_i64(), std::cmp::Reverse(binding["CONTACT_ID"].as_i64())));
        });
    })
    .await;
    let ran = ran(liar.announcement(), &Options { strict: true, ..only("crm.company.contact.items.get/") }).await;
    let case = ran.case(STORED);
    assert_eq!(case.outcome, Outcome::Fail);
    let evidence = &case.evidence[0];
    assert_eq!(evidence.clause.as_str(), "crm.company.contact.items.get/equal-sorts");
    let made = |method: &str| evidence.replay.iter().filter(|line| line.contains(&format!("/{method}\""))).count();
    let shrunk = ["crm.company.add", "crm.contact.add", "crm.company.contact.add", "crm.company.contact.items.get"];
    assert_eq!(shrunk.map(made), [1, 2, 2, 1], "{}", evidence.replay.join("\n"));
    assert!(evidence.replay.iter().filter(|line| line.contains("\"SORT\":0")).count() == 2);
    assert!(ran.text.contains("Violated clauses\n  crm.company.contact.items.get/equal-sorts "), "{}", ran.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_from_what_no_page_says_is_a_note() {
    let liar = Liar::start(|reply| reply.bindings(|bindings| bindings.reverse())).await;
    let ran = ran(liar.announcement(), &only("order-by-sort")).await;
    assert_eq!(ran.verdict.outcome(), Outcome::Note, "{}", ran.text);
    assert_eq!(ran.verdict.meaning(), Meaning::Held);
    assert_eq!(ran.verdict.broken_clauses().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_gets_another_answer_is_named() {
    let liar = Liar::start(|reply| {
        if reply.path.ends_with(".json") {
            reply.bindings(Vec::clear);
        }
    })
    .await;
    let ran = ran(liar.announcement(), &only("protocol/form/agree")).await;
    let messages: Vec<&str> =
        ran.case("protocol/form/agree").evidence.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert_eq!(messages[0], "the path /{method}.json gets another answer: /result has 0 entries instead of 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_departure_in_many_answers_is_told_once() {
    let liar = Liar::start(|reply: &mut Reply| {
        if reply.is_success() {
            reply.json["time"]["duration"] = json!("1");
        }
    })
    .await;
    let ran = ran(liar.announcement(), &options()).await;
    let failed: Vec<&str> = ran
        .events
        .iter()
        .filter_map(|event| match event {
            Event::CaseFinished(case) if case.outcome >= Outcome::Fail => Some(case.id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(failed, ["Time/answers"], "{}", ran.text);
    let evidence = &ran.case("Time/answers").evidence;
    assert_eq!(evidence.len(), 1);
    assert_eq!(evidence[0].clause.as_str(), "Time#/properties/duration");
    assert!(evidence[0].times > 100);
    assert_eq!(evidence[0].replay.len(), 1, "the shortest way to see it is one call");
}

trait Bindings {
    /// Changes the result where it is a list of bindings.
    fn bindings(&mut self, change: impl FnOnce(&mut Vec<Value>));
}

impl Bindings for Reply {
    fn bindings(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        if let Some(bindings) = self.json.get_mut("result").and_then(Value::as_array_mut) {
            change(bindings);
        }
    }
}
