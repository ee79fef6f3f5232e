//! Records that the suite makes on a portal. Each is marked, so that it can be told from people's own and removed.

mod guard;
mod mark;
mod own;
pub(crate) mod removal;

use b24_contract::rule::{Call, Given};
use b24_contract::{Effect, Entity, Exchange, Idempotent, Method, batch, fold_names, integer};
use serde_json::{Map, Value, json};

pub(crate) use self::mark::{Marked, ORIGIN, ORIGINATOR};
pub(crate) use self::own::OwnRecords;
use crate::event::Created;
use crate::variable::RESULT;

/// What stands in `ORIGINATOR_ID` of every record that the suite makes, and in the names that it gives.
pub(crate) const MARK: &str = "b24-conformance";

const ADD_COMPANY: &str = "crm.company.add";
const ADD_CONTACT: &str = "crm.contact.add";
const DELETE_COMPANY: &str = "crm.company.delete";
const DELETE_CONTACT: &str = "crm.contact.delete";
/// The method that links a contact to a company.
pub(crate) const ADD_LINK: &str = "crm.company.contact.add";

/// A call with its usual members.
pub(crate) fn call(method: &str, params: Value) -> Call {
    let params = match params {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    Call { call: method.to_owned(), params, ..Call::default() }
}

/// The call that makes something that a rule is given, with what is to be taken from the answer.
pub(crate) fn making(given: &Given) -> Call {
    match given {
        Given::Company { company, fields } => new_record(ADD_COMPANY, "TITLE", "company", company, fields),
        Given::Contact { contact, fields } => new_record(ADD_CONTACT, "NAME", "contact", contact, fields),
        Given::Link { link: [company, contact], sort, is_primary } => {
            let mut fields = Map::from_iter([("CONTACT_ID".to_owned(), json!(contact))]);
            fields.extend(sort.map(|sort| ("SORT".to_owned(), json!(sort))));
            fields.extend(is_primary.as_ref().map(|flag| ("IS_PRIMARY".to_owned(), json!(flag))));
            call(ADD_LINK, json!({ "id": company, "fields": fields }))
        }
        Given::Call(call) => (**call).clone(),
    }
}

/// The call that makes a record and takes its id. Without a name of its own the record is called after the variable.
fn new_record(method: &str, name: &str, kind: &str, variable: &str, fields: &Map<String, Value>) -> Call {
    let text = format!("{MARK}: {kind} {}", variable.trim_start_matches('$'));
    let mut all = Map::from_iter([(name.to_owned(), Value::from(text))]);
    all.extend(fields.clone());
    let take = [(variable.to_owned(), RESULT.to_owned())].into();
    Call { take, ..call(method, json!({ "fields": all })) }
}

/// Whether a call may change data; a batch does if one of its commands does. A method that the contract does not know has
/// no effect.
pub(crate) fn writes(call: &Call) -> bool {
    let effect = |method: &str| Method::parse(method).is_some_and(|method| method.row().effect == Effect::Write);
    let is_batch = Method::parse(&call.call) == Some(Method::Batch);
    let cmd = call.params.iter().find(|(name, _)| is_batch && name.eq_ignore_ascii_case("cmd"));
    match cmd.and_then(|(_, cmd)| batch::commands(cmd)) {
        Some(commands) => commands.iter().flat_map(|entry| &entry.command).any(|command| effect(&command.method)),
        None => effect(&call.call),
    }
}

/// Whether a call may be sent again when nobody knows whether it was carried out: the second answer is then that of the
/// first.
pub(crate) fn is_repeatable(call: &Call) -> bool {
    let repeatable = |method: Method| method.row().idempotent == Idempotent::Yes;
    !writes(call) || Method::parse(&call.call).is_some_and(|method| method != Method::Batch && repeatable(method))
}

/// What a method makes a record of, if it does.
fn made_by(method: &str) -> Option<Entity> {
    [(ADD_COMPANY, Entity::Company), (ADD_CONTACT, Entity::Contact)]
        .into_iter()
        .find_map(|(add, entity)| add.eq_ignore_ascii_case(method).then_some(entity))
}

/// Number of records that a call makes, commands of a batch included.
pub(crate) fn made(call: &Call) -> u32 {
    let is_batch = Method::parse(&call.call) == Some(Method::Batch);
    let cmd = call.params.get("cmd").filter(|_| is_batch).and_then(batch::commands);
    let commands = cmd.iter().flatten().flat_map(|entry| &entry.command).map(|command| command.method.as_str());
    commands.chain([call.call.as_str()]).filter(|method| made_by(method).is_some()).count() as u32
}

/// Whether a call makes a record and names no other.
pub(crate) fn only_makes(call: &Call) -> bool {
    made_by(&call.call).is_some() && call.body.is_none() && call.query.is_none() && !guard::refers(&call.params)
}

/// What records of an entity are called in a [`Created`].
pub(crate) fn kind(entity: Entity) -> String {
    match entity {
        Entity::Company => "company",
        Entity::Contact => "contact",
    }
    .to_owned()
}

/// What became of a record of the suite.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// It was made.
    Made(Created),
    /// It was deleted.
    Gone(Created),
}

/// What the answer to a single call says about a record.
fn fate(exchange: &Exchange) -> Option<Fate> {
    let result = exchange.json()?.get("result")?;
    let method = Method::parse(exchange.method())?;
    let made = |kind: &str| Some(Fate::Made(Created { kind: kind.to_owned(), id: integer(result)? }));
    let gone = |kind: &str| {
        let params = fold_names(method, exchange.params().as_object()?.clone());
        let id = integer(params.get("id")?)?;
        (*result == Value::Bool(true)).then(|| Fate::Gone(Created { kind: kind.to_owned(), id }))
    };
    match method.name() {
        ADD_COMPANY => made("company"),
        ADD_CONTACT => made("contact"),
        DELETE_COMPANY => gone("company"),
        DELETE_CONTACT => gone("contact"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_writes_if_a_command_does() {
        let batch = |commands: Value| writes(&call("Batch", json!({ "CMD": commands })));
        assert!(batch(json!({ "a": "crm.company.get?id=1", "b": "CRM.company.delete?id=1" })));
        assert!(!batch(json!(["crm.company.get?id=1", "no.such.method", 5])));
        assert!(writes(&call(DELETE_CONTACT, json!({}))) && !writes(&call("crm.contact.get", json!({}))));
    }

    #[test]
    fn a_record_without_a_name_is_called_after_its_variable() {
        let given = Given::Contact { contact: "$a1".to_owned(), fields: Map::new() };
        let call = making(&given);
        assert_eq!(call.params["fields"], json!({ "NAME": "b24-conformance: contact a1" }));
        assert_eq!(call.take, [("$a1".to_owned(), "/result".to_owned())].into());
    }
}
