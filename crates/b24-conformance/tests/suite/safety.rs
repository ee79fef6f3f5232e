//! A run keeps to what it may send, and ends when it is told to.

use b24_conformance::{CaseFinished, Event, Meaning, Options, Outcome, Rate, Stopped, Summary, run_until};
use tokio_util::sync::CancellationToken;

use crate::portal::{Act, Portal, answer, json, only, owner_invalid, ran, success};

const READS: &str = "crm.company.contact.items.get/id-";

fn cases(events: &[Event]) -> Vec<&CaseFinished> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::CaseFinished(case) => Some(case),
            _ => None,
        })
        .collect()
}

fn summary(events: &[Event]) -> &Summary {
    match events.last() {
        Some(Event::Finished(summary)) => summary,
        other => panic!("the last event is {other:?}"),
    }
}

async fn reading() -> Portal {
    Portal::start(|number, _| if number == 0 { success() } else { owner_invalid() }).await
}

#[tokio::test]
async fn no_more_requests_are_sent_than_allowed() {
    let portal = reading().await;
    let options = Options { max_requests: Some(3), ..only(READS) };
    let (verdict, events) = ran(&portal.target(), &options).await;
    assert_eq!(verdict.expect("the run ends").meaning(), Meaning::Held);
    assert_eq!(portal.requests().len(), 3);
    assert_eq!(summary(&events).stopped, Some(Stopped::MaxRequests));
    let skipped: Vec<_> = cases(&events).into_iter().filter(|case| case.outcome == Outcome::Skip).collect();
    assert!(!skipped.is_empty());
    assert!(skipped.iter().all(|case| case.remark.as_deref() == Some("the run may send no more requests")));
}

#[tokio::test]
async fn after_enough_failures_no_case_is_begun() {
    let portal = Portal::start(|_, _| success()).await;
    let options = Options { max_failures: Some(2), ..only(READS) };
    let (verdict, events) = ran(&portal.target(), &options).await;
    assert_eq!(verdict.expect("the run ends").meaning(), Meaning::Violated);
    assert_eq!(summary(&events).stopped, Some(Stopped::MaxFailures));
    assert_eq!((summary(&events).counts.fail, portal.requests().len()), (2, 3));
}

#[tokio::test]
async fn an_interrupted_run_says_so_and_asks_no_more() {
    let portal = reading().await;
    let interrupt = CancellationToken::new();
    let mut events = Vec::new();
    let (target, options) = (portal.target(), only(READS));
    let verdict = run_until(&target, &options, &interrupt, |event| {
        events.push(event.clone());
        if matches!(event, Event::CaseFinished(_)) {
            interrupt.cancel();
        }
    })
    .await
    .expect("the run ends");
    assert_eq!(verdict.meaning(), Meaning::Interrupted);
    assert_eq!(summary(&events).stopped, Some(Stopped::Interrupted));
    assert_eq!(portal.requests().len(), 2);
    assert!(cases(&events)[1..].iter().all(|case| case.remark.as_deref() == Some("the run was interrupted")));
}

#[tokio::test]
async fn a_read_that_is_waited_for_is_given_up_at_once() {
    let interrupt = CancellationToken::new();
    let token = interrupt.clone();
    let portal = Portal::start(move |number, _| {
        if number == 0 {
            return success();
        }
        token.cancel();
        Act::Hang(Vec::new())
    })
    .await;
    let options = Options { timeout: std::time::Duration::from_secs(600), ..only(READS) };
    let verdict = run_until(&portal.target(), &options, &interrupt, |_| {}).await.expect("the run ends");
    assert_eq!(verdict.meaning(), Meaning::Interrupted);
    assert_eq!(portal.requests().len(), 2);
}

#[tokio::test]
async fn a_broken_portal_is_asked_again_where_that_does_no_harm() {
    let broken = || {
        json(
            "500 Internal Server Error",
            r#"{"error":"INTERNAL_SERVER_ERROR","error_description":"Internal server error"}"#,
        )
    };
    for act in [broken as fn() -> Act, || answer("502 Bad Gateway", "text/html", b"<html>"), || Act::Send(Vec::new())] {
        let portal = Portal::start(move |number, _| match number {
            0 => success(),
            1 => act(),
            _ => owner_invalid(),
        })
        .await;
        let (verdict, events) = ran(&portal.target(), &only("crm.company.contact.items.get/id-missing")).await;
        assert_eq!(verdict.expect("the run ends").meaning(), Meaning::Held);
        assert_eq!((portal.requests().len(), summary(&events).sent_again), (3, 1));
    }
}

#[tokio::test]
async fn nothing_is_made_twice() {
    let portal = Portal::start(|number, request| match number {
        0 => success(),
        _ if request.head.contains("crm.company.add") => answer("502 Bad Gateway", "text/html", b"<html>"),
        _ => success(),
    })
    .await;
    let options = Options { write: true, ..only("crm.company.contact.items.get/all-links") };
    ran(&portal.target(), &options).await.0.expect("the run ends");
    let adds = portal.requests().iter().filter(|request| request.head.contains("crm.company.add")).count();
    assert_eq!(adds, 1);
}

#[tokio::test]
async fn a_rate_is_kept() {
    let portal = reading().await;
    let options = Options { rate: Rate::Limited { burst: 2, per_second: 20.0 }, ..only(READS) };
    let clock = std::time::Instant::now();
    ran(&portal.target(), &options).await.0.expect("the run ends");
    let least = (portal.requests().len() as f64 - 2.0) / 20.0;
    assert!(clock.elapsed().as_secs_f64() >= least);
}
