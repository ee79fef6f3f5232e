//! Records and their fields: what calls send, and what answers are read into.

use b24_client::{
    CompanyFields, CompanyId, CompanyRecord, ContactFields, ContactId, ContactRecord, Error, LeadId, MultifieldChange,
    UserId, round_trip,
};
use b24_contract::Method;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::fixture::Fixture;

const TRUE: &str = r#"{ "result": true }"#;

/// A company as `crm.company.get` documents it, shortened, with made-up data.
fn company() -> Value {
    json!({
        "ID": "2909", "COMPANY_TYPE": "CUSTOMER", "TITLE": "Harbour Ltd", "LOGO": null, "LEAD_ID": null,
        "HAS_PHONE": "Y", "HAS_EMAIL": "N", "HAS_IMOL": "", "ASSIGNED_BY_ID": "139", "CREATED_BY_ID": "",
        "REVENUE": "3000000.10", "CURRENCY_ID": "EUR", "COMMENTS": "",
        "DATE_CREATE": "2024-03-11T16:36:46+01:00", "OPENED": "N", "IS_MY_COMPANY": "Y", "ADDRESS_LOC_ADDR_ID": "12",
        "PARENT_ID_156": null, "UF_CRM_1687188367": ["blue"], "LAST_COMMUNICATION_TIME": null,
        "PHONE": [{ "ID": "8303", "VALUE_TYPE": "WORK", "VALUE": "+44 20 7946 0018", "TYPE_ID": "PHONE" }],
    })
}

#[test]
fn a_company_is_read_into_types() {
    let company: CompanyRecord = serde_json::from_value(company()).unwrap();
    assert_eq!(company.id, CompanyId::new(2909));
    assert_eq!(company.title.as_deref(), Some("Harbour Ltd"));
    assert_eq!(company.revenue.as_deref(), Some("3000000.10"));
    assert_eq!((company.opened, company.is_my_company, company.has_phone), (Some(false), Some(true), Some(true)));
    assert_eq!(company.assigned_by_id, Some(UserId::new(139)));
    assert_eq!(company.address_loc_addr_id, Some(12));
    assert_eq!((company.lead_id, company.logo.as_ref()), (None, None));
    let [phone] = company.phone.as_deref().unwrap() else { panic!("{:?}", company.phone) };
    assert_eq!((phone.id.get(), phone.type_id.as_str(), phone.value_type.as_str()), (8303, "PHONE", "WORK"));
    assert_eq!(phone.value, "+44 20 7946 0018");
}

#[test]
fn any_member_is_reached_by_its_name() {
    let wire = company();
    let company: CompanyRecord = serde_json::from_value(wire.clone()).unwrap();
    for (name, value) in wire.as_object().unwrap() {
        assert_eq!(company.get(name).as_ref(), Some(value), "{name}");
    }
    assert_eq!(company.get("EMAIL"), None);
    assert_eq!(company.get("TITLE "), None);
    assert_eq!((company.has_imol, company.created_by_id), (None, None), "text that is no flag and no id");
}

#[test]
fn a_contact_is_read_into_types() {
    let wire = json!({
        "ID": "43", "NAME": "Anna", "SECOND_NAME": null, "LAST_NAME": "Harbour", "COMPANY_ID": "12", "LEAD_ID": "5",
        "BIRTHDATE": "2001-11-11T02:00:00+02:00", "EXPORT": "N", "FACE_ID": null, "PARENT_ID_1224": "12",
        "EMAIL": [], "IM": [{ "ID": "1", "VALUE_TYPE": "TELEGRAM", "VALUE": "@anna", "TYPE_ID": "IM", "X": 1 }],
    });
    let contact: ContactRecord = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!((contact.id, contact.company_id), (ContactId::new(43), Some(CompanyId::new(12))));
    assert_eq!((contact.name.as_deref(), contact.second_name.as_deref()), (Some("Anna"), None));
    assert_eq!((contact.lead_id, contact.export, contact.face_id), (Some(LeadId::new(5)), Some(false), None));
    assert_eq!(contact.extra["PARENT_ID_1224"], "12");
    assert_eq!(contact.im.as_ref().unwrap()[0].extra["X"], 1);
    assert_eq!(serde_json::to_value(&contact).unwrap(), wire);
}

#[test]
fn the_last_of_two_members_counts() {
    for (twice, once) in [
        (r#"{"ID":"1","LEAD_ID":"","LEAD_ID":null}"#, r#"{"ID":"1","LEAD_ID":null}"#),
        (r#"{"ID":"1","LEAD_ID":null,"LEAD_ID":"7"}"#, r#"{"ID":"1","LEAD_ID":"7"}"#),
        (r#"{"ID":"1","LEAD_ID":"7","LEAD_ID":""}"#, r#"{"ID":"1","LEAD_ID":""}"#),
    ] {
        let company: CompanyRecord = serde_json::from_str(twice).unwrap();
        assert_eq!(serde_json::to_string(&company).unwrap(), once);
    }
}

#[test]
fn a_number_or_flag_where_text_is_documented_is_read_all_the_same() {
    let company: CompanyRecord = serde_json::from_value(json!({
        "ID": 2909, "TITLE": 1984, "REVENUE": 3000000.5, "LEAD_ID": 7, "OPENED": true, "ADDRESS_LOC_ADDR_ID": 12,
        "PHONE": [{ "ID": 8303, "VALUE_TYPE": "WORK", "VALUE": "+44", "TYPE_ID": "PHONE" }],
    }))
    .unwrap();
    assert_eq!((company.id, company.lead_id), (CompanyId::new(2909), Some(LeadId::new(7))));
    assert_eq!((company.title.as_deref(), company.revenue.as_deref()), (Some("1984"), Some("3000000.5")));
    assert_eq!((company.opened, company.address_loc_addr_id), (Some(true), Some(12)));
    assert_eq!(company.phone.unwrap()[0].id.get(), 8303);
    assert!(company.extra.is_empty(), "{:?}", company.extra);
}

#[test]
fn what_a_field_cannot_hold_is_kept_besides() {
    for (name, value) in [
        ("TITLE", json!([])),
        ("TITLE", json!(false)),
        ("DATE_CREATE", json!({ "date": "2024-03-11" })),
        ("LEAD_ID", json!(false)),
        ("LEAD_ID", json!(7.5)),
        ("OPENED", json!(1)),
        ("PHONE", json!(null)),
        ("PHONE", json!(false)),
        ("PHONE", json!("")),
        ("PHONE", json!({ "0": "+44" })),
        ("PHONE", json!(["+44"])),
        ("PHONE", json!([{ "ID": "8303", "VALUE_TYPE": "WORK", "VALUE": null, "TYPE_ID": "PHONE" }])),
    ] {
        let mut wire = company();
        wire[name] = value.clone();
        let company: CompanyRecord = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(company.get(name), Some(value.clone()), "{name}");
        assert_eq!(serde_json::to_value(&company).unwrap(), wire, "{name}: {value}");
    }
}

#[test]
fn no_member_is_written_twice() {
    let mut company: CompanyRecord =
        serde_json::from_value(json!({ "ID": "1", "LEAD_ID": "", "PHONE": false, "TITLE": null })).unwrap();
    company.lead_id = Some(LeadId::new(7));
    company.phone = Some(Vec::new());
    for name in ["ID", "TITLE"] {
        company.extra.insert(name.to_owned(), "besides".into());
    }
    let json = serde_json::to_string(&company).unwrap();
    assert_eq!(json, r#"{"ID":"1","TITLE":null,"LEAD_ID":"7","PHONE":[]}"#);
}

#[test]
fn what_is_no_record_is_named_with_its_place() {
    let with = |name: &str, value: Value| {
        let mut company = company();
        company[name] = value;
        json!({ "result": company })
    };
    for (answer, path) in [
        (with("ID", json!("007")), "result.ID"),
        (with("ID", json!(29.5)), "result.ID"),
        (with("ID", json!(null)), "result.ID"),
        (json!({ "result": { "TITLE": "Harbour Ltd" } }), "result"),
        (json!({ "result": [] }), "result"),
    ] {
        match round_trip(Method::CrmCompanyGet, &answer) {
            Err(Error::Undecodable(error)) => assert_eq!(error.path(), path, "{error}"),
            other => panic!("{answer}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn companies_are_created_changed_and_deleted() {
    let fixture = Fixture::json("200 OK", r#"{ "result": 2921 }"#).await;
    let companies = fixture.webhook().companies();
    let fields = CompanyFields::new()
        .title("Harbour Ltd")
        .revenue(3_000_000)
        .opened(true)
        .assigned_by_id(1)
        .phone("+44 20 7946 0018", "WORK")
        .phone("+44 20 7946 0019", "FAX")
        .set("UF_CRM_1687188367", json!(["blue"]));
    assert_eq!(companies.create(fields.clone()).await.unwrap(), CompanyId::new(2921));
    companies.create(CompanyFields::new().date_create("2020-01-01")).announce(true).import(true).await.unwrap();
    companies.create(CompanyFields::new()).announce(false).await.unwrap();
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.add {"fields":{"TITLE":"Harbour Ltd","REVENUE":3000000,"OPENED":"Y","ASSIGNED_BY_ID":1,"PHONE":[{"VALUE":"+44 20 7946 0018","VALUE_TYPE":"WORK"},{"VALUE":"+44 20 7946 0019","VALUE_TYPE":"FAX"}],"UF_CRM_1687188367":["blue"]}}
    crm.company.add {"fields":{"DATE_CREATE":"2020-01-01"},"params":{"IMPORT":"Y","REGISTER_SONET_EVENT":"Y"}}
    crm.company.add {"fields":{},"params":{"REGISTER_SONET_EVENT":"N"}}
    "#);

    let fixture = Fixture::json("200 OK", TRUE).await;
    let companies = fixture.webhook().companies();
    let changes = CompanyFields::new()
        .multifield("PHONE", MultifieldChange::update(8303, "+44 20 7946 0020", "WORK"))
        .multifield("EMAIL", MultifieldChange::delete(8304))
        .set("WEB", "replaced")
        .web("https://example.com", "WORK")
        .contact_ids([7, 8]);
    companies.update(2921, changes).await.unwrap();
    companies.update(2921, CompanyFields::new()).announce(false).record_history(false).await.unwrap();
    companies.delete(2921).await.unwrap();
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.update {"fields":{"PHONE":[{"ID":8303,"VALUE":"+44 20 7946 0020","VALUE_TYPE":"WORK"}],"EMAIL":[{"ID":8304,"DELETE":"Y"}],"WEB":[{"VALUE":"https://example.com","VALUE_TYPE":"WORK"}],"CONTACT_ID":[7,8]},"id":2921}
    crm.company.update {"fields":{},"id":2921,"params":{"REGISTER_HISTORY_EVENT":"N","REGISTER_SONET_EVENT":"N"}}
    crm.company.delete {"id":2921}
    "#);
}

#[tokio::test]
async fn contacts_are_created_changed_and_deleted() {
    let fixture = Fixture::json("200 OK", r#"{ "result": 46 }"#).await;
    let contacts = fixture.webhook().contacts();
    let fields = ContactFields::new()
        .name("Anna")
        .birthdate("2001-11-11")
        .export(false)
        .company_id(12)
        .company_ids([12, 13])
        .email("anna@example.com", "WORK")
        .im("@anna", "TELEGRAM")
        .link("https://example.com/anna", "OTHER");
    assert_eq!(contacts.create(fields).await.unwrap(), ContactId::new(46));
    contacts.create(ContactFields::new().created_by_id(7)).import(true).await.unwrap();
    assert_snapshot!(fixture.sent(), @r#"
    crm.contact.add {"fields":{"NAME":"Anna","BIRTHDATE":"2001-11-11","EXPORT":"N","COMPANY_ID":12,"COMPANY_IDS":[12,13],"EMAIL":[{"VALUE":"anna@example.com","VALUE_TYPE":"WORK"}],"IM":[{"VALUE":"@anna","VALUE_TYPE":"TELEGRAM"}],"LINK":[{"VALUE":"https://example.com/anna","VALUE_TYPE":"OTHER"}]}}
    crm.contact.add {"fields":{"CREATED_BY_ID":7},"params":{"IMPORT":"Y"}}
    "#);

    let fixture = Fixture::json("200 OK", TRUE).await;
    let contacts = fixture.webhook().contacts();
    contacts.update(46, ContactFields::new().post("Harbour master")).record_history(true).await.unwrap();
    contacts.delete(46).await.unwrap();
    assert_snapshot!(fixture.sent(), @r#"
    crm.contact.update {"fields":{"POST":"Harbour master"},"id":46,"params":{"REGISTER_HISTORY_EVENT":"Y"}}
    crm.contact.delete {"id":46}
    "#);
}

#[tokio::test]
async fn records_and_descriptions_are_read() {
    let fixture = Fixture::json("200 OK", &json!({ "result": company() }).to_string()).await;
    let company = fixture.webhook().companies().get(2909).await.unwrap();
    assert_eq!(company.title.as_deref(), Some("Harbour Ltd"));
    assert_snapshot!(fixture.sent(), @r#"crm.company.get {"id":2909}"#);

    let fixture = Fixture::json("200 OK", r#"{ "result": { "ID": "43", "NAME": "Anna" } }"#).await;
    assert_eq!(fixture.webhook().contacts().get(43).await.unwrap().name.as_deref(), Some("Anna"));
    assert_snapshot!(fixture.sent(), @r#"crm.contact.get {"id":43}"#);

    let industry = json!({ "type": "crm_status", "isRequired": false, "isReadOnly": false, "isImmutable": false,
        "isMultiple": false, "isDynamic": false, "title": "Industry", "statusType": "INDUSTRY" });
    let fixture = Fixture::json("200 OK", &json!({ "result": { "INDUSTRY": industry } }).to_string()).await;
    let fields = fixture.webhook().companies().fields().await.unwrap();
    assert_eq!(fixture.webhook().contacts().fields().await.unwrap(), fields);
    assert_eq!(fields.get("INDUSTRY").unwrap().status_type.as_deref(), Some("INDUSTRY"));
    assert_snapshot!(fixture.sent(), @"
    crm.company.fields {}
    crm.contact.fields {}
    ");
}

#[tokio::test]
async fn a_call_that_is_not_awaited_is_not_sent() {
    let fixture = Fixture::json("200 OK", TRUE).await;
    let companies = fixture.webhook().companies();
    drop(companies.create(CompanyFields::new()));
    drop(companies.update(1, CompanyFields::new()));
    drop(companies.list());
    drop(companies.list().stream());
    assert_eq!(fixture.sent(), "");
}
