//! Companies and contacts over HTTP.

use b24_sandbox::SeedData;
use serde_json::{Value, json};

use crate::portal::{Portal, answer};

/// Every id of a list, fetched page after page behind the last id.
async fn all_ids(portal: &Portal, method: &str) -> Vec<i64> {
    let mut ids = vec![0];
    loop {
        let after = *ids.last().expect("an id");
        let params =
            json!({ "order": { "ID": "ASC" }, "filter": { ">ID": after }, "select": ["ID", "TITLE"], "start": -1 });
        let body = portal.call(method, params).await.json();
        assert_eq!((body.get("next"), &body["total"]), (None, &json!(0)));
        let page = body["result"].as_array().expect("records");
        ids.extend(
            page.iter().map(|record| record["ID"].as_str().and_then(|id| id.parse::<i64>().ok()).expect("an id")),
        );
        if page.len() < 50 {
            return ids.split_off(1);
        }
    }
}

#[tokio::test]
async fn made_up_companies_are_there_in_number_and_come_back_with_a_reset() {
    let portal = Portal::changed(|config| config.seed_data = SeedData::Companies(120)).await;
    let companies = all_ids(&portal, "crm.company.list").await;
    assert_eq!(companies.len(), 120);
    assert!(companies.is_sorted() && companies[0] > 1000);
    let body = portal.call("crm.company.list", json!({ "start": 50 })).await.json();
    assert_eq!((&body["total"], &body["next"]), (&json!(120), &json!(100)));

    let before = portal.call("crm.company.list", json!({ "select": ["*", "PHONE"] })).await.json();
    portal.call("crm.company.delete", json!({ "id": companies[0] })).await;
    assert_eq!(all_ids(&portal, "crm.company.list").await.len(), 119);
    assert_eq!(portal.control_post("reset", json!({})).await.status, 200);
    let after = portal.call("crm.company.list", json!({ "select": ["*", "PHONE"] })).await.json();
    assert_eq!(after["result"], before["result"]);
}

#[tokio::test]
async fn the_calls_of_the_pages_work_when_pasted() {
    let portal = Portal::start().await;
    let update = json!({
        "ID": 43, "FIELDS": { "CURRENCY_ID": "EUR", "REVENUE": 500000, "EMPLOYEES": "EMPLOYEES_3" },
        "PARAMS": { "REGISTER_SONET_EVENT": "Y", "REGISTER_HISTORY_EVENT": "Y" },
    });
    assert_eq!(portal.call("crm.company.update", update).await.json()["result"], json!(true));
    let company = portal.call("crm.company.get", json!({ "ID": 43 })).await.json();
    assert_eq!(
        (&company["result"]["REVENUE"], &company["result"]["EMPLOYEES"]),
        (&json!("500000"), &json!("EMPLOYEES_3"))
    );

    let list = json!({
        "ORDER": { "DATE_CREATE": "ASC" }, "FILTER": { "COMPANY_TYPE": "CUSTOMER", ">=DATE_CREATE": "2024-01-01" },
        "SELECT": ["TITLE", "ASSIGNED_BY_ID", "PHONE"],
    });
    let listed = portal.call("crm.company.list", list).await.json();
    let crossroads = listed["result"].as_array().expect("records").iter().find(|record| record["ID"] == "32");
    let members: Vec<&String> = crossroads.and_then(Value::as_object).expect("company 32").keys().collect();
    assert_eq!(members, ["ID", "TITLE", "ASSIGNED_BY_ID", "PHONE"]);

    assert_eq!(portal.call("crm.company.delete", json!({ "ID": 50 })).await.json()["result"], json!(true));
    assert_eq!(portal.call("crm.company.get", json!({ "ID": 50 })).await.error(), (400, "crm.company.get/not-found"));
}

#[tokio::test]
async fn a_list_is_asked_for_in_every_encoding() {
    let portal = Portal::start().await;
    let url = format!("{}crm.contact.list", portal.announcement().webhook);
    let query = "filter[@ID][]=7&filter[@ID][]=9&select[]=NAME&order[ID]=desc&start=-1";
    let expected = portal
        .call(
            "crm.contact.list",
            json!({ "filter": { "ID": [7, "9"] }, "select": ["NAME"], "order": { "ID": "DESC" } }),
        )
        .await
        .json()["result"]
        .clone();
    assert_eq!(expected.as_array().map(Vec::len), Some(2));
    let form = portal.client.post(&url).header("Content-Type", "application/x-www-form-urlencoded").body(query);
    for request in [form, portal.client.get(format!("{url}?{query}"))] {
        assert_eq!(answer(request).await.json()["result"], expected);
    }
}
