//! What PHP's `parse_str` makes of queries, oddities included.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

#[track_caller]
fn reads(query: &str, expected: Value) {
    // As text, because equality of JSON objects disregards their order.
    assert_eq!(Value::Object(parse_query(query).expect("not too deep")).to_string(), expected.to_string(), "{query}");
}

#[test]
fn keys_make_objects() {
    reads("a[b][c]=1&a[b][d]=2&e=3", json!({ "a": { "b": { "c": "1", "d": "2" } }, "e": "3" }));
    reads("filter[>ID]=0&filter[%3E%3DSORT]=5", json!({ "filter": { ">ID": "0", ">=SORT": "5" } }));
    reads("z[b]=1&z[a]=2&y=3", json!({ "z": { "b": "1", "a": "2" }, "y": "3" }));
}

#[test]
fn empty_brackets_and_numbers_in_order_make_lists() {
    reads("a[]=1&a[]=2", json!({ "a": ["1", "2"] }));
    reads("a[0]=1&a[1]=2", json!({ "a": ["1", "2"] }));
    reads("a[0][x]=1&a[0][y]=2&a[][x]=3", json!({ "a": [{ "x": "1", "y": "2" }, { "x": "3" }] }));
    reads("a[ ]=1&a[\t]=2", json!({ "a": ["1", "2"] }));
    reads("a[][]=1&a[][]=2", json!({ "a": [["1"], ["2"]] }));
}

#[test]
fn other_numbers_make_objects() {
    reads("a[1]=x&a[0]=y", json!({ "a": { "1": "x", "0": "y" } }));
    reads("a[1]=x&a[2]=y", json!({ "a": { "1": "x", "2": "y" } }));
    reads("a[00]=x", json!({ "a": { "00": "x" } }));
    reads("a[0]=x&a[k]=y", json!({ "a": { "0": "x", "k": "y" } }));
}

#[test]
fn empty_brackets_go_on_after_the_greatest_number() {
    reads("a[5]=x&a[]=y", json!({ "a": { "5": "x", "6": "y" } }));
    reads("a[k]=x&a[]=y", json!({ "a": { "k": "x", "0": "y" } }));
    reads("a[-7]=x&a[]=y", json!({ "a": { "-7": "x", "0": "y" } }));
    reads("a[05]=x&a[]=y", json!({ "a": { "05": "x", "0": "y" } }));
    reads("a[9223372036854775807]=x&a[]=y&b=z", json!({ "a": { "9223372036854775807": "x" }, "b": "z" }));
}

#[test]
fn numbers_may_be_names_of_parameters() {
    reads("0=9&1[ID]=5", json!({ "0": "9", "1": { "ID": "5" } }));
}

#[test]
fn escapes_are_undone_in_names_and_values() {
    reads("a%5Bb%5D=1%262&c=x+y%2Bz", json!({ "a": { "b": "1&2" }, "c": "x y+z" }));
    reads("a=100%&b=%zz&c=%4", json!({ "a": "100%", "b": "%zz", "c": "%4" }));
    reads("a=%d0%BF%D1%80&b=%FF%41", json!({ "a": "пр", "b": "\u{fffd}A" }));
}

#[test]
fn a_missing_value_is_empty_and_a_missing_name_is_ignored() {
    reads("a&b=&c=1&", json!({ "a": "", "b": "", "c": "1" }));
    reads("=1&[x]=2&&%20=3&d=4", json!({ "d": "4" }));
    reads("", json!({}));
    reads("a==b=c", json!({ "a": "=b=c" }));
}

#[test]
fn dots_and_spaces_become_underscores_before_the_first_bracket_only() {
    reads("a.b=1&c d=2&e.f[g.h i]=3&+j=4", json!({ "a_b": "1", "c_d": "2", "e_f": { "g.h i": "3" }, "j": "4" }));
}

#[test]
fn an_unclosed_bracket_is_part_of_the_name_or_cut_off() {
    reads("a[b=1", json!({ "a_b": "1" }));
    reads("a[b.c[d=1", json!({ "a_b_c_d": "1" }));
    reads("a[b][c=1", json!({ "a": { "b": "1" } }));
    reads("a[][c=1", json!({ "a": ["1"] }));
    reads("a[b[c]=1", json!({ "a": { "b[c": "1" } }));
    reads("a[b]c[d]=1", json!({ "a": { "b": "1" } }));
    reads("a]=1", json!({ "a]": "1" }));
    reads("a[", json!({ "a_": "" }));
}

#[test]
fn a_name_ends_at_a_zero_byte() {
    reads("a%00b=1&c[d%00]=2", json!({ "a": "1", "c_d": "2" }));
}

#[test]
fn what_comes_later_wins_in_the_place_of_the_first() {
    reads("a=1&b=2&a=3", json!({ "a": "3", "b": "2" }));
    reads("a[x]=1&b=2&a=3", json!({ "a": "3", "b": "2" }));
    reads("a=1&b=2&a[x]=3", json!({ "a": { "x": "3" }, "b": "2" }));
    reads("a[0]=1&a[0][k]=2", json!({ "a": [{ "k": "2" }] }));
}

#[test]
fn nesting_ends_at_the_limit() {
    let name = |levels: usize| format!("a{}=1", "[x]".repeat(levels));
    assert!(parse_query(&name(MAX_DEPTH)).is_ok());
    assert_eq!(parse_query(&name(MAX_DEPTH + 1)), Err(BracketError::TooDeep));
    assert_eq!(parse_query(&name(100_000)), Err(BracketError::TooDeep));
    assert_eq!(assemble([("a[x]".repeat(65).as_str(), String::new())]).map(|map| map.len()), Ok(1));
}

#[test]
fn work_grows_with_the_input_only() {
    const COUNT: usize = 50_000;
    let pushes = parse_query(&"a[]=1&".repeat(COUNT)).expect("flat");
    assert_eq!(pushes["a"].as_array().map(Vec::len), Some(COUNT));
    let names: String = (0..COUNT).map(|n| format!("n{n}=&")).collect();
    assert_eq!(parse_query(&names).expect("flat").len(), COUNT);
    let unclosed = parse_query(&format!("{}=1", "a[".repeat(COUNT)));
    assert_eq!(unclosed.expect("no bracket closes").len(), 1);
}

#[test]
fn parts_of_a_multipart_body_are_assembled_by_the_same_rules() {
    let parts = [("fields[TITLE]", "a&b=c+d%41".to_owned()), ("fields[TAGS][]", "x".to_owned())];
    assert_eq!(assemble(parts).map(Value::Object), Ok(json!({ "fields": { "TITLE": "a&b=c+d%41", "TAGS": ["x"] } })));
}

/// Writes a value in bracket notation, percent-encoding everything but letters and digits.
fn write(prefix: &str, value: &Value, out: &mut Vec<String>) {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02x}") },
            )
            .collect()
    };
    match value {
        Value::String(text) => out.push(format!("{prefix}={}", encode(text))),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| write(&format!("{prefix}[{at}]"), item, out));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, member)| write(&format!("{prefix}%5b{}%5D", encode(key)), member, out));
        }
        _ => unreachable!("brackets know texts, lists and objects only"),
    }
}

/// Texts, and lists and objects that are not empty: brackets cannot say the others.
fn bracketed() -> impl Strategy<Value = Value> {
    let key =
        "[A-Za-z>=!%. ][A-Za-z0-9 ._&=+%]{0,5}|пр|-?[1-9][0-9]{0,20}".prop_filter("blank names", |key| key != " ");
    let leaf = any::<String>().prop_map(Value::String);
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let object = prop::collection::vec((key.clone(), inner.clone()), 1..5)
            .prop_map(|members| Value::Object(members.into_iter().collect()));
        prop_oneof![prop::collection::vec(inner, 1..5).prop_map(Value::Array), object]
    })
}

proptest! {
    #[test]
    fn every_value_that_brackets_can_say_comes_back(value in bracketed(), name in "[A-Za-z_]{1,8}") {
        let mut pairs = Vec::new();
        write(&name, &value, &mut pairs);
        let expected = json!({ name: value });
        prop_assert_eq!(Value::Object(parse_query(&pairs.join("&")).expect("shallow")).to_string(), expected.to_string());
    }

    #[test]
    fn no_input_panics(query in "(?s).{0,200}", brackets in "[a\\[\\]=&%0-9.+ \\x00]{0,200}") {
        let _ = parse_query(&query);
        let _ = parse_query(&brackets);
        let _ = assemble([(query.as_str(), brackets)]);
    }
}
