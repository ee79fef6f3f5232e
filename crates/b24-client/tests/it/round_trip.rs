//! Every payload that keeps the contract survives the client's types.

use b24_client::{ContactBinding, ContactLink, Error, round_trip};
use b24_contract::{ExampleKind, Method, contract};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

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

/// A whole number, sometimes written as a fraction.
fn integer(range: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Value> {
    (range, any::<bool>()).prop_map(|(number, float)| if float { json!(number as f64) } else { json!(number) })
}

fn number(max: f64) -> impl Strategy<Value = Value> {
    prop_oneof![(0.0..=max).prop_map(|number| json!(number)), (0..=max as i64).prop_map(|number| json!(number))]
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |number| number.is_finite().then(|| json!(number))),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("\\PC{0,6}", inner, 0..4).prop_map(|members| json!(members)),
        ]
    })
}

/// Members that the contract does not know; none has the name of one that it knows.
fn extra() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::btree_map("(UF_|X|é|\"\\\\)\\PC{0,5}", anything(), 0..3).prop_map(|map| map.into_iter().collect())
}

fn object(known: Map<String, Value>, extra: Map<String, Value>) -> Value {
    known.into_iter().chain(extra).collect::<Map<_, _>>().into()
}

prop_compose! {
    /// A binding to what is named in `member`.
    fn binding(member: &'static str)(
        id in integer(1..=9_007_199_254_740_991),
        sort in integer(-2_147_483_648..=2_147_483_647),
        role in integer(0..=2_147_483_647),
        primary in prop::sample::select(vec!["Y", "N"]),
        extra in extra(),
    ) -> Value {
        let known = json!({ member: id, "SORT": sort, "ROLE_ID": role, "IS_PRIMARY": primary });
        object(known.as_object().unwrap().clone(), extra)
    }
}

prop_compose! {
    fn field_description()(
        field_type in "[a-z_]{1,12}",
        flags in any::<[bool; 5]>(),
        title in "\\PC{0,12}",
        extra in extra(),
    ) -> Value {
        let [required, read_only, immutable, multiple, dynamic] = flags;
        let known = json!({
            "type": field_type, "isRequired": required, "isReadOnly": read_only, "isImmutable": immutable,
            "isMultiple": multiple, "isDynamic": dynamic, "title": title,
        });
        object(known.as_object().unwrap().clone(), extra)
    }
}

prop_compose! {
    fn time()(
        start in number(253_402_300_799.0),
        finish in number(253_402_300_799.0),
        duration in number(86_400.0),
        processing in number(86_400.0),
        reset in prop::option::of(integer(0..=253_402_300_799)),
        operating in prop::option::of(number(31_536_000.0)),
        extra in extra(),
    ) -> Value {
        let date = "2024-08-19T16:46:31+02:00";
        let mut known = json!({
            "start": start, "finish": finish, "duration": duration, "processing": processing,
            "date_start": date, "date_finish": date,
        });
        let known = known.as_object_mut().unwrap();
        known.extend(reset.map(|reset| ("operating_reset_at".to_owned(), reset)));
        known.extend(operating.map(|operating| ("operating".to_owned(), operating)));
        object(known.clone(), extra)
    }
}

proptest! {
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
