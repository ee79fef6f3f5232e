//! What the guard lets through, and what it does not.

use serde_json::json;

use super::*;
use crate::records::call;

/// A run that made company 7 and contact 8, and no others.
fn own() -> OwnRecords {
    let mut own = OwnRecords::new("19aab-3f".to_owned(), None);
    for (kind, id) in [("company", 7), ("contact", 8)] {
        own.adopt(Created { kind: kind.to_owned(), id }, Some(format!("19aab-3f/{id}")));
    }
    own
}

fn objection(method: &str, params: Value) -> Option<String> {
    own().objection(&call(method, params), &Variables::new(), true)
}

#[track_caller]
fn sent(method: &str, params: Value) {
    assert_eq!(objection(method, params.clone()), None, "{method} {params}");
}

#[track_caller]
fn refused(method: &str, params: Value) {
    assert!(objection(method, params.clone()).is_some(), "{method} {params}");
}

#[test]
fn own_records_may_be_written() {
    sent("crm.company.update", json!({ "id": 7, "fields": { "TITLE": "x", "PHONE": [{ "ID": 12, "DELETE": "Y" }] } }));
    sent("CRM.Company.Delete", json!({ "ID": "7" }));
    sent("crm.company.contact.add", json!({ "id": 7, "fields": { "CONTACT_ID": 8 } }));
    sent("crm.contact.company.items.set", json!({ "id": 8, "items": [{ "COMPANY_ID": "7" }] }));
    sent("crm.contact.update", json!({ "id": 8, "fields": { "COMPANY_IDS": [7], "COMPANY_ID": null } }));
}

#[test]
fn records_of_others_may_not() {
    refused("crm.company.delete", json!({ "id": 8 }));
    refused("CRM.COMPANY.DELETE", json!({ "Id": "9" }));
    refused("crm.company.contact.items.delete", json!({ "id": 32 }));
    refused("crm.company.contact.add", json!({ "id": 7, "fields": { "CONTACT_ID": 9 } }));
    refused("crm.company.contact.add", json!({ "id": 7, "FIELDS": { "contact_id": 9 } }));
    refused("crm.contact.company.items.set", json!({ "id": 8, "items": [{ "COMPANY_ID": 7 }, { "COMPANY_ID": 9 }] }));
    refused("crm.contact.add", json!({ "fields": { "COMPANY_IDS": [7, 9] } }));
    refused("crm.company.update", json!({ "id": 7, "fields": { "ID": 9 } }));
    refused("crm.company.update", json!({ "id": 7, "fields": { "LEAD_ID": 7 } }));
}

#[test]
fn what_php_takes_for_a_number_counts_as_that() {
    for id in [json!("9abc"), json!(" 9"), json!(9.5), json!(true), json!([7]), json!({ "x": 7 })] {
        refused("crm.company.delete", json!({ "id": id }));
    }
    for id in [json!("text"), json!(""), json!(null), json!(false), json!([]), json!("7abc")] {
        sent("crm.company.delete", json!({ "id": id }));
    }
}

#[test]
fn ids_that_nobody_has_may_be_written_to() {
    for id in [json!(0), json!(-32), json!(NOBODYS), json!(9_007_199_254_740_991_i64), json!("99999999999999999999")] {
        sent("crm.company.contact.items.delete", json!({ "id": id }));
    }
}

#[test]
fn reading_is_free() {
    sent("crm.company.get", json!({ "id": 32 }));
    sent("crm.company.contact.items.get", json!({ "id": true }));
    sent("crm.no.such.method", json!({ "id": 32 }));
    sent("department.get", json!({}));
    refused("crm.lead.add", json!({ "fields": {} }));
    refused("crm.deal.delete", json!({ "id": 7 }));
}

#[test]
fn a_record_is_made_with_a_mark_of_the_run_and_keeps_it() {
    let mark = |originator: &str, origin: &str| json!({ "ORIGINATOR_ID": originator, "ORIGIN_ID": origin });
    sent("crm.company.add", json!({ "fields": mark(MARK, "19aab-3f/3") }));
    for fields in [mark(MARK, "other/3"), mark("shop", "19aab-3f/3"), json!({ "ORIGINATOR_ID": MARK })] {
        refused("crm.company.add", json!({ "fields": fields }));
    }
    refused("crm.company.update", json!({ "id": 7, "fields": mark(MARK, "19aab-3f/3") }));
    refused("crm.company.update", json!({ "id": 7, "fields": { "origin_id": "x" } }));
}

#[test]
fn commands_of_a_batch_count_like_calls() {
    let batch = |commands: Value| json!({ "cmd": commands });
    sent("batch", batch(json!(["crm.company.get?id=32", "crm.company.delete?id=7", 5])));
    refused("batch", batch(json!(["crm.company.get?id=32", "crm.company.delete?id=32"])));
    refused("batch", batch(json!({ "a": "crm.company.contact.add?id=7&fields%5BCONTACT_ID%5D=9" })));
}

#[test]
fn a_result_may_be_written_to_if_the_batch_made_it_or_an_own_record_is_linked_to_it() {
    let add = "crm.company.add?fields[ORIGINATOR_ID]=b24-conformance&fields[ORIGIN_ID]=19aab-3f/3";
    let written = |first: &str, second: &str| objection("batch", json!({ "cmd": { "a": first, "b": second } }));
    assert_eq!(written(add, "crm.company.delete?id=$result[a]"), None);
    assert_eq!(written("crm.company.contact.items.get?id=7", "crm.contact.delete?id=$result[a][0][CONTACT_ID]"), None);
    for (first, second) in [
        ("crm.company.list", "crm.company.delete?id=$result[a][0][ID]"),
        ("crm.company.contact.items.get?id=32", "crm.contact.delete?id=$result[a][0][CONTACT_ID]"),
        ("crm.company.contact.items.get?id=7", "crm.contact.delete?id=$result[a][0][SORT]"),
        (add, "crm.contact.delete?id=$result[a]"),
        (add, "crm.company.delete?id=1$result[a]"),
        (add, "crm.company.delete?id=$result[c]"),
    ] {
        assert!(written(first, second).is_some(), "{first}; {second}");
    }
}

#[test]
fn raw_bodies_and_queries_are_read() {
    let raw = |body: &str| Call { body: Some(body.to_owned()), ..call("crm.company.delete", json!({})) };
    let objection = |call: &Call| own().objection(call, &Variables::new(), true);
    assert_eq!(objection(&raw("id=7")), None);
    assert!(objection(&raw("id=9")).is_some());
    assert!(objection(&raw("{\"id\": 9}")).is_some());
    let query = Call { query: Some("id=9".to_owned()), ..call("crm.company.delete", json!({ "id": 7 })) };
    assert!(objection(&query).is_some());
}

#[test]
fn a_multipart_body_that_nobody_here_reads_is_not_sent() {
    let raw = Call {
        body: Some("--x\r\ncontent-disposition: form-data; name=id\r\n\r\n9\r\n--x--".to_owned()),
        content_type: Some("multipart/form-data; boundary=x".to_owned()),
        ..call("crm.company.delete", json!({}))
    };
    assert!(own().objection(&raw, &Variables::new(), true).is_some());
}

#[test]
fn a_name_or_a_path_does_not_hide_another_method() {
    for name in [
        "crm.company.delete.json",
        "crm.company.delete/",
        "/crm.company.delete",
        "crm.company.get/../crm.company.delete",
        "crm.company.delete?id=9&x=",
        "crm.company.delete#",
        "crm%2Ecompany%2Edelete",
        "crm.company.delete ",
        "crm.deal.delete.xml",
        "batch.json",
    ] {
        refused(name, json!({ "id": 9, "cmd": ["crm.company.delete?id=9"] }));
        if !name.contains('?') {
            refused("batch", json!({ "cmd": [format!("{name}?id=9")] }));
        }
    }
    let below = |path: &str| {
        let call = Call { path: Some(path.to_owned()), ..call("crm.company.get", json!({ "id": 9 })) };
        own().objection(&call, &Variables::new(), true)
    };
    for path in ["/{method}", "{method}", "//{method}/", "/{method}.json", "/{method}.xml"] {
        assert_eq!(below(path), None, "{path}");
    }
    for path in [
        "/crm.company.delete",
        "/{method}/../crm.company.delete",
        "/../../2/other/{method}",
        "/crm.company.delete?x={method}",
        "/crm.company.delete#{method}",
        "",
    ] {
        assert!(below(path).is_some(), "{path}");
    }
}

#[test]
fn who_may_only_read_writes_nothing_wherever_the_command_stands() {
    let batch = |change: fn(&mut Call)| {
        let mut call = call("batch", json!({}));
        change(&mut call);
        own().objection(&call, &Variables::new(), false)
    };
    assert!(
        batch(
            |call| call.params = json!({ "cmd": ["crm.company.delete?id=7"] }).as_object().cloned().unwrap_or_default()
        )
        .is_some()
    );
    assert!(batch(|call| call.query = Some("cmd[]=crm.company.add%3Ffields[TITLE]=x".to_owned())).is_some());
    assert!(
        batch(|call| call.body = Some("{\"cmd\":[\"batch?cmd[]=crm.company.delete%3Fid=7\"]}".to_owned())).is_some()
    );
    assert_eq!(batch(|call| call.body = Some("cmd[]=crm.company.get%3Fid=9".to_owned())), None);
    let reads = own().objection(&call("crm.company.update", json!({ "id": 7 })), &Variables::new(), false);
    assert_eq!(reads.as_deref(), Some("crm.company.update writes, which was not allowed"));
}

#[test]
fn no_record_is_made_that_bears_no_mark() {
    refused("batch", json!({ "cmd": ["crm.company.add?fields[TITLE]=x"] }));
    refused("crm.company.add", json!({ "fields": { "TITLE": "x" } }));
    sent("crm.company.add", json!({}));
    sent("crm.company.add", json!({ "fields": "text" }));
}

#[test]
fn a_parameter_that_stands_twice_counts_twice() {
    refused("crm.company.delete", json!({ "id": 7, "ID": 9 }));
    refused("crm.company.delete", json!({ "ID": 7, "id": 9 }));
    refused(
        "crm.company.contact.add",
        json!({ "id": 7, "fields": { "CONTACT_ID": 8 }, "FIELDS": { "CONTACT_ID": 9 } }),
    );
}
