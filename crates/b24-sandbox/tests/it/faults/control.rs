//! Faults in the control interface and in the configuration.

use reqwest::Method;
use serde_json::{Value, json};

use crate::portal::{Answer, GET, Portal, answer};

impl Portal {
    async fn faults(&self) -> Vec<Value> {
        self.control("faults").await.json()["faults"].as_array().expect("a list").clone()
    }

    async fn control_delete(&self, path: &str) -> Answer {
        answer(self.client.request(Method::DELETE, self.control_url(path))).await
    }

    async fn status(&self) -> u16 {
        self.call(GET, json!({ "id": 32 })).await.status
    }
}

#[tokio::test]
async fn a_fault_is_added_watched_and_removed() {
    let portal = Portal::start().await;
    let fault = json!({ "what": "page", "from": 2, "times": 1, "status": 500 });
    assert_eq!(portal.fault(fault.clone()).await, [1]);
    assert_eq!((portal.status().await, portal.status().await, portal.status().await), (200, 500, 200));
    let expected = json!({ "id": 1, "configured": false, "matched": 3, "hit": 1, "left": 0, "fault": fault });
    assert_eq!(portal.faults().await, [expected]);
    assert_eq!(portal.fault(json!([{ "what": "page" }, { "what": "close" }])).await, [2, 3]);
    assert_eq!(portal.control("health").await.json()["twists"], 2);
    assert_eq!(portal.control_delete("faults/2").await.status, 200);
    assert_eq!(portal.control_delete("faults/3").await.status, 200);
    assert_eq!(portal.status().await, 200);
    let gone = portal.control_delete("faults/3").await;
    assert_eq!(
        (gone.status, gone.json()["error"].clone()),
        (404, json!("there is no fault 3; GET faults lists what there is"))
    );
    assert_eq!(portal.control_delete("faults/x").await.status, 400);
}

#[tokio::test]
async fn what_cannot_go_wrong_is_explained() {
    let portal = Portal::start().await;
    for (body, says) in [
        (json!({ "what": "reset", "status": 500 }), "`status` does not belong to a fault of the kind `reset`"),
        (json!([{ "what": "reset" }, { "what": "page", "status": 1 }]), "fault 2 (`page`): `status` must lie between"),
        (json!({ "what": "page", "when": 1 }), "unknown field `when`"),
        (json!(null), "the body is not what belongs here"),
        (json!(vec![json!({ "what": "close" }); 1001]), "there may be 1000 faults at a time"),
    ] {
        let refused = portal.control_post("faults", body).await;
        assert_eq!(refused.status, 400);
        assert!(refused.json()["error"].as_str().expect("a sentence").contains(says), "{}", refused.body);
    }
    assert!(portal.faults().await.is_empty());
}

#[tokio::test]
async fn planted_errors_and_faults_are_cleared_apart_from_each_other() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "page" })).await;
    portal.control_post("next-answer", json!({ "error": "system/expired-token", "times": 9 })).await;
    portal.control_delete("next-answer").await;
    assert_eq!(portal.status().await, 502);
    portal.control_post("next-answer", json!({ "error": "system/expired-token", "times": 9 })).await;
    portal.control_delete("faults").await;
    assert_eq!(portal.status().await, 401);
}

#[tokio::test]
async fn configured_faults_are_replaced_by_a_configuration_and_restored_by_a_reset() {
    let configured = || serde_json::from_value(json!({ "what": "page", "times": 1 })).expect("a fault");
    let portal = Portal::changed(|config| config.faults = vec![configured()]).await;
    portal.fault(json!({ "what": "page", "status": 500, "from": 2, "times": 1 })).await;
    assert_eq!((portal.status().await, portal.status().await, portal.status().await), (502, 200, 500));
    let mut config = portal.control("config").await.json();
    assert_eq!(config["faults"], json!([{ "what": "page", "times": 1, "status": 502 }]));

    config["faults"] = json!([{ "what": "page", "status": 503 }]);
    assert_eq!(answer(portal.client.put(portal.control_url("config")).json(&config)).await.status, 200);
    assert_eq!(portal.status().await, 503);
    let kinds: Vec<_> = portal.faults().await.iter().map(|fault| fault["configured"].clone()).collect();
    assert_eq!(kinds, [json!(false), json!(true)]);

    portal.control_delete("faults").await;
    assert_eq!(portal.status().await, 200);
    portal.control_post("reset", json!(null)).await;
    assert_eq!((portal.faults().await.len(), portal.status().await), (1, 503));
}

#[tokio::test]
async fn a_configuration_with_a_fault_that_cannot_be_is_refused() {
    let portal = Portal::start().await;
    let mut config = portal.control("config").await.json();
    config["faults"] = json!([{ "what": "close", "times": 0 }]);
    let refused = answer(portal.client.put(portal.control_url("config")).json(&config)).await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json()["error"], "fault 1 (`close`): `times` must be at least 1");
}

#[tokio::test]
async fn calls_that_reach_no_handler_meet_no_fault() {
    let portal = Portal::start().await;
    portal.fault(json!({ "what": "page" })).await;
    let url = portal.url(&format!("/rest/1/wrong/{GET}"));
    assert_eq!(answer(portal.client.get(url)).await.error(), (401, "system/invalid-credentials"));
    assert_eq!(portal.faults().await[0]["matched"], 0);
}
