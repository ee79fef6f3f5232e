//! Payloads of all kinds that keep the contract.

use b24_contract::contract;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A whole number, sometimes written as a fraction.
pub(crate) fn integer(range: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Value> {
    (range, any::<bool>()).prop_map(|(number, float)| if float { json!(number as f64) } else { json!(number) })
}

pub(crate) fn number(max: f64) -> impl Strategy<Value = Value> {
    prop_oneof![(0.0..=max).prop_map(|number| json!(number)), (0..=max as i64).prop_map(|number| json!(number))]
}

pub(crate) fn anything() -> impl Strategy<Value = Value> {
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
pub(crate) fn extra() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::btree_map("(UF_|X|é|\"\\\\)\\PC{0,5}", anything(), 0..3).prop_map(|map| map.into_iter().collect())
}

pub(crate) fn object(known: Map<String, Value>, extra: Map<String, Value>) -> Value {
    known.into_iter().chain(extra).collect::<Map<_, _>>().into()
}

prop_compose! {
    /// A binding to what is named in `member`.
    pub(crate) fn binding(member: &'static str)(
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
    pub(crate) fn field_description()(
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
    pub(crate) fn time()(
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

/// The properties of a schema of the contract.
pub(crate) fn properties(schema: &str) -> Vec<String> {
    let schema = &contract().openapi["components"]["schemas"][schema];
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

pub(crate) const MULTIFIELDS: [&str; 5] = ["PHONE", "EMAIL", "WEB", "IM", "LINK"];

/// What a portal may write into a member: text of all kinds, or null.
pub(crate) fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        prop::sample::select(vec!["", "Y", "N", "0", "7", "007", "-7", "3.10", "2024-03-11T16:36:46+01:00"])
            .prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ]
}

pub(crate) fn multifield() -> impl Strategy<Value = Value> {
    (1..999_999_999_999_999_i64, "[A-Z]{1,5}", "\\PC{0,8}", "[A-Z]{0,8}", extra()).prop_map(
        |(id, type_id, value, value_type, extra)| {
            let known = json!({ "ID": id.to_string(), "TYPE_ID": type_id, "VALUE": value, "VALUE_TYPE": value_type });
            object(known.as_object().unwrap().clone(), extra)
        },
    )
}

/// A company or contact with any of the members that its schema has.
pub(crate) fn record(schema: &'static str) -> impl Strategy<Value = Value> {
    let members: Vec<_> = properties(schema)
        .into_iter()
        .filter(|name| name != "ID")
        .map(|name| {
            let value = match name.as_str() {
                name if MULTIFIELDS.contains(&name) => {
                    prop::collection::vec(multifield(), 0..3).prop_map(Value::from).boxed()
                }
                "LOGO" | "PHOTO" => anything().boxed(),
                _ => scalar().boxed(),
            };
            prop::option::of(value.prop_map(move |value| (name.clone(), value)))
        })
        .collect();
    (1..999_999_999_999_999_i64, members, extra()).prop_map(|(id, members, extra)| {
        let id = [("ID".to_owned(), Value::from(id.to_string()))];
        object(id.into_iter().chain(members.into_iter().flatten()).collect(), extra)
    })
}

/// A section of a batch: a list, or an object.
pub(crate) fn section(entry: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::collection::vec(entry.clone(), 0..3).prop_map(Value::from),
        prop::collection::vec(("[a-z0-9]{1,4}", entry), 0..3)
            .prop_map(|entries| entries.into_iter().collect::<Map<_, _>>().into()),
    ]
}
