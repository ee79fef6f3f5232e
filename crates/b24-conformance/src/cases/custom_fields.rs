//! Custom fields: whatever ones the portal has are described as such, and keep what they are given.

use b24_contract::rule::Call;
use b24_contract::{ClauseId, Contract, Encoding, Entity};
use serde_json::{Map, Value, json};

use super::entity::{Names, names};
use super::search::Failure;
use crate::json::{brief, has_type};
use crate::records;
use crate::rule::summary;
use crate::scope::{Scope, Stop, result};
use crate::variable::RESULT;

/// The variable of the record that is written.
const RECORD: &str = "$r";
/// What a description of a custom field tells besides what those of all fields tell.
const LABELS: [&str; 3] = ["listLabel", "formLabel", "filterLabel"];
/// What is said where there is nothing to check.
const NONE: &str = "the portal has no custom field to check";

/// A custom field of a simple type.
struct Simple {
    name: String,
    kind: Kind,
    /// Whether it holds a list of values.
    is_multiple: bool,
}

/// The simple types, by how their values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Number,
    Switch,
    Day,
}

/// What a field is given in the first round and in the second.
const VALUES: [(Kind, [&str; 2]); 5] = [
    (Kind::Text, ["b24 conformance: first", "b24 conformance: second"]),
    (Kind::Integer, ["17", "18"]),
    (Kind::Number, ["17.5", "18.25"]),
    (Kind::Switch, ["1", "0"]),
    (Kind::Day, ["2024-03-11", "2024-03-12"]),
];

/// Reads the descriptions of the fields: custom ones say that they are, and have labels.
pub(crate) async fn described(
    scope: &mut Scope<'_>,
    contract: &Contract,
    clause: &ClauseId,
    entity: Entity,
) -> Result<(), Stop> {
    let Some(fields) = fields(scope, contract, clause, &names(entity)).await? else { return Ok(()) };
    let custom: Vec<(&String, &Value)> = fields.iter().filter(|(name, _)| is_custom(name)).collect();
    for (name, description) in &custom {
        let mut wrong = Vec::new();
        if description.get("isDynamic") != Some(&Value::Bool(true)) {
            wrong.push(("isDynamic", "true"));
        }
        let is_text = |label: &str| description.get(label).is_some_and(|value| has_type(value, "string"));
        wrong.extend(LABELS.into_iter().filter(|label| !is_text(label)).map(|label| (label, "a text")));
        for (member, belongs) in wrong {
            let found = description.get(member).map_or("is missing".to_owned(), |value| format!("is {}", brief(value)));
            let failure = Failure::shown_by_the_last(
                scope,
                format!("{RESULT}/{name}/{member}"),
                format!("{found}; {belongs} belongs there"),
            );
            depart(scope, contract, clause, failure);
        }
    }
    scope.remark(if custom.is_empty() { NONE.to_owned() } else { format!("{} custom fields", custom.len()) });
    Ok(())
}

/// Writes each custom field of a simple type, and reads it back from `get` and from lists.
pub(crate) async fn stored(
    scope: &mut Scope<'_>,
    contract: &Contract,
    clause: &ClauseId,
    entity: Entity,
) -> Result<(), Stop> {
    let names = names(entity);
    let Some(described) = fields(scope, contract, clause, &names).await? else { return Ok(()) };
    let fields: Vec<Simple> = described.iter().filter_map(|(name, told)| Simple::of(name, told)).collect();
    if fields.is_empty() {
        scope.remark(NONE.to_owned());
        return Ok(());
    }
    let checked: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    scope.remark(format!("checked with {}", checked.join(", ")));
    for (round, via) in [Encoding::Json, Encoding::Form].into_iter().enumerate() {
        let mut given: Map<String, Value> =
            fields.iter().map(|field| (field.name.clone(), field.given(round))).collect();
        let call = if round == 0 {
            given.insert(names.name.to_owned(), format!("{}: custom fields", records::MARK).into());
            let take = [(RECORD.to_owned(), RESULT.to_owned())].into();
            Call { take, ..records::call(names.add, json!({ "fields": given })) }
        } else {
            records::call(names.update, json!({ "id": RECORD, "fields": given }))
        };
        let answer = scope.send(&Call { via, ..call.clone() }).await?;
        if result(&answer).is_none() || scope.take(&call.take).is_some() {
            return Err(Stop::Broke(format!("{} was answered {}", call.call, scope.wire().summary(&answer))));
        }
        if let Some(failure) = read_back(scope, &names, &fields, round).await? {
            depart(scope, contract, clause, failure);
            return Ok(());
        }
    }
    Ok(())
}

/// Where the record is not as it was written in this round.
async fn read_back(
    scope: &mut Scope<'_>,
    names: &Names,
    fields: &[Simple],
    round: usize,
) -> Result<Option<Failure>, Stop> {
    let listed = |select: Value| records::call(names.list, json!({ "filter": { "ID": RECORD }, "select": select }));
    let all: Vec<&Simple> = fields.iter().collect();
    let single: Vec<&Simple> = fields.iter().filter(|field| !field.is_multiple).collect();
    let named: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    for (call, at, fields) in [
        (records::call(names.get, json!({ "id": RECORD })), RESULT, &all),
        (listed(json!([])), "/result/0", &single),
        (listed(json!(["UF_*"])), "/result/0", &single),
        (listed(json!(named)), "/result/0", &all),
    ] {
        let answer = scope.send(&call).await?;
        let record = answer.json().and_then(|body| body.pointer(at)).cloned().unwrap_or_default();
        for field in fields {
            let found = record.get(&field.name);
            if !found.is_some_and(|found| field.holds(found, round)) {
                let found = found.map_or("is missing".to_owned(), |value| format!("is {}", brief(value)));
                let message = format!("{found}; it was given {}", brief(&field.given(round)));
                return Ok(Some(Failure::shown_by_the_last(scope, format!("{at}/{}", field.name), message)));
            }
        }
    }
    for field in single {
        for (compared, expected) in [(round, 1), (1 - round, 0)] {
            let filter = json!({ "ID": RECORD, field.name.as_str(): field.value(compared) });
            let answer = scope.send(&records::call(names.list, json!({ "filter": filter, "select": ["ID"] }))).await?;
            let found = result(&answer).and_then(Value::as_array).map(Vec::len);
            if found != Some(expected) {
                let message = format!(
                    "is {} where {expected} records belong: {} was given {:?}",
                    summary(&answer),
                    field.name,
                    field.value(round)
                );
                return Ok(Some(Failure::shown_by_the_last(scope, RESULT, message)));
            }
        }
    }
    Ok(None)
}

/// The descriptions of all fields.
async fn fields(
    scope: &mut Scope<'_>,
    contract: &Contract,
    clause: &ClauseId,
    names: &Names,
) -> Result<Option<Map<String, Value>>, Stop> {
    let answer = scope.send(&records::call(names.fields, json!({}))).await?;
    let fields = result(&answer).and_then(Value::as_object).cloned();
    if fields.is_none() {
        let message = format!("is no object; the answer is {}", summary(&answer));
        let failure = Failure::shown_by_the_last(scope, RESULT, message);
        depart(scope, contract, clause, failure);
    }
    Ok(fields)
}

fn depart(scope: &mut Scope<'_>, contract: &Contract, clause: &ClauseId, failure: Failure) {
    let binds = contract.source_of(clause).is_some_and(|source| source.binds());
    scope.depart_at(clause, binds, failure.pointer, failure.message, failure.steps);
}

fn is_custom(name: &str) -> bool {
    name.starts_with("UF_")
}

impl Simple {
    /// The field, if callers may write simple values into it.
    fn of(name: &str, description: &Value) -> Option<Self> {
        let is = |flag: &str| description.get(flag) == Some(&Value::Bool(true));
        if !is_custom(name) || is("isReadOnly") || is("isImmutable") {
            return None;
        }
        let kind = match description.get("type")?.as_str()? {
            "string" => Kind::Text,
            "integer" => Kind::Integer,
            "double" => Kind::Number,
            "boolean" => Kind::Switch,
            "date" => Kind::Day,
            _ => return None,
        };
        Some(Self { name: name.to_owned(), kind, is_multiple: is("isMultiple") })
    }

    /// What the field is given in a round: a list has both values first, then the second one alone.
    fn given(&self, round: usize) -> Value {
        if self.is_multiple {
            self.rounds(round).map(|round| self.value(round)).collect()
        } else {
            self.value(round).into()
        }
    }

    /// The rounds whose values a list holds after a round.
    fn rounds(&self, round: usize) -> std::ops::Range<usize> {
        round..2
    }

    /// The value of a round.
    fn value(&self, round: usize) -> &'static str {
        VALUES.iter().find(|(kind, _)| *kind == self.kind).map_or("", |(_, values)| values[round])
    }

    /// Whether an answer's value is what was given.
    fn holds(&self, found: &Value, round: usize) -> bool {
        match found {
            Value::Array(found) if self.is_multiple => {
                let given = self.rounds(round);
                found.len() == given.len() && given.zip(found).all(|(round, found)| self.is(found, round))
            }
            found => !self.is_multiple && self.is(found, round),
        }
    }

    /// Whether one value is that of a round: numbers by value, days by their date alone, since portals write them with a
    /// time in their own zone.
    fn is(&self, found: &Value, round: usize) -> bool {
        let given = self.value(round);
        let text = match found {
            Value::String(text) => text.clone(),
            Value::Bool(flag) => u8::from(*flag).to_string(),
            Value::Number(number) => number.to_string(),
            _ => return false,
        };
        match self.kind {
            Kind::Integer | Kind::Number => text.parse::<f64>().ok() == given.parse().ok(),
            Kind::Day => text.starts_with(given),
            Kind::Switch => text == given || ["N", "Y"][usize::from(given == "1")] == text,
            Kind::Text => text == given,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(of_type: &str, flags: Value) -> Option<Simple> {
        let mut description = json!({ "type": of_type, "isMultiple": false, "isReadOnly": false, "isDynamic": true });
        description.as_object_mut().expect("an object").extend(flags.as_object().expect("an object").clone());
        Simple::of("UF_CRM_A", &description)
    }

    #[test]
    fn only_what_holds_simple_values_is_written() {
        for of_type in ["string", "integer", "double", "boolean", "date"] {
            assert!(field(of_type, json!({})).is_some(), "{of_type}");
            for flag in ["isReadOnly", "isImmutable"] {
                assert!(field(of_type, json!({ flag: true })).is_none(), "{of_type} {flag}");
            }
        }
        assert!(field("money", json!({})).is_none() && field("enumeration", json!({})).is_none());
        assert!(Simple::of("TITLE", &json!({ "type": "string" })).is_none());
    }

    #[test]
    fn a_list_comes_back_with_all_of_its_values_in_their_order() {
        let field = field("integer", json!({ "isMultiple": true })).expect("a simple field");
        assert_eq!((field.given(0), field.given(1)), (json!(["17", "18"]), json!(["18"])));
        for (round, found, expected) in [
            (0, json!(["17", 18]), true),
            (0, json!(["18", "17"]), false),
            (0, json!(["17"]), false),
            (0, json!("17"), false),
            (1, json!(["18"]), true),
            (1, json!(["17", "18"]), false),
        ] {
            assert_eq!(field.holds(&found, round), expected, "{found}");
        }
    }

    #[test]
    fn values_come_back_in_any_spelling_of_their_type() {
        for (of_type, found, expected) in [
            ("string", json!("b24 conformance: first"), true),
            ("string", json!("b24 conformance: second"), false),
            ("integer", json!(17), true),
            ("integer", json!(""), false),
            ("double", json!("17.50"), true),
            ("boolean", json!("1"), true),
            ("boolean", json!("Y"), true),
            ("boolean", json!(false), false),
            ("date", json!("2024-03-11T02:00:00+02:00"), true),
            ("date", json!(null), false),
        ] {
            let field = field(of_type, json!({})).expect("a simple field");
            assert_eq!(field.holds(&found, 0), expected, "{of_type} {found}");
        }
    }
}
