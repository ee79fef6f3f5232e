//! Random records: whatever fields and multifields are given come back as they were stored, from `get` and from a list.

mod model;

use b24_contract::rule::Call;
use b24_contract::{ClauseId, Contract, Encoding, Entity, Exchange};
use serde_json::{Map, Value, json};

use self::model::Fields;
use super::entity::{Names, names};
use super::search::{Failure, departs};
use crate::json::{brief, difference};
use crate::records;
use crate::rule::summary;
use crate::scope::{Scope, Stop, result};
use crate::variable::RESULT;

/// Parameters travel in each of these ways in turn.
const ENCODINGS: [Encoding; 4] = [Encoding::Json, Encoding::Form, Encoding::Multipart, Encoding::Query];

/// Makes random records and reads them back.
pub(crate) async fn check(
    scope: &mut Scope<'_>,
    contract: &Contract,
    clause: &ClauseId,
    entity: Entity,
) -> Result<(), Stop> {
    let names = names(entity);
    let binds = contract.source_of(clause).is_some_and(|source| source.binds());
    let tries = scope.wire().options().cases;
    let mut made = 0;
    departs(scope, (clause, binds), tries, model::fields(entity), async |scope, fields| {
        made += 1;
        attempt(scope, &names, fields, made).await
    })
    .await
}

/// Makes one record, the one with this number, and compares what comes back.
async fn attempt(
    scope: &mut Scope<'_>,
    names: &Names,
    fields: &Fields,
    number: usize,
) -> Result<Option<Failure>, Stop> {
    let variable = format!("$r{number}");
    let call = records::call(names.add, json!({ "fields": fields.to_send() }));
    let take = [(variable.clone(), RESULT.to_owned())].into();
    let call = Call { via: ENCODINGS[number % ENCODINGS.len()], take, ..call };
    let answer = scope.send(&call).await?;
    if let Some((pointer, _)) = scope.take(&call.take) {
        let message = format!("is no id; the answer is {}", summary(&answer));
        return Ok(Some(Failure::shown_by_the_last(scope, pointer, message)));
    }
    let marks = marks(&answer);
    let answer = scope.send(&records::call(names.get, json!({ "id": variable }))).await?;
    let Some(record) = result(&answer) else {
        let message = format!("is missing; the answer is {}", summary(&answer));
        return Ok(Some(Failure::shown_by_the_last(scope, RESULT, message)));
    };
    let departure = |scope: &Scope<'_>, at: &str, record: &Value| {
        marked(scope, at, &marks, record).or_else(|| departure(scope, at, fields, record))
    };
    if let Some(failure) = departure(scope, RESULT, record) {
        return Ok(Some(failure));
    }
    let select: Vec<&str> = ["*"].into_iter().chain(fields.multifields()).collect();
    let params = json!({ "filter": { "ID": variable }, "select": select });
    let answer = scope.send(&records::call(names.list, params)).await?;
    match result(&answer).and_then(Value::as_array).map(Vec::as_slice) {
        Some([record]) => Ok(departure(scope, "/result/0", record)),
        other => {
            let found = other.map_or_else(|| summary(&answer), |records| format!("{} records", records.len()));
            Ok(Some(Failure::shown_by_the_last(scope, RESULT, format!("is {found} instead of the record"))))
        }
    }
}

/// The fields by which the suite knows its own records, as they were sent.
fn marks(sent: &Exchange) -> Map<String, Value> {
    let fields = sent.params().get("fields").and_then(Value::as_object).into_iter().flatten();
    let is_mark = |name: &str| [records::ORIGINATOR, records::ORIGIN].contains(&name);
    fields.filter(|(name, _)| is_mark(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Where a record that came back does not have its marks.
fn marked(scope: &Scope<'_>, at: &str, marks: &Map<String, Value>, record: &Value) -> Option<Failure> {
    let (name, mark) = marks.iter().find(|(name, mark)| record.get(name.as_str()) != Some(mark))?;
    let found = brief(record.get(name).unwrap_or(&Value::Null));
    Some(Failure::shown_by_the_last(scope, format!("{at}/{name}"), format!("is {found} instead of {}", brief(mark))))
}

/// Where a record that came back is not as it was stored.
fn departure(scope: &Scope<'_>, at: &str, fields: &Fields, record: &Value) -> Option<Failure> {
    let fails =
        |pointer: String, message: String| Some(Failure::shown_by_the_last(scope, at.to_owned() + &pointer, message));
    for (name, expected) in fields.scalars() {
        let found = record.get(name).unwrap_or(&Value::Null);
        if found.as_str() != Some(expected) {
            return fails(
                format!("/{name}"),
                format!("is {} instead of {}", brief(found), brief(&Value::from(expected))),
            );
        }
    }
    for name in fields.multifields() {
        let expected = fields.entries(name);
        let found = record.get(name).and_then(Value::as_array).into_iter().flatten();
        let found: Value = found.map(without_id).collect();
        if let Some(difference) = difference(&expected, &found) {
            return fails(format!("/{name}{}", difference.pointer), difference.message);
        }
    }
    None
}

/// An entry of a multifield without the id that the portal gave it.
fn without_id(entry: &Value) -> Value {
    let members = entry.as_object().into_iter().flatten().filter(|(name, _)| *name != "ID");
    members.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}
