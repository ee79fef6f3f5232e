//! `get`.

use b24_contract::Method::{CrmCompanyAdd, CrmCompanyGet, CrmContactGet};

use super::*;

#[test]
fn a_company_has_every_system_field_in_its_order() {
    let mut data = fresh();
    let fields = json!({
        "TITLE": "GAZPROM", "COMPANY_TYPE": "CUSTOMER", "BANKING_DETAILS": "7736050003", "REVENUE": 0,
        "CURRENCY_ID": "EUR", "COMMENTS": "", "DATE_CREATE": "2024-03-11T16:36:46+01:00", "CREATED_BY_ID": 835,
        "OPENED": "N", "UF_CRM_DISCOUNT": 7.5, "PARENT_ID_156": 4,
        "EMAIL": [{ "VALUE": "hello@example.com", "VALUE_TYPE": "HOME" }],
        "PHONE": [{ "VALUE": "+19998887766" }, { "VALUE": 555888, "VALUE_TYPE": "MOBILE" }],
    });
    let id = made(&mut data, CrmCompanyAdd, json!({ "fields": fields, "params": { "IMPORT": "Y" } }));
    insta::assert_json_snapshot!(get(&mut data, CrmCompanyGet, id));
}

#[test]
fn a_contact_has_every_system_field_in_its_order() {
    let mut data = fresh();
    let fields = json!({
        "NAME": "John", "LAST_NAME": "Smith", "BIRTHDATE": "11.11.2001", "COMPANY_ID": 12, "EXPORT": "N",
        "IM": [{ "VALUE": "imol|x", "VALUE_TYPE": "OPENLINE" }], "LINK": [{ "VALUE": "x" }], "UF_CRM_LANGUAGES": ["de", "en"],
    });
    let id = contact(&mut data, fields);
    insta::assert_json_snapshot!(get(&mut data, CrmContactGet, id));
}

#[test]
fn ids_may_be_text_and_belong_to_one_kind() {
    let mut data = fresh();
    let id = company(&mut data, json!({ "TITLE": "A" }));
    assert_eq!(run(&mut data, CrmCompanyGet, json!({ "id": id.to_string() })).expect("a record")["TITLE"], "A");
    assert_eq!(run(&mut data, CrmContactGet, json!({ "id": id })), Err("crm.contact.get/not-found"));
    assert_eq!(run(&mut data, CrmCompanyGet, json!({ "id": id + 1 })), Err("crm.company.get/not-found"));
}
