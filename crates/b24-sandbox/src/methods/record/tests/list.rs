//! `list`.

use b24_contract::Method::{CrmCompanyList, CrmContactList};

use super::*;

fn titled(data: &mut Connection, titles: &[&str]) -> Vec<i64> {
    titles.iter().map(|title| company(data, json!({ "TITLE": title }))).collect()
}

#[test]
fn pages_have_fifty_records_and_say_where_the_next_one_starts() {
    let mut data = fresh();
    let all: Vec<i64> = (0..101).map(|number| company(&mut data, json!({ "TITLE": number }))).collect();
    let mut page = |start: Value| {
        let reply = list(&mut data, CrmCompanyList, json!({ "select": ["ID"], "start": start }));
        (ids(&reply), reply.page.expect("a page"))
    };
    assert_eq!(page(json!(null)), (all[..50].to_vec(), Page { total: 101, next: Some(50) }));
    assert_eq!(page(json!("50")), (all[50..100].to_vec(), Page { total: 101, next: Some(100) }));
    assert_eq!(page(json!(100)), (all[100..].to_vec(), Page { total: 101, next: None }));
    assert_eq!(page(json!(51)), (all[51..].to_vec(), Page { total: 101, next: None }));
    assert_eq!(page(json!(i64::MAX)), (vec![], Page { total: 101, next: None }));
    assert_eq!(page(json!("")).1, Page { total: 101, next: Some(50) });
    assert_eq!(page(json!(-1)), (all[..50].to_vec(), Page { total: 0, next: None }));
}

#[test]
fn a_start_that_is_no_number_fails() {
    let mut data = fresh();
    for start in [json!("x"), json!([]), json!(1.5), json!(true)] {
        let error = run(&mut data, CrmCompanyList, json!({ "start": start }));
        assert_eq!(error, Err("crm.company.list/failed"), "{start}");
    }
}

#[test]
fn records_are_sorted_by_several_fields_and_then_by_id() {
    let mut data = fresh();
    let [a, b, c, d] = titled(&mut data, &["b", "A", "b", "a"])[..] else { panic!("four") };
    let mut sorted = |order| ids(&list(&mut data, CrmCompanyList, json!({ "order": order })));
    assert_eq!(sorted(json!({})), [a, b, c, d]);
    assert_eq!(sorted(json!({ "TITLE": "ASC" })), [b, d, a, c]);
    assert_eq!(sorted(json!({ "TITLE": "desc", "ID": "DESC" })), [c, a, d, b]);
    assert_eq!(sorted(json!({ "ID": "desc", "TITLE": "ASC" })), [d, c, b, a]);
    assert_eq!(sorted(json!({ "NO_SUCH_FIELD": "ASC", "PHONE": "ASC", "id": "DESC" })), [a, b, c, d]);
    assert_eq!(sorted(json!([""])), [a, b, c, d]);
}

#[test]
fn a_literal_text_behind_an_id_gives_an_empty_page() {
    let mut data = fresh();
    titled(&mut data, &["a", "b"]);
    for filter in [json!({ ">ID": "$result[a][49][ID]" }), json!({ "ID": "x" }), json!({ "@ID": ["x"] })] {
        let reply = list(&mut data, CrmCompanyList, json!({ "filter": filter, "start": -1 }));
        assert_eq!(reply.result, json!([]), "{filter}");
    }
}

#[test]
fn contacts_are_found_by_their_companies() {
    let mut data = fresh();
    let main = contact(&mut data, json!({ "NAME": "A", "COMPANY_IDS": [12, 13] }));
    let second = contact(&mut data, json!({ "NAME": "B", "COMPANY_IDS": [13, 12] }));
    let none = contact(&mut data, json!({ "NAME": "C" }));
    let mut found = |filter| ids(&list(&mut data, CrmContactList, json!({ "filter": filter })));
    assert_eq!(found(json!({ "COMPANY_ID": 12 })), [main]);
    assert_eq!(found(json!({ "@COMPANY_ID": ["12", 13] })), [main, second]);
    assert_eq!(found(json!({ "!COMPANY_ID": 12 })), [second, none]);
    assert_eq!(found(json!({ "!=COMPANY_ID": "" })), [main, second]);
    assert_eq!(found(json!({ ">COMPANY_ID": 12 })), [second]);
    assert_eq!(found(json!({ "COMPANY_IDS": 12 })), [main, second]);
    assert_eq!(found(json!({ "COMPANY_IDS": "" })), [none]);
    assert_eq!(found(json!({ "%COMPANY_ID": "99" })), [main, second, none]);
}

#[test]
fn a_page_shows_what_was_selected() {
    let mut data = fresh();
    let id = contact(
        &mut data,
        json!({ "NAME": "A", "COMPANY_ID": 12, "PHONE": [{ "VALUE": "1" }], "UF_CRM_CLIENT_SINCE": "2024-03-11", "UF_CRM_LANGUAGES": "de" }),
    );
    let since = "2024-03-11T00:00:00+00:00";
    let mut record = |select| list(&mut data, CrmContactList, json!({ "select": select })).result[0].clone();
    assert_eq!(record(json!(["NAME", "COMPANY_ID"])), json!({ "ID": id.to_string(), "NAME": "A", "COMPANY_ID": "12" }));
    assert_eq!(
        record(json!(["HAS_PHONE", "UF_*"])),
        json!({ "ID": id.to_string(), "HAS_PHONE": "Y", "UF_CRM_CLIENT_SINCE": since })
    );
    assert_eq!(record(json!(["UF_CRM_LANGUAGES"])), json!({ "ID": id.to_string(), "UF_CRM_LANGUAGES": ["de"] }));
    let all = record(json!(null));
    assert_eq!(
        (all.get("PHONE"), &all["UF_CRM_CLIENT_SINCE"], &all["COMPANY_ID"]),
        (None, &json!(since), &json!("12"))
    );
    let with_phone = record(json!(["ID", "PHONE"]));
    assert_eq!((&with_phone["PHONE"][0]["VALUE"], with_phone.get("NAME")), (&json!("1"), None));
}

#[test]
fn too_many_conditions_are_refused_and_many_values_are_not() {
    let mut data = fresh();
    let id = company(&mut data, json!({ "TITLE": "A" }));
    let conditions: serde_json::Map<String, Value> = (0..501).map(|n| (format!("PARENT_ID_{n}"), json!("a"))).collect();
    assert_eq!(run(&mut data, CrmCompanyList, json!({ "filter": conditions })), Err("crm.company.list/failed"));
    let values: Vec<i64> = (0..40_000).collect();
    let reply = list(&mut data, CrmCompanyList, json!({ "filter": { "ID": values, "%TITLE": "a" } }));
    assert_eq!(ids(&reply), [id]);
    let long = "%".repeat(60_000);
    assert_eq!(list(&mut data, CrmCompanyList, json!({ "filter": { "=%TITLE": long } })).result, json!([]));
}
