//! Credentials, scopes, rights and HTTPS.

use serde_json::{Value, json};

use crate::portal::{Answer, GET, Portal, answer};

impl Portal {
    async fn by(&self, webhook: &str, method: &str, params: Value) -> Answer {
        answer(self.client.post(format!("{webhook}{method}")).json(&params)).await
    }

    async fn with_token(&self, params: Value) -> Answer {
        self.by(&self.announcement().oauth.endpoint, GET, params).await
    }
}

#[tokio::test]
async fn a_token_travels_in_body_form_or_query() {
    let portal = Portal::start().await;
    let oauth = &portal.announcement().oauth;
    let token = oauth.access_token.as_deref().expect("a token");
    let url = format!("{}{GET}", oauth.endpoint);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    for request in [
        portal.client.post(&url).json(&json!({ "id": 32, "auth": token })),
        portal.client.post(&url).header(form[0].0, form[0].1).body(format!("id=32&auth={token}")),
        portal.client.post(format!("{url}?auth={token}")).json(&json!({ "id": 32 })),
        portal.client.get(format!("{url}.json?id=32&auth={token}")),
        portal.client.post(format!("{url}?auth=wrong")).json(&json!({ "id": 32, "auth": token })),
    ] {
        assert_eq!(answer(request).await.contacts(), [7, 8, 9]);
    }
}

#[tokio::test]
async fn wrong_credentials_are_told_apart() {
    let portal = Portal::start().await;
    let params = json!({ "id": 32 });
    let wrong = portal.by(&portal.url("/rest/1/wrong/"), GET, params.clone()).await;
    assert_eq!(wrong.error(), (401, "system/invalid-credentials"));
    let other_user = portal.by(&portal.url("/rest/2/sandbox/"), GET, params.clone()).await;
    assert_eq!(other_user.error(), (401, "system/invalid-credentials"));
    assert_eq!(portal.with_token(params).await.error(), (401, "system/no-auth-found"));
    let token = |token: Option<&str>| portal.with_token(json!({ "id": 32, "auth": token }));
    assert_eq!(token(None).await.error(), (401, "system/no-auth-found"));
    assert_eq!(token(Some("")).await.error(), (401, "system/no-auth-found"));
    assert_eq!(token(Some("wrong")).await.error(), (401, "system/invalid-token"));
    let expired = portal.announcement().oauth.expired_access_token.as_deref();
    assert_eq!(token(expired).await.error(), (401, "system/expired-token"));
}

#[tokio::test]
async fn an_error_says_what_the_contract_says_and_no_more() {
    let portal = Portal::start().await;
    let refused = portal.with_token(json!({ "id": 32 })).await;
    assert_eq!(refused.body, r#"{"error":"NO_AUTH_FOUND","error_description":"Wrong authorization data"}"#);
    assert_eq!(refused.header("content-type"), Some("application/json; charset=utf-8"));
}

#[tokio::test]
async fn scope_and_rights_are_two_checks() {
    let portal = Portal::start().await;
    let told = portal.announcement();
    let (denied, reader) = (told.denied.as_deref().expect("denied"), told.reader.as_deref().expect("reader"));
    let no_scope = told.no_scope.as_deref().expect("no scope");
    let get = json!({ "id": 32 });
    let add = json!({ "id": 32, "fields": { "CONTACT_ID": 54 } });
    assert_eq!(portal.by(no_scope, GET, get.clone()).await.error(), (401, "system/insufficient-scope"));
    let refused = portal.by(denied, GET, get.clone()).await;
    assert_eq!(refused.error(), (403, "crm.company.contact.items.get/access-denied"));
    assert_eq!(portal.by(reader, GET, get).await.contacts(), [7, 8, 9]);
    let refused = portal.by(reader, "crm.company.contact.add", add).await;
    assert_eq!(refused.error(), (403, "crm.company.contact.add/access-denied"));
    let refused = portal.by(reader, "crm.company.add", json!({ "fields": {} })).await;
    assert_eq!(refused.error(), (400, "crm.company.add/access-denied"));
    let refused = portal.by(denied, "crm.contact.add", json!({ "fields": { "NAME": "A" } })).await;
    assert_eq!(refused.error(), (400, "crm.contact.add/access-denied"));
}

#[tokio::test]
async fn a_missing_scope_is_told_in_the_words_for_the_credential() {
    let portal = Portal::changed(|config| config.tokens[0].scopes.clear()).await;
    let token = portal.announcement().oauth.access_token.as_deref();
    let by_token = portal.with_token(json!({ "id": 32, "auth": token })).await;
    let no_scope = portal.announcement().no_scope.as_deref().expect("no scope");
    let by_webhook = portal.by(no_scope, GET, json!({ "id": 32 })).await;
    for (refused, credential) in [(by_token, "access token"), (by_webhook, "webhook token")] {
        assert_eq!(refused.error(), (401, "system/insufficient-scope"));
        let text = format!("The request requires higher privileges than provided by the {credential}");
        assert_eq!(refused.json()["error_description"], text);
    }
}

#[tokio::test]
async fn an_unknown_method_is_not_found_whoever_asks() {
    let portal = Portal::start().await;
    for root in [portal.announcement().webhook.clone(), portal.url("/rest/"), portal.url("/rest/1/wrong/")] {
        let missing = portal.by(&root, "crm.no.such.method", json!({})).await;
        assert_eq!(missing.error(), (404, "system/method-not-found"));
        assert_eq!(missing.json()["error"], "ERROR_METHOD_NOT_FOUND");
    }
}

#[tokio::test]
async fn https_can_be_required_and_a_proxy_may_have_ended_it() {
    let portal = Portal::changed(|config| config.require_https = true).await;
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.error(), (400, "system/https-required"));
    let url = format!("{}{GET}?id=32", portal.announcement().webhook);
    let forwarded = portal.client.get(url).header("X-Forwarded-Proto", "https");
    assert_eq!(answer(forwarded).await.contacts(), [7, 8, 9]);
}
