//! Tests of reading parameters.

use serde_json::json;

use super::*;

fn decoded(query: &str, content_type: Option<&str>, body: &str) -> Decoded {
    parameters(query, content_type, body.as_bytes()).expect("not too deep")
}

fn params(query: &str, content_type: Option<&str>, body: &str) -> Value {
    Value::Object(decoded(query, content_type, body).params)
}

const JSON: Option<&str> = Some("application/json");
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

#[test]
fn every_encoding_gives_the_same_tree() {
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n32\r\n\
         --b\r\nContent-Disposition: form-data; name=\"fields[CONTACT_ID]\"\r\n\r\n7\r\n--b--\r\n";
    let expected = json!({ "id": "32", "fields": { "CONTACT_ID": "7" } });
    assert_eq!(params("", JSON, r#"{"id":"32","fields":{"CONTACT_ID":"7"}}"#), expected);
    assert_eq!(params("", FORM, "id=32&fields[CONTACT_ID]=7"), expected);
    assert_eq!(params("", Some("multipart/form-data; boundary=b"), multipart), expected);
    assert_eq!(params("id=32&fields%5BCONTACT_ID%5D=7", None, ""), expected);
}

#[test]
fn the_content_type_decides_as_it_does_for_php() {
    assert_eq!(params("", Some("application/json; charset=utf-8"), r#"{"id":1}"#), json!({ "id": 1 }));
    assert_eq!(params("", Some("APPLICATION/VND.API+JSON"), r#"{"id":1}"#), json!({ "id": 1 }));
    assert_eq!(params("", FORM, r#"{"id":1}"#), json!({ r#"{"id":1}"#: "" }));
    assert_eq!(params("", Some("text/plain;charset=UTF-8"), "id=1&x[]=2"), json!({ "id": "1", "x": ["2"] }));
    for content_type in [None, Some("text/html"), Some("multipart/form-data")] {
        let decoded = decoded("", content_type, r#"{"id":1}"#);
        assert!(decoded.params.is_empty(), "{content_type:?}");
        assert_eq!(decoded.raw_body.as_deref(), Some(r#"{"id":1}"#));
    }
}

#[test]
fn a_body_that_is_no_object_has_no_parameters() {
    for body in ["[]", "{}", "null", "32", r#""id""#, r#"{"id":1"#, "\u{feff}{}", ""] {
        assert_eq!(params("", JSON, body), json!({}), "{body}");
    }
    assert_eq!(params("", JSON, r#"["a"]"#), json!({ "0": "a" }));
}

#[test]
fn the_body_replaces_the_query_and_comes_last() {
    let merged = decoded("id=1&ID=5&x=2", JSON, r#"{"id":3}"#).params;
    assert_eq!(merged.keys().collect::<Vec<_>>(), ["ID", "x", "id"]);
    assert_eq!(Value::Object(merged), json!({ "ID": "5", "x": "2", "id": 3 }));
}

#[test]
fn uploads_are_no_parameters() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"LOGO\"; filename=\"a.png\"\r\n\r\nx\r\n\
         --b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n7\r\n--b--\r\n";
    assert_eq!(params("", Some("multipart/form-data; boundary=b"), body), json!({ "id": "7" }));
}

#[test]
fn nesting_is_limited_in_every_encoding() {
    let deep = format!("a{}=1", "[x]".repeat(php::MAX_DEPTH + 1));
    let part = format!(
        "--b\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n1\r\n--b--\r\n",
        deep.trim_end_matches("=1")
    );
    let json = "[".repeat(php::MAX_DEPTH + 2);
    for (query, content_type, body) in [
        (deep.as_str(), "text/plain", ""),
        ("", "application/x-www-form-urlencoded", deep.as_str()),
        ("", "multipart/form-data; boundary=b", part.as_str()),
        ("", "application/json", json.as_str()),
    ] {
        let read = parameters(query, Some(content_type), body.as_bytes());
        assert_eq!(read.err(), Some(BracketError::TooDeep), "{content_type}");
    }
}
