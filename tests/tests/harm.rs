//! Whatever a portal answers, a run that writes harms nothing of it: records of others stay as they are, and what the run
//! made is removed or told of.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use b24_conformance::{CaseFinished, Event, Meaning, Options, Outcome, Rate, Target, Verdict, run};
use b24_contract::Secret;
use b24_tests::{Asked, Liar, Reply, SEED};
use serde_json::{Value, json};

/// Cases that make companies and contacts and link them.
const CASES: &str = "crm.company.contact.items.set";

/// What is known of the liar by its webhook only: a portal that others use.
fn live(liar: &Liar) -> Target {
    let announced = serde_json::to_value(liar.announcement()).expect("JSON");
    let webhook = announced["webhook"].as_str().expect("a webhook");
    Target::of_webhook(&Secret::new(webhook)).expect("a webhook")
}

fn options() -> Options {
    Options {
        seed: SEED,
        cases: 2,
        steps: 4,
        sample: 0,
        write: true,
        filter: Some(CASES.to_owned()),
        rate: Rate::Unlimited,
        throttle_wait: Duration::from_millis(1),
        patience: Duration::from_millis(50),
        ..Options::default()
    }
}

/// All records and links of the sandbox behind the liar.
async fn records(liar: &Liar, name: &str) -> [Value; 3] {
    let announced = serde_json::to_value(liar.announcement()).expect("JSON");
    let snapshots = format!("{}snapshots", announced["control"].as_str().expect("a control interface"));
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let taken = http.post(&snapshots).header("content-type", "application/json");
    taken.body(json!({ "name": name }).to_string()).send().await.expect("a snapshot is taken");
    let text = http.get(format!("{snapshots}/{name}")).send().await.expect("sent").text().await.expect("a snapshot");
    let taken: Value = serde_json::from_str(&text).expect("JSON");
    ["companies", "contacts", "links"].map(|kind| taken[kind].clone())
}

struct Ran {
    verdict: Verdict,
    cases: Vec<CaseFinished>,
}

async fn ran(liar: &Liar, options: &Options) -> Ran {
    let mut cases = Vec::new();
    let verdict = run(&live(liar), options, |event| {
        if let Event::CaseFinished(case) = event {
            cases.push(case.clone());
        }
    })
    .await
    .expect("the run ends");
    Ran { verdict, cases }
}

impl Ran {
    fn messages(&self) -> Vec<&str> {
        self.cases.iter().flat_map(|case| &case.evidence).map(|found| found.message.as_str()).collect()
    }
}

/// A portal that answers the call that makes a company with another id.
async fn answering_add_with(id: impl Fn(u32) -> Value + Send + Sync + 'static) -> Liar {
    let number = AtomicU32::new(0);
    Liar::start(move |reply| {
        if reply.path.ends_with("/crm.company.add") && reply.is_success() {
            reply.json["result"] = id(number.fetch_add(1, Ordering::Relaxed));
        }
    })
    .await
}

/// The first company of the sandbox's own data.
async fn somebodys(liar: &Liar) -> i64 {
    let [companies, ..] = records(liar, "own").await;
    let first = companies.as_array().and_then(|companies| companies.first()).expect("a company");
    b24_contract::integer(first.get("ID").or(first.get("id")).expect("an id")).expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_names_somebody_elses_record_as_the_new_one_has_it_untouched() {
    let known = somebodys(&Liar::start(|_| ()).await).await;
    for id in [json!(known), json!(known.to_string()), json!(0), json!(2_147_483_647_i64), json!(format!("{known}abc"))]
    {
        let told = id.clone();
        let liar = answering_add_with(move |_| told.clone()).await;
        let before = records(&liar, "before").await;
        let ran = ran(&liar, &options()).await;
        assert_eq!(records(&liar, "after").await, before, "{id}");
        assert!(ran.verdict.outcome() >= Outcome::Fail, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_more_is_made_once_a_portals_word_does_not_count() {
    let known = somebodys(&Liar::start(|_| ()).await).await;
    let liar = answering_add_with(move |_| json!(known)).await;
    let ran = ran(&liar, &options()).await;
    let found = format!("the portal says that it made the company {known}, which does not bear the mark");
    assert_eq!(ran.messages().iter().filter(|message| message.starts_with(&found)).count(), 1, "{:?}", ran.messages());
    assert_eq!(ran.verdict.meaning(), Meaning::Violated);
    let skipped =
        ran.cases.iter().filter(|case| case.remark.as_deref().is_some_and(|said| said.contains("bear the mark")));
    assert!(skipped.count() > 2);
    assert_eq!(ran.verdict.summary.created.len(), 1, "the record that is not the run's is told of");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_told_twice_is_found_out() {
    let first = Arc::new(std::sync::Mutex::new(None));
    let liar = Liar::start(move |reply| {
        if reply.path.ends_with("/crm.contact.add") && reply.is_success() {
            let mut first = first.lock().expect("no test panics here");
            reply.json["result"] = first.get_or_insert_with(|| reply.json["result"].clone()).clone();
        }
    })
    .await;
    let before = records(&liar, "before").await;
    let ran = ran(&liar, &options()).await;
    assert_eq!(records(&liar, "after").await, before);
    assert!(ran.verdict.outcome() >= Outcome::Fail, "{:?}", ran.messages());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_loses_the_mark_is_left_with_one_record_that_is_told_of() {
    let liar = Liar::start_mishearing(|asked| {
        if let Some(fields) = asked.json.get_mut("fields").and_then(Value::as_object_mut) {
            fields.remove("ORIGINATOR_ID");
        }
    })
    .await;
    let before = records(&liar, "before").await;
    let ran = ran(&liar, &options()).await;
    let after = records(&liar, "after").await;
    let count =
        |records: &[Value; 3]| records[..2].iter().map(|kind| kind.as_array().map_or(0, Vec::len)).sum::<usize>();
    assert_eq!(count(&after), count(&before) + 1);
    assert_eq!(ran.verdict.summary.created.len(), 1);
    assert!(ran.verdict.outcome() >= Outcome::Fail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_ignores_its_filter_removes_nobodys_record() {
    let liar = Liar::start_mishearing(|asked| {
        let lists = asked.path.ends_with(".list");
        if let Some(filter) = asked.json.get_mut("filter").and_then(Value::as_object_mut).filter(|_| lists) {
            filter.retain(|name, _| !name.contains("ORIGIN"));
        }
    })
    .await;
    let before = records(&liar, "before").await;
    let ran = ran(&liar, &options()).await;
    assert_eq!(records(&liar, "after").await, before);
    assert_eq!(ran.verdict.summary.created, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_in_words_only_is_told_of() {
    let deletes = Arc::new(AtomicBool::new(false));
    let asks = deletes.clone();
    let mishear = move |asked: &mut Asked| {
        let text = asked.json.to_string();
        asks.store(asked.path.ends_with("/batch") && text.contains(".delete?"), Ordering::Relaxed);
        if asked.path.ends_with("/batch") {
            asked.json = serde_json::from_str(&text.replace(".delete?", ".get?")).expect("still JSON");
        } else if asked.path.ends_with(".company.delete") || asked.path.ends_with(".contact.delete") {
            asked.json["id"] = json!(0);
        }
    };
    let lie = move |reply: &mut Reply| {
        if reply.path.ends_with("/crm.company.delete") || reply.path.ends_with("/crm.contact.delete") {
            reply.status = 200;
            reply.json = json!({ "result": true, "time": reply.json["time"] });
        } else if deletes.load(Ordering::Relaxed)
            && let Some(results) = reply.json.pointer_mut("/result/result").and_then(Value::as_array_mut)
        {
            results.iter_mut().for_each(|result| *result = json!(true));
        }
    };
    let liar = Liar::start_doing_both(mishear, lie).await;
    let before = records(&liar, "before").await;
    let ran =
        ran(&liar, &Options { filter: Some("crm.company.contact.items.get/all-links".to_owned()), ..options() }).await;
    let after = records(&liar, "after").await;
    let count =
        |records: &[Value; 3]| records[..2].iter().map(|kind| kind.as_array().map_or(0, Vec::len)).sum::<usize>();
    assert_eq!(ran.verdict.summary.created.len(), count(&after) - count(&before));
    assert!(!ran.verdict.summary.created.is_empty());
    let reason = "the portal says that it is removed, and it is still there";
    assert_eq!(ran.verdict.summary.not_removed.as_deref(), Some(reason));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_under_an_error_is_removed() {
    let liar = Liar::start(|reply| {
        if reply.path.ends_with("/crm.company.add") {
            reply.status = 400;
            reply.json = json!({ "error": "", "error_description": "Access denied" });
        }
    })
    .await;
    let before = records(&liar, "before").await;
    ran(&liar, &options()).await;
    assert_eq!(records(&liar, "after").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_does_not_remove_gets_no_more_requests_than_allowed() {
    let number = Arc::new(AtomicU32::new(0));
    let seen = number.clone();
    let liar = Liar::start(move |reply| {
        seen.fetch_add(1, Ordering::Relaxed);
        if reply.path.ends_with("/batch") || reply.path.ends_with(".delete") {
            reply.status = 500;
            reply.json = json!({ "error": "INTERNAL_SERVER_ERROR", "error_description": "Internal server error" });
        }
    })
    .await;
    let ran = ran(&liar, &Options { max_requests: Some(60), patience: Duration::from_secs(2), ..options() }).await;
    assert_eq!(number.load(Ordering::Relaxed), ran.verdict.summary.requests);
    assert!(ran.verdict.summary.requests <= 60, "{}", ran.verdict.summary.requests);
    assert!(!ran.verdict.summary.created.is_empty() && ran.verdict.summary.not_removed.is_some());
}
