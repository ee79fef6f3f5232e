//! `delete`.

use b24_contract::Method::{CrmCompanyDelete, CrmCompanyGet, CrmContactDelete, CrmContactGet};

use super::*;
use crate::store::link::Side;

#[test]
fn entries_and_links_vanish_with_their_record() {
    let mut data = fresh();
    let gone = company(&mut data, json!({ "TITLE": "A", "PHONE": [{ "VALUE": "1" }] }));
    let stays = company(&mut data, json!({ "TITLE": "B", "PHONE": [{ "VALUE": "2" }] }));
    let contact = contact(&mut data, json!({ "NAME": "A", "COMPANY_IDS": [gone, stays] }));
    assert_eq!(run(&mut data, CrmCompanyDelete, json!({ "id": gone })), Ok(json!(true)));

    assert_eq!(run(&mut data, CrmCompanyGet, json!({ "id": gone })), Err("crm.company.get/not-found"));
    assert_eq!(links(&data, contact, Side::Contact), [(stays, 20, false)]);
    assert_eq!(get(&mut data, CrmContactGet, contact)["COMPANY_ID"], json!(null));
    let entries: Vec<i64> = data
        .prepare("SELECT entity_id FROM multifield")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .expect("entries");
    assert_eq!(entries, [stays]);

    assert_eq!(run(&mut data, CrmContactDelete, json!({ "id": contact })), Ok(json!(true)));
    assert_eq!(links(&data, stays, Side::Company), []);
}

#[test]
fn what_is_not_there_is_told_in_each_kind_s_own_way() {
    let mut data = fresh();
    let company = company(&mut data, json!({}));
    assert_eq!(run(&mut data, CrmContactDelete, json!({ "id": company })), Err("crm.contact.delete/not-found"));
    assert_eq!(run(&mut data, CrmCompanyDelete, json!({ "id": company })), Ok(json!(true)));
    assert_eq!(run(&mut data, CrmCompanyDelete, json!({ "id": company })), Err("crm.company.delete/not-found"));
}

#[test]
fn an_id_is_never_given_twice() {
    let mut data = fresh();
    let first = company(&mut data, json!({}));
    run(&mut data, CrmCompanyDelete, json!({ "id": first })).expect("deleted");
    assert_ne!(company(&mut data, json!({})), first);
}
