//! `add`.

use b24_contract::Method::{CrmCompanyAdd, CrmCompanyGet, CrmContactAdd, CrmContactGet};

use super::*;
use crate::store::link::Side;

#[test]
fn what_was_given_and_what_was_not() {
    let mut data = fresh();
    let id = company(
        &mut data,
        json!({
            "TITLE": "John Doe LLC", "REVENUE": 3000000, "OPENED": "N", "NO_SUCH_FIELD": "1", "ID": 5,
            "UF_CRM_CONTRACT_NO": 17, "UF_CRM_LANGUAGES": "de", "PARENT_ID_156": 4, "DATE_CREATE": "2001-01-01", "INDUSTRY": null,
            "PHONE": [{ "VALUE": "555888", "VALUE_TYPE": "WORK" }], "CREATED_BY_ID": 5,
        }),
    );
    let record = get(&mut data, CrmCompanyGet, id);
    for (name, expected) in [
        ("ID", json!(id.to_string())),
        ("TITLE", json!("John Doe LLC")),
        ("REVENUE", json!("3000000")),
        ("OPENED", json!("N")),
        ("IS_MY_COMPANY", json!("N")),
        ("COMPANY_TYPE", json!("CUSTOMER")),
        ("INDUSTRY", json!("IT")),
        ("EMPLOYEES", json!("EMPLOYEES_1")),
        ("ASSIGNED_BY_ID", json!("1")),
        ("CREATED_BY_ID", json!("1")),
        ("DATE_CREATE", json!(noon().iso())),
        ("DATE_MODIFY", json!(noon().iso())),
        ("LAST_ACTIVITY_BY", json!("1")),
        ("LAST_ACTIVITY_TIME", json!(noon().iso())),
        ("COMMENTS", json!(null)),
        ("HAS_PHONE", json!("Y")),
        ("HAS_EMAIL", json!("N")),
        ("PARENT_ID_156", json!("4")),
        ("UF_CRM_CONTRACT_NO", json!("17")),
        ("UF_CRM_DISCOUNT", json!("")),
    ] {
        assert_eq!(record[name], expected, "{name}");
    }
    assert_eq!((record.get("NO_SUCH_FIELD"), record.get("UF_CRM_LANGUAGES")), (None, None));
    assert_eq!(record["PHONE"][0]["VALUE"], "555888");
}

#[test]
fn an_import_may_set_dates_and_authors() {
    let mut data = fresh();
    let fields = json!({
        "DATE_CREATE": "2024-03-11T16:36:46+01:00", "DATE_MODIFY": "2024-03-12", "CREATED_BY_ID": "835",
        "MODIFY_BY_ID": "nobody",
    });
    let id = made(&mut data, CrmCompanyAdd, json!({ "fields": fields, "params": { "IMPORT": "Y" } }));
    let record = get(&mut data, CrmCompanyGet, id);
    assert_eq!(record["DATE_CREATE"], "2024-03-11T15:36:46+00:00");
    assert_eq!(record["DATE_MODIFY"], "2024-03-12T00:00:00+00:00");
    assert_eq!((&record["CREATED_BY_ID"], &record["MODIFY_BY_ID"]), (&json!("835"), &json!("1")));
    assert_eq!((&record["LAST_ACTIVITY_BY"], &record["ASSIGNED_BY_ID"]), (&json!("835"), &json!("1")));
    assert_eq!(record["LAST_ACTIVITY_TIME"], record["DATE_CREATE"]);
}

#[test]
fn one_part_of_a_contact_s_name_is_enough() {
    let mut data = fresh();
    contact(&mut data, json!({ "NAME": "Anna" }));
    contact(&mut data, json!({ "LAST_NAME": "Smith" }));
    for fields in [json!({}), json!([]), json!({ "NAME": " ", "SECOND_NAME": "B" }), json!({ "NAME": ["x"] })] {
        let error = run(&mut data, CrmContactAdd, json!({ "fields": fields }));
        assert_eq!(error, Err("crm.contact.add/name-missing"));
    }
    company(&mut data, json!({}));
}

#[test]
fn the_first_of_several_companies_is_the_main_one() {
    let mut data = fresh();
    let mut linked = |fields| {
        let id = contact(&mut data, fields);
        assert_eq!(get(&mut data, CrmContactGet, id).get("COMPANY_IDS"), None);
        (get(&mut data, CrmContactGet, id)["COMPANY_ID"].clone(), links(&data, id, Side::Contact))
    };
    let several = linked(json!({ "NAME": "A", "COMPANY_ID": 15, "COMPANY_IDS": [12, "13", 0, "x", 12, 15] }));
    assert_eq!(several, (json!("12"), vec![(12, 10, true), (13, 20, false), (15, 30, false)]));
    let lone = linked(json!({ "NAME": "A", "COMPANY_ID": "12", "COMPANY_IDS": [] }));
    assert_eq!(lone, (json!("12"), vec![(12, 10, true)]));
    let object = linked(json!({ "NAME": "A", "COMPANY_IDS": { "a": 13 } }));
    assert_eq!(object, (json!("13"), vec![(13, 10, true)]));
    assert_eq!(linked(json!({ "NAME": "A" })), (json!(null), vec![]));
}
