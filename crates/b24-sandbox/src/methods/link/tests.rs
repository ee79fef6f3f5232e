//! Tests of the link methods, through both sides.

use b24_contract::Method::{self, *};
use b24_contract::{ExampleKind, contract};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::config::Rights;
use crate::methods::testing::{call_with, dispatch, noon, run};
use crate::store::fresh;

/// The methods of one side.
struct Side {
    linked: &'static str,
    new_owner: Method,
    get: Method,
    set: Method,
    clear: Method,
    add: Method,
    delete: Method,
    fields: Method,
}

const SIDES: [Side; 2] = [
    Side {
        linked: "CONTACT_ID",
        new_owner: CrmCompanyAdd,
        get: CrmCompanyContactItemsGet,
        set: CrmCompanyContactItemsSet,
        clear: CrmCompanyContactItemsDelete,
        add: CrmCompanyContactAdd,
        delete: CrmCompanyContactDelete,
        fields: CrmCompanyContactFields,
    },
    Side {
        linked: "COMPANY_ID",
        new_owner: CrmContactAdd,
        get: CrmContactCompanyItemsGet,
        set: CrmContactCompanyItemsSet,
        clear: CrmContactCompanyItemsDelete,
        add: CrmContactCompanyAdd,
        delete: CrmContactCompanyDelete,
        fields: CrmContactCompanyFields,
    },
];

impl Side {
    fn owner(&self, data: &mut Connection) -> i64 {
        let id = run(data, self.new_owner, json!({ "fields": { "NAME": "A" } })).expect("an owner");
        id.as_i64().expect("an id")
    }

    /// What `items.get` shows, without roles: record, position, flag.
    fn links(&self, data: &mut Connection, owner: i64) -> Value {
        let links = run(data, self.get, json!({ "id": owner })).expect("links");
        let links = links.as_array().expect("a list").iter();
        links.map(|link| json!([link[self.linked], link["SORT"], link["IS_PRIMARY"]])).collect()
    }

    fn set(&self, data: &mut Connection, owner: i64, items: Value) -> Value {
        assert_eq!(run(data, self.set, json!({ "id": owner, "items": items })), Ok(json!(true)));
        self.links(data, owner)
    }

    fn one(&self, data: &mut Connection, method: Method, owner: i64, linked: Value) -> Result<Value, &'static str> {
        run(data, method, json!({ "id": owner, "fields": { self.linked: linked } }))
    }
}

#[test]
fn links_come_by_sort_with_integers_and_letters() {
    for side in SIDES {
        let mut data = fresh();
        let id = side.owner(&mut data);
        for (linked, sort) in [(7, json!(300)), (8, json!("-5")), (9, json!(null))] {
            let params = json!({ "id": id, "fields": { side.linked: linked, "SORT": sort } });
            assert_eq!(run(&mut data, side.add, params), Ok(json!(true)));
        }
        let expected = json!([
            { side.linked: 8, "SORT": -5, "ROLE_ID": 0, "IS_PRIMARY": "N" },
            { side.linked: 7, "SORT": 300, "ROLE_ID": 0, "IS_PRIMARY": "Y" },
            { side.linked: 9, "SORT": 310, "ROLE_ID": 0, "IS_PRIMARY": "N" },
        ]);
        assert_eq!(run(&mut data, side.get, json!({ "id": id.to_string() })), Ok(expected));
    }
}

#[test]
fn an_unknown_owner_has_no_links_and_gets_none() {
    for side in SIDES {
        let mut data = fresh();
        let params = json!({ "id": 9_007_199_254_740_991_i64, "items": [], "fields": { side.linked: 7 } });
        assert_eq!(run(&mut data, side.get, params.clone()), Ok(json!([])));
        assert_eq!(run(&mut data, side.clear, params.clone()), Ok(json!(true)));
        for method in [side.set, side.add, side.delete] {
            let error = run(&mut data, method, params.clone()).expect_err("no owner");
            assert_eq!(error, format!("{method}/not-found"));
        }
    }
}

#[test]
fn an_owner_of_the_other_kind_is_no_owner() {
    let mut data = fresh();
    let [of_company, of_contact] = SIDES;
    let (company, contact) = (of_company.owner(&mut data), of_contact.owner(&mut data));
    assert_eq!(of_company.one(&mut data, of_company.add, contact, json!(7)), Err("crm.company.contact.add/not-found"));
    assert_eq!(of_contact.one(&mut data, of_contact.add, company, json!(7)), Err("crm.contact.company.add/not-found"));
}

#[test]
fn a_set_of_links_takes_whatever_names_a_record() {
    for side in SIDES {
        let mut data = fresh();
        let id = side.owner(&mut data);
        let items = json!([{ "SORT": 5 }, { side.linked: 0 }, "text", [7], null, { side.linked: "7", "SORT": "10" }]);
        assert_eq!(side.set(&mut data, id, items), json!([[7, 10, "Y"]]));
        let by_key = json!({ "1": { side.linked: 8 }, "0": { side.linked: 9 }, "x": { side.linked: 7 } });
        assert_eq!(side.set(&mut data, id, by_key), json!([[7, 10, "Y"], [8, 20, "N"], [9, 30, "N"]]));
        assert_eq!(side.set(&mut data, id, json!({})), json!([]));
    }
}

#[test]
fn the_flag_is_read_in_every_spelling() {
    for side in SIDES {
        let mut data = fresh();
        for no in [json!("N"), json!(false), json!(0), json!("0"), json!(""), json!(null)] {
            for yes in [json!("Y"), json!("y"), json!(true), json!(1), json!("1"), json!("true")] {
                let id = side.owner(&mut data);
                let items = json!([
                    { side.linked: 7, "SORT": 10, "IS_PRIMARY": no },
                    { side.linked: 8, "SORT": 20, "IS_PRIMARY": yes },
                ]);
                assert_eq!(side.set(&mut data, id, items), json!([[7, 10, "N"], [8, 20, "Y"]]), "{no} {yes}");
            }
        }
    }
}

#[test]
fn a_set_that_fails_half_way_changes_nothing() {
    for side in SIDES {
        let mut data = fresh();
        let id = side.owner(&mut data);
        let before = side.set(&mut data, id, json!([{ side.linked: 7 }, { side.linked: 8 }]));
        let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON link WHEN new.sort = 99
                      BEGIN SELECT RAISE(ABORT, 'refused'); END";
        data.execute_batch(refuse).expect("a trigger");
        let items = json!([{ side.linked: 8, "SORT": 1 }, { side.linked: 9 }, { side.linked: 10, "SORT": 99 }]);
        let failed = run(&mut data, side.set, json!({ "id": id, "items": items }));
        assert_eq!(failed, Err("system/internal-server-error"));
        assert_eq!(side.links(&mut data, id), before);
    }
}

#[test]
fn links_go_one_by_one_or_all_at_once() {
    for side in SIDES {
        let mut data = fresh();
        let id = side.owner(&mut data);
        side.set(&mut data, id, json!([{ side.linked: 7 }, { side.linked: 8 }, { side.linked: 9 }]));
        assert_eq!(side.one(&mut data, side.delete, id, json!("7")), Ok(json!(true)));
        assert_eq!(side.one(&mut data, side.delete, id, json!(7)), Ok(json!(false)));
        assert_eq!(side.links(&mut data, id), json!([[8, 20, "Y"], [9, 30, "N"]]));
        for _ in 0..2 {
            assert_eq!(run(&mut data, side.clear, json!({ "id": id })), Ok(json!(true)));
            assert_eq!(side.links(&mut data, id), json!([]));
        }
    }
}

#[test]
fn mistakes_are_met_in_the_decided_order() {
    let (all, none) = (Rights::all(), Rights::default());
    for side in SIDES {
        let mut data = fresh();
        let id = side.owner(&mut data);
        let mut reject = |method: Method, params: Value, rights: Rights| {
            let clause = dispatch(&mut data, &call_with(method, params, rights), noon()).expect_err("an error");
            clause.id.strip_prefix(&format!("{method}/")).expect("an error of the method")
        };
        for (method, array) in [(side.add, "fields"), (side.delete, "fields"), (side.set, "items")] {
            let not_array = format!("{array}-not-array");
            assert_eq!(reject(method, json!({ "id": 0, array: "text" }), none), "owner-invalid");
            assert_eq!(reject(method, json!({ "id": 999, array: "text" }), none), not_array);
            assert_eq!(reject(method, json!({ "id": 999 }), none), not_array);
            assert_eq!(reject(method, json!({ "id": 999, array: [] }), none), "access-denied");
            assert_eq!(reject(method, json!({ "id": 999, array: [] }), all), "not-found");
        }
        for method in [side.add, side.delete] {
            assert_eq!(reject(method, json!({ "id": id, "fields": [] }), all), "fields-invalid");
        }
        for method in [side.get, side.clear] {
            assert_eq!(reject(method, json!({ "id": 0 }), none), "owner-invalid");
            assert_eq!(reject(method, json!({ "id": 999 }), none), "access-denied");
        }
    }
}

#[test]
fn fields_are_described_as_documented_to_anybody() {
    for side in SIDES {
        let call = call_with(side.fields, json!({}), Rights::default());
        let fields = dispatch(&mut fresh(), &call, noon()).expect("descriptions");
        let mut examples = contract().examples.iter();
        let documented = examples
            .find(|example| example.method == side.fields.name() && example.kind == ExampleKind::Result)
            .expect("an example");
        assert_eq!(fields.result, documented.payload);
    }
}
