//! A secret appears in nothing that can be printed.

use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

use b24_client::{CompanyFields, ContactFields, Error, Filter, Portal, Secret};
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use serde_json::json;

use crate::fixture::{CANARY, Fixture};

/// All that can be printed of an error, its causes included.
fn printed(error: &Error) -> String {
    let mut printed = format!("{error} {error:?} {error:#?} {:?} {:?}", error.code(), error.description());
    let mut cause = error.source();
    while let Some(error) = cause {
        printed += &format!(" {error} {error:?}");
        cause = error.source();
    }
    printed
}

fn assert_silent(what: &str, printed: impl AsRef<str>) {
    let printed = printed.as_ref();
    assert!(!printed.to_lowercase().contains(CANARY), "{what}: {printed}");
    assert!(!printed.contains("/rest/1"), "{what} shows a path: {printed}");
}

/// Calls with each kind of credential, typed and raw, and looks at all the errors.
async fn assert_errors_silent(what: &str, fixture: &Fixture, options: impl Fn() -> b24_client::PortalBuilder) {
    let endpoint = format!("http://{}/rest/", fixture.host());
    for portal in [fixture.webhook_with(options()), options().oauth(&endpoint, Secret::new(CANARY)).unwrap()] {
        let (links, companies, contacts) = (portal.company(1).contacts(), portal.companies(), portal.contacts());
        let (create, update) = (companies.create(CompanyFields::new()), contacts.update(1, ContactFields::new()));
        let list = companies.list().filter(Filter::new().equal("TITLE", "Harbour"));
        assert_silent(
            what,
            format!("{portal:?} {portal:#?} {links:?} {companies:?} {contacts:?} {create:?} {update:?}"),
        );
        assert_silent(what, format!("{list:?} {:?}", list.clone().stream()));
        let calls: Vec<BoxFuture<'_, Option<Error>>> = vec![
            links.get().map(Result::err).boxed(),
            links.add(1).map(Result::err).boxed(),
            create.into_future().map(Result::err).boxed(),
            update.into_future().map(Result::err).boxed(),
            companies.get(1).map(Result::err).boxed(),
            companies.fields().map(Result::err).boxed(),
            contacts.delete(1).map(Result::err).boxed(),
            list.page(0).map(Result::err).boxed(),
            list.count().map(Result::err).boxed(),
            list.clone().all().map(Result::err).boxed(),
            list.clone().order_by("TITLE").all().map(Result::err).boxed(),
            portal.call("crm.company.get", json!({ "id": CANARY })).map(Result::err).boxed(),
            portal.call(CANARY, ()).map(Result::err).boxed(),
            portal.call(CANARY, [CANARY]).map(Result::err).boxed(),
        ];
        for error in join_all(calls).await {
            assert_silent(what, printed(&error.unwrap()));
        }
    }
}

#[tokio::test]
async fn no_answer_makes_an_error_that_holds_the_secret() {
    let escaped: String = CANARY.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let entities: String = CANARY.bytes().map(|byte| format!("&#{byte};")).collect();
    for body in [
        format!("<html>/rest/1/{CANARY}/ {escaped} {entities}</html>").replace("/rest/1", "/rest"),
        format!(r#"{{"error":"{CANARY}","error_description":"No webhook {CANARY} here"}}"#),
        format!(r#"{{"error":{{"code":"{CANARY}","message":"{escaped}"}}}}"#),
        format!(r#"{{"error":["{CANARY}"]}}"#),
        format!(r#"{{"result":[{{"IS_PRIMARY":"{CANARY}"}}]"#),
        format!(r#"{{"result":[{{"CONTACT_ID":"{CANARY}"}}],"{CANARY}":tru"#),
        format!(r#"{{"time":{{"{CANARY}":1}}}}"#),
        CANARY.to_owned(),
        CANARY.repeat(10_000),
    ] {
        for status in ["200 OK", "400 Bad Request", "503 Service Unavailable", "999 What"] {
            let fixture = Fixture::json(status, &body).await;
            assert_errors_silent(&body, &fixture, Portal::builder).await;
        }
    }
}

#[tokio::test]
async fn no_failure_on_the_way_makes_an_error_that_holds_the_secret() {
    let quick = || Portal::builder().timeout(Duration::from_millis(100));
    let location = format!("https://{CANARY}.example/rest/1/{CANARY}/");
    let redirect = Fixture::new(format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\n\r\n")).await;
    assert_errors_silent("redirect", &redirect, quick).await;
    assert_errors_silent("timeout", &Fixture::silent().await, quick).await;
    assert_errors_silent("hang-up", &Fixture::new("").await, quick).await;
    assert_errors_silent("not HTTP", &Fixture::new(format!("{CANARY}\r\n\r\n")).await, quick).await;
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n";
    assert_errors_silent("broken off", &Fixture::new(format!("{head}{CANARY}")).await, quick).await;
    assert_errors_silent("stalled", &Fixture::stalling(&format!("{head}{CANARY}")).await, quick).await;
    let large = Fixture::json("200 OK", &CANARY.repeat(9)).await;
    assert_errors_silent("too large", &large, || quick().answer_limit(10)).await;

    let refusing = Fixture::new(format!("HTTP/1.1 407 {CANARY}\r\n\r\n{CANARY}")).await;
    for portal in [
        Portal::builder().webhook(&format!("https://{}/rest/1/{CANARY}/", refusing.host())),
        Portal::builder().webhook(&format!("https://127.0.0.1:1/rest/1/{CANARY}/")),
        Portal::builder().webhook(&format!("http://127.0.0.1:1/rest/1/{CANARY}/")),
        Portal::builder()
            .proxy(format!("http://{CANARY}:{CANARY}@{}", refusing.host()))
            .webhook(&format!("https://portal.invalid/rest/1/{CANARY}/")),
    ] {
        let error = portal.unwrap().call("crm.company.get", ()).await.unwrap_err();
        assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
        assert_silent("no connection", printed(&error));
    }
}

#[test]
fn a_portal_shows_where_it_is_and_whose_it_is() {
    let portal = Portal::webhook(&format!("https://example.bitrix24.com/rest/17/{CANARY}/")).unwrap();
    insta::assert_snapshot!(format!("{portal:?}"), @r#"Portal(Transport { endpoint: "https://example.bitrix24.com/rest", credential: Webhook { user: "17", code: *** }, timeout: 70s, .. })"#);
}

#[test]
fn nothing_that_is_built_holds_the_secret() {
    fn shown(value: impl Debug) -> String {
        format!("{value:?} {value:#?}")
    }
    let url = format!("https://example.bitrix24.com/rest/1/{CANARY}/");
    let builder = Portal::builder().proxy(format!("http://u:{CANARY}@127.0.0.1:1")).ca_pem(CANARY);
    assert_silent("builder", shown(&builder));
    assert_silent("setup", printed(&builder.webhook(&url).unwrap_err()));
    let bad_proxy = Portal::builder().proxy(format!("{CANARY}://[{CANARY}"));
    assert_silent("proxy", printed(&bad_proxy.webhook(&url).unwrap_err()));
    for bad in [CANARY, &format!("{url}profile.json"), &format!("ftp://{CANARY}"), &format!("https://h/rest/{CANARY}")]
    {
        let shown = printed(&Portal::webhook(bad).unwrap_err());
        assert!(!shown.contains(CANARY), "{shown}");
        let shown = printed(&Portal::oauth(bad, Secret::new(CANARY)).unwrap_err());
        assert!(!shown.contains(CANARY), "{shown}");
    }
}
