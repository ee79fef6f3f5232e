//! Links seen and written from both sides.

use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::portal::{Answer, GET, Portal, answer};

const COMPANIES: &str = "crm.contact.company.items.get";

impl Portal {
    async fn result(&self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["result"].clone()
    }
}

#[tokio::test]
async fn the_pages_of_the_mirror_side_work_when_pasted() {
    let portal = Portal::start().await;
    let items = json!([
        { "COMPANY_ID": 8, "IS_PRIMARY": "Y", "SORT": 100 },
        { "COMPANY_ID": 9, "SORT": 200 },
        { "COMPANY_ID": 10, "SORT": 400 },
    ]);
    assert_eq!(portal.result("crm.contact.company.items.set", json!({ "id": 82, "items": items })).await, json!(true));
    let expected = json!([
        { "COMPANY_ID": 8, "SORT": 100, "ROLE_ID": 0, "IS_PRIMARY": "Y" },
        { "COMPANY_ID": 9, "SORT": 200, "ROLE_ID": 0, "IS_PRIMARY": "N" },
        { "COMPANY_ID": 10, "SORT": 400, "ROLE_ID": 0, "IS_PRIMARY": "N" },
    ]);
    assert_eq!(portal.result(COMPANIES, json!({ "id": 82 })).await, expected);

    let add = json!({ "id": 54, "fields": { "COMPANY_ID": 32, "IS_PRIMARY": "Y", "SORT": 1000 } });
    assert_eq!(portal.result("crm.contact.company.add", add.clone()).await, json!(true));
    assert_eq!(portal.result("crm.contact.company.add", add).await, json!(false));
    let remove = json!({ "id": 54, "fields": { "COMPANY_ID": 32 } });
    assert_eq!(portal.result("crm.contact.company.delete", remove.clone()).await, json!(true));
    assert_eq!(portal.result("crm.contact.company.delete", remove).await, json!(false));

    assert_eq!(portal.result("crm.contact.company.items.delete", json!({ "id": 82 })).await, json!(true));
    assert_eq!(portal.result(COMPANIES, json!({ "id": 82 })).await, json!([]));
}

#[tokio::test]
async fn what_one_side_writes_the_other_sees() {
    let portal = Portal::start().await;
    let (company, contact) = (portal.company().await, portal.contact().await);
    let link = json!({ "id": contact, "fields": { "COMPANY_ID": company, "SORT": 30 } });
    assert_eq!(portal.result("crm.contact.company.add", link).await, json!(true));
    let expected = json!([{ "CONTACT_ID": contact, "SORT": 30, "ROLE_ID": 0, "IS_PRIMARY": "Y" }]);
    assert_eq!(portal.result(GET, json!({ "id": company })).await, expected);

    let items = json!([{ "CONTACT_ID": contact, "SORT": 70 }, { "CONTACT_ID": 7, "IS_PRIMARY": true }]);
    assert_eq!(portal.result("crm.company.contact.items.set", json!({ "id": company, "items": items })).await, true);
    let expected = json!([{ "COMPANY_ID": company, "SORT": 70, "ROLE_ID": 0, "IS_PRIMARY": "N" }]);
    assert_eq!(portal.result(COMPANIES, json!({ "id": contact })).await, expected);

    let fields = json!({ "CONTACT_ID": contact });
    let removed = portal.result("crm.company.contact.delete", json!({ "id": company, "fields": fields })).await;
    assert_eq!(removed, json!(true));
    assert_eq!(portal.result(COMPANIES, json!({ "id": contact })).await, json!([]));
}

#[tokio::test]
async fn a_company_with_several_primary_contacts_is_left_with_one_by_its_own_next_write() {
    let portal = Portal::start().await;
    let company = portal.company().await;
    for _ in 0..2 {
        let contact = portal.contact().await;
        portal.result("crm.contact.company.add", json!({ "id": contact, "fields": { "COMPANY_ID": company } })).await;
    }
    let primaries = async || {
        let links = portal.result(GET, json!({ "id": company })).await;
        links.as_array().expect("links").iter().filter(|link| link["IS_PRIMARY"] == "Y").count()
    };
    assert_eq!(primaries().await, 2);
    portal.result("crm.company.contact.add", json!({ "id": company, "fields": { "CONTACT_ID": 7 } })).await;
    assert_eq!(primaries().await, 1);
}

#[tokio::test]
async fn a_set_arrives_in_every_encoding() {
    let portal = Portal::start().await;
    let company = portal.company().await;
    let url = format!("{}crm.company.contact.items.set", portal.announcement().webhook);
    let own = |key: &str, contact: i64| format!("items[{key}][CONTACT_ID]={contact}&items[{key}][SORT]=10");
    let body = |first: &str, second: &str| {
        format!("id={company}&{}&{}&items[{second}][IS_PRIMARY]=1", own(first, 8), own(second, 7))
    };
    let form =
        |body: String| portal.client.post(&url).header("Content-Type", "application/x-www-form-urlencoded").body(body);
    let multipart = Form::new()
        .text("id", company.to_string())
        .text("items[0][CONTACT_ID]", "8")
        .text("items[0][SORT]", "10")
        .text("items[1][CONTACT_ID]", "7")
        .text("items[1][SORT]", "10")
        .text("items[1][IS_PRIMARY]", "true");
    let items = json!([{ "CONTACT_ID": "8", "SORT": "10" }, { "CONTACT_ID": 7, "SORT": 10.0, "IS_PRIMARY": "Y" }]);
    let expected = json!([
        { "CONTACT_ID": 8, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "N" },
        { "CONTACT_ID": 7, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "Y" },
    ]);
    for request in [
        form(body("0", "1")),
        form(body("5", "1")),
        form(body("a", "b").replace('[', "%5B").replace(']', "%5D")),
        portal.client.post(&url).multipart(multipart),
        portal.client.get(format!("{url}?{}", body("0", "1"))),
        portal.client.post(&url).json(&json!({ "id": company, "items": items })),
    ] {
        assert_eq!(answer(form(format!("id={company}&items[]="))).await.json()["result"], json!(true));
        assert_eq!(portal.result(GET, json!({ "id": company })).await, json!([]));
        assert_eq!(answer(request).await.json()["result"], json!(true));
        assert_eq!(portal.result(GET, json!({ "id": company })).await, expected);
    }
}

#[tokio::test]
async fn items_that_are_no_array_are_refused_and_change_nothing() {
    let portal = Portal::start().await;
    let before = portal.result(GET, json!({ "id": 32 })).await;
    let refused = (400, "crm.company.contact.items.set/items-not-array");
    for items in [json!("text"), json!(""), json!(7), json!(true), json!(null)] {
        let sent = portal.call("crm.company.contact.items.set", json!({ "id": 32, "items": items })).await;
        assert_eq!(sent.error(), refused, "{items}");
    }
    assert_eq!(portal.call("crm.company.contact.items.set", json!({ "id": 32 })).await.error(), refused);
    assert_eq!(portal.result(GET, json!({ "id": 32 })).await, before);
}

#[tokio::test]
async fn each_side_says_in_its_own_words_what_it_was_not_given() {
    let portal = Portal::start().await;
    let text = |answer: Answer| answer.json()["error_description"].as_str().expect("a text").to_owned();
    for (method, id, expected) in [
        ("crm.company.contact.delete", 32, "The parameter 'item' must be array."),
        ("crm.contact.company.delete", 54, "The parameter 'fields' must be array."),
    ] {
        assert_eq!(text(portal.call(method, json!({ "id": id, "fields": "text" })).await), expected);
    }
}

#[tokio::test]
async fn rights_on_the_owner_s_kind_decide() {
    let portal = Portal::changed(|config| config.users[0].rights.contact = Default::default()).await;
    assert_eq!(portal.call("crm.company.contact.items.delete", json!({ "id": 32 })).await.status, 200);
    for method in ["add", "delete", "items.get", "items.set", "items.delete"] {
        let method = format!("crm.contact.company.{method}");
        let refused = portal.call(&method, json!({ "id": 54, "fields": {}, "items": [] })).await;
        assert_eq!(refused.error(), (403, format!("{method}/access-denied").as_str()));
    }
    assert_eq!(portal.call("crm.contact.company.fields", json!({})).await.status, 200);
}
