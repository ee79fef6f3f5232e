//! `update`.

use b24_contract::Method::{CrmCompanyGet, CrmCompanyUpdate, CrmContactGet, CrmContactUpdate};

use super::*;
use crate::config::User;
use crate::methods::testing::call_by;
use crate::store::link::Side;

#[test]
fn what_is_not_mentioned_stays() {
    let mut data = fresh();
    let id = company(&mut data, json!({ "TITLE": "A", "COMMENTS": "old", "REVENUE": 5, "UF_CRM_CONTRACT_NO": "x" }));
    let before = get(&mut data, CrmCompanyGet, id);
    let fields = json!({ "TITLE": "B", "COMMENTS": null, "REVENUE": "", "DATE_CREATE": "2001-01-01", "NONE": 1 });
    update(&mut data, CrmCompanyUpdate, id, fields);
    let mut after = get(&mut data, CrmCompanyGet, id);
    for (name, value) in [("TITLE", "B"), ("COMMENTS", ""), ("REVENUE", "")] {
        let expected = if value.is_empty() { json!(null) } else { json!(value) };
        assert_eq!(after[name], expected, "{name}");
        after[name] = before[name].clone();
    }
    assert_eq!(after, before);
}

#[test]
fn moment_and_author_of_the_last_change_move_and_those_of_the_making_stay() {
    let mut data = fresh();
    let id = company(&mut data, json!({ "TITLE": "A" }));
    let call = call_by(User::new(5), CrmCompanyUpdate, json!({ "id": id, "fields": {} }));
    let later = crate::clock::Clock::new("2024-08-20T12:00:00Z".parse().ok()).now();
    crate::methods::testing::dispatch(&mut data, &call, later).expect("updated");
    let record = get(&mut data, CrmCompanyGet, id);
    assert_eq!((&record["DATE_MODIFY"], &record["MODIFY_BY_ID"]), (&json!(later.iso()), &json!("5")));
    assert_eq!((&record["DATE_CREATE"], &record["CREATED_BY_ID"]), (&json!(noon().iso()), &json!("1")));
    assert_eq!(record["LAST_ACTIVITY_TIME"], json!(noon().iso()));
}

#[test]
fn entries_are_changed_removed_and_added_one_by_one() {
    let mut data = fresh();
    let phones = json!([{ "VALUE": "1" }, { "VALUE": "2" }, { "VALUE": "3" }, { "VALUE": "4" }]);
    let id = contact(&mut data, json!({ "NAME": "A", "PHONE": phones }));
    let other = contact(&mut data, json!({ "NAME": "B", "PHONE": [{ "VALUE": "9" }] }));
    let entries = |record: Value| -> Vec<(String, String)> {
        let entries = record["PHONE"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        entries.iter().map(|entry| (text(&entry["VALUE_TYPE"]), text(&entry["VALUE"]))).collect()
    };
    let record = get(&mut data, CrmContactGet, id);
    let entry = |index: usize| record["PHONE"][index]["ID"].clone();
    let foreign = get(&mut data, CrmContactGet, other)["PHONE"][0]["ID"].clone();
    let changes = json!([
        { "ID": entry(0), "VALUE": "10", "VALUE_TYPE": "HOME" },
        { "ID": entry(1), "DELETE": "Y" },
        { "ID": entry(2), "VALUE": "" },
        { "VALUE": "5", "VALUE_TYPE": "FAX" },
        { "ID": foreign, "DELETE": "Y" },
    ]);
    update(&mut data, CrmContactUpdate, id, json!({ "PHONE": changes, "EMAIL": [{ "ID": entry(3), "DELETE": "Y" }] }));
    let expected = [("HOME", "10"), ("WORK", "4"), ("FAX", "5")].map(|(kind, value)| (kind.into(), value.into()));
    assert_eq!(entries(get(&mut data, CrmContactGet, id)), expected);
    assert_eq!(entries(get(&mut data, CrmContactGet, other)), [("WORK".into(), "9".into())]);

    let remaining = get(&mut data, CrmContactGet, id)["PHONE"].clone();
    let all: Vec<Value> = remaining.as_array().expect("entries").iter().map(|e| json!({ "ID": e["ID"] })).collect();
    update(&mut data, CrmContactUpdate, id, json!({ "PHONE": all }));
    let record = get(&mut data, CrmContactGet, id);
    assert_eq!((record.get("PHONE"), &record["HAS_PHONE"]), (None, &json!("N")));
}

#[test]
fn a_bad_address_changes_nothing() {
    let mut data = fresh();
    let id = company(&mut data, json!({ "TITLE": "A" }));
    let fields = json!({ "TITLE": "B", "EMAIL": [{ "VALUE": "x" }] });
    let refused = run(&mut data, CrmCompanyUpdate, json!({ "id": id, "fields": fields }));
    assert_eq!(refused, Err("crm.company.update/email-invalid"));
    assert_eq!(get(&mut data, CrmCompanyGet, id)["TITLE"], "A");
}

#[test]
fn a_list_of_companies_replaces_those_of_the_contact_and_a_lone_one_joins_them() {
    let mut data = fresh();
    let id = contact(&mut data, json!({ "NAME": "A", "COMPANY_IDS": [12, 13] }));
    let mut change = |fields| {
        update(&mut data, CrmContactUpdate, id, fields);
        (get(&mut data, CrmContactGet, id)["COMPANY_ID"].clone(), links(&data, id, Side::Contact))
    };
    assert_eq!(change(json!({ "COMPANY_ID": 15 })).1, [(12, 10, false), (13, 20, false), (15, 30, true)]);
    assert_eq!(change(json!({ "COMPANY_ID": "13" })).0, json!("13"));
    assert_eq!(change(json!({ "COMPANY_ID": "x", "COMPANY_IDS": null })).0, json!("13"));
    assert_eq!(change(json!({ "COMPANY_IDS": [15, 16] })).1, [(15, 30, true), (16, 40, false)]);
    assert_eq!(change(json!({ "COMPANY_ID": 12, "COMPANY_IDS": [] })).1, [(12, 10, true)]);
    assert_eq!(change(json!({ "COMPANY_IDS": [] })), (json!(null), vec![]));
}

#[test]
fn a_list_of_contacts_replaces_those_of_the_company() {
    let mut data = fresh();
    let id = company(&mut data, json!({ "TITLE": "A", "CONTACT_ID": [7] }));
    assert_eq!(links(&data, id, Side::Company), [], "only an update takes them");
    update(&mut data, CrmCompanyUpdate, id, json!({ "CONTACT_ID": [7, 8] }));
    assert_eq!(links(&data, id, Side::Company), [(7, 10, true), (8, 20, false)]);
    update(&mut data, CrmCompanyUpdate, id, json!({ "CONTACT_ID": [9, 8, 7] }));
    assert_eq!(links(&data, id, Side::Company), [(7, 10, false), (8, 20, false), (9, 30, true)]);
    update(&mut data, CrmCompanyUpdate, id, json!({ "CONTACT_ID": "" }));
    assert_eq!(links(&data, id, Side::Company), []);
}
