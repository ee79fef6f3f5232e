//! Reads the conditions and the order of a list.

use serde_json::{Map, Value};

use super::value;
use crate::catalogue::{ASSIGNED_BY, Catalogue, Member};
use crate::store::query::{Condition, Order, Test};

/// What the operator before a field's name asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    /// Equal to the value, or to one of a list.
    Is,
    /// Equal to nothing of that kind.
    IsNot,
    /// One of a list.
    In,
    /// None of a list.
    NotIn,
    /// On one side of the value.
    Beyond(&'static str),
    /// Contains the value.
    Contains,
    /// Like the value.
    Like,
}

/// The operators; one that begins with another comes before it.
const OPERATORS: [(&str, Operator); 12] = [
    ("!@", Operator::NotIn),
    ("!=", Operator::IsNot),
    ("=%", Operator::Like),
    ("%=", Operator::Like),
    (">=", Operator::Beyond(">=")),
    ("<=", Operator::Beyond("<=")),
    ("!", Operator::IsNot),
    ("=", Operator::Is),
    (">", Operator::Beyond(">")),
    ("<", Operator::Beyond("<")),
    ("%", Operator::Contains),
    ("@", Operator::In),
];

/// The conditions of a filter. Keys that are no operator before a field's name, and operators that cannot do anything
/// with their value, are passed over.
pub(super) fn conditions<'a>(catalogue: Catalogue<'a>, filter: &Map<String, Value>) -> Vec<Condition<'a>> {
    filter.iter().filter_map(|(key, value)| condition(catalogue, key, value)).collect()
}

/// The fields to sort by. Names that are no field are passed over.
pub(super) fn order<'a>(catalogue: Catalogue<'a>, order: &Map<String, Value>) -> Vec<Order<'a>> {
    let field = |(name, direction): (&String, &Value)| {
        let descending = direction.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("desc"));
        Some(Order { member: catalogue.find(name)?, descending })
    };
    order.iter().filter_map(field).collect()
}

/// That the user is responsible for the record.
pub(super) fn assigned_to(user: i64) -> Condition<'static> {
    Condition { member: Member::System(&ASSIGNED_BY), test: Test::OneOf(vec![user.into()]), negated: false }
}

fn condition<'a>(catalogue: Catalogue<'a>, key: &str, given: &Value) -> Option<Condition<'a>> {
    let written = OPERATORS.iter().find_map(|(prefix, operator)| Some((key.strip_prefix(prefix)?, *operator)));
    let (name, operator) = written.unwrap_or((key, Operator::Is));
    let member = catalogue.find(name)?;
    let (test, negated) = match operator {
        Operator::Is => (is(given), false),
        Operator::IsNot => (is(given), true),
        Operator::In => (one_of(given), false),
        Operator::NotIn => (one_of(given), true),
        _ if value::list(given).is_some() => return None,
        Operator::Beyond(operator) => (Test::Beyond(operator, given.clone()), false),
        Operator::Contains => (Test::Contains(value::text(given)?), false),
        Operator::Like => (Test::Like(value::text(given)?), false),
    };
    Some(Condition { member, test, negated })
}

/// Equal to a value, where nothing and the empty text stand for an empty field.
fn is(given: &Value) -> Test {
    if given.is_null() || given == "" { Test::Empty } else { one_of(given) }
}

fn one_of(given: &Value) -> Test {
    let values = value::list(given).unwrap_or_else(|| vec![given]);
    Test::OneOf(values.into_iter().cloned().collect())
}

#[cfg(test)]
mod tests {
    use b24_contract::Entity;
    use serde_json::json;

    use super::*;

    fn read(filter: Value) -> Vec<(Test, bool)> {
        let filter = value::members(Some(&filter)).expect("an object");
        let conditions = conditions(Catalogue::system(Entity::Company), &filter);
        conditions.into_iter().map(|condition| (condition.test, condition.negated)).collect()
    }

    #[test]
    fn every_operator_has_its_meaning() {
        let one = |value: &str| Test::OneOf(vec![json!(value)]);
        let beyond = |operator| Test::Beyond(operator, json!("a"));
        for (prefix, test, negated) in [
            ("", one("a"), false),
            ("=", one("a"), false),
            ("!", one("a"), true),
            ("!=", one("a"), true),
            ("@", one("a"), false),
            ("!@", one("a"), true),
            (">", beyond(">"), false),
            (">=", beyond(">="), false),
            ("<", beyond("<"), false),
            ("<=", beyond("<="), false),
            ("%", Test::Contains("a".to_owned()), false),
            ("=%", Test::Like("a".to_owned()), false),
            ("%=", Test::Like("a".to_owned()), false),
        ] {
            assert_eq!(read(json!({ format!("{prefix}TITLE"): "a" })), [(test, negated)], "{prefix}");
        }
    }

    #[test]
    fn a_list_is_in_and_nothing_is_empty() {
        let list = Test::OneOf(vec![json!(1), json!("2")]);
        assert_eq!(read(json!({ "ID": [1, "2"], "!ID": { "a": 1, "b": "2" } })), [(list.clone(), false), (list, true)]);
        assert_eq!(read(json!({ "!=TITLE": "", "TITLE": null })), [(Test::Empty, true), (Test::Empty, false)]);
    }

    #[test]
    fn what_is_not_understood_is_passed_over() {
        for filter in [
            json!({ "<>ID": 5, "IMPORT": "Y", "title": "a", "!%TITLE": "a", "": 1, "LOGIC": "OR", "=": 1 }),
            json!([""]),
            json!({ ">ID": [1], "%TITLE": ["a"], "%COMMENTS": null }),
        ] {
            assert_eq!(read(filter.clone()), [], "{filter}");
        }
    }

    #[test]
    fn directions_in_any_case() {
        let given = json!({ "ID": "desc", "TITLE": "ASC", "NAME": "DESC", "REVENUE": 5, "PHONE": " Desc" });
        let read = order(Catalogue::system(Entity::Company), given.as_object().expect("an object"));
        let descending: Vec<bool> = read.iter().map(|order| order.descending).collect();
        assert_eq!(descending, [true, false, false, true]);
    }
}
