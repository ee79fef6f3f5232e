//! Whatever a portal does, the run ends with a clear word.

use crate::portal::{Act, Portal, answer, json, only, owner_invalid, ran, success};
use b24_conformance::{CaseFinished, Error, Event, Meaning, Options, Outcome, Target};
use b24_contract::Secret;

/// A case that sends one call without any record.
const CASE: &str = "crm.company.contact.items.get/id-missing";

fn cases(events: &[Event]) -> Vec<&CaseFinished> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::CaseFinished(case) => Some(case),
            _ => None,
        })
        .collect()
}

/// What the case comes to on a portal that answers its first contact well and then acts like this.
async fn case_met_by(act: impl Fn() -> Act + Send + Sync + 'static) -> String {
    let portal = Portal::start(move |number, _| if number == 0 { success() } else { act() }).await;
    let options = Options { max_answer: 100_000, ..only(CASE) };
    let (verdict, events) = ran(&portal.target(), &options).await;
    assert_eq!(verdict.expect("the run ends").meaning(), Meaning::Violated);
    let shown: Vec<String> = cases(&events)
        .iter()
        .flat_map(|case| &case.evidence)
        .map(|evidence| format!("{} {}: {}", evidence.outcome.word(), evidence.clause, evidence.message))
        .collect();
    shown.join("\n").replace(portal.address(), "PORTAL")
}

#[tokio::test]
async fn a_right_answer_passes() {
    let portal = Portal::start(|number, _| if number == 0 { success() } else { owner_invalid() }).await;
    let (verdict, events) = ran(&portal.target(), &only(CASE)).await;
    assert_eq!(verdict.expect("the run ends").meaning(), Meaning::Held, "{events:?}");
    assert_eq!(portal.requests().len(), 2);
}

#[tokio::test]
async fn each_fault_is_a_clear_failure() {
    let html = || answer("503 Service Unavailable", "text/html", b"<html>closed for maintenance</html>");
    let half = || Act::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"result\":".to_vec());
    let shown = [
        ("HTML under 503", case_met_by(html).await),
        ("no answer", case_met_by(|| Act::Hang(Vec::new())).await),
        (
            "an answer that stops",
            case_met_by(|| Act::Hang(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec())).await,
        ),
        ("half an answer", case_met_by(half).await),
        ("a closed connection", case_met_by(|| Act::Send(Vec::new())).await),
        ("no HTTP", case_met_by(|| Act::Send(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())).await),
        ("a long answer", case_met_by(|| json("200 OK", &" ".repeat(200_000))).await),
        ("no UTF-8", case_met_by(|| answer("200 OK", "application/json; charset=utf-8", b"\xff\xfe{}")).await),
        ("no body", case_met_by(|| json("200 OK", "")).await),
        ("a list", case_met_by(|| json("200 OK", "[]")).await),
        ("no error", case_met_by(success).await),
    ]
    .map(|(name, text)| format!("## {name}\n{text}"));
    insta::assert_snapshot!(shown.join("\n"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Portal::start(|_, _| owner_invalid()).await;
    let location = format!("http://{}/rest/1/x/", elsewhere.address());
    let moved = move || {
        let head =
            format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        Act::Send(head.into_bytes())
    };
    case_met_by(moved).await;
    assert_eq!(elsewhere.requests().len(), 0);
}

#[tokio::test]
async fn a_portal_that_falls_silent_is_asked_no_more() {
    let portal = Portal::start(|number, _| if number == 0 { success() } else { Act::Hang(Vec::new()) }).await;
    let (verdict, events) = ran(&portal.target(), &only("crm.company.contact.items.get/id-")).await;
    assert_eq!(verdict.expect("the run ends").meaning(), Meaning::Violated);
    let outcomes: Vec<Outcome> = cases(&events).iter().map(|case| case.outcome).collect();
    assert_eq!(outcomes, [Outcome::Fail, Outcome::Fail, Outcome::Fail, Outcome::Skip, Outcome::Skip]);
    assert_eq!(cases(&events)[4].remark.as_deref(), Some("the portal no longer answers"));
    assert_eq!(portal.requests().len(), 4);
}

#[tokio::test]
async fn a_refused_credential_ends_the_run_at_once() {
    let refusal = r#"{"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"}"#;
    let portal = Portal::start(|_, _| json("401 Unauthorized", refusal)).await;
    let (verdict, events) = ran(&portal.target(), &only("protocol")).await;
    let error = verdict.expect_err("the credential is refused");
    assert!(matches!(error, Error::Refused { status: 401, .. }), "{error}");
    assert_eq!(portal.requests().len(), 1);
    assert!(cases(&events).is_empty());
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound port");
    drop(listener);
    let target = Target::of_webhook(&Secret::new(format!("http://{address}/rest/1/{}/", crate::portal::CANARY)))
        .expect("a webhook");
    let error = ran(&target, &only(CASE)).await.0.expect_err("nobody listens");
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn a_throttled_call_is_sent_again_on_a_shared_portal() {
    let throttled = r#"{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}"#;
    let portal = Portal::start(|number, _| match number {
        0 => success(),
        1 | 2 => json("503 Service Unavailable", throttled),
        _ => owner_invalid(),
    })
    .await;
    let (verdict, _) = ran(&portal.target(), &only(CASE)).await;
    let verdict = verdict.expect("the run ends");
    assert_eq!(verdict.meaning(), Meaning::Held);
    assert_eq!((portal.requests().len(), verdict.summary.requests), (4, 4));
}

#[tokio::test]
async fn without_a_portal_only_what_needs_none_is_checked() {
    let (verdict, events) = ran(&Target::default(), &only("ContactBinding")).await;
    assert_eq!(verdict.expect("the run ends").meaning(), Meaning::Held);
    let outcome = |id: &str| cases(&events).iter().find(|case| case.id == id).map(|case| case.outcome);
    assert_eq!(outcome("ContactBinding/rejected"), Some(Outcome::Pass));
    assert_eq!(outcome("ContactBinding/answers"), Some(Outcome::Skip));
}

#[tokio::test]
async fn nothing_checked_is_no_success() {
    let (verdict, _) = ran(&Target::default(), &only("protocol/form")).await;
    assert_eq!(verdict.expect("the run ends").meaning(), Meaning::NothingChecked);
}

#[tokio::test]
async fn a_filter_that_matches_nothing_offers_what_is_near() {
    let error = ran(&Target::default(), &only("system/expired-tokn")).await.0.expect_err("no such case");
    assert_eq!(error.to_string().split(';').next(), Some("no case matches \"system/expired-tokn\""));
    assert!(error.to_string().contains("system/expired-token/"), "{error}");
}
