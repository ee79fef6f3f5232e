//! The methods for links: one handler each, for whichever side owns the links.

use b24_contract::ErrorClause;
use b24_contract::generated::error;
use serde_json::{Value, json};

use super::value;
use crate::dispatch::{Outcome, Task};
use crate::store::entity;
use crate::store::link::{self, Binding, NewLink, Side};

/// `items.get` of one side.
pub(crate) struct ItemsGet {
    side: Side,
    owner_invalid: &'static ErrorClause,
    access_denied: &'static ErrorClause,
}

/// `add` of one side.
pub(crate) struct Add {
    side: Side,
    owner_invalid: &'static ErrorClause,
    fields_not_array: &'static ErrorClause,
    access_denied: &'static ErrorClause,
    not_found: &'static ErrorClause,
    fields_invalid: &'static ErrorClause,
}

/// `crm.company.contact.items.get`.
pub(crate) const ITEMS_OF_COMPANY: ItemsGet = ItemsGet {
    side: Side::Company,
    owner_invalid: &error::CRM_COMPANY_CONTACT_ITEMS_GET_OWNER_INVALID,
    access_denied: &error::CRM_COMPANY_CONTACT_ITEMS_GET_ACCESS_DENIED,
};

/// `crm.company.contact.add`.
pub(crate) const ADD_TO_COMPANY: Add = Add {
    side: Side::Company,
    owner_invalid: &error::CRM_COMPANY_CONTACT_ADD_OWNER_INVALID,
    fields_not_array: &error::CRM_COMPANY_CONTACT_ADD_FIELDS_NOT_ARRAY,
    access_denied: &error::CRM_COMPANY_CONTACT_ADD_ACCESS_DENIED,
    not_found: &error::CRM_COMPANY_CONTACT_ADD_NOT_FOUND,
    fields_invalid: &error::CRM_COMPANY_CONTACT_ADD_FIELDS_INVALID,
};

/// All links of the owner; none for an owner that does not exist.
pub(crate) fn items_get(task: &Task<'_>, method: &ItemsGet) -> Outcome {
    let owner = value::id(task.call.param("id")).ok_or(method.owner_invalid)?;
    task.permit(method.access_denied)?;
    let links = link::list(task.data, method.side, owner)?;
    Ok(links.iter().map(|link| item(method.side, link)).collect())
}

/// Adds one link: `true` when it is new. The linked record is not looked for.
pub(crate) fn add(task: &Task<'_>, method: &Add) -> Outcome {
    let owner = value::id(task.call.param("id")).ok_or(method.owner_invalid)?;
    let fields = value::members(task.call.param("fields")).ok_or(method.fields_not_array)?;
    task.permit(method.access_denied)?;
    if !entity::exists(task.data, method.side.owner(), owner)? {
        return Err(method.not_found.into());
    }
    let new = NewLink {
        linked: value::id(fields.get(method.side.linked_name())).ok_or(method.fields_invalid)?,
        sort: fields.get("SORT").and_then(value::sort),
        primary: fields.get("IS_PRIMARY").is_some_and(value::flag),
    };
    Ok(Value::Bool(link::add(task.data, method.side, owner, &[new])? > 0))
}

fn item(side: Side, link: &Binding) -> Value {
    json!({
        side.linked_name(): link.linked,
        "SORT": link.sort,
        "ROLE_ID": link.role,
        "IS_PRIMARY": if link.primary { "Y" } else { "N" },
    })
}

#[cfg(test)]
mod tests {
    use b24_contract::Method::{CrmCompanyAdd, CrmCompanyContactAdd, CrmCompanyContactItemsGet};
    use rusqlite::Connection;

    use super::*;
    use crate::config::Rights;
    use crate::dispatch::dispatch;
    use crate::methods::testing::{call_with, noon, run};
    use crate::store::fresh;

    fn company(data: &mut Connection) -> i64 {
        let id = run(data, CrmCompanyAdd, json!({ "fields": { "TITLE": "A" } })).expect("a company");
        id.as_i64().expect("an id")
    }

    #[test]
    fn links_come_by_sort_with_integers_and_letters() {
        let mut data = fresh();
        let id = company(&mut data);
        for (contact, sort) in [(7, json!(300)), (8, json!("-5")), (9, json!(null))] {
            let params = json!({ "id": id, "fields": { "CONTACT_ID": contact, "SORT": sort } });
            assert_eq!(run(&mut data, CrmCompanyContactAdd, params), Ok(json!(true)));
        }
        let expected = json!([
            { "CONTACT_ID": 8, "SORT": -5, "ROLE_ID": 0, "IS_PRIMARY": "N" },
            { "CONTACT_ID": 7, "SORT": 300, "ROLE_ID": 0, "IS_PRIMARY": "Y" },
            { "CONTACT_ID": 9, "SORT": 310, "ROLE_ID": 0, "IS_PRIMARY": "N" },
        ]);
        assert_eq!(run(&mut data, CrmCompanyContactItemsGet, json!({ "id": id.to_string() })), Ok(expected));
    }

    #[test]
    fn an_unknown_owner_has_no_links_and_gets_none() {
        let mut data = fresh();
        assert_eq!(
            run(&mut data, CrmCompanyContactItemsGet, json!({ "id": 9_007_199_254_740_991_i64 })),
            Ok(json!([]))
        );
        let params = json!({ "id": 5, "fields": { "CONTACT_ID": 7 } });
        assert_eq!(run(&mut data, CrmCompanyContactAdd, params), Err("crm.company.contact.add/not-found"));
    }

    #[test]
    fn mistakes_are_met_in_the_decided_order() {
        let mut data = fresh();
        let id = company(&mut data);
        let reject = |data: &mut Connection, params: Value, rights: Rights| {
            let call = call_with(CrmCompanyContactAdd, params, rights);
            dispatch(data, &call, noon()).expect_err("an error").id.rsplit('/').next()
        };
        let (all, none) = (Rights::all(), Rights::default());
        assert_eq!(reject(&mut data, json!({ "id": 0, "fields": "text" }), none), Some("owner-invalid"));
        assert_eq!(reject(&mut data, json!({ "id": 999, "fields": "text" }), none), Some("fields-not-array"));
        assert_eq!(reject(&mut data, json!({ "id": 999 }), none), Some("fields-not-array"));
        assert_eq!(reject(&mut data, json!({ "id": 999, "fields": [] }), none), Some("access-denied"));
        assert_eq!(reject(&mut data, json!({ "id": 999, "fields": [] }), all), Some("not-found"));
        assert_eq!(reject(&mut data, json!({ "id": id, "fields": [] }), all), Some("fields-invalid"));
        let call = call_with(CrmCompanyContactItemsGet, json!({ "id": 0 }), none);
        let clause = dispatch(&mut data, &call, noon()).expect_err("an error");
        assert_eq!(clause.id, "crm.company.contact.items.get/owner-invalid");
    }
}
