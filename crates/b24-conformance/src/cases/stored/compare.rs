//! What came back against what was stored: which links, and in which order.

use serde_json::Value;

use crate::json::{Difference, brief, difference, same};

/// What a company that came back differently breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// A link is missing, too many, or has other values.
    Stored,
    /// The links are right, but not in ascending order of sort index.
    Order,
    /// The order of links with equal sort index is not that in which they were made.
    Equals,
}

/// The first departure of a result from the expected bindings. Order counts only once the links are right.
pub(super) fn departure(expected: &[Value], found: &Value) -> Option<(Broken, Difference)> {
    let Some(entries) = found.as_array() else {
        return Some((Broken::Stored, differs("", format!("is {} instead of a list", brief(found)))));
    };
    if let Some(difference) = stored(expected, entries) {
        return Some((Broken::Stored, difference));
    }
    let sort = |entry: &Value| entry.get("SORT").and_then(Value::as_f64);
    let falls = entries.windows(2).position(|pair| sort(&pair[0]) > sort(&pair[1]));
    if let Some(place) = falls {
        let message = format!("comes after {}", brief(&entries[place]["SORT"]));
        return Some((Broken::Order, differs(&format!("/{}/SORT", place + 1), message)));
    }
    let (place, (wanted, entry)) = expected.iter().zip(entries).enumerate().find(|(_, (a, b))| !same(a, b))?;
    let message = format!(
        "is {} instead of {}, which was linked earlier with the same sort index",
        brief(&entry["CONTACT_ID"]),
        brief(&wanted["CONTACT_ID"])
    );
    Some((Broken::Equals, differs(&format!("/{place}/CONTACT_ID"), message)))
}

/// The first link that is missing, different or too many, in any order.
fn stored(expected: &[Value], entries: &[Value]) -> Option<Difference> {
    if expected.len() != entries.len() {
        return Some(differs("", format!("has {} entries instead of {}", entries.len(), expected.len())));
    }
    for wanted in expected {
        let contact = &wanted["CONTACT_ID"];
        let place = entries.iter().position(|entry| entry.get("CONTACT_ID").is_some_and(|id| same(contact, id)));
        let Some(place) = place else {
            return Some(differs("", format!("lacks the contact {}", brief(contact))));
        };
        if let Some(difference) = difference(wanted, &entries[place]) {
            return Some(Difference { pointer: format!("/{place}{}", difference.pointer), ..difference });
        }
    }
    None
}

fn differs(pointer: &str, message: String) -> Difference {
    Difference { pointer: pointer.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn binding(contact: i64, sort: i64) -> Value {
        json!({ "CONTACT_ID": contact, "SORT": sort })
    }

    fn shown(expected: &[Value], found: Value) -> String {
        match departure(expected, &found) {
            None => "nothing".to_owned(),
            Some((broken, difference)) => format!("{broken:?} {} {}", difference.pointer, difference.message),
        }
    }

    #[test]
    fn links_come_before_order_and_order_before_equals() {
        let expected = [binding(1, -5), binding(2, 7), binding(3, 7)];
        let [a, b, c] = expected.clone();
        assert_eq!(shown(&expected, json!([a, b, c])), "nothing");
        assert_eq!(shown(&expected, json!([binding(1, -5), { "CONTACT_ID": 2.0, "SORT": 7.0 }, c])), "nothing");
        assert_eq!(shown(&expected, json!([a, b])), "Stored  has 2 entries instead of 3");
        assert_eq!(shown(&expected, json!([a, b, b])), "Stored  lacks the contact 3");
        assert_eq!(shown(&expected, json!([c, b, binding(1, 5)])), "Stored /2/SORT is 5 instead of -5");
        assert_eq!(shown(&expected, json!([b, a, c])), "Order /1/SORT comes after 7");
        assert_eq!(
            shown(&expected, json!([a, c, b])),
            "Equals /1/CONTACT_ID is 3 instead of 2, which was linked earlier with the same sort index"
        );
        assert_eq!(shown(&expected, json!("x")), "Stored  is \"x\" instead of a list");
    }
}
