//! On a portal that others use, the suite reads only, and guesses no credentials.

use crate::portal::{CANARY, Portal, only, owner_invalid, ran, success};
use b24_conformance::{Event, Options, Outcome, Target};

fn reading_portal() -> impl Future<Output = Portal> {
    Portal::start(|_, request| if request.body.contains("32") { success() } else { owner_invalid() })
}

#[tokio::test]
async fn nothing_is_written_and_no_credential_is_guessed() {
    let portal = reading_portal().await;
    let options = Options { filter: None, ..only("") };
    let (_, events) = ran(&portal.target(), &options).await;
    assert!(portal.requests().len() > 10);
    for request in portal.requests() {
        let line = request.head.lines().next().unwrap_or_default().to_lowercase();
        assert!(!line.contains(".add"), "{line}");
        let own = line.contains(CANARY);
        assert!(own || line.contains("/rest/crm.company.contact.items.get"), "{line}");
    }
    let mut reasons: Vec<&str> = events
        .iter()
        .filter_map(|event| match event {
            Event::CaseFinished(case) if case.outcome == Outcome::Skip => case.remark.as_deref(),
            _ => None,
        })
        .collect();
    reasons.sort_unstable();
    reasons.dedup();
    insta::assert_snapshot!(reasons.join("\n"));
}

#[tokio::test]
async fn wrong_credentials_are_sent_where_that_is_allowed() {
    let portal = reading_portal().await;
    let options = Options { probe_auth: true, ..only("system/invalid-credentials/provoked") };
    ran(&portal.target(), &options).await.0.expect("the run ends");
    let line = |number: usize| portal.requests()[number].head.lines().next().unwrap_or_default().to_owned();
    assert!(line(0).contains(CANARY));
    assert!(!line(1).contains(CANARY));
}

#[tokio::test]
async fn what_a_sandbox_announces_is_a_target() {
    let target: Target = serde_json::from_str(
        r#"{"webhook":"http://127.0.0.1:8024/rest/1/canary1/","control":null,
            "denied":"http://127.0.0.1:8024/rest/2/canary2/","reader":null,
            "oauth":{"endpoint":"http://127.0.0.1:8024/rest/","client_id":"x","access_token":"canary3"},"more":1}"#,
    )
    .expect("an announcement");
    assert_eq!(target.origin().as_deref(), Some("http://127.0.0.1:8024"));
    insta::assert_snapshot!(format!("{target:#?}"));
}

#[test]
fn a_bad_webhook_is_refused_with_a_sentence_that_shows_a_right_one() {
    let refused: Vec<String> = [
        "",
        "canary",
        "ftp://example.bitrix24.com/rest/1/canary/",
        "https://example.bitrix24.com/",
        "https://example.bitrix24.com/rest/canary/",
        "https://example.bitrix24.com/rest/one/canary/",
        "https://user:canary@example.bitrix24.com/rest/1/canary/",
        "https://example.bitrix24.com/rest/1/canary/crm.company.get",
    ]
    .into_iter()
    .map(|address| {
        let error = Target::of_webhook(&b24_contract::Secret::new(address)).expect_err(address);
        assert!(!format!("{error} {error:?}").contains("canary"));
        format!("{address}\n    {error}")
    })
    .collect();
    insta::assert_snapshot!(refused.join("\n"));
}

#[tokio::test]
async fn a_mock_is_called_right_below_its_address_and_without_credential() {
    let portal = reading_portal().await;
    let target = Target::of_mock(&format!("http://{}", portal.address())).expect("a mock");
    let options = Options { filter: None, probe_auth: true, ..only("") };
    let (verdict, events) = ran(&target, &options).await;
    verdict.expect("the run ends");
    let requests = portal.requests();
    assert!(requests.iter().all(|request| !request.head.contains(" /rest/")), "{requests:?}");
    assert!(requests.iter().any(|request| request.head.starts_with("POST /crm.company.contact.items.get HTTP/1.1")));
    let skipped = |id: &str| {
        events
            .iter()
            .any(|event| matches!(event, Event::CaseFinished(case) if case.id == id && case.outcome == Outcome::Skip))
    };
    assert!(skipped("system/no-auth-found/provoked") && skipped("system/invalid-credentials/provoked"));
}

#[test]
fn a_bad_mock_is_refused_with_a_sentence_that_shows_a_right_one() {
    for address in ["", "127.0.0.1:4010", "ftp://127.0.0.1:4010/", "nowhere"] {
        let error = Target::of_mock(address).expect_err(address);
        assert!(error.to_string().ends_with("a right one is http://127.0.0.1:4010/"), "{error}");
    }
}
