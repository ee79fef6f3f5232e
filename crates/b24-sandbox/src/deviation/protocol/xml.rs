//! Answers in XML.

use serde_json::{Value, json};

use super::breaks;
use super::heard::wants_xml;
use crate::deviation::way::Params;
use crate::deviation::{Deed, Deviation, way};
use crate::route::Format;

pub(super) fn all() -> Vec<Deviation> {
    texts().into_iter().chain(trees()).chain(sections()).collect()
}

/// How elements are written.
fn texts() -> Vec<Deviation> {
    vec![
        breaks("xml/list", "as-json", "A path that ends in `.xml` is answered in JSON.", {
            way::hears(|heard| heard.route.format = Format::Json)
        }),
        breaks("xml/list", "entries-numbered", "Entries of a list are elements `n0`.", {
            bytes(|text| text.replace("<item>", "<n0>").replace("</item>", "</n0>"))
        }),
        breaks("xml/list", "root-named-result", "The root element is `result`.", {
            bytes(|text| text.replace("<response>", "<result>").replace("</response>", "</result>"))
        }),
        breaks("xml/empty", "word-of-php", "An empty list is written as PHP writes an array in text.", {
            bytes(|text| text.replace("<result/>", "<result>Array</result>"))
        }),
        breaks("xml/text", "unescaped", "What XML reserves is written as it is.", {
            bytes(|text| text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
        }),
        breaks("xml/text", "escaped-twice", "What XML reserves is written as a reference to a reference.", {
            bytes(|text| text.replace("&amp;", "&amp;amp;"))
        }),
        breaks("xml/text", "only-ascii", "Letters beyond ASCII are question marks.", {
            bytes(|text| text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect())
        }),
        breaks("xml/error", "nested", "An error stands in an element `error` of its own.", {
            tree(|body| {
                if body.get("error").is_some() {
                    *body = json!({ "error": body.take() });
                }
            })
        }),
        breaks("xml/error", "as-json", "Errors are answered in JSON, whatever the path ends in.", {
            way::sends(|heard, parcel| {
                if wants_xml(heard) && parcel.status != 200 {
                    parcel.body = br#"{"error":"","error_description":""}"#.as_slice().into();
                }
            })
        }),
        breaks("xml/error-code", "named-code", "An error's code stands in the element `code`.", {
            tree(|body| rename(body, "error", "code"))
        }),
        breaks("xml/error-code", "padded", "An error's code has a space behind it.", {
            tree(|body| {
                if body.get("error").is_some() {
                    body["error"] = Value::String(format!("{} ", body["error"].as_str().unwrap_or_default()));
                }
            })
        }),
    ]
}

/// How values are written.
fn trees() -> Vec<Deviation> {
    vec![
        breaks("xml/true", "in-words", "`true` and `false` are written as these words.", {
            values(|value| *value = json!(value.to_string()), Value::is_boolean)
        }),
        breaks(
            "xml/true",
            "false-as-zero",
            "`false` is written as 0.",
            values(|value| *value = json!(0), |value| *value == false),
        ),
        breaks("xml/object", "as-items", "Members of an object are elements `item`.", {
            tree(|body| {
                if let Some(Value::Object(members)) = body.get("result") {
                    body["result"] = members.values().cloned().collect();
                }
            })
        }),
        breaks("xml/integer", "as-fraction", "A whole number is written with a point.", {
            values(|value| *value = json!(value.as_f64()), Value::is_number)
        }),
        breaks("xml/integer", "with-sign", "A number is written with a sign.", {
            values(|value| *value = json!(format!("+{value}")), Value::is_number)
        }),
        breaks("xml/null", "left-out", "A member that is `null` is left out.", tree(without_nulls)),
        breaks(
            "xml/null",
            "in-a-word",
            "`null` is written as this word.",
            values(|value| *value = json!("null"), Value::is_null),
        ),
        breaks("xml/nested-list", "first-only", "Of a list inside a record only the first entry is written.", {
            nested(|list| {
                list.truncate(1);
            })
        }),
        breaks("xml/nested-list", "merged", "A list inside a record is written without elements of its own.", {
            nested(|list| {
                let merged: Params = list.iter().filter_map(Value::as_object).flatten().map(owned).collect();
                *list = vec![Value::Object(merged)];
            })
        }),
        breaks("xml/empty-object", "left-out", "An empty array is left out.", {
            tree(|body| {
                if let Value::Object(members) = body {
                    members.retain(|_, member| *member != json!([]));
                }
            })
        }),
    ]
}

/// What stands beside the result, and in a batch.
fn sections() -> Vec<Deviation> {
    vec![
        breaks("xml/paging", "left-out", "`total` and `next` are not written.", {
            tree(|body| {
                if let Value::Object(members) = body {
                    members.retain(|name, _| name != "total" && name != "next");
                }
            })
        }),
        breaks("xml/paging", "next-left-out", "`next` is not written.", {
            tree(|body| {
                if let Value::Object(members) = body {
                    members.remove("next");
                }
            })
        }),
        breaks("xml/batch", "sections-outside", "Sections of a batch stand beside each other below the root.", {
            tree(|body| {
                if body.pointer("/result/result_error").is_some() {
                    *body = body["result"].take();
                }
            })
        }),
        breaks("xml/batch", "as-json", "A batch is answered in JSON.", {
            way::hears(|heard| {
                if heard.route.method.eq_ignore_ascii_case("batch") {
                    heard.route.format = Format::Json;
                }
            })
        }),
        breaks("xml/batch-list", "keys-with-letter", "A key that is a number is written with a letter before it.", {
            tree(|body| {
                if let Some(Value::Object(sections)) = body.get_mut("result") {
                    sections.values_mut().for_each(lettered);
                }
            })
        }),
    ]
}

/// The tree of answers in XML is another.
fn tree(change: impl Fn(&mut Value) + Send + Sync + 'static) -> impl Deed {
    way::tells(move |heard, answer| {
        if wants_xml(heard) {
            change(&mut answer.body);
        }
    })
}

/// The text of answers in XML is another.
fn bytes(change: impl Fn(String) -> String + Send + Sync + 'static) -> impl Deed {
    way::sends(move |heard, parcel| {
        if wants_xml(heard) {
            parcel.body = change(String::from_utf8_lossy(&parcel.body).into_owned()).into();
        }
    })
}

/// Values of some kind are others in answers in XML.
fn values(change: fn(&mut Value), is_meant: fn(&Value) -> bool) -> impl Deed {
    fn each(value: &mut Value, change: fn(&mut Value), is_meant: fn(&Value) -> bool) {
        match value {
            value if is_meant(value) => change(value),
            Value::Array(entries) => entries.iter_mut().for_each(|entry| each(entry, change, is_meant)),
            Value::Object(members) => members.values_mut().for_each(|member| each(member, change, is_meant)),
            _ => {}
        }
    }
    tree(move |body| each(body, change, is_meant))
}

/// Lists inside of records are others.
fn nested(change: fn(&mut Vec<Value>)) -> impl Deed {
    tree(move |body| {
        let Some(Value::Array(records)) = body.get_mut("result") else { return };
        let members = records.iter_mut().filter_map(Value::as_object_mut).flat_map(Params::values_mut);
        members.filter_map(Value::as_array_mut).for_each(change);
    })
}

fn rename(body: &mut Value, from: &str, to: &str) {
    if let Value::Object(members) = body {
        let renamed = std::mem::take(members).into_iter();
        *members = renamed.map(|(name, value)| (if name == from { to.to_owned() } else { name }, value)).collect();
    }
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(without_nulls),
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(without_nulls);
        }
        _ => {}
    }
}

/// Puts a letter before the keys of a section that are numbers.
fn lettered(section: &mut Value) {
    let entries = b24_contract::batch::entries(section).unwrap_or_default();
    if !entries.is_empty() && entries.iter().all(|(key, _)| key.parse::<u32>().is_ok()) {
        *section = entries.into_iter().map(|(key, told)| (format!("n{key}"), told.clone())).collect::<Params>().into();
    }
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}
