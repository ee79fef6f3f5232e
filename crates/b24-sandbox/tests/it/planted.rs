//! Errors that are planted through the control interface.

use b24_contract::ErrorClause;
use serde_json::json;

use crate::portal::{GET, Portal};

#[tokio::test]
async fn every_error_of_the_contract_can_be_met_as_every_source_describes_it() {
    let portal = Portal::start().await;
    for clause in ErrorClause::ALL {
        for (index, answer) in clause.answers.iter().enumerate() {
            let planted = portal.control_post("next-answer", json!({ "error": clause.id, "answer": index })).await;
            assert_eq!(planted.status, 200, "{}", planted.body);
            let met = portal.call(GET, json!({ "id": 32 })).await;
            assert_eq!(met.error(), (answer.status, clause.id));
            assert_eq!(met.json(), json!({ "error": answer.code, "error_description": answer.text }));
        }
    }
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
    assert_eq!(portal.sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn an_error_may_be_planted_for_some_calls_of_one_method() {
    let portal = Portal::start().await;
    let plant = json!({ "error": "system/overload-limit", "method": "CRM.Company.Add", "times": 2 });
    assert_eq!(portal.control_post("next-answer", plant).await.json()["code"], "OVERLOAD_LIMIT");
    let add = || portal.call("crm.company.add", json!({ "fields": {} }));
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.status, 200);
    assert_eq!((add().await.status, add().await.status, add().await.status), (503, 503, 200));
}

#[tokio::test]
async fn a_call_that_is_refused_before_it_is_handled_does_not_use_up_the_error() {
    let portal = Portal::start().await;
    portal.control_post("next-answer", json!({ "error": "system/expired-token" })).await;
    let refused = portal.call("crm.no.such.method", json!({})).await;
    assert_eq!(refused.error(), (404, "system/method-not-found"));
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.error(), (401, "system/expired-token"));
}

#[tokio::test]
async fn planted_errors_do_nothing_else_and_can_be_taken_back() {
    let portal = Portal::start().await;
    portal.control_post("next-answer", json!({ "error": "system/internal-server-error" })).await;
    let add = || portal.call("crm.company.add", json!({ "fields": {} }));
    assert_eq!(add().await.status, 500);
    assert_eq!(add().await.json()["result"], json!(1001));
    portal.control_post("next-answer", json!({ "error": "system/internal-server-error", "times": 9 })).await;
    portal.client.delete(portal.control_url("next-answer")).send().await.expect("an answer");
    assert_eq!(add().await.status, 200);
}

#[tokio::test]
async fn what_cannot_be_planted_is_explained() {
    let portal = Portal::start().await;
    for (body, says) in [
        (json!({ "error": "system/no-auth-fond" }), "the nearest is `system/no-auth-found`"),
        (json!({ "error": "system/expired-token", "method": "crm.company.ad" }), "the nearest is `crm.company.add`"),
        (json!({ "error": "system/expired-token", "answer": 1 }), "`answer` must be at most 0"),
        (json!({ "error": "system/expired-token", "times": 0 }), "`times` must be at least 1"),
        (json!({ "error": "system/expired-token", "time": 1 }), "unknown field `time`"),
        (json!([]), "the body is not what belongs here"),
    ] {
        let refused = portal.control_post("next-answer", body).await;
        assert_eq!(refused.status, 400);
        assert!(refused.json()["error"].as_str().expect("a sentence").contains(says), "{}", refused.body);
    }
    assert_eq!(portal.control("health").await.json()["twists"], 0);
}
