//! Every payload that keeps the contract survives the client's types.

use b24_client::{CompanyRecord, ContactBinding, ContactLink, ContactRecord, Error, round_trip};
use b24_contract::{ExampleKind, Method, contract};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::payload::{
    MULTIFIELDS, anything, binding, extra, field_description, integer, object, properties, record, section, time,
};

/// Equality as JSON Schema counts it: numbers by value, objects without regard to order.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

proptest! {
    #[test]
    fn companies_survive(companies in prop::collection::vec(record("CompanyRecord"), 1..3)) {
        for (method, result) in [(Method::CrmCompanyGet, companies[0].clone()), (Method::CrmCompanyList, companies.into())] {
            let answer = json!({ "result": result });
            let again = round_trip(method, &answer).unwrap();
            prop_assert!(equal(&answer, &again), "{} became {}", answer, again);
        }
    }

    #[test]
    fn contacts_survive(contacts in prop::collection::vec(record("ContactRecord"), 1..3), total in integer(0..=100)) {
        for (method, result) in [(Method::CrmContactGet, contacts[0].clone()), (Method::CrmContactList, contacts.into())] {
            let answer = json!({ "result": result, "total": total });
            let again = round_trip(method, &answer).unwrap();
            prop_assert!(equal(&answer, &again), "{} became {}", answer, again);
        }
    }

    #[test]
    fn batches_survive_in_shape_and_order(
        result in section(anything().boxed()),
        result_error in section(
            ("[A-Z_]{0,8}", "\\PC{0,8}").prop_map(|(code, text)| json!({ "error": code, "error_description": text })).boxed()
        ),
        result_total in section(integer(0..=1_000_000).boxed()),
        result_next in section(integer(0..=1_000_000).boxed()),
        result_time in section(time().boxed()),
        extra in extra(),
    ) {
        let known = json!({
            "result": result, "result_error": result_error, "result_total": result_total, "result_next": result_next,
            "result_time": result_time,
        });
        let answer = json!({ "result": object(known.as_object().unwrap().clone(), extra) });
        let again = round_trip(Method::Batch, &answer).unwrap();
        prop_assert!(equal(&answer, &again), "{} became {}", answer, again);
        for (name, section) in answer["result"].as_object().unwrap() {
            let keys = |section: &Value| section.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>());
            prop_assert_eq!(keys(section), keys(&again["result"][name]));
        }
    }

    #[test]
    fn answers_survive(
        contacts in prop::collection::vec(binding("CONTACT_ID"), 0..5),
        companies in prop::collection::vec(binding("COMPANY_ID"), 0..5),
        time in time(),
        extra in extra(),
    ) {
        for (method, bindings) in [
            (Method::CrmCompanyContactItemsGet, contacts),
            (Method::CrmContactCompanyItemsGet, companies),
        ] {
            let known = json!({ "result": bindings, "time": time });
            let answer = object(known.as_object().unwrap().clone(), extra.clone());
            let again = round_trip(method, &answer).unwrap();
            prop_assert!(equal(&answer, &again), "{} became {}", answer, again);
        }
    }

    #[test]
    fn descriptions_of_fields_survive_in_their_order(
        fields in prop::collection::vec(("[A-Z_]{1,8}", field_description()), 0..5),
    ) {
        let fields: Map<_, _> = fields.into_iter().collect();
        let names: Vec<_> = fields.keys().cloned().collect();
        let answer = json!({ "result": fields });
        for method in [Method::CrmCompanyContactFields, Method::CrmContactCompanyFields] {
            let again = round_trip(method, &answer).unwrap();
            prop_assert!(equal(&answer, &again), "{} became {}", answer, again);
            prop_assert!(again["result"].as_object().unwrap().keys().eq(&names), "{again}");
        }
    }

    #[test]
    fn links_that_were_read_can_be_written(binding in binding("CONTACT_ID")) {
        let read: ContactBinding = serde_json::from_value(binding).unwrap();
        let link = ContactLink::from(&read);
        prop_assert_eq!(link.contact_id, read.contact_id);
        prop_assert_eq!((link.sort, link.is_primary), (Some(read.sort), Some(read.is_primary)));
    }

    #[test]
    fn errors_survive(code in "[0-9A-Za-z_]{0,12}", text in "\\PC{0,20}", extra in extra()) {
        let known = json!({ "error": code, "error_description": text });
        let answer = object(known.as_object().unwrap().clone(), extra);
        let again = round_trip(Method::CrmCompanyContactItemsGet, &answer).unwrap();
        prop_assert!(equal(&answer, &again), "{} became {}", answer, again);
    }

    #[test]
    fn no_answer_panics(answer in anything(), binding in anything()) {
        for method in Method::ALL {
            let _ = round_trip(*method, &answer);
            let _ = round_trip(*method, &json!({ "result": [binding], "time": answer }));
        }
    }
}

#[test]
fn every_member_of_a_record_has_a_field() {
    let left_over = |schema: &str, value: &str| {
        let members =
            properties(schema).into_iter().filter(|name| name != "ID" && !MULTIFIELDS.contains(&name.as_str()));
        let members = members.map(|name| (name, value.into()));
        let record = object(members.collect(), json!({ "ID": "1" }).as_object().unwrap().clone());
        let extra = match schema {
            "CompanyRecord" => serde_json::from_value::<CompanyRecord>(record).unwrap().extra,
            _ => serde_json::from_value::<ContactRecord>(record).unwrap().extra,
        };
        extra.keys().cloned().collect::<Vec<_>>()
    };
    for schema in ["CompanyRecord", "ContactRecord"] {
        let flags = left_over(schema, "7");
        let numbers = left_over(schema, "Y");
        assert!(
            flags.iter().all(|name| name.starts_with("HAS_") || name == "EXPORT" || !name.ends_with("_ID")),
            "{flags:?}"
        );
        assert!(numbers.iter().all(|name| name.ends_with("_ID") || name.ends_with("_BY")), "{numbers:?}");
        assert!(!flags.iter().any(|name| numbers.contains(name)), "{flags:?} {numbers:?}");
    }
}

#[test]
fn arrays_of_php_survive() {
    let user = json!({ "ID": "1", "ADMIN": true, "NAME": "Anna", "LAST_NAME": "", "PERSONAL_GENDER": "", "TIME_ZONE": "", "X": [] });
    let name = json!({ "provider": "", "name": "All visitors", "provider_id": "other" });
    for (method, result) in [
        (Method::Profile, json!([])),
        (Method::Profile, user),
        (Method::AccessName, json!(false)),
        (Method::AccessName, json!([])),
        (Method::AccessName, json!({})),
        (Method::AccessName, json!({ "G2": name, "AU": name })),
        (Method::AppInfo, json!({ "LICENSE": "de_team", "SCOPE": [], "DAYS": null })),
        (Method::AppInfo, json!({ "LICENSE": "de_team", "PAYMENT_EXPIRED": "Y", "DAYS": -3 })),
        (Method::UserCurrent, json!({ "ID": "3", "UF_DEPARTMENT": [] })),
        (Method::UserCurrent, json!({ "ID": "3", "IS_ONLINE": "N", "UF_DEPARTMENT": [1] })),
    ] {
        let answer = json!({ "result": result });
        let again = round_trip(method, &answer).unwrap();
        assert_eq!(again.to_string(), answer.to_string(), "the order counts too");
    }
    for (method, result, path) in [
        (Method::Profile, json!([1]), "result"),
        (Method::Profile, json!(null), "result"),
        (Method::Profile, json!({ "ID": "x" }), "result.ID"),
        (Method::AccessName, json!(true), "result"),
        (Method::AccessName, json!({ "AU": { "name": 7 } }), "result.AU.name"),
        (Method::Batch, json!({ "result": [], "result_error": { "a": 1 } }), "result.result_error.a"),
    ] {
        match round_trip(method, &json!({ "result": result })) {
            Err(Error::Undecodable(error)) => assert_eq!(error.path(), path, "{error}"),
            other => panic!("{result}: {other:?}"),
        }
    }
}

#[test]
fn documented_answers_survive() {
    let mut count = 0;
    for example in &contract().examples {
        let answer = match example.kind {
            ExampleKind::Request => continue,
            ExampleKind::Result => json!({ "result": example.payload }),
            ExampleKind::Answer | ExampleKind::Error => example.payload.clone(),
        };
        let again = round_trip(Method::parse(&example.method).unwrap(), &answer).unwrap();
        assert!(equal(&answer, &again), "{}: {again}", example.id);
        count += 1;
    }
    assert!(count > 0, "the contract has no documented answers");
}

#[test]
fn whole_numbers_have_many_spellings() {
    let spellings = ["100", "100.0", "1e2", "1E+2", "1000e-1"];
    for spelling in spellings {
        let id = serde_json::from_str::<b24_client::CompanyId>(spelling).unwrap();
        assert_eq!(id.get(), 100, "{spelling}");
    }
    for other in ["100.5", "\"100\"", "1e300", "18446744073709551615", "9007199254740994.0", "null", "true"] {
        assert!(serde_json::from_str::<b24_client::CompanyId>(other).is_err(), "{other}");
    }
}

#[test]
fn the_last_of_two_members_counts() {
    let twice = r#"{"CONTACT_ID":1,"SORT":1,"ROLE_ID":0,"IS_PRIMARY":"N","X":1,"CONTACT_ID":2,"X":2}"#;
    let binding: ContactBinding = serde_json::from_str(twice).unwrap();
    assert_eq!((binding.contact_id.get(), &binding.extra["X"]), (2, &json!(2)));
}

#[test]
fn what_the_types_cannot_hold_is_named_with_its_place() {
    let binding = json!({ "CONTACT_ID": 7, "SORT": 1, "ROLE_ID": 0, "IS_PRIMARY": "Y" });
    let with = |name: &str, value: Value| {
        let mut binding = binding.clone();
        binding[name] = value;
        json!({ "result": [binding] })
    };
    for (answer, path) in [
        (with("CONTACT_ID", json!("7")), "result[0].CONTACT_ID"),
        (with("SORT", json!(1.5)), "result[0].SORT"),
        (with("ROLE_ID", json!(null)), "result[0].ROLE_ID"),
        (with("IS_PRIMARY", json!(true)), "result[0].IS_PRIMARY"),
        (json!({ "result": [{}] }), "result[0]"),
        (json!({ "result": {} }), "result"),
        (json!({ "result": [], "time": { "start": "now" } }), "time.start"),
        (json!({}), "."),
        (json!([]), "."),
        (json!({ "error": 7, "error_description": "" }), "error"),
    ] {
        match round_trip(Method::CrmCompanyContactItemsGet, &answer) {
            Err(Error::Undecodable(error)) => assert_eq!(error.path(), path, "{error}"),
            other => panic!("{answer}: {other:?}"),
        }
    }
}
