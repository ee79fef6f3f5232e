//! Redirects, which are never followed.

use b24_client::{Error, Portal, Retry};
use insta::assert_snapshot;

use crate::fixture::{CANARY, Fixture, own_client};

async fn redirected(status: &str, location: &str) -> String {
    let fixture = Fixture::new(format!("HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n")).await;
    let error = fixture.webhook().company(32).contacts().get().await.unwrap_err();
    assert!(matches!(error, Error::Redirect { .. }), "{error:?}");
    assert_eq!(error.retry(), Retry::Never);
    assert_eq!(fixture.requests().len(), 1);
    fixture.masked(&error.to_string())
}

#[tokio::test]
async fn the_error_names_the_new_host_and_nothing_else() {
    let location = format!("https://new.example/rest/1/{CANARY}/crm.company.contact.items.get?auth={CANARY}");
    assert_snapshot!(redirected("302 Found", &location).await, @"{host} redirected the call to https://new.example. Redirects are not followed; if the portal has moved, use its new address.");
}

#[tokio::test]
async fn a_redirect_to_itself_names_the_scheme() {
    let location = format!("/rest/1/{CANARY}/other/");
    assert_snapshot!(redirected("301 Moved Permanently", &location).await, @"{host} redirected the call to http://{host}. Redirects are not followed; if the portal has moved, use its new address.");
}

#[tokio::test]
async fn a_redirect_to_a_host_that_is_the_secret() {
    let location = format!("https://{CANARY}.example:8443/");
    assert_snapshot!(redirected("307 Temporary Redirect", &location).await, @"{host} redirected the call to https://***.example:8443. Redirects are not followed; if the portal has moved, use its new address.");
}

#[tokio::test]
async fn a_redirect_to_nowhere() {
    assert_snapshot!(redirected("308 Permanent Redirect", "http://[").await, @"{host} redirected the call to an address that is none. Redirects are not followed; if the portal has moved, use its new address.");
}

#[tokio::test]
async fn another_3xx_is_an_answer_like_any_other() {
    let fixture = Fixture::new("HTTP/1.1 304 Not Modified\r\n\r\n").await;
    let error = fixture.webhook().company(32).contacts().get().await.unwrap_err();
    assert_eq!((error.status(), error.is_refusal()), (Some(304), false));
}

#[tokio::test]
async fn a_redirect_that_the_callers_own_client_followed_is_refused() {
    let target = Fixture::json("200 OK", r#"{"result":[]}"#).await;
    for path in ["rest/1/other/crm.company.contact.items.get", ""] {
        let location = format!("http://{}/{path}", target.host());
        let fixture = Fixture::new(format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\n\r\n")).await;
        let portal = fixture.webhook_with(Portal::builder().http_client(own_client()));
        let error = portal.company(32).contacts().get().await.unwrap_err();
        let expected = format!(
            "{} redirected the call to http://{}. Redirects are not followed; if the portal has moved, use its new address.",
            fixture.host(),
            target.host()
        );
        assert_eq!((error.to_string(), error.status()), (expected, None));
    }
}
