//! The token endpoint.

use serde_json::{Value, json};

use super::{Pair, fine, refused};
use crate::portal::{Answer, Portal, answer};

#[tokio::test]
async fn an_answer_has_every_member_that_any_source_shows() {
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok()).await;
    let renewed = portal.refresh(&portal.announced().refresh).await;
    assert_eq!((renewed.status, renewed.header("content-type")), (200, Some("application/json; charset=utf-8")));
    let mut members = renewed.json();
    let pair = Pair::of(&renewed);
    assert!(pair.access.len() == 32 && pair.refresh.len() == 32 && pair.access != pair.refresh);
    for secret in ["access_token", "refresh_token"] {
        members[secret].take();
    }
    let endpoint = portal.url("/rest/");
    let host = portal.sandbox.address().to_string();
    assert_eq!(
        members,
        json!({
            "access_token": null,
            "expires": 1724068800 + 3600,
            "expires_in": 3600,
            "scope": "crm,user",
            "domain": host,
            "server_endpoint": endpoint,
            "status": "L",
            "client_endpoint": endpoint,
            "member_id": portal.oauth().member_id,
            "user_id": 1,
            "refresh_token": null,
        })
    );
}

#[tokio::test]
async fn every_form_that_clients_use_is_understood() {
    let portal = Portal::start().await;
    let mut token = portal.announced().refresh;
    // The PHP SDK doubles the first slash, the Python SDK asks by GET, the JavaScript SDK and CRest post a form.
    for (verb, path) in
        [("GET", "/oauth/token/"), ("GET", "//oauth/token/"), ("GET", "/oauth/token"), ("POST", "/oauth//token/")]
    {
        let params = portal.proved("refresh_token", "refresh_token", &token);
        let request = match verb {
            "GET" => portal.client.get(portal.url(path)).query(&params),
            _ => portal.client.post(portal.url(path)).form(&params),
        };
        token = Pair::of(&answer(request).await).refresh;
    }
    let params = portal.proved("refresh_token", "refresh_token", &token);
    let body: Value =
        params.into_iter().map(|(name, value)| (name, Value::from(value))).collect::<serde_json::Map<_, _>>().into();
    let request = portal.client.post(portal.url("/oauth/token/?bx24_request_id=1")).json(&body);
    assert_eq!(portal.met_by(&Pair::of(&answer(request).await).access).await, fine());
}

#[tokio::test]
async fn a_client_is_told_the_address_that_it_used() {
    let portal = Portal::start().await;
    let params = portal.proved("refresh_token", "refresh_token", &portal.announced().refresh);
    let request = portal.client.get(portal.url("/oauth/token/")).query(&params).header("Host", "portal.test:8443");
    let members = answer(request).await.json();
    assert_eq!(members["client_endpoint"], "http://portal.test:8443/rest/");
    assert_eq!(members["domain"], "portal.test:8443");
}

#[tokio::test]
async fn a_refresh_replaces_both_tokens() {
    let portal = Portal::start().await;
    let old = portal.issued(json!({ "user": 1 })).await;
    portal.seconds_pass(60.0).await;
    let new = Pair::of(&portal.refresh(&old.refresh).await);
    assert_eq!(error(&portal.refresh(&old.refresh).await), (400, "invalid_grant".to_owned()));
    assert_eq!((portal.met_by(&old.access).await, portal.met_by(&new.access).await), (fine(), fine()));
    portal.seconds_pass(3560.0).await;
    assert_eq!(portal.met_by(&old.access).await, refused(401, "system/expired-token"));
    assert_eq!(portal.met_by(&new.access).await, fine());
    assert_ne!(Pair::of(&portal.refresh(&new.refresh).await).access, new.access);
}

#[tokio::test]
async fn a_refresh_token_lasts_180_days() {
    let portal = Portal::start().await;
    let (one, other) = (portal.issued(json!({ "user": 1 })).await, portal.issued(json!({ "user": 1 })).await);
    portal.seconds_pass(180.0 * 86400.0 - 10.0).await;
    assert_eq!(portal.refresh(&one.refresh).await.status, 200);
    portal.seconds_pass(10.0).await;
    assert_eq!(error(&portal.refresh(&other.refresh).await), (400, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn each_error_of_the_table_can_be_met() {
    let portal = Portal::start().await;
    let good = portal.proved("refresh_token", "refresh_token", "wrong");
    let changed = |name: &str, value: &str| {
        let mut params: Vec<_> = good.iter().filter(|(own, _)| own != name).cloned().collect();
        params.push((name.to_owned(), value.to_owned()));
        params
    };
    let mut met = Vec::new();
    for params in [
        vec![],
        changed("client_id", ""),
        changed("client_secret", ""),
        changed("refresh_token", ""),
        changed("grant_type", "authorization_code"),
        changed("grant_type", "password"),
        changed("client_id", "local.unknown"),
        changed("client_secret", "wrong"),
        good.clone(),
        changed("scope", "crm,task"),
        changed("scope", "crm,no_such_scope"),
        changed("scope", "crm,user"),
    ] {
        let answer = portal.ask(&params).await;
        met.push(format!("{} {} {}", answer.status, answer.header("b24-clause").unwrap_or_default(), answer.body));
    }
    insta::assert_snapshot!(met.join("\n"));
}

#[tokio::test]
async fn any_error_can_be_planted() {
    let portal = Portal::start().await;
    let plant = |error: &'static str, times: u64| {
        portal.control_post("tokens/next-error", json!({ "error": error, "times": times }))
    };
    for code in [
        "invalid_request",
        "invalid_client",
        "wrong_client",
        "invalid_grant",
        "insufficient_scope",
        "invalid_scope",
        "PAYMENT_REQUIRED",
        "NOT_INSTALLED",
    ] {
        let planted = plant(code, 1).await.json();
        let status = u16::try_from(planted["status"].as_u64().expect("a status")).expect("a status");
        assert_eq!(error(&portal.refresh(&portal.announced().refresh).await), (status, code.to_owned()));
    }
    assert_eq!(plant("invalid_grant", 2).await.status, 200);
    assert_eq!(portal.refresh("wrong").await.status, 400);
    let cleared = answer(portal.client.delete(portal.control_url("tokens/next-error"))).await;
    assert_eq!(cleared.status, 200);
    assert_eq!(portal.refresh(&portal.announced().refresh).await.status, 200);
    assert_eq!(plant("no_such_error", 1).await.status, 400);
    assert_eq!(plant("invalid_grant", 0).await.status, 400);
}

#[tokio::test]
async fn other_verbs_and_bodies_that_are_too_large_are_refused() {
    let portal = Portal::changed(|config| config.body_limit = 1000).await;
    let url = portal.url("/oauth/token/");
    let put = answer(portal.client.put(&url)).await;
    assert_eq!((put.error(), put.header("allow")), ((405, "system/verb-not-allowed"), Some("GET, POST, OPTIONS")));
    let large = answer(portal.client.post(&url).body("x".repeat(1001))).await;
    assert_eq!(large.error(), (413, "system/request-too-large"));
}

#[tokio::test]
async fn the_journal_has_requests_for_tokens_without_secrets() {
    let portal = Portal::start().await;
    let old = portal.announced();
    let new = Pair::of(&portal.refresh(&old.refresh).await);
    portal.refresh(&old.refresh).await;
    portal.refresh("canary-that-nobody-gave").await;
    let quoted = json!({ "auth": new.access, "fields": { "TITLE": format!("{} and {}", new.access, new.refresh) } });
    answer(portal.client.post(format!("{}crm.company.add", portal.oauth().endpoint)).json(&quoted)).await;
    let journal = portal.control("journal").await;
    let secret = portal.oauth().client_secret.clone().expect("announced");
    for secret in [&old.access, &old.refresh, &new.access, &new.refresh, &secret, &"canary".to_owned()] {
        assert!(!journal.body.contains(secret.as_str()), "{secret} in {}", journal.body);
    }
    let json = journal.json();
    let seen: Vec<_> = json["exchanges"].as_array().expect("a list").iter().map(|entry| &entry["exchange"]).collect();
    let briefly: Vec<_> = seen.iter().map(|one| json!([one["method"], one["credential"], one["status"]])).collect();
    assert_eq!(
        json!(briefly),
        json!([
            ["oauth/token", "oauth", 200],
            ["oauth/token", "unknown", 400],
            ["oauth/token", "unknown", 400],
            ["crm.company.add", "oauth", 200],
        ])
    );
    assert_eq!(seen[0]["params"]["grant_type"], "refresh_token");
    assert_eq!(seen[0]["body"]["json"]["refresh_token"], "***");
}

fn error(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["error"].as_str().unwrap_or_default().to_owned())
}
