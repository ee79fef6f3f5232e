//! What each typed method sends, on both sides of a link.

use b24_client::{CompanyId, CompanyLink, ContactBinding, ContactId, ContactLink};
use insta::assert_snapshot;
use serde_json::json;

use crate::fixture::Fixture;

const TRUE: &str = r#"{ "result": true }"#;
const NONE: &str = r#"{ "result": [] }"#;

#[tokio::test]
async fn links_of_a_company() {
    let fixture = Fixture::json("200 OK", TRUE).await;
    let contacts = fixture.webhook().company(32).contacts();
    assert!(contacts.add(ContactLink::new(7).sort(100).primary()).await.unwrap());
    assert!(contacts.add(ContactId::new(8)).await.unwrap());
    contacts.set([ContactLink::new(8).primary(), ContactLink::new(9).sort(-5), 10.into()]).await.unwrap();
    contacts.set([11, 12]).await.unwrap();
    contacts.set(Vec::<ContactLink>::new()).await.unwrap();
    assert!(contacts.remove(7).await.unwrap());
    contacts.clear().await.unwrap();
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.contact.add {"fields":{"CONTACT_ID":7,"IS_PRIMARY":"Y","SORT":100},"id":32}
    crm.company.contact.add {"fields":{"CONTACT_ID":8},"id":32}
    crm.company.contact.items.set {"id":32,"items":[{"CONTACT_ID":8,"IS_PRIMARY":"Y"},{"CONTACT_ID":9,"SORT":-5},{"CONTACT_ID":10}]}
    crm.company.contact.items.set {"id":32,"items":[{"CONTACT_ID":11},{"CONTACT_ID":12}]}
    crm.company.contact.items.set {"id":32,"items":[]}
    crm.company.contact.delete {"fields":{"CONTACT_ID":7},"id":32}
    crm.company.contact.items.delete {"id":32}
    "#);

    let fixture = Fixture::json("200 OK", NONE).await;
    assert_eq!(fixture.webhook().company(32).contacts().get().await.unwrap(), []);
    assert_snapshot!(fixture.sent(), @r#"crm.company.contact.items.get {"id":32}"#);
}

#[tokio::test]
async fn links_of_a_contact() {
    let fixture = Fixture::json("200 OK", TRUE).await;
    let companies = fixture.webhook().contact(7).companies();
    assert!(companies.add(CompanyLink::new(32).sort(100).primary()).await.unwrap());
    assert!(companies.add(CompanyId::new(33)).await.unwrap());
    companies.set([CompanyLink::new(33).primary(), CompanyLink::new(34).sort(-5), 35.into()]).await.unwrap();
    companies.set([36, 37]).await.unwrap();
    companies.set(Vec::<CompanyLink>::new()).await.unwrap();
    assert!(companies.remove(32).await.unwrap());
    companies.clear().await.unwrap();
    assert_snapshot!(fixture.sent(), @r#"
    crm.contact.company.add {"fields":{"COMPANY_ID":32,"IS_PRIMARY":"Y","SORT":100},"id":7}
    crm.contact.company.add {"fields":{"COMPANY_ID":33},"id":7}
    crm.contact.company.items.set {"id":7,"items":[{"COMPANY_ID":33,"IS_PRIMARY":"Y"},{"COMPANY_ID":34,"SORT":-5},{"COMPANY_ID":35}]}
    crm.contact.company.items.set {"id":7,"items":[{"COMPANY_ID":36},{"COMPANY_ID":37}]}
    crm.contact.company.items.set {"id":7,"items":[]}
    crm.contact.company.delete {"fields":{"COMPANY_ID":32},"id":7}
    crm.contact.company.items.delete {"id":7}
    "#);

    let fixture = Fixture::json("200 OK", NONE).await;
    assert_eq!(fixture.webhook().contact(7).companies().get().await.unwrap(), []);
    assert_snapshot!(fixture.sent(), @r#"crm.contact.company.items.get {"id":7}"#);
}

#[tokio::test]
async fn descriptions_of_the_fields_of_a_link() {
    let sort = json!({ "type": "integer", "isRequired": false, "isReadOnly": false, "isImmutable": true,
        "isMultiple": false, "isDynamic": false, "title": "Sorting", "settings": { "max": 9 }, "unit": "mm" });
    let id = json!({ "type": "integer", "isRequired": true, "isReadOnly": false, "isImmutable": false,
        "isMultiple": false, "isDynamic": false, "title": "Contact" });
    let answer = json!({ "result": { "SORT": sort, "CONTACT_ID": id } });
    let fixture = Fixture::json("200 OK", &answer.to_string()).await;
    let portal = fixture.webhook();
    let fields = portal.company_contact_fields().await.unwrap();
    assert_eq!(portal.contact_company_fields().await.unwrap(), fields);
    assert_snapshot!(fixture.sent(), @"
    crm.company.contact.fields {}
    crm.contact.company.fields {}
    ");

    let names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["SORT", "CONTACT_ID"]);
    assert_eq!((fields.len(), fields.is_empty()), (2, false));
    let sort = fields.get("SORT").unwrap();
    assert_eq!((sort.field_type.as_str(), sort.title.as_str()), ("integer", "Sorting"));
    assert_eq!((sort.is_required, sort.is_immutable), (false, true));
    assert_eq!(sort.settings.as_ref().unwrap()["max"], 9);
    assert_eq!(sort.extra["unit"], "mm");
    assert!(fields.get("CONTACT_ID").unwrap().is_required);
    assert_eq!(fields.get("ROLE_ID"), None);
}

#[tokio::test]
async fn what_was_read_can_be_written_without_role_and_unknown_members() {
    let read = json!([{ "CONTACT_ID": 7, "SORT": 4_294_967_296_i64, "ROLE_ID": 1, "IS_PRIMARY": "N", "UF_NOTE": "x" }]);
    let bindings: Vec<ContactBinding> = serde_json::from_value(read).unwrap();
    let fixture = Fixture::json("200 OK", TRUE).await;
    fixture.webhook().company(32).contacts().set(&bindings).await.unwrap();
    let request = fixture.requests().remove(0);
    assert_snapshot!(request.lines().last().unwrap(), @r#"{"id":32,"items":[{"CONTACT_ID":7,"IS_PRIMARY":"N","SORT":4294967296}]}"#);
}

#[tokio::test]
async fn nothing_changed_is_no_error() {
    let fixture = Fixture::json("200 OK", r#"{ "result": false }"#).await;
    let portal = fixture.webhook();
    assert!(!portal.company(32).contacts().add(7).await.unwrap());
    assert!(!portal.company(32).contacts().remove(7).await.unwrap());
    assert!(!portal.contact(7).companies().add(32).await.unwrap());
    assert!(!portal.contact(7).companies().remove(32).await.unwrap());
}
