//! Isolated portals beside the main one.

use std::collections::HashSet;
use std::sync::Arc;

use b24_contract::Secret;
use b24_sandbox::{Announcement, SeedData};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::portal::{Answer, GET, Portal, answer, client};

/// An isolated portal, as whoever opened it sees it.
pub(crate) struct Isolated {
    pub(crate) name: String,
    pub(crate) told: Announcement,
    client: Client,
}

impl Isolated {
    /// Opens one.
    pub(crate) async fn open(host: &Portal, wanted: Value) -> Self {
        let opened = host.control_post("portals", wanted).await;
        assert_eq!(opened.status, 201, "{}", opened.body);
        let name = opened.json()["name"].as_str().expect("a name").to_owned();
        Self { name, told: serde_json::from_value(opened.json()).expect("an announcement"), client: client() }
    }

    pub(crate) async fn call(&self, method: &str, params: Value) -> Answer {
        answer(self.client.post(format!("{}{method}", self.told.webhook)).json(&params)).await
    }

    pub(crate) async fn control(&self, path: &str) -> Answer {
        answer(self.client.get(self.control_url(path))).await
    }

    pub(crate) async fn control_post(&self, path: &str, body: Value) -> Answer {
        answer(self.client.post(self.control_url(path)).json(&body)).await
    }

    fn control_url(&self, path: &str) -> String {
        format!("{}{path}", self.told.control.as_deref().expect("control"))
    }

    /// Every credential that was announced: the addresses of webhooks, and tokens.
    fn credentials(&self) -> Vec<&String> {
        let Announcement { webhook, denied, reader, inactive, no_scope, oauth, .. } = &self.told;
        let some = [denied, reader, inactive, no_scope, &oauth.access_token, &oauth.expired_access_token];
        some.into_iter().flatten().chain([webhook]).collect()
    }

    fn token(&self) -> &str {
        self.told.oauth.access_token.as_deref().expect("a token")
    }
}

async fn delete(host: &Portal, name: &str) -> Answer {
    answer(host.client.delete(host.control_url(&format!("portals/{name}")))).await
}

fn sentence(refused: &Answer) -> String {
    refused.json()["error"].as_str().expect("a sentence").to_owned()
}

#[tokio::test]
async fn a_portal_is_opened_announced_again_and_ended() {
    let host = Portal::start().await;
    let wanted = json!({ "name": "one", "config": { "seed_data": "empty" } });
    let one = Isolated::open(&host, wanted).await;
    assert_eq!(one.told.control.as_deref(), Some(&*host.control_url("portals/one/")));
    assert_eq!(one.call("crm.company.add", json!({ "fields": { "TITLE": "A" } })).await.json()["result"], 1001);
    assert_eq!(host.control("portals").await.json()["portals"][0]["webhook"], one.told.webhook);
    assert_eq!(host.control("portals/one").await.json()["webhook"], one.told.webhook);
    let index = one.control("").await.json();
    assert!(index["control"].to_string().contains("/_sandbox/portals/one/journal"), "{index}");

    assert_eq!(delete(&host, "one").await.status, 200);
    let gone = one.control("health").await;
    assert_eq!(gone.status, 404);
    assert!(sentence(&gone).starts_with("there is no portal of this name"), "{}", gone.body);
    assert_eq!(delete(&host, "one").await.status, 404);
    assert_eq!(one.call(GET, json!({ "id": 32 })).await.error(), (401, "system/invalid-credentials"));
    assert_eq!(host.control("portals").await.json(), json!({ "portals": [] }));
}

#[tokio::test]
async fn names_are_given_or_made_up_and_belong_to_one_portal() {
    let host = Portal::start().await;
    let names = [json!({}), json!({ "name": "portal-2" }), json!({}), json!({ "name": "a_B-9" })];
    let mut opened = Vec::new();
    for wanted in names {
        opened.push(Isolated::open(&host, wanted).await.name);
    }
    assert_eq!(opened, ["portal-1", "portal-2", "portal-3", "a_B-9"]);
    let taken = host.control_post("portals", json!({ "name": "portal-1" })).await;
    assert_eq!((taken.status, &*sentence(&taken)), (409, "there is a portal called `portal-1` already"));
    for wrong in ["", "a/b", "ä", "a b", &"x".repeat(65)] {
        let refused = host.control_post("portals", json!({ "name": wrong })).await;
        assert_eq!(refused.status, 400, "{wrong}");
        assert!(sentence(&refused).starts_with("the name of a portal must"), "{}", refused.body);
    }
    assert_eq!(host.control_post("portals", json!({ "nmae": "x" })).await.status, 400);
    delete(&host, "portal-3").await;
    assert_eq!(Isolated::open(&host, json!({})).await.name, "portal-4", "no name is given twice");
}

#[tokio::test]
async fn without_a_configuration_a_portal_is_like_the_sandbox_at_its_start() {
    let host = Portal::changed(|config| {
        config.seed_data = SeedData::Empty;
        config.clock_start = "2024-08-19T12:00:00Z".parse().ok();
        config.webhooks[1].code = Some(Secret::new("given"));
        config.control_token = Some(Secret::new("control"));
    })
    .await;
    let wanted = host.client.post(host.control_url("portals")).bearer_auth("control").json(&json!({}));
    let told: Announcement = serde_json::from_value(answer(wanted).await.json()).expect("an announcement");
    let added = host.client.post(format!("{}crm.company.add", told.webhook)).json(&json!({ "fields": {} }));
    assert_eq!(answer(added).await.json()["result"], 1001);
    assert!(!told.denied.expect("denied").contains("given"));
    let config = host.client.get(format!("{}config", told.control.expect("control"))).bearer_auth("control");
    let config = answer(config).await.json();
    assert_eq!((&config["clock_start"], &config["control_token"]), (&json!("2024-08-19T12:00:00Z"), &json!(null)));
}

#[tokio::test]
async fn a_configuration_that_would_make_portals_meet_is_refused() {
    let host = Portal::changed(|config| config.tokens[0].token = Some(Secret::new("main-token"))).await;
    let with_code = |code: &str| json!({ "webhooks": [{ "name": "own", "user": 1, "code": code }] });
    let a = Isolated::open(&host, json!({ "name": "a", "config": with_code("code-of-a") })).await;
    assert!(a.told.webhook.ends_with("/rest/1/code-of-a/"));
    let with_token = json!({ "tokens": [{ "name": "t", "user": 1, "token": "main-token" }] });
    for (config, says) in [
        (with_code("code-of-a"), "of `own` belongs to portal `a`"),
        (with_token, "of `t` belongs to the main portal"),
        (json!({ "data": "portal.sqlite" }), "`data` belongs to the whole sandbox"),
        (json!({ "tls": {} }), "`tls` belongs to the whole sandbox"),
        (json!({ "connections": 5 }), "`connections` belongs to the whole sandbox"),
        (json!({ "body_limit": 5 }), "`body_limit` belongs to the whole sandbox"),
        (json!({ "webhooks": [] }), "at least one webhook"),
        (json!({ "sede": 1 }), "unknown field `sede`"),
    ] {
        let refused = host.control_post("portals", json!({ "name": "b", "config": config })).await;
        assert_eq!(refused.status, 400, "{config}");
        assert!(sentence(&refused).contains(says), "{}", refused.body);
    }
    assert_eq!(host.control("portals/b").await.status, 404, "what was refused left something behind");

    let b = Isolated::open(&host, json!({ "name": "b", "config": with_code("sandbox") })).await;
    assert!(!b.told.webhook.contains("sandbox"), "the code that everybody knows opens the main portal");
    for (of, config) in
        [(b.control_url("config"), with_code("code-of-a")), (host.control_url("config"), with_code("code-of-a"))]
    {
        let refused = answer(host.client.put(of).json(&config)).await;
        assert_eq!(refused.status, 400);
        assert!(sentence(&refused).contains("belongs to portal `a`"), "{}", refused.body);
    }
    let own = answer(host.client.put(a.control_url("config")).json(&with_code("code-of-a"))).await;
    assert_eq!(own.status, 200, "{}", own.body);
}

#[tokio::test]
async fn no_credential_opens_two_portals_and_each_seed_gives_the_same_ones() {
    let opened = async || {
        let host = Portal::changed(|config| config.seed = 7).await;
        let mut all = Vec::new();
        for name in ["a", "b", "c"] {
            all.push(Isolated::open(&host, json!({ "name": name })).await);
        }
        let codes = |portal: &Isolated| -> Vec<String> {
            let last = |text: &String| text.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
            portal.credentials().into_iter().map(last).collect()
        };
        all.iter().flat_map(codes).collect::<Vec<String>>()
    };
    let codes = opened().await;
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
    assert!(codes.len() >= 3 * 7);
    assert_eq!(codes, opened().await);
}

#[tokio::test]
async fn no_credential_reaches_another_portal_whichever_way_it_is_sent() {
    let host = Portal::start().await;
    let a = Isolated::open(&host, json!({ "name": "a" })).await;
    let b = Isolated::open(&host, json!({ "name": "b" })).await;
    for (portal, title) in [(&a, "of a"), (&b, "of b")] {
        portal.call("crm.company.update", json!({ "id": 32, "fields": { "TITLE": title } })).await;
    }
    let title = |answer: &Answer| answer.json()["result"]["TITLE"].clone();
    let get = |base: &str, query: &str| host.client.post(format!("{base}crm.company.get?id=32{query}"));
    let endpoint = &a.told.oauth.endpoint;
    let (of_a, of_b) = (a.token(), b.token());
    // The webhook counts more than a token, and the body more than the query.
    for (request, expected) in [
        (get(&a.told.webhook, ""), "of a"),
        (get(&a.told.webhook, &format!("&auth={of_b}")), "of a"),
        (get(&a.told.webhook, "").form(&[("auth", of_b)]), "of a"),
        (get(endpoint, &format!("&auth={of_a}")), "of a"),
        (get(endpoint, "").json(&json!({ "AUTH": of_b })), "of b"),
        (get(endpoint, &format!("&auth={of_a}")).form(&[("auth", of_b)]), "of b"),
        (get(endpoint, &format!("&Auth={of_b}")).json(&json!({ "id": 32, "auth": of_a })), "of a"),
        (get(endpoint, "").multipart(reqwest::multipart::Form::new().text("auth", of_b.to_owned())), "of b"),
    ] {
        assert_eq!(title(&answer(request).await), expected);
    }
    for command in [format!("crm.company.get?id=32&auth={of_b}"), format!("crm.company.get?auth[]={of_b}&id=32")] {
        let batch = a.call("batch", json!({ "cmd": [command] })).await.json();
        assert_eq!(batch["result"]["result"][0]["TITLE"], "of a", "{batch}");
    }
    let wrong_user = b.told.webhook.replace("/rest/1/", "/rest/2/");
    assert_eq!(answer(get(&wrong_user, "")).await.error(), (401, "system/invalid-credentials"));
    let expired = b.told.oauth.expired_access_token.as_deref().expect("expired");
    assert_eq!(answer(get(endpoint, &format!("&auth={expired}"))).await.error(), (401, "system/expired-token"));
    assert_eq!(answer(get(endpoint, "&auth=nobody")).await.error(), (401, "system/invalid-token"));
    let last = |journal: Answer| journal.json()["last"].clone();
    // What is wrong with a known credential is seen where it belongs; what nobody knows goes to the main portal.
    assert_eq!(last(a.control("journal").await), 8);
    assert_eq!(last(b.control("journal").await), 6);
    assert_eq!(last(host.control("journal").await), 1);
}

/// What a test of its own does in a portal of its own: everything that it sees must be its own doing.
async fn lonely_test(host: &Portal, number: usize) {
    let config = json!({ "seed_data": "empty", "clock_start": "2024-08-19T12:00:00Z" });
    let portal = Isolated::open(host, json!({ "config": config })).await;
    let title = format!("company of test {number}");
    for id in 1001..1006 {
        let added = portal.call("crm.company.add", json!({ "fields": { "TITLE": title } })).await;
        assert_eq!(added.json()["result"], id);
    }
    portal.control_post("clock", json!({ "advance": number })).await;
    portal.control_post("next-answer", json!({ "error": "system/expired-token", "times": 1 })).await;
    assert_eq!(portal.call("crm.company.list", json!({})).await.error(), (401, "system/expired-token"));
    let list = portal.call("crm.company.list", json!({ "select": ["TITLE"] })).await.json();
    assert_eq!(list["total"], 5);
    assert!(list["result"].as_array().expect("a list").iter().all(|company| company["TITLE"] == title), "{list}");
    assert_eq!(list["time"]["start"], json!(1_724_068_800.0 + number as f64));
    let journal = portal.control("journal?method=crm.company.add&credential=webhook&status=2xx").await.json();
    assert_eq!((&journal["last"], &journal["skipped"]), (&json!(7), &json!(2)));
    assert_eq!(journal["exchanges"].as_array().map(Vec::len), Some(5));
    assert_eq!(delete(host, &portal.name).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn tests_that_run_at_the_same_time_never_meet() {
    let host = Arc::new(Portal::start().await);
    let mut tests = JoinSet::new();
    for number in 0..24 {
        let host = Arc::clone(&host);
        tests.spawn(async move { lonely_test(&host, number).await });
    }
    while let Some(ended) = tests.join_next().await {
        ended.expect("a test in its own portal");
    }
    assert_eq!(host.control("health").await.json()["exchanges"], 0);
    assert_eq!(host.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_the_same_name_or_code_one_gets_it() {
    let host = Arc::new(Portal::start().await);
    let race = async |wanted: fn(usize) -> Value| {
        let mut racers = JoinSet::new();
        for number in 0..8 {
            let host = Arc::clone(&host);
            racers.spawn(async move { host.control_post("portals", wanted(number)).await.status });
        }
        let mut statuses = racers.join_all().await;
        statuses.sort_unstable();
        statuses
    };
    let same_name = race(|_| json!({ "name": "wanted" })).await;
    assert_eq!(same_name, [201, 409, 409, 409, 409, 409, 409, 409]);
    let same_code = race(|number| {
        let webhooks = json!([{ "name": "w", "user": 1, "code": "wanted-code" }]);
        json!({ "name": format!("racer-{number}"), "config": { "webhooks": webhooks } })
    });
    assert_eq!(same_code.await, [201, 400, 400, 400, 400, 400, 400, 400]);
    assert_eq!(host.control("portals").await.json()["portals"].as_array().map(Vec::len), Some(2));
}
