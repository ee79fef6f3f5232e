//! In which order calls are looked at: the shape of the id, the shape of what is given, rights, existence, values.

use b24_contract::Method::{self, *};

use super::*;
use crate::config::Rights;
use crate::methods::testing::call_with;

fn rejected(method: Method, params: Value, rights: Rights) -> String {
    let call = call_with(method, params, rights);
    let id = crate::methods::testing::dispatch(&mut fresh(), &call, noon()).expect_err("an error").id;
    id.strip_prefix(method.name()).map_or(id, |id| &id[1..]).to_owned()
}

#[test]
fn a_record_that_is_made() {
    for method in [CrmCompanyAdd, CrmContactAdd] {
        let reject = |params, rights| rejected(method, params, rights);
        assert_eq!(reject(json!({}), Rights::default()), "fields-not-array");
        assert_eq!(reject(json!({ "fields": {}, "params": "x" }), Rights::default()), "params-not-array");
        let bad = json!({ "fields": { "NAME": "A", "EMAIL": [{ "VALUE": "x" }] }, "params": [] });
        assert_eq!(reject(bad.clone(), Rights::default()), "access-denied");
        assert_eq!(reject(bad, Rights::all()), "email-invalid");
    }
}

#[test]
fn a_record_that_is_changed() {
    for method in [CrmCompanyUpdate, CrmContactUpdate] {
        let reject = |params, rights| rejected(method, params, rights);
        assert_eq!(reject(json!({ "id": "x" }), Rights::default()), "id-invalid");
        assert_eq!(reject(json!({ "id": 5 }), Rights::default()), "fields-not-array");
        assert_eq!(reject(json!({ "id": 5, "fields": {}, "params": 1 }), Rights::default()), "params-not-array");
        let bad = json!({ "id": 5, "fields": { "EMAIL": [{ "VALUE": "x" }] } });
        assert_eq!(reject(bad.clone(), Rights::default()), "access-denied");
        assert_eq!(reject(bad, Rights::all()), "not-found");
    }
}

#[test]
fn a_record_that_is_read_or_removed() {
    for method in [CrmCompanyGet, CrmCompanyDelete, CrmContactGet, CrmContactDelete] {
        for id in [json!(null), json!(0), json!(-1), json!("$result[a][0]"), json!([5]), json!(true)] {
            assert_eq!(rejected(method, json!({ "id": id }), Rights::default()), "id-invalid", "{id}");
        }
        assert_eq!(rejected(method, json!({ "id": 5 }), Rights::default()), "access-denied");
        assert_eq!(rejected(method, json!({ "id": 5 }), Rights::all()), "not-found");
    }
}

#[test]
fn a_list() {
    for method in [CrmCompanyList, CrmContactList] {
        for name in ["order", "filter", "select"] {
            let rejected = rejected(method, json!({ name: "text" }), Rights::default());
            assert_eq!(rejected, format!("{name}-not-array"));
        }
        assert_eq!(rejected(method, json!({ "order": [""], "select": {} }), Rights::default()), "access-denied");
    }
}

#[test]
fn fields_are_told_to_anybody() {
    for method in [CrmCompanyFields, CrmContactFields] {
        let call = call_with(method, json!({}), Rights::default());
        assert!(crate::methods::testing::dispatch(&mut fresh(), &call, noon()).is_ok());
    }
}
