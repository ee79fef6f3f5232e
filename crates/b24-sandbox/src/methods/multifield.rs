//! Telephone numbers, addresses and the like as callers give them.

use serde_json::{Map, Value};

use super::value;
use crate::store::multifield::Multifield;

/// Fields that may have several entries.
const NAMES: [&str; 5] = ["PHONE", "EMAIL", "WEB", "IM", "LINK"];

/// Every entry that has a value, or nothing when one of the e-mail addresses is not valid.
pub(super) fn entries(fields: &Map<String, Value>) -> Option<Vec<Multifield>> {
    let mut found = Vec::new();
    for name in NAMES {
        for entry in fields.get(name).map(value::entries).unwrap_or_default() {
            let member = |name| entry.get(name).and_then(value::text).map(|text| text.trim().to_owned());
            let Some(value) = member("VALUE").filter(|value| !value.is_empty()) else { continue };
            if name == "EMAIL" && !is_email(&value) {
                return None;
            }
            let value_type = member("VALUE_TYPE").filter(|kind| !kind.is_empty()).unwrap_or_else(|| "WORK".to_owned());
            found.push(Multifield { type_id: name.to_owned(), value_type, value });
        }
    }
    Some(found)
}

/// Whether a text is an e-mail address as portals see it: a name, one `@`, and a domain of at least two labels.
fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let in_name = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let named = !name.is_empty() && name.chars().all(in_name) && name.split('.').all(|part| !part.is_empty());
    named && domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn addresses_that_portals_take_and_refuse() {
        for good in ["special-for@example.com", "o'neil+crm@mail.example.co.uk", "вася@пример.рф", "1@2.3"]
        {
            assert!(is_email(good), "{good}");
        }
        for bad in ["not-an-address", "@example.com", "a@", "a@b", "a@b..c", "a b@c.d", "a@b@c.d", "a..b@c.d", ""] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn entries_come_from_lists_and_from_objects_and_need_a_value() {
        let fields = json!({
            "PHONE": [{ "VALUE": 555888, "VALUE_TYPE": "MOBILE" }, { "VALUE": " " }, "text"],
            "EMAIL": { "n0": { "VALUE": "a@example.com" } },
            "TITLE": "A",
        });
        let found = entries(fields.as_object().expect("an object")).expect("valid");
        let found: Vec<_> = found.iter().map(|e| (&*e.type_id, &*e.value_type, &*e.value)).collect();
        assert_eq!(found, [("PHONE", "MOBILE", "555888"), ("EMAIL", "WORK", "a@example.com")]);
    }

    #[test]
    fn one_bad_address_is_enough() {
        let fields = json!({ "EMAIL": [{ "VALUE": "a@example.com" }, { "VALUE": "a" }] });
        assert_eq!(entries(fields.as_object().expect("an object")), None);
    }
}
