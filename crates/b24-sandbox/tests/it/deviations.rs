//! Clauses that are broken on purpose: set by the configuration, told by each answer and by the control interface.

use serde_json::json;

use crate::portal::{Portal, answer};

const GET: &str = "crm.company.contact.items.get";
const TEXT: &str = "ContactBinding#/properties/SORT!type:string";
const UNDER_200: &str = "crm.company.contact.items.get/owner-invalid!under-200";

impl Portal {
    /// Breaks these clauses instead of others; gives the status of the change and what it says.
    async fn deviate(&self, ids: &[&str]) -> (u16, String) {
        let mut config = self.control("config").await.json();
        config["deviations"] = json!(ids);
        let changed = answer(self.client.put(self.control_url("config")).json(&config)).await;
        (changed.status, changed.body)
    }
}

#[tokio::test]
async fn a_clause_is_broken_until_the_configuration_is_changed_back() {
    let portal = Portal::start().await;
    let known = portal.control("deviations").await.json();
    assert_eq!(known["in_force"], json!([]));
    assert!(known["known"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == TEXT)));

    assert_eq!(portal.deviate(&[TEXT, UNDER_200]).await.0, 200);
    assert_eq!(portal.control("deviations").await.json()["in_force"], json!([TEXT, UNDER_200]));
    let lied = portal.call(GET, json!({ "id": 32 })).await;
    assert!(lied.json()["result"][0]["SORT"].is_string() && lied.json()["result"][1]["SORT"].is_number());
    assert_eq!(lied.header("b24-deviation"), Some(&*format!("{TEXT}, {UNDER_200}")));
    let refused = portal.call(GET, json!({ "id": 0 })).await;
    assert_eq!((refused.status, &refused.json()["error"]), (200, &json!("")));

    assert_eq!(portal.deviate(&[]).await.0, 200);
    let honest = portal.call(GET, json!({ "id": 32 })).await;
    assert!(honest.json()["result"][0]["SORT"].is_number());
    assert_eq!(honest.header("b24-deviation"), None);
}

#[tokio::test]
async fn a_deviation_that_does_not_exist_is_refused_with_the_nearest() {
    let portal = Portal::start().await;
    let (status, says) = portal.deviate(&["ContactBinding#/properties/SORT!type:text"]).await;
    assert_eq!(status, 400);
    assert!(says.contains("the nearest is `ContactBinding#/properties/SORT!"), "{says}");
}

#[tokio::test]
async fn what_a_batch_says_of_a_command_is_broken_too() {
    let portal = Portal::start().await;
    assert_eq!(portal.deviate(&[TEXT]).await.0, 200);
    let batch = portal.call("batch", json!({ "cmd": { "a": format!("{GET}?id=32") } })).await.json();
    assert!(batch["result"]["result"]["a"][0]["SORT"].is_string(), "{batch}");
}
