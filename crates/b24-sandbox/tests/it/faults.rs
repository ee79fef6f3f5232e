//! Things that go wrong on purpose: the three moments of a write, and how faults are set up.

mod batch;
mod control;
mod delivery;
mod http;

use serde_json::{Value, json};

use crate::portal::{Answer, Portal, answer};

const ADD: &str = "crm.company.add";

impl Portal {
    /// Lets something go wrong, or several things; gives their ids.
    async fn fault(&self, faults: Value) -> Vec<u64> {
        let added = self.control_post("faults", faults).await;
        assert_eq!(added.status, 200, "{}", added.body);
        serde_json::from_value(added.json()["ids"].clone()).expect("ids")
    }

    /// A call of which no answer may come.
    async fn try_call(&self, method: &str, params: Value) -> Result<Answer, reqwest::Error> {
        let sent = self.client.post(format!("{}{method}", self.announcement().webhook)).json(&params).send().await?;
        let (status, headers) = (sent.status().as_u16(), sent.headers().clone());
        Ok(Answer { status, headers, body: sent.text().await? })
    }

    /// Tries to add a company.
    async fn try_add(&self, title: &str) -> Result<Answer, reqwest::Error> {
        self.try_call(ADD, json!({ "fields": { "TITLE": title } })).await
    }

    /// How many companies have this title.
    async fn titled(&self, title: &str) -> u64 {
        let list = self.call("crm.company.list", json!({ "filter": { "=TITLE": title } })).await.json();
        list["total"].as_u64().unwrap_or_else(|| panic!("no number: {list}"))
    }

    /// The last exchange of the journal.
    async fn last_exchange(&self) -> Value {
        let exchanges = self.control("journal?limit=1000").await.json()["exchanges"].clone();
        exchanges.as_array().and_then(|all| all.last()).expect("an exchange")["exchange"].clone()
    }
}

#[tokio::test]
async fn what_is_refused_before_it_is_done_leaves_nothing_behind() {
    let portal = Portal::start().await;
    for fault in [
        json!({ "what": "reset" }),
        json!({ "what": "close" }),
        json!({ "what": "page" }),
        json!({ "what": "status", "status": 503 }),
        json!({ "what": "error", "error": "system/query-limit-exceeded" }),
    ] {
        let id = portal.fault(fault.clone()).await[0];
        let failed = portal.try_add("A").await;
        assert!(failed.is_err() || failed.is_ok_and(|answer| answer.status >= 500), "{fault}");
        portal.client.delete(portal.control_url(&format!("faults/{id}"))).send().await.expect("an answer");
        assert_eq!(portal.titled("A").await, 0, "{fault}");
    }
    assert_eq!(portal.try_add("A").await.expect("an answer").json()["result"], 1001, "an id was used up");
}

#[tokio::test]
async fn what_is_done_stays_done_when_its_answer_is_lost() {
    let portal = Portal::start().await;
    for (added, fault) in [
        json!({ "what": "answer-lost", "times": 1 }),
        json!({ "what": "answer-lost", "by": "close", "times": 1 }),
        json!({ "what": "answer-lost", "status": 504, "times": 1 }),
        json!({ "what": "truncated", "times": 1 }),
        json!({ "what": "empty", "times": 1 }),
    ]
    .into_iter()
    .enumerate()
    {
        portal.fault(fault.clone()).await;
        let failed = portal.try_add("A").await;
        assert!(failed.is_err() || failed.is_ok_and(|answer| !answer.body.contains("result")), "{fault}");
        assert_eq!(portal.titled("A").await, added as u64 + 1, "{fault}");
    }
}

#[tokio::test]
async fn a_client_that_repeats_a_write_makes_a_duplicate() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "answer-lost", "method": ADD, "times": 1 })).await;
    while portal.try_add("Once").await.is_err() {}
    assert_eq!(portal.titled("Once").await, 2);
}

#[tokio::test]
async fn a_lost_answer_that_was_an_error_has_done_nothing() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "answer-lost", "times": 1 })).await;
    assert!(portal.try_call("crm.company.delete", json!({ "id": 999_999 })).await.is_err());
    let journal = portal.last_exchange().await;
    assert_eq!(journal["headers"], json!([["b24-fault", "1"], ["b24-clause", "sandbox/fault/answer-lost"]]));
}

#[tokio::test]
async fn faults_meet_calls_by_method_credential_and_number() {
    let portal = Portal::start().await;
    let faults = json!([
        { "what": "page", "method": "crm.contact.*" },
        { "what": "page", "credential": "reader", "from": 2, "times": 1 },
    ]);
    portal.fault(faults).await;
    let reader = |method: &str| {
        answer(portal.client.get(format!("{}{method}", portal.announcement().reader.as_deref().expect("a reader"))))
    };
    assert_eq!(portal.call("crm.contact.fields", json!({})).await.status, 502);
    assert_eq!(portal.call("crm.company.fields", json!({})).await.status, 200);
    let statuses = [reader("profile").await.status, reader("profile").await.status, reader("profile").await.status];
    assert_eq!(statuses, [200, 502, 200]);
    assert_eq!(portal.call("profile", json!({})).await.status, 200);
}

#[tokio::test]
async fn chances_are_the_same_in_every_run_with_a_seed() {
    let run = async |seed| {
        let fault = serde_json::from_value(json!({ "what": "page", "probability": 0.3 })).expect("a fault");
        let portal = Portal::changed(|config| (config.seed, config.faults) = (seed, vec![fault])).await;
        let mut statuses = Vec::new();
        for _ in 0..30 {
            statuses.push(portal.call("profile", json!({})).await.status);
        }
        portal.control_post("reset", json!(null)).await;
        let first = portal.call("profile", json!({})).await.status;
        assert_eq!(first, statuses[0], "a reset begins anew");
        statuses
    };
    let one = run(7).await;
    assert!(one.contains(&200) && one.contains(&502));
    assert_eq!(one, run(7).await);
    assert_ne!(one, run(8).await);
}

#[tokio::test]
async fn latency_is_waited_for_or_moves_the_clock() {
    let still = |config: &mut b24_sandbox::Config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok();
    let portal = Portal::changed(still).await;
    portal.fault(json!({ "what": "latency", "seconds": 500, "virtual": true, "times": 1 })).await;
    let time = portal.call("profile", json!({})).await.json()["time"].clone();
    assert_eq!((&time["duration"], &time["date_start"]), (&json!(500.0), &json!("2024-08-19T12:00:00+00:00")));
    assert_eq!(time["processing"], json!(0.0));

    portal.fault(json!({ "what": "latency", "seconds": [0.3, 0.4], "times": 1 })).await;
    let before = std::time::Instant::now();
    let slow = portal.call("profile", json!({})).await;
    assert!(before.elapsed().as_secs_f64() >= 0.3);
    assert_eq!((slow.status, slow.header("b24-clause")), (200, Some("profile.result#")));
    assert_eq!(slow.header("b24-fault"), Some("2"));
}

#[tokio::test]
async fn a_stop_ends_every_wait() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "latency", "seconds": 600, "method": "profile" })).await;
    portal.fault(json!({ "what": "drip", "seconds": 600, "method": "scope" })).await;
    let url = |method: &str| format!("{}{method}", portal.announcement().webhook);
    let dripping = portal.client.get(url("scope")).send().await.expect("a head");
    let waiting = tokio::spawn(portal.client.get(url("profile")).send());
    while portal.control("faults").await.json()["faults"][0]["hit"] != 1 {
        tokio::task::yield_now().await;
    }
    portal.sandbox.stop().await;
    assert_eq!(waiting.await.expect("a task").expect("an answer").status(), 200);
    assert!(dripping.text().await.expect("the rest at once").contains("result"));
}
