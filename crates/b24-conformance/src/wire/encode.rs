//! The suite's own encoder: parameters as JSON, as brackets, as multipart.
//!
//! It shares nothing with the decoder in `b24-contract`, so that a mistake there cannot hide.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::template::{Hole, Template, Written};
use crate::variable::whole;

/// What stays as it is in a query or form.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// The same with brackets left as they are.
const PLAIN_AND_BRACKETS: &AsciiSet = &PLAIN.remove(b'[').remove(b']');

/// Separates the parts of a multipart body.
pub(crate) const BOUNDARY: &str = "b24-conformance-boundary";

/// How the brackets of a name are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Brackets {
    /// `fields[SORT]`.
    #[default]
    Raw,
    /// `fields%5BSORT%5D`.
    Encoded,
}

/// A JSON object, with an access token as its last member `auth`. A text that is one variable as a whole becomes its
/// value.
pub(crate) fn json(params: &Map<String, Value>, token: Option<&Template>) -> Template {
    let mut template = Template::default();
    template.push("{");
    write_members(&mut template, params);
    if let Some(token) = token {
        template.push(if params.is_empty() { "" } else { "," });
        template.push("\"auth\":\"").append(token).push("\"");
    }
    template.push("}");
    template
}

fn write_members(template: &mut Template, members: &Map<String, Value>) {
    for (place, (name, value)) in members.iter().enumerate() {
        template.push(if place == 0 { "" } else { "," });
        template.push(&quoted(name)).push(":");
        write_value(template, value);
    }
}

fn write_value(template: &mut Template, value: &Value) {
    match value {
        Value::Object(members) => {
            template.push("{");
            write_members(template, members);
            template.push("}");
        }
        Value::Array(entries) => {
            template.push("[");
            for (place, entry) in entries.iter().enumerate() {
                template.push(if place == 0 { "" } else { "," });
                write_value(template, entry);
            }
            template.push("]");
        }
        Value::String(text) => match whole(text) {
            Some(name) => {
                template.hole(Hole::Variable(name.to_owned(), Written::Json));
            }
            None => {
                let inner = Template::with_variables(text).written(Written::InJson);
                template.push("\"").append(&inner).push("\"");
            }
        },
        scalar => {
            template.push(&scalar.to_string());
        }
    }
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A text as it stands between the quotes of a JSON string.
pub(crate) fn escaped(text: &str) -> String {
    let quoted = quoted(text);
    quoted[1..quoted.len() - 1].to_owned()
}

/// The leaves of parameters, each with its bracket path. Empty lists and objects have no leaf, `null` is the empty text.
pub(crate) fn leaves(params: &Map<String, Value>) -> Vec<(String, Template)> {
    let mut found = Vec::new();
    for (name, value) in params {
        collect(name.clone(), value, &mut found);
    }
    found
}

fn collect(name: String, value: &Value, found: &mut Vec<(String, Template)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                collect(format!("{name}[{key}]"), member, found);
            }
        }
        Value::Array(entries) => {
            for (place, entry) in entries.iter().enumerate() {
                collect(format!("{name}[{place}]"), entry, found);
            }
        }
        Value::Null => found.push((name, Template::default())),
        Value::Bool(flag) => found.push((name, Template::text(if *flag { "1" } else { "0" }))),
        Value::Number(number) => found.push((name, Template::text(number.to_string()))),
        Value::String(text) => found.push((name, Template::with_variables(text))),
    }
}

/// An urlencoded query or form.
pub(crate) fn urlencoded(leaves: &[(String, Template)], brackets: Brackets) -> Template {
    let names = match brackets {
        Brackets::Raw => PLAIN_AND_BRACKETS,
        Brackets::Encoded => PLAIN,
    };
    let mut template = Template::default();
    for (place, (name, value)) in leaves.iter().enumerate() {
        template.push(if place == 0 { "" } else { "&" });
        template.push(&utf8_percent_encode(name, names).to_string()).push("=");
        template.append(&value.written(Written::Percent));
    }
    template
}

/// Parameters as an urlencoded form; variables stay as they are.
pub(crate) fn form_text(params: &Map<String, Value>) -> String {
    urlencoded(&leaves(params), Brackets::Raw).fill_variables(|name| format!("${name}"))
}

/// A call as a command of a batch; variables stay as they are, to be replaced when the batch is sent.
pub(crate) fn command(method: &str, params: &Map<String, Value>, brackets: Brackets) -> String {
    let query = urlencoded(&leaves(params), brackets).with_variables_as_text();
    if query.is_empty() { method.to_owned() } else { format!("{method}?{query}") }
}

/// A text as it stands in a query.
pub(crate) fn percent(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// A multipart body, one part a leaf.
pub(crate) fn multipart(leaves: &[(String, Template)]) -> Template {
    let mut template = Template::default();
    for (name, value) in leaves {
        let name = name.replace('"', "%22");
        template.push(&format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n"));
        template.append(value).push("\r\n");
    }
    template.push(&format!("--{BOUNDARY}--\r\n"));
    template
}

#[cfg(test)]
mod tests {
    use b24_contract::php;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(members) => members,
            other => panic!("no object: {other}"),
        }
    }

    fn filled(template: &Template) -> String {
        template
            .fill(|hole| match hole {
                Hole::Variable(name, _) => Ok::<_, ()>(format!("<{name}>")),
                other => panic!("unexpected hole {other:?}"),
            })
            .expect("every hole is filled")
    }

    #[test]
    fn json_keeps_order_and_puts_numbers_where_variables_stood() {
        let params = object(json!({ "id": "$c", "fields": { "T": "of $c \"x\"", "L": [1, null, true, 1.5, []] } }));
        assert_eq!(
            filled(&json(&params, None)),
            r#"{"id":<c>,"fields":{"T":"of <c> \"x\"","L":[1,null,true,1.5,[]]}}"#
        );
    }

    #[test]
    fn brackets_are_written_raw_or_encoded() {
        let leaves = leaves(&object(json!({ "id": "$c", "fields": { "PHONE": [{ "VALUE": "+1 2" }], "E": {} } })));
        assert_eq!(filled(&urlencoded(&leaves, Brackets::Raw)), "id=<c>&fields[PHONE][0][VALUE]=%2B1%202");
        assert_eq!(
            filled(&urlencoded(&leaves, Brackets::Encoded)),
            "id=<c>&fields%5BPHONE%5D%5B0%5D%5BVALUE%5D=%2B1%202"
        );
    }

    #[test]
    fn multipart_has_one_part_a_leaf() {
        insta::assert_snapshot!(
            filled(&multipart(&leaves(&object(json!({ "id": 5, "fields": { "OPENED": true } }))))).replace('\r', "")
        );
    }

    #[test]
    fn a_command_is_a_method_with_a_query_in_which_variables_stay() {
        let params = object(json!({ "id": "$c", "filter": { ">=ID": "${c}1", "%T": "a&b $result[x]" } }));
        let raw = "m?id=${c}&filter[%3E%3DID]=${c}1&filter[%25T]=a%26b%20%24result%5Bx%5D";
        assert_eq!(command("m", &params, Brackets::Raw), raw);
        assert_eq!(command("m", &params, Brackets::Encoded), raw.replace('[', "%5B").replace(']', "%5D"));
        assert_eq!(command("m", &Map::new(), Brackets::Raw), "m");
    }

    /// Trees that survive brackets: texts only, names without brackets, nothing empty.
    fn tree() -> impl Strategy<Value = Map<String, Value>> {
        let leaf = "[ -~é]{0,8}".prop_filter("no variables", |text| !text.contains('$')).prop_map(Value::from);
        let name = "[A-Za-z_][A-Za-z0-9_]{0,5}";
        let value = leaf.prop_recursive(3, 12, 3, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..3).prop_map(Value::from),
                proptest::collection::btree_map(name, inner, 1..3)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        });
        proptest::collection::btree_map(name, value, 1..4).prop_map(|members| members.into_iter().collect())
    }

    proptest! {
        #[test]
        fn the_decoder_of_the_contract_reads_what_this_encoder_writes(params in tree()) {
            for brackets in [Brackets::Raw, Brackets::Encoded] {
                let text = filled(&urlencoded(&leaves(&params), brackets));
                prop_assert_eq!(php::parse_query(&text).expect("not too deep"), params.clone());
            }
        }

        #[test]
        fn json_is_what_was_given(params in tree()) {
            prop_assert_eq!(serde_json::from_str::<Value>(&filled(&json(&params, None))).expect("JSON"), Value::Object(params));
        }
    }
}
