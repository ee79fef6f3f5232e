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
    Options { seed: SEED, cases: 3, write: true, keep_records: true, ..Options::default() }
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
    assert_eq!(ran.verdict.summary.unchecked, [], "a clause that no answer has anything to do with");
    assert_eq!(sandbox.broken_answers(), 0);
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

#[tokio::test(flavor = "multi_thread")]
async fn what_the_portal_does_where_no_source_says_is_told() {
    let case = "crm.contact.list/company-ids";
    let remark = async |answer: Option<Value>| {
        let liar = Liar::start(move |reply| {
            if let (true, Some(answer)) = (reply.path.ends_with("crm.contact.list"), &answer) {
                reply.json["result"][0]["COMPANY_IDS"] = answer.clone();
            }
        })
        .await;
        let ran = ran(liar.announcement(), &only(case)).await;
        assert_eq!(ran.verdict.outcome(), Outcome::Pass, "{}", ran.text);
        ran.case(case).remark.clone().expect("a remark")
    };
    assert_eq!(remark(None).await, "the portal did: `COMPANY_IDS` is not returned, even if it is selected");
    assert_eq!(remark(Some(json!(["1"]))).await, "the portal did: It is returned");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_description_fits_is_a_note() {
    let liar = Liar::start(|reply| {
        if reply.path.ends_with("crm.contact.list") {
            reply.json["result"] = json!([]);
        }
    })
    .await;
    let ran = ran(liar.announcement(), &only("crm.contact.list/company-ids")).await;
    assert_eq!(ran.verdict.outcome(), Outcome::Note, "{}", ran.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_summary_names_the_records_that_are_left() {
    let sandbox = sandbox().await;
    let deleted = ran(sandbox.announcement(), &only("crm.company.delete/gone")).await;
    assert_eq!(deleted.verdict.summary.created, [], "the case itself deletes it");
    let left = ran(sandbox.announcement(), &only("crm.company.get/reader")).await;
    assert_eq!(left.verdict.summary.created.len(), 1);
    let other = b24_tests::sandbox().await;
    let removing = Options { keep_records: false, ..only("crm.company.get/reader") };
    let removed = ran(other.announcement(), &removing).await.verdict.summary;
    assert_eq!((removed.created.len(), removed.removed), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_takes_from_an_answer_is_taken_again_by_its_lines() {
    let liar = Liar::start_mishearing(|asked| {
        if asked.path.ends_with("crm.contact.update") {
            asked.json["fields"] = json!({});
        }
    })
    .await;
    let ran = ran(liar.announcement(), &only("crm.contact.update/entry-changed")).await;
    let replay = ran.case("crm.contact.update/entry-changed").evidence[0].replay.join("\n");
    assert!(replay.contains(r#"| jq -r '.["result"]["PHONE"][0]["ID"]')"#) && replay.contains("${p}"), "{replay}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_custom_field_that_is_lost_is_named() {
    let liar = Liar::start(|reply| {
        if let (true, Some(record)) = (reply.path.ends_with("crm.company.get"), reply.json["result"].as_object_mut()) {
            record.retain(|name, _| name != "UF_CRM_DISCOUNT");
        }
    })
    .await;
    let ran = ran(liar.announcement(), &only("crm.company.get/custom-fields")).await;
    let evidence = &ran.case("crm.company.get/custom-fields").evidence[0];
    assert_eq!(evidence.pointer, "/result/UF_CRM_DISCOUNT");
    assert_eq!(evidence.message, "is missing; it was given \"17.5\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_without_custom_fields_keeps_the_contract() {
    let config = b24_sandbox::Config { custom_fields: vec![], ..b24_sandbox::Config::default() };
    let sandbox = b24_sandbox::Sandbox::builder().config(config).start().await.expect("it starts");
    let ran = ran(sandbox.announcement(), &only("custom")).await;
    assert_eq!(ran.verdict.outcome(), Outcome::Pass, "{}", ran.text);
    let remark = ran.case("crm.company.get/custom-fields").remark.as_deref();
    assert_eq!(remark, Some("the portal has no custom field to check"));
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
