//! The control interface.

use b24_contract::Secret;
use reqwest::Method;
use serde_json::{Value, json};

use crate::portal::{Answer, GET, Portal, answer};

impl Portal {
    async fn put_config(&self, config: &Value) -> Answer {
        answer(self.client.put(self.control_url("config")).json(config)).await
    }
}

#[tokio::test]
async fn the_index_lists_what_there_is() {
    let portal = Portal::start().await;
    for path in ["/_sandbox/", "/_sandbox"] {
        let index = answer(portal.client.get(portal.url(path))).await.json();
        let paths = index["control"].as_array().expect("a list").iter().map(|entry| entry["path"].as_str());
        assert!(paths.flatten().any(|path| path == "/_sandbox/next-answer"), "{index}");
    }
    let unknown = portal.control("nothing").await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.json()["error"].as_str().expect("a sentence").contains("/_sandbox/"));
    let verb = answer(portal.client.get(portal.control_url("reset"))).await;
    assert_eq!(verb.status, 405);
    assert!(verb.json()["error"].is_string());
}

#[tokio::test]
async fn a_post_without_a_body_means_an_empty_object_and_a_put_does_not() {
    let portal = Portal::start().await;
    let opened = answer(portal.client.post(portal.control_url("portals"))).await;
    assert_eq!((opened.status, &opened.json()["name"]), (201, &json!("portal-1")));
    let expired = answer(portal.client.post(portal.control_url("tokens/expire"))).await;
    assert_eq!(expired.status, 200, "{}", expired.json());
    let nameless = answer(portal.client.post(portal.control_url("snapshots"))).await;
    assert!(nameless.json()["error"].as_str().expect("a sentence").contains("missing field `name`"));
    assert_eq!(answer(portal.client.put(portal.control_url("config"))).await.status, 400);
}

#[tokio::test]
async fn the_journal_shows_exchanges_page_by_page() {
    let portal = Portal::start().await;
    portal.call(GET, json!({ "id": 32 })).await;
    portal.call("crm.no.such.method", json!({ "x": 1 })).await;
    let journal = portal.control("journal").await.json();
    assert_eq!((&journal["last"], &journal["lost"]), (&json!(2), &json!(0)));
    let first = &journal["exchanges"][0];
    assert_eq!((&first["number"], &first["exchange"]["method"]), (&json!(1), &json!(GET)));
    assert_eq!(first["exchange"]["credential"], "webhook");
    assert_eq!(first["exchange"]["target"], format!("/{GET}"));
    assert_eq!(first["exchange"]["params"], json!({ "id": 32 }));
    let second = portal.control("journal?after=1&limit=5").await.json()["exchanges"].clone();
    assert_eq!((second.as_array().map(Vec::len), &second[0]["exchange"]["status"]), (Some(1), &json!(404)));
    for (wrong, says) in [
        ("limit=x", "invalid digit"),
        ("limit=1001", "`limit` must be at most 1000"),
        ("status=abc", "a class such as `4xx`"),
        ("methods=crm.*", "unknown field `methods`"),
    ] {
        let refused = portal.control(&format!("journal?{wrong}")).await;
        assert_eq!((refused.status, refused.body.contains(says)), (400, true), "{}", refused.body);
    }
    for filter in
        ["status=404", "status=4xx&method=crm.no.*", "clause=system/method-*", "credential=unknown&method=crm.no.*"]
    {
        let found = portal.control(&format!("journal?{filter}&limit=5")).await.json();
        assert_eq!((&found["exchanges"][0]["number"], &found["skipped"]), (&json!(2), &json!(1)), "{filter}");
    }
    portal.client.delete(portal.control_url("journal")).send().await.expect("an answer");
    let journal = portal.control("journal").await.json();
    assert_eq!((&journal["exchanges"], &journal["lost"]), (&json!([]), &json!(2)));
}

#[tokio::test]
async fn the_journal_keeps_what_was_sent_when_it_could_not_be_read() {
    let portal = Portal::start().await;
    let sent = portal.client.post(format!("{}{GET}.xml?x=1", portal.announcement().webhook));
    answer(sent.header("Content-Type", "application/json").body("{broken")).await;
    let exchange = portal.control("journal").await.json()["exchanges"][0]["exchange"].clone();
    assert_eq!(exchange["raw_body"], "{broken");
    assert_eq!(exchange["target"], format!("/{GET}.xml?x=1"));
    assert!(exchange["body"]["text"].as_str().expect("text").starts_with("<?xml"));
}

#[tokio::test]
async fn the_configuration_is_shown_masked_and_can_be_put_back() {
    let portal = Portal::start().await;
    let shown = portal.control("config").await.json();
    assert_eq!(shown["webhooks"][0]["code"], "***");
    let mut changed = shown.clone();
    changed["require_https"] = json!(true);
    assert_eq!(portal.put_config(&changed).await.json(), changed);
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.error(), (400, "system/https-required"));
    assert_eq!(portal.put_config(&shown).await.status, 200);
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
}

#[tokio::test]
async fn what_counts_at_the_start_stays_when_it_is_left_out() {
    let portal = Portal::changed(|config| config.connections = 5).await;
    let put = portal.put_config(&json!({ "language": "de" })).await.json();
    assert_eq!((&put["language"], &put["connections"]), (&json!("de"), &json!(5)));
}

#[tokio::test]
async fn a_configuration_that_cannot_be_is_refused_and_changes_nothing() {
    let portal = Portal::start().await;
    let shown = portal.control("config").await.json();
    for (pointer, value, says) in [
        ("/webhooks", json!([]), "at least one webhook"),
        ("/webhooks/1/user", json!(99), "user 99"),
        ("/data", json!("other.db"), "`data` cannot be changed while"),
        ("/tls", json!({ "hosts": ["portal.test"] }), "`tls` cannot be changed while"),
        ("/connections", json!(5), "`connections` cannot be changed while"),
        ("/faults", json!([{ "what": "close", "credential": "nobody" }]), "`nobody`, which does not exist"),
        ("/seed", json!("x"), "the body is not what belongs here"),
        ("/webhooks/1/name", json!("new"), "`new` is masked"),
    ] {
        let mut changed = shown.clone();
        // A derived code has no mask to lose.
        changed["webhooks"][1]["code"] = json!("***");
        changed["webhooks"][1]["name"] = json!("denied");
        *changed.pointer_mut(pointer).expect("a member") = value;
        let refused = portal.put_config(&changed).await;
        assert_eq!(refused.status, 400, "{pointer}");
        assert!(refused.json()["error"].as_str().expect("a sentence").contains(says), "{}", refused.body);
    }
    assert_eq!(portal.control("config").await.json(), shown);
}

#[tokio::test]
async fn a_reset_puts_everything_back_to_its_start() {
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok()).await;
    portal.company().await;
    portal.call("crm.company.contact.add", json!({ "id": 32, "fields": { "CONTACT_ID": 54 } })).await;
    portal.control_post("next-answer", json!({ "error": "system/expired-token" })).await;
    let moved = portal.control_post("clock", json!({ "advance": 3600 })).await.json();
    assert_eq!(moved["date"], "2024-08-19T13:00:00+00:00");
    assert_eq!(portal.control_post("reset", json!(null)).await.status, 200);
    let health = portal.control("health").await.json();
    assert_eq!(health["date"], "2024-08-19T12:00:00+00:00");
    assert_eq!((&health["twists"], &health["exchanges"]), (&json!(0), &json!(0)));
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.company().await, 1001);
}

#[tokio::test]
async fn time_is_moved_instead_of_waited_for() {
    let hour = |config: &mut b24_sandbox::Config| {
        config.clock_start = "2024-08-19T12:00:00Z".parse().ok();
        config.tokens[0].expires_at = "2024-08-19T13:00:00Z".parse().ok();
    };
    let portal = Portal::changed(hour).await;
    let oauth = &portal.announcement().oauth;
    let call = || {
        let params = json!({ "id": 32, "auth": oauth.access_token });
        answer(portal.client.post(format!("{}{GET}", oauth.endpoint)).json(&params))
    };
    assert_eq!(call().await.json()["time"]["date_start"], "2024-08-19T12:00:00+00:00");
    portal.control_post("clock", json!({ "advance": 3600 })).await;
    assert_eq!(call().await.error(), (401, "system/expired-token"));
    let shown = portal.control("config").await.json();
    assert_eq!(portal.put_config(&shown).await.status, 200);
    assert_eq!(call().await.error(), (401, "system/expired-token"), "a new configuration moved the clock back");
    assert_eq!(portal.control_post("clock", json!({ "advance": "x" })).await.status, 400);
}

#[tokio::test]
async fn the_clock_may_be_moved_to_its_end_and_back() {
    let portal = Portal::start().await;
    for (seconds, year) in [(1e308, "9999"), (-31e9, "9017"), (-1e308, "1970"), (86400.0, "1970")] {
        let moved = portal.control_post("clock", json!({ "advance": seconds })).await.json();
        assert!(moved["date"].as_str().expect("a date").starts_with(year), "{seconds}: {moved}");
        assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
    }
    assert_eq!(portal.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused_in_json() {
    let portal = Portal::start().await;
    let large = "x".repeat(3_000_000);
    for (body, status) in [(large.as_str(), 413), ("", 400), ("[", 400)] {
        for path in ["next-answer", "clock"] {
            let refused = answer(portal.client.post(portal.control_url(path)).body(body.to_owned())).await;
            assert_eq!(refused.status, status);
            assert!(refused.json()["error"].is_string());
        }
    }
    let nobody = json!({ "error": "é".repeat(500_000) });
    let refused = portal.control_post("next-answer", nobody).await;
    assert_eq!((refused.status, refused.body.len() < 500), (400, true));
}

#[tokio::test]
async fn pages_of_other_origins_are_kept_out() {
    let portal = Portal::start().await;
    let reset = |origin: &str| answer(portal.client.post(portal.control_url("reset")).header("Origin", origin));
    let refused = reset("https://evil.example").await;
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, None));
    assert_eq!(reset("null").await.status, 403);
    assert_eq!(reset(&format!("http://{}", portal.sandbox.address())).await.status, 200);
    let preflight = portal.client.request(Method::OPTIONS, portal.control_url("reset"));
    assert_eq!(answer(preflight).await.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn names_that_others_can_have_do_not_open_the_control_interface() {
    let portal = Portal::start().await;
    let call =
        |portal: &Portal, path: &str, host: &str| answer(portal.client.get(portal.url(path)).header("Host", host));
    assert_eq!(call(&portal, "/_sandbox/config", "evil.example.com:8024").await.status, 403);
    assert_eq!(call(&portal, "/_sandbox/config", "sandbox:8024").await.status, 200);
    assert_eq!(call(&portal, "/rest/1/sandbox/profile", "portal.example.com").await.status, 200);
    let named = Portal::changed(|config| {
        config.tls = Some(b24_sandbox::Tls { hosts: vec!["evil.example.com".to_owned()], ..Default::default() });
    })
    .await;
    assert_eq!(call(&named, "/_sandbox/config", "evil.example.com:8024").await.status, 200);
}

#[tokio::test]
async fn a_control_token_is_wanted_where_one_is_set() {
    let portal = Portal::changed(|config| config.control_token = Some(Secret::new("control-token"))).await;
    let health = |token: Option<&str>| {
        let request = portal.client.get(portal.control_url("health"));
        answer(match token {
            Some(token) => request.header("Authorization", token),
            None => request,
        })
    };
    for wrong in [None, Some("Bearer wrong"), Some("control-token"), Some("Basic control-token")] {
        let refused = health(wrong).await;
        assert_eq!((refused.status, refused.header("www-authenticate")), (401, Some("Bearer")), "{wrong:?}");
    }
    assert_eq!(health(Some("Bearer control-token")).await.status, 200);
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.status, 200);
}
