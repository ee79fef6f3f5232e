//! Property: a filter in SQL finds what a filter that looks at each answered record in turn finds.

use b24_contract::Method::{CrmCompanyAdd, CrmCompanyGet, CrmCompanyList};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// How the naive filter compares a field.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Like {
    Number,
    Moment,
    Flag,
    Text,
    /// A text whose parts cannot be searched.
    Code,
    /// Several values, compared as a whole.
    Entries,
}

/// The fields that are filtered, and values of which some occur in records, some do not and some are nonsense.
const FIELDS: [(&str, Like, &[&str]); 10] = [
    ("ID", Like::Number, &["1", "2", "3", "5", "x", "$result[a][0]", ""]),
    ("REVENUE", Like::Number, &["0", "9", "10", "10.5", "1e1", "much", ""]),
    ("UF_CRM_DISCOUNT", Like::Number, &["0", "9", "10", "1e1", "much", ""]),
    ("ASSIGNED_BY_ID", Like::Number, &["1", "2", "02", ""]),
    ("DATE_CREATE", Like::Moment, &["2024-03-11", "11.03.2024", "2024-03-11T13:00:00+01:00", "2025-01-01", "soon", ""]),
    ("OPENED", Like::Flag, &["Y", "N", "1", "0", "maybe", ""]),
    ("HAS_PHONE", Like::Flag, &["Y", "N", "true", ""]),
    ("TITLE", Like::Text, &["alpha", "Alpha", "a_pha", "alp", "100%", "%", "a%", "%PHA", "\\", "", "'; --"]),
    ("COMPANY_TYPE", Like::Code, &["CUSTOMER", "customer", "PART", "PART%", ""]),
    ("PHONE", Like::Entries, &["1", "2", "12", ""]),
];
const OPERATORS: [&str; 13] = ["", "=", "!", "!=", ">", ">=", "<", "<=", "%", "=%", "%=", "@", "!@"];

fn record() -> impl Strategy<Value = Value> {
    (
        select(vec!["alpha", "ALPHA", "a_pha", "axpha", "100%", "back\\slash", "", "null"]),
        select(vec!["", "0", "9", "10", "10.5", "100"]),
        select(vec!["", "0", "9.5", "10"]),
        select(vec!["1", "2"]),
        select(vec!["2024-03-11", "2024-03-11T12:00:00Z", "2024-03-12", "2025-06-01"]),
        select(vec!["Y", "N"]),
        select(vec!["CUSTOMER", "PARTNER"]),
        prop::collection::vec(select(vec!["1", "2", "12"]), 0..3),
    )
        .prop_map(|(title, revenue, discount, user, created, opened, kind, phones)| {
            let phones: Vec<Value> = phones.into_iter().map(|phone| json!({ "VALUE": phone })).collect();
            json!({
                "TITLE": if title == "null" { Value::Null } else { json!(title) }, "REVENUE": revenue,
                "UF_CRM_DISCOUNT": discount, "ASSIGNED_BY_ID": user, "DATE_CREATE": created, "OPENED": opened, "COMPANY_TYPE": kind, "PHONE": phones,
            })
        })
}

/// A key, the field's name, how it is compared, the operator, and the value.
fn condition() -> impl Strategy<Value = (&'static str, Like, &'static str, Value)> {
    (select(FIELDS.to_vec()), select(OPERATORS.to_vec())).prop_flat_map(|((name, like, values), operator)| {
        let one = select(values.to_vec());
        let value = prop_oneof![
            3 => one.clone().prop_map(Value::from),
            1 => prop::collection::vec(one, 0..3).prop_map(Value::from),
        ];
        value.prop_map(move |value| (name, like, operator, value))
    })
}

/// Unix seconds of the moments that occur here.
fn moment(text: &str) -> Option<f64> {
    let day = |day: f64| 1_710_115_200.0 + 86_400.0 * day;
    Some(match text {
        "2024-03-11" | "11.03.2024" | "2024-03-11T00:00:00+00:00" => day(0.0),
        "2024-03-11T12:00:00+00:00" | "2024-03-11T13:00:00+01:00" => day(0.5),
        "2024-03-12T00:00:00+00:00" => day(1.0),
        "2025-01-01" => day(296.0),
        "2025-06-01T00:00:00+00:00" => day(447.0),
        _ => return None,
    })
}

/// A value as the naive filter compares it.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Comparable {
    Number(f64),
    Text(String),
}

fn comparable(like: Like, text: &str) -> Option<Comparable> {
    match like {
        Like::Number => text.parse().ok().map(Comparable::Number),
        Like::Moment => moment(text).map(Comparable::Number),
        Like::Flag => match text {
            "Y" | "1" | "true" => Some(Comparable::Text("Y".to_owned())),
            "N" | "0" => Some(Comparable::Text("N".to_owned())),
            _ => None,
        },
        Like::Text | Like::Code => Some(Comparable::Text(text.to_ascii_lowercase())),
        Like::Entries => Some(Comparable::Text(text.to_owned())),
    }
}

/// Whether a text is like a pattern in which `%` stands for any characters.
fn is_like(text: &str, pattern: &str) -> bool {
    match pattern.split_once('%') {
        None => text == pattern,
        Some((start, rest)) => {
            text.strip_prefix(start).is_some_and(|text| (0..=text.len()).any(|skipped| is_like(&text[skipped..], rest)))
        }
    }
}

fn fulfils(record: &Value, (name, like, operator, given): &(&'static str, Like, &'static str, Value)) -> bool {
    let own: Vec<&str> = match &record[*name] {
        Value::Array(entries) => entries.iter().filter_map(|entry| entry["VALUE"].as_str()).collect(),
        value => value.as_str().into_iter().collect(),
    };
    let given: Vec<&str> = match given {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        value => {
            let text = value.as_str().expect("text");
            if text.is_empty() && matches!(*operator, "" | "=" | "!" | "!=") {
                return own.iter().all(|own| own.is_empty()) != operator.starts_with('!');
            }
            vec![text]
        }
    };
    let is_one = || {
        own.iter().any(|own| {
            let own = comparable(*like, own);
            own.is_some() && given.iter().any(|given| comparable(*like, given) == own)
        })
    };
    match *operator {
        "" | "=" | "@" => is_one(),
        "!" | "!=" | "!@" => !is_one(),
        _ => true,
    }
}

fn fulfils_single(record: &Value, condition: &(&'static str, Like, &'static str, Value)) -> bool {
    let (name, like, operator, given) = condition;
    let (Some(given), false) = (given.as_str(), *like == Like::Entries) else { return true };
    // Answers write a custom field without a value as an empty text.
    let own = record[*name].as_str().filter(|own| !name.starts_with("UF_") || !own.is_empty());
    let texts = || (own.map(str::to_ascii_lowercase), given.to_ascii_lowercase());
    match *operator {
        ">" | ">=" | "<" | "<=" => {
            let (Some(own), Some(given)) = (own.and_then(|own| comparable(*like, own)), comparable(*like, given))
            else {
                return false;
            };
            match *operator {
                ">" => own > given,
                ">=" => own >= given,
                "<" => own < given,
                _ => own <= given,
            }
        }
        "%" | "=%" | "%=" if *like == Like::Code => true,
        "%" => matches!(texts(), (Some(own), given) if own.contains(&given)),
        "=%" | "%=" => matches!(texts(), (Some(own), given) if is_like(&own, &given)),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn sql_finds_what_looking_at_each_record_finds(
        records in prop::collection::vec(record(), 1..8),
        conditions in prop::collection::vec(condition(), 1..4),
    ) {
        let mut data = fresh();
        let mut answered = Vec::new();
        for fields in records {
            let id = made(&mut data, CrmCompanyAdd, json!({ "fields": fields, "params": { "IMPORT": "Y" } }));
            answered.push(get(&mut data, CrmCompanyGet, id));
        }
        let mut filter = serde_json::Map::new();
        for (name, _, operator, value) in &conditions {
            filter.insert(format!("{operator}{name}"), value.clone());
        }
        // Of several conditions under one key the last one counts.
        let counts = |(name, _, operator, value): &(&str, Like, &str, Value)| filter[&format!("{operator}{name}")] == *value;
        let conditions: Vec<_> = conditions.into_iter().filter(counts).collect();
        let expected: Vec<i64> = answered
            .iter()
            .filter(|record| conditions.iter().all(|one| fulfils(record, one) && fulfils_single(record, one)))
            .map(|record| record["ID"].as_str().expect("text").parse().expect("a number"))
            .collect();
        let reply = list(&mut data, CrmCompanyList, json!({ "filter": filter }));
        prop_assert_eq!(reply.page.expect("a page").total, expected.len() as u64);
        prop_assert_eq!(ids(&reply), expected);
    }
}
