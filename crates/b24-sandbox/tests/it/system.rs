//! The methods that tell of caller and portal, in the usual portal.

use serde_json::{Map, json};

use crate::portal::{Answer, Portal, answer};

impl Portal {
    async fn by_token(&self, method: &str) -> Answer {
        let oauth = &self.announcement().oauth;
        let sent = self.client.post(format!("{}{method}", oauth.endpoint));
        answer(sent.json(&json!({ "auth": oauth.access_token }))).await
    }
}

#[tokio::test]
async fn what_each_method_answers() {
    let portal = Portal::changed(|config| config.clock_start = "2024-08-19T12:00:00Z".parse().ok()).await;
    let mut answers = Map::new();
    for (method, params) in [
        ("profile", json!({})),
        ("scope", json!({})),
        ("methods", json!({ "scope": "" })),
        ("method.get", json!({ "name": "crm.company.contact.items.get" })),
        ("server.time", json!({})),
        ("app.info", json!({})),
        ("user.current", json!({})),
        ("user.admin", json!({})),
        ("user.access", json!({ "ACCESS": ["D1", "SG1_K"] })),
        ("feature.get", json!({ "CODE": "rest_auth_connector" })),
        ("access.name", json!({ "ACCESS": ["G2", "AU", "U1", "D2"] })),
    ] {
        let answered = portal.call(method, params).await;
        assert_eq!(answered.status, 200, "{}", answered.body);
        answers.insert(method.to_owned(), answered.json()["result"].take());
    }
    answers.insert("app.info by token".to_owned(), portal.by_token("app.info").await.json()["result"].take());
    insta::assert_json_snapshot!(answers);
    assert_eq!(portal.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn who_lacks_every_scope_may_use_what_needs_none() {
    let portal = Portal::start().await;
    let no_scope = portal.announcement().no_scope.as_deref().expect("no scope");
    let call = |method: &str| answer(portal.client.post(format!("{no_scope}{method}")));
    assert_eq!(call("user.current").await.error(), (401, "system/insufficient-scope"));
    assert_eq!(call("scope").await.json()["result"], json!(["task"]));
    assert_eq!(call("profile").await.json()["result"]["ID"], "1");
}

#[tokio::test]
async fn the_case_of_parameters_counts_where_the_documentation_says_so() {
    let portal = Portal::start().await;
    let exists = async |params| portal.call("method.get", params).await.json()["result"]["isExisting"].take();
    assert_eq!(exists(json!({ "name": "scope" })).await, true);
    assert_eq!(exists(json!({ "NAME": "scope" })).await, false);
    let named = portal.call("access.name", json!({ "access": ["AU"] })).await.json();
    assert_eq!(named["result"]["AU"]["provider_id"], "other");
}

#[tokio::test]
async fn the_portal_is_what_its_configuration_says() {
    let portal = Portal::start().await;
    let mut config = portal.control("config").await.json();
    config["users"][0]["name"] = json!("Ada");
    config["users"][0]["birthday"] = json!("1990-05-14");
    config["features"] = json!([]);
    config["scopes"] = json!(["crm"]);
    config["plan"] = json!("basic");
    let put = answer(portal.client.put(portal.control_url("config")).json(&config)).await;
    assert_eq!(put.json(), config);
    assert_eq!(portal.call("profile", json!({})).await.json()["result"]["NAME"], "Ada");
    let user = portal.call("user.current", json!({})).await.json();
    assert_eq!(user["result"]["PERSONAL_BIRTHDAY"], "1990-05-14T00:00:00+00:00");
    let feature = portal.call("feature.get", json!({ "CODE": "rest_auth_connector" })).await.json();
    assert_eq!(feature["result"], json!({ "value": "N" }));
    assert_eq!(portal.call("scope", json!({ "full": true })).await.json()["result"], json!(["crm"]));
    assert_eq!(portal.by_token("app.info").await.json()["result"]["LICENSE_FAMILY"], "basic");
}
