//! Answers that are errors, and answers that are nothing.

use std::time::Duration;

use b24_client::{Error, Portal, Retry};
use insta::assert_snapshot;

use crate::fixture::{CANARY, Fixture};

async fn typed(portal: Portal) -> Error {
    portal.company(32).contacts().get().await.unwrap_err()
}

async fn raw(portal: Portal) -> Error {
    portal.call("crm.company.contact.items.get", ()).await.unwrap_err()
}

/// Everything that an error tells, after checking that a raw call brings the same one.
async fn told(fixture: Fixture) -> String {
    let (typed, raw) = (typed(fixture.webhook()).await, raw(fixture.webhook()).await);
    let tell = |error: &Error| {
        format!(
            "{error}\n\nstatus {:?}, code {:?}, description {:?}\nclause {:?}, retry {:?}\nrefusal {}, of the credential {}\n\n{error:#?}",
            error.status(),
            error.code().map(|code| code.as_str()),
            error.description(),
            error.clause().map(|clause| clause.id),
            error.retry(),
            error.is_refusal(),
            error.is_auth_failure(),
        )
    };
    if typed.body() != raw.body() {
        panic!("{typed} {raw}");
    }
    fixture.masked(&tell(&typed))
}

#[tokio::test]
async fn an_error_with_an_empty_code() {
    let body = r#"{"error":"","error_description":"The parameter ownerEntityID is invalid or not defined."}"#;
    assert_snapshot!(told(Fixture::json("400 Bad Request", body).await).await);
}

#[tokio::test]
async fn an_error_under_another_status_than_the_contract_says() {
    let body = r#"{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Slow down, please"}"#;
    assert_snapshot!(told(Fixture::json("429 Too Many Requests", body).await).await);
}

#[tokio::test]
async fn an_expired_token() {
    let body = r#"{"error":"expired_token","error_description":"The access token provided has expired."}"#;
    assert_snapshot!(told(Fixture::json("401 Unauthorized", body).await).await);
}

#[tokio::test]
async fn an_error_under_http_200() {
    let body = r#"{"error":"","error_description":""}"#;
    assert_snapshot!(told(Fixture::json("200 OK", body).await).await);
}

#[tokio::test]
async fn an_error_under_http_200_beside_a_result() {
    let body = r#"{"result":[],"error":"wrong_client"}"#;
    assert_snapshot!(told(Fixture::json("200 OK", body).await).await);
}

#[tokio::test]
async fn an_error_as_an_object() {
    let body = r#"{"error":{"code":"BITRIX_REST_V3","message":"Another protocol"}}"#;
    assert_snapshot!(told(Fixture::json("400 Bad Request", body).await).await);
}

#[tokio::test]
async fn a_long_description_is_kept_and_shown_in_part() {
    let description = "x".repeat(100_000);
    let body = format!(r#"{{"error":"LONG","error_description":"{description}"}}"#);
    let error = typed(Fixture::json("400 Bad Request", &body).await.webhook()).await;
    assert_eq!(error.description(), Some(description.as_str()));
    assert!(error.to_string().len() < 400 && format!("{error:?}").len() < 800, "{error:?}");
}

#[tokio::test]
async fn a_page_of_a_server_in_front() {
    let page = format!("<html>\r\n<h1>503</h1> /rest/1/{CANARY}/crm.company.contact.items.get \u{1b}[31m</html>");
    let fixture = Fixture::new(format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{page}",
        page.len()
    ))
    .await;
    assert_eq!(typed(fixture.webhook()).await.body(), Some(page.as_bytes()));
    assert_snapshot!(told(fixture).await);
}

#[tokio::test]
async fn an_error_without_a_body() {
    assert_snapshot!(told(Fixture::new("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await).await);
}

#[tokio::test]
async fn a_result_under_a_failing_status() {
    assert_snapshot!(told(Fixture::json("500 Internal Server Error", r#"{"result":[]}"#).await).await);
}

#[tokio::test]
async fn a_flag_that_is_no_flag() {
    let body = r#"{"result":[{"CONTACT_ID":7,"SORT":1,"ROLE_ID":0,"IS_PRIMARY":"Y"},{"IS_PRIMARY":"maybe"}]}"#;
    let fixture = Fixture::json("200 OK", body).await;
    let error = typed(fixture.webhook()).await;
    assert_eq!((error.status(), error.body()), (Some(200), Some(body.as_bytes())));
    assert_snapshot!(error, @"The answer to crm.company.contact.items.get does not keep the contract (HTTP 200): at result[1].IS_PRIMARY, invalid value: string \"maybe\", expected `Y` or `N` at line 1 column 87");
}

#[tokio::test]
async fn neither_result_nor_error() {
    assert_snapshot!(told(Fixture::json("200 OK", r#"{"time":null}"#).await).await);
}

#[tokio::test]
async fn bytes_that_are_no_text() {
    assert_snapshot!(
        told(Fixture::new(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\xff\xfe{}".as_slice()).await).await
    );
}

#[tokio::test]
async fn json_cut_short_under_its_own_length() {
    assert_snapshot!(told(Fixture::json("200 OK", r#"{"result":[{"CONTACT_ID":7,"SO"#).await).await);
}

#[tokio::test]
async fn a_body_shorter_than_announced() {
    let fixture = Fixture::new("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"result\":[").await;
    assert_snapshot!(told(fixture).await);
}

#[tokio::test]
async fn no_answer_at_all() {
    let error = typed(Fixture::new("").await.webhook()).await;
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert_eq!((error.status(), error.retry()), (None, Retry::IfIdempotent));
}

#[tokio::test]
async fn json_without_a_content_type_is_json() {
    let fixture = Fixture::new("HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"result\":[]}").await;
    assert!(fixture.webhook().company(32).contacts().get().await.unwrap().is_empty());
}

#[tokio::test]
async fn nesting_without_end_is_an_error() {
    let body = format!(r#"{{"result":{}"#, "[".repeat(200_000));
    let error = raw(Fixture::json("200 OK", &body).await.webhook()).await;
    assert!(matches!(error, Error::Undecodable(_)), "{error:?}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_taken() {
    let body = format!(r#"{{"result":"{}"}}"#, "x".repeat(5_000));
    let fixture = Fixture::json("200 OK", &body).await;
    let error = raw(fixture.webhook_with(Portal::builder().answer_limit(body.len() - 1))).await;
    assert_snapshot!(error, @"The answer to crm.company.contact.items.get is larger than 5012 bytes (HTTP 200).");
    assert_eq!((error.status(), error.retry()), (Some(200), Retry::Never));
    let portal = fixture.webhook_with(Portal::builder().answer_limit(body.len()));
    assert!(portal.call("crm.company.contact.items.get", ()).await.is_ok());
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    let fixture = Fixture::silent().await;
    let error = typed(fixture.webhook_with(Portal::builder().timeout(Duration::from_millis(50)))).await;
    assert_snapshot!(fixture.masked(&error.to_string()), @"{host} did not answer in time.");
    assert_eq!((error.status(), error.retry()), (None, Retry::IfIdempotent));
}

#[tokio::test]
async fn an_answer_that_stops_half_way_ends_with_the_timeout() {
    let fixture = Fixture::stalling("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{").await;
    let error = typed(fixture.webhook_with(Portal::builder().timeout(Duration::from_secs(1)))).await;
    assert!(matches!(error, Error::Timeout { status: Some(200), .. }), "{error:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let portal = Portal::webhook(&format!("http://127.0.0.1:{port}/rest/1/{CANARY}/")).unwrap();
    let error = typed(portal).await;
    assert_eq!(error.to_string(), format!("No connection to 127.0.0.1:{port} could be made."));
    assert_eq!((error.status(), error.retry()), (None, Retry::AfterWait));
}
