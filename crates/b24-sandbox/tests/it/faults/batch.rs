//! Faults that meet batches and their commands.

use serde_json::{Value, json};

use crate::portal::Portal;

/// So many commands that each add a company called `Batch`, as a list.
fn adding(commands: usize) -> Value {
    json!({ "cmd": vec!["crm.company.add?fields[TITLE]=Batch"; commands] })
}

#[tokio::test]
async fn half_a_batch_has_done_exactly_so_many_commands() {
    for (fault, done) in [
        (json!({ "what": "half-batch" }), 2),
        (json!({ "what": "half-batch", "commands": 0, "by": "close" }), 0),
        (json!({ "what": "half-batch", "commands": 4, "method": "batch" }), 4),
        (json!({ "what": "half-batch", "commands": 9, "status": 502 }), 5),
    ] {
        let portal = Portal::start().await;
        portal.fault(fault.clone()).await;
        let failed = portal.try_call("batch", adding(5)).await;
        assert!(failed.is_err() || failed.is_ok_and(|answer| answer.status == 502), "{fault}");
        assert_eq!(portal.titled("Batch").await, done, "{fault}");
    }
}

#[tokio::test]
async fn half_of_a_batch_with_names_are_its_first_commands() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "half-batch", "commands": 1 })).await;
    let cmd = json!({ "b": "crm.company.add?fields[TITLE]=First", "a": "crm.company.add?fields[TITLE]=Second" });
    assert!(portal.try_call("batch", json!({ "cmd": cmd })).await.is_err());
    assert_eq!((portal.titled("First").await, portal.titled("Second").await), (1, 0));
}

#[tokio::test]
async fn single_calls_are_no_half_batches() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "half-batch" })).await;
    assert_eq!(portal.try_add("A").await.expect("an answer").status, 200);
    assert_eq!(portal.control("faults").await.json()["faults"][0]["matched"], 0);
}

#[tokio::test]
async fn a_command_whose_answer_is_lost_takes_the_batch_s_answer_along() {
    for (what, done) in [("answer-lost", 3), ("reset", 2), ("close", 2), ("page", 2)] {
        let portal = Portal::start().await;
        portal.fault(json!({ "what": what, "method": "crm.company.add", "from": 3, "times": 1 })).await;
        let failed = portal.try_call("batch", adding(5)).await;
        assert!(failed.is_err() || failed.is_ok_and(|answer| answer.status == 502), "{what}");
        assert_eq!(portal.titled("Batch").await, done, "{what}");
    }
}

#[tokio::test]
async fn a_command_with_a_planted_error_is_one_error_among_results() {
    let portal = Portal::start().await;
    let error = json!({ "what": "error", "error": "system/overload-limit", "from": 2, "times": 1 });
    let mut error = error;
    error["method"] = json!("crm.company.add");
    portal.fault(error).await;
    let answer = portal.call("batch", adding(3)).await;
    let sections = answer.json()["result"].clone();
    assert_eq!((answer.status, answer.header("b24-fault")), (200, Some("1")));
    assert_eq!(sections["result_error"]["1"]["error"], "OVERLOAD_LIMIT");
    assert_eq!(sections["result"].as_object().map(|done| done.len()), Some(2));
    assert_eq!(portal.titled("Batch").await, 2);
}

#[tokio::test]
async fn a_command_whose_answer_is_only_spoiled_spoils_the_batch_s_once_all_are_done() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "content-type", "method": "crm.company.add", "times": 1 })).await;
    let answer = portal.call("batch", adding(4)).await;
    assert_eq!(answer.error(), (200, "sandbox/fault/content-type"));
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.json()["result"]["result"].as_array().map(Vec::len), Some(4));
    assert_eq!(portal.titled("Batch").await, 4);
}
