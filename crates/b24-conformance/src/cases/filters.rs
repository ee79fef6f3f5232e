//! Random filters: a list over the suite's own records gives what evaluating the conditions by hand gives.

mod model;

use b24_contract::rule::{Call, Given};
use b24_contract::{ClauseId, Contract, Encoding, Entity};
use serde_json::{Value, json};

pub(crate) use self::model::RECORDS;
use self::model::{Query, Stored};
use super::entity::names;
use super::search::{Failure, departs};
use crate::records;
use crate::rule::summary;
use crate::scope::{Scope, Stop, result};
use crate::variable::{Held, RESULT};

/// Makes the records once, then asks for them with random filters.
pub(crate) async fn check(
    scope: &mut Scope<'_>,
    contract: &Contract,
    clause: &ClauseId,
    entity: Entity,
) -> Result<(), Stop> {
    let binds = contract.source_of(clause).is_some_and(|source| source.binds());
    let given: Vec<Given> =
        model::records().iter().enumerate().map(|(number, record)| given(entity, number, record)).collect();
    scope.make(&given).await?;
    // A filter costs one call, a property over payloads none.
    let tries = scope.wire().options().cases * 2;
    let mut asked = 0;
    departs(scope, (clause, binds), tries, model::queries(), async |scope, query| {
        asked += 1;
        attempt(scope, entity, query, asked).await
    })
    .await
}

fn given(entity: Entity, number: usize, record: &Stored) -> Given {
    let fields = record.fields(entity);
    match entity {
        Entity::Company => Given::Company { company: variable(number), fields },
        Entity::Contact => Given::Contact { contact: variable(number), fields },
    }
}

/// The variable of a record.
fn variable(number: usize) -> String {
    format!("$r{number}")
}

/// Asks for the records and compares which come back, and in which order.
async fn attempt(scope: &mut Scope<'_>, entity: Entity, query: &Query, asked: usize) -> Result<Option<Failure>, Stop> {
    let own: Vec<String> = (0..RECORDS).map(variable).collect();
    let params = json!({ "filter": query.filter(entity, &own), "order": query.order(entity), "select": ["ID"] });
    let via = [Encoding::Json, Encoding::Form, Encoding::Query][asked % 3];
    let answer = scope.send(&Call { via, ..records::call(names(entity).list, params) }).await?;
    let Some(entries) = result(&answer).and_then(Value::as_array) else {
        let message = format!("is no list; the answer is {}", summary(&answer));
        return Ok(Some(Failure::shown_by_the_last(scope, RESULT, message)));
    };
    let name_of = |entry: &Value| {
        let id = entry.get("ID").and_then(Held::of);
        let number = (0..RECORDS).find(|&number| scope.variables().get(&variable(number)[1..]) == id.as_ref());
        number.map_or_else(|| "a record of somebody else".to_owned(), |number| number.to_string())
    };
    let found: Vec<String> = entries.iter().map(name_of).collect();
    let expected: Vec<String> = query.evaluate().into_iter().map(|number| number.to_string()).collect();
    if found == expected {
        return Ok(None);
    }
    let message = format!("holds the records [{}] instead of [{}]", found.join(", "), expected.join(", "));
    Ok(Some(Failure::shown_by_the_last(scope, RESULT, message)))
}
