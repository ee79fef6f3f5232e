//! Writes an answer's tree as XML.
//!
//! Members of an object are elements by their name. Entries of a list, and members whose name is no XML name, are
//! elements `item`, the latter with their name as attribute `key`. `true` is `1`; `false` and `null` are empty.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::Value;

/// The whole document, with the tree below `response`.
pub(super) fn document(tree: &Value) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    let declaration = Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None));
    let written = writer.write_event(declaration).and_then(|()| element(&mut writer, "response", tree));
    debug_assert!(written.is_ok(), "writing into memory does not fail");
    writer.into_inner()
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> std::io::Result<()> {
    let start = if is_xml_name(name) {
        BytesStart::new(name)
    } else {
        BytesStart::new("item").with_attributes([("key", &*clean(name))])
    };
    content(writer, start, value)
}

fn content(writer: &mut Writer<Vec<u8>>, start: BytesStart<'_>, value: &Value) -> std::io::Result<()> {
    let text = match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => clean(text).into_owned(),
        Value::Array(entries) => {
            return nested(writer, start, entries.is_empty(), |writer| {
                entries.iter().try_for_each(|entry| element(writer, "item", entry))
            });
        }
        Value::Object(members) => {
            return nested(writer, start, members.is_empty(), |writer| {
                members.iter().try_for_each(|(name, member)| element(writer, name, member))
            });
        }
    };
    nested(writer, start, text.is_empty(), |writer| writer.write_event(Event::Text(BytesText::new(&text))))
}

fn nested(
    writer: &mut Writer<Vec<u8>>,
    start: BytesStart<'_>,
    empty: bool,
    inside: impl FnOnce(&mut Writer<Vec<u8>>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    if empty {
        return writer.write_event(Event::Empty(start));
    }
    let end = BytesEnd::from(start.name()).into_owned();
    writer.write_event(Event::Start(start))?;
    inside(writer)?;
    writer.write_event(Event::End(end))
}

/// Whether an element may have this name. Colons would be read as namespaces, so they do not count.
fn is_xml_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'))
}

/// A text without the characters that XML cannot hold even as references.
fn clean(text: &str) -> Cow<'_, str> {
    let forbidden =
        |c: char| (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) { text.replace(forbidden, "\u{fffd}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use serde_json::json;

    use super::*;

    fn written(tree: Value) -> String {
        String::from_utf8(document(&tree)).expect("UTF-8")
    }

    #[test]
    fn a_tree_with_everything_in_it() {
        let tree = json!({
            "result": [{ "CONTACT_ID": 7, "IS_PRIMARY": "Y" }, { "CONTACT_ID": 8, "IS_PRIMARY": "N" }],
            "yes": true, "no": false, "nothing": null, "empty": {}, "list": [], "text": "a < b & \"c\"",
            "12": 1.5, "a b": "\u{1}", "<evil>": "",
        });
        insta::assert_snapshot!(written(tree).replace("><", ">\n<"), @r#"
        <?xml version="1.0" encoding="utf-8"?>
        <response>
        <result>
        <item>
        <CONTACT_ID>7</CONTACT_ID>
        <IS_PRIMARY>Y</IS_PRIMARY>
        </item>
        <item>
        <CONTACT_ID>8</CONTACT_ID>
        <IS_PRIMARY>N</IS_PRIMARY>
        </item>
        </result>
        <yes>1</yes>
        <no/>
        <nothing/>
        <empty/>
        <list/>
        <text>a &lt; b &amp; &quot;c&quot;</text>
        <item key="12">1.5</item>
        <item key="a b">�</item>
        <item key="&lt;evil&gt;"/>
        </response>
        "#);
    }

    #[test]
    fn an_error_has_its_two_elements() {
        let tree = json!({ "error": "", "error_description": "Not found." });
        let expected = "<response><error/><error_description>Not found.</error_description></response>";
        assert!(written(tree).ends_with(expected));
    }

    fn trees() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::hash_map(any::<String>(), inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_tree_is_a_document_that_can_be_read(tree in trees()) {
            let document = document(&tree);
            let mut reader = Reader::from_reader(document.as_slice());
            let mut depth = 0_i32;
            loop {
                match reader.read_event().map_err(|error| TestCaseError::fail(error.to_string()))? {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth -= 1,
                    Event::Text(text) => {
                        prop_assert!(!text.xml10_content().contains(|c: char| c < ' ' && !"\t\n\r".contains(c)));
                    }
                    Event::Eof => break,
                    _ => {}
                }
            }
            prop_assert_eq!(depth, 0);
        }
    }
}
