//! The methods for companies.

use b24_contract::Entity;
use b24_contract::generated::error;
use serde_json::Value;

use super::record::{Kind, NewRecord};
use crate::dispatch::{Outcome, Task};

const COMPANY: Kind = Kind {
    entity: Entity::Company,
    fields: &[
        "TITLE",
        "COMPANY_TYPE",
        "INDUSTRY",
        "EMPLOYEES",
        "CURRENCY_ID",
        "REVENUE",
        "BANKING_DETAILS",
        "ADDRESS_LEGAL",
        "REG_ADDRESS",
        "REG_ADDRESS_2",
        "REG_ADDRESS_CITY",
        "REG_ADDRESS_POSTAL_CODE",
        "REG_ADDRESS_REGION",
        "REG_ADDRESS_PROVINCE",
        "REG_ADDRESS_COUNTRY",
        "REG_ADDRESS_COUNTRY_CODE",
        "REG_ADDRESS_LOC_ADDR_ID",
    ],
    flags: &["OPENED", "IS_MY_COMPANY"],
    defaults: &[
        ("COMPANY_TYPE", "CUSTOMER"),
        ("INDUSTRY", "IT"),
        ("EMPLOYEES", "EMPLOYEES_1"),
        ("OPENED", "Y"),
        ("IS_MY_COMPANY", "N"),
    ],
    fields_not_array: &error::CRM_COMPANY_ADD_FIELDS_NOT_ARRAY,
    params_not_array: &error::CRM_COMPANY_ADD_PARAMS_NOT_ARRAY,
    access_denied: &error::CRM_COMPANY_ADD_ACCESS_DENIED,
    email_invalid: &error::CRM_COMPANY_ADD_EMAIL_INVALID,
};

/// `crm.company.add`: the new company's id.
pub(crate) fn add(task: &Task<'_>) -> Outcome {
    let company = NewRecord::read(task, &COMPANY)?;
    Ok(Value::from(company.store(task)?))
}

#[cfg(test)]
mod tests {
    use b24_contract::Method::CrmCompanyAdd;
    use serde_json::json;

    use crate::methods::testing::{call, call_with, noon, run};
    use crate::store::{entity, fresh, multifield};

    #[test]
    fn what_was_given_and_what_was_not() {
        let mut data = fresh();
        let params = json!({ "fields": {
            "TITLE": "John Doe LLC", "REVENUE": 3000000, "OPENED": "N", "NO_SUCH_FIELD": "1", "ID": 5,
            "UF_CRM_LIST": [1, 2], "PARENT_ID_156": 4, "DATE_CREATE": "2001-01-01",
            "PHONE": [{ "VALUE": "555888", "VALUE_TYPE": "WORK" }],
        } });
        let id = run(&mut data, CrmCompanyAdd, params).expect("added").as_i64().expect("an integer");
        let stored = entity::read(&data, id);
        assert_eq!((stored.created_at, stored.created_by), (noon().whole_seconds(), 1));
        let expected = json!({
            "COMPANY_TYPE": "CUSTOMER", "INDUSTRY": "IT", "EMPLOYEES": "EMPLOYEES_1", "OPENED": "N",
            "IS_MY_COMPANY": "N", "ASSIGNED_BY_ID": "1", "TITLE": "John Doe LLC", "REVENUE": "3000000",
            "UF_CRM_LIST": [1, 2], "PARENT_ID_156": "4",
        });
        assert_eq!(serde_json::Value::Object(stored.fields), expected);
        assert_eq!(multifield::read(&data, id)[0].value, "555888");
    }

    #[test]
    fn an_import_may_set_dates_and_authors() {
        let mut data = fresh();
        let params = json!({
            "fields": {
                "DATE_CREATE": "2024-03-11T16:36:46+01:00", "DATE_MODIFY": "2024-03-12", "CREATED_BY_ID": "835",
                "MODIFY_BY_ID": "nobody",
            },
            "params": { "IMPORT": "Y" },
        });
        let id = run(&mut data, CrmCompanyAdd, params).expect("added").as_i64().expect("an integer");
        let stored = entity::read(&data, id);
        assert_eq!((stored.created_at, stored.created_by), (1710171406, 835));
        assert_eq!((stored.modified_at, stored.modified_by), (1710201600, 1));
    }

    #[test]
    fn shapes_are_looked_at_before_rights_and_rights_before_values() {
        let mut data = fresh();
        let mut reject = |params, rights| {
            let call = call_with(CrmCompanyAdd, params, rights);
            crate::dispatch::dispatch(&mut data, &call, noon()).expect_err("an error").id
        };
        let none = crate::config::Rights::default();
        let all = crate::config::Rights::all();
        assert_eq!(reject(json!({}), none), "crm.company.add/fields-not-array");
        assert_eq!(reject(json!({ "fields": {}, "params": "x" }), none), "crm.company.add/params-not-array");
        let bad = json!({ "fields": { "EMAIL": [{ "VALUE": "x" }] }, "params": [] });
        assert_eq!(reject(bad.clone(), none), "crm.company.add/access-denied");
        assert_eq!(reject(bad, all), "crm.company.add/email-invalid");
        assert!(call(CrmCompanyAdd, json!({})).permitted());
    }
}
