//! Random numbers and texts, edges included.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::string_regex;
use serde_json::{Map, Number, Value};

use super::Values;

/// Greatest magnitude up to which each whole number has a floating-point form of its own.
pub(super) const EXACT: i64 = 1 << 53;

/// Whole numbers, edges included, some of them written as fractions without remainder.
pub(super) fn integer(least: i64, most: i64) -> Values {
    let near = |value: i64| value.clamp(least, most);
    let edges =
        vec![least, most, near(least.saturating_add(1)), near(most.saturating_sub(1)), near(0), near(1), near(100)];
    (prop_oneof![2 => select(edges), 2 => least..=most, 1 => near(-1000)..=near(1000)], any::<bool>())
        .prop_map(|(value, as_fraction)| match Number::from_f64(value as f64) {
            Some(fraction) if as_fraction && value.abs() <= EXACT => Value::Number(fraction),
            _ => Value::from(value),
        })
        .boxed()
}

/// Numbers, edges included; whole ones are written both ways.
pub(super) fn number(least: f64, most: f64) -> Values {
    let whole = integer(least.ceil() as i64, most.floor() as i64);
    prop_oneof![whole, (least..=most).prop_map(Value::from)].boxed()
}

/// Texts that match a pattern. JSON Schema's `\d` means ASCII digits only.
pub(super) fn matching(pattern: &str) -> Result<Values, String> {
    let inner = pattern.strip_prefix('^').and_then(|inner| inner.strip_suffix('$'));
    let inner = inner.ok_or("its pattern is not anchored")?;
    let texts = string_regex(&inner.replace(r"\d", "[0-9]"));
    texts.map(|texts| texts.prop_map(Value::from).boxed()).map_err(|error| format!("its pattern is not known: {error}"))
}

/// Texts: short ones, none, hostile ones, long ones.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => vec(proptest::char::any(), 0..=12).prop_map(String::from_iter),
        1 => Just(String::new()),
        1 => Just("\u{0}\"\\/\u{2028}𝄞\r\n".to_owned()),
        1 => Just("Ω".repeat(500)),
    ]
}

/// Up to three letters. A pattern would say the same, but be read anew for each value.
pub(super) fn letters(range: RangeInclusive<char>, least: usize) -> impl Strategy<Value = String> + Clone {
    vec(proptest::char::ranges(vec![range].into()), least..=3).prop_map(String::from_iter)
}

/// Values of any type.
pub(super) fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec((letters('a'..='z', 0), inner), 0..3)
                .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}
