//! Limits on calls, with a clock that is moved instead of waited for.

use b24_sandbox::{BatchOperating, LeakyBucket, Limits, OperatingShown, RateLimit};
use serde_json::{Value, json};

use crate::portal::{Answer, GET, Portal, answer};

const LIST: &str = "crm.company.list";

/// A portal with limits, whose clock stands still.
async fn limited(change: impl FnOnce(&mut Limits)) -> Portal {
    Portal::changed(|config| {
        config.clock_start = "2024-08-19T12:00:00Z".parse().ok();
        change(&mut config.limits);
    })
    .await
}

/// A portal that lets in so many requests at once, and two more a second.
async fn narrow(threshold: u32) -> Portal {
    limited(|limits| limits.rate = RateLimit::Custom(LeakyBucket { leak: 2.0, threshold })).await
}

/// A portal on which a method may work for 480 seconds, of which a list uses up 200.
async fn expensive(change: impl FnOnce(&mut Limits)) -> Portal {
    limited(|limits| {
        *limits = Limits { rate: RateLimit::Off, ..Limits::standard() };
        limits.operating.cost.insert(LIST.into(), 200.0);
        change(limits);
    })
    .await
}

impl Portal {
    async fn profile(&self) -> Answer {
        self.call("profile", json!({})).await
    }

    async fn list(&self) -> Answer {
        self.call(LIST, json!({})).await
    }

    async fn advance(&self, seconds: f64) {
        assert_eq!(self.control_post("clock", json!({ "advance": seconds })).await.status, 200);
    }

    /// How many of so many calls at once are let in.
    async fn burst(&self, calls: usize) -> usize {
        let mut admitted = 0;
        for _ in 0..calls {
            let answer = self.profile().await;
            let throttled = answer.error() == (503, "system/query-limit-exceeded");
            assert!(throttled || answer.status == 200, "{}", answer.body);
            admitted += usize::from(!throttled);
        }
        admitted
    }

    async fn change_config(&self, pointer: &str, value: Value) {
        let mut config = self.control("config").await.json();
        *config.pointer_mut(pointer).expect("a member") = value;
        let changed = answer(self.client.put(self.control_url("config")).json(&config)).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    }
}

#[tokio::test]
async fn nothing_is_limited_unless_told_otherwise() {
    let portal = Portal::start().await;
    assert_eq!(portal.burst(60).await, 60);
    let gauges = portal.control("limits").await.json();
    assert_eq!(gauges["buckets"], json!([]));
    let account = &gauges["operating"][0];
    assert_eq!((&account["webhook"], &account["method"]), (&json!("webhook"), &json!("profile")));
    assert_eq!((&account["limit"], &account["blocked"]), (&Value::Null, &json!(false)));
}

#[tokio::test]
async fn a_plan_lets_in_a_burst_and_then_what_leaks() {
    let portal = limited(|limits| *limits = Limits::standard()).await;
    assert_eq!(portal.burst(52).await, 50);
    let full = json!({ "source": "127.0.0.1", "level": 50.0, "threshold": 50, "leak": 2.0, "fits_in": 0.5 });
    assert_eq!(portal.control("limits").await.json()["buckets"], json!([full]));
    portal.advance(0.5).await;
    assert_eq!(portal.burst(3).await, 1);
    portal.advance(-3600.0).await;
    assert_eq!(portal.burst(1).await, 0, "a clock that was taken back gave something");
    portal.advance(1.0).await;
    assert_eq!(portal.burst(3).await, 2);
    portal.advance(25.0).await;
    assert_eq!(portal.burst(60).await, 50);
}

#[tokio::test]
async fn a_refused_request_does_nothing() {
    let portal = narrow(2).await;
    assert_eq!(portal.company().await, 1001);
    portal.control_post("next-answer", json!({ "error": "system/expired-token", "method": "crm.company.add" })).await;
    assert_eq!(portal.burst(2).await, 1);
    let add = || portal.call("crm.company.add", json!({ "fields": {} }));
    let refused = add().await;
    assert_eq!(refused.error(), (503, "system/query-limit-exceeded"));
    assert_eq!(refused.json(), json!({ "error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests" }));
    portal.advance(1.0).await;
    assert_eq!(add().await.error(), (401, "system/expired-token"), "the planted error was used up");
    assert_eq!(add().await.json()["result"], 1002, "the refused call was done");
}

#[tokio::test]
async fn every_request_of_a_machine_counts_whoever_sends_it() {
    let portal = narrow(4).await;
    let wrong = || answer(portal.client.post(portal.url("/rest/1/wrong/profile")).body(""));
    assert_eq!(wrong().await.error(), (401, "system/invalid-credentials"));
    assert_eq!(portal.call("crm.no.such.method", json!({})).await.status, 404);
    let oauth = &portal.announcement().oauth;
    let token = oauth.access_token.as_deref().expect("a token");
    let by_token = answer(portal.client.post(format!("{}profile?auth={token}", oauth.endpoint)));
    assert_eq!(by_token.await.status, 200);
    assert_eq!(portal.burst(3).await, 1);
    assert_eq!(wrong().await.error(), (401, "system/invalid-credentials"), "its own error goes first");
    portal.advance(0.5).await;
    assert_eq!(portal.burst(2).await, 1, "a request beyond the limit counted");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn each_machine_has_its_own_bucket() {
    let portal = narrow(1).await;
    let other = reqwest::Client::builder().local_address(std::net::IpAddr::from([127, 0, 0, 2])).no_proxy();
    let other = other.build().expect("a client");
    assert_eq!(portal.burst(2).await, 1);
    let profile = || answer(other.post(format!("{}profile", portal.announcement().webhook)));
    assert_eq!((profile().await.status, profile().await.status), (200, 503));
    let gauges = portal.control("limits").await.json();
    assert_eq!(gauges["buckets"][1]["source"], "127.0.0.2");
}

#[tokio::test]
async fn a_proxy_is_believed_only_when_told_so() {
    let portal = narrow(1).await;
    let from = |machine: &str| {
        let request = portal.client.post(format!("{}profile", portal.announcement().webhook));
        answer(request.header("X-Forwarded-For", machine))
    };
    assert_eq!((from("10.0.0.1").await.status, from("10.0.0.2").await.status), (200, 503));
    portal.change_config("/limits/trust_forwarded_for", json!(true)).await;
    assert_eq!((from("10.0.0.1").await.status, from("10.0.0.9, 10.0.0.1").await.status), (200, 503));
    assert_eq!(from("10.0.0.2").await.status, 200);
}

#[tokio::test]
async fn a_batch_is_one_request() {
    let portal = narrow(2).await;
    let commands = vec!["profile"; 50];
    let batch = portal.call("batch", json!({ "cmd": commands })).await;
    assert_eq!(batch.json()["result"]["result_error"], json!([]));
    assert_eq!(portal.burst(2).await, 1);
}

#[tokio::test]
async fn a_method_is_blocked_above_its_budget_until_the_oldest_minute_is_over() {
    let portal = expensive(|_| {}).await;
    let start = 1_724_068_800;
    for (seconds, minute) in [(200.0, 0), (400.0, 60), (600.0, 120)] {
        let time = portal.list().await.json()["time"].clone();
        assert_eq!((&time["operating"], &time["operating_reset_at"]), (&json!(seconds), &json!(start + 600)));
        assert_eq!(portal.control("clock").await.json()["time"], json!(f64::from(start + minute)));
        portal.advance(60.0).await;
    }
    let refused = portal.list().await;
    assert_eq!(refused.error(), (429, "system/operation-time-limit"));
    assert_eq!(refused.json()["error_description"], "Method is blocked due to operation time limit.");
    assert_eq!(portal.profile().await.status, 200, "another method is blocked too");
    let reader = portal.announcement().reader.as_deref().expect("another credential");
    assert_eq!(answer(portal.client.post(format!("{reader}{LIST}"))).await.status, 200);

    let gauges = portal.control("limits").await.json();
    let account = gauges["operating"].as_array().expect("accounts").iter().find(|account| account["blocked"] == true);
    let blocked = json!({ "webhook": "webhook", "method": LIST, "seconds": 600.0, "limit": 480.0,
        "reset_at": start + 600, "blocked": true });
    assert_eq!(account, Some(&blocked), "{gauges}");

    portal.control_post("clock", json!({ "set": "2024-08-19T12:09:59Z" })).await;
    assert_eq!(portal.list().await.status, 429);
    portal.advance(1.0).await;
    assert_eq!(portal.list().await.json()["time"]["operating"], 600.0, "only the oldest minute is over");
    assert_eq!(portal.list().await.status, 429);
    portal.advance(600.0).await;
    assert_eq!(portal.list().await.json()["time"]["operating"], 200.0);
}

#[tokio::test]
async fn a_blocked_command_fails_inside_its_batch() {
    let portal = expensive(|_| {}).await;
    let sent = json!({ "cmd": { "a": LIST, "b": LIST, "c": LIST, "d": LIST, "e": "profile" } });
    let batch = portal.call("batch", sent.clone()).await;
    assert_eq!(batch.status, 200);
    let result = &batch.json()["result"];
    let error = json!({ "error": "OPERATION_TIME_LIMIT",
        "error_description": "Method is blocked due to operation time limit." });
    assert_eq!(result["result_error"], json!({ "d": error }));
    assert_eq!(result["result_time"]["c"]["operating"], 600.0);
    assert!(result["result"]["e"].is_object());
    assert_eq!(portal.list().await.status, 429);
    let again = portal.call("batch", sent).await;
    assert_eq!((again.status, &again.json()["time"]["operating"]), (200, &json!(0.0)));
}

#[tokio::test]
async fn a_batch_tells_of_its_commands_when_told_so() {
    let portal = expensive(|limits| limits.operating.batch = BatchOperating::OuterToo).await;
    let sent = json!({ "cmd": [LIST, LIST, "profile"] });
    let time = portal.call("batch", sent).await.json()["time"].clone();
    assert_eq!((&time["operating"], &time["operating_reset_at"]), (&json!(400.0), &json!(1_724_069_400)));
    let nothing = portal.call("batch", json!({ "cmd": [] })).await;
    assert_eq!(nothing.json()["time"]["operating"], 0.0);
    let accounts = portal.control("limits").await.json()["operating"].clone();
    let methods: Vec<_> = accounts.as_array().expect("accounts").iter().map(|account| &account["method"]).collect();
    assert_eq!(methods, [LIST, "profile"], "the batch itself was charged");
}

#[tokio::test]
async fn working_time_is_told_in_whole_in_part_or_not_at_all() {
    for (shown, members) in [
        (OperatingShown::Always, (true, true)),
        (OperatingShown::Partly, (true, false)),
        (OperatingShown::Never, (false, false)),
    ] {
        let portal = limited(|limits| limits.operating.shown = shown).await;
        let told = |time: &Value| (time.get("operating").is_some(), time.get("operating_reset_at").is_some());
        assert_eq!(told(&portal.profile().await.json()["time"]), members);
        let batch = portal.call("batch", json!({ "cmd": ["profile"] })).await.json();
        assert_eq!(told(&batch["time"]), members);
        assert_eq!(told(&batch["result"]["result_time"][0]), members);
    }
}

#[tokio::test]
async fn limits_may_change_while_the_portal_runs_and_what_was_used_up_stays() {
    let portal = limited(|limits| *limits = Limits::enterprise()).await;
    assert_eq!(portal.burst(60).await, 60);
    portal.change_config("/limits/rate", json!("standard")).await;
    assert_eq!(portal.burst(1).await, 0);
    portal.change_config("/limits/rate", json!("off")).await;
    assert_eq!(portal.burst(10).await, 10);
    portal.change_config("/limits/rate", json!({ "leak": 1, "threshold": 61 })).await;
    assert_eq!(portal.burst(3).await, 1);
    portal.change_config("/limits/operating", json!({ "cost": { "crm.*": 5 } })).await;
    portal.advance(60.0).await;
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.json()["time"]["operating"], 5.0);
    portal.change_config("/limits/operating", json!({ "limit": 4 })).await;
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.status, 429);
}

#[tokio::test]
async fn what_was_used_up_can_be_given_back() {
    let portal = expensive(|limits| limits.rate = RateLimit::Custom(LeakyBucket { leak: 1.0, threshold: 4 })).await;
    for give_back in [
        portal.client.delete(portal.control_url("limits")),
        portal.client.post(portal.control_url("reset")).json(&Value::Null),
    ] {
        let statuses = [portal.list().await, portal.list().await, portal.list().await, portal.list().await];
        assert_eq!(statuses.map(|answer| answer.status), [200, 200, 200, 429]);
        assert_eq!(portal.profile().await.status, 503);
        assert_eq!(answer(give_back).await.status, 200);
        let gauges = portal.control("limits").await.json();
        assert_eq!((&gauges["buckets"], &gauges["operating"]), (&json!([]), &json!([])));
    }
    assert_eq!(portal.list().await.status, 200);
}

#[tokio::test]
async fn the_clock_is_set_stopped_and_started() {
    let portal = Portal::start().await;
    assert_eq!(portal.control("clock").await.json()["frozen"], false);
    let at_noon = json!({ "time": 1_724_068_800.0, "date": "2024-08-19T12:00:00+00:00", "frozen": true });
    let noon = json!({ "set": "2024-08-19T14:00:00+02:00", "freeze": true });
    assert_eq!(portal.control_post("clock", noon).await.json(), at_noon);
    assert_eq!(portal.profile().await.json()["time"]["start"], at_noon["time"]);
    assert_eq!(portal.control("clock").await.json(), at_noon);
    let going = portal.control_post("clock", json!({ "freeze": false, "advance": 60 })).await.json();
    assert_eq!((&going["frozen"], going["time"].as_f64() >= Some(1_724_068_860.0)), (&json!(false), true));
    assert_eq!(portal.control_post("clock", json!({ "freeze": true })).await.json()["frozen"], true);
    portal.control_post("reset", Value::Null).await;
    assert_eq!(portal.control("clock").await.json()["frozen"], false);
}

#[tokio::test]
async fn the_clock_says_what_it_does_not_understand() {
    let portal = Portal::start().await;
    for (body, says) in [
        ("{}", "tell either `advance` (seconds) or `set`"),
        ("{\"advance\": null}", "tell either `advance`"),
        ("{\"advance\": 1, \"set\": \"2024-08-19T12:00:00Z\"}", "tell either `advance`"),
        ("{\"advance\": 1e999}", "number out of range"),
        ("{\"advance\": NaN}", "the body is not what belongs here"),
        ("{\"set\": \"tomorrow\"}", "`set` must be a moment"),
        ("{\"set\": \"1969-12-31T23:59:59Z\"}", "`set` must be a moment since 1970"),
        ("{\"set\": 5}", "the body is not what belongs here"),
        ("{\"freeze\": \"yes\"}", "the body is not what belongs here"),
        ("{\"stop\": true}", "unknown field `stop`"),
    ] {
        let refused = answer(portal.client.post(portal.control_url("clock")).body(body)).await;
        assert_eq!(refused.status, 400, "{body}");
        assert!(refused.json()["error"].as_str().expect("a sentence").contains(says), "{body}: {}", refused.body);
    }
    assert_eq!(portal.control("clock").await.json()["frozen"], false);
}
