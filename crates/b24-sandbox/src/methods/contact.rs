//! The methods for contacts.

use b24_contract::Entity;
use b24_contract::generated::error;
use serde_json::{Map, Value};

use super::record::{Kind, NewRecord};
use super::value;
use crate::dispatch::{Outcome, Task};
use crate::store::link::{self, NewLink, Side};

const CONTACT: Kind = Kind {
    entity: Entity::Contact,
    fields: &[
        "HONORIFIC",
        "NAME",
        "SECOND_NAME",
        "LAST_NAME",
        "TYPE_ID",
        "SOURCE_ID",
        "SOURCE_DESCRIPTION",
        "POST",
        "BIRTHDATE",
        "FACE_ID",
    ],
    flags: &["OPENED", "EXPORT"],
    defaults: &[
        ("HONORIFIC", "HNR_EN_1"),
        ("TYPE_ID", "CLIENT"),
        ("SOURCE_ID", "CALL"),
        ("OPENED", "Y"),
        ("EXPORT", "Y"),
    ],
    fields_not_array: &error::CRM_CONTACT_ADD_FIELDS_NOT_ARRAY,
    params_not_array: &error::CRM_CONTACT_ADD_PARAMS_NOT_ARRAY,
    access_denied: &error::CRM_CONTACT_ADD_ACCESS_DENIED,
    email_invalid: &error::CRM_CONTACT_ADD_EMAIL_INVALID,
};

/// `crm.contact.add`: the new contact's id. The contact is linked to the companies it was given.
pub(crate) fn add(task: &Task<'_>) -> Outcome {
    let contact = NewRecord::read(task, &CONTACT)?;
    if is_empty(&contact.given, "NAME") && is_empty(&contact.given, "LAST_NAME") {
        return Err((&error::CRM_CONTACT_ADD_NAME_MISSING).into());
    }
    let id = contact.store(task)?;
    let companies = companies(&contact.given).into_iter();
    let links: Vec<_> = companies.map(|company| NewLink { linked: company, sort: None, primary: false }).collect();
    link::add(task.data, Side::Contact, id, &links)?;
    Ok(Value::from(id))
}

fn is_empty(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).and_then(value::text).is_none_or(|text| text.trim().is_empty())
}

/// The companies of a new contact, the main one first: `COMPANY_IDS`, or else `COMPANY_ID` alone.
fn companies(fields: &Map<String, Value>) -> Vec<i64> {
    let list = fields.get("COMPANY_IDS").map(value::entries).unwrap_or_default();
    let several: Vec<i64> = list.into_iter().filter_map(|entry| value::id(Some(entry))).collect();
    if several.is_empty() { value::id(fields.get("COMPANY_ID")).into_iter().collect() } else { several }
}

#[cfg(test)]
mod tests {
    use b24_contract::Method::CrmContactAdd;
    use rusqlite::Connection;
    use serde_json::json;

    use super::*;
    use crate::methods::testing::run;
    use crate::store::{entity, fresh};

    fn added(data: &mut Connection, fields: Value) -> i64 {
        let id = run(data, CrmContactAdd, json!({ "fields": fields })).expect("added");
        id.as_i64().expect("an integer")
    }

    fn links(data: &Connection, contact: i64) -> Vec<(i64, i32, bool)> {
        let links = link::list(data, Side::Contact, contact).expect("links");
        links.into_iter().map(|link| (link.linked, link.sort, link.primary)).collect()
    }

    #[test]
    fn one_part_of_the_name_is_enough() {
        let mut data = fresh();
        added(&mut data, json!({ "NAME": "Anna" }));
        added(&mut data, json!({ "LAST_NAME": "Smith" }));
        for fields in [json!({}), json!([]), json!({ "NAME": " ", "SECOND_NAME": "B" }), json!({ "NAME": ["x"] })] {
            let error = run(&mut data, CrmContactAdd, json!({ "fields": fields }));
            assert_eq!(error, Err("crm.contact.add/name-missing"));
        }
    }

    #[test]
    fn the_first_of_several_companies_is_the_main_one() {
        let mut data = fresh();
        let id = added(&mut data, json!({ "NAME": "A", "COMPANY_ID": 15, "COMPANY_IDS": [12, "13", 0, "x", 12, 15] }));
        assert_eq!(links(&data, id), [(12, 10, true), (13, 20, false), (15, 30, false)]);
        let id = added(&mut data, json!({ "NAME": "A", "COMPANY_ID": "12", "COMPANY_IDS": [] }));
        assert_eq!(links(&data, id), [(12, 10, true)]);
        let id = added(&mut data, json!({ "NAME": "A", "COMPANY_IDS": { "a": 13 } }));
        assert_eq!(links(&data, id), [(13, 10, true)]);
    }

    #[test]
    fn companies_are_links_and_no_fields() {
        let mut data = fresh();
        let id = added(&mut data, json!({ "NAME": "A", "COMPANY_ID": 12, "COMPANY_IDS": [12], "EXPORT": "N" }));
        let expected = json!({
            "HONORIFIC": "HNR_EN_1", "TYPE_ID": "CLIENT", "SOURCE_ID": "CALL", "OPENED": "Y", "EXPORT": "N",
            "ASSIGNED_BY_ID": "1", "NAME": "A",
        });
        assert_eq!(Value::Object(entity::read(&data, id).fields), expected);
    }
}
