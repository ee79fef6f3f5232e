//! Applications in their states, more than one of them, and tokens that the control interface gives and takes.

use b24_contract::Secret;
use b24_sandbox::{Application, ApplicationState};
use serde_json::{Value, json};

use super::{fine, refused};
use crate::portal::{Portal, answer};
use crate::portals::Isolated;

#[tokio::test]
async fn a_state_of_an_application_refuses_its_calls_and_its_tokens() {
    use ApplicationState::{Deleted, NotInstalled, Removed, Unpaid};
    for (state, call, (status, code)) in [
        (NotInstalled, "system/oauth-error", (400, "invalid_client")),
        (Removed, "system/not-installed", (401, "NOT_INSTALLED")),
        (Deleted, "system/application-not-found", (200, "wrong_client")),
        (Unpaid, "system/payment-required", (401, "PAYMENT_REQUIRED")),
    ] {
        let portal = Portal::changed(|config| config.applications[0].state = state).await;
        let pair = portal.announced();
        assert_eq!(portal.met_by(&pair.access).await, refused(401, call));
        let renewed = portal.refresh(&pair.refresh).await;
        assert_eq!((renewed.status, &renewed.json()["error"]), (status, &json!(code)));
        let client_id = portal.oauth().client_id.as_deref().expect("announced");
        let page =
            answer(portal.client.get(portal.url(&format!("/oauth/authorize/?client_id={client_id}&user=1")))).await;
        assert!((400..500).contains(&page.status) && page.body.contains(code), "{} {}", page.status, page.body);
    }
}

#[tokio::test]
async fn a_user_without_access_to_the_application_is_refused() {
    let portal = Portal::changed(|config| config.applications[0].users = Some(vec![1])).await;
    let (one, other) = (portal.issued(json!({ "user": 1 })).await, portal.issued(json!({ "user": 3 })).await);
    assert_eq!(portal.met_by(&one.access).await, fine());
    assert_eq!(portal.met_by(&other.access).await, refused(403, "system/user-access-error"));
}

#[tokio::test]
async fn tokens_belong_to_their_application() {
    let portal = Portal::changed(|config| {
        config.applications.push(Application {
            id: 2,
            code: "app.second".to_owned(),
            client_id: Some("app.5c8bb1b0891cf2.87252039".to_owned()),
            client_secret: Some(Secret::new("second-client-secret")),
            scopes: vec!["user_brief".to_owned()],
            ..Application::default()
        });
    })
    .await;
    let first = portal.announced();
    let second = portal.issued(json!({ "application": "app.second", "user": 1 })).await;
    let info = |token: String| {
        let url = format!("{}app.info", portal.oauth().endpoint);
        answer(portal.client.post(url).json(&json!({ "auth": token })))
    };
    assert_eq!(info(first.access.clone()).await.json()["result"]["CODE"], "local.sandbox");
    assert_eq!(info(second.access.clone()).await.json()["result"]["CODE"], "app.second");
    assert_eq!(portal.refresh(&second.refresh).await.json(), json!({ "error": "invalid_grant" }));
    let own = [
        ("grant_type", "refresh_token"),
        ("client_id", "app.5c8bb1b0891cf2.87252039"),
        ("client_secret", "second-client-secret"),
        ("refresh_token", &second.refresh),
    ];
    let renewed = answer(portal.client.post(portal.url("/oauth/token/")).form(&own)).await;
    assert_eq!(renewed.json()["scope"], "user_brief");
    let add = portal.client.post(format!("{}crm.company.add", portal.oauth().endpoint));
    let beyond = answer(add.json(&json!({ "auth": second.access }))).await;
    assert_eq!(beyond.error(), (401, "system/insufficient-scope"));
}

#[tokio::test]
async fn grants_are_listed_ended_and_taken_back_without_showing_tokens() {
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok()).await;
    let pair = portal.issued(json!({ "user": 3 })).await;
    let list = async || portal.control("tokens").await;
    let listed = list().await;
    assert!(!listed.body.contains(&pair.access) && !listed.body.contains(&pair.refresh));
    insta::assert_json_snapshot!(listed.json());
    let states = async || {
        let json = list().await.json();
        let grants = json["grants"].as_array().expect("a list").clone();
        grants.iter().map(|grant| grant["state"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
    };
    let ended = portal.control_post("tokens/expire", json!({ "id": "grant-1" })).await;
    assert_eq!(ended.json(), json!({ "expired": 1 }));
    assert_eq!(portal.met_by(&pair.access).await, refused(401, "system/expired-token"));
    assert_eq!(states().await, ["expired", "active", "expired"]);
    let taken = answer(portal.client.delete(portal.control_url("tokens/oauth"))).await;
    assert_eq!(taken.json(), json!({ "revoked": 1 }));
    assert_eq!(states().await, ["expired", "revoked", "expired"]);
    assert_eq!(portal.met_by(&portal.announced().access).await, refused(401, "system/invalid-token"));
    assert_eq!(portal.refresh(&pair.refresh).await.status, 200);
    let all = answer(portal.client.delete(portal.control_url("tokens"))).await;
    assert_eq!(all.json(), json!({ "revoked": 3 }));
    assert_eq!(states().await, ["revoked"; 3]);
}

#[tokio::test]
async fn what_does_not_exist_gets_no_tokens() {
    let portal = Portal::start().await;
    let wanted = |body: Value| portal.control_post("tokens", body);
    assert_eq!(wanted(json!({ "user": 99 })).await.status, 400);
    assert_eq!(wanted(json!({ "user": 1, "application": "other" })).await.status, 400);
    assert_eq!(wanted(json!({})).await.status, 400);
    assert_eq!(portal.control_post("tokens/expire", json!({ "id": "grant-9" })).await.status, 404);
    assert_eq!(answer(portal.client.delete(portal.control_url("tokens/grant-9"))).await.status, 404);
}

#[tokio::test]
async fn the_client_id_names_the_portal() {
    let host = Portal::start().await;
    let isolated = Isolated::open(&host, json!({ "name": "other" })).await;
    let (main, other) = (host.oauth(), &isolated.told.oauth);
    for (one, another) in [
        (&main.client_id, &other.client_id),
        (&main.client_secret, &other.client_secret),
        (&main.refresh_token, &other.refresh_token),
        (&main.member_id, &other.member_id),
    ] {
        assert!(one.is_some() && one != another);
    }
    let ask = |client: &b24_sandbox::OAuthAnnouncement, token: &Option<String>| {
        let known = |text: &Option<String>| text.clone().expect("announced");
        let params = [
            ("grant_type", "refresh_token".to_owned()),
            ("client_id", known(&client.client_id)),
            ("client_secret", known(&client.client_secret)),
            ("refresh_token", known(token)),
        ];
        answer(host.client.get(host.url("/oauth/token/")).query(&params))
    };
    assert_eq!(ask(other, &main.refresh_token).await.json(), json!({ "error": "invalid_grant" }));
    let renewed = ask(other, &other.refresh_token).await.json();
    assert_eq!(renewed["member_id"], json!(other.member_id));
    let token = renewed["access_token"].as_str().expect("a token");
    assert_eq!(host.met_by(token).await, fine());
    let seen = isolated.control("journal").await.json();
    let methods: Vec<_> =
        seen["exchanges"].as_array().expect("a list").iter().map(|one| one["exchange"]["method"].clone()).collect();
    assert_eq!(methods, ["oauth/token", "oauth/token", "profile"]);
}
